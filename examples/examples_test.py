#!/usr/bin/env python3
"""The example articles give the graph that a reader of them expects. usage: examples_test.py PROJECT MAILUO"""
import json
import pathlib
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as xml

root, mailuo = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
failures, checks = [], 0

# subject, relation, object (its value where it is a number), status
CHINESE = """
绵阳市 issues 绵阳市中试平台建设管理办法 done
绵阳市 establishes 绵阳科技成果转化基金 done
绵阳科技成果转化基金 amount 3000000000 done
“伏牛”天使基金 amount 1500000000 done
绵阳市 implements “先用后付”方式 done
芜湖市 implements “先用后付”方式 done
安徽省 implements “先用后付”方式 done
洛阳市 implements “先投后股”方式 done
芜湖市 focuses_on 低空经济 done
芜湖市 establishes 低空经济产业基金 planned
芜湖市 convenes 全市低空经济发展大会 done
绵阳市 cooperates_with 西南科技大学 done
嘉兴市 cooperates_with 上海市 done
嘉兴市 establishes 长三角氢能走廊 planned
洛阳市 pursues 中西部创新转化高地 done
洛阳市 establishes 洛阳智能农机研究院 done
洛阳市 establishes 新材料产业基金 planned
洛阳市 awarded 国家新材料中试示范城市 done
绵阳市 metric 400 done
绵阳市 metric 26000000000 planned
周以宁 heads 绵阳市科技局 done
"""
ENGLISH = """
Riverton establishes Green Materials Fund done
Green Materials Fund amount 25000000 done
Riverton establishes Deep Sea Fund planned
Riverton metric 1200 done
Northport cooperates_with Riverton done
Northport implements Second Shift Programme done
Blue Growth Fund amount 12000000 planned
Mara Lind heads Riverton Innovation Office done
"""


def check(condition, what):
    global checks
    checks += 1
    if not condition:
        failures.append(what)


def build(articles, folder, *options):
    run = subprocess.run([mailuo, "build", root / "examples" / articles, "-o", folder, "--quiet", *options])
    check(run.returncode == 0, f"build of {articles} ended with {run.returncode}")


def lines(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def said(triple):
    target = triple["object"]
    value = target["name"] if "name" in target else f"{target['value']:g}" if target["value"] < 1e6 else f"{target['value']:.0f}"
    return f"{triple['subject']['name']} {triple['predicate']} {value} {triple['status']}"


def sources(articles):
    """Name of a source -> its bytes: of an NDJSON record those of its text."""
    for path in sorted((root / "examples" / articles).iterdir()):
        if path.suffix == ".ndjson":
            for record in lines(path):
                yield record["id"], record["text"].encode()
        else:
            yield path.name, path.read_bytes()


def check_triples(articles, folder, wanted):
    triples = lines(folder / "triples.ndjson")
    found = {said(triple) for triple in triples}
    for fact in wanted.strip().splitlines():
        check(fact in found, f"{articles}: not found: {fact}")
    given = dict(sources(articles))
    for triple in triples:
        evidence = triple["evidence"]
        proof = given[triple["source"]][evidence["start"]:evidence["end"]].decode()
        same = proof.replace("\n", "") == evidence["text"] or proof.replace("\n", " ") == evidence["text"]
        check(same, f"{articles}: the evidence of {said(triple)} is not what stands there: {proof}")
    return triples


def nodes_and_edges(path):
    space = "{http://graphml.graphdrawing.org/xmlns}"
    tree = xml.parse(path).getroot()
    names = {key.get("id"): key.get("attr.name") for key in tree.iter(space + "key")}
    def properties(element):
        return {names[data.get("key")]: data.text for data in element.iter(space + "data")}
    return ({node.get("id"): properties(node) for node in tree.iter(space + "node")},
            [(edge.get("source"), edge.get("label"), edge.get("target"), properties(edge)) for edge in tree.iter(space + "edge")])


with tempfile.TemporaryDirectory() as place:
    chinese, english = pathlib.Path(place, "zh"), pathlib.Path(place, "en")
    build("articles", chinese)
    build("articles-en", english, "--pack", root / "examples/packs/notices-en", "--lang", "en")
    triples = check_triples("articles", chinese, CHINESE)
    check_triples("articles-en", english, ENGLISH)

    # What is denied is no fact but a reject; articles about other things give nothing.
    check(not any("保险公司" in said(triple) for triple in triples), "a fund that is denied became a fact")
    rejects = lines(chinese / "rejects.ndjson")
    check(any(r["reason"] == "negated" and "保险公司" in r["evidence"]["text"] for r in rejects), "no reject says what is denied")
    check(not [t for t in triples if t["source"] in ("news-006", "news-007")], "the weather or the boat race gave a fact")

    # Several articles, one node; several sentences, one edge with all its evidence.
    nodes, edges = nodes_and_edges(chinese / "graph.graphml")
    def node(name):
        found = [key for key, properties in nodes.items() if properties.get("name") == name]
        check(len(found) == 1, f"{len(found)} nodes are called {name}")
        return found[0] if found else None
    method = node("“先用后付”方式")
    check({nodes[s]["name"] for s, label, t, _ in edges if t == method} == {"绵阳市", "芜湖市", "安徽省"},
          "the three places that let firms try first do not meet in one node")
    fund = node("绵阳科技成果转化基金")
    founding = [p for s, label, t, p in edges if t == fund and label == "establishes"]
    check(len(founding) == 1 and len(json.loads(founding[0]["evidence"])) == 2,
          "the fund that two articles tell of is not one edge with two pieces of evidence")

print("\n".join(failures + [f"{checks - len(failures)} passed, {len(failures)} failed"]))
sys.exit(bool(failures))
