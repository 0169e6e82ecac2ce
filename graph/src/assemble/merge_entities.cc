#include "assemble/merge_entities.h"

#include <algorithm>
#include <tuple>

#include "assemble/utf8.h"

namespace mailuo {

bool IsSafeId(std::string_view id) {
  if (id.empty() || id.size() > 64) return false;
  return std::all_of(id.begin(), id.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '.' ||
           c == '-';
  });
}

std::string NameKey(const std::string& name) {
  std::string folded = FoldName(name);
  return folded.empty() ? name : folded;
}

uint32_t EntityMerger::Add(const Entity& entity) {
  std::string key;
  for (const std::string* part : {&entity.type, &entity.id, &entity.name}) key.append(*part).push_back('\0');
  const auto [found, inserted] = handles_.emplace(std::move(key), static_cast<uint32_t>(written_.size()));
  if (inserted) written_.push_back({entity.type, entity.id, entity.name, 0, {}});
  Written& written = written_[found->second];
  ++written.uses;
  written.aliases.insert(entity.aliases.begin(), entity.aliases.end());
  return found->second;
}

void EntityMerger::GroupByKey() {
  std::map<std::tuple<std::string, bool, std::string>, Group> by_key;  // type, local?, folded name or id
  for (uint32_t handle = 0; handle < written_.size(); ++handle) {
    const Written& written = written_[handle];
    const std::string folded = NameKey(written.name);
    const bool local = !written.id.empty() && written.id != EntityId(written.type, FoldName(written.name));
    Group& group = by_key[{written.type, local, local ? written.id : folded}];
    group.type = written.type;
    if (local) group.local_id = written.id;
    group.names.insert(folded);
    for (const std::string& alias : written.aliases) group.aliases.insert(NameKey(alias));
    group.members.push_back(handle);
  }
  for (auto& [key, group] : by_key) groups_.push_back(std::move(group));
}

// One round of rule 3. All joins of a round are decided before the first is made, so that no order shows.
bool EntityMerger::JoinByAlias() {
  struct Claims {
    uint32_t named = UINT32_MAX;       // the global group with this name
    std::vector<uint32_t> claimed_by;  // global groups with this alias, `named` aside
    bool local = false;
  };
  std::map<std::pair<std::string, std::string>, Claims> claims;  // type, folded name
  for (uint32_t i = 0; i < groups_.size(); ++i) {
    const Group& group = groups_[i];
    const bool local = !group.local_id.empty();
    for (const std::string& name : group.names) {
      Claims& claim = claims[{group.type, name}];
      if (local) claim.local = true; else claim.named = i;
    }
    for (const std::string& alias : group.aliases) {
      if (group.names.count(alias) > 0) continue;
      Claims& claim = claims[{group.type, alias}];
      if (local) claim.local = true; else claim.claimed_by.push_back(i);
    }
  }

  std::vector<uint32_t> root(groups_.size());
  for (uint32_t i = 0; i < root.size(); ++i) root[i] = i;
  const auto find = [&root](uint32_t i) {
    while (root[i] != i) i = root[i] = root[root[i]];
    return i;
  };
  bool joined = false;
  for (const auto& [name, claim] : claims) {
    if (claim.local || claim.named == UINT32_MAX || claim.claimed_by.size() != 1) continue;
    const uint32_t a = find(claim.named), b = find(claim.claimed_by[0]);
    root[std::max(a, b)] = std::min(a, b);
    joined = true;
  }
  if (!joined) return false;

  std::vector<Group> groups;
  std::vector<uint32_t> place(groups_.size());
  for (uint32_t i = 0; i < groups_.size(); ++i) {
    if (const uint32_t target = find(i); target != i) {
      Group& group = groups[place[target]];
      group.names.merge(groups_[i].names);
      group.aliases.merge(groups_[i].aliases);
      group.members.insert(group.members.end(), groups_[i].members.begin(), groups_[i].members.end());
    } else {
      place[i] = static_cast<uint32_t>(groups.size());
      groups.push_back(std::move(groups_[i]));
    }
  }
  groups_ = std::move(groups);
  return true;
}

MergedEntity EntityMerger::Describe(const Group& group) const {
  std::map<std::string, uint32_t> uses;
  std::set<std::string> aliases;
  for (uint32_t handle : group.members) {
    uses[written_[handle].name] += written_[handle].uses;
    aliases.insert(written_[handle].aliases.begin(), written_[handle].aliases.end());
  }
  using Rank = std::pair<size_t, uint32_t>;
  const std::string* best = nullptr;
  Rank best_rank;
  for (const auto& [name, count] : uses) {  // in code point order, so that the first of equals stays
    const Rank rank = {CountCodePoints(FoldName(name)), count};
    if (best == nullptr || rank > best_rank) best = &name, best_rank = rank;
  }
  MergedEntity merged;
  merged.type = group.type;
  merged.name = *best;
  for (const auto& [name, count] : uses) aliases.insert(name);
  aliases.erase(merged.name);
  aliases.erase("");
  merged.aliases.assign(aliases.begin(), aliases.end());
  if (IsSafeId(group.local_id)) {
    merged.id = group.local_id;
  } else {
    merged.id = EntityId(group.type, NameKey(merged.name), group.local_id);
  }
  return merged;
}

std::vector<MergedEntity> EntityMerger::Merge() {
  GroupByKey();
  while (JoinByAlias()) {
  }
  std::vector<std::pair<MergedEntity, uint32_t>> described;
  for (uint32_t i = 0; i < groups_.size(); ++i) described.emplace_back(Describe(groups_[i]), i);
  std::sort(described.begin(), described.end(), [this](const auto& a, const auto& b) {
    return std::tie(a.first.type, a.first.name, a.first.id, groups_[a.second].local_id) <
           std::tie(b.first.type, b.first.name, b.first.id, groups_[b.second].local_id);
  });
  merged_index_.resize(written_.size());
  std::vector<MergedEntity> result;
  for (auto& [merged, group] : described) {
    for (uint32_t handle : groups_[group].members) merged_index_[handle] = static_cast<uint32_t>(result.size());
    result.push_back(std::move(merged));
  }
  return result;
}

}  // namespace mailuo
