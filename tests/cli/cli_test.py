#!/usr/bin/env python3
"""Drives the program as scripts do. usage: cli_test.py MAILUO PROJECT [WORD]

Each function named test_* is a case; with WORD only those whose name holds it run. Nothing but the standard library."""
import functools
import hashlib
import inspect
import json
import os
import pathlib
import pty
import random
import re
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time

MAILUO, PROJECT = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve()
PACK = PROJECT / "tests/cli/data/mini-zh"
SHARED = pathlib.Path(os.environ.get("MAILUO_SHARED", PROJECT / "../shared"))
GOOD = "江州市设立星河基金。云城市拟设立长风基金。\n"
OTHER = "青河市发展很快。\n\n青河市设立长风基金。云城未设立星河基金。\n"
FOLDER_FILES = ["graph.graphml", "graph.html", "graph.jsonld", "graph.mailuo", "manifest.json", "rejects.ndjson", "report.md",
                "triples.ndjson"]


class Skip(Exception):
    pass


def run(*args, pack=PACK, stdin=b"", env=None, cwd=None, **more):
    command = [str(MAILUO), *map(str, args)]
    if pack and args and args[0] in ("build", "extract"):
        command += ["--pack", str(pack)]
    return subprocess.run(command, input=stdin, capture_output=True, cwd=cwd, timeout=300,
                          env={**os.environ, "NO_COLOR": "", **(env or {})}, **more)


def expect(result, code, *patterns):
    """The exit code, and that stderr holds each regular expression."""
    said = result.stderr.decode("utf-8", "replace")
    assert result.returncode == code, f"exit code {result.returncode}, expected {code}; stderr: {said}"
    for pattern in patterns:
        assert re.search(pattern, said, re.M), f"no {pattern!r} in stderr: {said}"
    return result


def triples(result):
    return [json.loads(line) for line in result.stdout.decode("utf-8").splitlines()]


def facts(result):
    return [(t["subject"]["name"], t["predicate"], t["object"]["name"], t["status"]) for t in triples(result)]


def content(folder):
    return {p.name: p.read_bytes() for p in sorted(pathlib.Path(folder).iterdir())}


def digest(folder):
    return hashlib.sha256(repr(content(folder)).encode()).hexdigest()


def write(path, data):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data.encode("utf-8") if isinstance(data, str) else data)
    return path


def records(count, first=0):
    """NDJSON records, each with one or two facts of its own."""
    out = []
    for i in range(first, first + count):
        text = f"江州市设立星河基金。第{i}段。\n\n云城市拟设立长风基金。" if i % 3 else f"青河市设立长风基金。第{i}段。"
        out.append(json.dumps({"id": f"r{i:05d}", "title": f"记录{i}", "date": "2025-01-02", "text": text},
                              ensure_ascii=False))
    return "\n".join(out) + "\n"


@functools.lru_cache(maxsize=None)
def can_mount():
    with tempfile.TemporaryDirectory() as folder:
        if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", folder], capture_output=True).returncode:
            return False
        subprocess.run(["umount", folder], check=True)
        return True


# ---- What the commands do ----

def test_extract_writes_the_triples_to_stdout_or_a_file(tmp):
    article = write(tmp / "a.txt", GOOD)
    want = [("江州市", "establishes", "星河基金", "done"), ("云城市", "establishes", "长风基金", "planned")]
    result = expect(run("extract", article), 0)
    assert facts(result) == want, facts(result)
    assert result.stderr == b"", result.stderr
    expect(run("extract", article, "-o", tmp / "t.ndjson"), 0)
    assert (tmp / "t.ndjson").read_bytes() == result.stdout


def test_extract_reads_stdin(tmp):
    result = expect(run("extract", "-", stdin=GOOD.encode()), 0)
    assert [t["source"] for t in triples(result)] == ["stdin", "stdin"]
    result = expect(run("extract", "-", "--input-format", "ndjson", stdin=records(3).encode()), 0)
    assert {t["source"] for t in triples(result)} == {"r00000", "r00001", "r00002"}


def test_sources_are_paths_below_the_folder_named(tmp):
    write(tmp / "in/b/x.txt", GOOD)
    write(tmp / "in/a.txt", OTHER)
    write(tmp / "in/.hidden", b"\0\0\0")
    result = expect(run("extract", tmp / "in"), 0)
    assert sorted({t["source"] for t in triples(result)}) == ["a.txt", "b/x.txt"]


def test_files_of_one_name_get_sources_that_differ(tmp):
    a, b = write(tmp / "a/x.txt", GOOD), write(tmp / "b/x.txt", OTHER)
    result = expect(run("extract", a, b), 0)
    assert sorted({t["source"] for t in triples(result)}) == ["a/x.txt", "b/x.txt"]
    assert expect(run("extract", b, a), 0).stdout == result.stdout


def test_a_file_named_twice_is_done_once(tmp):
    article = write(tmp / "in/a.txt", GOOD)
    os.symlink(article, tmp / "in/z.txt")
    once = expect(run("extract", tmp / "in/a.txt"), 0).stdout
    assert expect(run("extract", article, article, tmp / "in/../in/a.txt"), 0).stdout == once
    assert expect(run("extract", tmp / "in", article), 0).stdout == once


def test_evidence_is_verbatim_at_its_offsets(tmp):
    text = ("江州市，\n设立星河基金。\r\n\r\n" + OTHER) * 5
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "gb18030"):
        source = write(tmp / "a.txt", text.encode(encoding))
        found = triples(expect(run("extract", source), 0))
        assert len(found) >= 5, (encoding, len(found))
        raw, codec = source.read_bytes(), "utf-16-le" if encoding == "utf-16" else encoding.replace("-sig", "")
        for one in found:
            start, end = one["evidence"]["start"], one["evidence"]["end"]
            piece = raw[start:end].decode(codec).replace("\r", "").replace("\n", "")
            assert piece == one["evidence"]["text"], (encoding, piece, one["evidence"])


