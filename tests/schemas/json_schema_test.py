#!/usr/bin/env python3
"""Validate the shipped files against the JSON Schemas of schemas/ontologies/schemas, and a table of good and bad
documents, so that a schema which lets everything pass fails too.

usage: json_schema_test.py [GRAPH_FOLDER ...]      exit 1 and one line a fault where any is found

Each GRAPH_FOLDER is one that mailuo wrote: its manifest, triples, rejects and JSON-LD context are checked as well.
Needs jsonschema (PyPI).
"""
import json
import pathlib
import re
import sys

import jsonschema

ROOT = pathlib.Path(__file__).resolve().parents[2]
ONTOLOGIES = ROOT / "schemas" / "ontologies"
SCHEMAS = ONTOLOGIES / "schemas"
DATA = pathlib.Path(__file__).resolve().parent / "data"

# A string, kept as it is; a comment; or a comma before a closing bracket.
JSONC = re.compile(r'("(?:[^"\\]|\\.)*")|//[^\n]*|/\*.*?\*/', re.S)
TRAILING_COMMA = re.compile(r'("(?:[^"\\]|\\.)*")|,(?=\s*[}\]])', re.S)


def load(path):
    text = JSONC.sub(lambda m: m.group(1) or " ", path.read_text(encoding="utf-8"))
    return json.loads(TRAILING_COMMA.sub(lambda m: m.group(1) or "", text))


class Run:
    def __init__(self):
        self.passed = 0
        self.failed = 0
        self.validators = {}
        for path in sorted(SCHEMAS.glob("*.schema.json")):
            schema = load(path)
            jsonschema.Draft7Validator.check_schema(schema)
            self.validators[path.name.removesuffix(".schema.json")] = jsonschema.Draft7Validator(schema)

    def check(self, good, message):
        if good:
            self.passed += 1
        else:
            self.failed += 1
            print("FAILED:", message)

    def errors(self, schema, document):
        return [f"{'/'.join(map(str, e.absolute_path))}: {e.message}"
                for e in self.validators[schema].iter_errors(document)]

    def valid(self, schema, document, where):
        errors = self.errors(schema, document)
        self.check(not errors, f"{where} does not follow {schema}.schema.json: {errors[:3]}")

    def valid_lines(self, schema, path):
        for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1):
            if line:
                self.valid(schema, json.loads(line), f"{path}:{number}")


def check_shipped_files(run):
    # report.LANGUAGE.json beside the ontologies are catalogues of text.
    ontologies = sorted(p for p in ONTOLOGIES.glob("*.json") if not p.name.startswith("report."))
    run.check(bool(ontologies), "no ontology found")
    for path in ontologies:
        run.valid("ontology", load(path), path)
    for manifest in sorted([*ROOT.glob("extractors/packs/*/pack.json"), *ROOT.glob("examples/**/pack.json")]):
        pack = load(manifest)
        run.valid("pack", pack, manifest)
        if "layout" in pack:
            run.valid("layout", load(manifest.parent / pack["layout"]), manifest.parent / pack["layout"])
        for name in pack.get("rules", []):
            run.valid("rules", load(manifest.parent / name), manifest.parent / name)
    run.valid_lines("triple", DATA / "stream.ndjson")


def check_table(run):
    """Every schema has good and bad documents; a bad one says in which part of the document the fault lies."""
    seen = set()
    for case in load(DATA / "json_schema_cases.json"):
        document = json.loads(json.dumps(case["document"]))
        run.valid(case["schema"], document, f"good document of {case['schema']}")
        for fault in case["faults"]:
            broken = json.loads(json.dumps(document))
            *parents, last = fault["at"]
            target = broken
            for step in parents:
                target = target[step]
            if "to" in fault:
                target[last] = fault["to"]
            else:
                del target[last]
            run.check(bool(run.errors(case["schema"], broken)), f"{case['schema']}: {fault} passed as good")
        seen.add(case["schema"])
    run.check(seen == set(run.validators), f"no cases for {set(run.validators) - seen}")


def check_context(run):
    """The context knows every name of the policy ontology."""
    context = load(SCHEMAS / "context.jsonld")["@context"]
    ontology = load(ONTOLOGIES / "policy.json")
    run.check(context["@vocab"] == ontology["base_iri"], "@vocab is not the ontology's base")
    names = [t["name"] for t in ontology["types"] if not t.get("abstract")]
    names += [r["name"] for r in ontology["relations"]] + list(ontology["qualifiers"])
    for name in names:
        run.check(isinstance(context.get(name), dict) and context[name]["@id"] == ontology["base_iri"] + name,
                  f"context.jsonld does not define {name}")
    return context


def check_graph_folder(run, folder, context):
    run.valid("manifest", load(folder / "manifest.json"), folder / "manifest.json")
    run.valid_lines("triple", folder / "triples.ndjson")
    if (folder / "rejects.ndjson").exists():
        run.valid_lines("reject", folder / "rejects.ndjson")
    written = json.loads((folder / "graph.jsonld").read_text(encoding="utf-8"))["@context"]
    for name, definition in written.items():
        run.check(context.get(name) == definition, f"{folder}/graph.jsonld: {name} is not as in context.jsonld")


def main():
    run = Run()
    check_shipped_files(run)
    check_table(run)
    context = check_context(run)
    for folder in sys.argv[1:]:
        check_graph_folder(run, pathlib.Path(folder), context)
    print(f"json_schema_test: {run.passed} passed, {run.failed} failed")
    return 1 if run.failed else 0


if __name__ == "__main__":
    sys.exit(main())
