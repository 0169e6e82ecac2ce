#!/usr/bin/env python3
"""Every number of a report is one that can be counted apart from it: here from triples.ndjson and rejects.ndjson, by the
graph that tests/interop works out in Python. usage: numbers_test.py PROJECT MAILUO"""
import collections
import csv
import io
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

root, mailuo = (pathlib.Path(argument).resolve() for argument in sys.argv[1:3])
sys.path.insert(0, str(root / "tests/interop"))
from expected_graph import Graph, Ontology, fold  # noqa: E402

ontology = Ontology(root / "schemas/ontologies/policy.json")
texts = json.loads((root / "schemas/ontologies/report.en.json").read_text(encoding="utf-8"))["texts"]
sections_told = json.loads((root / "schemas/ontologies/report.en.json").read_text(encoding="utf-8"))["sections"]
relation_label = {r["name"]: r["labels"]["en"] for r in ontology.content["relations"]}
type_label = {t["name"]: t["labels"]["en"] for t in ontology.content["types"]}
parents = {t["name"]: t.get("parent") for t in ontology.content["types"]}
checks = 0


def check(wanted, got, what):
    global checks
    checks += 1
    if wanted != got:
        sys.exit(f"{what}: counted {wanted!r}, the report has {got!r}")


def run(*arguments, status=0):
    done = subprocess.run([mailuo, *map(str, arguments)], capture_output=True, text=True)
    assert done.returncode == status, (arguments, done.returncode, done.stderr)
    return done.stdout


def report(folder, kind, *more):
    return json.loads(run("report", folder, kind, "--format", "json", "--lang", "en", "--limit", 0, *more))


def numbers(key, summary):
    """The values of a summary's placeholders."""
    pattern = re.sub(r"\\\{(\w+)\\\}", lambda m: f"(?P<{m[1]}>[\\d?]+)", re.escape(texts[key]))
    return {name: int(value) if value != "?" else None for name, value in re.match(pattern, summary).groupdict().items()}


def section(made, id_):
    return next(s for s in made["sections"] if s["id"] == id_)


def rows(block):
    return [[cell.get("text", "") for cell in row] for row in block.get("rows", [])]


def is_a(type_, ancestor):
    while type_:
        if type_ == ancestor:
            return True
        type_ = parents.get(type_)
    return False


class Facts:
    def __init__(self, folder):
        graph = Graph(folder)
        self.nodes, self.edges = graph.nodes, list(graph.edges.values())
        self.out = collections.defaultdict(list)
        for edge in self.edges:
            self.out[edge["subject"]].append(edge)
        lines = (pathlib.Path(folder) / "rejects.ndjson").read_text(encoding="utf-8").splitlines()
        self.rejects = [json.loads(line) for line in lines]

    def figure(self, edge):
        return self.nodes[edge["object"]].get("literal")

    def of(self, relation):
        return [e for e in self.edges if e["predicate"] == relation]


def place(edge):
    best = edge["best"]
    return f"{best['source']}:{best['start']}-{best['end']}"


def check_overview(folder, facts):
    made = report(folder, "overview")
    kinds = collections.Counter(n["kind"] for n in facts.nodes.values())
    planned = sum(e["status"] == "planned" for e in facts.edges)
    check({"articles": kinds["article"], "entities": kinds["entity"], "facts": len(facts.edges), "planned": planned,
           "done": len(facts.edges) - planned, "figures": kinds["literal"]}, numbers("summary", made["summary"]), "summary")
    told = {s["id"]: s for s in made["sections"] if s["level"] == 3}
    check({e["subject"] for e in facts.edges if facts.nodes[e["subject"]]["kind"] == "entity"}, set(told), "subjects")
    for id_, one in told.items():
        check_subject(id_, one, facts)
    articles = sorted([n["name"], n["source"], str(n["statements"])] for n in facts.nodes.values() if n["kind"] == "article")
    check(articles, sorted([r[0], r[2], r[4]] for r in rows(section(made, "articles")["blocks"][0])), "articles")


def check_subject(id_, one, facts):
    edges = facts.out[id_]
    check(len(edges), int(re.search(r"(\d+) facts", one["note"])[1]), f"facts of {one['title']}")
    planned = sorted(place(e) for e in edges if e["status"] == "planned")
    got = [b for b in one["blocks"] if b["heading"] == texts["planned"]]
    check(planned, sorted(i["place"] for b in got for i in b["items"]), f"plans of {one['title']}")
    done = sorted(place(e) for e in edges if e["status"] != "planned" and facts.figure(e))
    got = [b for b in one["blocks"] if b["heading"] == texts["figures"]]
    check(done, sorted(r[-1]["place"] for b in got for r in b["rows"]), f"figures of {one['title']}")
    for told in sections_told:
        wanted = [e for e in facts.edges if e["predicate"] == told["relation"] and e["status"] != "planned" and
                  not facts.figure(e) and (id_ == e["object"] if told.get("incoming") else id_ == e["subject"] or
                                           id_ == e["object"] and told["relation"] in ontology.symmetric)]
        got = [b for b in one["blocks"] if b["heading"] == told["heading"]]
        check(sorted(map(place, wanted)), sorted(i["place"] for b in got for i in b["items"]),
              f"{told['heading']} of {one['title']}")


