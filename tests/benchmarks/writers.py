#!/usr/bin/env python3
"""Our writers beside those of NetworkX and igraph, on one graph.
usage: writers.py BENCHMARK [NODES EDGES]      BENCHMARK is mailuo_writers_benchmark, see writers.cc

The benchmark makes the graph, times ours and leaves it as GraphML; NetworkX and igraph read that and are timed while
they write it. Seconds are of one core, of this process alone. NetworkX needs many times the memory of the file."""
import pathlib
import subprocess
import sys
import tempfile
import time


def timed(name, write, path):
    start = time.process_time()
    write(str(path))
    seconds = time.process_time() - start
    megabytes = path.stat().st_size / 1e6
    print(f"{name:<24} {megabytes:>10.1f} {seconds:>8.2f} {megabytes / seconds:>8.0f}", flush=True)


def networkx_writers(source, folder):
    import networkx
    graph = networkx.read_graphml(source, force_multigraph=True)
    for *_, data in graph.edges(data=True):
        data.pop("id", None)  # GEXF's and GraphML's writers take it for the id of the edge
    timed("networkx graphml", lambda path: networkx.write_graphml(graph, path), folder / "networkx.graphml")
    timed("networkx gexf", lambda path: networkx.write_gexf(graph, path), folder / "networkx.gexf")


def igraph_writers(source, folder):
    import igraph
    graph = igraph.Graph.Read_GraphML(str(source))
    timed("igraph graphml", graph.write_graphml, folder / "igraph.graphml")


def main():
    if len(sys.argv) not in (2, 4):
        sys.exit(__doc__)
    benchmark, size = sys.argv[1], sys.argv[2:] or ["20000", "100000"]
    with tempfile.TemporaryDirectory() as temporary:
        folder = pathlib.Path(temporary)
        subprocess.run([benchmark, *size, temporary], check=True)
        print(f"{'writer':<24} {'MB':>10} {'s':>8} {'MB/s':>8}")
        for writers in (igraph_writers, networkx_writers):
            try:
                writers(folder / "graph.graphml", folder)
            except ImportError as error:
                print(f"skipped: {error}")


if __name__ == "__main__":
    main()