def test_build_writes_a_whole_folder_and_sums_it_up(tmp):
    write(tmp / "in/a.txt", GOOD)
    write(tmp / "in/b.txt", OTHER)
    result = expect(run("build", tmp / "in", "-o", tmp / "g"), 0)
    assert sorted(content(tmp / "g")) == FOLDER_FILES
    shown = result.stdout.decode()
    assert "2 articles" in shown and "establishes" in shown and "negated" in shown and "triples.ndjson" in shown, shown
    assert "\033" not in shown
    summary = json.loads(run("build", tmp / "in", "-o", tmp / "g", "--json").stdout)
    assert summary["articles"] == 2 and summary["entities_by_type"] == {"City": 3, "Fund": 2}, summary
    assert summary["relations_by_kind"] == {"establishes": {"done": 2, "planned": 1}}, summary
    assert summary["rejects_by_reason"] == {"negated": 1}, summary
    assert expect(run("build", tmp / "in", "-o", tmp / "g", "-q"), 0).stdout == b""
    manifest = json.loads((tmp / "g/manifest.json").read_text())
    assert manifest["format"] == "mailuo-graph" and manifest["pack"]["name"] == "mini-zh", manifest
    assert sorted(manifest["files"]) == FOLDER_FILES
    assert [s["source"] for s in manifest["sources"]] == ["a.txt", "b.txt"]
    assert manifest["sources"][0]["bytes"] == len(GOOD.encode())
    rejects = [json.loads(line) for line in (tmp / "g/rejects.ndjson").read_text().splitlines()]
    assert [r["reason"] for r in rejects] == ["negated"], rejects
    for name, data in content(tmp / "g").items():
        assert str(tmp).encode() not in data and str(PROJECT).encode() not in data, f"{name} holds a path of this machine"


def test_build_and_extract_with_assemble_agree(tmp):
    write(tmp / "in/a.txt", GOOD)
    expect(run("build", tmp / "in", "-o", tmp / "g"), 0)
    stream = expect(run("extract", tmp / "in"), 0).stdout
    assert (tmp / "g/triples.ndjson").read_bytes() == stream
    expect(run("assemble", "-", "-o", tmp / "h", stdin=stream), 0)
    for name in ("graph.graphml", "graph.jsonld", "graph.html", "report.md", "triples.ndjson"):
        assert (tmp / "g" / name).read_bytes() == (tmp / "h" / name).read_bytes(), name
    assert json.loads((tmp / "h/manifest.json").read_text())["pack"] is None


def test_export_gives_what_the_folder_holds(tmp):
    write(tmp / "in/a.txt", OTHER)
    write(tmp / "in/none.txt", "江州市发展很快，没有一句话可用。\n")
    write(tmp / "in/r.ndjson", records(2))
    expect(run("build", tmp / "in", "-o", tmp / "g"), 0)
    for kind, name in (("graphml", "graph.graphml"), ("jsonld", "graph.jsonld")):
        assert expect(run("export", tmp / "g", "--format", kind), 0).stdout == (tmp / "g" / name).read_bytes(), kind
    stream = expect(run("export", tmp / "g", "--format", "ndjson"), 0).stdout
    held = (tmp / "g/triples.ndjson").read_bytes()
    assert stream.startswith(held)
    articles = [json.loads(line) for line in stream[len(held):].decode().splitlines()]
    assert [(a["source"], a.get("date")) for a in articles] == [
        ("none.txt", None), ("r00000", "2025-01-02"), ("r00001", "2025-01-02")], articles
    expect(run("export", tmp / "g/triples.ndjson", "-f", "graphml-strict", "-o", tmp / "s.graphml"), 0)
    assert b"<graphml" in (tmp / "s.graphml").read_bytes()
    expect(run("export", tmp / "g", "--format", "graphm"), 2, "graphml, graphml-strict, gexf", "did you mean 'graphml'")
    expect(run("export", tmp / "g", "--format", "parquet"), 2, "expected one of graphml")
    expect(run("export", tmp / "missing", "--format", "jsonld"), 1, r"missing: error")
    expect(run("export", tmp / "in", "--format", "jsonld"), 1, "no manifest.json")


def test_export_of_several_files_makes_a_folder_whole_or_not(tmp):
    write(tmp / "in/a.txt", GOOD)
    expect(run("build", tmp / "in", "-o", tmp / "g"), 0)
    wanted = {"csv": ["edges.csv", "nodes.csv"], "neo4j-csv": ["import.args", "nodes.csv", "relationships.csv"]}
    for kind, names in wanted.items():
        for _ in range(2):  # the second time in place of the first
            expect(run("export", tmp / "g", "-f", kind, "-o", tmp / kind), 0)
            assert list(content(tmp / kind)) == names
        expect(run("export", tmp / "g", "-f", kind), 2, "name a folder for them with -o")
        expect(run("export", tmp / "g", "-f", kind, "-o", tmp / "g"), 2, "is in the graph that is read")
        write(tmp / kind / "mine.txt", "kept")
        before = digest(tmp / kind)
        expect(run("export", tmp / "g", "-f", kind, "-o", tmp / kind), 2, "holds 'mine.txt'")
        assert digest(tmp / kind) == before


def test_aggregate_joins_both_directions_of_a_symmetric_relation(tmp):
    def line(a, b):
        a, b = ({"type": "City", "name": name} for name in (a, b))
        return json.dumps({"source": "a.txt", "subject": a, "predicate": "cooperates_with", "object": b,
                           "evidence": {"start": 0, "end": 3, "text": "x" + a["name"]}})
    write(tmp / "t.ndjson", line("江州市", "云城市") + "\n" + line("云城市", "江州市") + "\n")
    plain = expect(run("export", tmp / "t.ndjson", "-f", "cytoscape"), 0)
    joined = expect(run("export", tmp / "t.ndjson", "-f", "cytoscape", "--aggregate"), 0)
    edges = [[edge["data"] for edge in json.loads(result.stdout)["elements"]["edges"]] for result in (plain, joined)]
    assert [edge["weight"] for edge in edges[0]] == [1, 1], edges
    assert [(edge["weight"], edge["evidence_count"], len(edge["evidence"])) for edge in edges[1]] == [(2, 2, 2)], edges
    expect(run("export", tmp / "t.ndjson", "-f", "ndjson", "--aggregate"), 2, "a triple stream has no edges")


