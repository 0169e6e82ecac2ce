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
  if (!rules_.OpensBracket(input.chars[open])) return kNone;
  for (const auto& [a, b] : rules_.brackets) {
    if (input.chars[open] != a) continue;
    const uint32_t limit = std::min(input.end, open + kMaxBracketChars);
    for (uint32_t p = open + 1; p < limit; ++p) {
      if (input.chars[p] == b) return p;
    }
  }
  return kNone;
}

NounPhrases::Token NounPhrases::ReadToken(uint32_t p, uint32_t quantities_begin, uint32_t quantities_end) const {
  const MatchInput& input = *input_;
  Token token{p, p + 1, 0, TokenKind::kWord, kNoCut};
  const char32_t c = input.chars[p];
  const uint32_t closing = ClosingOf(input, p);
  if (closing != kNone) {
    token.end = closing + 1;
    token.kind = c == '(' || c == '[' ? TokenKind::kParenthesis : TokenKind::kQuote;
    return token;
  }
  if (input.clause_end[p] != 0 || c == ' ') {
    token.kind = TokenKind::kMark;
    return token;
  }
  // The longest word or quantity; of equals the quantity, unless the word says that it is no count.
  for (uint32_t a = input.lattice->FirstAt(p); a != kNone; a = (*input.lattice)[a].next_at_begin) {
    const Annotation& annotation = (*input.lattice)[a];
    const bool longer = annotation.end > token.end;
    const bool same_word = annotation.end == token.end && token.kind == TokenKind::kWord;
    if (a >= quantities_begin && a < quantities_end) {
      if (!longer && !(same_word && (token.roles & kRoleGeneric) == 0)) continue;
      const bool literal = rules_.is_literal_type[annotation.symbol] != 0;
      const bool in_name = !literal && input.attributes->Attribute(annotation, "in_name") == "yes";
      const TokenKind kind = literal ? TokenKind::kQuantity : in_name ? TokenKind::kOrdinal : TokenKind::kTime;
      token = {p, annotation.end, 0, kind, kNoCut};
    } else if (annotation.symbol < rules_.first_type) {
      const uint32_t roles = rules_.entries[annotation.payload].roles;
      if (roles == kRoleUnseen) continue;
      if (longer) {
        token = {p, annotation.end, roles, TokenKind::kWord, kNoCut};
      } else if (same_word) {
        token.roles |= roles;
      }
    }
  }
  if (token.kind == TokenKind::kWord && token.end == p + 1 && IsAsciiWordChar(c)) {
    while (token.end < input.end && IsAsciiWordChar(input.chars[token.end])) ++token.end;
  }
  return token;
}

void NounPhrases::Segment(const MatchInput& input, uint32_t quantities_begin, uint32_t quantities_end) {
  input_ = &input;
  tokens_.clear();
  token_of_.resize(input.end - input.begin);
  Standing standing;
  for (uint32_t p = input.begin; p < input.end;) {
    if (input.chars[p] == ' ' && rules_.pack.layout.spaces_between_words) {  // between words, and no token
      token_of_[p - input.begin] = tokens_.empty() ? 0 : static_cast<uint32_t>(tokens_.size() - 1);
      ++p;
      continue;
    }
    Token token = ReadToken(p, quantities_begin, quantities_end);
    if (!tokens_.empty()) SettleWeakVerb(token, &tokens_.back());
    SetCut(&token, &standing);
    std::fill(token_of_.begin() + (p - input.begin), token_of_.begin() + (token.end - input.begin),
              static_cast<uint32_t>(tokens_.size()));
    p = token.end;
    tokens_.push_back(token);
  }
}

// A weak verb before a count or a quotation is a verb: "build | three bases", other than "building materials".
void NounPhrases::SettleWeakVerb(const Token& token, Token* previous) {
  if (previous->cut != kNoCut) return;
  if (token.kind == TokenKind::kQuantity || (token.roles & kRoleStrip) != 0) {
    if ((previous->roles & kRoleWeakVerb) != 0) {
      previous->cut = kHardCut;
    } else if ((previous->roles & kRoleWeakSoft) != 0) {
      previous->cut = kSoftCut;
    }
  } else if (token.kind == TokenKind::kQuote && (previous->roles & kRoleWeakVerb) != 0) {
    previous->cut = kHardCut;
  }
}

