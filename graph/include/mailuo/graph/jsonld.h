// The graph as JSON-LD, for RDF stores. Neighbour: graphml.h.
#ifndef MAILUO_GRAPH_JSONLD_H_
#define MAILUO_GRAPH_JSONLD_H_

#include <string>

#include "mailuo/graph/byte_sink.h"
#include "mailuo/graph/property_graph.h"
#include "mailuo/schemas/ontology.h"

namespace mailuo {

struct JsonLdOptions {
  std::string language;  // BCP 47 tag of names and texts ("zh"), written in lower case; empty for plain strings
};

// Valid JSON-LD 1.1 in the subset that 1.0 processors read alike; the context is inside; no blank nodes. One node
// object a line: nodes with their relations as direct triples, then for each edge an rdf:Statement with its status,
// qualifiers and confidence, then each piece of its evidence, derived from its article. IRIs are the ontology's base
// and e/ID for nodes, s/ID for statements, v/ID for evidence; numbers are typed strings without exponent.
expected<void> WriteJsonLd(const PropertyGraph& graph, const Ontology& ontology, const JsonLdOptions& options,
                           ByteSink* sink);

}  // namespace mailuo

#endif  // MAILUO_GRAPH_JSONLD_H_
