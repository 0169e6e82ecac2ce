#include "mailuo/graph/query_graph.h"

namespace mailuo {

uint32_t QueryNames::Add(std::string_view name) {
  const auto [found, is_new] = numbers_.emplace(std::string(name), static_cast<uint32_t>(names_.size()));
  if (is_new) names_.emplace_back(name);
  return found->second;
}

uint32_t QueryNames::Find(std::string_view name) const {
  const auto found = numbers_.find(std::string(name));
  return found == numbers_.end() ? kNone : found->second;
}

}  // namespace mailuo
