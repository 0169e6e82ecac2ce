#!/usr/bin/env python3
"""What a rule writer has: try, rules diff, rules coverage, explain. usage: tools_test.py MAILUO PROJECT [WORD]"""
import json
import re
import shutil
import sys

from cli_test import GOOD, PACK, expect, main, run, write


def try_rule(rule, *inputs, **more):
    return run("try", rule, *inputs, "--pack", PACK, **more)


# ---- try ----

def test_a_pattern_shows_its_matches_and_captures(tmp):
    article = write(tmp / "a.txt", GOOD)
    out = expect(try_rule("<verb.make> {f: Fund}", article), 0).stdout.decode()
    assert "a.txt:9-27  江州市»设立星河基金«。\n    f = 星河基金  Fund\n" in out, out
    assert out.endswith("2 matches in 1 of 1 article, 0 triples\n"), out


def test_a_rule_shows_its_triples_and_what_was_turned_down(tmp):
    rule = '{"pattern": "<verb.make> {f: Fund}", "yields": ["@subject establishes f"]}'
    article = write(tmp / "a.txt", GOOD + "青河市未设立星河基金。\n")
    out = expect(try_rule(rule, article), 0).stdout.decode()
    assert "=> 江州市 establishes 星河基金\n" in out, out
    assert "=> 云城市 establishes 长风基金 (planned)\n" in out, out
    assert "x negated  establishes\n" in out, out
    assert out.endswith("3 matches in 1 of 1 article, 2 triples, 1 negated\n"), out


def test_rules_of_each_layer_show_what_they_make(tmp):
    article = write(tmp / "a.txt", GOOD)
    mention = '{"layer": "mention", "type": "Fund", "pattern": "<fund>"}'
    assert "=> Fund 星河基金\n" in expect(try_rule(mention, article), 0).stdout.decode()
    context = '{"layer": "context", "sets": "subject", "value": "s", "scope": "sentence", "pattern": "^ {s: City}"}'
    assert "=> subject = 江州市  to byte 30\n" in expect(try_rule(context, article), 0).stdout.decode()


def test_a_file_of_rules_and_a_rule_of_the_pack_can_be_tried(tmp):
    article = write(tmp / "a.txt", GOOD)
    rules = write(tmp / "r.json", '{"define": {"make": "<verb.make>"}, "rules": [{"id": "x", "layer": "relation", '
                                  '"pattern": "$make {f: Fund}", "yields": ["@subject establishes f"]}]}')
    for what in (rules, "establish", "mini-zh/establish"):
        assert b"2 matches in 1 of 1 article, 2 triples\n" in expect(try_rule(what, article), 0).stdout, what
    expect(try_rule("etsablish", article), 2, "did you mean 'establish'")


def test_a_pattern_that_matches_nothing_shows_how_near_it_came(tmp):
    article = write(tmp / "a.txt", GOOD)
    out = expect(try_rule("<verb.make> {f: Fund} '的'", article), 0).stdout.decode()
    assert "ok <verb.make>  设立 (verb.make)\n    ok {f: Fund}  星河基金 (Fund)\n    no '的'  here is '。'" in out, out


def test_errors_of_a_tried_rule_have_their_place(tmp):
    article = write(tmp / "a.txt", GOOD)
    expect(try_rule("<verb.make> {f: Funds}", article), 2, r'^PATTERN:1:17: error: unknown type "Funds", did you mean "Fund"')
    expect(try_rule('{"pattern": "<verb.make>",\n "yeilds": []}', article), 2, r'^RULE:2:2: error: unknown key')
    rule = write(tmp / "r.json", '{"pattern":\n "<verb.maek>"}')
    expect(try_rule(rule, article), 2, r'r\.json:2:4: error: unknown lexicon class "verb.maek"')


def test_matches_are_coloured_where_that_is_wanted(tmp):
    article = write(tmp / "a.txt", GOOD)
    plain = try_rule("<verb.make> {f: Fund}", article).stdout
    coloured = try_rule("<verb.make> {f: Fund}", article, "--color", "always").stdout
    assert b"\033" not in plain and "\033[1;33m设立\033[0m\033[32m星河基金\033[0m".encode() in coloured, coloured


