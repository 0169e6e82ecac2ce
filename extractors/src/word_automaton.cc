// Building the double array: breadth first, a node's children placed together at the first base where all fit.
#include "word_automaton.h"

#include <algorithm>

namespace mailuo {
namespace {

// Which cells are free, as a union-find over "the next free cell at or after i": near-constant time to skip runs of
// taken cells, which is what makes a million words cheap to place.
class FreeCells {
 public:
  uint32_t Next(uint32_t i) {
    Grow(i + 1);
    uint32_t root = i;
    while (next_[root] != root) {
      root = next_[root];
      Grow(root + 1);
    }
    while (next_[i] != root) {
      const uint32_t up = next_[i];
      next_[i] = root;
      i = up;
    }
    return root;
  }
  bool IsFree(uint32_t i) { return i >= next_.size() || next_[i] == i; }
  void Take(uint32_t i) {
    Grow(i + 2);
    next_[i] = i + 1;
  }

 private:
  void Grow(uint32_t size) {
    while (next_.size() < size) next_.push_back(static_cast<uint32_t>(next_.size()));
  }
  std::vector<uint32_t> next_;
};

struct Node {
  uint32_t state;
  uint32_t first;  // the words [first, last) share the node's prefix
  uint32_t last;
  uint32_t depth;
};

}  // namespace

WordAutomaton::WordAutomaton(const std::vector<std::u32string_view>& words) {
  std::vector<std::pair<char32_t, uint32_t>> counts;  // character, how often
  {
    std::vector<uint32_t> basic(0x10000);
    std::vector<char32_t> rare;
    for (std::u32string_view word : words) {
      for (char32_t c : word) {
        if (c < 0x10000) {
          ++basic[c];
        } else {
          rare.push_back(c);
        }
      }
    }
    for (char32_t c = 0; c < 0x10000; ++c) {
      if (basic[c] > 0) counts.push_back({c, basic[c]});
    }
    std::sort(rare.begin(), rare.end());
    for (size_t i = 0; i < rare.size();) {
      size_t j = i;
      while (j < rare.size() && rare[j] == rare[i]) ++j;
      counts.push_back({rare[i], static_cast<uint32_t>(j - i)});
      i = j;
    }
  }
  std::stable_sort(counts.begin(), counts.end(), [](const auto& a, const auto& b) { return a.second > b.second; });
  char32_t last_basic = 0;
  for (const auto& [c, count] : counts) {
    if (c < 0x10000) last_basic = std::max(last_basic, c);
  }
  codes_.assign(counts.empty() ? 0 : last_basic + 1, 0);
  for (uint32_t i = 0; i < counts.size(); ++i) {
    const char32_t c = counts[i].first;
    if (c < 0x10000 && i + 1 < 0x10000) {
      codes_[c] = static_cast<uint16_t>(i + 1);
    } else {
      rare_codes_.push_back({c, i + 1});
    }
  }
  std::sort(rare_codes_.begin(), rare_codes_.end());

  cells_.resize(1);
  cells_[0].check = 0;
  FreeCells free_cells;
  free_cells.Take(0);
  std::vector<Node> level = {{0, 0, static_cast<uint32_t>(words.size()), 0}}, next_level;
  std::vector<Node> children;
  std::vector<uint32_t> labels;
  uint32_t search_from = 1;
  uint32_t misses = 0;
  for (; !level.empty(); level.swap(next_level), next_level.clear()) {
    for (const Node& node : level) {
      uint32_t i = node.first;
      if (i < node.last && words[i].size() == node.depth) {
        cells_[node.state].word = i;
        ++i;
      }
      children.clear();
      labels.clear();
      while (i < node.last) {
        const char32_t c = words[i][node.depth];
        uint32_t j = i;
        while (j < node.last && words[j][node.depth] == c) ++j;
        children.push_back({0, i, j, node.depth + 1});
        labels.push_back(Code(c));
        i = j;
      }
      if (children.empty()) continue;
      const auto [low, high] = std::minmax_element(labels.begin(), labels.end());
      // The first base where every child's cell is free. Where many bases failed, the crowded front is left behind.
      uint32_t cell = std::max(search_from, *low + 1);
      uint32_t base = 0;
      for (misses = 0;; ++misses) {
        cell = free_cells.Next(cell);
        base = cell - *low;
        if (std::all_of(labels.begin(), labels.end(),
                        [&](uint32_t label) { return free_cells.IsFree(base + label); })) {
          break;
        }
        ++cell;
      }
      if (misses > 64) search_from = std::max(search_from, base);
      if (base + *high >= cells_.size()) cells_.resize(base + *high + 1);
      cells_[node.state].base = base;
      for (size_t k = 0; k < children.size(); ++k) {
        const uint32_t state = base + labels[k];
        free_cells.Take(state);
        cells_[state].check = node.state;
        children[k].state = state;
        next_level.push_back(children[k]);
      }
    }
  }
  roots_.resize(codes_.size());
  for (std::u32string_view word : words) {
    if (word[0] < roots_.size()) roots_[word[0]] = cells_[0].base + Code(word[0]);
    if (word.size() > 1) pairs_.set(Pair(word[0], word[1]));
  }
}

uint32_t WordAutomaton::RareRoot(char32_t c) const {
  const uint32_t code = RareCode(c);
  const uint32_t state = cells_[0].base + code;
  return code != 0 && state < cells_.size() && cells_[state].check == 0 && state != 0 ? state : 0;
}

uint32_t WordAutomaton::RareCode(char32_t c) const {
  const auto it = std::lower_bound(rare_codes_.begin(), rare_codes_.end(), std::pair<char32_t, uint32_t>{c, 0});
  return it != rare_codes_.end() && it->first == c ? it->second : 0;
}

}  // namespace mailuo