def check_cities(folder, facts):
    made = report(folder, "city")
    cities = [id_ for id_ in facts.out if facts.nodes[id_]["type"] == "City"]
    check(set(cities), {s["id"] for s in made["sections"]}, "cities")
    for one in made["sections"]:
        check_subject(one["id"], one, facts)
        by_relation = collections.defaultdict(collections.Counter)
        for edge in facts.out[one["id"]]:
            by_relation[relation_label[edge["predicate"]]][edge["status"]] += 1
        wanted = sorted([label, str(c["done"] + c["planned"]), str(c["done"]), str(c["planned"])]
                        for label, c in by_relation.items())
        check(wanted, sorted(rows(one["blocks"][0])), f"plans against done of {one['title']}")


def likeness(a, b):
    def pieces(name):
        name = fold(name)
        return collections.Counter([name] if len(name) == 1 else [name[i:i + 2] for i in range(len(name) - 1)])
    a, b = pieces(a), pieces(b)
    return 2 * sum((a & b).values()) / (sum(a.values()) + sum(b.values()))


def check_comparison(folder, facts):
    made = report(folder, "compare")
    places = [row[0] for row in rows(section(made, "profile")["blocks"][0])]
    for row in rows(section(made, "profile")["blocks"][0]):
        id_ = next(i for i in facts.out if facts.nodes[i]["name"] == row[0] and facts.nodes[i]["type"] == "City")
        by_relation = collections.Counter(e["predicate"] for e in facts.out[id_])
        planned = sum(e["status"] == "planned" for e in facts.out[id_])
        wanted = [len(facts.out[id_]) - planned, planned] + [by_relation[s["relation"]] for s in sections_told
                                                             if not s.get("incoming")]
        check(list(map(str, wanted)), row[1:], f"profile of {row[0]}")
    block = section(made, "matrix")["blocks"][0]
    marked = 0
    for row in block.get("rows", []):
        filled = [cell for cell in row[1:-1] if "status" in cell]
        marked += len(filled)
        check(str(len(filled)), row[-1]["text"], f"places of {row[0]['text']}")
        for cell in filled:
            for name in cell["text"].split(", ") if "text" in cell else []:
                assert likeness(name, row[0]["text"]) >= 0.65, (name, row[0]["text"])
    alone = sum(len(b["items"]) for b in section(made, "alone")["blocks"])
    runs = [e for e in facts.of("implements") if facts.nodes[e["subject"]]["name"] in places]
    assert alone + marked <= len(runs) and alone + sum(
        1 for row in block.get("rows", []) for cell in row[1:-1] if "status" in cell) <= len(runs)
    names = {facts.nodes[e["object"]]["name"] for e in runs}
    told = {i["name"] for b in section(made, "alone")["blocks"] for i in b["items"]}
    told |= {row[0]["text"] for row in block.get("rows", [])}
    told |= {n for row in block.get("rows", []) for c in row[1:-1] for n in c.get("text", "").split(", ") if n}
    check(names, told, "mechanisms of the comparison")


def bound(literal):
    if literal.get("value_max") is not None:
        return "range"
    return {"": "exact", "more_than": "lower", "at_least": "lower", "less_than": "upper", "nearly": "upper"}.get(
        literal.get("approx") or "", "about")


