#!/usr/bin/env python3
"""Gephi 0.10.1 opens the graph as its window does and must then hold what the triple stream says: nodes, edges, kinds,
labels, columns with their types, weights, sizes and colours. Then it lays the first graph out and draws it. Usage: see
interop_support.py; --picture FILE keeps what it drew."""
import html
import pathlib
import shutil
import struct
import tempfile

import consumers
import dumps
from interop_support import Inputs, Report, need, skip

need()
from expected_graph import Graph  # noqa: E402  (needs what `need` has looked for)
from graph_properties import Properties, listed  # noqa: E402

FORMS = {"graphml": "GraphML", "gexf": "GEXF"}
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


def draw(graph, file, folder, report):
    """Each thing that is joined to another has its name in the SVG; the PNG, for which Gephi wants a screen, is one."""
    svg, png = folder / "graph.svg", folder / "graph.png"
    consumers.java("gephi", "Gephi", "draw", file, "1200", "900", svg, options=["-Djava.awt.headless=true"])
    text = "".join(html.unescape(svg.read_text(encoding="utf-8")).split())
    kinds = {key: node["kind"] for key, node in graph.nodes.items()}
    names = {graph.nodes[end]["name"] for edge in graph.edges.values() for end in (edge["subject"], edge["object"])
             if {kinds[edge["subject"]], kinds[edge["object"]]} == {"entity"}}
    report.check(names, "no edge joins two things")
    report.same([f"{name} is not drawn" for name in sorted(names) if "".join(name.split()) not in text], file.name)
    screen = shutil.which("xvfb-run")
    if not screen:
        return None
    consumers.java("gephi", "Gephi", "draw", file, "1200", "900", png, under=[screen, "-a"])
    picture = png.read_bytes()
    report.check(picture[:8] == b"\x89PNG\r\n\x1a\n" and struct.unpack(">II", picture[16:24]) == (1200, 900) and
                 len(picture) > 30000, "the picture is no PNG of 1200 by 900 with something on it")
    return png


def main():
    consumers.java_folder("gephi")
    inputs, report = Inputs(__doc__, picture={"type": pathlib.Path}), Report()
    with tempfile.TemporaryDirectory() as temporary:
        commands, made, first = [], [], None
        for number, folder in enumerate(inputs):
            graph = Graph(folder)
            first = first or graph
            properties = Properties(graph)
            for form, expected in (("graphml", properties.in_graphml()), ("gexf", properties.in_gexf())):
                path, dump = inputs.export(folder, form, f"graph.{form}"), pathlib.Path(temporary, f"{number}-{form}")
                commands += ["dump", path, dump]
                made.append((folder, form, as_gephi_sees(expected, form), dump))
        consumers.java("gephi", "Gephi", *commands, options=["-Djava.awt.headless=true"])
        for folder, form, expected, dump in made:
            name, held = f"{folder.name}, {form}", Held(dump)
            inputs.record(folder, f"Gephi ({FORMS[form]})", held.nodes)
            print(f"{name} ({len(expected.nodes)} nodes, {len(expected.edges)} edges)")
            report.same(held.differences(expected), name)
        png = draw(first, commands[4], pathlib.Path(temporary), report)
        if png and inputs.options.picture:
            shutil.copy(png, inputs.options.picture)
    if not png and not report.failures:
        skip("xvfb-run is not installed (Debian's xvfb), so Gephi made no PNG; it read all files")
    report.finish()


if __name__ == "__main__":
    main()
