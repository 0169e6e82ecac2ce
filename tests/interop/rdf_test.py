#!/usr/bin/env python3
"""Six RDF libraries read our JSON-LD, and must find the quads that our N-Quads say; those that read N-Quads and Turtle
must find them there too. jsonld.js's canonical form of the JSON-LD must be our N-Quads byte for byte. RDF4J, which
neosemantics is built on, reads Turtle-star. The data must keep to the SHACL shapes of the ontology, and SPARQL must
answer a question across cities. Usage: see interop_support.py."""
import itertools
import json
import logging
import pathlib
import tempfile

import consumers
from interop_support import Inputs, Report, ROOT, need

rdflib, pyoxigraph, _, pyshacl = need("rdflib", "pyoxigraph", "pyld", "pyshacl")
from expected_graph import Graph  # noqa: E402  (needs what `need` has looked for)
from graph_properties import ONTOLOGY, Properties  # noqa: E402
from pyld import jsonld  # noqa: E402
from shapes import shapes  # noqa: E402

rdflib.NORMALIZE_LITERALS = False
logging.getLogger("rdflib").setLevel(logging.CRITICAL)  # it tells of every bad number, and some are on purpose
SHAPES = ROOT / "schemas/ontologies/schemas/shapes.ttl"
QUERY = pathlib.Path(__file__).with_name("shared_mechanisms.rq")
STRING = "http://www.w3.org/2001/XMLSchema#string"
LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
LANGUAGE_STRING = "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString"
FORMATS = {"jsonld": "graph.jsonld", "nquads": "graph.nq", "turtle": "graph.ttl"}


def iri(text):
    return (text, "", "")


def literal(text, datatype, language):
    return (text, LANGUAGE_STRING if language else datatype or STRING, language or "")


def by_rdflib(path, form):
    data = rdflib.Dataset()
    data.parse(path, format={"jsonld": "json-ld"}.get(form, form))

    def node(term):
        if isinstance(term, rdflib.Literal):
            return literal(str(term), term.datatype and str(term.datatype), term.language)
        return iri(str(term))
    return {(str(s), str(p), node(o), "" if g in (None, rdflib.graph.DATASET_DEFAULT_GRAPH_ID) else str(g))
            for s, p, o, g in data.quads()}


def by_oxigraph(path, form):
    formats = {"jsonld": pyoxigraph.RdfFormat.JSON_LD, "nquads": pyoxigraph.RdfFormat.N_QUADS,
               "turtle": pyoxigraph.RdfFormat.TURTLE}

    def node(term):
        if isinstance(term, pyoxigraph.Literal):
            return literal(term.value, term.datatype.value, term.language)
        return iri(term.value)
    return {(q.subject.value, q.predicate.value, node(q.object),
             "" if isinstance(q.graph_name, pyoxigraph.DefaultGraph) else q.graph_name.value)
            for q in pyoxigraph.parse(path=str(path), format=formats[form])}


def by_pyld(path, form):
    def refuse(url, options):
        raise RuntimeError(f"asks the network for {url}")
    text = path.read_text(encoding="utf-8")
    data = jsonld.to_rdf(json.loads(text), {"documentLoader": refuse})

    def node(term):
        if term["type"] == "literal":
            return literal(term["value"], term.get("datatype"), term.get("language"))
        return iri(term["value"])
    return {(t["subject"]["value"], t["predicate"]["value"], node(t["object"]), "" if name == "@default" else name)
            for name, triples in data.items() for t in triples}


def from_java(path):
    """Quads, and statements about statements, of a file that Jena or RDF4J wrote."""
    quads, about = set(), {}
    with open(path, encoding="utf-8") as lines:
        for subject, predicate, value, datatype, language, graph in map(json.loads, lines):
            node = literal(value, datatype, language) if datatype else iri(value)
            if isinstance(subject, list):
                about.setdefault(tuple(subject), set()).add((predicate, node))
            else:
                quads.add((subject, predicate, node, graph))
    return quads, about


def difference(name, found, expected):
    return [f"{name} alone has {quad}"[:300] for quad in sorted(found - expected)] + [
        f"{name} has not {quad}"[:300] for quad in sorted(expected - found)]


