#!/usr/bin/env python3
"""Every mistake of data/mistakes/mistakes.json, made in the pack beside it, is answered with exactly the lines that stand
there: file, line, column, what is wrong, what was expected. usage: mistakes_test.py MAILUO"""
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

mailuo = pathlib.Path(sys.argv[1]).resolve()
data = pathlib.Path(__file__).parent / "data/mistakes"
failures = []


def check(folder):
    run = subprocess.run([mailuo, "rules", "check", "pack"], cwd=folder, text=True, capture_output=True,
                         env=dict(os.environ, NO_COLOR="1", LC_ALL="C.UTF-8"))
    return run.returncode, [line.removeprefix("pack/") for line in run.stderr.splitlines()]


def broken(edits):
    """What the program says of the pack with the edits: (file, what stands there, what stands there instead)."""
    with tempfile.TemporaryDirectory() as folder:
        pack = pathlib.Path(folder, "pack")
        shutil.copytree(data / "pack", pack)
        for name, old, new in edits:
            text = (pack / name).read_text(encoding="utf-8")
            assert old in text, f"{name} has no {old}"
            (pack / name).write_text(text.replace(old, new, 1), encoding="utf-8")
        return check(folder)


code, lines = broken([])
if code or lines:
    failures.append(f"the pack itself is not clean: {lines}")
mistakes = json.loads((data / "mistakes.json").read_text(encoding="utf-8"))
assert len(mistakes) > 60
for mistake in mistakes:
    code, lines = broken(mistake["edits"])
    says = [line.replace("pack/", "") for line in lines]
    errors = any(": error: " in line or line.startswith("mailuo: error") for line in mistake["says"])
    if says != mistake["says"] or not says or code != errors:
        failures.append("\n  ".join([f"{mistake['mistake']}: exit code {code}, said:", *says, "wanted:", *mistake["says"]]))
print("\n".join([*failures, f"{len(mistakes) + 1 - len(failures)} passed, {len(failures)} failed"]))
sys.exit(bool(failures))