def test_try_as_json(tmp):
    article = write(tmp / "a.txt", GOOD)
    out = json.loads(try_rule("establish", article, "--json").stdout)
    assert out["matched"] == 2 and out["yielded"] == 2 and out["articles"] == 1
    first = out["matches"][0]
    assert (first["start"], first["end"], first["text"]) == (9, 27, "设立星河基金")
    assert first["captures"][0] == {"capture": "o", "start": 15, "end": 27, "text": "星河基金", "kind": "mention",
                                    "label": "Fund", "name": "星河基金", "rule": "mini-zh/fund"}
    assert first["triples"][0]["subject"]["name"] == "江州市"


# ---- rules diff ----

RULES = """{"rules": [
 {"id": "make", "layer": "relation", "priority": 5, "pattern": "<verb.make> {o: Fund} <tail>", "yields": ["@subject establishes o"],
  "status": "planned", "examples": [{"text": "江州市设立星河基金了。", "yields": ["江州市 establishes 星河基金 (planned)"]}]},
 {"id": "with", "layer": "relation", "pattern": "{a: City} <with> {b: City}", "yields": ["a cooperates_with b"],
  "examples": [{"text": "江州市携手云城市。", "yields": ["江州市 cooperates_with 云城市"]}]}]}"""


def changed_pack(tmp):
    write(tmp / "mine/pack.json", json.dumps({"name": "mine", "version": "1", "includes": [str(PACK)],
                                              "disable": ["mini-zh/negated"], "lexicons": ["w.tsv"],
                                              "rules": ["r.json"]}))
    write(tmp / "mine/w.tsv", "携手\twith\n了\ttail\n")
    write(tmp / "mine/r.json", RULES)
    return tmp / "mine"


ARTICLE = "江州市设立星河基金了。江州市携手云城市。\n\n青河市未设立长风基金。青河市设立星河基金。\n"


def test_rules_diff_tells_what_was_gained_lost_and_changed(tmp):
    article = write(tmp / "a.txt", ARTICLE)
    out = expect(run("rules", "diff", PACK, changed_pack(tmp), article), 0).stdout.decode()
    assert "+ 江州市 cooperates_with 云城市  mine/with\n    a.txt:33-57  »江州市携手云城市«。\n" in out, out
    assert "~ 江州市 establishes 星河基金 (planned)  mine/make\n    status: done -> planned\n" in out, out
    assert "    rule: mini-zh/establish -> mine/make\n" in out, out
    assert "+ 青河市 establishes 长风基金  mini-zh/establish\n" in out, out
    assert out.endswith("2 gained, 0 lost, 1 changed, 1 the same\n"), out
    back = expect(run("rules", "diff", changed_pack(tmp), PACK, article), 0).stdout.decode()
    assert "- 江州市 cooperates_with 云城市" in back and back.endswith("0 gained, 2 lost, 1 changed, 1 the same\n")


def test_rules_diff_with_gold_gives_the_figures_of_both(tmp):
    article = write(tmp / "in/a.txt", ARTICLE)
    entities = [{"id": "c", "type": "City", "name": "江州市"}, {"id": "d", "type": "City", "name": "云城市"}]
    write(tmp / "gold/a.json", json.dumps({"title": "", "entities": entities,
                                           "relations": [{"s": "c", "p": "cooperates_with", "o": "d", "status": "done"}]}))
    args = ("rules", "diff", PACK, changed_pack(tmp), article, "--gold", tmp / "gold", "--by", "source")
    text = expect(run(*args), 0).stdout.decode()
    assert "relations strict   P 0.000 -> 0.250  R 0.000 -> 1.000  F1 0.000 -> 0.400 (+0.400)" in text, text
    out = json.loads(expect(run(*args, "--json"), 0).stdout)
    assert (out["gained"], out["lost"], out["changed"], out["same"]) == (2, 0, 1, 1)
    assert out["gold"]["files"] == 1 and out["gold"]["after"]["relations strict"]["hits"] == 1
    changes = {(c["change"], c["after"]["predicate"]): c for c in out["changes"]}
    assert changes["gained", "cooperates_with"]["sentence"] == "江州市携手云城市。"
    assert changes["changed", "establishes"]["fields"] == ["status", "evidence", "rule"]


