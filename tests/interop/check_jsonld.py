"""check_jsonld.py FOLDER...: reads graph.jsonld of graph folders with rdflib and with PyLD, which must see the same
triples, and compares them with those that the triple stream asks for."""

import json
import pathlib
import re
import sys

import rdflib
from decimal import Decimal
from pyld import jsonld
from rdflib import RDF, RDFS, XSD, Literal, URIRef
from rdflib.namespace import DCTERMS, PROV, SKOS

from expected_graph import BASE, Check, Graph


def term(name):
    return re.sub('[\x00-\x20\x7f:/#?@%<>"{}|\\\\^`]', "_", name) or "unnamed"


def decimal(value):
    value = float(value)
    text = str(int(value)) if value == int(value) else format(Decimal(repr(value)), "f")
    return Literal(text, datatype=XSD.decimal)


def integer(value):
    return Literal(str(value), datatype=XSD.integer)


class Terms:
    """Names of the stream to IRIs; one that a term of the context has gets "_" behind it."""

    def __init__(self, graph, context_terms):
        taken, self.iris = set(context_terms), {}
        edges = graph.edges.values()
        kinds = {"type": {n["type"] for n in graph.nodes.values()}, "relation": {e["predicate"] for e in edges},
                 "qualifier": {q for e in edges for p in e["evidence"] for q in p["qualifiers"]}}
        for kind, names in kinds.items():
            for name in sorted(names, key=str.encode):
                word = term(name)
                while word in taken:
                    word += "_"
                taken.add(word)
                self.iris[kind, name] = URIRef(BASE + word)

    def __call__(self, kind, name):
        return self.iris[kind, name]


def expected_triples(graph, terms, language):
    triples = set()

    def own(name):
        return URIRef(BASE + name)

    def text(value):
        return Literal(value, lang=language) if language else Literal(value)

    def add(subject, predicate, value):
        if value is not None and str(value) != "":
            triples.add((subject, predicate, value))

    def add_literal(subject, literal, prefix):
        add(subject, own(prefix + "text"), text(literal["text"]))
        add(subject, own(prefix + "value"), decimal(literal["value"]))
        if literal.get("value_max") is not None:
            add(subject, own((prefix or "value_") + "max"), decimal(literal["value_max"]))
        add(subject, own(prefix + "unit"), text(literal["unit"] or ""))
        add(subject, own(prefix + "approx"), Literal(literal["approx"] or ""))

    for node in graph.nodes.values():
        subject = URIRef(f"{BASE}e/{node['id']}")
        add(subject, RDF.type, terms("type", node["type"]))
        add(subject, DCTERMS.identifier, Literal(node["id"]))
        add(subject, RDFS.label, text(node["name"]))
        for alias in node["aliases"]:
            add(subject, SKOS.altLabel, text(alias))
        add(subject, own("mentions"), integer(node["mentions"]))
        for article in node["articles"]:
            add(subject, PROV.wasDerivedFrom, URIRef(f"{BASE}e/{article}"))
        if "literal" in node:
            add_literal(subject, node["literal"], "")
        if "amount" in node:
            add_literal(subject, node["amount"], "amount_")
            add(subject, own("amount_status"), Literal(node["amount_status"]))
        if node["kind"] == "article":
            add(subject, DCTERMS.title, text(node["name"]))
            add(subject, DCTERMS.source, Literal(node["source"]))
            day = re.fullmatch(r"\d{4}-\d\d-\d\d", node["date"])
            add(subject, DCTERMS.date, Literal(node["date"], datatype=XSD.date if day else None))
            add(subject, own("statements"), integer(node["statements"]))
    for edge in graph.edges.values():
        ends = [URIRef(f"{BASE}e/{edge[end]}") for end in ("subject", "object")]
        relation, statement = terms("relation", edge["predicate"]), URIRef(f"{BASE}s/{edge['id']}")
        add(ends[0], relation, ends[1])
        add(statement, RDF.type, RDF.Statement)
        add(statement, RDF.subject, ends[0])
        add(statement, RDF.predicate, relation)
        add(statement, RDF.object, ends[1])
        add(statement, own("status"), Literal(edge["status"]))
        add(statement, own("confidence"), decimal(edge["confidence"]))
        add(statement, own("weight"), integer(len(edge["evidence"])))
        for key, value in edge["qualifiers"].items():
            add(statement, terms("qualifier", key), text(value))
        for piece in edge["evidence"]:
            add(statement, PROV.wasDerivedFrom, URIRef(f"{BASE}e/{piece['article']}"))
    return triples