// Whether the token ends a phrase that comes from its right, by its roles and by whether a verb can stand here.
void NounPhrases::SetCut(Token* token, Standing* standing) const {
  constexpr uint32_t kOfSomeone = kRoleTail | kRoleAdverb | kRoleGeneric | kRoleListMark | kRoleAnd | kRoleEtc;
  const uint32_t roles = token->roles;
  const bool was_verb = standing->after_verb;
  const bool was_someone = standing->someone;
  bool& verb_can_stand = standing->verb_can_stand;
  bool& after_verb = standing->after_verb;
  after_verb = false;
  standing->someone = (roles & kRoleCausative) != 0 || (was_someone && (roles & kOfSomeone) != 0);
  if (token->kind == TokenKind::kMark) {
    token->cut = kHardCut;
    verb_can_stand = true;
  } else if (token->kind == TokenKind::kQuantity || token->kind == TokenKind::kTime) {
    token->cut = kHardCut;
    verb_can_stand &= token->kind == TokenKind::kTime;
  } else if (token->kind != TokenKind::kWord) {
    verb_can_stand = false;
  } else if ((roles & (kRoleListMark | kRoleAnd)) != 0) {
    token->cut = kListCut;
    // Behind "cities A, B" a verb can stand as it can behind "city A".
    verb_can_stand = was_verb || (verb_can_stand && !tokens_.empty() && (tokens_.back().roles & kRolePlace) != 0);
  } else if ((roles & kRoleAdverb) != 0 && !verb_can_stand) {
    // An adverb behind a noun is part of what follows, unless a verb ends the phrase anyway.
  } else if ((roles & kRoleRelative) != 0) {
    if (verb_can_stand) {
      token->cut = kSoftCut;
      after_verb = true;
    }
  } else if ((roles & kRoleVerb) != 0) {
    token->cut = kHardCut;
    verb_can_stand = after_verb = true;
  } else if ((roles & kRoleWeakVerb) != 0 && (verb_can_stand || (roles & kRoleSoft) == 0)) {
    if (verb_can_stand) {
      token->cut = kHardCut;
      after_verb = true;
    }
  } else if ((roles & kRoleWeakSoft) != 0) {
    if (verb_can_stand && !was_verb) {
      token->cut = kSoftCut;
      after_verb = true;
    } else {
      verb_can_stand = false;
    }
  } else if ((roles & kRoleSoft) != 0) {
    token->cut = kSoftCut;
    verb_can_stand = after_verb = true;
  } else if ((roles & kRoleOf) != 0) {
    if (FollowsCountOrPlace()) token->cut = kHardCut;
    verb_can_stand = false;
  } else if ((roles & kRolePlace) == 0) {
    verb_can_stand = was_someone && (roles & kRoleTail) != 0;
  }
}

// The next token stands behind a count, a time, or a place that begins its phrase.
bool NounPhrases::FollowsCountOrPlace() const {
  if (tokens_.empty()) return false;
  const Token& last = tokens_.back();
  if (last.kind == TokenKind::kQuantity || last.kind == TokenKind::kTime) return true;
  return (last.roles & kRolePlace) != 0 && (tokens_.size() == 1 || tokens_[tokens_.size() - 2].cut == kHardCut);
}

