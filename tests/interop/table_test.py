#!/usr/bin/env python3
"""docs/interop_table.md says what each program makes of hostile values. It is made from what the other tests recorded
with --record; this test finds out whether it still is what they see. Its one input is that stream; --write makes the
page anew. Usage: see interop_support.py."""
import json
import re
import sys

from interop_support import Inputs, ROOT, Report, need, skip

need()
from expected_graph import Graph, number  # noqa: E402  (needs what `need` has looked for)
from graph_properties import Properties  # noqa: E402

PAGE = ROOT / "docs/interop_table.md"
PROGRAMS = """Neo4j (GraphML by APOC), Neo4j (Cypher by cypher-shell), Neo4j (CSV by neo4j-admin), Gephi (GraphML),
Gephi (GEXF), NetworkX (GraphML), igraph (GraphML), JGraphT (GraphML), TinkerPop (GraphML), graphology (GraphML),
Cytoscape.js (JSON), LibreOffice (CSV), Jena (JSON-LD), RDF4J (JSON-LD), Oxigraph (JSON-LD), rdflib (JSON-LD),
PyLD (JSON-LD), jsonld.js (JSON-LD)""".replace(",\n", ", ").split(", ")
HEAD = """\
# What programs make of hostile values

Made by the tests (`tests/interop/table_test.py`) from what each program holds after it has read our file, which
[outputs.md](outputs.md) describes: of each value as the name of a node and as the text of a figure. Values are shown as
JSON. Programs and formats:

{programs}

Also read by each of them as it is: an empty graph, one node without an edge, an edge from a node to itself, several
relations between the same two nodes, one relation in both directions.

| value | what becomes of it | our answer |
|---|---|---|
"""
# Why, and what we do; each for values that some program changes.
ANSWERS = [
    (r"[\x00-\x08\x0b\x0c\x0e-\x1f]", "XML 1.0 has no form for it: U+FFFD in GraphML and GEXF, in the spreadsheet too; "
     "all other formats keep it"),
    ("[\ufffe\uffff]", "XML 1.0 has no form for it: U+FFFD in GraphML and GEXF, an escape in a workbook; all "
     "other formats keep it"),
    ("\r", "XML and spreadsheets know the line feed alone; all other formats keep it"),
    ("[\x85\u2028]", "the XML reader of graphology takes it for a line end, which XML 1.1 allows"),
    ("INF|^null$", "no escape exists; labels are right"),
    ("^.{32768}", "a cell of a spreadsheet has 32,767 characters"),
    (r"^\s+$", "no escape exists; GEXF and the other ways into Neo4j keep it"),
    ("^[=+@-]", "the apostrophe keeps a spreadsheet from taking it for a formula"),
]
NUMBERS = [
    (lambda x: 0 < abs(x) < sys.float_info.min, "igraph refuses a whole file for one such number: GraphML has 0; "
     "spreadsheets have none so small"),
    (lambda x: True, "spreadsheets keep 15 digits"),
]


def shown(value):
    """As JSON in a cell of a table: what is invisible or breaks tables is escaped."""
    if isinstance(value, float):
        return f"`{number(value)}`"
    text = json.dumps(value, ensure_ascii=False)
    text = text if len(text) <= 60 else f"{text[:20]}…{len(value)} characters"
    text = re.sub("[\x7f-\xa0\u2000-\u200f\u2028-\u202f\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff0-\uffff]",
                  lambda match: f"\\u{ord(match[0]):04x}", text)
    if "`" in text or "|" in text:
        return "<code>" + "".join(f"&#{ord(c)};" if c in "&<|`*_[" else c for c in text) + "</code>"
    return f"`{text}`"


def answer(value):
    rules = NUMBERS if isinstance(value, float) else [(re.compile(rule).search, text) for rule, text in ANSWERS]
    return next((text for rule, text in rules if rule(value)), "")


def row(value, found):
    """FOUND: what each program holds."""
    changed = {}
    for program, its in found.items():
        if its != value:
            changed.setdefault(its, []).append(program)
    what = "<br>".join(f"{'; '.join(names)}: {'nothing' if its is None else shown(its)}"
                       for its, names in changed.items())
    return f"| {shown(value)} | {what or 'all keep it'} | {answer(value) if what else ''} |\n"


def label_rows(whole, records):
    """A value is the name of a city, and the text of a figure, which some programs treat otherwise than a label."""
    figures = {node["text"]: key for key, node in whole.nodes.items() if "text" in node}
    named = {node["label"]: key for key, node in whole.nodes.items() if node["kind"] == "City" and "label" in node}
    for value in sorted(named.keys() | figures.keys()):
        if value not in named and not value.isspace():
            continue
        found = {}
        for program in PROGRAMS:
            places = [(named, "label"), (figures, "text")]
            its = [records[program].get(at[value], {}).get(name) for at, name in places if value in at]
            found[program] = next((it for it in its if it != value), value)
        yield row(value, found)


def amount_rows(whole, records):
    amounts = {key: node["amount_value"] for key, node in whole.nodes.items() if "amount_value" in node}
    for key, value in sorted(amounts.items(), key=lambda item: item[1]):
        its = {program: records[program].get(key, {}).get("amount_value") for program in PROGRAMS}
        yield row(value, {program: None if it is None else float(it) for program, it in its.items()})


def table(whole, records):
    return HEAD.format(programs="\n".join(f"- {program}" for program in PROGRAMS)) + "".join(
        [*label_rows(whole, records), *amount_rows(whole, records)])


def shapes_missing(edges):
    """What the page says that every program reads as it is, and no edge of the graph is."""
    said = {(*edge[""], edge["label"]) for edge in edges.values()}
    shapes = {"an edge from a node to itself": any(a == b for a, b, _ in said),
              "several relations between the same two nodes": len({(a, b) for a, b, _ in said}) < len(said),
              "one relation in both directions": any((b, a, name) in said for a, b, name in said if a != b)}
    return [f"the graph has not {what}" for what, there in shapes.items() if not there]


def main():
    inputs, report = Inputs(__doc__, write={"action": "store_true"}), Report()
    folder = inputs.options.record
    absent = [program for program in PROGRAMS if not (folder / f"{program}.json").exists()]
    if absent:
        skip(f"nothing is recorded of {', '.join(absent)}: their tests were skipped or not run with --record")
    whole = Properties(Graph(next(iter(inputs))))
    records = {program: json.loads((folder / f"{program}.json").read_text(encoding="utf-8")) for program in PROGRAMS}
    report.same(shapes_missing(whole.edges), "hostile.ndjson")
    made = table(whole, records)
    if inputs.options.write:
        PAGE.write_text(made, encoding="utf-8")
        return
    lines, shown_lines = made.splitlines(), PAGE.read_text(encoding="utf-8").splitlines()
    report.same([f"should be {line}" for line in lines if line not in shown_lines] +
                [f"should not be {line}" for line in shown_lines if line not in lines], PAGE.name)
    report.finish()


main()