def check_money(folder, facts):
    made = report(folder, "money")
    amounts = [e for e in facts.of("amount") if facts.figure(e)]
    check({"amounts": len(amounts), "planned": sum(e["status"] == "planned" for e in amounts)},
          numbers("money_summary", made["summary"]), "money")
    if amounts:
        check(sorted(map(place, amounts)), sorted(r[-1]["place"] for r in section(made, "funds")["blocks"][-1]["rows"]),
              "amounts")

        def part_of_counted(id_, type_, seen):
            for edge in facts.out[id_]:
                if edge["predicate"] == "part_of" and edge["object"] not in seen:
                    seen.add(edge["object"])
                    whole = facts.nodes[edge["object"]]
                    if whole.get("amount") and whole["type"] == type_ or part_of_counted(edge["object"], type_, seen):
                        return True
            return False
        sums = collections.defaultdict(lambda: [0, 0, 0])
        counted = parts = 0
        for id_, node in facts.nodes.items():
            if "amount" not in node:
                continue
            if part_of_counted(id_, node["type"], {id_}):
                parts += 1
                continue
            counted += 1
            amount = node["amount"]
            one = sums[amount["unit"], type_label[node["type"]], node["amount_status"], bound(amount)]
            one[0] += 1
            one[1] += amount["value"]
            one[2] += amount["value"] if amount.get("value_max") is None else amount["value_max"]
        wanted = sorted([type_, texts[status], texts["bound_" + limit], str(count),
                         f"{low:,.0f}{'–' + format(high, ',.0f') if limit == 'range' else ''} {unit}"]
                        for (unit, type_, status, limit), (count, low, high) in sums.items())
        block = section(made, "sums")["blocks"][0]
        check(wanted, sorted(row[:-1] for row in rows(block)), "sums")
        check({"counted": counted, "repeats": len(amounts) - counted - parts, "parts": parts},
              numbers("sums_note", block["text"]), "what is counted once")
    others = [e for e in facts.edges if e["predicate"] != "amount" and (facts.figure(e) or {}).get("type") == "Money"]
    check(sorted(map(place, others)), sorted(r[-1]["place"] for r in section(made, "other-money")["blocks"][0].get("rows", [])),
          "other figures in money")


def year(edge):
    found = re.search(r"(?<!\d)(19|20)\d\d(?!\d)", edge["qualifiers"].get("time", ""))
    return int(found[0]) if found else 0


def check_mechanisms(folder, facts):
    made = report(folder, "mechanisms")
    runs = collections.defaultdict(list)
    for edge in facts.of("implements"):
        runs[edge["object"]].append(edge)
    check({"mechanisms": len(runs), "actors": len({e["subject"] for e in facts.of("implements")}),
           "shared": sum(len(edges) > 1 for edges in runs.values()),
           "dated": sum(any(year(e) and e["status"] != "planned" for e in edges) for edges in runs.values())},
          numbers("mechanisms_summary", made["summary"]), "mechanisms")
    check(len(runs), len(section(made, "mechanisms")["blocks"][0].get("rows", [])), "mechanisms listed")


def check_people(folder, facts):
    made = report(folder, "people")
    check({"people": sum(n["type"] == "Person" for n in facts.nodes.values()), "offices": len(facts.of("heads")),
           "writings": len(facts.of("wrote"))}, numbers("people_summary", made["summary"]), "people")
    offices = sorted([facts.nodes[e["subject"]]["name"], e["qualifiers"].get("title", ""), facts.nodes[e["object"]]["name"]]
                     for e in facts.of("heads"))
    got = [row[:3] for s in made["sections"] if s["id"] == "offices" for row in rows(s["blocks"][0])]
    check(offices, sorted(got), "offices")


def check_figures(folder, facts):
    made = report(folder, "figures")
    groups = collections.defaultdict(list)
    for edge in facts.of("metric"):
        name = edge["qualifiers"].get("name") or relation_label["metric"]
        groups[fold(name), facts.figure(edge)["unit"] or ""].append(edge)
    several = [g for g in groups.values() if len({e["subject"] for e in g}) > 1]
    check({"figures": sum(map(len, groups.values())), "names": len(groups), "compared": len(several)},
          numbers("figures_summary", made["summary"]), "figures")
    got = [sorted(r[-1]["place"] for r in s["blocks"][0]["rows"]) for s in made["sections"] if s["level"] == 3]
    check(sorted(sorted(map(place, g)) for g in several), sorted(got), "figures of several")


def check_quality(folder, facts):
    made = report(folder, "quality")
    values = collections.defaultdict(list)
    for edge in facts.edges:
        literal, title = facts.figure(edge), edge["qualifiers"].get("title")
        if literal:
            name = edge["qualifiers"].get("name") or relation_label[edge["predicate"]]
            values[edge["subject"], edge["predicate"], fold(name), literal["unit"] or "",
                   fold(edge["qualifiers"].get("time", "")), edge["status"]].append(edge)
        elif title:
            values[edge["object"], edge["predicate"], fold(title), "", "", edge["status"]].append(edge)
    conflicts = [g for g in values.values() if len(g) > 1 and len({e["best"]["article"] for e in g}) > 1]
    check({"facts": len(facts.edges), "single": sum(len(e["evidence"]) == 1 for e in facts.edges),
           "rejects": len(facts.rejects), "conflicts": len(conflicts)},
          numbers("quality_summary", made["summary"]), "quality")
    reasons = collections.Counter(texts["reason_" + r["reason"]] for r in facts.rejects)
    got = {row[0]: int(row[1]) for row in rows(section(made, "rejects")["blocks"][0])}
    check(dict(reasons), got, "rejects by reason")
    support = collections.Counter(min(3, len(e["evidence"])) for e in facts.edges if len(e["evidence"]) < 3)
    got = rows(section(made, "thin")["blocks"][0])
    check([str(support[1]), str(support[2])], [got[0][1], got[1][1]], "evidence behind a fact")
    thin = [e for e in facts.edges if len(e["evidence"]) == 1 and e["confidence"] < 0.75]
    check(sorted(map(place, thin)), sorted(r[-1]["place"] for r in section(made, "thin")["blocks"][1].get("rows", [])), "thin")
    disputed = sum(len({p["status"] for p in e["evidence"]}) > 1 for e in facts.edges)
    check({"count": disputed}, numbers("status_conflicts_note", section(made, "conflicts")["blocks"][1]["text"]), "statuses")
    return len(conflicts), disputed


