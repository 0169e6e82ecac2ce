// The noun phrase and enumeration services of head-driven mentions: from a head word leftwards to where its name
// begins, members of an enumeration with what they share. What words do is data: the roles of rules_impl.h, set by the
// pack; how they combine is written here and in docs/rules.md. Linear: a phrase looks back a bounded number of tokens.
#ifndef MAILUO_EXTRACTORS_SRC_NOUN_PHRASE_H_
#define MAILUO_EXTRACTORS_SRC_NOUN_PHRASE_H_

#include <array>
#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

#include "lattice.h"
#include "program.h"
#include "rules_impl.h"

namespace mailuo {

struct CharSpan {
  uint32_t begin = 0;
  uint32_t end = 0;
  bool empty() const { return begin == end; }
};

// A name found in the text. Its text is that of the pieces, joined: one piece, or a member and what it shares.
struct Phrase {
  CharSpan span;                         // where it stands, the shared part of a restored name aside
  std::array<CharSpan, 3> pieces;        // empty ones at the end
  CharSpan alias;                        // another name, or empty
  std::array<CharSpan, 3> alias_pieces;  // another name in pieces, or all empty
  bool restored = false;
  bool named = false;  // has a quotation, a place or an organisation in it: an individual rather than a class
};

// What a head gave: phrases, or the reason why there is none.
enum class PhraseOutcome : uint8_t { kFound, kGeneric, kInner, kMembersOnly };

class NounPhrases {
 public:
  explicit NounPhrases(const CompiledRules::Impl& rules);

  // Cuts the sentence into tokens. Annotations with an index in [quantities_begin, quantities_end) are quantities.
  void Segment(const MatchInput& input, uint32_t quantities_begin, uint32_t quantities_end);

  // Appends the phrases of the head at characters [begin, end) of the segmented sentence. `bare_is_generic`: the head
  // without any modifier names nothing.
  PhraseOutcome Find(uint32_t begin, uint32_t end, bool bare_is_generic, Members members, std::vector<Phrase>* phrases);

 private:
  enum class TokenKind : uint8_t { kWord, kQuote, kParenthesis, kOrdinal, kQuantity, kTime, kMark };
  enum Cut : uint8_t { kNoCut, kSoftCut, kListCut, kHardCut };
  struct Token {
    uint32_t begin;
    uint32_t end;
    uint32_t roles;
    TokenKind kind;
    Cut cut;  // what stands behind the token, for a phrase that comes from the right
  };

  struct Standing {  // what the tokens so far say of the next one
    bool verb_can_stand = true;
    bool after_verb = false;
    bool someone = false;  // only who is made to do something stands since the verb
  };
  struct Head {
    uint32_t first = 0;  // its first token
    uint32_t end = 0;    // of the name, a parenthesis behind the head in it
    bool quoted = false;
    bool inside = false;       // its first token is a longer word that begins before it
    bool within_tail = false;  // and that holds it whole, and may follow a name: no head, save of members
    bool followed = false;     // by one more noun
    bool bare_is_generic = false;
    Members members = Members::kSingle;
  };

  Token ReadToken(uint32_t position, uint32_t quantities_begin, uint32_t quantities_end) const;
  static void SettleWeakVerb(const Token& token, Token* previous);
  void SetCut(Token* token, Standing* standing) const;
  bool FollowsCountOrPlace() const;
  // False where the head is inside a longer word.
  bool ReadHead(uint32_t begin, uint32_t end, bool bare_is_generic, Members members, Head* head) const;
  uint32_t TokenAt(uint32_t position) const;  // index of the token that holds the character
  uint32_t ClosingOf(const MatchInput& input, uint32_t open) const;
  // The token ends a name of its own; a word whose members stay bare ("industries") ends none before a shared head.
  bool IsComplete(uint32_t token, bool before_shared_head = false) const;
  // What the lexicon says of the members of the head at [begin, end): "all" (complete ones too take it), "none", or "".
  std::string_view MembersOf(uint32_t begin, uint32_t end) const;
  bool EndsName(uint32_t token) const;
  bool EndsInQuality(uint32_t token) const;
  bool IsGeneric(uint32_t first, uint32_t last) const;  // tokens [first, last) make no name
  // The first token of a name that holds the verb `cut`: behind the verb that has it as its object, or kNone.
  uint32_t StartAround(uint32_t cut) const;
  uint32_t OpenerBefore(uint32_t token) const;
  bool IsVerbalModifier(uint32_t verb) const;  // the verb right before a bare head is part of its name
  uint32_t SkipStripped(uint32_t first, uint32_t last) const;
  bool IsNamed(uint32_t first, uint32_t last) const;
  bool OneOfItsKind(uint32_t end) const;
  void AddPhrase(uint32_t first, uint32_t head_first, uint32_t end, uint32_t last_of, std::vector<Phrase>* phrases);
  PhraseOutcome AddClassMembers(uint32_t mark, uint32_t first, const Head& head, std::vector<Phrase>* phrases);
  PhraseOutcome AddWhole(uint32_t first, uint32_t last_of, const Head& head, std::vector<Phrase>* phrases);
  bool AddAdjacentQuotations(uint32_t first, const Head& head, std::vector<Phrase>* phrases);
  bool IsTopic(uint32_t first, const Head& head) const;
  bool Joins(uint32_t mark) const;
  uint32_t SharedFirst(uint32_t first, const Head& head) const;
  bool IsOneThing(uint32_t mark, uint32_t first, const Head& head) const;
  // True if a list mark stands between the members.
  bool CollectMembers(uint32_t before, bool bare, std::vector<std::pair<uint32_t, uint32_t>>* items) const;
  // Members to the left of token `before`, which share the tokens from `shared_first` on. True if any was found.
  bool AddMembers(uint32_t before, uint32_t shared_first, const Head& head, bool quoted_stay_bare,
                  std::vector<Phrase>* phrases);

  const CompiledRules::Impl& rules_;
  SymbolSet bare_heads_;  // heads whose members stay bare
  const MatchInput* input_ = nullptr;
  std::vector<Token> tokens_;
  std::vector<uint32_t> token_of_;  // by character of the sentence
};

}  // namespace mailuo

#endif  // MAILUO_EXTRACTORS_SRC_NOUN_PHRASE_H_
