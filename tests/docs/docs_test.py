#!/usr/bin/env python3
"""Runs what the documents show. usage: docs_test.py PROJECT MAILUO

In docs/*.md, examples/*.md and the documents of the project folder:
  ```tsv lexicon    a lexicon; with the json rules of the page it is a pack, checked and tested as one
  ```json rule      a rule with its examples
  ```tsv matching   a table: pattern, text, what the pattern as a mention rule finds in it, why
  ```console        lines "$ command" with the output that follows; "…" stands for anything. A command with <<'END' goes
                    on to the line END. Run in a folder that has the project's examples and the binary on its path;
                    "console go on" in the folder of the block before.
Relative links, and paths in backquotes that begin with one of the project's folders, must lead to files that exist.
Every package that is installed has its line in docs/dependencies.md."""
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

root, mailuo = (pathlib.Path(argument).resolve() for argument in sys.argv[1:3])
BLOCK = re.compile(r"^```([^\n]*)\n(.*?)^```", re.M | re.S)
passed, failures = 0, []
PACK = """{"name": "page", "version": "1", "ontology": "policy", "layout": "layout.json", "lexicons": ["words.tsv"],
 "rules": ["rules.json"],
 "settings": {"list_join": "(<sep.list>|<sep.and>|<etc>)", "subject": {"place_class": "place"},
  "noun_phrase": {"verb": "verb modal neg", "adverb": "adv", "of": "part.de", "list": "sep.list", "and": "sep.and",
   "etc": "etc", "generic": "mod.generic", "place": "place"}}}"""


# A word for every class that PACK's settings name: 词子 is a verb, 词酉 a place.
WORDS = "".join(f"词{letter}\t{name}\n" for letter, name in zip(
    "子丑寅卯辰巳午未申酉", "verb modal neg adv part.de sep.list sep.and etc mod.generic place".split()))


def copy_layout(pack):
    """That of policy-zh, with the spellings that it names."""
    source = root / "extractors/packs/policy-zh"
    shutil.copy(source / "layout.json", pack)
    if (source / "lexicons/spellings.tsv").exists():
        (pack / "lexicons").mkdir()
        shutil.copy(source / "lexicons/spellings.tsv", pack / "lexicons")


def check_rules(path, blocks):
    global passed
    lexicon = "".join(text for kind, text in blocks if kind == "tsv lexicon")
    rules = [text for kind, text in blocks if kind == "json rule"]
    if not rules:
        return
    with tempfile.TemporaryDirectory() as folder:
        pack = pathlib.Path(folder)
        (pack / "pack.json").write_text(PACK, encoding="utf-8")
        (pack / "words.tsv").write_text(lexicon, encoding="utf-8")
        (pack / "rules.json").write_text('{"rules": [' + ",\n".join(rules) + "]}", encoding="utf-8")
        copy_layout(pack)
        for command in ("check", "test"):
            run = subprocess.run([mailuo, "rules", command, pack], text=True, capture_output=True)
            if run.returncode or "warning" in run.stderr:
                failures.append(f"{path}: rules {command}:\n{run.stdout}{run.stderr}")
            else:
                passed += 1


def check_matching(path, table):
    """Each row as a rule whose example is what the row says is found, and nothing else."""
    global passed
    for row in table.splitlines()[1:]:
        pattern, text, found, _ = row.split("\t")
        names = [] if found == "-" else found.split("|")
        with tempfile.TemporaryDirectory() as folder:
            pack = pathlib.Path(folder)
            (pack / "pack.json").write_text(PACK, encoding="utf-8")
            (pack / "words.tsv").write_text(WORDS, encoding="utf-8")
            copy_layout(pack)
            rule = {"id": "row", "layer": "mention", "type": "Policy", "pattern": pattern,
                    "examples": [{"text": text, "yields": ["(none)"]}]}
            (pack / "rules.json").write_text(json.dumps({"rules": [rule]}), encoding="utf-8")
            run = subprocess.run([mailuo, "rules", "test", pack], text=True, capture_output=True)
        # The example cannot be met, so the report lists all that was found.
        printed = re.findall(r"^  found:    Policy (.*?)   by page/row$", run.stdout, flags=re.M)
        if printed == names and "expected: (none)" in run.stdout:
            passed += 1
        else:
            failures.append(f"{path}: {row}\n  found {printed}\n{run.stdout}{run.stderr}")


def commands(text):
    """Pairs of a command and the output that is shown for it."""
    for part in re.split(r"^\$ ", text, flags=re.M)[1:]:
        command, _, rest = part.partition("\n")
        if "<<'END'" in command:
            document, _, rest = rest.partition("\nEND\n")
            command += f"\n{document}\nEND\n"
        yield command, rest


def check_console(path, text, folder):
    """Each command's output must be what the page shows."""
    global passed
    if not pathlib.Path(folder, "examples").exists():
        shutil.copytree(root / "examples", pathlib.Path(folder, "examples"))
    environment = dict(os.environ, PATH=f"{mailuo.parent}:{os.environ['PATH']}", NO_COLOR="1", LC_ALL="C.UTF-8")
    for command, shown in commands(text):
        run = subprocess.run(["bash", "-c", command], cwd=folder, text=True, env=environment,
                             stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        wanted = ".*".join(map(re.escape, shown.strip().split("…")))
        if re.fullmatch(wanted, run.stdout.strip(), re.S):
            passed += 1
        else:
            failures.append(f"{path}: $ {command}\n  shown:\n{shown}\n  printed:\n{run.stdout}")


def check_links(path, text):
    global passed
    for link in re.findall(r"\]\(([^)#\s]+)[^)]*\)", re.sub(r"<code>.*?</code>", "", text)):
        if "://" not in link:
            passed += 1
            if not (path.parent / link).exists():
                failures.append(f"{path}: the link {link} leads nowhere")
    for name in re.findall(r"`((?:schemas|extractors|graph|cli|tests|cmake|docs)/[\w./-]+)`", text):
        passed += 1
        if not (root / name).exists():
            failures.append(f"{path}: there is no {name}")


def check_packages():
    global passed
    setup = (root / "cmake/setup.sh").read_text(encoding="utf-8")
    packages = " ".join(re.findall(r"^(?:build|test)_packages=\(([^)]*)\)", setup, flags=re.M)).split()
    packages += re.findall(r"^([\w-]+)==", (root / "tests/requirements.txt").read_text(), flags=re.M)
    assert len(packages) > 10, packages
    page = (root / "docs/dependencies.md").read_text(encoding="utf-8")
    for package in packages:
        passed += 1
        if not re.search(rf"\b{re.escape(package)}(?![\w-])", page):
            failures.append(f"docs/dependencies.md: nothing about {package}")


check_packages()
pages = sorted([*root.glob("docs/*.md"), *root.glob("examples/*.md"), *root.glob("*.md")])
assert pages, "no documents were found"
for page in pages:
    content = page.read_text(encoding="utf-8")
    blocks = BLOCK.findall(content)
    check_rules(page.relative_to(root), blocks)
    check_links(page, content)
    place = None
    for kind, body in blocks:
        if kind in ("console", "console go on"):
            if kind == "console":
                place = tempfile.TemporaryDirectory()
            check_console(page.relative_to(root), body, place.name)
        if kind == "tsv matching":
            check_matching(page.relative_to(root), body)
print("\n".join(failures + [f"{passed} passed, {len(failures)} failed in {len(pages)} pages"]))
sys.exit(bool(failures))
