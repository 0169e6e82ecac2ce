#!/usr/bin/env python3
"""Installs into a temporary folder, builds a project outside the tree against it and runs that, with the source tree
out of reach of the installed program. usage: install_test.py BUILD CONSUMER"""
import pathlib
import shutil
import subprocess
import sys
import tempfile

build, consumer = map(pathlib.Path, sys.argv[1:])


def run(*command, **options):
    result = subprocess.run(list(map(str, command)), text=True, capture_output=True, **options)
    if result.returncode:
        sys.exit(f"{' '.join(map(str, command))}\n{result.stdout[-3000:]}{result.stderr[-3000:]}")
    return result.stdout


with tempfile.TemporaryDirectory() as folder:
    prefix, outside = pathlib.Path(folder, "prefix"), pathlib.Path(folder, "outside")
    run("cmake", "--install", build, "--prefix", prefix)
    shutil.copytree(consumer, outside)
    run("cmake", "-S", outside, "-B", outside / "build", f"-DCMAKE_PREFIX_PATH={prefix}", "-DCMAKE_BUILD_TYPE=Release")
    run("cmake", "--build", outside / "build")
    text = "广州设立成果转化母基金。"
    data = prefix / "share" / "mailuo"
    assert "establishes" in run(outside / "build" / "consumer", data, text)
    article = pathlib.Path(folder, "article.txt")
    article.write_text(text, encoding="utf-8")
    # Its own pack, found beside it: an unknown place for the source tree proves nothing is read from there.
    lines = run(prefix / "bin" / "mailuo", "extract", article, env={"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"})
    assert '"predicate":"establishes"' in lines, lines
print("an outside project builds, links and runs against the installed libraries; the installed program runs")
