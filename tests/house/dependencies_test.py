#!/usr/bin/env python3
"""Dependencies run one way: schemas <- extractors, schemas <- graph, cli -> all. Each forbidden include is compiled with
the flags of its library's own target and must fail, each allowed one must pass. usage: dependencies_test.py PROJECT BUILD"""
import json
import pathlib
import shlex
import subprocess
import sys

root, build = map(pathlib.Path, sys.argv[1:])
commands = json.loads((build / "compile_commands.json").read_text())
HEADER = {"schemas": "mailuo/schemas/triple.h", "extractors": "mailuo/extractors/document.h",
          "graph": "mailuo/graph/property_graph.h"}
ALLOWED = {("schemas", "schemas"), ("extractors", "schemas"), ("extractors", "extractors"), ("graph", "schemas"),
           ("graph", "graph")}


def compiles(room, header):
    command = next(c for c in commands if f"/{room}/src/" in c["file"])
    arguments = shlex.split(command["command"])
    flags = []
    for i, a in enumerate(arguments):
        if a.startswith(("-I", "-std")):
            flags.append(a)
        elif a == "-isystem":
            flags += [a, arguments[i + 1]]
    run = subprocess.run(["g++", *flags, "-fsyntax-only", "-x", "c++", "-"], input=f'#include "{header}"\n', text=True,
                         capture_output=True)
    return run.returncode == 0


wrong = 0
for room in HEADER:
    for other, header in HEADER.items():
        expected = (room, other) in ALLOWED
        if compiles(room, header) != expected:
            wrong += 1
            print(f"{room} {'cannot' if expected else 'can'} include {header}")
print(f"{len(HEADER) ** 2 - wrong} of {len(HEADER) ** 2} includes are as they should be")
sys.exit(bool(wrong))