def nodes_of(quads):
    """Labels and amounts by id, as the programs for property graphs have them."""
    nodes, names = {}, {LABEL: "label", f"{ONTOLOGY.base}amount_value": "amount_value",
                        f"{ONTOLOGY.base}text": "text"}
    for subject, predicate, (text, _, _), _ in quads:
        if predicate in names:
            nodes.setdefault(subject.removeprefix(f"{ONTOLOGY.base}e/"), {})[names[predicate]] = text
    return nodes


def star_faults(graph, quads, about):
    """What the statements about relations in Turtle-star say otherwise than GraphML does of the same edges."""
    expected, found = {}, {}
    numbers = {int: "integer", float: "decimal"}
    for key, edge in Properties(graph).edges.items():
        source, target = edge.pop("")
        expected[f"{ONTOLOGY.base}e/{source}", f"{ONTOLOGY.base}e/{target}", key] = edge["status"], edge["weight"]
    for (subject, predicate, target), said in about.items():
        values = {name.removeprefix(ONTOLOGY.base): node for name, node in said}
        if (subject, predicate, iri(target), "") not in quads:
            return [f"{predicate} of {subject} is spoken of and not said"]
        found[subject, target, values["sid"][0]] = values["status"][0], float(values["weight"][0])
        wrong = [name for name in ("evidence_start", "evidence_end") if name in values and
                 not values[name][1].endswith(numbers[int])]
        if wrong:
            return [f"{values['sid'][0]}: {wrong[0]} is no integer"]
    return [f"{key}: expected {expected.get(key)}, found {found.get(key)}" for key in expected.keys() | found.keys()
            if expected.get(key) != found.get(key)]


def shared_mechanisms(graph):
    """The answer that shared_mechanisms.rq must get."""
    whole = {}
    for edge in graph.edges.values():
        if edge["predicate"] == "part_of":
            whole.setdefault(edge["subject"], set()).add(edge["object"])

    def wholes(node, seen):
        if node not in seen:
            seen.add(node)
            for other in whole.get(node, ()):
                wholes(other, seen)
        return seen
    said = [(mechanism, edge["subject"], piece["text"]) for edge in graph.edges.values()
            if graph.nodes[edge["subject"]]["type"] == "City" for mechanism in wholes(edge["object"], set())
            if graph.nodes[mechanism]["type"] == "Mechanism" for piece in edge["evidence"]]
    return {(graph.nodes[m]["name"], graph.nodes[a]["name"], one, graph.nodes[b]["name"], other)
            for (m, a, one), (n, b, other) in itertools.product(said, said) if m == n and a < b}


def shacl_faults(path):
    good, _, text = pyshacl.validate(str(path), shacl_graph=str(SHAPES), data_graph_format="turtle",
                                     shacl_graph_format="turtle")
    return [] if good else text.splitlines()


class Java:
    """What Jena and RDF4J are asked, all of it in one process each."""

    def __init__(self, folder):
        self.folder, self.jena, self.rdf4j, self.number = pathlib.Path(folder), [], [], 0

    def out(self):
        self.number += 1
        return self.folder / f"java-{self.number}"

    def ask_jena(self, *words):
        self.jena += [*words, self.out()]
        return self.jena[-1]

    def ask_rdf4j(self, path):
        self.rdf4j += [path, self.out()]
        return self.rdf4j[-1]

    def run(self):
        consumers.java("rdf", "Jena", *self.jena)
        consumers.java("rdf", "Rdf4j", *self.rdf4j)


