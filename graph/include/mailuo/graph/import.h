// Graphs of other programs as triples, and our own files back. Neighbours: graphml.h and jsonld.h write what is read
// here; assemble.h makes a graph of the triples.
#ifndef MAILUO_GRAPH_IMPORT_H_
#define MAILUO_GRAPH_IMPORT_H_

#include <string>
#include <string_view>
#include <vector>

#include "mailuo/graph/property_graph.h"
#include "mailuo/schemas/expected.h"
#include "mailuo/schemas/ontology.h"

namespace mailuo {

struct ImportOptions {
  std::string source;    // what evidence names as its source where the file brings none
  std::string type;      // of a node whose type the ontology does not know or that has none; empty: such a node is bad
  std::string relation;  // of an edge, in the same way
};

struct ImportedGraph {
  std::vector<Triple> triples;        // each is one that the triple stream admits
  std::vector<ArticleInfo> articles;  // those that the file has as nodes
  std::string language;               // of the names, where the file says it
};

// Reads GraphML. A node's type is one of its labels, kind or type, its name is its label or name; an edge's relation
// is its label, interaction or type; other properties count by their names as docs/outputs.md has them, in any case.
// An edge with `evidence` of ours brings that; any other is evidence itself: the bytes of its element in
// options.source.
// What Mailuo wrote comes back whole: assembled anew, it is the same graph, but for characters that XML cannot hold.
//
// A node or edge that cannot be a part of a triple is reported to `sink` with file, line and column and left out. The
// result is an error where the file is no XML or no GraphML. Thread-safe.
expected<ImportedGraph> ReadGraphml(std::string_view bytes, const std::string& file, const Ontology& ontology,
                                    const ImportOptions& options, DiagnosticSink* sink);

// Reads the JSON-LD that Mailuo writes, no other: its context must have the ontology's base. The graph comes back
// whole. Errors as above.
expected<ImportedGraph> ReadJsonLd(std::string_view bytes, const std::string& file, const Ontology& ontology,
                                   DiagnosticSink* sink);

}  // namespace mailuo

#endif  // MAILUO_GRAPH_IMPORT_H_
