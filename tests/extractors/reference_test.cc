// The engine against a slow matcher made from the definition alone (reference_matcher.h): all patterns of a small world
// and random ones of a large world. After RE2's exhaustive_tester.cc. reference_layer_test.cc does it for whole layers.
#include <doctest/doctest.h>

#include "matcher.h"
#include "random_patterns.h"
#include "reference_matcher.h"
#include "tracing_matcher.h"
#include "unicode.h"

namespace mailuo {
namespace {

constexpr uint64_t kMaxSteps = 200'000;

// The names that patterns of these tests may use: classes x, x.y, z and types T, U.
PatternNames Names() {
  PatternNames names;
  const auto set = [](std::initializer_list<Symbol> symbols) {
    SymbolSet out;
    for (Symbol symbol : symbols) out.Add(symbol);
    return out;
  };
  names.word_class = [set](std::string_view name) {
    return name == "x" ? set({0, 1}) : name == "x.y" ? set({1}) : name == "z" ? set({2}) : SymbolSet();
  };
  names.annotation_type = [set](std::string_view name) {
    return name == "T" ? set({3, 4}) : name == "U" ? set({4}) : SymbolSet();
  };
  names.macro = [](std::string_view) -> const std::pair<std::string, Location>* { return nullptr; };
  names.list_join = "',' | 'b'";
  return names;
}

constexpr Symbol kSymbols = 5;

// The text as the engine sees it.
class EngineText : public AttributeSource {
 public:
  explicit EngineText(const ReferenceText& text)
      : text_(text), clause_end_(text.clause_end.begin(), text.clause_end.end()), lattice_(&flags_) {
    clause_end_.push_back(0);
    lattice_.Reset(text.begin, text.end);
    for (const ReferenceAnnotation& annotation : text.annotations) {
      lattice_.Add(annotation.begin, annotation.end, annotation.symbol, lattice_.size());
    }
    input_.chars = text.chars.data();
    input_.clause_end = clause_end_.data();
    input_.begin = text.begin;
    input_.end = text.end;
    input_.kind = text.kind;
    input_.section_start = text.section_start;
    input_.paragraph_start = text.paragraph_start;
    input_.lattice = &lattice_;
    input_.attributes = this;
  }

  std::string_view Attribute(const Annotation& annotation, std::string_view key) const override {
    const auto& attributes = text_.annotations[annotation.payload].attributes;
    const auto it = attributes.find(std::string(key));
    return it == attributes.end() ? std::string_view() : std::string_view(it->second);
  }
  const MatchInput& input() const { return input_; }

 private:
  const ReferenceText& text_;
  std::vector<uint8_t> clause_end_;
  const std::vector<uint8_t> flags_ = std::vector<uint8_t>(kSymbols);
  Lattice lattice_;
  MatchInput input_;
};

std::string Shown(const std::vector<ReferenceCapture>& captures) {
  std::string text;
  for (const ReferenceCapture& c : captures) {
    text += " " + std::to_string(c.slot) + ":" + std::to_string(c.begin) + "-" + std::to_string(c.end);
    if (c.annotation != kNone) text += "#" + std::to_string(c.annotation);
  }
  return text;
}

// A pattern in both forms.
class Pair {
 public:
  explicit Pair(const std::string& pattern) : text_(pattern) {
    DiagnosticList found;
    pattern_ = ParsePattern(pattern, {}, Names(), &found);
    if (!pattern_.root) MESSAGE(pattern << ": " << found.all().front().message);
    REQUIRE(pattern_.root);
    compiled_ = CompilePattern(pattern_, &program_);
    reference_ = std::make_unique<ReferenceMatcher>(pattern_);
  }
  bool compiled() const { return compiled_; }

  // Compares the two at every start. False where they differ; that is said.
  bool Agree(const ReferenceText& text, Matcher* matcher) {
    const EngineText engine(text);
    for (uint32_t start = text.begin; start <= text.end; ++start) {
      uint32_t end = 0;
      std::vector<ReferenceCapture> captures;
      const ReferenceOutcome outcome = reference_->Match(text, start, kMaxSteps, &end, &captures);
      if (outcome == ReferenceOutcome::kTooManySteps) {
        ++too_many_;
        continue;
      }
      ++compared_;
      const bool expected = outcome == ReferenceOutcome::kMatch;
      matches_ += expected;
      MatchResult result;
      const bool matched = matcher->Match(program_, engine.input(), start, &result);
      std::vector<ReferenceCapture> found;
      if (matched) {
        for (const CaptureValue& c : result.captures) found.push_back({c.slot, c.begin, c.end, c.annotation});
      }
      if (matched == expected && (!matched || (result.end == end && found == captures))) continue;
      std::string annotations;
      for (const ReferenceAnnotation& a : text.annotations) {
        annotations += " " + std::to_string(a.begin) + "-" + std::to_string(a.end) + "=" + std::to_string(a.symbol);
      }
      const std::string difference = "pattern " + text_ + "\ntext    \"" + EncodeUtf8(text.chars) + "\" from " +
                                     std::to_string(start) + "\nannotations" + annotations + "\nwanted  " +
                                     (expected ? std::to_string(end) + Shown(captures) : "none") + "\nfound   " +
                                     (matched ? std::to_string(result.end) + Shown(found) : "none");
      MESSAGE(difference);
      return false;
    }
    return true;
  }

