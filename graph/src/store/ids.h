// Ids that follow from what is stored: only their hash is kept, and of edges nothing. Others are kept as they are.
#ifndef MAILUO_GRAPH_SRC_STORE_IDS_H_
#define MAILUO_GRAPH_SRC_STORE_IDS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "mailuo/graph/property_graph.h"

namespace mailuo {

std::string_view IdPrefix(GraphNode::Kind kind);  // "e_", "l_" or "a_"

// The prefix and 16 hexadecimal digits, and what they stand for; none where `id` is no such id.
std::string HashId(std::string_view prefix, uint64_t hash);
std::optional<uint64_t> HashOfId(std::string_view prefix, std::string_view id);

// An edge's id as GraphBuilder makes it: StatementId of its ends, or, of one to a literal, the digits of the literal's.
std::string EdgeIdFromEnds(std::string_view subject_id, std::string_view predicate, GraphNode::Kind object_kind,
                           std::string_view object_id);

}  // namespace mailuo

#endif  // MAILUO_GRAPH_SRC_STORE_IDS_H_