def test_a_graph_comes_back_from_its_stream_its_graphml_and_its_jsonld(tmp):
    write(tmp / "in/a.txt", OTHER)
    write(tmp / "in/none.txt", "江州市发展很快，没有一句话可用。\n")
    write(tmp / "in/r.ndjson", records(20))
    expect(run("build", tmp / "in", "-o", tmp / "g"), 0)
    expect(run("export", tmp / "g", "-f", "ndjson", "-o", tmp / "all.ndjson"), 0)
    expect(run("assemble", tmp / "all.ndjson", "-o", tmp / "stream"), 0)
    expect(run("import", tmp / "g/graph.graphml", "-o", tmp / "graphml"), 0)
    expect(run("import", tmp / "g/graph.jsonld", "-o", tmp / "jsonld"), 0)
    expect(run("import", tmp / "g/graph.jsonld", "-o", tmp / "again.ndjson"), 0)
    expect(run("assemble", tmp / "again.ndjson", "-o", tmp / "again"), 0)
    for folder in ("stream", "graphml", "jsonld", "again"):
        for name in ("graph.graphml", "graph.jsonld", "graph.html", "report.md"):
            assert (tmp / folder / name).read_bytes() == (tmp / "g" / name).read_bytes(), (folder, name)


def test_a_graph_of_another_program_joins_one_of_ours(tmp):
    theirs = write(tmp / "theirs.graphml", """<graphml xmlns="http://graphml.graphdrawing.org/xmlns">
<key id="t" for="node" attr.name="type" attr.type="string"/><key id="r" for="edge" attr.name="relation"/>
<graph edgedefault="directed">
<node id="江州市"><data key="t">City</data></node>
<node id="月光基金"><data key="t">Fund</data></node>
<node id="谁"><data key="t">Ghost</data></node>
<edge source="江州市" target="月光基金"><data key="r">establishes</data></edge>
<edge source="江州市" target="谁"><data key="r">establishes</data></edge>
<edge source="江州市" target="无"><data key="r">establishes</data></edge>
</graph></graphml>
""")
    expect(run("build", write(tmp / "a.txt", GOOD), "-o", tmp / "g"), 0)
    result = expect(run("import", theirs), 1, r"theirs\.graphml:8:1: error: unknown type of an entity .Ghost.",
                    r"theirs\.graphml:9:1: error: the edge ends at .无., expected the id of a node")
    (triple,) = triples(result)
    evidence = triple["evidence"]
    assert theirs.read_bytes()[evidence["start"]:evidence["end"]].decode() == evidence["text"]
    assert triple["source"] == "theirs.graphml" and triple["rule"] == "import/graphml"
    write(tmp / "joined.ndjson", (tmp / "g/triples.ndjson").read_bytes() + result.stdout)
    expect(run("assemble", tmp / "joined.ndjson", "-o", tmp / "joined"), 0)
    nodes = json.loads(expect(run("export", tmp / "joined", "-f", "cytoscape"), 0).stdout)["elements"]["nodes"]
    names = [node["data"]["name"] for node in nodes if "name" in node["data"]]
    assert names.count("江州市") == 1 and "月光基金" in names, names
    expect(run("import", write(tmp / "no.xml", "<a>"), "-o", tmp / "none"), 1, r"no\.xml:1:4: error: is no well-formed XML")
    expect(run("import", write(tmp / "no.jsonld", "{}")), 1, "is no JSON-LD of Mailuo's")
    assert not (tmp / "none").exists()


def test_query_answers_in_three_forms(tmp):
    write(tmp / "a.txt", GOOD)
    expect(run("build", tmp / "a.txt", "-o", tmp / "out", "-q"), 0)
    text = "MATCH (c:City)-[r:establishes]->(f) WHERE r.status = $status RETURN c.name AS city, f.name AS fund"
    ask = functools.partial(run, "query", tmp / "out", text, "--param", "status=done")
    assert ask("--format", "json").stdout.decode() == '[\n{"city":"江州市","fund":"星河基金"}\n]\n'
    assert ask("--json").stdout == ask("--format", "json").stdout
    assert ask("--format", "csv").stdout.decode() == '"city","fund"\n"江州市","星河基金"\n'
    assert ask().stdout.decode() == "city    fund\n------  --------\n江州市  星河基金\n"
    expect(ask("--format", "csv", "-o", tmp / "rows.csv"), 0)
    assert (tmp / "rows.csv").read_bytes() == ask("--format", "csv").stdout
    write(tmp / "q.cypher", text)
    filed = run("query", tmp / "out", "--file", tmp / "q.cypher", "-p", "status=done")
    assert filed.stdout == ask().stdout
    stream = run("query", tmp / "out/triples.ndjson", text, "-p", "status=done")
    assert stream.stdout == ask().stdout
    plan = expect(run("query", tmp / "out", text, "-p", "status=done", "--explain"), 0).stdout.decode()
    assert "Scan" in plan and "row" in plan, plan


def test_columns_alone_say_what_their_folder_says(tmp):
    write(tmp / "a.txt", GOOD)
    expect(run("build", tmp / "a.txt", "-o", tmp / "out", "-q"), 0)
    columns = tmp / "out/graph.mailuo"
    for form, file in (("graphml", "graph.graphml"), ("jsonld", "graph.jsonld"), ("binary", "graph.mailuo")):
        assert expect(run("export", columns, "-f", form), 0).stdout == (tmp / "out" / file).read_bytes(), form
    for command in (("report",), ("view",)):
        assert expect(run(*command, columns), 0).stdout == run(*command, tmp / "out").stdout, command


def test_what_is_in_common_needs_two_that_differ(tmp):
    write(tmp / "a.txt", GOOD)
    expect(run("build", tmp / "a.txt", "-o", tmp / "out", "-q"), 0)
    expect(run("path", tmp / "out", "--common", "江州市", "江州市"), 2, r"is named twice, 江州市 \(City\)")


