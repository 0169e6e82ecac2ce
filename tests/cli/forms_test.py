"""The same article in other forms gives the same facts: half-width marks, traditional characters, wrapped, indented or
blank-filled lines, other line ends, no marked heading, a page break in the middle of a paragraph.

usage: forms_test.py MAILUO SOURCE_DIR

Each form may change at most one fact in 200, over the project's own examples and, where $MAILUO_SHARED has it, over a
sample of its corpus. Facts are compared by subject, relation, object, status and the text of their evidence.
"""
import collections
import json
import os
import pathlib
import random
import subprocess
import sys
import tempfile

import opencc

ALLOWED = 1 / 200
CORPUS_SAMPLE = 1000  # articles; with 6 reports
HALF_WIDTH = str.maketrans("，：；？！（）", ",:;?!()")
TO_TRADITIONAL = opencc.OpenCC("s2t")
TO_SIMPLIFIED = opencc.OpenCC("t2s")

Article = collections.namedtuple("Article", "name title paragraphs")


def marked(article, blank="\n\n"):
    return "## " + article.title + "\n\n" + blank.join(article.paragraphs) + "\n"


def wrapped(article, width=40):
    lines = ["## " + article.title, ""]
    for paragraph in article.paragraphs:
        lines += [paragraph[i:i + width] for i in range(0, len(paragraph), width)] + [""]
    return "\n".join(lines) + "\n"


def with_page_break(article):
    rng = random.Random(article.name)
    paragraphs = list(article.paragraphs)
    long = [i for i, p in enumerate(paragraphs) if len(p) > 80]
    if long:
        i = rng.choice(long)
        cut = rng.randrange(2, len(paragraphs[i]) - 2)
        paragraphs[i:i + 1] = [paragraphs[i][:cut], paragraphs[i][cut:]]
    return marked(article._replace(paragraphs=paragraphs))


FORMS = {
    "half-width marks": lambda a: marked(a).translate(HALF_WIDTH),
    "traditional characters": lambda a: TO_TRADITIONAL.convert(marked(a)),
    "lines wrapped at 40": wrapped,
    "indented paragraphs": lambda a: marked(a._replace(paragraphs=["　　" + p for p in a.paragraphs]), "\n"),
    "lines filled with blanks": lambda a: marked(a).replace("\n", "     \n"),
    "a heading without a mark": lambda a: a.title + "\n\n" + "\n\n".join(a.paragraphs) + "\n",
    "CRLF": lambda a: marked(a).replace("\n", "\r\n"),
    "a line a paragraph": lambda a: marked(a, "\n"),
    "a page break in a paragraph": with_page_break,
}


def paragraphs_of(text):
    return [line.strip() for line in text.split("\n") if line.strip()]


def own_articles(source_dir):
    for path in sorted((source_dir / "examples/articles").glob("*.txt")):
        lines = paragraphs_of(path.read_text(encoding="utf-8"))
        yield Article(path.stem, lines[0].lstrip("# "), lines[1:])


def corpus_articles(shared):
    records = []
    for name, count in (("news.ndjson", CORPUS_SAMPLE), ("reports.ndjson", 6)):
        with open(shared / "corpus" / name, encoding="utf-8") as file:
            lines = [json.loads(line) for line in file]
        records += random.Random(42).sample(lines, min(count, len(lines)))
    for i, record in enumerate(records):
        yield Article(f"a{i:04d}", record["title"], paragraphs_of(record["text"]))


def facts_of(mailuo, folder, articles, form):
    """For each article its facts in a spelling that all forms share."""
    folder.mkdir()
    for article in articles:
        (folder / f"{article.name}.txt").write_bytes(form(article).encode("utf-8"))
    done = subprocess.run([mailuo, "extract", folder, "--quiet"], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    facts = collections.defaultdict(collections.Counter)
    for line in done.stdout.decode("utf-8").splitlines():
        triple = json.loads(line)
        thing = triple["object"]
        key = (triple["subject"]["name"], triple["predicate"], thing.get("name") or thing.get("text"),
               triple["status"], triple["evidence"]["text"])
        same = TO_SIMPLIFIED.convert("\0".join(key).translate(HALF_WIDTH).replace(" ", ""))
        facts[triple["source"]][same] += 1
    return facts


def check(mailuo, articles, what):
    failures = 0
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        plain = facts_of(mailuo, folder / "plain", articles, marked)
        total = sum(sum(facts.values()) for facts in plain.values())
        assert total > 0, f"{what}: no facts to compare"
        for i, (name, form) in enumerate(FORMS.items()):
            other = facts_of(mailuo, folder / str(i), articles, form)
            lost = gained = 0
            for source in sorted(set(plain) | set(other)):
                lost += sum((plain[source] - other[source]).values())
                gained += sum((other[source] - plain[source]).values())
            changed = max(lost, gained)
            ok = changed <= total * ALLOWED
            failures += not ok
            print(f"{'ok' if ok else 'FAILED'}: {what}: {name}: {lost} of {total} facts lost, {gained} gained, "
                  f"{200 * changed / total:.2f} in 200")
    return failures


def main():
    mailuo, source_dir = sys.argv[1], pathlib.Path(sys.argv[2])
    failures = check(mailuo, list(own_articles(source_dir)), "examples")
    shared = pathlib.Path(os.environ.get("MAILUO_SHARED", source_dir / "../shared"))
    if (shared / "corpus").is_dir():
        failures += check(mailuo, list(corpus_articles(shared)), "corpus")
    else:
        print(f"skipped: the corpus is not in {shared}")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
