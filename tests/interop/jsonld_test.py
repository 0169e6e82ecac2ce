#!/usr/bin/env python3
"""JSON-LD as rdflib and PyLD see it: both must read the same triples, and those that the triple stream asks for. Then
the same file with one thing changed, which must be noticed. Usage: see interop_support.py."""
import json
import logging
import re
from decimal import Decimal

from interop_support import Inputs, Report, ROOT, need

rdflib, _ = need("rdflib", "pyld")
from expected_graph import Graph, Ontology  # noqa: E402  (needs what `need` has looked for)
from pyld import jsonld  # noqa: E402
from rdflib import RDF, RDFS, XSD, Literal, URIRef  # noqa: E402
from rdflib.namespace import DCTERMS, PROV, SKOS  # noqa: E402

rdflib.NORMALIZE_LITERALS = False
logging.getLogger("rdflib").setLevel(logging.CRITICAL)  # it tells of every bad number, and some are on purpose
ONTOLOGY = Ontology(ROOT / "schemas/ontologies/policy.json")
BASE = ONTOLOGY.base
FIXED_TERMS = set("""xsd rdf rdfs skos dcterms prov Statement subject predicate object label alias article_title date
day document article uid mentions statements text value value_max unit approx amount_text amount_value amount_max
amount_unit amount_approx amount_status status confidence weight evidence Evidence start end rule""".split())


def own(name):
    return URIRef(BASE + name)


def integer(value):
    return Literal(str(value), datatype=XSD.integer)


def decimal(value):
    """Canonical: no exponent, the shortest digits that read back to the same double."""
    value = float(value)
    text = str(int(value)) if value == int(value) else format(Decimal(repr(value)), "f")
    return Literal(text, datatype=XSD.decimal)


class Terms:
    """Names of the stream to IRIs; one that a term of the context has gets "_" behind it."""

    def __init__(self, graph):
        taken, self.iris = set(FIXED_TERMS), {}
        edges = graph.edges.values()
        kinds = {"type": {n["type"] for n in graph.nodes.values()}, "relation": {e["predicate"] for e in edges},
                 "qualifier": {q for e in edges for p in e["evidence"] for q in p["qualifiers"]}}
        for kind, names in kinds.items():
            for name in sorted(names):
                word = re.sub('[\x00-\x20\x7f:/#?@%<>"{}|\\\\^`]', "_", name) or "unnamed"
                while word in taken:
                    word += "_"
                taken.add(word)
                self.iris[kind, name] = own(word)

    def __call__(self, kind, name):
        return self.iris[kind, name]