def test_a_pack_and_its_copy_of_another_name_do_not_differ(tmp):
    shutil.copytree(PACK, tmp / "copy")
    manifest = (tmp / "copy/pack.json").read_text(encoding="utf-8").replace('"mini-zh"', '"copy"')
    write(tmp / "copy/pack.json", manifest)
    out = expect(run("rules", "diff", PACK, tmp / "copy", write(tmp / "a.txt", ARTICLE)), 0).stdout.decode()
    assert out == "0 gained, 0 lost, 0 changed, 2 the same\n", out


# ---- rules coverage ----

def test_rules_coverage_counts_what_each_rule_does(tmp):
    article = write(tmp / "a.txt", GOOD + "青河市未设立星河基金。基金设立青河市。\n")
    out = json.loads(expect(run("rules", "coverage", PACK, article, "--json"), 0).stdout)
    rules = {r["id"]: r for r in out["rules"]}
    figures = {i: (r["tried"], r["matched"], r["kept"], r["made"], r["rejected"]) for i, r in rules.items()}
    assert figures["mini-zh/establish"] == (3, 3, 2, 2, {"negated": 1}), figures
    assert figures["mini-zh/place"][1:4] == (4, 4, 4), figures
    assert figures["mini-zh/subject"][1:3] == (3, 3), figures
    assert rules["mini-zh/establish"]["file"].endswith("mini-zh/rules.json") and rules["mini-zh/establish"]["line"] > 1
    found = {(w["word"], w["class"]): w["found"] for w in out["words"]}
    assert found["设立", "verb.make"] == 4 and found["云城", "place"] == 0 and found["云城市", "place"] == 1, found


def test_rules_coverage_names_what_never_fires_and_sorts(tmp):
    article = write(tmp / "a.txt", "江州市设立星河基金。\n")
    out = expect(run("rules", "coverage", PACK, article, "--sort", "id", "--words"), 0).stdout.decode()
    rows = [line.split()[0] for line in out.splitlines() if line.startswith("mini-zh/")]
    assert rows == sorted(rows) and len(rows) == 6, rows
    assert "4 of 6 rules fired in 1 article; these never:\n" in out, out
    assert re.search(r"^  mini-zh/negated  .*rules.json:\d+  never tried$", out, re.M), out
    assert "3 of 10 words were found\n" in out and re.search(r"words.tsv:1: 云城 place$", out, re.M), out
    by_matches = expect(run("rules", "coverage", PACK, article, "--sort", "matched"), 0).stdout.decode()
    counts = [int(line.split()[3]) for line in by_matches.splitlines() if line.startswith("mini-zh/")]
    assert counts == sorted(counts, reverse=True), counts


def page_data(path):
    page = path.read_text(encoding="utf-8")
    return page, json.loads(re.search(r'<script id="data" type="application/json">(.*?)</script>', page, re.S)[1])


def test_rules_coverage_writes_a_page_of_its_own(tmp):
    article = write(tmp / "a.txt", "题：</script><b>江州市设立星河基金。\n")
    expect(run("rules", "coverage", PACK, article, "--html", tmp / "c.html"), 0)
    page, data = page_data(tmp / "c.html")
    assert not re.search(r'(src|href)="(?!data:)', page), "the page asks for something outside"
    text = data["articles"][0]["text"]
    assert "</script><b>" in text
    marks = {(data["rules"][m[2]]["id"], text[m[0]:m[1]]) for m in data["articles"][0]["matches"]}
    assert ("mini-zh/establish", "设立星河基金") in marks, marks
    assert re.fullmatch(r"rules.json:\d+", data["rules"][0]["where"])