def check_limits(folder, kind):
    """What is left out is counted, and Markdown and HTML show as many lines as the model has."""
    def blocks(made):
        return [block for s in made["sections"] for block in s.get("blocks", []) if "total" in block]
    few = json.loads(run("report", folder, kind, "--format", "json", "--lang", "en", "--limit", 2))
    for block in blocks(few):
        shown = len(block.get("items", [])) + len(block.get("rows", []))
        if shown:
            check(block["total"], shown + block.get("rest", 0), f"{kind}: the rest of {block.get('heading')}")
            check(min(2, block["total"]), shown, f"{kind}: the limit")
    items = sum(len(b.get("items", [])) for s in few["sections"] for b in s.get("blocks", []))
    lines = sum(len(b.get("rows", [])) for s in few["sections"] for b in s.get("blocks", []))
    html = run("report", folder, kind, "--format", "html", "--lang", "en", "--limit", 2)
    body = html[html.index("<main"):html.index("</main>")]
    charts = body.count("<table")
    check((items, True), (body.count("<li data-status"), body.count("<tr>") - charts >= lines), f"{kind}: lines of the HTML")
    rest = sum("rest" in b for s in few["sections"] for b in s.get("blocks", []))
    markdown = run("report", folder, kind, "--lang", "en", "--limit", 2)
    check(rest, len(re.findall(r"^\d+ more are not listed", markdown, re.M)) -
          (body.count('class="rest"') - rest), f"{kind}: the rests of the Markdown")
    assert not re.search(r'(?:src|href)="(?!#)|url\(|@import|https?://(?!www\.w3\.org)', html), f"{kind}: the page asks a network"


def check_queries(folder, facts):
    """The queries of `mailuo query` count the same, so that whoever doubts a number can ask."""
    def ask(query):
        return [tuple(row.values()) for row in csv.DictReader(io.StringIO(run("query", folder, query, "--format", "csv")))]
    wanted = collections.Counter((e["predicate"], e["status"]) for e in facts.edges)
    got = ask("MATCH ()-[r]->() RETURN type(r) AS relation, r.status AS status, count(*) AS n")
    check({key: str(n) for key, n in wanted.items()}, {row[:2]: row[2] for row in got}, "facts by query")
    runs = collections.Counter(facts.nodes[e["subject"]]["name"] for e in facts.of("implements")
                               if facts.nodes[e["subject"]]["type"] == "City")
    got = ask("MATCH (c:City)-[r:implements]->(m) RETURN c.name AS city, count(r) AS n")
    check({name: str(n) for name, n in runs.items()}, dict(got), "what cities run by query")


def check_graph(folder):
    facts = Facts(folder)
    check_queries(folder, facts)
    check_overview(folder, facts)
    check_cities(folder, facts)
    check_comparison(folder, facts)
    check_money(folder, facts)
    check_mechanisms(folder, facts)
    check_people(folder, facts)
    check_figures(folder, facts)
    found = check_quality(folder, facts)
    for kind in ("overview", "city", "compare", "money", "mechanisms", "people", "figures", "quality"):
        check_limits(folder, kind)
    return found


with tempfile.TemporaryDirectory() as place_:
    run("assemble", root / "tests/report/money.ndjson", "-o", f"{place_}/money", "--quiet")
    conflicts, disputed = check_graph(f"{place_}/money")
    assert conflicts == 3 and disputed == 1, "the small graph has what the report is about"
    run("build", root / "examples/articles", "-o", f"{place_}/examples", "--quiet")
    check_graph(f"{place_}/examples")
    seeds = pathlib.Path(os.environ.get("MAILUO_SHARED", root.parent / "shared")) / "seeds"
    if seeds.is_dir():
        run("build", seeds, "-o", f"{place_}/seeds", "--quiet")
        check_graph(f"{place_}/seeds")
    else:
        print(f"without {seeds}, which is not there")
print(f"{checks} numbers and lists are as counted")
