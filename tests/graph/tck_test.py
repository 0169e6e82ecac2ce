#!/usr/bin/env python3
"""Scenarios of the openCypher TCK against the query engine. usage: tck_test.py TCK_RUN PASSED_LIST [--write] [-v]

TCK_RUN is the program of tck_run.cc. The features are read as they are published, from $MAILUO_SHARED/tck (default:
../shared/tck). PASSED_LIST names the scenarios that pass: the test fails where one of them does not, and where one
passes that is not in the list. It fails too where a scenario has other rows than it should: what the subset leaves out
must be an error that says so. --write writes the list anew, -v shows what did not pass."""
import json
import os
import pathlib
import re
import subprocess
import sys

root = pathlib.Path(__file__).resolve().parents[2]
shared = pathlib.Path(os.environ.get("MAILUO_SHARED", root / "../shared"))
features = shared / "tck/features"
# The share of scenarios that must pass under these folders, without those that use what is left out by name.
TARGET, FOLDERS = 0.85, ("clauses/match", "clauses/match-where", "clauses/with", "clauses/return", "clauses/unwind",
                         "expressions")


class Reader:
    """Values as the TCK writes them, to Python values that compare as they should."""

    def __init__(self, text):
        self.text, self.at = text, 0

    def whole(self):
        value = self.value()
        if self.at != len(self.text):
            raise ValueError(f"{self.text!r}: cannot read on at {self.at}")
        return value

    def peek(self, what):
        return self.text.startswith(what, self.at)

    def take(self, what):
        if not self.peek(what):
            return False
        self.at += len(what)
        return True

    def blanks(self):
        while self.at < len(self.text) and self.text[self.at].isspace():
            self.at += 1

    def pattern(self, expression):
        found = re.compile(expression).match(self.text, self.at)
        if not found:
            raise ValueError(f"{self.text!r}: expected {expression} at {self.at}")
        self.at = found.end()
        return found.group()

    def value(self):
        self.blanks()
        try:
            if self.peek("'"):
                return ("string", self.string())
            if self.take("<"):
                return self.path()
            if self.take("("):
                return self.element("node", ")")
            if self.peek("[:"):
                self.at += 1
                return self.element("relationship", "]")
            if self.take("["):
                return ("list", tuple(self.members("]")))
            if self.peek("{"):
                return ("map", self.map())
            word = self.pattern(r"[-+.\w]+")
        finally:
            self.blanks()
        if word in ("null", "true", "false"):
            return word
        if re.fullmatch(r"-?\d+", word):
            return ("integer", int(word))
        number = float(word.replace("Infinity", "inf").replace("Inf", "inf"))
        return ("float", repr(number))

    def string(self):
        self.at += 1
        text = ""
        while not self.take("'"):
            escaped = self.take("\\")
            text += "\n" if escaped and self.peek("n") else self.text[self.at]
            self.at += 1
        return text

    def members(self, close):
        self.blanks()
        if self.take(close):
            return []
        members = [self.value()]
        while not self.take(close):
            self.pattern(",")
            members.append(self.value())
        return members

    def map(self):
        self.at += 1
        self.blanks()
        pairs = []
        while not self.take("}"):
            if pairs:
                self.pattern(r",\s*")
            key = self.pattern(r"\w+|`[^`]*`").strip("`")
            self.blanks()
            self.pattern(":")
            pairs.append((key, self.value()))
        return tuple(sorted(pairs))

    def element(self, kind, close):
        labels = []
        self.blanks()
        while self.take(":"):
            labels.append(self.pattern(r"\w+"))
        self.blanks()
        properties = self.map() if self.peek("{") else ()
        self.blanks()
        self.pattern(re.escape(close))
        return (kind, tuple(sorted(labels)), properties)

    def path(self):
        parts = [self.value()]
        while not self.take(">"):
            left = self.take("<")
            self.pattern("-")
            relationship = self.value()
            self.pattern("-")
            if not left:
                self.pattern(">")
            parts += [("left" if left else "right"), relationship, self.value()]
        return ("path", tuple(parts))


