#!/usr/bin/env python3
"""Gephi 0.10.1 opens the graph as its window does and must then hold what the triple stream says: nodes, edges, kinds,
labels, columns with their types, weights, sizes and colours. Then it draws the graph. Usage: see interop_support.py."""
import pathlib
import tempfile

import consumers
import dumps
from interop_support import Inputs, Report, need

need()
from expected_graph import Graph  # noqa: E402  (needs what `need` has looked for)
from graph_properties import Properties, listed  # noqa: E402

COLUMNS = {str: {"String"}, int: {"Long"}, float: {"Double"}, list: {"String", "String[]"}}


class Held:
    """Nodes, edges and columns of a dump, and Gephi's complaints."""

    def __init__(self, path):
        self.nodes, self.edges, self.columns, self.issues, self.faults = {}, {}, {}, [], []
        for line in dumps.read(path):
            if "issue" in line:
                self.issues += [line["issue"]] if line["issue"] != "INFO: GEXF version 1.3" else []
            elif "columns" in line:
                self.columns[line["columns"]] = line["types"]
            elif "node" in line:
                self.nodes[line["node"]] = self.element(line["node"], line) | {
                    "size": float(line["size"]), "color": line["color"]}
            else:
                self.edges[line["edge"]] = self.element(line["edge"], line) | {"": (line["source"], line["target"])}
                self.check_edge(line)

    def element(self, key, line):
        if line["properties"].pop("id") != key:
            self.faults.append(f"{key}: has another id")
        lists = {name for name in ("aliases", "articles", "evidence") if isinstance(line["properties"].get(name), str)}
        return listed(line["properties"], lists)  # arrays of texts are such already

    def check_edge(self, line):
        if not line["directed"] or line["kind"] != line["properties"]["label"]:
            self.faults.append(f"{line['edge']}: is undirected or of the kind {line['kind']}")

    def differences(self, expected):
        return self.issues + self.faults + expected.differences(self.nodes, self.edges) + [
            f"column {name}: {types.get(name)}, expected {COLUMNS[kind]}"
            for of, types in self.columns.items() for name, kind in self.wanted(expected, of) if
            types.get(name) not in COLUMNS[kind]]

    def wanted(self, expected, of):
        """Columns of our own; size, colour, label and weight are Gephi's."""
        values = [item for properties in getattr(expected, f"{of}s").values() for item in properties.items()]
        return sorted({(name, type(value)) for name, value in values
                       if name not in ("", "size", "color", "label", "weight")}, key=str)


def as_gephi_sees(expected, form):
    """Its readers take INF and null for more than text, but not in labels. That of GraphML takes blanks for nothing and
    gives a node without a label its id; a node without a colour is black."""
    def change(text):
        return None if text == "null" or form == "graphml" and text.isspace() else text.replace("INF", "Infinity")
    seen = expected.changed(change)
    for key, node in seen.nodes.items():
        label = expected.nodes[key].get("label", "")
        node["label"] = label if label.strip() or form == "gexf" else key
        node.setdefault("color", "#000000")
    return seen


def main():
    consumers.java_folder("gephi")
    inputs, report = Inputs(__doc__), Report()
    with tempfile.TemporaryDirectory() as temporary:
        commands, made = [], []
        for number, folder in enumerate(inputs):
            properties = Properties(Graph(folder))
            for form, expected in (("graphml", properties.in_graphml()), ("gexf", properties.in_gexf())):
                path, dump = inputs.export(folder, form, f"graph.{form}"), pathlib.Path(temporary, f"{number}-{form}")
                commands += ["dump", path, dump]
                made.append((f"{folder.name}, {form}", as_gephi_sees(expected, form), dump))
        consumers.java("gephi", "Gephi", *commands, options=["-Djava.awt.headless=true"])
        for name, expected, dump in made:
            print(f"{name} ({len(expected.nodes)} nodes, {len(expected.edges)} edges)")
            report.same(Held(dump).differences(expected), name)
    report.finish()


if __name__ == "__main__":
    main()