def test_the_page_of_a_large_corpus_is_bounded_and_says_so(tmp):
    records = "".join(json.dumps({"id": f"r{i}", "title": f"记录{i}", "text": "江州市设立星河基金。" * 3000},
                                 ensure_ascii=False) + "\n" for i in range(20))
    expect(run("rules", "coverage", PACK, write(tmp / "a.ndjson", records), "--html", tmp / "c.html"), 0)
    _, data = page_data(tmp / "c.html")
    assert data["articles_read"] == 20 and len(data["articles"]) == 10, len(data["articles"])


# ---- explain ----

def built(tmp):
    write(tmp / "in/a.txt", "转化之路\n\n江州市很大。\n\n云城市拟设立长风基金。\n")
    write(tmp / "in/b.txt", "云城市设立长风基金。江州市设立星河基金。\n")
    expect(run("build", tmp / "in", "-o", tmp / "out"), 0)
    return tmp / "out"


def edge_id(graph, predicate, name):
    lines = (graph / "graph.graphml").read_text(encoding="utf-8")
    node = re.search(rf'<node id="(e_\w+)">(?:(?!</node>).)*<data key="n_name">{name}<', lines, re.S)[1]
    return re.search(rf'<edge id="(s_\w+)" source="\w+" target="{node}" label="{predicate}"', lines)[1]


def test_a_fact_is_explained_down_to_its_bytes(tmp):
    graph = built(tmp)
    edge = edge_id(graph, "establishes", "长风基金")
    out = expect(run("explain", graph, edge, "--articles", tmp / "in", "--pack", PACK), 0).stdout.decode()
    assert "evidence 1 of 2  a.txt:46-64  planned\n    云城市拟»设立长风基金«。\n" in out, out
    assert re.search(r"rule mini-zh/establish  \S+mini-zh/rules.json:\d+\n +pattern <verb.make> \{o: Fund\}\n", out), out
    assert re.search(r"<verb.make>  设立  verb.make  b.txt:9-15  \S+words.tsv:8\n", out), out
    assert re.search(r"\{o: Fund\}  长风基金  Fund  b.txt:15-27\n +rule mini-zh/fund  \S+rules.json:\d+\n", out), out
    assert re.search(r"subject 云城市: the subject in force, set by mini-zh/subject  \S+:\d+\n"
                     r" +b.txt:0-9  云城市  in: 云城市设立长风基金。\n", out), out
    assert re.search(r"status planned: set by mini-zh/planned  \S+:\d+\n +a.txt:\d+-\d+  拟\n", out), out


def test_a_fact_is_found_by_names_line_and_node(tmp):
    graph = built(tmp)
    common = ("--articles", tmp / "in", "--pack", PACK)
    by_name = expect(run("explain", graph, "--from", "江州", "--word", "基金", *common), 0).stdout.decode()
    assert "江州市 establishes 星河基金" in by_name and "长风" not in by_name, by_name
    lines = (graph / "triples.ndjson").read_text(encoding="utf-8").splitlines()
    number = next(i for i, line in enumerate(lines, 1) if "星河基金" in line)
    assert expect(run("explain", graph, number, *common), 0).stdout.decode() == by_name
    stream = expect(run("explain", graph / "triples.ndjson", number, *common), 0).stdout.decode()
    assert stream == by_name, stream
    node = json.loads(lines[number - 1])["object"]["id"]
    assert expect(run("explain", graph, node, *common), 0).stdout.decode() == by_name


def test_explain_as_json(tmp):
    graph = built(tmp)
    out = json.loads(expect(run("explain", graph, "--word", "星河", "--articles", tmp / "in", "--pack", PACK, "--json"),
                            0).stdout)
    piece = out[0]["evidence"][0]
    assert (piece["source"], piece["start"], piece["end"], piece["text"]) == ("b.txt", 39, 57, "设立星河基金")
    assert [e["element"] for e in piece["match"]["elements"]] == ["<verb.make>", "{o: Fund}"]
    assert piece["match"]["elements"][1]["made_by"]["rule"] == "mini-zh/fund"
    assert piece["antecedent"] == {"how": "subject", "rule": "mini-zh/subject", "start": 30, "end": 39, "text": "江州市"}


