#!/usr/bin/env python3
"""What words and rules cost: a lexicon of a million entries (bounds: 2 s, 200 MB), and ten times the rules of policy-zh
where their words do not occur (bound: 1.5 times the time). Prints processor seconds and the largest memory of the
program as a whole. The text is the first of MAILUO_SHARED/corpus, else examples/articles. usage: rules_benchmark.py MAILUO"""
import os
import pathlib
import random
import subprocess
import sys
import tempfile

root = pathlib.Path(__file__).resolve().parents[2]
mailuo = pathlib.Path(sys.argv[1]).resolve()
LAYOUT = '{"sentence_end": "\u3002", "clause_end": "\uff0c"}'
KINDS = ('"layer": "quantity", "type": "Money", "pattern": "<gen.c%d> {n: Number}", "value": "n"',
         '"layer": "mention", "type": "Policy", "pattern": "<gen.c%d> [a-z]{1,6}"',
         '"layer": "context", "sets": "topic", "value": "s", "scope": "clause", "pattern": "<gen.c%d> ~8 {s: Place}"',
         '"layer": "relation", "pattern": "<gen.c%d> {o: Fund}+", "yields": ["@subject establishes o"]')


def pack(folder, manifest, words, rules):
    folder.mkdir()
    (folder / "pack.json").write_text('{"name": "generated", "version": "1", "lexicons": ["words.tsv"], '
                                      '"rules": ["rules.json"], %s}' % manifest, encoding="utf-8")
    (folder / "words.tsv").write_text(words, encoding="utf-8")
    (folder / "layout.json").write_text(LAYOUT, encoding="utf-8")
    (folder / "rules.json").write_text('{"rules": [%s]}' % ",\n".join(rules), encoding="utf-8")
    return folder


def million(folder):
    pick = random.Random(7)
    characters = [chr(0x4E00 + i) for i in range(3500)]
    words = set()
    while len(words) < 1_000_000:
        words.add("".join(pick.choices(characters, k=pick.choice((2, 3, 4, 4, 5, 6)))))
    return pack(folder, '"ontology": "policy", "layout": "layout.json"',
                "".join(f"{word}\tname\n" for word in sorted(words)),
                ['{"id": "n", "layer": "mention", "type": "Policy", "pattern": "<name>"}'])


def tenfold(folder, rules):
    words = "".join(f"{chr(0x3400 + i // 64)}{chr(0x3500 + i % 64)}\tgen.c{i}\n" for i in range(9 * rules))
    return pack(folder, '"includes": ["policy-zh"]', words,
                ['{"id": "g%d", %s}' % (i, KINDS[i % 4] % i) for i in range(9 * rules)])


def cost(text, pack_name):
    """Processor seconds and megabytes; the best of three."""
    best = (float("inf"), 0.0)
    for _ in range(3):
        run = subprocess.Popen([mailuo, "extract", text, "--pack", str(pack_name)], stdout=subprocess.DEVNULL,
                               stderr=subprocess.DEVNULL)
        _, status, usage = os.wait4(run.pid, 0)
        assert status == 0, f"the program failed with {pack_name}"
        best = min(best, (usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024))
    return best


with tempfile.TemporaryDirectory() as place:
    place = pathlib.Path(place)
    (place / "small.txt").write_text("\u6c5f\u5dde\u5e02\u8bbe\u7acb\u57fa\u91d1\u3002\n", encoding="utf-8")
    shared = pathlib.Path(os.environ.get("MAILUO_SHARED", root / "../shared")) / "corpus"
    text = next(iter(sorted(shared.glob("*.ndjson"))), root / "examples/articles/news.ndjson")
    seconds, memory = cost(place / "small.txt", million(place / "million"))
    print(f"a million entries: {seconds:.2f} s, {memory:.0f} MB")
    rules = sum(file.read_text(encoding="utf-8").count('"layer": ')
                for file in (root / "extractors/packs/policy-zh/rules").glob("*.json"))
    many = tenfold(place / "ten", rules)
    once, tenth = [cost(text, p)[0] - cost(place / "small.txt", p)[0] for p in ("policy-zh", many)]
    print(f"{rules} rules: {once:.2f} s for {text.name}, ten times as many: {tenth:.2f} s, {tenth / once:.2f} times")