def test_query_says_what_is_wrong_and_where(tmp):
    write(tmp / "a.txt", GOOD)
    expect(run("build", tmp / "a.txt", "-o", tmp / "out", "-q"), 0)
    before = digest(tmp / "out")
    ask = functools.partial(run, "query", tmp / "out")
    expect(ask("MATCH (c:City RETURN c"), 2, r"query:1:15: error: .*expected '\)'")
    expect(ask("MATCH (c)\nRETURN d"), 2, r"query:2:8: error: .*no variable d")
    expect(ask("MATCH (c) DELETE c"), 2, r"query:1:11: error: DELETE is not supported")
    expect(ask("RETURN 1 / 0 AS x"), 2, r"query:1:8: error: .*divided by 0")
    expect(ask("RETURN $x AS x"), 2, r"\$x has no value")
    expect(ask("RETURN $x AS x", "-p", "x"), 2, r"expected name=value")
    expect(ask(), 2, r"a query is missing")
    expect(ask("RETURN 1", "--file", tmp / "none"), 2, r"expected one of them")
    expect(ask("--file", tmp / "none.cypher"), 2, r"none\.cypher.*cannot be read")
    expect(ask("--file", tmp), 2, r"cannot be read: Is a directory")
    expect(ask("MATCH (c:Cty) RETURN c"), 0, r"query:1:7: warning: the graph has no label Cty, expected City")
    assert ask("MATCH (c:Cty) RETURN c", "--quiet").stderr == b""
    expect(ask("RETURN 1 AS x", "-o", tmp / "out/rows"), 2, r"is in the graph that is read")
    failed = ask("UNWIND [1, 0] AS x RETURN 1 / x AS y", "-o", tmp / "rows")
    expect(failed, 2, r"divided by 0")
    assert not (tmp / "rows").exists() and digest(tmp / "out") == before


def test_rules_check_and_test_run_a_pack(tmp):
    assert b"0 errors, 0 warnings" in expect(run("rules", "check", PACK), 0).stdout
    passed = int(re.search(rb"(\d+) passed, 0 failed$", expect(run("rules", "test", PACK), 0).stdout.strip()).group(1))
    assert passed == 12, passed
    bad = tmp / "bad"
    shutil.copytree(PACK, bad)
    rules = (bad / "rules.json").read_text()
    for fault, wanted in (('"江州市 establishes 星河基金 (planned)"', '"江州市 establishes 星河基金"'),
                          ('"云城未设立长风基金。"', '"云城设立长风基金。"'),
                          ('"City 云城市"', '"City 云城"')):
        assert fault in rules
        write(bad / "rules.json", rules.replace(fault, wanted))
        result = expect(run("rules", "test", bad), 1)
        text = result.stdout.decode()
        assert re.search(r"rules\.json:\d+:\d+: error: (counter)?example of mini-zh/", text), text
        assert "expected: " in text and "found: " in text and re.search(r"\d+ passed, 1 failed\s*$", text), text


def test_eval_agrees_with_hand_made_figures(tmp):
    stream = write(tmp / "t.ndjson", expect(run("extract", write(tmp / "a.txt", GOOD)), 0).stdout)
    gold = write(tmp / "a.json", json.dumps({"title": "", "entities": [
        {"id": "e1", "type": "City", "name": "江州", "aliases": ["江州市"]}, {"id": "e2", "type": "Fund", "name": "“星河”基金"},
        {"id": "e3", "type": "City", "name": "青河市"}],
        "relations": [{"s": "e1", "p": "establishes", "o": "e2", "status": "planned"},
                      {"s": "e3", "p": "establishes", "o": "e2", "status": "done"}]}))
    figures = json.loads(expect(run("eval", stream, gold, "--by", "source", "--json"), 0).stdout)
    assert figures["entities strict"] == {"gold": 3, "predicted": 4, "hits": 2, "precision": 0.5, "recall": 0.6667,
                                          "f1": 0.5714}, figures
    assert figures["relations strict"]["hits"] == 1 and figures["status accuracy"] == 0, figures
    text = expect(run("eval", stream, gold, "--by", "source", "--misses", 1), 0).stdout.decode()
    assert "a.json: missed: 青河市" in text and "a.json: false alarm: 云城市" in text, text
    broken = write(tmp / "broken.json", '{"entities": [],\n "relations": x}')
    expect(run("eval", stream, broken, gold, "--by", "source"), 1, r"broken\.json:2:\d+: error")
    calibration = json.loads(expect(run("eval", stream, gold, "--by", "source", "--calibration", "--json"), 0).stdout)
    bands = calibration["by confidence (lenient)"]
    assert [band["confidence"] for band in bands] == sorted((band["confidence"] for band in bands), reverse=True)
    assert sum(band["hits"] for band in bands) == figures["relations lenient"]["hits"]
    assert sum(band["predicted"] for band in bands) == figures["relations lenient"]["predicted"]


def test_ledger_accounts_for_each_figure(tmp):
    article = write(tmp / "a.txt", "广州的实践\n\n广州建成20家中试平台。尚未投入3亿元。围绕四大方向发力。\n")
    ledger = json.loads(expect(run("eval", "--ledger", article, "--json"), 0).stdout)
    for side in ledger.values():
        assert side["all"] == side["in_triples"] + sum(side["reasons"].values()), ledger
    assert ledger["figures"]["all"] == 3 and ledger["figures"]["in_triples"] == 1, ledger
    assert "negated" in ledger["figures"]["reasons"], ledger
    text = expect(run("eval", "--ledger", article, "--misses", 1), 0).stdout.decode()
    assert "figures 3, in a triple or with a reason 1.000" in text and "a.txt: 3亿元: " in text, text
    expect(run("eval", article), 2, r"GOLD")


def test_unsure_triples_are_turned_down_where_asked(tmp):
    articles = PROJECT / "examples/articles"
    all_of = triples(expect(run("extract", articles, pack=None), 0))
    sure = triples(expect(run("extract", articles, "--min-confidence", 0.85, pack=None), 0))
    assert sure == [triple for triple in all_of if triple["confidence"] >= 0.85] and len(sure) < len(all_of)
    out = tmp / "sure"
    expect(run("build", articles, "--min-confidence", 0.85, "-o", out, "--quiet", pack=None), 0)
    rejects = [json.loads(line) for line in (out / "rejects.ndjson").read_text(encoding="utf-8").splitlines()]
    assert sum(reject["reason"] == "confidence" for reject in rejects) == len(all_of) - len(sure)
    expect(run("extract", articles, "--min-confidence", 1.5), 2, r"--min-confidence")