  // Compares the engine and the matcher of explanations, which keeps its way, at every start.
  bool TraceAgrees(const ReferenceText& text, Matcher* matcher) const {
    const EngineText engine(text);
    for (uint32_t start = text.begin; start <= text.end; ++start) {
      MatchResult result;
      const bool matched = matcher->Match(program_, engine.input(), start, &result);
      const Trace trace = TraceMatch(program_, engine.input(), start);
      const bool same = trace.matched == matched && (!matched || trace.at == result.end);
      if (same && (matched || !trace.stuck.empty() || program_.code.empty())) continue;
      MESSAGE("pattern " << text_ << "\ntext    \"" << EncodeUtf8(text.chars) << "\" from " << start << ": matched "
                         << matched << ", traced " << trace.matched << ", stuck at " << trace.stuck.size() << " steps");
      return false;
    }
    return true;
  }

  static uint64_t compared_, matches_, too_many_;

 private:
  std::string text_;
  Pattern pattern_;
  Program program_;
  bool compiled_ = false;
  std::unique_ptr<ReferenceMatcher> reference_;
};
uint64_t Pair::compared_ = 0, Pair::matches_ = 0, Pair::too_many_ = 0;

// ---- All patterns of a small world ----

// Every text over a, b and the comma up to the length; "ab" is a word of x, "a" one of x.y, "b" one of z.
std::vector<ReferenceText> AllTexts(size_t longest) {
  std::vector<std::u32string> all = {U""};
  for (size_t i = 0; i < all.size(); ++i) {
    if (all[i].size() == longest) continue;
    for (char32_t c : {U'a', U'b', U','}) all.push_back(all[i] + c);
  }
  std::vector<ReferenceText> texts;
  for (const std::u32string& chars : all) {
    ReferenceText& text = texts.emplace_back();
    text.chars = chars;
    text.end = static_cast<uint32_t>(chars.size());
    for (uint32_t i = 0; i < text.end; ++i) {
      text.clause_end.push_back(chars[i] == ',');
      if (chars[i] == 'a') text.annotations.push_back({i, i + 1, 1, {}});
      if (chars[i] == 'b') text.annotations.push_back({i, i + 1, 2, {{"k", "1"}}});
      if (chars.compare(i, 2, U"ab") == 0) text.annotations.push_back({i, i + 2, 0, {}});
    }
  }
  return texts;
}

// Every pattern of `size` parts: atoms, and operators over smaller patterns.
std::vector<std::vector<std::string>> AllPatterns(size_t largest) {
  const std::vector<std::string> atoms = {"'a'", "[^a]", ".", "<x>", "^", "$", "()"};
  const std::vector<std::pair<std::string, std::string>> unary = {
      {"(", ")*"},   {"(", ")+"},   {"(", ")?"},   {"(", ")*?"},   {"(", "){1,2}?"},
      {"(c: ", ")"}, {"(?= ", ")"}, {"(?! ", ")"}, {"(?<= ", ")"}, {"(?<! ", ")"},
  };
  std::vector<std::vector<std::string>> by_size = {{}, atoms};
  for (size_t size = 2; size <= largest; ++size) {
    std::vector<std::string> patterns;
    for (const std::string& inner : by_size[size - 1]) {
      for (const auto& [before, after] : unary) {
        // Names of captures in each other must differ.
        patterns.push_back((before == "(c: " ? "(c" + std::to_string(size) + ": " : before) + inner + after);
      }
    }
    for (size_t left = 1; left + 1 < size; ++left) {
      for (const std::string& a : by_size[left]) {
        for (const std::string& b : by_size[size - 1 - left]) {
          patterns.push_back("(" + a + ") " + b);
          patterns.push_back(a + " | " + b);
        }
      }
    }
    by_size.push_back(std::move(patterns));
  }
  return by_size;
}

TEST_CASE("reference: all patterns of up to four parts do on all short texts what the definition says") {
  Pair::compared_ = Pair::matches_ = Pair::too_many_ = 0;
  const std::vector<ReferenceText> longer = AllTexts(4), shorter = AllTexts(3);
  Matcher matcher;
  size_t patterns = 0, differ = 0;
  for (const auto& of_size : AllPatterns(4)) {
    for (const std::string& pattern : of_size) {
      Pair pair(pattern);
      REQUIRE(pair.compiled());
      ++patterns;
      for (const ReferenceText& text : patterns < 1500 ? longer : shorter) {
        if (pair.Agree(text, &matcher)) continue;
        ++differ;
        break;
      }
      REQUIRE(differ < 10);
    }
  }
  MESSAGE(patterns << " patterns, " << Pair::compared_ << " searches, " << Pair::matches_ << " matches");
  CHECK(differ == 0);
  CHECK(Pair::too_many_ == 0);
  CHECK(Pair::matches_ > 100'000);
}

// ---- Random patterns ----

ReferenceText RandomText(Random* random) {
  ReferenceText text;
  const uint32_t size = random->Below(12);
  for (uint32_t i = 0; i < size; ++i) text.chars.push_back(U"aaabbbcc,. "[random->Below(11)]);
  for (char32_t c : text.chars) text.clause_end.push_back(c == ',' || c == '.' || random->Below(40) == 0);
  text.begin = random->Below(8) == 0 ? std::min(size, 1u) : 0;
  text.end = random->Below(8) == 0 ? std::max(text.begin, size - std::min(size, 1u)) : size;
  text.kind = static_cast<PlaceKind>(random->Below(4));
  text.section_start = random->Below(2) == 0;
  text.paragraph_start = random->Below(2) == 0;
  if (text.begin == text.end) return text;
  for (uint32_t n = random->Below(10); n > 0; --n) {
    ReferenceAnnotation annotation;
    annotation.begin = text.begin + random->Below(text.end - text.begin);
    annotation.end = std::min(text.end, annotation.begin + 1 + random->Below(3));
    annotation.symbol = random->Below(kSymbols);
    if (const uint32_t k = random->Below(3); k > 0) annotation.attributes["k"] = std::to_string(k);
    text.annotations.push_back(std::move(annotation));
  }
  return text;
}

TEST_CASE("reference: 100,000 random patterns do on random texts what the definition says") {
  Pair::compared_ = Pair::matches_ = Pair::too_many_ = 0;
  Random random(20240229);
  Matcher matcher;
  uint32_t patterns = 0, too_large = 0, differ = 0;
  while (patterns < 100'000) {
    uint32_t names = 0;
    Pair pair(RandomPattern(&random, 1 + random.Below(4), 0, &names));
    if (!pair.compiled()) {
      ++too_large;
      continue;
    }
    ++patterns;
    for (int i = 0; i < 2; ++i) differ += !pair.Agree(RandomText(&random), &matcher);
    REQUIRE(differ < 10);
  }
  MESSAGE(patterns << " patterns, " << Pair::compared_ << " searches, " << Pair::matches_ << " matches, "
                   << Pair::too_many_ << " given up, " << too_large << " too large");
  CHECK(differ == 0);
  CHECK(Pair::too_many_ * 200 < Pair::compared_);
  CHECK(Pair::matches_ > 100'000);
}

TEST_CASE("the tracing matcher finds what the matcher finds") {
  Random random(20240301);
  Matcher matcher;
  size_t differ = 0;
  for (int patterns = 0; patterns < 10'000;) {
    uint32_t names = 0;
    const Pair pair(RandomPattern(&random, 1 + random.Below(4), 0, &names));
    if (!pair.compiled()) continue;
    ++patterns;
    differ += !pair.TraceAgrees(RandomText(&random), &matcher);
    REQUIRE(differ < 10);
  }
  CHECK(differ == 0);
}

TEST_CASE("reference: windows of matches, look-aheads and look-behinds end where the definition ends them") {
  Pair::compared_ = Pair::matches_ = Pair::too_many_ = 0;
  Matcher matcher;
  const std::string patterns[] = {"'a' .* 'b'",        "'a' .*? 'b'",           "'a' (?= .* 'b')",
                                  "'a' (?! .* 'b')",   "'a' (?= (?= .* 'b'))",  "'a' (?= . (?! .* 'b'))",
                                  "(?<= 'b' .*) 'a'",  "(?<! 'b' .{0,20}) 'a'", "(?<= (?= 'b' .* 'a') .*) 'a'",
                                  "'a' (c: .*) 'b' .", "'a' (.{60}){4} .* 'b'"};
  for (const std::string& pattern : patterns) {
    Pair pair(pattern);
    for (const uint32_t n : {0, 14, 15, 16, 61, 62, 63, 64, 65, 252, 253, 254, 255, 256}) {
      for (const bool a_first : {true, false}) {
        ReferenceText text;
        text.chars = std::u32string(n, U'.');
        text.chars = a_first ? U'a' + text.chars + U"b." : U'b' + text.chars + U"a.";
        text.end = static_cast<uint32_t>(text.chars.size());
        text.clause_end.resize(text.end);
        CHECK(pair.Agree(text, &matcher));
      }
    }
  }
  CHECK(Pair::too_many_ == 0);
  CHECK(Pair::matches_ > 100);
}

}  // namespace
}  // namespace mailuo
