#!/usr/bin/env python3
"""No character of a CJK script stands in a C++ file of the libraries or the program; no line is over 120 columns;
no third-party header is included by a public header. usage: sources_test.py PROJECT"""
import pathlib
import re
import sys

root = pathlib.Path(sys.argv[1])
CJK = re.compile("[\u2e80-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U00020000-\U0003ffff]")
THIRD_PARTY = re.compile(r'#include [<"](unicode|boost|rapidjson|spdlog|fmt|CLI|xxhash)')
wrong, files = [], 0


def check(path, text):
    problems = []
    for number, line in enumerate(text.splitlines(), 1):
        if CJK.search(line):
            problems.append(f"{path}:{number}: a CJK character; words belong in packs and catalogues")
        if len(line) > 120:
            problems.append(f"{path}:{number}: {len(line)} columns, expected at most 120")
        if "/include/mailuo/" in str(path) and THIRD_PARTY.search(line):
            problems.append(f"{path}:{number}: a public header includes a third-party one")
    return problems


for room in ("schemas", "extractors", "graph", "cli"):
    for path in sorted((root / room).rglob("*")):
        if path.suffix in (".h", ".cc"):
            files += 1
            wrong += check(path.relative_to(root), path.read_text(encoding="utf-8"))

# The checks themselves can fail.
assert check("a/include/mailuo/x.h", "#include <boost/graph.hpp>") and check("a.cc", "\u4e2d") and check("a.cc", "x" * 121)
assert files > 20, f"only {files} source files were found"
print("\n".join(wrong) or f"{files} files keep the rules")
sys.exit(bool(wrong))
