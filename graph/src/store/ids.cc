#include "store/ids.h"

#include <charconv>

#include "mailuo/schemas/triple.h"

namespace mailuo {

namespace {

constexpr size_t kDigits = 16;

}  // namespace

std::string_view IdPrefix(GraphNode::Kind kind) {
  switch (kind) {
    case GraphNode::Kind::kEntity: return "e_";
    case GraphNode::Kind::kLiteral: return "l_";
    case GraphNode::Kind::kArticle: return "a_";
  }
  return {};
}

std::string HashId(std::string_view prefix, uint64_t hash) {
  std::string id(prefix);
  for (int shift = 60; shift >= 0; shift -= 4) id += "0123456789abcdef"[(hash >> shift) & 15];
  return id;
}

std::optional<uint64_t> HashOfId(std::string_view prefix, std::string_view id) {
  if (id.size() != prefix.size() + kDigits || !id.starts_with(prefix)) return std::nullopt;
  uint64_t hash = 0;
  std::from_chars(id.data() + prefix.size(), id.data() + id.size(), hash, 16);
  if (HashId(prefix, hash) != id) return std::nullopt;
  return hash;
}

std::string EdgeIdFromEnds(std::string_view subject_id, std::string_view predicate, GraphNode::Kind object_kind,
                           std::string_view object_id) {
  if (object_kind != GraphNode::Kind::kLiteral) return StatementId(subject_id, predicate, object_id);
  std::string id("s_");
  id.append(object_id.substr(object_id.find('_') + 1));
  return id;
}

}  // namespace mailuo
