#!/usr/bin/env python3
"""The SHACL shapes of an ontology: which types each relation joins, and what entities, values, articles, statements and
pieces of evidence must say in our RDF. usage: shapes.py > schemas/ontologies/schemas/shapes.ttl"""
from expected_graph import Ontology
from interop_support import ROOT

PREFIXES = """\
# SHACL shapes of the graphs of policy.json, for any SHACL engine. Made by tests/interop/shapes.py.
@prefix : <{base}> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix prov: <http://www.w3.org/ns/prov#> .
"""
ONE, AT_MOST_ONE, SOME = "sh:minCount 1 ; sh:maxCount 1", "sh:maxCount 1", "sh:minCount 1"
TEXT, CODE, IRI = "sh:datatype rdf:langString", "sh:datatype xsd:string", "sh:nodeKind sh:IRI"
NUMBER, STATUS = "sh:datatype xsd:decimal", 'sh:in ("done" "planned")'
APPROX = 'sh:in ("more_than" "at_least" "nearly" "about" "less_than")'
CONFIDENCE = f"{NUMBER} ; sh:minExclusive 0 ; sh:maxInclusive 1"
ARTICLE = "sh:class :Article"


def count(least):
    return f"sh:datatype xsd:integer ; sh:minInclusive {least}"


def literal(prefix, upper, how_many):
    return [(f":{prefix}text", AT_MOST_ONE, TEXT), (f":{prefix}value", how_many, NUMBER),
            (f":{upper}", AT_MOST_ONE, NUMBER), (f":{prefix}unit", AT_MOST_ONE, CODE),
            (f":{prefix}approx", AT_MOST_ONE, APPROX)]


NODE = [("dcterms:identifier", ONE, CODE), ("rdfs:label", AT_MOST_ONE, TEXT), (":mentions", ONE, count(0))]
FROM = ("prov:wasDerivedFrom", SOME, ARTICLE)
ENTITY = NODE + [("skos:altLabel", "", TEXT), FROM] + literal("amount_", "amount_max", AT_MOST_ONE) + [
    (":amount_status", AT_MOST_ONE, STATUS)]
VALUE = NODE + [FROM] + literal("", "value_max", ONE)
PAPER = NODE + [("dcterms:source", AT_MOST_ONE, CODE), ("dcterms:title", AT_MOST_ONE, TEXT),
                ("dcterms:date", AT_MOST_ONE, "sh:nodeKind sh:Literal"), (":statements", ONE, count(0))]
STATEMENT = [("rdf:subject", ONE, IRI), ("rdf:object", ONE, IRI), (":status", ONE, STATUS),
             (":confidence", ONE, CONFIDENCE), (":weight", ONE, count(1)),
             (":evidence", SOME, "sh:class :Evidence"), FROM]
EVIDENCE = [("dcterms:source", ONE, CODE), (":start", ONE, count(0)), (":end", ONE, count(0)),
            (":text", AT_MOST_ONE, TEXT), (":rule", AT_MOST_ONE, CODE), (":status", ONE, STATUS),
            (":confidence", ONE, CONFIDENCE), ("prov:wasDerivedFrom", ONE, ARTICLE)]
SAID = """\
  sh:sparql [
    sh:message "the statement's triple itself is not said" ;
    sh:select \"\"\"SELECT $this WHERE {
      $this <http://www.w3.org/1999/02/22-rdf-syntax-ns#subject> ?s ;
        <http://www.w3.org/1999/02/22-rdf-syntax-ns#predicate> ?p ;
        <http://www.w3.org/1999/02/22-rdf-syntax-ns#object> ?o .
      FILTER NOT EXISTS { ?s ?p ?o } }\"\"\"
  ] .
"""


def properties(constraints, end=" ."):
    lines = [f"  sh:property [ sh:path {path} ; {' ; '.join(filter(None, (how_many, kind)))} ]"
             for path, how_many, kind in constraints]
    return " ;\n".join(lines) + end + "\n"


def shape(name, target, constraints, more=""):
    return f"\n:{name}Shape a sh:NodeShape ;\n  {target} ;\n" + properties(constraints, " ;" if more else " .") + more


def leaves(types, name):
    """The types that entities can be of, the one of this name and those below it."""
    below = [t["name"] for t in types if t.get("parent") == name]
    own = [] if next(t for t in types if t["name"] == name).get("abstract") else [name]
    return own + [leaf for child in below for leaf in leaves(types, child)]


def one_of(types, names):
    found = sorted({leaf for name in names for leaf in leaves(types, name)})
    return f"sh:in ({' '.join(f':{name}' for name in found)})"


def shapes(ontology):
    types, relations = ontology.content["types"], ontology.content["relations"]
    values = set(leaves(types, "Literal"))
    text = PREFIXES.format(base=ontology.base)
    for name in (leaf for root in types if "parent" not in root for leaf in leaves(types, root["name"])):
        kind = PAPER if name == "Article" else VALUE if name in values else ENTITY
        text += shape(name, f"sh:targetClass :{name}", kind)
    qualifiers = sorted({q for relation in relations for q in relation.get("qualifiers", [])})
    told = [(f":{name}", AT_MOST_ONE, TEXT) for name in qualifiers]
    predicates = f"sh:in ({' '.join(':' + relation['name'] for relation in relations)})"
    text += shape("Statement", "sh:targetClass rdf:Statement", [("rdf:predicate", ONE, predicates)] + STATEMENT + told,
                  SAID)
    text += shape("Evidence", "sh:targetClass :Evidence", EVIDENCE + told)
    for relation in relations:
        for end, side, what in (("domain", "Subjects", "From"), ("range", "Objects", "To")):
            text += shape(f"{relation['name']}{what}", f"sh:target{side}Of :{relation['name']}",
                          [("rdf:type", ONE, one_of(types, relation[end]))])
    return text


if __name__ == "__main__":
    print(shapes(Ontology(ROOT / "schemas/ontologies/policy.json")), end="")