def test_eval_equals_the_scorer(tmp):
    score, seeds = SHARED / "annotation/score.py", SHARED / "seeds"
    if not score.exists():
        raise Skip("no annotation/score.py in MAILUO_SHARED")
    stream = tmp / "t.ndjson"
    expect(run("extract", seeds, SHARED / "annotation/articles", "-o", stream, pack=None), 0)
    gold = sorted((SHARED / "annotation/gold").glob("*.json"))
    for by in ("title", "source"):
        theirs = subprocess.run([sys.executable, score, "--json", "--by", by, stream, *gold], capture_output=True, check=True)
        ours = run("eval", "--json", "--by", by, stream, *gold)
        assert json.loads(ours.stdout) == json.loads(theirs.stdout), by


# ---- Exit codes and messages ----

def test_wrong_usage_ends_with_2_and_a_hint(tmp):
    article = write(tmp / "a.txt", GOOD)
    for args, patterns in (
            (["extrakt", article], ["unknown command 'extrakt'", "did you mean 'extract'"]),
            (["rules", "tets", PACK], ["unknown command 'tets'", "did you mean 'test'"]),
            (["extract", article, "--thread", "2"], ["unknown option '--thread'", "did you mean '--threads'"]),
            (["build", article, "--outptu", "g"], ["unknown option '--outptu'", "did you mean '--output'"]),
            (["extract", article, "--threads=0"], ["--threads"]),
            (["extract", article, "--input-format", "ndjsn"], ["did you mean 'ndjson'"]),
            (["extract", article, "--pack", "mini-hz"], ["no pack 'mini-hz'"]),
            (["extract", article, "--log-level", "loud"], ["--log-level"]),
            (["extract", article, "--color", "sometimes"], ["--color"]),
            (["extract", article, "-o", ""], ["--output"]), (["build", article, "-o", ""], ["--output"]),
            (["extract"], ["INPUT"]), (["build", article], ["--output"]), (["rules"], ["check, test"]), ([], ["command is missing"])):
        result = expect(run(*args, pack=None), 2, *patterns)
        assert result.stdout == b"", result.stdout
    expect(run("extract", article, pack="mini-z", env={"MAILUO_PACKS": str(PACK.parent)}), 2, "did you mean 'mini-zh'")
    expect(run("extract", article, pack="mini-zh", env={"MAILUO_PACKS": str(PACK.parent)}), 0)


def test_help_shows_an_example_for_every_command(tmp):
    top = expect(run("--help"), 0).stdout.decode()
    assert "Exit codes" in top
    for command in (["build"], ["extract"], ["assemble"], ["export"], ["import"], ["eval"], ["rules", "check"], ["rules", "test"]):
        assert command[0] in top
        text = expect(run(*command, "--help", pack=None), 0).stdout.decode()
        assert re.search("^Example:\n  (.*\n)*?.*mailuo " + " ".join(command) + " .", text, re.M), text
    assert re.match(rb"mailuo \d+\.\d+\.\d+\n$", expect(run("--version"), 0).stdout)


def bad_inputs(tmp):
    """name -> (file, what stderr says)"""
    bom_text = GOOD.encode("utf-16")
    return {
        "missing": (tmp / "bad/missing.txt", r"missing\.txt: error: cannot be read: No such file"),
        "empty": (write(tmp / "bad/empty.txt", b""), r"empty\.txt: error: is empty"),
        "blank": (write(tmp / "bad/blank.txt", b" \n\n\t\n"), r"blank\.txt: error: is empty"),
        "binary": (write(tmp / "bad/binary.txt", bytes(range(256)) * 64), r"binary\.txt: error: "),
        "empty records": (write(tmp / "bad/empty.ndjson", b"\n\n"), r"empty\.ndjson: error: is empty"),
        "no record": (write(tmp / "bad/no.ndjson", b"{]\n"), r"no\.ndjson:1:\d+: error: "),
        "broken lines": (write(tmp / "bad/broken.ndjson", records(2) + '{"id": "x", "text": \n' + records(1, 7) + '{"id": "y"}\n'),
                         r"broken\.ndjson:3:\d+: error: (.|\n)*broken\.ndjson:5(:\d+)?: error: "),
        "truncated": (write(tmp / "bad/cut.ndjson", records(3).encode()[:-40]), r"cut\.ndjson:3(:\d+)?: error: "),
        "utf-16 cut": (write(tmp / "bad/none16.txt", bom_text[:2]), r"none16\.txt: error: "),
        "empty folder": ((tmp / "bad/folder"), r"folder: error: the folder holds no file"),
    }


def test_bad_inputs_are_named_and_the_good_ones_done(tmp):
    (tmp / "bad/folder").mkdir(parents=True)
    good = write(tmp / "good.txt", GOOD)
    want = expect(run("extract", good), 0).stdout
    for name, (path, pattern) in bad_inputs(tmp).items():
        result = expect(run("extract", path, good), 1, pattern)
        assert [t for t in triples(result) if t["source"] == "good.txt"] == [json.loads(line) for line in want.splitlines()], name
        expect(run("build", path, good, "-o", tmp / "g"), 1, pattern)
        assert sorted(content(tmp / "g")) == FOLDER_FILES, name


def test_good_records_beside_broken_ones_are_done(tmp):
    (tmp / "bad/folder").mkdir(parents=True)
    result = run("extract", bad_inputs(tmp)["broken lines"][0])
    assert {t["source"] for t in triples(expect(result, 1))} == {"r00000", "r00001", "r00007"}


def test_where_nothing_can_be_used_the_old_output_stays(tmp):
    expect(run("build", write(tmp / "a.txt", GOOD), "-o", tmp / "g"), 0)
    before = digest(tmp / "g")
    empty = write(tmp / "empty.txt", b"")
    expect(run("build", empty, tmp / "missing", "-o", tmp / "g"), 1, "nothing is written")
    assert digest(tmp / "g") == before
    out = write(tmp / "t.ndjson", "old")
    expect(run("extract", empty, "-o", out), 1)
    assert out.read_text() == "old"
    expect(run("assemble", empty, "-o", tmp / "g"), 1)
    assert digest(tmp / "g") == before


