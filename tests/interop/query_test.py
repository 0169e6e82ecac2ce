#!/usr/bin/env python3
"""Queries give the same rows by `mailuo query` and on Neo4j 5.26 that has imported the same graph: data/queries.cypher,
one query a line. Usage: see interop_support.py."""
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile

import consumers
from interop_support import Inputs, Report, need

need()
from neo4j_test import APOC, Neo4j  # noqa: E402

QUERIES = pathlib.Path(__file__).resolve().parent / "data/queries.cypher"


def queries():
    lines = QUERIES.read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("//")]


def plain(value):
    """A value whose numbers compare as they should: 1 and 1.0 differ, and floats are equal up to their last digits."""
    if isinstance(value, float):
        return f"float {value:.12g}"
    if isinstance(value, list):
        return [plain(one) for one in value]
    if isinstance(value, dict):
        return {key: plain(one) for key, one in sorted(value.items())}
    return value


def rows(columns, found, query):
    result = [json.dumps(plain([row[column] for column in columns]), ensure_ascii=False) for row in found]
    return result if "ORDER BY" in query else sorted(result)


def ours(mailuo, folder, query):
    command = [mailuo, "query", folder, query, "--format", "json", "--quiet"]
    run = subprocess.run(command, text=True, capture_output=True)
    if run.returncode not in (0, 1) or not run.stdout:
        return [f"exit code {run.returncode}: {run.stderr}"]
    found = json.loads(run.stdout)
    return rows(list(found[0]) if found else [], found, query)


def theirs(path, query):
    columns, *found = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return rows(columns, [dict(zip(columns, row)) for row in found], query)


def main():
    consumers.java_folder("neo4j")
    inputs, report = Inputs(__doc__), Report()
    if inputs.options.mailuo is None:
        sys.exit("--mailuo is missing: the program that answers")
    with tempfile.TemporaryDirectory() as temporary:
        neo4j, asked = Neo4j(temporary), []
        home = neo4j.home("store")
        for number, folder in enumerate(inputs):
            shutil.copy(folder / "graph.graphml", home / "import" / f"{number}.graphml")
            neo4j.add("cypher", APOC.replace("graph.graphml", f"{number}.graphml"))
            for index, query in enumerate(queries()):
                answer = pathlib.Path(temporary, f"{number}-{index}")
                neo4j.add("query", answer, query)
                asked.append((folder, query, answer))
            neo4j.add("clear")
        neo4j.run()
        for folder, query, answer in asked:
            expected, found = theirs(answer, query), ours(inputs.options.mailuo, folder, query)
            differences = []
            if expected != found:
                differences = [f"{len(found)} rows, Neo4j has {len(expected)}"]
                differences += [f"ours   {row[:300]}" for row in found if row not in expected][:3]
                differences += [f"Neo4j  {row[:300]}" for row in expected if row not in found][:3]
            report.same(differences, f"{folder.name}: {query}")
    print(f"{len(asked)} queries")
    report.finish()


if __name__ == "__main__":
    main()