def test_what_cannot_be_traced_is_said(tmp):
    graph = built(tmp)
    ask = ("explain", graph, "--word", "星河", "--pack", PACK)
    assert "the article is not at hand: name the inputs" in expect(run(*ask), 0).stdout.decode()
    # Beside the graph, or from the current folder, a source is found by its name.
    assert "<verb.make>  设立" in expect(run(*ask, cwd=tmp / "in"), 0).stdout.decode()
    write(tmp / "in/b.txt", "云城市设立长风基金。江州市未设立星河基金。\n")
    assert "one of the two has changed" in expect(run(*ask, "--articles", tmp / "in"), 0).stdout.decode()
    expect(run("explain", graph, "s_0000000000000000", "--pack", PACK), 1, "no edge, node or line 's_0000000000000000'")
    expect(run("explain", graph, "--pack", PACK), 2, "expected an ID, or --from or --word")
    expect(run("explain", "--pack", PACK), 2, "expected a GRAPH, an ARTICLE with --html, or --sentence")


def sentence(text, *more):
    return run("explain", "--sentence", text, "--pack", PACK, *more)


def test_a_sentence_that_gives_nothing_tells_why(tmp):
    out = expect(sentence("江州市设立了星河基金。"), 0).stdout.decode()
    assert "words: 江州市 place, 设立 verb.make, 星河基金 fund\n" in out, out
    assert "mentions: 江州市 City, 星河基金 Fund\n" in out, out
    assert "  mini-zh/establish at sentence:9-15\n    ok <verb.make>  设立 (verb.make)\n" \
           "    no {o: Fund}  here is '了星河基金。'\n" in out, out


def test_a_sentence_that_gives_a_fact_shows_its_way_and_what_turned_it_down(tmp):
    out = expect(sentence("江州市未设立星河基金。"), 0).stdout.decode()
    assert re.search(r"rule mini-zh/establish .*\n.*\n +<verb.make>  设立", out), out
    assert "x negated  establishes\n" in out, out


def test_one_rule_is_followed_to_each_place_where_it_was_tried(tmp):
    out = expect(sentence("江州市设立江州市，设立云城市。", "--rule", "establish"), 0).stdout.decode()
    assert out.count("no {o: Fund}") == 2 and "here is '江州市，设立云城…' (江州市 place, 江州市 City)" in out, out
    nothing = expect(sentence("江州市很大。", "--rule", "mini-zh/establish"), 0).stdout.decode()
    assert "cannot begin here: nothing is <verb.make>" in nothing, nothing
    expect(sentence("江州市。", "--rule", "etsablish"), 2, "did you mean 'establish'")
    out = json.loads(expect(sentence("江州市设立了星河基金。", "--rule", "establish", "--json"), 0).stdout)
    miss = out[0]["misses"][0]
    assert miss["wanted"] == ["{o: Fund}"] and miss["at"] == 15 and miss["steps"][0]["text"] == "设立", miss


def test_the_page_of_layers_holds_all_of_them(tmp):
    article = write(tmp / "a.txt", GOOD + "</script>")
    expect(run("explain", article, "--pack", PACK, "--html", tmp / "a.html"), 0)
    page, data = page_data(tmp / "a.html")
    assert not re.search(r'(src|href)="(?!data:)', page), "the page asks for something outside"
    one = data["articles"][0]
    assert {s["layer"] for s in one["seen"]} == {"word", "mention"}
    facts = [t["fact"] for m in one["matches"] for t in m["triples"]]
    assert facts == ["江州市 establishes 星河基金", "云城市 establishes 长风基金 (planned)"], facts
    expect(run("explain", article, "--pack", PACK, "--html", tmp / "no/such/a.html"), 3)


if __name__ == "__main__":
    sys.exit(main(globals()))
