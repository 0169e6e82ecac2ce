// What the article says: the entities of its mentions, and its facts, united, ordered and said once. A fact is a few
// indices until all of them are known; then the triples are made, each once and in its place.
#include <algorithm>
#include <tuple>

#include "article_run.h"
#include "mailuo/schemas/triple_stream.h"

namespace mailuo {

std::string Extractor::Run::NameOf(const Mention& mention) const {
  return mention.name.empty() ? Joined(mention.pieces) : mention.name;
}

uint32_t Extractor::Run::EntityOf(uint32_t mention) {
  if (entity_of_.size() < mentions_.size()) entity_of_.resize(mentions_.size(), kNone);
  uint32_t& index = entity_of_[mention];
  if (index != kNone) return index;
  const Mention& said = mentions_[mention];
  Entity entity;
  entity.type = rules_.symbol_names[said.type];
  entity.name = NameOf(said);
  const CharSpan other = said.alias_span;
  for (std::string alias :
       {other.empty() ? said.alias : document_->Name(other.begin, other.end), Joined(said.alias_pieces)}) {
    if (!alias.empty() && alias != entity.name) entity.aliases.push_back(std::move(alias));
  }
  std::sort(entity.aliases.begin(), entity.aliases.end());
  std::string folded = FoldName(entity.name);
  // A name that every place could use is a thing of the article's place: its angel fund, its committee.
  const std::string_view scope = FindAttribute(said.attributes, "local");
  const bool local = place_ && (scope == "yes" || (scope == "unnamed" && !said.named));
  entity.id = EntityId(entity.type, folded, local ? place_->name : std::string_view());
  index = AddEntity(std::move(entity), said.type, std::move(folded));
  return index;
}

std::string Extractor::Run::Joined(const std::array<CharSpan, 3>& pieces) const {
  std::string text;
  for (const CharSpan& piece : pieces) {
    if (piece.empty()) continue;
    if (!text.empty() && rules_.pack.layout.spaces_between_words) text += ' ';
    text += document_->Name(piece.begin, piece.end);
  }
  return text;
}

uint32_t Extractor::Run::AddEntity(Entity entity, Symbol type, std::string folded_name) {
  std::string key = entity.id + entity.name;
  for (const std::string& alias : entity.aliases) (key += '\0') += alias;
  const auto [it, added] = entity_index_.emplace(std::move(key), static_cast<uint32_t>(entities_.size()));
  if (added) {
    const uint32_t identity = Identity(entity.id);
    entities_.push_back({std::move(entity), type, identity, std::move(folded_name)});
  }
  return it->second;
}

uint32_t Extractor::Run::Identity(std::string key) {
  return identities_.emplace(std::move(key), static_cast<uint32_t>(identities_.size())).first->second;
}

Literal Extractor::Run::LiteralOf(const Quantity& quantity) const {
  return {rules_.symbol_names[quantity.type],
          document_->Text(quantity.span.begin, quantity.span.end),
          quantity.value,
          quantity.value_max,
          quantity.unit,
          quantity.approx};
}

void Extractor::Run::UniteAliases() {
  std::vector<uint32_t> used;  // in the order of the facts
  std::vector<uint8_t> is_used(entities_.size());
  bool any_alias = false;
  const auto use = [&](uint32_t entity) {
    if (entity == kNone || is_used[entity] != 0) return;
    is_used[entity] = 1;
    used.push_back(entity);
    any_alias |= !entities_[entity].entity.aliases.empty();
  };
  for (const Fact& fact : facts_) {
    use(fact.subject);
    use(fact.object);
  }
  if (!any_alias) return;
  // Who goes by a name: the one that was said first of each identity; kNone where two do.
  std::vector<uint32_t> first_of(identities_.size(), kNone);
  std::map<std::pair<Symbol, std::string>, uint32_t> owners;
  for (uint32_t entity : used) {
    const KnownEntity& known = entities_[entity];
    if (first_of[known.identity] != kNone) continue;
    first_of[known.identity] = entity;
    for (const std::string& alias : known.entity.aliases) {
      const auto [it, added] = owners.emplace(std::pair(known.type, FoldName(alias)), entity);
      if (!added && it->second != entity) it->second = kNone;
    }
  }
  const auto unite = [&](uint32_t* entity) {
    const KnownEntity& known = entities_[*entity];
    const auto it = owners.find({known.type, known.folded_name});
    if (it == owners.end() || it->second == kNone || entities_[it->second].identity == known.identity) return;
    *entity = it->second;
  };
  for (Fact& fact : facts_) {
    unite(&fact.subject);
    if (fact.object != kNone) unite(&fact.object);
  }
}

// The order of the triple stream, as StreamOrder has it.
bool Extractor::Run::FactBefore(const Fact& a, const Fact& b) const {
  const auto place = [&](const Fact& fact) {
    const Span span = document_->ByteSpan(fact.span.begin, fact.span.end);
    return std::pair(span.begin, span.end);
  };
  if (place(a) != place(b)) return place(a) < place(b);
  if (a.rule != b.rule) return a.rule->id < b.rule->id;
  if (a.relation != b.relation) return a.relation->name < b.relation->name;
  const auto named = [&](uint32_t entity) {
    const Entity& e = entities_[entity].entity;
    return std::tie(e.type, e.name, e.id, e.aliases);
  };
  if (a.subject != b.subject) return named(a.subject) < named(b.subject);
  if ((a.object == kNone) != (b.object == kNone)) return a.object != kNone;
  if (a.object != b.object) return named(a.object) < named(b.object);
  if (a.quantity != b.quantity) {
    const Literal x = LiteralOf(quantities_[a.quantity]), y = LiteralOf(quantities_[b.quantity]);
    const auto key = [](const Literal& l) { return std::tie(l.type, l.text, l.value, l.value_max, l.unit, l.approx); };
    if (key(x) != key(y)) return key(x) < key(y);
  }
  return std::tie(*a.status, a.qualifiers) < std::tie(*b.status, b.qualifiers);
}

Triple Extractor::Run::TripleOf(const Fact& fact) const {
  Triple triple;
  triple.source = document_->source;
  triple.article = document_->article_id;
  triple.title = document_->title;
  triple.subject = entities_[fact.subject].entity;
  triple.predicate = fact.relation->name;
  if (fact.object != kNone) {
    triple.object = entities_[fact.object].entity;
  } else {
    triple.object = LiteralOf(quantities_[fact.quantity]);
  }
  triple.status = *fact.status;
  triple.qualifiers = fact.qualifiers;
  triple.evidence = {document_->ByteSpan(fact.span.begin, fact.span.end),
                     document_->Text(fact.span.begin, fact.span.end)};
  triple.rule = fact.rule->id;
  triple.confidence = fact.rule->confidence;
  return triple;
}

void Extractor::Run::WriteFacts() {
  UniteAliases();
  std::sort(facts_.begin(), facts_.end(), [this](const Fact& a, const Fact& b) { return FactBefore(a, b); });
  // The same fact from the same piece of text by two rules is said once; a fact that is planned here and done there
  // is done.
  using Key = std::tuple<uint32_t, const Relation*, uint32_t>;
  const auto key_of = [this](const Fact& fact) {
    return Key(entities_[fact.subject].identity, fact.relation, fact.object_identity);
  };
  const std::string* const done = &ontology_.statuses().front();
  std::vector<Key> done_keys;
  std::vector<std::tuple<Key, uint32_t, uint32_t>> said;  // key, begin, index
  for (Fact& fact : facts_) {
    if (fact.object != kNone) {
      fact.object_identity = entities_[fact.object].identity;
    } else {
      const Quantity& quantity = quantities_[fact.quantity];
      std::string key = rules_.symbol_names[quantity.type];
      AppendNumber(quantity.value, &(key += ' '));
      const auto name = fact.qualifiers.find("name");
      if (name != fact.qualifiers.end()) (key += ' ') += name->second;
      fact.object_identity = Identity(std::move(key));
    }
    if (*fact.status == *done) done_keys.push_back(key_of(fact));
    said.push_back({key_of(fact), fact.span.begin, static_cast<uint32_t>(said.size())});
  }
  std::sort(done_keys.begin(), done_keys.end());
  std::sort(said.begin(), said.end());
  std::vector<uint8_t> again(facts_.size());
  for (size_t i = 1; i < said.size(); ++i) {
    const auto& [key, begin, index] = said[i];
    again[index] = key == std::get<0>(said[i - 1]) && begin == std::get<1>(said[i - 1]) ? 1 : 0;
  }
  for (size_t i = 0; i < facts_.size(); ++i) {
    Fact& fact = facts_[i];
    if (again[i] != 0) {
      if (observer_ != nullptr) observer_->Repeated(TripleOf(fact));
      continue;
    }
    if (std::binary_search(done_keys.begin(), done_keys.end(), key_of(fact))) fact.status = done;
    result_->triples.push_back(TripleOf(fact));
  }
}

}  // namespace mailuo
