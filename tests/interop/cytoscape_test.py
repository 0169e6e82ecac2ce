#!/usr/bin/env python3
"""Cytoscape.js in a real Chromium, the page opened as people open one: elements, ends and data as the triple stream
says them, then a layout and a drawing. Usage: see interop_support.py."""
import html
import json
import pathlib
import re
import subprocess
import tempfile

import consumers
from interop_support import Inputs, Report, need

need()
from expected_graph import Graph  # noqa: E402  (needs what `need` has looked for)
from graph_properties import Properties  # noqa: E402

CHROMIUM = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
            "--disable-background-networking", "--disable-component-update", "--virtual-time-budget=20000"]
# What the page tells is escaped to ASCII, so that neither HTML nor the printing of it changes a character.
PAGE = """<!doctype html><meta charset="utf-8"><div id="cy" style="width:800px;height:600px"></div><pre id="told"></pre>
<script src="cytoscape.min.js"></script><script>
const cy = cytoscape(Object.assign({ container: document.getElementById('cy'), layout: { name: 'cose', animate: false },
  style: [{ selector: 'node', style: { label: 'data(label)', width: 'data(size)', height: 'data(size)' } }] }, GRAPH));
const told = { drawn: cy.nodes().every((node) => Number.isFinite(node.position('x'))),
  picture: cy.elements().empty() ? 0 : cy.png({ output: 'base64', maxWidth: 400, maxHeight: 400 }).length,
  nodes: cy.nodes().map((node) => node.data()), edges: cy.edges().map((edge) => edge.data()) };
document.getElementById('told').textContent = JSON.stringify(told).replace(/[^ -~]/g,
  (c) => '\\\\u' + c.charCodeAt(0).toString(16).padStart(4, '0'));
</script>"""


def numbers(value):
    """JavaScript has one kind of number."""
    if isinstance(value, dict):
        return {key: numbers(item) for key, item in value.items()}
    if isinstance(value, list):
        return [numbers(item) for item in value]
    return float(value) if isinstance(value, int) else value


def open_page(folder, graph):
    """What the page tells of the graph in the file."""
    text = graph.read_text(encoding="utf-8").replace("</", "<\\/")
    page = folder / "page.html"
    page.write_text(PAGE.replace("GRAPH", text), encoding="utf-8")
    run = subprocess.run([consumers.command("chromium", "chromium"), *CHROMIUM, f"--user-data-dir={folder / 'profile'}",
                          "--dump-dom", page.as_uri()], text=True, capture_output=True, encoding="utf-8")
    told = re.search(r'<pre id="told">(.*?)</pre>', run.stdout, re.S)
    if not told or not told[1]:
        raise RuntimeError(f"{graph}: the page tells nothing\n{run.stdout[-500:]}\n{run.stderr[-2000:]}")
    return json.loads(html.unescape(told[1]))


def differences(expected, told):
    faults = [] if told["drawn"] and (told["picture"] > 1000 or not told["nodes"]) else ["nothing was drawn"]
    nodes = {node["id"]: node for node in numbers(told["nodes"])}
    edges = {edge["id"]: edge | {"": (edge.pop("source"), edge.pop("target"))} for edge in numbers(told["edges"])}
    for key, element in (nodes | edges).items():
        element.pop("id")
    for key, node in expected.nodes.items():
        node.pop("labels")  # Neo4j's
    for table in (expected.nodes, expected.edges):
        for key in table:
            ends = table[key].pop("", None)
            table[key] = numbers(table[key]) | ({"": ends} if ends else {})
    return faults + expected.differences(nodes, edges)


def main():
    consumers.command("chromium", "chromium")
    library = consumers.node_modules() / "cytoscape/dist/cytoscape.min.js"
    inputs, report = Inputs(__doc__), Report()
    for folder in inputs:
        expected = Properties(Graph(folder))
        name = f"{folder.name}, Cytoscape.js ({len(expected.nodes)} nodes, {len(expected.edges)} edges)"
        print(name)
        with tempfile.TemporaryDirectory() as temporary:
            temporary = pathlib.Path(temporary)
            (temporary / library.name).symlink_to(library)
            told = open_page(temporary, inputs.export(folder, "cytoscape", "graph.cyjs"))
        inputs.record(folder, "Cytoscape.js (JSON)", {node["id"]: node for node in told["nodes"]})
        report.same(differences(expected, told), name)
    report.finish()


if __name__ == "__main__":
    main()
