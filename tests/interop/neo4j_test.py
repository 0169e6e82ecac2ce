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

    def home(self, name):
        home = self.folder / name
        (home / "import").mkdir(parents=True)
        self.add("home", home)
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


def ask(neo4j, inputs, folder, number):
    """Commands for one graph; what each way into Neo4j must have made, with what is known to be lost, and its dump."""
    graph, home = Graph(folder), neo4j.home(f"{number}")
    whole = Properties(graph)
    shutil.copy(folder / "graph.graphml", home / "import")
    neo4j.add("cypher", APOC)
    yield "GraphML by APOC", whole.in_xml().changed(as_apoc_sees), neo4j.dump(f"{number}-apoc")
    neo4j.add("clear")
    script = inputs.export(folder, "cypher", "graph.cypher")
    neo4j.add("shell", script)
    yield "Cypher by cypher-shell", whole, neo4j.dump(f"{number}-cypher")
    neo4j.add("shell", script)
    yield "Cypher a second time", whole, neo4j.dump(f"{number}-cypher-again")
    tables = inputs.export(folder, "neo4j-csv", "neo4j-csv")
    neo4j.home(f"{number}-admin")
    neo4j.add("admin", tables, "database", "import", "full", "@import.args")
    yield "CSV by neo4j-admin", whole, neo4j.dump(f"{number}-admin.ndjson")


def main():
    consumers.java_folder("neo4j")
    inputs, report = Inputs(__doc__), Report()
    with tempfile.TemporaryDirectory() as temporary:
        neo4j, made = Neo4j(temporary), []
        for number, folder in enumerate(inputs):
            made += [(f"{folder.name}, {way}", expected, dump)
                     for way, expected, dump in ask(neo4j, inputs, folder, number)]
        neo4j.run()
        for name, expected, dump in made:
            print(f"{name} ({len(expected.nodes)} nodes, {len(expected.edges)} edges)")
            report.same(expected.differences(*held(dump)), name)
    report.finish()


if __name__ == "__main__":
    main()
