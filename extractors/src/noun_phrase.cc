#include "noun_phrase.h"

#include <algorithm>

namespace mailuo {
namespace {

constexpr uint32_t kMaxBracketChars = 60;      // a longer quotation is not one token
constexpr uint32_t kMaxParenthesisChars = 12;  // a longer one behind a head is no part of the name
constexpr uint32_t kMaxMembers = 24;
constexpr uint32_t kMaxMemberChars = 24;
constexpr uint32_t kVerbs = kRoleVerb | kRoleWeakVerb | kRoleSoft | kRoleWeakSoft;

bool IsAsciiWordChar(char32_t c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z'); }

}  // namespace

NounPhrases::NounPhrases(const CompiledRules::Impl& rules) : rules_(rules) {
  for (const CompiledRule& rule : rules.layer(Layer::kMention).rules) {
    if (rule.is_head && rule.members == Members::kBare) bare_heads_.Add(rule.trigger.symbols);
  }
}

uint32_t NounPhrases::TokenAt(uint32_t position) const { return token_of_[position - input_->begin]; }

uint32_t NounPhrases::ClosingOf(const MatchInput& input, uint32_t open) const {
  for (const auto& [a, b] : rules_.brackets) {
    if (input.chars[open] != a) continue;
    const uint32_t limit = std::min(input.end, open + kMaxBracketChars);
    for (uint32_t p = open + 1; p < limit; ++p) {
      if (input.chars[p] == b) return p;
    }
  }
  return kNone;
}

void NounPhrases::Segment(const MatchInput& input, uint32_t quantities_begin, uint32_t quantities_end) {
  input_ = &input;
  tokens_.clear();
  token_of_.resize(input.end - input.begin);
  bool verb_can_stand = true;
  bool after_verb = false;
  bool someone = false;  // only who is made to do something stands since the verb
  for (uint32_t p = input.begin; p < input.end;) {
    Token token{p, p + 1, 0, TokenKind::kWord, kNoCut};
    const char32_t c = input.chars[p];
    if (c == ' ' && rules_.pack.layout.spaces_between_words) {  // between words, and no token
      token_of_[p - input.begin] = tokens_.empty() ? 0 : static_cast<uint32_t>(tokens_.size() - 1);
      ++p;
      continue;
    }
    const uint32_t closing = c > 0x7F || c == '(' || c == '"' || c == '[' ? ClosingOf(input, p) : kNone;
    if (closing != kNone) {
      token.end = closing + 1;
      token.kind = c == '(' || c == '[' ? TokenKind::kParenthesis : TokenKind::kQuote;
    } else if (input.clause_end[p] != 0 || c == ' ') {
      token.kind = TokenKind::kMark;
    } else {
      for (uint32_t a = input.lattice->FirstAt(p); a != kNone; a = (*input.lattice)[a].next_at_begin) {
        const Annotation& annotation = (*input.lattice)[a];
        if (a >= quantities_begin && a < quantities_end) {
          if (annotation.end > token.end || (annotation.end == token.end && token.kind == TokenKind::kWord && (token.roles & kRoleGeneric) == 0)) {
            token = {p, annotation.end, 0,
                     rules_.is_literal_type[annotation.symbol] != 0 ? TokenKind::kQuantity : TokenKind::kTime, kNoCut};
          }
        } else if (annotation.symbol < rules_.first_type && (token.kind == TokenKind::kWord || annotation.end > token.end)) {
          const uint32_t roles = rules_.entries[annotation.payload].roles;
          if (roles == kRoleUnseen) continue;
          if (annotation.end > token.end) {
            token = {p, annotation.end, roles, TokenKind::kWord, kNoCut};
          } else if (annotation.end == token.end) {
            token.roles |= roles;
          }
        }
      }
      if (token.kind == TokenKind::kWord && token.end == p + 1 && IsAsciiWordChar(c)) {
        while (token.end < input.end && IsAsciiWordChar(input.chars[token.end])) ++token.end;
      }
    }
    const uint32_t previous = static_cast<uint32_t>(tokens_.size());
    const bool was_verb = after_verb;
    after_verb = false;
    const uint32_t roles = token.roles;
    // A weak verb before a count is a verb: "build | three bases", other than "building materials".
    if ((token.kind == TokenKind::kQuantity || (roles & kRoleStrip) != 0) && previous > 0 && tokens_[previous - 1].cut == kNoCut &&
        (tokens_[previous - 1].roles & (kRoleWeakVerb | kRoleWeakSoft)) != 0) {
      tokens_[previous - 1].cut = (tokens_[previous - 1].roles & kRoleWeakVerb) != 0 ? kHardCut : kSoftCut;
    }
    // So is one before a quotation: "explore | “X”".
    if (token.kind == TokenKind::kQuote && previous > 0 && tokens_[previous - 1].cut == kNoCut &&
        (tokens_[previous - 1].roles & kRoleWeakVerb) != 0) {
      tokens_[previous - 1].cut = kHardCut;
    }
    const bool was_someone = someone;
    someone = (roles & kRoleCausative) != 0 || (someone && (roles & (kRoleTail | kRoleAdverb | kRoleGeneric | kRoleListMark | kRoleAnd | kRoleEtc)) != 0);
    if (token.kind == TokenKind::kMark) {
      token.cut = kHardCut;
      verb_can_stand = true;
    } else if (token.kind == TokenKind::kQuantity || token.kind == TokenKind::kTime) {
      token.cut = kHardCut;
      verb_can_stand &= token.kind == TokenKind::kTime;
    } else if (token.kind != TokenKind::kWord) {
      verb_can_stand = false;
    } else if ((roles & (kRoleListMark | kRoleAnd)) != 0) {
      token.cut = kListCut;
      verb_can_stand = was_verb;
    } else if ((roles & kRoleAdverb) != 0 && !verb_can_stand) {
      verb_can_stand = false;  // an adverb behind a noun is part of what follows, unless a verb ends the phrase anyway
    } else if ((roles & kRoleRelative) != 0) {
      if (verb_can_stand) {
        token.cut = kSoftCut;
        after_verb = true;
      }
    } else if ((roles & kRoleVerb) != 0) {
      token.cut = kHardCut;
      verb_can_stand = after_verb = true;
    } else if ((roles & kRoleWeakVerb) != 0 && (verb_can_stand || (roles & kRoleSoft) == 0)) {
      if (verb_can_stand) {
        token.cut = kHardCut;
        after_verb = true;
      }
    } else if ((roles & kRoleWeakSoft) != 0) {
      if (verb_can_stand && !was_verb) {
        token.cut = kSoftCut;
        after_verb = true;
      } else {
        verb_can_stand = false;
      }
    } else if ((roles & kRoleSoft) != 0) {
      token.cut = kSoftCut;
      verb_can_stand = after_verb = true;
    } else if ((roles & kRoleOf) != 0) {
      const bool counted = previous > 0 && (tokens_[previous - 1].kind == TokenKind::kQuantity ||
                                            tokens_[previous - 1].kind == TokenKind::kTime ||
                                            ((tokens_[previous - 1].roles & kRolePlace) != 0 &&
                                             (previous == 1 || tokens_[previous - 2].cut == kHardCut)));
      if (counted) token.cut = kHardCut;
      verb_can_stand = false;
    } else if ((roles & kRolePlace) == 0) {
      verb_can_stand = was_someone && (roles & kRoleTail) != 0;
    }
    for (uint32_t i = p; i < token.end; ++i) token_of_[i - input.begin] = previous;
    p = token.end;
    tokens_.push_back(token);
  }
}

bool NounPhrases::IsComplete(uint32_t index, bool before_shared_head) const {
  const Token& token = tokens_[index];
  if (token.kind == TokenKind::kQuote) return true;
  if (token.kind == TokenKind::kParenthesis) return index > 0 && IsComplete(index - 1, before_shared_head);
  const LayerRules& mentions = rules_.layer(Layer::kMention);
  for (uint32_t a = input_->lattice->FirstEndingAt(token.end); a != kNone; a = (*input_->lattice)[a].next_at_end) {
    const Annotation& annotation = (*input_->lattice)[a];
    if (annotation.symbol >= rules_.first_type) continue;
    if (before_shared_head && bare_heads_.Has(annotation.symbol)) continue;
    if (mentions.heads.Has(annotation.symbol) || (rules_.entries[annotation.payload].roles & kRolePlace) != 0) return true;
  }
  return false;
}

std::string_view NounPhrases::MembersOf(uint32_t begin, uint32_t end) const {
  for (uint32_t a = input_->lattice->FirstAt(begin); a != kNone; a = (*input_->lattice)[a].next_at_begin) {
    const Annotation& annotation = (*input_->lattice)[a];
    if (annotation.end != end || annotation.symbol >= rules_.first_type) continue;
    const std::string_view members = FindAttribute(rules_.entries[annotation.payload].attributes, "members");
    if (!members.empty()) return members;
  }
  return {};
}

// As IsComplete, a verb behind the name passed over: "… industries upgraded, new ones grown".
bool NounPhrases::EndsName(uint32_t index) const {
  if (IsComplete(index)) return true;
  return index > 0 && (tokens_[index].roles & (kRoleWeakVerb | kRoleWeakSoft | kRoleVerb | kRoleTail)) != 0 &&
         IsComplete(index - 1);
}

bool NounPhrases::EndsInQuality(uint32_t index) const {
  for (uint32_t a = input_->lattice->FirstEndingAt(tokens_[index].end); a != kNone;
       a = (*input_->lattice)[a].next_at_end) {
    const Annotation& annotation = (*input_->lattice)[a];
    if (annotation.symbol < rules_.first_type && (rules_.entries[annotation.payload].roles & kRoleEnding) != 0) return true;
  }
  return false;
}

bool NounPhrases::IsGeneric(uint32_t first, uint32_t last) const {
  for (uint32_t i = first; i < last; ++i) {
    if ((tokens_[i].roles & (kRoleGeneric | kRoleStrip | kRoleOf | kRoleAnd | kRoleListMark)) == 0) return false;
  }
  return true;
}

// The verb to the left of `token` whose object may hold verbs, or kNone.
uint32_t NounPhrases::OpenerBefore(uint32_t token) const {
  for (uint32_t i = token; i-- > 0;) {
    const Token& left = tokens_[i];
    if ((left.roles & kRoleOpener) != 0) return i;
    if (left.kind != TokenKind::kWord && left.kind != TokenKind::kQuote) return kNone;
    if ((left.roles & (kRoleOf | kRoleEtc | kRoleListMark)) != 0) return kNone;
    if (tokens_[token].end - left.begin > kMaxMemberChars) return kNone;
  }
  return kNone;
}

// "set up | the “one thing done well” promotion mechanism": a verb between a noun and a head that alone says nothing.
bool NounPhrases::IsVerbalModifier(uint32_t verb) const {
  const Token& token = tokens_[verb];
  if (verb == 0 || token.kind != TokenKind::kWord || (token.roles & kVerbs) == 0 || token.end - token.begin < 2) return false;
  const Token& before = tokens_[verb - 1];
  const bool noun = before.kind == TokenKind::kQuote ||
                    (before.kind == TokenKind::kWord &&
                     (before.roles & (kVerbs | kRoleAdverb | kRolePlace | kRoleTail | kRoleOf)) == 0);
  return before.cut == kNoCut && noun && OpenerBefore(verb) != kNone;
}

// "launch | the skills improvement campaign", where "improvement" is a verb by itself: the name begins behind "launch",
// its particle and adverbs.
uint32_t NounPhrases::StartAround(uint32_t cut) const {
  const Token& token = tokens_[cut];
  if (token.kind != TokenKind::kWord || (token.roles & kVerbs) == 0 || (token.roles & kRoleOpener) != 0) return kNone;
  const uint32_t opener = OpenerBefore(cut);
  if (opener == kNone) return kNone;
  uint32_t start = opener + 1;
  while (start <= cut && ((tokens_[start].roles & kRoleAdverb) != 0 ||
                          ((tokens_[start].roles & kRoleVerb) != 0 && tokens_[start].end - tokens_[start].begin == 1))) {
    ++start;
  }
  return start > cut ? kNone : start;
}

uint32_t NounPhrases::SkipStripped(uint32_t first, uint32_t last) const {
  while (first < last && (tokens_[first].roles & (kRoleStrip | kRoleOf | kRoleAnd | kRoleListMark | kRoleEtc)) != 0) ++first;
  return first;
}

bool NounPhrases::IsNamed(uint32_t first, uint32_t last) const {
  for (uint32_t i = first; i < last; ++i) {
    if (tokens_[i].kind == TokenKind::kQuote || (tokens_[i].roles & kRolePlace) != 0) return true;
  }
  return false;
}

void NounPhrases::AddPhrase(uint32_t first, uint32_t head_first, uint32_t end, uint32_t last_of,
                            std::vector<Phrase>* phrases) {
  Phrase phrase;
  phrase.span = {tokens_[first].begin, end};
  phrase.pieces[0] = phrase.span;
  phrase.named = IsNamed(first, head_first + 1);
  if (last_of != kNone && last_of >= first && last_of < head_first) {
    const uint32_t rest = SkipStripped(last_of + 1, head_first);
    if (!IsGeneric(rest, head_first)) phrase.alias = {tokens_[rest].begin, end};
  } else if (tokens_[first].kind == TokenKind::kQuote && first < head_first) {
    phrase.alias = {tokens_[first].begin + 1, tokens_[first].end - 1};
  }
  phrases->push_back(phrase);
}

PhraseOutcome NounPhrases::Find(uint32_t begin, uint32_t end, bool bare_is_generic, Members members,
                                std::vector<Phrase>* phrases) {
  const uint32_t head_first = TokenAt(begin);
  const Token& head_token = tokens_[head_first];
  const bool quoted = head_token.kind == TokenKind::kQuote;
  if (quoted) {
    // A head that ends a quotation, or the quotation as a head: no bare head in quotation marks.
    const bool whole = begin == head_token.begin && end == head_token.end;
    if (!whole && (end + 1 != head_token.end || begin < head_token.begin + 1)) return PhraseOutcome::kInner;
    if (!whole && begin == head_token.begin + 1 && bare_is_generic) return PhraseOutcome::kInner;
    bare_is_generic = false;
    end = head_token.end;
    begin = head_token.begin;
    members = Members::kSingle;
  } else if (head_token.kind != TokenKind::kWord) {
    return PhraseOutcome::kInner;
  }
  constexpr uint32_t kNoNoun = kVerbs | kRoleAdverb;
  if (head_token.begin < begin && head_token.end >= end && (head_token.roles & kNoNoun) != 0) return PhraseOutcome::kInner;

  // What may stand behind the head: the end, a mark, a verb; not one more noun.
  uint32_t next = TokenAt(end - 1) + 1;
  if (tokens_[next - 1].end != end) return PhraseOutcome::kInner;
  uint32_t name_end = end;
  if (next < tokens_.size() && tokens_[next].kind == TokenKind::kParenthesis &&
      tokens_[next].end - tokens_[next].begin <= kMaxParenthesisChars) {
    name_end = tokens_[next].end;
    ++next;
  }
  if (next < tokens_.size() && tokens_[next].kind == TokenKind::kWord &&
      (tokens_[next].roles & (kVerbs | kRoleOf | kRoleAnd | kRoleListMark | kRoleEtc |
                              kRoleTail | kRolePlace)) == 0) {
    return PhraseOutcome::kInner;
  }

  if (members != Members::kSingle && MembersOf(begin, end) == "none") members = Members::kSingle;
  uint32_t first = head_first;
  uint32_t last_of = kNone;
  for (uint32_t i = head_first; i-- > 0;) {
    const Token& token = tokens_[i];
    if (end - token.begin > rules_.phrase_max_chars) break;
    if (quoted && token.kind == TokenKind::kQuote) break;
    if ((token.roles & kRoleEtc) != 0 || (token.cut == kHardCut && token.kind == TokenKind::kQuantity && i > 0)) {
      // "A, B etc. HEAD", "A, B etc. 3 HEAD", "A, B 3 HEAD"
      const bool counted = token.kind == TokenKind::kQuantity;
      uint32_t before = i;
      if (counted && (tokens_[i - 1].roles & kRoleEtc) != 0) --before;
      const bool etc = (tokens_[before].roles & kRoleEtc) != 0;
      const bool item = !etc && i > 0 && tokens_[i - 1].cut == kListCut;  // "3 As and 4 Bs": no members, one more item
      if (members != Members::kSingle && (etc || tokens_[before].cut == kHardCut)) {
        const uint32_t start = SkipStripped(first, head_first);
        const uint32_t shared = item || IsGeneric(start, head_first) ? head_first : start;
        if (AddMembers(item ? i - 1 : before, shared, head_first, {tokens_[head_first].begin, name_end}, members, etc && !counted, phrases)) {
          if (!item) return PhraseOutcome::kMembersOnly;
          if (start < head_first && !IsGeneric(start, head_first)) AddPhrase(start, head_first, name_end, kNone, phrases);
          return PhraseOutcome::kFound;
        }
      }
      break;
    }
    if (token.cut == kHardCut || (token.cut == kSoftCut && last_of == kNone)) {
      if (i + 1 == head_first && bare_is_generic && IsVerbalModifier(i)) {
        first = i;
        continue;
      }
      if (const uint32_t start = members != Members::kBare ? StartAround(i) : kNone; start != kNone) first = start;
      break;
    }
    if (token.cut == kListCut) {
      if (last_of != kNone) {
        const bool new_clause = i + 1 < tokens_.size() && (tokens_[i + 1].roles & (kRoleSoft | kRoleVerb)) != 0;
        if (i > 0 && IsComplete(i - 1) && new_clause) break;
      } else if (i == 0 || EndsName(i - 1) || members == Members::kSingle || (first == head_first && !bare_is_generic)) {
        break;
      } else {
        // Members without a head of their own: "A and B HEAD". One thing with two tasks, or two qualities, stays whole.
        const bool one_task = (token.roles & kRoleAnd) != 0 && first + 1 >= head_first && (first == head_first || (tokens_[first].roles & (kRoleWeakVerb | kRoleWeakSoft)) != 0);
        if (!EndsInQuality(i - 1) && !one_task) {
          const uint32_t start = SkipStripped(first, head_first);
          if (members == Members::kBare && IsGeneric(start, head_first)) break;  // "resources, industries"
          if (AddMembers(i, head_first, head_first, {tokens_[head_first].begin, name_end}, members, false, phrases)) {
            if (!IsGeneric(start, head_first)) AddPhrase(start, head_first, name_end, kNone, phrases);
            return PhraseOutcome::kFound;
          }
          break;
        }
      }
    }
    if ((token.roles & kRoleOf) != 0 && last_of == kNone) last_of = i;
    first = i;
  }
  // "with X connected" before "of" is a modifier, behind which no member was lost.
  if (last_of == kNone || (tokens_[first].roles & kRoleAnd) == 0) first = SkipStripped(first, head_first);
  if (quoted && first == head_first) {  // the marks stand around the whole name, not in it
    Phrase phrase;
    phrase.span = {begin, end};
    phrase.pieces[0] = {begin + 1, end - 1};
    phrase.named = true;
    phrases->push_back(phrase);
    return PhraseOutcome::kFound;
  }

  // "FRONT “A”“B” HEAD": adjacent quotations share what stands around them.
  for (uint32_t q = first; q + 1 < head_first; ++q) {
    if (tokens_[q].kind != TokenKind::kQuote || tokens_[q + 1].kind != TokenKind::kQuote) continue;
    uint32_t quotes = q;
    while (quotes < head_first && tokens_[quotes].kind == TokenKind::kQuote) ++quotes;
    for (uint32_t k = q; k < quotes; ++k) {
      Phrase phrase;
      phrase.span = {k == q ? tokens_[first].begin : tokens_[k].begin, k + 1 == quotes ? name_end : tokens_[k].end};
      const CharSpan front = {tokens_[first].begin, tokens_[q].begin};
      const CharSpan quote = {tokens_[k].begin, tokens_[k].end};
      const CharSpan rest = {tokens_[quotes].begin, name_end};
      phrase.pieces = {front, quote, rest};
      if (!front.empty()) phrase.alias_pieces = {quote, rest, {}};
      phrase.alias = {quote.begin + 1, quote.end - 1};
      phrase.restored = phrase.named = true;
      phrases->push_back(phrase);
    }
    return PhraseOutcome::kFound;
  }
  if (head_token.begin < begin && head_token.end >= end && (head_token.roles & kRoleTail) != 0) return PhraseOutcome::kInner;
  const bool in_generic = head_token.begin < begin && (head_token.roles & kRoleGeneric) != 0;
  if (first == head_first && bare_is_generic && (head_token.begin >= begin || in_generic)) return PhraseOutcome::kGeneric;
  const uint32_t modifiers_end = head_first + (head_token.begin < begin ? 1 : 0);
  if (first < head_first && bare_is_generic && IsGeneric(first, modifiers_end)) return PhraseOutcome::kGeneric;
  AddPhrase(first, head_first, name_end, last_of, phrases);
  return PhraseOutcome::kFound;
}

bool NounPhrases::AddMembers(uint32_t before, uint32_t shared_first, uint32_t head_first, CharSpan head, Members members,
                             bool quoted_stay_bare, std::vector<Phrase>* phrases) {
  // Collect the members from right to left: runs of tokens between list marks, each quotation one of its own.
  std::vector<std::pair<uint32_t, uint32_t>> items;  // tokens [first, last)
  uint32_t last = before;
  uint32_t i = before;
  bool separated = false;
  const auto close = [&](uint32_t first) {
    const uint32_t start = SkipStripped(first, last);
    if (start < last && tokens_[last - 1].end - tokens_[start].begin <= kMaxMemberChars) items.push_back({start, last});
  };
  while (i > 0 && items.size() < kMaxMembers) {
    const Token& token = tokens_[i - 1];
    if (token.cut == kHardCut || token.cut == kSoftCut || (token.roles & kRoleOf) != 0) {
      if (const uint32_t start = members != Members::kBare ? StartAround(i - 1) : kNone; start != kNone) i = start;
      break;
    }
    if (token.cut == kListCut) {
      close(i);
      last = --i;
      separated = true;
      continue;
    }
    if (token.kind == TokenKind::kQuote && i < last && tokens_[i].kind == TokenKind::kQuote) {
      close(i);
      last = i;
      separated = true;
    }
    --i;
  }
  close(i);
  const bool is_etc = before < tokens_.size() && (tokens_[before].roles & kRoleEtc) != 0;
  if (items.empty() || (!separated && !is_etc && tokens_[items[0].first].kind != TokenKind::kQuote)) {
    if (!(before < tokens_.size() && tokens_[before].cut == kListCut)) return false;
  }
  const bool takes_all = MembersOf(head.begin, head.end) == "all";
  const CharSpan shared =
      shared_first < head_first ? CharSpan{tokens_[shared_first].begin, head.end} : head;
  bool any = false;
  for (auto it = items.rbegin(); it != items.rend(); ++it) {
    const auto [first, end_token] = *it;
    const bool quote = end_token == first + 1 && tokens_[first].kind == TokenKind::kQuote;
    if (!quote && !takes_all && IsComplete(end_token - 1, members == Members::kShared)) {
      any |= is_etc;  // it has a head of its own, and so a name already
      continue;
    }
    if (!quote && end_token == first + 1 && IsGeneric(first, end_token)) continue;
    Phrase phrase;
    const CharSpan bare = {tokens_[first].begin, tokens_[end_token - 1].end};
    const CharSpan inner = quote ? CharSpan{bare.begin + 1, bare.end - 1} : bare;
    if (inner.end - inner.begin < 2) continue;
    phrase.span = bare;
    phrase.named = quote || IsNamed(first, end_token);
    if (members == Members::kBare) {
      phrase.pieces[0] = inner;
    } else if (quote && quoted_stay_bare) {
      phrase.pieces[0] = inner;
      phrase.alias_pieces = {bare, shared, {}};
    } else {
      const CharSpan tail = quote || is_etc ? shared : head;
      phrase.pieces = {bare, tail, {}};
      phrase.alias = inner;
      phrase.restored = true;
    }
    phrases->push_back(phrase);
    any = true;
  }
  return any;
}

}  // namespace mailuo
