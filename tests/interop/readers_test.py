#!/usr/bin/env python3
"""igraph, JGraphT with schema validation, TinkerPop and graphology read our GraphML, the strict profile and, where they
take it, the rich one; each must hold what the triple stream says. Usage: see interop_support.py, and --reader NAME."""
import json
import math
import pathlib
import re
import tempfile

import consumers
import dumps
from interop_support import Inputs, Report, need

(igraph,) = need("igraph")
from expected_graph import Graph  # noqa: E402  (needs what `need` has looked for)
from graph_properties import Properties, listed  # noqa: E402

LISTS = {"aliases", "articles", "evidence"}


def only_present(attributes):
    """igraph gives every node every column: "" and NaN stand where the file says nothing. Its `id` of an edge is not
    the file's: sid is."""
    return {key: value for key, value in attributes.items() if value != "" and value == value}


def igraph_held(path, dump):
    graph = igraph.Graph.Read_GraphML(str(path))
    names = graph.vs["id"] if len(graph.vs) else []
    nodes = {v["id"]: only_present(v.attributes()) for v in graph.vs}
    edges = {e["sid"]: only_present(e.attributes()) | {"": (names[e.source], names[e.target])} for e in graph.es}
    for properties in (*nodes.values(), *edges.values()):
        properties.pop("id", None)
    return nodes, edges


def dumped(path, dump):
    nodes, edges = {}, {}
    for line in dumps.read(dump):
        properties = line["properties"]
        properties.pop("ID", None)  # JGraphT's
        if "node" in line:
            nodes[line["node"]] = properties | ({"labels": line["label"]} if "label" in line else {})
        else:
            label = {"label": line["label"]} if "label" in line else {}
            edges[line.get("edge", properties["sid"])] = properties | label | {"": (line["source"], line["target"])}
    return nodes, edges


def plain(path, dump):
    """Lines of JSON whose numbers are numbers of JavaScript."""
    nodes, edges = {}, {}
    with open(dump, encoding="utf-8") as lines:
        for line in map(json.loads, lines):
            if "node" in line:
                nodes[line["node"]] = line["properties"]
            else:
                edges[line["edge"]] = line["properties"] | {"": (line["source"], line["target"])}
    return nodes, edges


def run_java(name):
    return lambda jobs: consumers.java("graphs", "GraphmlReaders",
                                       *(word for _, path, dump in jobs for word in (name, path, dump)))


def run_graphology(jobs):
    consumers.node("graphology.cjs", *(word for form, path, dump in jobs for word in (form, path, dump)))


class Reader:
    def __init__(self, name, forms, run, held, all_double=False, change=None):
        self.name = name
        self.forms, self.run, self.held, self.all_double = forms, run, held, all_double
        self.change = change or (lambda text: text)


def as_xmldom_sees(text):
    """It takes the line ends of XML 1.1 for such."""
    return re.sub("[\x85\u2028]", "\n", text)


STRICT, RICH = ("graphml-strict", "graph.strict.graphml"), ("graphml", "graph.graphml")
READERS = {
    "igraph": Reader("igraph", [STRICT, RICH], lambda jobs: None, igraph_held, all_double=True),
    "jgrapht": Reader("JGraphT", [STRICT], run_java("jgrapht"), dumped),
    "tinkerpop": Reader("TinkerPop", [STRICT, RICH], run_java("tinkerpop"), dumped),
    "graphology": Reader("graphology", [STRICT, RICH], run_graphology, plain, all_double=True, change=as_xmldom_sees),
}


def doubles(properties):
    return {key: float(value) if isinstance(value, (int, float)) and math.isfinite(value) else value
            for key, value in properties.items()}


def differences(reader, expected, nodes, edges):
    for table in (nodes, edges):
        for key in table:
            table[key] = listed(doubles(table[key]) if reader.all_double else table[key], LISTS)
    expected = expected.changed(reader.change)
    if reader.all_double:
        for table in (expected.nodes, expected.edges):
            for key in table:
                table[key] = doubles(table[key])
    return expected.differences(nodes, edges)


def main():
    inputs = Inputs(__doc__, reader={"choices": READERS, "required": True})
    reader, report = READERS[inputs.options.reader], Report()
    with tempfile.TemporaryDirectory() as temporary:
        jobs, made = [], []
        for number, folder in enumerate(inputs):
            expected = Properties(Graph(folder)).in_graphml()
            for form, name in reader.forms:
                path, dump = inputs.export(folder, form, name), pathlib.Path(temporary, f"{number}-{form}")
                jobs.append(("gexf" if form == "gexf" else "graphml", path, dump))
                made.append((folder, form, expected, path, dump))
        reader.run(jobs)
        for folder, form, expected, path, dump in made:
            name = f"{folder.name}, {form} by {reader.name}"
            print(f"{name} ({len(expected.nodes)} nodes, {len(expected.edges)} edges)")
            nodes, edges = reader.held(path, dump)
            inputs.record(folder, f"{reader.name} (GraphML)", nodes)
            report.same(differences(reader, expected, nodes, edges), name)
    report.finish()


if __name__ == "__main__":
    main()
