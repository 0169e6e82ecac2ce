#!/usr/bin/env python3
"""A graph that NetworkX or igraph has read and written comes back by `mailuo import` with the same bytes; changed
there, it comes back changed; a graph that never was ours joins by its types and names.
Usage: see interop_support.py."""
import json
import pathlib
import subprocess
import tempfile

from interop_support import Inputs, Report, need

networkx, igraph = need("networkx", "igraph")


def through_networkx(source, target):
    networkx.write_graphml(networkx.read_graphml(source, force_multigraph=True), target)


def through_igraph(source, target):
    igraph.Graph.Read_GraphML(str(source)).write_graphml(str(target))


def imported(mailuo, path, folder):
    run = subprocess.run([mailuo, "import", path, "-o", folder, "--quiet"], text=True, capture_output=True)
    return run.returncode, run.stderr


def check_way_back(report, mailuo, folder, temporary):
    for way in (through_networkx, through_igraph):
        name = f"{folder.name} {way.__name__}"
        path, back = temporary / f"{name}.graphml", temporary / name
        way(folder / "graph.graphml", path)
        report.check(imported(mailuo, path, back) == (0, ""), f"{name}: {imported(mailuo, path, back)}")
        same = (back / "graph.graphml").read_bytes() == (folder / "graph.graphml").read_bytes()
        report.check(same, f"{name}: other bytes")


def check_change(report, mailuo, folder, temporary):
    """A new relation between two nodes of ours, drawn in NetworkX."""
    graph = networkx.read_graphml(folder / "graph.graphml", force_multigraph=True)
    cities = [node for node, data in graph.nodes(data=True) if data["kind"] == "City"][:2]
    if len(cities) < 2:
        return
    graph.add_edge(*cities, label="cooperates_with", confidence=0.5)
    path, stream = temporary / "changed.graphml", temporary / "changed.ndjson"
    networkx.write_graphml(graph, path)
    code, said = imported(mailuo, path, stream)
    lines = map(json.loads, stream.read_text(encoding="utf-8").splitlines())
    new = [line for line in lines if line.get("rule") == "import/graphml"]
    report.check(code == 0 and len(new) == 1, f"{folder.name}, changed: exit {code}, {said}, {len(new)} new triples")
    for triple in new:
        at = triple["evidence"]
        report.check([triple["subject"]["id"], triple["object"]["id"]] == cities, f"changed: {triple}")
        report.check(triple["confidence"] == 0.5 and triple["source"] == "changed.graphml", f"changed: {triple}")
        report.check(path.read_bytes()[at["start"]:at["end"]].startswith(b"<edge "), f"changed: evidence at {at}")


def check_foreign(report, mailuo, temporary):
    graph = networkx.DiGraph()
    graph.add_node("江州市", type="City")
    graph.add_node(7, type="Fund", name="<星河> & \"基金\"")
    graph.add_edge("江州市", 7, relation="establishes", time="2025年")
    path, stream = temporary / "foreign.graphml", temporary / "foreign.ndjson"
    networkx.write_graphml(graph, path)
    code, said = imported(mailuo, path, stream)
    (triple, *others) = map(json.loads, stream.read_text(encoding="utf-8").splitlines())
    facts = (triple["subject"]["name"], triple["predicate"], triple["object"]["name"], triple["qualifiers"])
    report.check((code, said, others) == (0, "", []), f"foreign: exit {code}, {said}")
    wanted = ("江州市", "establishes", "<星河> & \"基金\"", {"time": "2025年"})
    report.check(facts == wanted, f"foreign: {facts}")


def main():
    inputs, report = Inputs(__doc__), Report()
    mailuo = inputs.options.mailuo
    with tempfile.TemporaryDirectory() as name:
        temporary = pathlib.Path(name)
        for folder in inputs:
            check_way_back(report, mailuo, folder, temporary)
            check_change(report, mailuo, folder, temporary)
        check_foreign(report, mailuo, temporary)
    report.finish()


if __name__ == "__main__":
    main()
