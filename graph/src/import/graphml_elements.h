// The nodes and edges of a GraphML file with their properties by name, whatever program wrote them: keys and their
// defaults resolved, labels of yEd's drawings among the properties. Neighbour: graphml_import.cc makes sense of them.
#ifndef MAILUO_GRAPH_SRC_IMPORT_GRAPHML_ELEMENTS_H_
#define MAILUO_GRAPH_SRC_IMPORT_GRAPHML_ELEMENTS_H_

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "mailuo/schemas/expected.h"
#include "mailuo/schemas/span.h"

namespace mailuo {

// The name, in lower case, under which the text of yEd's <y:NodeLabel> or <y:EdgeLabel> stands.
inline constexpr std::string_view kDrawnLabel = "drawn label";

struct GraphmlElement {
  Location where;                                 // of "<"
  Span span;                                      // its bytes in the file
  std::map<std::string, std::string> attributes;  // as written
  std::map<std::string, std::string> properties;  // of <data>, not empty; by attr.name, else the key's id, lower case

  const std::string* Find(std::string_view property) const;
};

struct GraphmlFile {
  std::vector<GraphmlElement> nodes, edges;
  std::vector<GraphmlElement> hyperedges;  // without their content
  bool directed = true;                    // edges that say nothing themselves
};

// Reads with expat: no network, no external entities, bounded expansion of entities. An error names the place.
expected<GraphmlFile> ReadGraphmlElements(std::string_view bytes, const std::string& file);

}  // namespace mailuo

#endif  // MAILUO_GRAPH_SRC_IMPORT_GRAPHML_ELEMENTS_H_
