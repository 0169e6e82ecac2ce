// Whole layers against the slow matcher of reference_matcher.h: packs of random rules over random articles. What stands
// before the engine's matcher (the words, what can begin a rule, what a sentence must have) may lose no match.
#include <doctest/doctest.h>

#include <algorithm>
#include <tuple>

#include "mailuo/extractors/extractor.h"
#include "random_patterns.h"
#include "reference_matcher.h"
#include "test_pack.h"
#include "unicode.h"

namespace mailuo {
namespace {

constexpr uint64_t kMaxSteps = 200'000;

// Letters that make no words of the Latin script, so that words may stand in words.
constexpr char kLexicon[] = "αβ x\nα x.y k=1\nβ z k=1\nβγ z k=2\nγα v\nα v k=2\n";

struct Word {
  std::u32string text;
  std::string name;
  std::map<std::string, std::string> attributes;
};

std::vector<Word> Words() {
  std::vector<Word> words;
  const std::string_view lexicon = kLexicon;
  for (size_t begin = 0; begin < lexicon.size();) {
    const size_t end = lexicon.find('\n', begin);
    const std::string_view line = lexicon.substr(begin, end - begin);
    begin = end + 1;
    const size_t first = line.find(' '), second = std::min(line.find(' ', first + 1), line.size());
    Word word{DecodeUtf8(line.substr(0, first)), std::string(line.substr(first + 1, second - first - 1)), {}};
    if (second < line.size()) word.attributes["k"] = line.substr(line.size() - 1);
    words.push_back(std::move(word));
  }
  return words;
}

// The words of a sentence by docs/rules.md: of one family of classes none within a longer one.
void AddWords(const std::vector<Word>& words, const std::vector<std::string>& classes, ReferenceText* text) {
  struct Found {
    uint32_t begin, end;
    const Word* word;
  };
  const auto family = [](const Word& word) { return word.name.substr(0, word.name.find('.')); };
  std::vector<Found> found;
  for (uint32_t p = text->begin; p < text->end; ++p) {
    for (const Word& word : words) {
      const auto end = p + static_cast<uint32_t>(word.text.size());
      if (end <= text->end && text->chars.compare(p, word.text.size(), word.text) == 0)
        found.push_back({p, end, &word});
    }
  }
  for (const Found& one : found) {
    const bool within = std::any_of(found.begin(), found.end(), [&](const Found& other) {
      return other.begin <= one.begin && one.end <= other.end && other.end - other.begin > one.end - one.begin &&
             family(*other.word) == family(*one.word);
    });
    if (within) continue;
    const auto symbol =
        static_cast<Symbol>(std::find(classes.begin(), classes.end(), one.word->name) - classes.begin());
    text->annotations.push_back({one.begin, one.end, symbol, one.word->attributes});
  }
}

std::string LayerPattern(Random* random, uint32_t depth, uint32_t looks, uint32_t* names) {
  std::string pattern = RandomPattern(random, depth, looks, names);
  const std::vector<std::pair<std::string, std::string>> changes = {
      {"{T}", "<v>"}, {"{U}", "<v k=2>"}, {"a", "α"}, {"b", "β"}, {"c'", "γ'"}};
  std::string out;
  for (size_t i = 0; i < pattern.size();) {
    // Names and anchors keep their letters: only what stands in quotes and brackets changes.
    bool changed = false;
    for (size_t k = 0; k < 2 && !changed; ++k) {
      if (pattern.compare(i, changes[k].first.size(), changes[k].first) != 0) continue;
      out += changes[k].second;
      i += changes[k].first.size();
      changed = true;
    }
    if (changed) continue;
    if (pattern[i] == '\'' || pattern[i] == '[') {
      const char close = pattern[i] == '[' ? ']' : '\'';
      out += pattern[i++];
      for (; pattern[i] != close; ++i) {
        out += pattern[i] == 'a' ? "α" : pattern[i] == 'b' ? "β" : pattern[i] == 'c' ? "γ" : std::string(1, pattern[i]);
      }
      out += pattern[i++];
      continue;
    }
    if (pattern.compare(i, 2, "{t") == 0) {  // a list of an annotation type: of this world's words, each a group
      const size_t end = pattern.find('}', i) + 1;
      out += "(" + pattern.substr(i + 1, pattern.find(':', i) - i - 1) + ": <v>)";
      i = end;
      if (i < pattern.size() && pattern[i] == '+') ++i;
      continue;
    }
    out += pattern[i++];
  }
  return out;
}

struct LayerDocument {
  Document document;
  std::vector<ReferenceText> sentences;
};

LayerDocument RandomDocument(Random* random, const std::vector<Word>& words, const std::vector<std::string>& classes) {
  LayerDocument out;
  Document& document = out.document;
  document.source = document.article_id = "random";
  std::string bytes;
  const auto kind = static_cast<BlockKind>(random->Below(4));
  document.blocks.push_back({kind, 0, 0, 0});
  for (uint32_t sentences = 1 + random->Below(3), s = 0; s < sentences; ++s) {
    ReferenceText text;
    text.begin = document.size();
    const uint32_t size = 1 + random->Below(10);
    for (uint32_t i = 0; i < size; ++i) document.chars.push_back(U"αααβββγγ, "[random->Below(10)]);
    document.chars.push_back('.');
    text.end = document.size();
    Sentence sentence{text.begin, text.end, 0, 0, text.begin};
    if (random->Below(4) == 0) sentence.text_begin = ++text.begin;
    text.section_start = sentence.text_begin > sentence.begin;
    text.paragraph_start = s == 0;
    text.kind = static_cast<PlaceKind>(kind);
    document.sentences.push_back(sentence);
    out.sentences.push_back(std::move(text));
  }
  for (char32_t c : document.chars) {
    document.offsets.push_back(static_cast<uint32_t>(bytes.size()));
    AppendUtf8(c, &bytes);
    document.ends.push_back(static_cast<uint32_t>(bytes.size()));
  }
  document.blocks[0].end = document.size();
  document.bytes = std::make_shared<const std::string>(bytes);
  for (ReferenceText& text : out.sentences) {
    text.chars = std::u32string(document.chars.begin(), document.chars.end());
    for (char32_t c : text.chars) text.clause_end.push_back(c == ',' || c == '.');
    ReferenceText whole = text;  // words are found in the whole sentence, its section marker included
    whole.begin = document.sentences[static_cast<size_t>(&text - out.sentences.data())].begin;
    AddWords(words, classes, &whole);
    text.annotations = std::move(whole.annotations);
  }
  return out;
}

struct Candidate {
  uint32_t begin, end;
  int priority;
  size_t rule;
};

TEST_CASE("reference: no filter before the matcher loses a match of a layer") {
  const std::vector<Word> words = Words();
  Random random(17);
  size_t packs = 0, found_all = 0, given_up = 0;
  while (packs < 4000) {
    std::vector<TestRule> rules;
    const uint32_t count = 1 + random.Below(3);
    for (uint32_t i = 0; i < count; ++i) {
      uint32_t names = 0;
      rules.push_back({"r" + std::to_string(i),
                       Layer::kMention,
                       LayerPattern(&random, 1 + random.Below(4), 0, &names),
                       {{"type", "Policy"}},
                       {},
                       static_cast<int>(random.Below(2)),
                       false});
    }
    RulePack pack = MakePack(kLexicon, rules);
    const std::vector<std::string> classes = pack.classes;
    auto compiled = CompiledRules::Compile(std::move(pack), nullptr);
    if (!compiled) continue;  // it could begin anywhere, or is too large
    ++packs;
    // The same patterns for the reference, with the classes of the pack.
    PatternNames names;
    names.word_class = [&](std::string_view name) {
      SymbolSet set;
      for (size_t i = 0; i < classes.size(); ++i) {
        if (classes[i] == name || classes[i].starts_with(std::string(name) + ".")) set.Add(static_cast<Symbol>(i));
      }
      return set;
    };
    names.annotation_type = [](std::string_view) { return SymbolSet(); };
    std::vector<Pattern> patterns;
    std::vector<ReferenceMatcher> references;
    for (const TestRule& rule : rules) {
      patterns.push_back(ParsePattern(rule.pattern, {}, names, nullptr));
      REQUIRE(patterns.back().root);
      references.emplace_back(patterns.back());
    }
    Extractor extractor(*compiled);
    for (int n = 0; n < 5; ++n) {
      const LayerDocument random_document = RandomDocument(&random, words, classes);
      std::vector<Candidate> wanted;
      bool complete = true;
      for (const ReferenceText& text : random_document.sentences) {
        std::vector<Candidate> candidates;
        for (uint32_t start = text.begin; start < text.end; ++start) {
          for (size_t r = 0; r < rules.size(); ++r) {
            uint32_t end = 0;
            std::vector<ReferenceCapture> captures;
            const ReferenceOutcome outcome = references[r].Match(text, start, kMaxSteps, &end, &captures);
            complete &= outcome != ReferenceOutcome::kTooManySteps;
            if (outcome != ReferenceOutcome::kMatch || end == start) continue;
            candidates.push_back({start, end, rules[r].priority, r});
          }
        }
        // Priority, longer, earlier rule, earlier place; then what is still free.
        std::sort(candidates.begin(), candidates.end(), [](const Candidate& a, const Candidate& b) {
          return std::tuple(-a.priority, b.end - b.begin, a.rule, a.begin) <
                 std::tuple(-b.priority, a.end - a.begin, b.rule, b.begin);
        });
        std::vector<Candidate> kept;
        for (const Candidate& c : candidates) {
          const bool free = std::none_of(kept.begin(), kept.end(),
                                         [&](const Candidate& k) { return c.begin < k.end && k.begin < c.end; });
          if (free) kept.push_back(c);
        }
        std::sort(kept.begin(), kept.end(), [](const Candidate& a, const Candidate& b) { return a.begin < b.begin; });
        wanted.insert(wanted.end(), kept.begin(), kept.end());
      }
      if (!complete) {
        ++given_up;
        continue;
      }
      std::string want, have;
      for (const Candidate& c : wanted) {
        want += std::to_string(c.begin) + "-" + std::to_string(c.end) + " test/r" + std::to_string(c.rule) + "\n";
      }
      for (const FoundMention& m : extractor.Annotate(random_document.document).mentions) {
        have += std::to_string(m.begin) + "-" + std::to_string(m.end) + " " + m.rule + "\n";
      }
      found_all += wanted.size();
      if (want == have) continue;
      std::string patterns_text;
      for (const TestRule& rule : rules) patterns_text += "\n" + std::to_string(rule.priority) + "  " + rule.pattern;
      CAPTURE(patterns_text);
      CAPTURE(*random_document.document.bytes);
      REQUIRE(have == want);
    }
  }
  MESSAGE(packs << " packs, " << found_all << " mentions, " << given_up << " texts given up");
  CHECK(found_all > 5'000);
  CHECK(given_up < 200);
}

}  // namespace
}  // namespace mailuo
