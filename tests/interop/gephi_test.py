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

COLUMN = {str: "String", int: "Long", float: "Double", list: "String"}


class Held:
    """Nodes, edges and columns of a dump, and Gephi's complaints."""

    def __init__(self, path):
        self.nodes, self.edges, self.columns, self.issues, self.faults = {}, {}, {}, [], []
        for line in dumps.read(path):
            if "issue" in line:
                self.issues.append(line["issue"])
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
        return listed(line["properties"], {"aliases", "articles", "evidence"})

    def check_edge(self, line):
        if not line["directed"] or line["kind"] != line["properties"]["label"]:
            self.faults.append(f"{line['edge']}: is undirected or of the kind {line['kind']}")

    def differences(self, expected):
        return self.issues + self.faults + expected.differences(self.nodes, self.edges) + [
            f"column {name}: {types.get(name)}, expected {COLUMN[kind]}"
            for of, types in self.columns.items() for name, kind in self.wanted(expected, of) if
            types.get(name) != COLUMN[kind]]

    def wanted(self, expected, of):
        """Columns of our own; size, colour, label and weight are Gephi's."""
        values = [item for properties in getattr(expected, f"{of}s").values() for item in properties.items()]
        return sorted({(name, type(value)) for name, value in values
                       if name not in ("", "size", "color", "label", "weight")}, key=str)


def as_gephi_sees(expected):
    """Its reader takes INF and null for more than text and blanks for nothing, but not in labels. A node without a label
    gets its id, one without a colour black."""
    def change(text):
        return None if text == "null" or text.isspace() else text.replace("INF", "Infinity")
    seen = expected.changed(change)
    for key, node in seen.nodes.items():
        label = expected.nodes[key].get("label", "")
        node["label"] = label if label.strip() else key
        node.setdefault("color", "#000000")
    return seen


def main():
    consumers.java_folder("gephi")
    inputs, report = Inputs(__doc__), Report()
    with tempfile.TemporaryDirectory() as temporary:
        commands, made = [], []
        for number, folder in enumerate(inputs):
            expected = Properties(Graph(folder)).in_graphml()
            dump = pathlib.Path(temporary, f"{number}-graphml")
            commands += ["dump", folder / "graph.graphml", dump]
            made.append((f"{folder.name}, GraphML", as_gephi_sees(expected), dump))
        consumers.java("gephi", "Gephi", *commands, options=["-Djava.awt.headless=true"])
        for name, expected, dump in made:
            print(f"{name} ({len(expected.nodes)} nodes, {len(expected.edges)} edges)")
            report.same(Held(dump).differences(expected), name)
    report.finish()


if __name__ == "__main__":
    main()