def test_broken_bytes_are_told_and_the_article_is_done(tmp):
    path = write(tmp / "a.txt", GOOD.encode() + b"\xff\xfe\xe6\n" + GOOD.encode() * 20)
    result = run("extract", path)
    expect(result, 1, r"a\.txt:2:\d+: warning: ")
    assert len(triples(result)) > 0


def test_a_source_with_too_many_broken_bytes_is_left_out(tmp):
    wrong = write(tmp / "in/wrong.txt", (GOOD * 3).encode("gb18030"))
    expect(run("build", wrong, "-o", tmp / "g"), 0)
    before = digest(tmp / "g")
    message = r"wrong\.txt: error: \d+% of its characters are broken in UTF-8"
    expect(run("build", wrong, "-o", tmp / "g", "--encoding", "UTF-8"), 1, message, "nothing is written")
    assert digest(tmp / "g") == before
    write(tmp / "in/good.txt", GOOD)
    result = expect(run("extract", tmp / "in", "--encoding", "UTF-8"), 1, message)
    assert {t["source"] for t in triples(result)} == {"good.txt"}
    lines = records(3).encode().replace("记录1".encode(), b"x").replace("第1段".encode(), b"\xff".join([b"1"] * 20))
    result = expect(run("extract", write(tmp / "r.ndjson", lines)), 1, r"r\.ndjson:2(:\d+)?: ")
    assert {t["source"] for t in triples(result)} == {"r00000", "r00002"}


def test_an_unknown_encoding_is_wrong_usage(tmp):
    article = write(tmp / "a.txt", GOOD.encode("gb18030"))
    expect(run("extract", article, "--encoding", "no-such-code"), 2, "--encoding: unknown encoding 'no-such-code'")
    assert len(triples(expect(run("extract", article, "--encoding", "GB18030"), 0))) == 2


def test_a_huge_article_is_done(tmp):
    path = write(tmp / "a.txt", GOOD * 40000)
    result = expect(run("extract", path, "-o", tmp / "t.ndjson"), 0)
    assert sum(1 for _ in open(tmp / "t.ndjson", "rb")) == 80000, "all evidence is kept"


def test_malformed_packs_end_with_a_place(tmp):
    article = write(tmp / "a.txt", GOOD)
    faults = {"rules.json": [('"<fund>"', '"<fnud>"', r"rules\.json:\d+:\d+: error: .*fnud"),
                             ('"layer": "context"', '"layer": "contxt"', r"rules\.json:\d+:\d+: error: .*contxt"),
                             ("]}\n  ]", "]\n  ]", r"rules\.json:\d+:\d+: error")],
              "pack.json": [('"words.tsv"', '"wrods.tsv"', r"error: .*wrods\.tsv|wrods\.tsv.*: error"),
                            ('"ontology": "policy"', '"ontology": "poliyc"', r"pack\.json:\d+:\d+: error: .*poliyc"),
                            ('"version": "1.0.0",', '"version": "1.0.0", "includes": ["bad"],', r"error: .*includes itself")],
              "words.tsv": [("拟\tcue.plan", "拟 cue.plan", r"words\.tsv:\d+:\d+: error")]}
    for file, cases in faults.items():
        for old, new, pattern in cases:
            shutil.rmtree(tmp / "bad", ignore_errors=True)
            shutil.copytree(PACK, tmp / "bad")
            text = (tmp / "bad" / file).read_text()
            assert old in text, old
            write(tmp / "bad" / file, text.replace(old, new, 1))
            expect(run("rules", "check", tmp / "bad"), 1, pattern)
            expect(run("rules", "test", tmp / "bad"), 1, pattern)
            expect(run("build", article, "-o", tmp / "g", pack=tmp / "bad"), 2, pattern, "cannot be used")
            assert not (tmp / "g").exists()


def test_bad_triple_lines_are_named_and_the_good_ones_assembled(tmp):
    stream = expect(run("extract", write(tmp / "a.txt", GOOD)), 0).stdout.splitlines(keepends=True)
    broken = write(tmp / "t.ndjson", stream[0] + b'{"source": 1}\n' + b"{\n" + stream[1].replace(b"establishes", b"establish"))
    expect(run("assemble", broken, "-o", tmp / "g"), 1, r"t\.ndjson:2:\d+: error", r"t\.ndjson:3:\d+: error", r"t\.ndjson:4:\d+: error.*establishes")
    assert (tmp / "g/triples.ndjson").read_bytes() == stream[0]


# ---- Outputs are whole or not there ----

def test_foreign_folders_are_not_replaced(tmp):
    article = write(tmp / "a.txt", GOOD)
    write(tmp / "mine/notes.txt", "mine")
    expect(run("build", article, "-o", tmp / "mine"), 2, "mine: error: .*not replaced")
    assert content(tmp / "mine") == {"notes.txt": b"mine"}
    expect(run("build", article, "-o", tmp / "g"), 0)
    write(tmp / "g/notes.txt", "mine")
    expect(run("build", article, "-o", tmp / "g"), 2, r"notes\.txt")
    assert (tmp / "g/notes.txt").read_text() == "mine"
    expect(run("build", article, "-o", write(tmp / "file", "old")), 2, "is no folder")
    expect(run("build", article, "-o", article), 2, r"a\.txt: error: is input and output in one")
    assert article.read_text() == GOOD
    (tmp / "empty").mkdir()
    expect(run("build", article, "-o", tmp / "empty/"), 0)
    expect(run("build", article, "-o", tmp / "new/deep/g"), 0)
    expect(run("build", article, "-o", ".", cwd=tmp / "empty"), 2, "the folder you are in")