class Expected:
    """The RDF triples of a graph. A piece of evidence has for a name what is said of it (`piece_name`): its IRI follows
    from a hash that is the writer's own."""

    def __init__(self, graph, language):
        self.triples, self.language, self.terms = set(), language, Terms(graph)
        for node in graph.nodes.values():
            self.add_node(node)
        for edge in graph.edges.values():
            self.add_edge(edge)

    def text(self, value):
        return Literal(value or "", lang=self.language)

    def add(self, subject, *pairs):
        self.triples |= {(subject, p, o) for p, o in pairs if o is not None and str(o) != ""}

    def add_literal(self, subject, literal, prefix, upper):
        self.add(subject, (own(prefix + "text"), self.text(literal["text"])),
                 (own(prefix + "value"), decimal(literal["value"])),
                 (own(prefix + "unit"), Literal(literal["unit"] or "")),
                 (own(prefix + "approx"), Literal(literal["approx"] or "")))
        if literal.get("value_max") is not None:
            self.add(subject, (own(upper), decimal(literal["value_max"])))

    def add_node(self, node):
        subject = own(f"e/{node['id']}")
        self.add(subject, (RDF.type, self.terms("type", node["type"])), (DCTERMS.identifier, Literal(node["id"])),
                 (RDFS.label, self.text(node["name"])), (own("mentions"), integer(node["mentions"])))
        self.add(subject, *((SKOS.altLabel, self.text(alias)) for alias in node["aliases"]))
        self.add(subject, *((PROV.wasDerivedFrom, own(f"e/{article}")) for article in node["articles"]))
        if "literal" in node:
            self.add_literal(subject, node["literal"], "", "value_max")
        if "amount" in node:
            self.add_literal(subject, node["amount"], "amount_", "amount_max")
            self.add(subject, (own("amount_status"), Literal(node["amount_status"])))
        if node["kind"] == "article":
            day = re.fullmatch(r"\d{4}-\d\d-\d\d", node["date"])
            self.add(subject, (DCTERMS.title, self.text(node["name"])), (DCTERMS.source, Literal(node["source"])),
                     (DCTERMS.date, Literal(node["date"], datatype=XSD.date if day else None)),
                     (own("statements"), integer(node["statements"])))

    def add_edge(self, edge):
        subject, target = own(f"e/{edge['subject']}"), own(f"e/{edge['object']}")
        relation, statement = self.terms("relation", edge["predicate"]), own(f"s/{edge['id']}")
        self.add(subject, (relation, target))
        self.add(statement, (RDF.type, RDF.Statement), (RDF.subject, subject), (RDF.predicate, relation),
                 (RDF.object, target), (own("status"), Literal(edge["status"])),
                 (own("confidence"), decimal(edge["confidence"])), (own("weight"), integer(len(edge["evidence"]))))
        self.add(statement, *((self.terms("qualifier", k), self.text(v)) for k, v in edge["qualifiers"].items()))
        for piece in edge["evidence"]:
            said = [(RDF.type, own("Evidence")), (DCTERMS.source, Literal(piece["source"])),
                    (own("start"), integer(piece["start"])), (own("end"), integer(piece["end"])),
                    (own("text"), self.text(piece["text"])), (own("rule"), Literal(piece["rule"])),
                    (own("status"), Literal(piece["status"])), (own("confidence"), decimal(piece["confidence"])),
                    (PROV.wasDerivedFrom, own(f"e/{piece['article']}"))]
            said += [(self.terms("qualifier", k), self.text(v)) for k, v in piece["qualifiers"].items()]
            said = [(p, o) for p, o in said if str(o) != ""]
            name = piece_name(statement, said)
            self.add(statement, (own("evidence"), name), (PROV.wasDerivedFrom, own(f"e/{piece['article']}")))
            self.add(name, *said)


def piece_name(statement, said):
    return f"evidence of {statement}: " + " ".join(sorted(f"{p} {o.n3()}" for p, o in said))


def named_by_content(triples):
    """The triples with pieces of evidence named as Expected names them; a fault where two pieces share a name."""
    said, statement = {}, {}
    for s, p, o in triples:
        if str(s).startswith(BASE + "v/"):
            said.setdefault(s, []).append((p, o))
        if p == own("evidence"):
            assert o not in statement, f"{o} is evidence of two statements"
            statement[o] = s
    names = {piece: piece_name(statement.get(piece), pairs) for piece, pairs in said.items()}
    assert len(set(names.values())) == len(names), "two pieces of evidence are the same"
    return {(names.get(s, s), p, names.get(o, o)) for s, p, o in triples}


def rdflib_triples(text):
    graph = rdflib.Graph()
    graph.parse(data=text, format="json-ld")
    return set(graph)


def pyld_triples(text):
    def refuse(url, options):
        raise RuntimeError(f"asks the network for {url}")

    def value(node):
        if node["type"] != "literal":
            return (URIRef if node["type"] == "IRI" else rdflib.BNode)(node["value"])
        if "language" in node:
            return Literal(node["value"], lang=node["language"])
        plain = node.get("datatype", str(XSD.string)) == str(XSD.string)
        return Literal(node["value"], datatype=None if plain else URIRef(node["datatype"]))
    data = jsonld.to_rdf(json.loads(text), {"documentLoader": refuse})
    assert set(data) <= {"@default"}, "named graphs"
    return {tuple(value(t[part]) for part in ("subject", "predicate", "object")) for t in data.get("@default", [])}


def difference(found, expected, name):
    shown = [" ".join(part.n3() if hasattr(part, "n3") else part for part in t)[:300] for t in found - expected]
    return [f"{name}: {line}" for line in sorted(shown)]


def compare(graph, text):
    """What the two readers find in the file and the triple stream does not say, or the other way round."""
    language = json.loads(text)["@context"]["label"].get("@language")
    ours, theirs = rdflib_triples(text), pyld_triples(text)
    faults = difference(ours, theirs, "rdflib alone") + difference(theirs, ours, "PyLD alone")
    faults += [f"a blank node: {t}" for t in ours if any(isinstance(part, rdflib.BNode) for part in t)]
    try:
        found = named_by_content(ours)
    except AssertionError as error:
        return faults + [str(error)]
    expected = Expected(graph, language).triples
    return faults + difference(found, expected, "not in the stream") + difference(expected, found, "missing")


