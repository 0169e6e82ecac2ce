// Which entities of the triples are one node, and under what name: rules 1 to 4 of GraphBuilder (property_graph.h).
#ifndef MAILUO_GRAPH_SRC_ASSEMBLE_MERGE_ENTITIES_H_
#define MAILUO_GRAPH_SRC_ASSEMBLE_MERGE_ENTITIES_H_

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "mailuo/schemas/triple.h"

namespace mailuo {

struct MergedEntity {
  std::string id;
  std::string type;
  std::string name;
  std::vector<std::string> aliases;
};

class EntityMerger {
 public:
  // Notes one use of `entity` and returns its handle; uses with the same type, id and name share one.
  uint32_t Add(const Entity& entity);

  // Decides on all that was added. The result is ordered by type and name and does not depend on the order of Add.
  std::vector<MergedEntity> Merge();

  // The index into Merge's result of an entity by its handle.
  uint32_t MergedIndex(uint32_t handle) const { return merged_index_[handle]; }

 private:
  struct Written {  // an entity as the triples write it
    std::string type, id, name;
    uint32_t uses = 0;
    std::set<std::string> aliases;
  };
  struct Group {  // entities that are one node
    std::string type;
    std::string local_id;                   // empty for a global group
    std::set<std::string> names, aliases;  // folded
    std::vector<uint32_t> members;          // handles
  };

  void GroupByKey();
  bool JoinByAlias();
  MergedEntity Describe(const Group& group) const;

  std::vector<Written> written_;
  std::unordered_map<std::string, uint32_t> handles_;
  std::vector<Group> groups_;
  std::vector<uint32_t> merged_index_;
};

// True for ids that every export can carry: [A-Za-z0-9_.-], 1 to 64 characters.
bool IsSafeId(std::string_view id);

// The folded name, or the name itself where folding leaves nothing ("!" stays apart from "?").
std::string NameKey(const std::string& name);

}  // namespace mailuo

#endif  // MAILUO_GRAPH_SRC_ASSEMBLE_MERGE_ENTITIES_H_