class Case:
    """One graph in all RDF formats: what the programs of other languages are asked about it, then what all answered."""

    def __init__(self, inputs, folder, java, canonical):
        self.inputs, self.folder, self.name, self.graph = inputs, folder, folder.name, Graph(folder)
        self.paths = {form: inputs.export(folder, form, name) for form, name in FORMATS.items()}
        self.star = inputs.export(folder, "turtle-star", "graph.star.ttl")
        self.java = {(library, form): ask for form, path in self.paths.items()
                     for library, ask in (("Jena", java.ask_jena("read", path)), ("RDF4J", java.ask_rdf4j(path)))}
        self.star_out = java.ask_rdf4j(self.star)
        self.query = java.ask_jena("query", self.paths["turtle"], QUERY)
        self.shacl = java.ask_jena("validate", self.paths["turtle"], SHAPES)
        self.canonical = canonical

    def check(self, report, own_vocabulary):
        quads = by_oxigraph(self.paths["nquads"], "nquads")
        print(f"{self.name} ({len(quads)} quads)")
        for form, path in self.paths.items():
            readers = {"rdflib": by_rdflib, "Oxigraph": by_oxigraph, "PyLD": by_pyld}
            if form != "jsonld":
                del readers["PyLD"]  # knows no Turtle, and leaves \u0001 in N-Quads as it stands
            found = {name: read(path, form) for name, read in readers.items()}
            found |= {library: from_java(self.java[library, form])[0] for library in ("Jena", "RDF4J")}
            for library, its in found.items():
                if form == "jsonld":
                    self.inputs.record(self.folder, f"{library} (JSON-LD)", nodes_of(its))
                report.same(difference(library, its, quads), f"{self.name}, {form} by {library}")
        lines, ours = (path.read_text(encoding="utf-8").split("\n") for path in (self.canonical, self.paths["nquads"]))
        self.inputs.record(self.folder, "jsonld.js (JSON-LD)", nodes_of(by_oxigraph(self.canonical, "nquads")))
        report.same([f"{a} in jsonld.js, {b} here"[:400] for a, b in itertools.zip_longest(lines, ours) if a != b],
                    f"{self.name}, the canonical N-Quads")
        report.same(star_faults(self.graph, *from_java(self.star_out)), f"{self.name}, Turtle-star by RDF4J")
        if own_vocabulary:
            self.check_answers(report)

    def check_answers(self, report):
        report.same(shacl_faults(self.paths["turtle"]), f"{self.name}, SHACL by pyshacl")
        report.same(self.shacl.read_text(encoding="utf-8").splitlines(), f"{self.name}, SHACL by Jena")
        expected, query = shared_mechanisms(self.graph), QUERY.read_text(encoding="utf-8")
        store = pyoxigraph.Store()
        store.bulk_load(path=str(self.paths["nquads"]), format=pyoxigraph.RdfFormat.N_QUADS)
        answers = {"Jena": {tuple(json.loads(line)) for line in self.query.read_text(encoding="utf-8").splitlines()},
                   "Oxigraph": {tuple(node.value for node in row) for row in store.query(query)},
                   "rdflib": {tuple(map(str, row)) for row in rdflib.Graph().parse(self.paths["turtle"]).query(query)}}
        for library, answer in answers.items():
            report.same(difference(library, answer, expected), f"{self.name}, shared mechanisms by {library}")
        report.answered = getattr(report, "answered", 0) + len(expected)


def broken(text):
    """Turtle with one thing changed each that a shape must notice."""
    yield "a relation from a type that it does not have", text.replace(" a :City ;", " a :Money ;", 1)
    yield "a confidence above 1", text.replace(':confidence "0.9"', ':confidence "1.5"', 1)
    yield "a status of no name", text.replace(':status "done"', ':status "maybe"', 1)
    yield "a statement of what is not said", text.replace("rdf:predicate :", "rdf:predicate :un", 1)


def main():
    consumers.java_folder("rdf")
    consumers.node_modules()
    inputs, report = Inputs(__doc__), Report()
    with tempfile.TemporaryDirectory() as temporary:
        java, cases, canonize = Java(temporary), [], []
        for number, folder in enumerate(inputs):
            canonical = pathlib.Path(temporary, f"{number}.nq")
            cases.append((Case(inputs, folder, java, canonical), (folder / "manifest.json").exists()))
            canonize += [folder / "graph.jsonld", canonical]
        java.run()
        consumers.node("canonize.cjs", *canonize)
        for case, own_vocabulary in cases:
            case.check(report, own_vocabulary)
        report.check(SHAPES.read_text(encoding="utf-8") == shapes(ONTOLOGY),
                     f"{SHAPES.name} is not what shapes.py makes of the ontology")
        report.check(report.answered, "no graph has a mechanism that two cities share")
        text = cases[0][0].paths["turtle"].read_text(encoding="utf-8")
        changed_path = pathlib.Path(temporary, "changed.ttl")
        for what, changed in broken(text):
            changed_path.write_text(changed, encoding="utf-8")
            report.check(changed != text and shacl_faults(changed_path), f"the shapes do not notice {what}")
    report.finish()


if __name__ == "__main__":
    main()
