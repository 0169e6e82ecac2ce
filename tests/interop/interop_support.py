"""What the tests of this folder share: inputs to graph folders, differences, skips.

usage of each test: NAME_test.py INPUT… [--mailuo BINARY] [--write-graph BINARY] [--record FOLDER]
An INPUT is a graph folder; or, with --mailuo, a triple stream or a folder of articles, from which one is made. With
--write-graph, streams named foreign.*, whose vocabulary no ontology knows, and empty.* go through that program. What
begins with $MAILUO_SHARED (default: ../shared) may be absent: a test that is left without an input is skipped. FOLDER
gets what each program made of the values in hostile.ndjson, for table_test.py."""
import argparse
import json
import os
import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
os.environ.setdefault("MAILUO_SHARED", str(ROOT.parent / "shared"))


def skip(reason):
    print(f"skipped: {reason}")
    sys.exit(77)


def need(*modules):
    """The modules; the test is skipped where one of them, or what the expected graph needs, is absent."""
    try:
        return [__import__(name) for name in modules + ("xxhash",)][:-1]
    except ImportError as error:
        skip(f"{error.name} is not installed (tests/requirements.txt)")


class Inputs:
    """Graph folders to test, one after the other; those made here go when the test ends."""

    def __init__(self, description, **options):
        parser = argparse.ArgumentParser(description=description)
        for name, settings in options.items():
            parser.add_argument(f"--{name}", **settings)
        parser.add_argument("inputs", nargs="+", type=pathlib.Path)
        parser.add_argument("--mailuo", type=pathlib.Path)
        parser.add_argument("--write-graph", type=pathlib.Path)
        parser.add_argument("--record", type=pathlib.Path)
        self.options = parser.parse_args()
        self.temporary = tempfile.TemporaryDirectory()

    def __iter__(self):
        inputs = [pathlib.Path(os.path.expandvars(path)) for path in self.options.inputs]
        if not any(path.exists() for path in inputs):
            skip(f"{inputs[0]} is not there")
        for number, path in enumerate(inputs):
            if (path / "triples.ndjson").exists():
                yield path
            else:
                yield self.make(path, pathlib.Path(self.temporary.name, f"{number}-{path.stem}"))

    def make(self, path, folder):
        if path.name.startswith(("foreign", "empty")):
            folder.mkdir()
            command = [self.options.write_graph, path, folder]
        else:
            command = [self.options.mailuo, "assemble" if path.is_file() else "build", path, "-o", folder]
        if command[0] is None:
            sys.exit(f"{path}: is no graph folder; name a program that makes one, see --help")
        run = subprocess.run(command, text=True, capture_output=True)
        # 1 says that some input was bad: such articles are in the examples on purpose.
        if run.returncode not in (0, 1) or not (folder / "graph.graphml").exists():
            sys.exit(f"{' '.join(map(str, command))}: exit code {run.returncode}\n{run.stderr}")
        return folder

    def export(self, folder, form, name):
        """What `mailuo export` makes of the folder, a file or a folder; None without a program that can."""
        if (folder / name).exists():
            return folder / name
        if self.options.mailuo is None:
            return None
        target = pathlib.Path(self.temporary.name, f"{folder.name}-{name}")
        subprocess.run([self.options.mailuo, "export", folder, "--format", form, "-o", target], check=True,
                       stdout=subprocess.DEVNULL)
        return target


    def record(self, folder, program, nodes):
        """NODES: properties by id, as PROGRAM has them."""
        if self.options.record and folder.name.endswith("hostile"):
            self.options.record.mkdir(parents=True, exist_ok=True)
            held = {key: {name: node[name] for name in ("label", "text", "amount_value") if name in node}
                    for key, node in nodes.items()}
            (self.options.record / f"{program}.json").write_text(json.dumps(held), encoding="utf-8")


class Report:
    """Failures by name; `finish` prints them and ends the test."""

    def __init__(self):
        self.checks, self.failures = 0, []

    def check(self, good, what):
        self.checks += 1
        if not good:
            self.failures.append(what)

    def same(self, differences, what):
        self.checks += 1
        if differences:
            self.failures.append(f"{what}: {len(differences)} differences\n  " + "\n  ".join(differences[:8]))

    def finish(self):
        print("\n".join(self.failures + [f"{self.checks} checks, {len(self.failures)} failed"]))
        sys.exit(1 if self.failures or not self.checks else 0)


def short(value):
    text = repr(value)
    return text if len(text) < 160 else text[:157] + "…"