def form_faults(text):
    """What readers of JSON-LD 1.0, streaming readers and people with grep ask for."""
    faults, bare = [], []
    document = json.loads(text, parse_int=bare.append, parse_float=bare.append, parse_constant=bare.append)
    context, nodes = document["@context"], document["@graph"]
    if list(document) != ["@context", "@graph"] or not isinstance(context, dict):
        faults.append("is not an inline @context, then @graph")
    if bare:
        faults.append("has bare numbers")
    keywords = set(re.findall(r'"(@[a-z]+)":', text))
    if keywords - {"@context", "@graph", "@vocab", "@id", "@type", "@language", "@container"}:
        faults.append(f"keywords beyond JSON-LD 1.0: {sorted(keywords)}")
    if any(list(node)[:2] != ["@type", "@id"] for node in nodes):
        faults.append("@type and @id do not come first")
    lines = [line for line in text.split("\n") if line.startswith('{"@type":')]
    if len(lines) != len(nodes) or any(json.loads(line.rstrip(",")) != node for line, node in zip(lines, nodes)):
        faults.append("is not one node object a line")
    if any(value in ("", [], None) for node in nodes for value in node.values()):
        faults.append("has empty values")
    languages = {d["@language"] for d in context.values() if isinstance(d, dict) and "@language" in d}
    if any(language != language.lower() for language in languages):
        faults.append("a language tag is not in lower case")
    return faults


def corrupted(text):
    """The file with one thing changed each, by what was changed."""
    def swap(pattern, replacement):
        changed, count = re.subn(pattern, replacement, text, count=1)
        assert count == 1, pattern
        return changed
    yield "a name", swap(r'("label":")(?!rdfs)', r"\1x")
    yield "a number", swap(r'("mentions":")', r"\g<1>1")
    yield "a confidence", swap(r'("confidence":")[0-9.]+', r"\g<1>0.123")
    yield "a status", swap(r'("@type":"Statement".*?"status":")\w+', r"\1undone")
    yield "an offset of evidence", swap(r'("start":")(?=\d)', r"\g<1>1")
    yield "evidence without its article", swap(r'(\{"@type":"Evidence".*),"article":\[[^\]]*\]', r"\1")
    yield "a missing node object", swap(r'\{"@type":"Statement".*\n', "")
    yield "a direct triple", swap(rf'"{BASE}e/e_\w*(?="\]?\}}?,?\n)', f'"{BASE}e/e_0')
    yield "the datatype of a number", swap(r'("confidence":\{.*)xsd:decimal', r"\1xsd:integer")
    yield "the language of names", swap(r'("rdfs:label","@language":")\w+', r"\1en")
    yield "an IRI that readers drop", swap(r'("@id":"[^"]*/s/)', r"\1 ")


def broken_forms(text):
    yield "a bare number", re.sub(r'("mentions":)"(\d+)"', r"\1\2", text, count=1)
    yield "@version", text.replace('"@vocab"', '"@version":1.1,"@vocab"', 1)
    yield "two node objects on one line", re.sub(r'\},\n\{"@type"', '},{"@type"', text, count=1)
    yield "an @id before the @type", re.sub(r'\{("@type":"\w+"),("@id":"[^"]*")', r"{\2,\1", text, count=1)
    yield "an empty text", re.sub(r'("uid":")\w+', r"\1", text, count=1)


def main():
    inputs, report = Inputs(__doc__), Report()
    for number, folder in enumerate(inputs):
        graph = Graph(folder)
        text = (folder / "graph.jsonld").read_text(encoding="utf-8")
        name = f"{folder.name}/graph.jsonld ({len(graph.nodes)} nodes, {len(graph.edges)} edges)"
        print(name)
        report.same(compare(graph, text), name)
        report.same(form_faults(text), f"{name}, form")
        if number > 0:
            continue
        for what, changed in corrupted(text):
            report.check(changed != text and compare(graph, changed),
                         f"{folder.name}: {what} was changed and nothing noticed it")
        for what, changed in broken_forms(text):
            report.check(form_faults(changed), f"{folder.name}: {what} was not noticed")
    report.finish()


main()
