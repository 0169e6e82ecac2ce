// What is known of the whole article before its first sentence is entered: where its clauses end, the words of the
// lexicons in the text and in the title, and the place that it is about.
#include <algorithm>
#include <array>
#include <map>

#include "article_run.h"
#include "unicode.h"

namespace mailuo {
namespace {

constexpr uint32_t kMaxQuoteClause = 40;  // a mark within a quotation this short ends no clause

bool IsAsciiDigit(char32_t c) { return c >= '0' && c <= '9'; }
bool IsAsciiWordChar(char32_t c) { return IsAsciiDigit(c) || (c >= 'a' && c <= 'z'); }

}  // namespace

void Extractor::Run::MarkClauses() {
  const std::vector<char32_t>& chars = document_->chars;
  clause_end_.assign(chars.size() + 1, 0);
  open_brackets_.clear();
  for (uint32_t i = 0; i < chars.size(); ++i) {
    const char32_t c = chars[i];
    if (c >= 0x10000 || rules_.char_flags[c] == 0) continue;
    if (rules_.OpensBracket(c)) open_brackets_.push_back(i);
    const bool in_number =
        c < 0x80 && i > 0 && i + 1 < chars.size() && IsAsciiDigit(chars[i - 1]) && IsAsciiDigit(chars[i + 1]);
    clause_end_[i] = in_number ? 0 : rules_.char_flags[c] & CompiledRules::Impl::kClauseFlags;
  }
  // Marks within a short quotation do not end the clause around it.
  size_t next = 0;
  for (const Sentence& sentence : document_->sentences) {
    while (next < open_brackets_.size() && open_brackets_[next] < sentence.begin) ++next;
    for (; next < open_brackets_.size() && open_brackets_[next] < sentence.end; ++next) {
      const uint32_t i = open_brackets_[next];
      const uint32_t limit = std::min(sentence.end, i + kMaxQuoteClause);
      for (const auto& [open, close] : rules_.brackets) {
        if (chars[i] != open) continue;
        uint32_t end = i + 1;
        while (end < limit && chars[end] != close) ++end;
        if (end < limit) std::fill(clause_end_.begin() + i, clause_end_.begin() + end, uint8_t{0});
        break;
      }
    }
  }
}

void Extractor::Run::FindTitleWords() {
  title_words_.Clear();
  const std::u32string& title = document_->title_chars;
  for (size_t p = 0; p < title.size(); ++p) {
    rules_.automaton->ForEachPrefix(title.data() + p, title.data() + title.size(), [&](uint32_t, uint32_t id) {
      for (uint32_t e = rules_.word_first[id]; e < rules_.word_first[id + 1]; ++e) {
        title_words_.Add(rules_.entries[e].symbol);
      }
    });
  }
}

inline void Extractor::Run::AddWord(const Sentence& sentence, uint32_t begin, uint32_t end, uint32_t id) {
  // A word of letters or digits is none inside a longer one; a pattern's literal is text like any other.
  const char32_t* chars = document_->chars.data();
  const bool in_word =
      (chars[begin] < 0x80 && begin > sentence.begin && IsAsciiWordChar(chars[begin]) &&
       IsAsciiWordChar(chars[begin - 1])) ||
      (chars[end - 1] < 0x80 && end < sentence.end && IsAsciiWordChar(chars[end - 1]) && IsAsciiWordChar(chars[end]));
  for (uint32_t e = rules_.word_first[id]; e < rules_.word_first[id + 1]; ++e) {
    const auto [symbol, group] = rules_.entry_kinds[e];
    if (group < longest_.size()) {
      Longest& longest = longest_[group];
      if (in_word || end < longest.end || (end == longest.end && longest.begin < begin)) continue;
      longest = {begin, end};
      if (symbol == rules_.place_class) place_words_.push_back(static_cast<uint32_t>(words_.size()));
    }
    words_.push_back({begin, e, symbol, static_cast<uint16_t>(end - begin)});
  }
}

void Extractor::Run::ScanAllWords() {
  sentence_words_.clear();
  place_words_.clear();
  std::fill(longest_.begin(), longest_.end(), Longest{});
  const char32_t* chars = document_->chars.data();
  const WordAutomaton& automaton = *rules_.automaton;
  std::array<std::pair<uint32_t, uint32_t>, WordAutomaton::kMaxWordLength> found;  // length, id
  for (const Sentence& sentence : document_->sentences) {
    sentence_words_.push_back(static_cast<uint32_t>(words_.size()));
    for (uint32_t p = sentence.begin; p < sentence.end; ++p) {
      size_t count = 0;
      automaton.ForEachPrefix(chars + p, chars + sentence.end, [&](uint32_t length, uint32_t id) {
        found[count++] = {length, id};
      });
      // Longest first; within one group of classes a word inside a longer one does not count.
      while (count-- > 0) AddWord(sentence, p, p + found[count].first, found[count].second);
    }
  }
  sentence_words_.push_back(static_cast<uint32_t>(words_.size()));
}

bool Extractor::Run::IsOutside() {
  if (rules_.domain_outside.empty()) return false;
  uint32_t outside = 0, inside = 0;
  for (const FoundWord& word : words_) {
    outside += rules_.domain_outside.Has(word.symbol) ? 1 : 0;
    inside += rules_.domain_inside.Has(word.symbol) ? 1 : 0;
  }
  const bool many = outside >= rules_.domain_at_least &&
                    uint64_t{outside} * 1000 >= uint64_t{rules_.domain_per_1000} * document_->size();
  if (!many || outside <= inside) return false;
  const Sentence& first = document_->sentences.front();
  Reject("domain", std::to_string(outside) + " words of other fields, " + std::to_string(inside) + " of this one",
         first.begin, first.end, rules_.pack.name);
  return true;
}

void Extractor::Run::FindPlace() {
  place_.reset();
  place_found_ = {};
  if (rules_.place_class == kNoSymbol) return;
  std::map<std::pair<std::string, std::string>, uint32_t> counts;
  std::optional<Entity> in_title, in_byline;
  if (!document_->title.empty()) {
    const std::u32string& title = document_->title_chars;
    for (uint32_t p = 0; p < title.size() && !in_title; ++p) {
      uint32_t longest = 0, entry = kNone;
      rules_.automaton->ForEachPrefix(title.data() + p, title.data() + title.size(), [&](uint32_t length, uint32_t id) {
        for (uint32_t e = rules_.word_first[id]; e < rules_.word_first[id + 1]; ++e) {
          if (rules_.entries[e].symbol == rules_.place_class) {
            longest = length;
            entry = e;
          }
        }
      });
      if (entry != kNone) in_title = PlaceEntity(entry, EncodeUtf8(std::u32string_view(title).substr(p, longest)));
    }
  }
  size_t s = 0;
  for (uint32_t a : place_words_) {
    while (a >= sentence_words_[s + 1]) ++s;
    const BlockKind kind = document_->blocks[document_->sentences[s].block].kind;
    const bool counts_here = kind == BlockKind::kParagraph && (!in_title || in_title->type.empty());
    if (!counts_here && kind != BlockKind::kByline) continue;
    Entity entity = PlaceEntity(words_[a].entry, document_->Name(words_[a].begin, words_[a].end()));
    if (entity.type.empty()) continue;
    if (kind == BlockKind::kByline) {
      in_byline = std::move(entity);
      place_found_ = {"byline", {}, words_[a].begin, words_[a].end()};
      break;
    }
    ++counts[{std::move(entity.type), std::move(entity.name)}];
  }
  if (in_byline) {
    place_ = in_byline;
  } else if (in_title && !in_title->type.empty()) {
    place_ = in_title;
    place_found_ = {"title", {}, 0, 0};
  } else {
    // The one named most often, if the article is about it: named again, in a third of the cases, and twice as often as
    // any other.
    uint32_t most = 0, second = 0, total = 0;
    for (const auto& [key, count] : counts) {  // the first of equals by type and name
      total += count;
      second = std::max(second, std::min(count, most));
      if (count > most) {
        most = count;
        place_ = Entity{{}, key.first, key.second, {}};
        place_found_ = {"text", {}, 0, 0};
      }
    }
    if (total > 2 && (most == 1 || most < second * 2 || most * 3 < total)) place_.reset();
  }
  if (place_) place_->id = EntityId(place_->type, FoldName(place_->name));
}

Entity Extractor::Run::PlaceEntity(uint32_t entry, const std::string& text) const {
  const std::string_view attributes = rules_.entries[entry].attributes;
  Entity entity;
  entity.type = FindAttribute(attributes, "type");
  if (entity.type.empty()) return entity;
  entity.name = FindAttribute(attributes, "full");
  if (entity.name.empty()) entity.name = text;
  if (entity.name != text) entity.aliases.push_back(text);
  return entity;
}

}  // namespace mailuo
