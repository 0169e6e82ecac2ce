#!/usr/bin/env python3
"""docs/neo4j.md does what it says: its commands make a graph, which goes into Neo4j in each of the three ways; after
each of them its queries must give the answers that stand there, as cypher-shell prints them.
usage: neo4j_page_test.py MAILUO [--write]       --write puts the answers of the Cypher script into the page"""
import os
import pathlib
import re
import subprocess
import sys
import tempfile

import consumers
from interop_support import ROOT, Report
from neo4j_test import Neo4j

PAGE = ROOT / "docs/neo4j.md"
QUERY = re.compile(r"```cypher\n(.*?)```\n\n```text\n(.*?)```", re.S)


def run_commands(page, folder, mailuo):
    """What the console blocks of the page make, in the folder."""
    commands = []
    for block in re.findall(r"```console\n(.*?)```", page, re.S):
        commands += [line[2:] if line.startswith("$ ") else line for line in block.splitlines()]
    environment = os.environ | {"PATH": f"{mailuo.parent}:{os.environ['PATH']}"}
    subprocess.run(["bash", "-ec", "\n".join(commands)], cwd=folder, env=environment, check=True)


def ask(neo4j, queries, name):
    """The files that will have the answers."""
    answers = []
    for number, query in enumerate(queries):
        script = neo4j.folder / f"query-{number}.cypher"
        script.write_text(query, encoding="utf-8")
        answers.append(neo4j.folder / f"{name}-{number}")
        neo4j.add("shell", script, answers[-1])
    return answers


def main():
    consumers.java_folder("neo4j")
    mailuo, page, report = pathlib.Path(sys.argv[1]).resolve(), PAGE.read_text(encoding="utf-8"), Report()
    queries, shown = zip(*QUERY.findall(page))
    with tempfile.TemporaryDirectory() as temporary:
        neo4j, folder, given = Neo4j(temporary), pathlib.Path(temporary), {}
        run_commands(page, folder, mailuo)
        neo4j.home("script", "bolt")
        neo4j.add("shell", folder / "graph.cypher")
        given["the Cypher script"] = ask(neo4j, queries, "script")
        home = neo4j.home("apoc", "bolt")
        (folder / "out/graph.graphml").rename(home / "import/graph.graphml")
        neo4j.add("cypher", " ".join(re.search(r"```cypher import\n(.*?);\n```", page, re.S)[1].split()))
        given["GraphML"] = ask(neo4j, queries, "apoc")
        neo4j.home("admin", "bolt")
        words = re.search(r"neo4j-admin (.*)", page[page.index("```sh\ncd import"):])[1].split()
        neo4j.add("admin", folder / "import", *words)
        given["neo4j-admin"] = ask(neo4j, queries, "admin")
        neo4j.run()
        answers = {way: [path.read_text(encoding="utf-8") for path in paths] for way, paths in given.items()}
    if "--write" in sys.argv:
        new = iter(answers["the Cypher script"])
        page = QUERY.sub(lambda match: f"```cypher\n{match[1]}```\n\n```text\n{next(new)}```", page)
        PAGE.write_text(page, encoding="utf-8")
        return
    for way, texts in answers.items():
        for query, want, found in zip(queries, shown, texts):
            report.check(found == want and want.count("\n") > 1,
                         f"after {way}:\n{query}\nexpected\n{want}\nfound\n{found}")
    report.finish()


main()
