// The word automaton against a search that compares every word at every place.
#include "word_automaton.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <random>
#include <set>

namespace mailuo {
namespace {

using Hits = std::vector<std::pair<size_t, uint32_t>>;  // place, word

Hits Naive(const std::vector<std::u32string>& words, const std::u32string& text) {
  Hits hits;
  for (size_t p = 0; p < text.size(); ++p) {
    for (uint32_t i = 0; i < words.size(); ++i) {
      if (text.compare(p, words[i].size(), words[i]) == 0) hits.push_back({p, i});
    }
  }
  std::sort(hits.begin(), hits.end());
  return hits;
}

Hits Scan(const WordAutomaton& automaton, const std::u32string& text) {
  Hits hits;
  for (size_t p = 0; p < text.size(); ++p) {
    uint32_t last = 0;
    automaton.ForEachPrefix(text.data() + p, text.data() + text.size(), [&](uint32_t length, uint32_t id) {
      CHECK(length > last);
      last = length;
      hits.push_back({p, id});
    });
  }
  std::sort(hits.begin(), hits.end());
  return hits;
}

TEST_CASE("the automaton finds what a naive search finds, on random words and texts") {
  std::mt19937 random(20260101);
  // A small alphabet makes prefixes and overlaps; characters beyond the basic plane are in it.
  const std::u32string alphabet = {U'a', U'b', 0x4E00, 0x4E01, 0x9FA5, 0x20000, 0x2A6D6};
  const auto draw = [&](size_t most) {
    std::u32string s;
    for (size_t n = 1 + random() % most; n > 0; --n) s.push_back(alphabet[random() % alphabet.size()]);
    return s;
  };
  for (int round = 0; round < 300; ++round) {
    std::set<std::u32string> unique;
    for (size_t n = random() % 60; n > 0; --n) unique.insert(draw(5));
    const std::vector<std::u32string> words(unique.begin(), unique.end());
    const WordAutomaton automaton(std::vector<std::u32string_view>(words.begin(), words.end()));
    const std::u32string text = draw(80);
    REQUIRE(Scan(automaton, text) == Naive(words, text));
  }
}

TEST_CASE("every one of many words is found, and what is no word is not") {
  std::vector<std::u32string> words;
  for (char32_t a = 0x4E00; a < 0x4E00 + 200; ++a) {
    for (char32_t b = 0x5000; b < 0x5000 + 100; ++b) words.push_back({a, b, static_cast<char32_t>(a ^ b)});
  }
  std::sort(words.begin(), words.end());
  words.erase(std::unique(words.begin(), words.end()), words.end());
  const WordAutomaton automaton(std::vector<std::u32string_view>(words.begin(), words.end()));
  for (uint32_t i = 0; i < words.size(); i += 37) {
    CHECK(Scan(automaton, words[i]) == Hits{{0, i}});
    std::u32string other = words[i];
    other[2] = 0x3042;
    CHECK(Scan(automaton, other).empty());
  }
}

TEST_CASE("an automaton of no words finds nothing") {
  const WordAutomaton automaton(std::vector<std::u32string_view>{});
  CHECK(Scan(automaton, U"text").empty());
}

}  // namespace
}  // namespace mailuo
