// Nodes by what people type: an id, a name, an alias, another spelling, a part of a name, a slip of the fingers.
// Neighbours: compact_graph.h holds the folded names that it looks into, path.h takes the nodes.
//
//   const std::vector<NameCandidate> found = FindByName(graph, "jiangzhou", {});
//   if (IsClear(found)) Use(found[0].node); else Ask(found);
#ifndef MAILUO_GRAPH_NAME_INDEX_H_
#define MAILUO_GRAPH_NAME_INDEX_H_

#include <functional>
#include <string_view>
#include <vector>

#include "mailuo/graph/compact_graph.h"

namespace mailuo {

// How a name was found, the surest first.
enum class NameMatch : uint8_t {
  kId,        // the id of a node
  kName,      // its name, byte by byte
  kAlias,     // one of its aliases
  kSpelling,  // name or alias but for width, case, quotes, white space, traditional characters
  kPart,      // folded like that, it is a part of a name or alias
  kNear,      // name or alias with at most one character wrong, left out or too many; two from 6 characters on
};

struct NameCandidate {
  NodeId node = kNoNode;
  NameMatch how = NameMatch::kId;
  // 1 up to kSpelling; of a part the share of the name that it is, by bytes; else 1 - wrong characters / characters.
  double likeness = 1;
};

// The entities and articles that `typed` can mean and whose type `accepts` (all where that is empty), of the surest
// kind that finds any: where "Riverton" is a name, "Riverton College" is no candidate. Ordered by likeness, then
// degree, highest first, then number. Takes O(log n) up to kSpelling, a pass over all names beyond.
std::vector<NameCandidate> FindByName(const CompactGraph& graph, std::string_view typed,
                                      const std::function<bool(std::string_view type)>& accepts);

// Whether the candidates leave no choice: there is one, and it is more than near.
bool IsClear(const std::vector<NameCandidate>& candidates);

// How alike two names are: Dice's coefficient over the pairs of neighbouring characters (repeats counted) of the names
// folded as above; names of one character are alike where they are equal. From 0 to 1.
double NameLikeness(std::string_view a, std::string_view b);

}  // namespace mailuo

#endif  // MAILUO_GRAPH_NAME_INDEX_H_