def loose(value):
    """The value with lists in one order."""
    if isinstance(value, tuple) and len(value) == 2 and value[0] == "list":
        return ("list", tuple(sorted((loose(one) for one in value[1]), key=repr)))
    return value


def cells(line):
    return [cell.strip().replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", line.strip())[1:-1]]


class Step:
    def __init__(self, text):
        self.text, self.document, self.table = text, None, []

    def filled(self, values):
        def fill(text):
            for name, value in values.items():
                text = text.replace(f"<{name}>", value)
            return text
        step = Step(fill(self.text))
        step.document = None if self.document is None else fill(self.document)
        step.table = [[fill(cell) for cell in row] for row in self.table]
        return step


def scenarios(path):
    """(name, steps) of a feature; an outline gives one for each of its examples."""
    lines = iter(path.read_text(encoding="utf-8").splitlines())
    name, steps, examples, is_example, background, found = None, [], [], False, [], []

    def close():
        if name is None:
            return
        if not examples:
            found.append((name, background + steps))
        for index, row in enumerate(examples[1:], 1):
            values = dict(zip(examples[0], row))
            found.append((f"{name} #{index}", [step.filled(values) for step in background + steps]))

    for line in lines:
        text = line.strip()
        if text.startswith(("Scenario:", "Scenario Outline:", "Background:")):
            close()
            is_background = text.startswith("Background:")
            if is_background:
                name, steps = None, background
            else:
                name, steps = text.split(":", 1)[1].strip(), []
            examples, is_example = [], False
        elif text.startswith("Examples:"):
            if examples:  # a second table of the same outline
                close()
                examples = []
            is_example = True
        elif text.startswith(('"""', "'''")):
            indent = line.index(text[0])
            document = []
            for inner in lines:
                if inner.strip() == text[:3]:
                    break
                document.append(inner[indent:] if not inner[:indent].strip() else inner)
            steps[-1].document = "\n".join(document)
        elif text.startswith("|"):
            (examples if is_example else steps[-1].table).append(cells(text))
        elif re.match(r"(Given|When|Then|And|But) ", text):
            steps.append(Step(text.split(" ", 1)[1].rstrip(":")))
    close()
    return found


def request(steps):
    """What tck_run is asked, and the steps that say what is expected; None where the scenario is of no use here."""
    setup, parameters, query, wanted = [], {}, None, []
    for step in steps:
        if step.text.endswith("graph"):
            named = re.match(r"the ([\w-]+) graph", step.text)
            if named:
                name = named.group(1)
                setup.append((shared / f"tck/graphs/{name}/{name}.cypher").read_text(encoding="utf-8"))
        elif step.text == "having executed":
            setup.append(step.document)
        elif step.text == "parameters are":
            parameters.update(dict(row[:2] for row in step.table))
        elif step.text.startswith("executing"):
            query = step.document
        elif not step.text.startswith(("no side effects", "the side effects")):
            wanted.append(step)
    return {"setup": [part.rstrip().rstrip(";") for part in setup], "query": query, "parameters": parameters}, wanted


def verdict(answer, step):
    """"passed", "unsupported", or what is wrong."""
    if "setup" in answer:
        return "unsupported" if "not supported" in answer["setup"] else f"setup: {answer['setup']}"
    if answer.get("error") == "Unsupported":
        return "unsupported"
    error = re.match(r"an? (\w+) should be raised at (.+): (.+)", step.text)
    if error:
        kind, phase, detail = error.groups()
        if "error" not in answer:
            return f"rows instead of {kind} {detail}: {answer['rows'][:3]}"
        if answer["error"] != kind or (detail != "*" and answer["detail"] != detail):
            return f"error {answer['error']} {answer['detail']} instead of {kind} {detail}: {answer['message']}"
        if phase != "any time" and answer["phase"] != phase:
            return f"error at {answer['phase']} instead of {phase}"
        return "passed"
    if "error" in answer:
        return f"error {answer['error']} {answer['detail']} {answer['message']}"
    found = [[Reader(cell).whole() for cell in row] for row in answer["rows"]]
    if step.text == "the result should be empty":
        return "passed" if not found else f"rows where there should be none: {answer['rows'][:3]}"
    if answer["columns"] != step.table[0]:
        order = [answer["columns"].index(name) for name in step.table[0]] if sorted(answer["columns"]) == sorted(
            step.table[0]) else None
        if order is None:
            return f"wrong rows: columns {answer['columns']} instead of {step.table[0]}"
        found = [[row[i] for i in order] for row in found]
    wanted = [[Reader(cell).whole() for cell in row] for row in step.table[1:]]
    if "ignoring element order" in step.text:
        found = [[loose(value) for value in row] for row in found]
        wanted = [[loose(value) for value in row] for row in wanted]
    if "in order" not in step.text:
        found.sort(key=repr)
        wanted.sort(key=repr)
    return "passed" if found == wanted else f"wrong rows: {answer['rows'][:5]} instead of {step.table[1:6]}"


def main():
    runner, listed = sys.argv[1:3]
    if not features.is_dir():
        print(f"skipped: {features} is not there, MAILUO_SHARED names the folder that has tck/features")
        return 77
    tests = [(f"{path.relative_to(features).with_suffix('')} {name}", *request(steps))
             for path in sorted(features.rglob("*.feature")) for name, steps in scenarios(path)]
    tests = [test for test in tests if test[1]["query"] and test[2]]
    lines = "".join(json.dumps(test[1]) + "\n" for test in tests)
    run = subprocess.run([runner], input=lines, text=True, capture_output=True)
    answers = [json.loads(line) for line in run.stdout.splitlines()]
    if len(answers) != len(tests):
        print(f"{tests[len(answers)][0]}: the runner ended: {run.stderr}")
        return 1
    verdicts = {}
    for (name, _, wanted), answer in zip(tests, answers):
        result = verdict(answer, wanted[0])
        key, count = name, 1
        while key in verdicts:
            count += 1
            key = f"{name} ({count})"
        verdicts[key] = result
    if "-v" in sys.argv:
        for name, result in verdicts.items():
            if result != "passed":
                print(f"{name}: {result}")
    passed = sorted(name for name, result in verdicts.items() if result == "passed")
    if "--write" in sys.argv:
        head = "# Scenarios of the openCypher TCK that the queries pass, by feature. tck_test.py --write makes this.\n"
        pathlib.Path(listed).write_text(head + "".join(name + "\n" for name in passed), encoding="utf-8")
    lines = pathlib.Path(listed).read_text(encoding="utf-8").splitlines()
    known = [line for line in lines if not line.startswith("#")]
    problems = [f"no longer passes: {name}: {verdicts[name]}" for name in known
                if verdicts.get(name, "passed") != "passed"]
    problems += [f"is not among the scenarios: {name}" for name in known if name not in verdicts]
    problems += [f"passes and is not listed: {name}" for name in passed if name not in set(known)]
    problems += [f"wrong in silence: {name}: {result}" for name, result in verdicts.items()
                 if result.startswith(("wrong rows", "rows"))]
    mine = {name: result for name, result in verdicts.items() if name.startswith(FOLDERS) and result != "unsupported"}
    share = sum(result == "passed" for result in mine.values()) / len(mine)
    if share < TARGET:
        problems.append(f"{share:.3f} of the scenarios of the subset pass, expected {TARGET}")
    print("\n".join(problems[:40]))
    unsupported = sum(result == "unsupported" for result in verdicts.values())
    print(f"{len(passed)} of {len(verdicts)} scenarios pass, {unsupported} use what the subset leaves out; "
          f"of the subset under {', '.join(FOLDERS)} {share:.3f}")
    return bool(problems)


sys.exit(main())
