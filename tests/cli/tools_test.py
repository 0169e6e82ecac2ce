#!/usr/bin/env python3
"""What a rule writer has: try, rules diff, rules coverage, explain. usage: tools_test.py MAILUO PROJECT [WORD]"""
import json
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


if __name__ == "__main__":
    sys.exit(main(globals()))