bool NounPhrases::IsComplete(uint32_t index, bool before_shared_head) const {
  const Token& token = tokens_[index];
  if (token.kind == TokenKind::kQuote) return true;
  if (token.kind == TokenKind::kParenthesis || token.kind == TokenKind::kOrdinal) {
    return index > 0 && IsComplete(index - 1, before_shared_head);
  }
  const LayerRules& mentions = rules_.layer(Layer::kMention);
  for (uint32_t a = input_->lattice->FirstEndingAt(token.end); a != kNone; a = (*input_->lattice)[a].next_at_end) {
    const Annotation& annotation = (*input_->lattice)[a];
    if (annotation.symbol >= rules_.first_type) continue;
    if (before_shared_head && bare_heads_.Has(annotation.symbol)) continue;
    if (mentions.heads.Has(annotation.symbol)) return true;
    if ((rules_.entries[annotation.payload].roles & kRolePlace) != 0) return true;
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
    if (annotation.symbol >= rules_.first_type) continue;
    if ((rules_.entries[annotation.payload].roles & kRoleEnding) != 0) return true;
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
  if (verb == 0 || token.kind != TokenKind::kWord || (token.roles & kVerbs) == 0) return false;
  if (token.end - token.begin < 2) return false;
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
  const bool verb = (token.roles & kVerbs) != 0 && (token.roles & kRoleOpener) == 0;
  if (token.kind != TokenKind::kWord || !verb || (token.roles & kRoleFrame) != 0) return kNone;
  const uint32_t opener = OpenerBefore(cut);
  if (opener == kNone) return kNone;
  const auto is_particle = [&](const Token& t) { return (t.roles & kRoleVerb) != 0 && t.end - t.begin == 1; };
  uint32_t start = opener + 1;
  while (start <= cut && ((tokens_[start].roles & kRoleAdverb) != 0 || is_particle(tokens_[start]))) ++start;
  return start > cut ? kNone : start;
}

uint32_t NounPhrases::SkipStripped(uint32_t first, uint32_t last) const {
  constexpr uint32_t kStripped = kRoleStrip | kRoleOf | kRoleAnd | kRoleListMark | kRoleEtc;
  while (first < last && (tokens_[first].roles & kStripped) != 0) ++first;
  return first;
}

bool NounPhrases::IsNamed(uint32_t first, uint32_t last) const {
  for (uint32_t i = first; i < last; ++i) {
    if (tokens_[i].kind == TokenKind::kQuote || (tokens_[i].roles & kRolePlace) != 0) return true;
  }
  return false;
}

// A place has no more than one of what the word that ends there names: its free trade zone.
bool NounPhrases::OneOfItsKind(uint32_t end) const {
  for (uint32_t a = input_->lattice->FirstEndingAt(end); a != kNone; a = (*input_->lattice)[a].next_at_end) {
    const Annotation& annotation = (*input_->lattice)[a];
    if (annotation.symbol >= rules_.first_type) continue;
    if (FindAttribute(rules_.entries[annotation.payload].attributes, "one") == "yes") return true;
  }
  return false;
}

void NounPhrases::AddPhrase(uint32_t first, uint32_t head_first, uint32_t end, uint32_t last_of,
                            std::vector<Phrase>* phrases) {
  Phrase phrase;
  phrase.span = {tokens_[first].begin, end};
  phrase.pieces[0] = phrase.span;
  phrase.named = IsNamed(first, head_first + 1) || OneOfItsKind(tokens_[head_first].end);
  if (last_of != kNone && last_of >= first && last_of < head_first) {
    const uint32_t rest = SkipStripped(last_of + 1, head_first);
    if (!IsGeneric(rest, head_first)) phrase.alias = {tokens_[rest].begin, end};
  } else if (tokens_[first].kind == TokenKind::kQuote && first < head_first) {
    phrase.alias = {tokens_[first].begin + 1, tokens_[first].end - 1};
  }
  phrases->push_back(phrase);
}

bool NounPhrases::ReadHead(uint32_t begin, uint32_t end, bool bare_is_generic, Members members, Head* head) const {
  head->first = TokenAt(begin);
  const Token& token = tokens_[head->first];
  head->quoted = token.kind == TokenKind::kQuote;
  head->bare_is_generic = bare_is_generic && !head->quoted;
  head->members = head->quoted ? Members::kSingle : members;
  if (head->quoted) {
    // A head that ends a quotation, or the quotation as a head: no bare head in quotation marks.
    const bool whole = begin == token.begin && end == token.end;
    if (!whole && (end + 1 != token.end || begin < token.begin + 1)) return false;
    if (!whole && begin == token.begin + 1 && bare_is_generic) return false;
    begin = token.begin;
    end = token.end;
  } else if (token.kind != TokenKind::kWord) {
    return false;
  }
  head->inside = token.begin < begin;  // a longer word begins before the head
  const bool within = head->inside && token.end >= end;
  if (within && (token.roles & (kVerbs | kRoleAdverb)) != 0) return false;
  head->within_tail = within && (token.roles & kRoleTail) != 0;
  if (head->members != Members::kSingle && MembersOf(begin, end) == "none") head->members = Members::kSingle;

  // What may stand behind the head: the end, a mark, a verb; not one more noun.
  uint32_t next = TokenAt(end - 1) + 1;
  if (tokens_[next - 1].end != end) return false;
  head->end = end;
  if (next < tokens_.size() && tokens_[next].kind == TokenKind::kParenthesis &&
      tokens_[next].end - tokens_[next].begin <= kMaxParenthesisChars) {
    head->end = tokens_[next++].end;
  }
  if (next < tokens_.size() && tokens_[next].kind == TokenKind::kOrdinal) head->end = tokens_[next++].end;  // its phase
  constexpr uint32_t kMayFollow = kVerbs | kRoleOf | kRoleAnd | kRoleListMark | kRoleEtc | kRoleTail | kRolePlace;
  head->followed =
      next < tokens_.size() && tokens_[next].kind == TokenKind::kWord && (tokens_[next].roles & kMayFollow) == 0;
  if (head->followed) head->members = Members::kSingle;
  return true;
}

PhraseOutcome NounPhrases::Find(uint32_t begin, uint32_t end, bool bare_is_generic, Members members,
                                std::vector<Phrase>* phrases) {
  Head head;
  if (!ReadHead(begin, end, bare_is_generic, members, &head)) return PhraseOutcome::kInner;
  uint32_t first = head.first;
  uint32_t last_of = kNone;
  for (uint32_t i = head.first; i-- > 0;) {
    const Token& token = tokens_[i];
    if (end - token.begin > rules_.phrase_max_chars || (head.quoted && token.kind == TokenKind::kQuote)) break;
    if ((token.roles & kRoleEtc) != 0 || (token.kind == TokenKind::kQuantity && i > 0)) {
      if (last_of != kNone) break;  // "with A, B and 3 more systems | of a HEAD": those are no members
      const PhraseOutcome outcome = AddClassMembers(i, first, head, phrases);
      if (outcome != PhraseOutcome::kInner) return outcome;
      break;
    }
    if ((token.roles & kRoleFrame) != 0 && last_of != kNone) {
      const uint32_t rest = SkipStripped(last_of + 1, head.first);
      if (rest == head.first && head.bare_is_generic) {
        first = i + 1;  // what a general head is like is all of its name
      } else if (head.bare_is_generic && IsGeneric(rest, head.first)) {
        first = i;
      } else {
        first = rest;
        last_of = kNone;
      }
      break;
    }
    if (token.cut == kHardCut || (token.cut == kSoftCut && last_of == kNone)) {
      if (i + 1 == head.first && head.bare_is_generic && IsVerbalModifier(i)) {
        first = i;
        continue;
      }
      if (const uint32_t start = head.members != Members::kBare ? StartAround(i) : kNone; start != kNone) first = start;
      break;
    }
    if (token.cut == kListCut && last_of != kNone) {
      const bool new_clause = i + 1 < tokens_.size() && (tokens_[i + 1].roles & (kRoleSoft | kRoleVerb)) != 0;
      if (i > 0 && IsComplete(i - 1) && new_clause) break;
    } else if (token.cut == kListCut) {
      if (i == 0 || EndsName(i - 1) || head.members == Members::kSingle) break;
      if (first == head.first && !head.bare_is_generic) break;
      if (!IsOneThing(i, first, head)) {
        const uint32_t start = SkipStripped(first, head.first);
        const bool generic = IsGeneric(start, head.first);
        if (head.members == Members::kBare && generic) break;  // "resources, industries"
        const uint32_t shared = (token.roles & kRoleListMark) != 0 ? SharedFirst(start, head) : head.first;
        if (!AddMembers(i, shared, head, false, phrases)) break;
        if (!generic) AddPhrase(start, head.first, head.end, kNone, phrases);
        return PhraseOutcome::kFound;
      }
    }
    if ((token.roles & kRoleOf) != 0 && last_of == kNone) last_of = i;
    first = i;
  }
  // "with X connected" before "of" is a modifier, behind which no member was lost.
  if (last_of == kNone || (tokens_[first].roles & kRoleAnd) == 0) first = SkipStripped(first, head.first);
  return AddWhole(first, last_of, head, phrases);
}

// "A, B etc. HEAD", "A, B etc. 3 HEAD", "A, B 3 HEAD", "3 As and 4 Bs"; kInner where there are no members.
PhraseOutcome NounPhrases::AddClassMembers(uint32_t mark, uint32_t first, const Head& head,
                                           std::vector<Phrase>* phrases) {
  const bool counted = tokens_[mark].kind == TokenKind::kQuantity;
  const uint32_t before = counted && (tokens_[mark - 1].roles & kRoleEtc) != 0 ? mark - 1 : mark;
  const bool etc = (tokens_[before].roles & kRoleEtc) != 0;
  if (head.members == Members::kSingle || !(etc || tokens_[before].cut == kHardCut)) return PhraseOutcome::kInner;
  const bool item = !etc && mark > 0 && tokens_[mark - 1].cut == kListCut;  // no members, but one more item of a list
  const uint32_t start = SkipStripped(first, head.first);
  const bool generic = IsGeneric(start, head.first);
  const uint32_t shared = item || generic ? head.first : start;
  if (!AddMembers(item ? mark - 1 : before, shared, head, etc && !counted, phrases)) return PhraseOutcome::kInner;
  if (!item) return PhraseOutcome::kMembersOnly;
  if (!generic) AddPhrase(start, head.first, head.end, kNone, phrases);
  return PhraseOutcome::kFound;
}

// Where what "A, B, C national HEAD" share begins: at a general word within the last member, else at the head.
uint32_t NounPhrases::SharedFirst(uint32_t first, const Head& head) const {
  for (uint32_t i = first + 1; i < head.first; ++i) {
    if ((tokens_[i].roles & kRoleGeneric) != 0) return i;
  }
  return head.first;
}

// A word for "and" whose two sides are one thing.
bool NounPhrases::Joins(uint32_t mark) const {
  return (tokens_[mark].roles & kRoleAnd) != 0 && MembersOf(tokens_[mark].begin, tokens_[mark].end) == "none";
}

// "A and B HEAD" that is one thing: with two tasks ("building and management mechanism"), or with two qualities.
bool NounPhrases::IsOneThing(uint32_t mark, uint32_t first, const Head& head) const {
  if (EndsInQuality(mark - 1) || (head.members != Members::kBare && Joins(mark))) return true;
  if ((tokens_[mark].roles & kRoleAnd) == 0 || first + 1 < head.first) return false;
  return first == head.first || (tokens_[first].roles & (kRoleWeakVerb | kRoleWeakSoft)) != 0;
}

// "X City High-tech Zone | exports grew": the name of a place's thing at the front of a clause, more nouns behind it.
bool NounPhrases::IsTopic(uint32_t first, const Head& head) const {
  const bool place = head.first > first && (tokens_[first].roles & kRolePlace) != 0;
  if (!place && !OneOfItsKind(tokens_[head.first].end)) return false;
  return first == 0 || tokens_[first - 1].kind == TokenKind::kMark || tokens_[first - 1].kind == TokenKind::kTime;
}

// The phrase of the tokens from `first` to the head.
PhraseOutcome NounPhrases::AddWhole(uint32_t first, uint32_t last_of, const Head& head, std::vector<Phrase>* phrases) {
  if (head.followed && !IsTopic(first, head)) return PhraseOutcome::kInner;
  if (head.quoted && first == head.first) {  // the marks stand around the whole name, not in it
    Phrase phrase;
    phrase.span = {tokens_[first].begin, tokens_[first].end};
    phrase.pieces[0] = {phrase.span.begin + 1, phrase.span.end - 1};
    phrase.named = true;
    phrases->push_back(phrase);
    return PhraseOutcome::kFound;
  }
  if (AddAdjacentQuotations(first, head, phrases)) return PhraseOutcome::kFound;
  if (head.within_tail) return PhraseOutcome::kInner;
  if (head.bare_is_generic) {
    const bool in_generic = head.inside && (tokens_[head.first].roles & kRoleGeneric) != 0;
    if (first == head.first && (!head.inside || in_generic)) return PhraseOutcome::kGeneric;
    if (first < head.first && IsGeneric(first, head.first + (head.inside ? 1 : 0))) return PhraseOutcome::kGeneric;
  }
  AddPhrase(first, head.first, head.end, last_of, phrases);
  return PhraseOutcome::kFound;
}

// "FRONT “A”“B” HEAD": adjacent quotations share what stands around them.
bool NounPhrases::AddAdjacentQuotations(uint32_t first, const Head& head, std::vector<Phrase>* phrases) {
  uint32_t q = first;
  const auto is_quote = [&](uint32_t i) { return i < head.first && tokens_[i].kind == TokenKind::kQuote; };
  while (q < head.first && !(is_quote(q) && is_quote(q + 1))) ++q;
  if (q == head.first) return false;
  uint32_t quotes = q;
  while (is_quote(quotes)) ++quotes;
  const CharSpan front = {tokens_[first].begin, tokens_[q].begin};
  const CharSpan rest = {tokens_[quotes].begin, head.end};
  for (uint32_t k = q; k < quotes; ++k) {
    const CharSpan quote = {tokens_[k].begin, tokens_[k].end};
    Phrase phrase;
    phrase.span = {k == q ? front.begin : quote.begin, k + 1 == quotes ? head.end : quote.end};
    phrase.pieces = {front, quote, rest};
    if (!front.empty()) phrase.alias_pieces = {quote, rest, {}};
    phrase.alias = {quote.begin + 1, quote.end - 1};
    phrase.restored = phrase.named = true;
    phrases->push_back(phrase);
  }
  return true;
}

// Runs of tokens between list marks to the left of `before`, from right to left; each quotation is one of its own.
bool NounPhrases::CollectMembers(uint32_t before, bool bare, std::vector<std::pair<uint32_t, uint32_t>>* items) const {
  uint32_t last = before;
  uint32_t i = before;
  bool separated = false;
  const auto close = [&](uint32_t first) {
    const uint32_t start = SkipStripped(first, last);
    if (start == last || tokens_[last - 1].end - tokens_[start].begin > kMaxMemberChars) return;
    items->push_back({start, last});
  };
  while (i > 0 && items->size() < kMaxMembers) {
    const Token& token = tokens_[i - 1];
    if (token.cut == kHardCut || token.cut == kSoftCut || (token.roles & kRoleOf) != 0) {
      if (const uint32_t start = !bare ? StartAround(i - 1) : kNone; start != kNone) i = start;
      break;
    }
    if (token.cut == kListCut && (bare || !Joins(i - 1))) {
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
  return separated;
}

bool NounPhrases::AddMembers(uint32_t before, uint32_t shared_first, const Head& head, bool quoted_stay_bare,
                             std::vector<Phrase>* phrases) {
  const bool bare_members = head.members == Members::kBare;
  std::vector<std::pair<uint32_t, uint32_t>> items;  // tokens [first, last)
  const bool separated = CollectMembers(before, bare_members, &items);
  const bool is_etc = (tokens_[before].roles & kRoleEtc) != 0;
  if (items.empty() || (!separated && !is_etc && tokens_[items[0].first].kind != TokenKind::kQuote)) {
    if (tokens_[before].cut != kListCut) return false;
  }
  const CharSpan head_span = {tokens_[head.first].begin, head.end};
  const CharSpan shared = {tokens_[shared_first].begin, head.end};
  const bool takes_all = MembersOf(head_span.begin, head_span.end) == "all";
  bool any = false;
  for (auto it = items.rbegin(); it != items.rend(); ++it) {
    const auto [first, end_token] = *it;
    const bool quote = end_token == first + 1 && tokens_[first].kind == TokenKind::kQuote;
    if (!quote && !takes_all && IsComplete(end_token - 1, !bare_members)) {
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
    if (bare_members) {
      phrase.pieces[0] = inner;
    } else if (quote && quoted_stay_bare) {
      phrase.pieces[0] = inner;
      phrase.alias_pieces = {bare, shared, {}};
    } else {
      phrase.pieces = {bare, shared, {}};
      phrase.alias = inner;
      phrase.restored = true;
    }
    phrases->push_back(phrase);
    any = true;
  }
  return any;
}

}  // namespace mailuo