def expected_evidence(graph, terms, language):
    """Evidence by statement, each piece as the set of what is said of it: its IRI is a hash, compared as unique."""
    def text(value):
        return Literal(value, lang=language) if language else Literal(value)
    result = {}
    for edge in graph.edges.values():
        for piece in edge["evidence"]:
            said = {(RDF.type, URIRef(BASE + "Evidence")), (DCTERMS.source, Literal(piece["source"])),
                    (URIRef(BASE + "start"), integer(piece["start"])), (URIRef(BASE + "end"), integer(piece["end"])),
                    (URIRef(BASE + "text"), text(piece["text"])), (URIRef(BASE + "rule"), Literal(piece["rule"])),
                    (URIRef(BASE + "status"), Literal(piece["status"])),
                    (URIRef(BASE + "confidence"), decimal(piece["confidence"])),
                    (PROV.wasDerivedFrom, URIRef(f"{BASE}e/{piece['article']}"))}
            said |= {(terms("qualifier", k), text(v)) for k, v in piece["qualifiers"].items()}
            said = {(p, o) for p, o in said if str(o) != ""}
            result.setdefault(edge["id"], []).append(frozenset(said))
    return {key: sorted(value, key=repr_of) for key, value in result.items()}


def repr_of(said):
    return sorted((str(p), o.n3()) for p, o in said)


def pyld_triples(document):
    def value(o):
        if o["type"] == "IRI":
            return URIRef(o["value"])
        if "language" in o:
            return Literal(o["value"], lang=o["language"])
        plain = o.get("datatype", str(XSD.string)) == str(XSD.string)
        return Literal(o["value"], datatype=None if plain else URIRef(o["datatype"]))
    data = jsonld.to_rdf(document, {"documentLoader": lambda *_: (_ for _ in ()).throw(RuntimeError("no network"))})
    assert set(data) <= {"@default"}, "named graphs"
    return {(URIRef(t["subject"]["value"]), URIRef(t["predicate"]["value"]), value(t["object"]))
            for t in data.get("@default", [])}


def shown(triples):
    return sorted(" ".join(part.n3() for part in triple) for triple in triples)[:5]


def check_folder(check, folder):
    text = (folder / "graph.jsonld").read_text(encoding="utf-8")
    document = json.loads(text)
    check.equal("keys", list(document), ["@context", "@graph"])
    check.true("inline context without version", isinstance(document["@context"], dict)
               and "@version" not in document["@context"])
    for node in document["@graph"]:
        if any(isinstance(value, (int, float, dict)) or value in ("", []) for value in node.values()):
            check.true(f"values are typed strings or lists, none empty, in {node.get('@id')}", False)
        if list(node)[:2] != ["@type", "@id"]:
            check.true(f"@type first, then @id in {node.get('@id')}", False)
    lines = text.split("\n")
    check.equal("one node object a line", sum(line.startswith('{"@type"') for line in lines), len(document["@graph"]))

    graph = Graph(folder)
    fixed = [key for key, definition in document["@context"].items()
             if not key.startswith("@") and key in FIXED_TERMS]
    terms = Terms(graph, fixed)
    language = document["@context"]["label"].get("@language")
    check.true("language in lower case", language is None or language == language.lower())
    read = rdflib.Graph()
    rdflib.NORMALIZE_LITERALS = False
    read.parse(data=text, format="json-ld")
    found = set(read)
    check.true("no blank nodes", not any(isinstance(part, rdflib.BNode) for t in found for part in t))
    other = pyld_triples(document)
    check.equal("rdflib sees what PyLD does not", shown(found - other), [])
    check.equal("PyLD sees what rdflib does not", shown(other - found), [])

    def is_evidence(triple):
        return str(triple[0]).startswith(BASE + "v/") or triple[1] == URIRef(BASE + "evidence")
    facts = {t for t in found if not is_evidence(t)}
    expected = expected_triples(graph, terms, language)
    check.done += len(expected)
    check.equal("not in the stream", shown(facts - expected), [])
    check.equal("not in graph.jsonld", shown(expected - facts), [])

    by_piece, pieces = {}, {}
    for s, p, o in found:
        if str(s).startswith(BASE + "v/"):
            by_piece.setdefault(s, set()).add((p, o))
    for s, p, o in found:
        if p == URIRef(BASE + "evidence"):
            pieces.setdefault(str(s)[len(BASE) + 2:], []).append(frozenset(by_piece.pop(o, set())))
    check.equal("evidence of no statement", len(by_piece), 0)
    wanted = expected_evidence(graph, terms, language)
    check.equal("statements with evidence", sorted(pieces), sorted(wanted))
    for key, said in wanted.items():
        check.equal(f"evidence of {key}", [repr_of(p) for p in sorted(pieces.get(key, []), key=repr_of)],
                    [repr_of(p) for p in said])


FIXED_TERMS = """xsd rdf rdfs skos dcterms prov Statement subject predicate object label alias article_title date day
document article uid mentions statements text value value_max unit approx amount_text amount_value amount_max
amount_unit amount_approx amount_status status confidence weight evidence Evidence start end rule""".split()


def main():
    check = Check("check_jsonld")
    for folder in map(pathlib.Path, sys.argv[1:]):
        check_folder(check, folder)
    return check.close()


if __name__ == "__main__":
    sys.exit(main())