def test_graph_folders_are_not_read_as_articles(tmp):
    write(tmp / "in/a.txt", GOOD)
    expect(run("build", tmp / "in", "-o", tmp / "once"), 0)
    expect(run("build", tmp / "in", "-o", tmp / "in/g"), 0)
    expect(run("build", tmp / "in", "-o", tmp / "in/g"), 0, "in/g: note: is a graph folder")
    expect(run("build", tmp / "in", "-o", tmp / "in/other"), 0, "in/g: note: is a graph folder")
    assert content(tmp / "in/g") == content(tmp / "in/other") == content(tmp / "once")
    assert expect(run("extract", tmp / "in", "--quiet"), 0).stderr == b""
    expect(run("build", tmp / "in/g", "-o", tmp / "in/g/"), 2, "is input and output in one")
    assert content(tmp / "in/g") == content(tmp / "once")


def test_an_input_is_not_overwritten(tmp):
    article = write(tmp / "in/a.txt", GOOD)
    for given in (article, tmp / "in"):
        expect(run("extract", given, "-o", tmp / "in/../in/a.txt"), 2, r"a\.txt: error: is input and output in one")
    assert article.read_text() == GOOD
    expect(run("build", article, "-o", tmp / "g"), 0)
    before = digest(tmp / "g")
    for graph, output in (("g", "g/triples.ndjson"), ("g", "g/new.graphml"), ("g/triples.ndjson",) * 2):
        expect(run("export", tmp / graph, "-f", "graphml", "-o", tmp / output), 2, "is in the graph that is read")
    assert digest(tmp / "g") == before


def test_a_folder_that_does_not_fit_its_manifest_is_told(tmp):
    expect(run("build", write(tmp / "a.txt", GOOD), "-o", tmp / "g"), 0)
    stream, manifest = tmp / "g/triples.ndjson", tmp / "g/manifest.json"
    stream.write_bytes(stream.read_bytes().splitlines(keepends=True)[0])
    result = run("export", tmp / "g", "-f", "ndjson")
    expect(result, 1, r"g/manifest\.json: error: counts 2 triples, triples\.ndjson has 1")
    assert result.stdout == stream.read_bytes()
    manifest.write_text(manifest.read_text().replace('"version": 1,', '"version": 2,', 1))
    result = expect(run("export", tmp / "g", "-f", "ndjson"), 1, r"manifest\.json: error: is of version 2, expected 1")
    assert result.stdout == b""


def test_a_reader_that_goes_away_is_no_error(tmp):
    article = write(tmp / "a.txt", GOOD)
    reader, writer = os.pipe()
    os.close(reader)
    command = [str(MAILUO), "extract", str(article), "--pack", str(PACK)]
    result = subprocess.run(command, stdout=writer, stderr=subprocess.PIPE)
    os.close(writer)
    assert expect(result, 0).stderr == b""


def test_names_that_are_no_utf8_stay_apart(tmp):
    for name in (b"a\xff.txt", b"a\xfe.txt"):
        with open(os.fsencode(tmp) + b"/" + name, "wb") as file:
            file.write(GOOD.encode())
    result = expect(run("extract", tmp), 0)
    assert {t["source"] for t in triples(result)} == {"a%FE.txt", "a%FF.txt"}


def test_a_limit_on_the_size_of_files_ends_with_3(tmp):
    articles = write(tmp / "r.ndjson", records(200))
    def limit():
        resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
    out = write(tmp / "t.ndjson", "old")
    out.chmod(0o640)
    expect(run("extract", articles, "-o", out, preexec_fn=limit), 3, r"t\.ndjson: error: cannot write.*File too large")
    assert out.read_text() == "old"
    expect(run("extract", articles, "-o", out), 0)
    assert out.stat().st_mode & 0o777 == 0o640, "the mode of a replaced file is kept"


def test_a_full_device_ends_with_3(tmp):
    article = write(tmp / "a.txt", GOOD)
    expect(run("extract", article, "-o", "/dev/full"), 3, "/dev/full: error: cannot write")
    with open("/dev/full", "wb") as full:
        for command in (["extract", article], ["build", article, "-o", tmp / "g"]):
            result = subprocess.run([str(MAILUO), *map(str, command), "--pack", str(PACK)], stdout=full, stderr=subprocess.PIPE)
            assert result.returncode == 3 and b"stdout: error: cannot write" in result.stderr, result


def test_an_output_that_cannot_be_written_ends_with_3(tmp):
    article = write(tmp / "a.txt", GOOD)
    blocker = write(tmp / "file", "old")  # tests may run as root, whom no permission stops
    expect(run("extract", article, "-o", blocker / "t.ndjson"), 3, r"file/t\.ndjson: error")
    expect(run("extract", article, "-o", tmp / "no/such/t.ndjson"), 3, r"no/such/t\.ndjson: error")
    expect(run("extract", article, "-o", tmp), 3, "error: cannot write")
    expect(run("build", article, "-o", blocker / "g"), 3, r"file/g: error")
    assert blocker.read_text() == "old"


