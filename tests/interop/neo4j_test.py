#!/usr/bin/env python3
"""Neo4j 5.26 takes the graph in by each of its three ways, APOC's reader of GraphML, a Cypher script through its shell
and the import of its admin tool; each store must then hold what the triple stream says, every property equal in value
and type. Usage: see interop_support.py."""
import pathlib
import shutil
import tempfile

import consumers
import dumps
from interop_support import Inputs, Report, need

need()
from expected_graph import Graph  # noqa: E402  (needs what `need` has looked for)
from graph_properties import Properties, listed  # noqa: E402

APOC = ("CALL apoc.import.graphml('file:///graph.graphml', "
        "{readLabels: true, batchSize: 20000, defaultRelationshipType: 'RELATED'})")


def held(path):
    """Nodes and relationships of a dump, as Properties names them."""
    nodes, edges = {}, {}
    for line in dumps.read(path):
        if "labels" in line:
            labels = "".join(f":{label}" for label in line["labels"])
            nodes[line["node"]] = line["properties"] | {"labels": labels}
        else:
            properties = line["properties"] | {"label": line["type"], "": (line["source"], line["target"])}
            edges[line["edge"]] = listed(properties, {"evidence"})
    return nodes, edges


def as_apoc_sees(text):
    """A text of white space alone is lost to it, CDATA or not."""
    return "" if text.isspace() else text


class Neo4j:
    """Commands for java/neo4j/Neo4j.java; `run` carries them out, all in one process."""

    def __init__(self, folder):
        self.folder, self.commands = pathlib.Path(folder), []

    def home(self, name, *options):
        home = self.folder / name
        (home / "import").mkdir(parents=True)
        self.add("home", home, *options)
        return home

    def add(self, *words):
        self.commands.append("\t".join(map(str, words)))

    def dump(self, name):
        self.add("dump", self.folder / name)
        return self.folder / name

    def run(self):
        script = self.folder / "commands"
        script.write_text("\n".join(self.commands) + "\n", encoding="utf-8")
        return consumers.java("neo4j", "Neo4j", script)


class Case:
    """What each way into Neo4j must have made of one graph, with what is known to be lost, and its dump."""

    def __init__(self, inputs, folder, number):
        self.folder, self.number, self.whole = folder, number, Properties(Graph(folder))
        self.script = inputs.export(folder, "cypher", "graph.cypher")
        self.tables = inputs.export(folder, "neo4j-csv", "neo4j-csv")
        self.made = []

    def expect(self, way, neo4j, properties):
        self.made.append((self.folder, way, properties, neo4j.dump(f"{self.number}-{len(self.made)}")))

    def through_the_door(self, neo4j, home):
        file = f"{self.number}.graphml"
        shutil.copy(self.folder / "graph.graphml", home / "import" / file)
        neo4j.add("cypher", APOC.replace("graph.graphml", file))
        self.expect("GraphML by APOC", neo4j, self.whole.in_graphml().changed(as_apoc_sees))
        neo4j.add("clear")
        neo4j.add("shell", self.script)
        self.expect("Cypher by cypher-shell", neo4j, self.whole)
        neo4j.add("shell", self.script)
        self.expect("the same Cypher again", neo4j, self.whole)
        neo4j.add("clear")

    def offline(self, neo4j):
        neo4j.home(f"admin-{self.number}")
        neo4j.add("admin", self.tables, "database", "import", "full", "@import.args")
        self.expect("CSV by neo4j-admin", neo4j, self.whole)


def main():
    consumers.java_folder("neo4j")
    inputs, report = Inputs(__doc__), Report()
    with tempfile.TemporaryDirectory() as temporary:
        neo4j = Neo4j(temporary)
        cases = [Case(inputs, folder, number) for number, folder in enumerate(inputs)]
        home = neo4j.home("store", "bolt")
        for case in cases:
            case.through_the_door(neo4j, home)
        for case in cases:
            case.offline(neo4j)
        neo4j.run()
        for folder, way, expected, dump in (made for case in cases for made in case.made):
            name = f"{folder.name}, {way}"
            print(f"{name} ({len(expected.nodes)} nodes, {len(expected.edges)} edges)")
            nodes, edges = held(dump)
            inputs.record(folder, f"Neo4j ({way})", nodes)
            report.same(expected.differences(nodes, edges), name)
    report.finish()


if __name__ == "__main__":
    main()
