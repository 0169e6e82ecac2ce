#include "report/name_likeness.h"

#include <algorithm>
#include <unordered_map>

#include "assemble/utf8.h"
#include "mailuo/schemas/triple.h"

namespace mailuo {

namespace {

// Sorted, with repeats.
std::vector<std::string> PiecesOf(std::string_view name) {
  const std::string folded = FoldName(name);
  std::vector<std::string> characters, pieces;
  for (size_t at = 0; at < folded.size();) {
    const size_t length = std::max<size_t>(1, Utf8SequenceLength(folded, at));
    characters.push_back(folded.substr(at, length));
    at += length;
  }
  if (characters.size() == 1) return characters;
  for (size_t i = 0; i + 1 < characters.size(); ++i) pieces.push_back(characters[i] + characters[i + 1]);
  std::sort(pieces.begin(), pieces.end());
  return pieces;
}

double Dice(const std::vector<std::string>& a, const std::vector<std::string>& b) {
  if (a.empty() || b.empty()) return a.empty() && b.empty() ? 1 : 0;
  size_t shared = 0;
  for (auto x = a.begin(), y = b.begin(); x != a.end() && y != b.end();) {
    if (*x == *y) {
      ++shared, ++x, ++y;
    } else {
      *x < *y ? ++x : ++y;
    }
  }
  return 2.0 * static_cast<double>(shared) / static_cast<double>(a.size() + b.size());
}

}  // namespace

std::vector<uint32_t> GroupNames(const std::vector<std::string>& names, double threshold) {
  std::vector<std::vector<std::string>> leaders;  // pieces of the first name of each group
  std::unordered_map<std::string, std::vector<uint32_t>> groups_with;  // by piece; looked up, never walked
  std::vector<uint32_t> result;
  for (const std::string& name : names) {
    const std::vector<std::string> pieces = PiecesOf(name);
    std::vector<uint32_t> candidates;
    for (const std::string& piece : pieces) {
      const auto found = groups_with.find(piece);
      if (found != groups_with.end()) candidates.insert(candidates.end(), found->second.begin(), found->second.end());
    }
    std::sort(candidates.begin(), candidates.end());
    candidates.erase(std::unique(candidates.begin(), candidates.end()), candidates.end());
    uint32_t group = static_cast<uint32_t>(leaders.size());
    double best = threshold;
    for (uint32_t candidate : candidates) {
      const double likeness = Dice(pieces, leaders[candidate]);
      if (likeness < best || (likeness == best && group < leaders.size())) continue;
      best = likeness;
      group = candidate;
    }
    if (group == leaders.size()) {
      for (size_t i = 0; i < pieces.size(); ++i) {
        if (i == 0 || pieces[i] != pieces[i - 1]) groups_with[pieces[i]].push_back(group);
      }
      leaders.push_back(pieces);
    }
    result.push_back(group);
  }
  return result;
}

}  // namespace mailuo