def test_a_full_disk_leaves_the_old_output(tmp):
    if not can_mount():
        raise Skip("a small file system cannot be mounted here")
    small, big = write(tmp / "a.txt", GOOD), write(tmp / "big.ndjson", records(3000))
    disk = tmp / "disk"
    disk.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=512k", "tmpfs", str(disk)], check=True)
    try:
        expect(run("build", small, "-o", disk / "g"), 0)
        expect(run("extract", small, "-o", disk / "t.ndjson"), 0)
        before, stream = digest(disk / "g"), (disk / "t.ndjson").read_bytes()
        expect(run("build", big, "-o", disk / "g"), 3, r"disk/g/[a-z.]+: error: .*No space left")
        expect(run("extract", big, "-o", disk / "t.ndjson"), 3, r"disk/t\.ndjson: error: .*No space left")
        assert digest(disk / "g") == before and (disk / "t.ndjson").read_bytes() == stream
        assert sorted(p.name for p in disk.iterdir()) == ["g", "t.ndjson"], "something was left behind"
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def test_a_killed_run_leaves_the_old_output_whole(tmp):
    small, big = write(tmp / "a.txt", GOOD), write(tmp / "big.ndjson", records(2000))
    started = time.monotonic()
    expect(run("build", big, "-o", tmp / "out/new", "--threads", 2), 0)
    duration = time.monotonic() - started
    new = digest(tmp / "out/new")
    expect(run("build", small, "-o", tmp / "out/g"), 0)
    old = digest(tmp / "out/g")
    seed = random.SystemRandom().randrange(1 << 32)
    chance, olds, news = random.Random(seed), 0, 0
    for _ in range(40):
        process = subprocess.Popen([str(MAILUO), "build", str(big), "-o", str(tmp / "out/g"), "--pack", str(PACK), "--threads", "2"],
                                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(chance.random() * duration * 1.1)
        process.send_signal(signal.SIGKILL)
        process.wait()
        now = digest(tmp / "out/g")
        assert now in (old, new), f"neither the old nor the new folder (seed {seed})"
        olds, news = olds + (now == old), news + (now == new)
        if now == new:
            expect(run("build", small, "-o", tmp / "out/g"), 0)
    assert olds > 0, "every run had ended before it was killed"
    expect(run("build", small, "-o", tmp / "out/g"), 0)
    assert sorted(os.listdir(tmp / "out")) == ["g", "new"], "the next run cleans up"


# ---- The same bytes always ----

def test_threads_and_order_do_not_show(tmp):
    inputs = [write(tmp / f"in/{name}", data) for name, data in (
        ("a.txt", GOOD), ("b.txt", OTHER), ("c.md", "# 标题\n\n" + GOOD), ("d.ndjson", records(400)), ("e.ndjson", records(300, 400)),
        ("f.ndjson", records(1500, 350)))]  # f repeats some records of d and all of e
    expect(run("build", *inputs, "-o", tmp / "g", "--threads", 1), 0)
    want = digest(tmp / "g")
    for round_number in range(6):
        random.Random(round_number).shuffle(inputs)
        for threads in (1, 2, 3, 8):
            expect(run("build", *inputs, "-o", tmp / "h", "--threads", threads), 0)
            assert digest(tmp / "h") == want, (threads, inputs)
    expect(run("build", tmp / "in", "-o", tmp / "h"), 0)
    assert digest(tmp / "h") == want, "a folder is its files"


def test_the_manifest_lists_every_record(tmp):
    write(tmp / "in/d.ndjson", records(900))
    for threads in (1, 2):
        expect(run("build", tmp / "in", "-o", tmp / "g", "--threads", threads), 0)
        manifest = json.loads((tmp / "g/manifest.json").read_text())
        want = [(r["id"], len(r["text"].encode())) for r in map(json.loads, records(900).splitlines())]
        assert [(s["source"], s["bytes"]) for s in manifest["sources"]] == want
        assert sum(s["triples"] for s in manifest["sources"]) == manifest["counts"]["triples"] == 1500
        assert len({s["hash"] for s in manifest["sources"]}) == 900
        assert manifest["counts"]["articles"] == len(manifest["articles"]) == 900
        assert manifest["articles"][0]["date"] == "2025-01-02"


def test_locale_and_place_do_not_show(tmp):
    write(tmp / "x/in/a.txt", GOOD)
    write(tmp / "y/in/a.txt", GOOD)
    expect(run("build", "in", "-o", "g", cwd=tmp / "x"), 0)
    expect(run("build", tmp / "y/in", "-o", tmp / "y/g", env={"LC_ALL": "tr_TR.UTF-8", "TZ": "Asia/Shanghai"}), 0)
    assert content(tmp / "x/g") == content(tmp / "y/g")


# ---- Terminals ----

def on_terminal(args, env):
    """What the program says on stderr and stdout where both are a terminal."""
    primary, secondary = pty.openpty()
    process = subprocess.Popen([str(MAILUO), *map(str, args)], stdout=secondary, stderr=secondary, stdin=subprocess.DEVNULL,
                               env={**{k: v for k, v in os.environ.items() if k != "NO_COLOR"}, "TERM": "xterm", **env})
    os.close(secondary)
    said = b""
    while True:
        try:
            block = os.read(primary, 65536)
        except OSError:
            break
        if not block:
            break
        said += block
    os.close(primary)
    process.wait()
    return said


def test_colours_are_for_terminals_and_obey(tmp):
    args = ["extract", tmp / "missing.txt", "--pack", PACK]
    colour = b"\033[1;31m"
    assert colour in on_terminal(args, {})
    assert colour not in on_terminal(args, {"NO_COLOR": "1"})
    assert colour in on_terminal([*args, "--color", "always"], {"NO_COLOR": "1"})
    assert colour not in on_terminal([*args, "--color", "never"], {})
    assert colour not in on_terminal(args, {"TERM": "dumb"})
    assert b"\033" not in run(*args, pack=None).stderr
    assert colour in run(*args, "--color", "always", pack=None).stderr


def test_progress_is_for_terminals(tmp):
    big = write(tmp / "big.ndjson", records(60000))
    said = on_terminal(["extract", big, "--pack", PACK, "-o", tmp / "t.ndjson"], {})
    assert re.search(rb"\d+ %, \d+ articles, [\d.]+ MB/s, \d+ s left", said), said[-300:]
    assert b"left" not in on_terminal(["extract", big, "--pack", PACK, "-o", tmp / "t.ndjson", "--quiet"], {})
    assert expect(run("extract", big, "-o", tmp / "t.ndjson"), 0).stderr == b""


def test_log_levels_go_to_stderr(tmp):
    result = expect(run("extract", write(tmp / "a.txt", GOOD), "--log-level", "info"), 0, "pack mini-zh 1.0.0")
    assert len(triples(result)) == 2


def main(cases=None):
    wanted = sys.argv[3] if len(sys.argv) > 3 else ""
    passed, failed, skipped = 0, 0, 0
    for name, case in sorted((cases or globals()).items(), key=lambda item: inspect.getsourcelines(item[1])[1] if inspect.isfunction(item[1]) else 0):
        if not name.startswith("test_") or wanted not in name:
            continue
        title = name[5:].replace("_", " ")
        with tempfile.TemporaryDirectory(prefix="mailuo-cli-") as folder:
            try:
                case(pathlib.Path(folder))
                passed += 1
            except Skip as reason:
                skipped += 1
                print(f"skipped: {title}: {reason}")
            except (AssertionError, subprocess.SubprocessError, OSError, KeyError, ValueError) as error:
                failed += 1
                print(f"FAILED: {title}: {type(error).__name__}: {error}")
    print(f"{passed} passed, {failed} failed, {skipped} skipped")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
