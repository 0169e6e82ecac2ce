#include "mailuo/graph/name_index.h"

#include <string.h>

#include <algorithm>
#include <map>
#include <numeric>
#include <string>
#include <tuple>

#include "store/fold_name.h"

namespace mailuo {

namespace {

// The number of characters to insert, remove or replace, or `limit` + 1 where it is more than `limit`.
size_t EditDistance(const std::u32string& a, const std::u32string& b, size_t limit) {
  if (std::max(a.size(), b.size()) - std::min(a.size(), b.size()) > limit) return limit + 1;
  std::vector<size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), size_t{0});
  for (size_t i = 1; i <= a.size(); ++i) {
    size_t diagonal = row[0], least = row[0] = i;
    for (size_t j = 1; j <= b.size(); ++j) {
      const size_t replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({replaced, row[j] + 1, row[j - 1] + 1});
      least = std::min(least, row[j]);
    }
    if (least > limit) return limit + 1;
  }
  return row[b.size()];
}

class Finder {
 public:
  Finder(const CompactGraph& graph, std::string_view typed, const std::function<bool(std::string_view)>& accepts)
      : graph_(graph), typed_(typed), folded_(FoldForSearch(typed)) {
    for (const CompactGraph::NodeClass& one : graph.classes()) accepted_.push_back(!accepts || accepts(one.type));
  }

  std::vector<NameCandidate> Find() {
    if (typed_.empty()) return {};
    Add(graph_.FindNode(typed_), NameMatch::kId, 1);
    if (found_.empty()) FindSpellings();
    if (found_.empty()) FindParts();
    if (found_.empty()) FindNear();
    return Ranked();
  }

 private:
  void Add(NodeId node, NameMatch how, double likeness) {
    if (node != kNoNode && accepted_[graph_.class_of(node)]) found_.push_back({node, how, likeness});
  }

  // Names that fold alike lie side by side; the surest way in which any of them is written counts.
  void FindSpellings() {
    const auto names = std::views::iota(uint32_t{0}, graph_.name_count());
    const auto same = std::ranges::equal_range(names, std::string_view(folded_), std::less<>(),
                                               [this](uint32_t i) { return graph_.folded_name(i); });
    for (uint32_t i : same) Add(graph_.name_owner(i), HowWritten(graph_.name_owner(i)), 1);
    const auto surest = std::ranges::min_element(found_, std::less<>(), &NameCandidate::how);
    if (surest == found_.end()) return;
    std::erase_if(found_, [how = surest->how](const NameCandidate& one) { return one.how != how; });
  }

  NameMatch HowWritten(NodeId node) const {
    if (graph_.name(node) == typed_) return NameMatch::kName;
    const auto aliases = graph_.aliases(node);
    return std::ranges::find(aliases, typed_) != aliases.end() ? NameMatch::kAlias : NameMatch::kSpelling;
  }

  void FindParts() {
    const std::string_view all = graph_.folded_names();
    for (size_t at = 0; at < all.size();) {
      const void* place = memmem(all.data() + at, all.size() - at, folded_.data(), folded_.size());
      if (place == nullptr) return;
      const uint32_t name = graph_.NameAt(static_cast<size_t>(static_cast<const char*>(place) - all.data()));
      const std::string_view whole = graph_.folded_name(name);
      Add(graph_.name_owner(name), NameMatch::kPart,
          static_cast<double>(folded_.size()) / static_cast<double>(whole.size()));
      at = static_cast<size_t>(whole.data() - all.data()) + whole.size() + 1;
    }
  }

  void FindNear() {
    const std::u32string typed = CodePoints(folded_);
    const size_t limit = typed.size() < 2 ? 0 : typed.size() < 6 ? 1 : 2;
    if (limit == 0) return;
    constexpr size_t kLongestCharacter = 4;
    for (uint32_t i = 0; i < graph_.name_count(); ++i) {
      const std::string_view name = graph_.folded_name(i);
      if (name.size() + limit * kLongestCharacter < folded_.size() / 2) continue;
      if (name.size() > folded_.size() * kLongestCharacter + limit * kLongestCharacter) continue;
      const std::u32string points = CodePoints(name);
      const size_t distance = EditDistance(typed, points, limit);
      if (distance > limit || distance == typed.size()) continue;
      Add(graph_.name_owner(i), NameMatch::kNear,
          1 - static_cast<double>(distance) / static_cast<double>(std::max(typed.size(), points.size())));
    }
  }

  // The likest of each node, in the written order.
  std::vector<NameCandidate> Ranked() {
    std::sort(found_.begin(), found_.end(), [](const NameCandidate& a, const NameCandidate& b) {
      return std::tie(a.node, b.likeness) < std::tie(b.node, a.likeness);
    });
    found_.erase(std::unique(found_.begin(), found_.end(),
                             [](const NameCandidate& a, const NameCandidate& b) { return a.node == b.node; }),
                 found_.end());
    std::stable_sort(found_.begin(), found_.end(), [this](const NameCandidate& a, const NameCandidate& b) {
      return std::tuple(-a.likeness, graph_.degree(b.node)) < std::tuple(-b.likeness, graph_.degree(a.node));
    });
    return std::move(found_);
  }

  const CompactGraph& graph_;
  const std::string_view typed_;
  const std::string folded_;
  std::vector<bool> accepted_;
  std::vector<NameCandidate> found_;
};

std::map<std::pair<char32_t, char32_t>, uint32_t> CharacterPairs(const std::u32string& points) {
  std::map<std::pair<char32_t, char32_t>, uint32_t> pairs;
  for (size_t i = 1; i < points.size(); ++i) ++pairs[{points[i - 1], points[i]}];
  return pairs;
}

}  // namespace

std::vector<NameCandidate> FindByName(const CompactGraph& graph, std::string_view typed,
                                      const std::function<bool(std::string_view type)>& accepts) {
  return Finder(graph, typed, accepts).Find();
}

bool IsClear(const std::vector<NameCandidate>& candidates) {
  return candidates.size() == 1 && candidates[0].how != NameMatch::kNear;
}

double NameLikeness(std::string_view a, std::string_view b) {
  const std::u32string first = CodePoints(FoldForSearch(a)), second = CodePoints(FoldForSearch(b));
  if (first == second) return 1;
  if (first.size() < 2 || second.size() < 2) return 0;
  const auto pairs = CharacterPairs(first), others = CharacterPairs(second);
  uint32_t shared = 0;
  for (const auto& [pair, count] : pairs) {
    if (const auto other = others.find(pair); other != others.end()) shared += std::min(count, other->second);
  }
  return 2.0 * shared / static_cast<double>(first.size() + second.size() - 2);
}

}  // namespace mailuo
