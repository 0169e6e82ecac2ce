#!/usr/bin/env python3
"""docs/ontology.md says what schemas/ontologies/policy.json says, and its examples are what the program finds.
usage: ontology_test.py PROJECT MAILUO      ontology_test.py PROJECT --print writes the tables anew, to paste"""
import json
import pathlib
import re
import subprocess
import sys

root = pathlib.Path(sys.argv[1])
text = (root / "schemas/ontologies/policy.json").read_text(encoding="utf-8")
text = re.sub(r"^\s*//.*$", "", text, flags=re.M)
ontology = json.loads(re.sub(r",(\s*[}\]])", r"\1", text))


def table(head, rows):
    lines = ["| " + " | ".join(row) + " |" for row in [head, *rows]]
    return "\n".join([lines[0], "|" + "---|" * len(head), *lines[1:]])


def code(names):
    return ", ".join(f"`{name}`" for name in names)


def labels(values):
    return table(["value", "zh", "en"], [[f"`{name}`", label["zh"], label["en"]] for name, label in values.items()])


def type_row(kind):
    name = f"`{kind['name']}`" + (" (abstract)" if kind.get("abstract") else "")
    parent = f"`{kind['parent']}`" if "parent" in kind else ""
    return [name, parent, kind["labels"]["zh"], kind.get("description", "")]


def relation_row(relation):
    name = f"`{relation['name']}`" + (" (symmetric)" if relation.get("symmetric") else "")
    return [name, code(relation["domain"]), code(relation["range"]), code(relation["qualifiers"]), relation["labels"]["zh"],
            relation["description"]]


money = next(kind for kind in ontology["types"] if kind["name"] == "Money")
TABLES = {
    "types": table(["type", "below", "zh", "what"], map(type_row, ontology["types"])),
    "relations": table(["relation", "from", "to", "qualifiers", "zh", "what"], map(relation_row, ontology["relations"])),
    "qualifiers": labels(ontology["qualifiers"]),
    "statuses": labels(ontology["statuses"]),
    "approximations": labels(ontology["approximations"]),
    "currencies": code(money["units"]),
}
if sys.argv[2:] == ["--print"]:
    print("\n\n".join(f"<!-- {name} -->\n{body}" for name, body in TABLES.items()))
    sys.exit()

page = (root / "docs/ontology.md").read_text(encoding="utf-8")
failures, passed = [], 0
for name, body in TABLES.items():
    if f"<!-- {name} -->\n{body}\n" in page:
        passed += 1
    else:
        failures.append(f"docs/ontology.md: the table {name} is not what policy.json says; --print shows it as it should be")


def found(sample):
    """The triples of a text, as the page writes them."""
    run = subprocess.run([sys.argv[2], "extract", "-"], input=sample.replace("⏎", "\n\n"), text=True, capture_output=True)
    for triple in map(json.loads, run.stdout.splitlines()):
        end = triple["object"]
        approx = end.get("approx")
        said = f"{triple['subject']['type']} {triple['subject']['name']} **{triple['predicate']}** {end['type']} "
        said += end.get("name") or end["text"] + (f" ({approx})" if approx else "")
        qualifiers = "".join(f", {key}={value}" for key, value in triple["qualifiers"].items())
        yield said + qualifiers + (", planned" if triple["status"] == "planned" else "")


examples = re.findall(r"^\| (.+?) \| (\w+ \S+ \*\*.+) \|$", page.partition("## Examples")[2], flags=re.M)
shown = " ".join(triple for _, triple in examples)
for sample, triple in examples:
    triples = list(found(sample))
    if triple in triples:
        passed += 1
    else:
        failures.append(f"docs/ontology.md: {sample}\n  shown: {triple}\n  found: {triples}")
names = [kind["name"] for kind in ontology["types"] if not kind.get("abstract")] + ["planned", *ontology["approximations"]]
wanted = [f"**{relation['name']}**" for relation in ontology["relations"]] + names
for name in wanted:
    if name not in shown and name not in ("Date", "FinancialProduct"):
        failures.append(f"docs/ontology.md: no example shows {name}")
print("\n".join(failures + [f"{passed} passed, {len(failures)} failed"]))
sys.exit(bool(failures))
