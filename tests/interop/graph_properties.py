"""What each node and edge of a graph says in the files of property graphs (GraphML, GEXF, Cypher, CSV), worked out from
the triple stream: names, types and values by the tables of docs/outputs.md. Arrays of JSON are lists here."""
import json
import math
import re
import sys

from interop_support import ROOT, short
from expected_graph import Ontology

ONTOLOGY = Ontology(ROOT / "schemas/ontologies/policy.json")


def xml_text(text):
    """What XML 1.0 can hold of it."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", "\ufffd", text)


def xml_json(text):
    """Of text that is JSON: controls are escapes there, only non-characters are lost."""
    return re.sub("[\ufffe\uffff]", "\ufffd", text)


def present(properties):
    """Without what is absent."""
    return {key: value for key, value in properties.items() if value is not None and value != "" and value != []}


def literal_properties(literal, names):
    values = (literal["text"], float(literal["value"]), literal.get("value_max"), literal.get("unit"),
              literal.get("approx"))
    return {name: float(value) if name.endswith(("max", "value")) and value is not None else value
            for name, value in zip(names, values)}


def node_properties(identifier, node):
    properties = {
        "labels": ":" + node["type"].replace(":", "_"), "label": node["name"], "name": node["name"],
        "kind": node["type"], "uid": identifier, "iri": f"{ONTOLOGY.base}e/{identifier}",
        "aliases": node["aliases"], "articles": node["articles"], "mentions": node["mentions"],
        "size": math.floor((8 + 4 * math.sqrt(node["mentions"])) * 10 + 0.5) / 10,
        "color": ONTOLOGY.colors.get(node["type"])}
    if "literal" in node:
        properties |= literal_properties(node["literal"], ("text", "value", "value_max", "unit", "approx"))
    if "amount" in node:
        names = [f"amount_{name}" for name in ("text", "value", "max", "unit", "approx")]
        properties |= literal_properties(node["amount"], names) | {"amount_status": node["amount_status"]}
    if node["kind"] == "article":
        properties |= {"title": node["name"], "document": node["source"], "date": node["date"],
                       "statements": node["statements"]}
    return present(properties)


def evidence_value(piece):
    value = {key: piece[key] for key in ("source", "article", "start", "end", "text", "rule", "status", "confidence")}
    if piece["qualifiers"]:
        value["qualifiers"] = piece["qualifiers"]
    return value


def edge_properties(edge, names):
    best = edge["best"]
    return present({
        "label": edge["predicate"], "sid": edge["id"], "interaction": edge["predicate"],
        "weight": float(len(edge["evidence"])), "evidence_count": len(edge["evidence"]),
        "status": edge["status"], "confidence": edge["confidence"],
        "symmetric": 1 if edge["predicate"] in ONTOLOGY.symmetric else None,
        "evidence_source": best["source"], "evidence_article": best["article"], "evidence_start": best["start"],
        "evidence_end": best["end"], "evidence_text": best["text"], "evidence_rule": best["rule"],
        "evidence": [evidence_value(piece) for piece in edge["evidence"]]}) | {
            names[key]: value for key, value in edge["qualifiers"].items()}


OWN_EDGE_NAMES = {"label", "sid", "interaction", "weight", "evidence_count", "status", "confidence", "symmetric",
                  "evidence", *(f"evidence_{part}" for part in ("source", "article", "start", "end", "text", "rule"))}


def qualifier_names(edges):
    """attr.name -> qualifier, by the rule of docs/outputs.md."""
    keys = sorted({key for edge in edges for key in edge["qualifiers"]})
    taken = OWN_EDGE_NAMES | {"id", "source", "target", "key", "directed", "timeset", "labelv", "labele"}
    names = {}
    for key in keys:
        if re.fullmatch(r"[A-Za-z0-9_.-]{1,64}", key) and key.lower() not in taken:
            names[key] = key
            taken.add(key.lower())
    for key in keys:
        if key in names:
            continue
        cut = key.encode()[:48]  # bytes, so that a character that is cut counts for each of its bytes
        safe = name = "qualifier_" + "".join(chr(b) if re.match(rb"[\w.-]", bytes([b])) else "_" for b in cut)
        number = 2
        while name.lower() in taken:
            name, number = f"{safe}_{number}", number + 1
        names[key] = name
        taken.add(name.lower())
    return {name: key for key, name in names.items()}


def listed(properties, lists):
    """The properties, those that are JSON arrays in a text read."""
    return {key: json.loads(value, strict=False) if key in lists else value for key, value in properties.items()}


class Properties:
    """What a graph's nodes and edges say, by id; of an edge, "" is from where to where it goes."""

    def __init__(self, graph):
        self.qualifiers = qualifier_names(graph.edges.values())
        self.nodes = {key: node_properties(key, node) for key, node in graph.nodes.items()}
        self.edges = {}
        names = {key: name for name, key in self.qualifiers.items()}
        for key, edge in graph.edges.items():
            self.edges[key] = edge_properties(edge, names) | {"": (edge["subject"], edge["object"])}

    def in_xml(self):
        return self.changed(xml_text, xml_json)

    def in_gexf(self):
        """The id, the label and the kind of an edge are GEXF's own. Texts in lists are written as all others."""
        copy = self.in_xml()
        for key, properties in copy.nodes.items():
            for name in properties.keys() & {"aliases", "articles"}:
                properties[name] = [xml_text(text) for text in self.nodes[key][name]]
        for table, own in ((copy.nodes, ("labels", "name", "uid")), (copy.edges, ("sid", "interaction"))):
            for key, properties in table.items():
                table[key] = {name: value for name, value in properties.items() if name not in own}
        return copy

    def in_graphml(self):
        """A number below the normal ones is 0, for igraph refuses the file otherwise."""
        copy = self.in_xml()
        for properties in copy.nodes.values():
            properties |= {key: 0.0 for key, value in properties.items() if isinstance(value, float) and
                           0 < abs(value) < sys.float_info.min}
        return copy

    def changed(self, text, in_json=None):
        """A copy in which each text is what TEXT makes of it, each list what IN_JSON (default: TEXT) makes of its JSON;
        None takes it out. For what a format cannot hold or a program is known to lose."""
        def of(value):
            if isinstance(value, list):
                return json.loads((in_json or text)(json.dumps(value, ensure_ascii=False)), strict=False)
            return text(value) if isinstance(value, str) else value

        def texts(properties):
            return {key: of(value) for key, value in properties.items() if of(value) is not None}
        copy = object.__new__(Properties)
        copy.nodes = {key: texts(properties) for key, properties in self.nodes.items()}
        copy.edges = {key: texts(properties) for key, properties in self.edges.items()}
        return copy

    def differences(self, nodes, edges):
        """What a program holds and the triples do not say, or the other way round; values have Python's types."""
        return differences_of("node", self.nodes, nodes) + differences_of("edge", self.edges, edges)


def differences_of(kind, expected, found):
    differences = [f"{kind} {key}: missing" for key in expected.keys() - found.keys()]
    differences += [f"{kind} {key}: not in the triples" for key in found.keys() - expected.keys()]
    for key in expected.keys() & found.keys():
        for name in expected[key].keys() | found[key].keys():
            want, got = expected[key].get(name), found[key].get(name)
            if want != got or type(want) is not type(got):
                differences.append(f"{kind} {key}, {name}: expected {short(want)}, found {short(got)}")
    return sorted(differences)
