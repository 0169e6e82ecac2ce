// The graph as two tables for a spreadsheet. Neighbour: neo4j_csv.h, which is for a program.
#ifndef MAILUO_GRAPH_CSV_H_
#define MAILUO_GRAPH_CSV_H_

#include "mailuo/graph/byte_sink.h"
#include "mailuo/graph/property_graph.h"
#include "mailuo/schemas/ontology.h"

namespace mailuo {

// RFC 4180 in UTF-8 with a byte order mark, by which Excel knows the encoding, and CR LF at the ends of rows. Texts are
// in quotes; one that a spreadsheet would take for a formula (it begins with = + - @, also their full-width forms, a
// tab or a line break) gets an apostrophe in front. Elements of lists are separated by "; ". A line break within a
// cell is a line feed; other control characters become U+FFFD. Columns begin with those that Gephi's import of
// spreadsheets looks for.
expected<void> WriteCsvNodes(const PropertyGraph& graph, const Ontology& ontology, ByteSink* sink);
expected<void> WriteCsvEdges(const PropertyGraph& graph, const Ontology& ontology, ByteSink* sink);

}  // namespace mailuo

#endif  // MAILUO_GRAPH_CSV_H_
