// Compiling a pack: names become symbols, patterns machines, words an automaton; and everything that can be wrong with
// them is said with its place.
#include "mailuo/extractors/compiled_rules.h"

#include <algorithm>
#include <charconv>
#include <numeric>
#include <optional>
#include <set>
#include <tuple>

#include "rule_doubts.h"
#include "rules_impl.h"
#include "unicode.h"

namespace mailuo {

std::string_view FindAttribute(std::string_view attributes, std::string_view key) {
  while (!attributes.empty()) {
    const size_t end = std::min(attributes.find(';'), attributes.size());
    const std::string_view pair = attributes.substr(0, end);
    if (pair.size() > key.size() && pair[key.size()] == '=' && pair.starts_with(key)) {
      return pair.substr(key.size() + 1);
    }
    attributes.remove_prefix(std::min(end + 1, attributes.size()));
  }
  return {};
}

namespace {

struct RoleSetting {
  const char* setting;
  Role role;
};
constexpr RoleSetting kRoleSettings[] = {
    {"noun_phrase.verb", kRoleVerb},       {"noun_phrase.soft", kRoleSoft},
    {"noun_phrase.of", kRoleOf},           {"noun_phrase.and", kRoleAnd},
    {"noun_phrase.list", kRoleListMark},   {"noun_phrase.etc", kRoleEtc},
    {"noun_phrase.generic", kRoleGeneric}, {"noun_phrase.ending", kRoleEnding},
    {"noun_phrase.tail", kRoleTail},       {"noun_phrase.strip", kRoleStrip},
    {"noun_phrase.place", kRolePlace},     {"noun_phrase.relative", kRoleRelative},
    {"noun_phrase.adverb", kRoleAdverb},   {"noun_phrase.opener", kRoleOpener},
    {"noun_phrase.unseen", kRoleUnseen},   {"noun_phrase.causative", kRoleCausative},
    {"noun_phrase.frame", kRoleFrame},
};

std::vector<std::string_view> SplitWords(std::string_view text) {
  std::vector<std::string_view> words;
  for (size_t begin = 0; begin < text.size();) {
    const size_t end = std::min(text.find(' ', begin), text.size());
    if (end > begin) words.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return words;
}

class RulesCompiler {
 public:
  RulesCompiler(CompiledRules::Impl* impl, DiagnosticSink* sink, Scrutiny scrutiny)
      : impl_(*impl), out_(sink), sink_(this), scrutiny_(scrutiny) {}

  // The number of errors.
  size_t Run() {
    AddSymbols();
    SetUpNames();
    ReadLayout();
    DiagnosticList doubtful;
    std::optional<RuleDoubts> doubts;
    if (scrutiny_ == Scrutiny::kDoubts) doubts.emplace(impl_, &doubtful);
    for (const Rule& rule : impl_.pack.rules) CompileRule(rule, doubts ? &*doubts : nullptr);
    if (doubts) doubts->Finish();
    if (impl_.symbol_names.size() > UINT16_MAX) {
      Fail({impl_.pack.directory, 0, 0},
           "the pack has more than 65535 lexicon classes, types and literals that begin patterns");
      return sink_.errors;
    }
    IndexLayers();
    BuildWords();
    ReadSettings();
    // Behind an error most doubts would only follow from it.
    if (sink_.errors == 0) {
      for (const Diagnostic& doubt : doubtful.all()) sink_.Report(doubt);
    }
    return sink_.errors;
  }

  size_t errors() const { return sink_.errors; }
  const Diagnostic& first_error() const { return sink_.first; }

 private:
  struct Sink : DiagnosticSink {
    explicit Sink(RulesCompiler* owner) : owner_(*owner) {}
    void Report(Diagnostic diagnostic) override {
      // A macro in several rules, or a member of a list, is read more than once.
      const Location& where = diagnostic.where;
      if (!said_.insert({where.file, where.line, where.column, diagnostic.message}).second && where.line != 0) return;
      if (diagnostic.severity == Severity::kError && errors++ == 0) first = diagnostic;
      if (owner_.out_ != nullptr) owner_.out_->Report(std::move(diagnostic));
    }
    size_t errors = 0;
    Diagnostic first;
    RulesCompiler& owner_;
    std::set<std::tuple<std::string, uint32_t, uint32_t, std::string>> said_;
  };

  void Fail(const Location& where, std::string message) { sink_.Report({Severity::kError, where, std::move(message)}); }
  void FailUnknown(const Location& where, const std::string& what, std::string_view name,
                   const std::vector<std::string_view>& known) {
    std::string message = "unknown " + what + " \"" + std::string(name) + "\"";
    const std::string_view nearest = NearestName(name, known);
    if (!nearest.empty()) message += ", did you mean \"" + std::string(nearest) + "\"?";
    Fail(where, std::move(message));
  }

  Symbol AddSymbol(const std::string& name) {
    const auto [it, added] = impl_.symbols.emplace(name, static_cast<Symbol>(impl_.symbol_names.size()));
    if (added) impl_.symbol_names.push_back(name);
    return it->second;
  }

  // Lexicon classes and types share the space of symbols but not the names: a class has a '<' before it.
  void AddSymbols() {
    std::vector<std::string> groups;
    for (const std::string& name : impl_.pack.classes) {
      AddSymbol("<" + name);
      const std::string group = name.substr(0, name.find('.'));
      auto it = std::find(groups.begin(), groups.end(), group);
      if (it == groups.end()) it = groups.insert(groups.end(), group);
      impl_.group_of.push_back(static_cast<uint16_t>(it - groups.begin()));
    }
    impl_.groups = static_cast<uint16_t>(groups.size());
    impl_.first_type = static_cast<Symbol>(impl_.symbol_names.size());
    for (const EntityType& type : impl_.pack.ontology->types()) AddSymbol(type.name);
    const auto article = impl_.symbols.find("Article");
    if (article != impl_.symbols.end()) impl_.article_type = article->second;
    impl_.number = AddSymbol("Number");
    for (const Rule& rule : impl_.pack.rules) {
      const auto type = rule.fields.find("type");
      if (type != rule.fields.end() && type->second.find('.') == std::string::npos) AddSymbol(type->second);
    }
    impl_.first_literal = static_cast<Symbol>(impl_.symbol_names.size());
  }

  void SetUpNames() {
    for (const std::string& name : impl_.pack.classes) names_.known_classes.push_back(name);
    for (Symbol i = impl_.first_type; i < impl_.first_literal; ++i) names_.known_types.push_back(impl_.symbol_names[i]);
    for (const auto& [name, macro] : impl_.pack.macros) names_.known_macros.push_back(name);
    names_.word_class = [this](std::string_view name) { return WordClass(name); };
    names_.annotation_type = [this](std::string_view name) {
      SymbolSet set;
      const auto it = impl_.symbols.find(std::string(name));
      if (it != impl_.symbols.end()) set.Add(it->second);
      for (const EntityType& type : impl_.pack.ontology->types()) {
        if (impl_.pack.ontology->IsA(type.name, name)) set.Add(impl_.symbols.at(type.name));
      }
      return set;
    };
    names_.macro = [this](std::string_view name) -> const std::pair<std::string, Location>* {
      const auto it = impl_.pack.macros.find(std::string(name));
      return it == impl_.pack.macros.end() ? nullptr : &it->second;
    };
    const auto join = impl_.pack.settings.find("list_join");
    if (join != impl_.pack.settings.end()) {
      names_.list_join = join->second.first;
      names_.list_join_where = join->second.second;
      ++names_.list_join_where.column;  // behind the quote
    }
  }

  SymbolSet WordClass(std::string_view name) const {
    SymbolSet set;
    for (size_t i = 0; i < impl_.pack.classes.size(); ++i) {
      const std::string& c = impl_.pack.classes[i];
      if (c == name || (c.size() > name.size() && c[name.size()] == '.' && c.starts_with(name))) {
        set.Add(static_cast<Symbol>(i));
      }
    }
    return set;
  }

  Symbol LiteralSymbol(const std::u32string& literal) {
    const size_t known = impl_.symbol_names.size();
    const Symbol symbol = AddSymbol("'" + EncodeUtf8(literal));
    if (symbol == known) literals_.push_back({literal, symbol});
    return symbol;
  }

  const std::string* Field(const Rule& rule, const char* key) const {
    const auto it = rule.fields.find(key);
    return it == rule.fields.end() ? nullptr : &it->second;
  }
  const Location& Where(const Rule& rule, const char* key) const { return rule.field_where.at(key); }

  void CompileRule(const Rule& rule, RuleDoubts* doubts) {
    const Pattern pattern = ParsePattern(rule.pattern, rule.pattern_where, names_, &sink_);
    if (!pattern.root) return;
    CompiledRule compiled;
    compiled.id = rule.id;
    compiled.layer = rule.layer;
    compiled.priority = rule.priority;
    compiled.confidence = rule.confidence;
    compiled.order = rule.order;
    compiled.captures = pattern.captures;
    if (!CompilePattern(pattern, &compiled.program)) {
      Fail(rule.pattern_where, "the pattern is too large: more than " + std::to_string(kMaxProgramSize) +
                                   " steps once repetitions and macros are spelled out");
      return;
    }
    compiled.trigger = FindTrigger(pattern, [this](const std::u32string& literal) { return LiteralSymbol(literal); });
    if (compiled.trigger.anywhere) {
      Fail(
          rule.pattern_where,
          "the pattern can begin with any character (or match nothing), so it would be tried everywhere; begin it with "
          "a word, an annotation, a literal or an anchor");
      return;
    }
    const size_t before = sink_.errors;
    switch (rule.layer) {
      case Layer::kQuantity: CompileQuantity(rule, &compiled); break;
      case Layer::kMention: CompileMention(rule, &compiled); break;
      case Layer::kContext: CompileContext(rule, &compiled); break;
      case Layer::kRelation: CompileRelation(rule, &compiled); break;
    }
    if (sink_.errors != before) return;
    if (doubts != nullptr) doubts->Look(rule, pattern, compiled);
    impl_.layers[static_cast<size_t>(rule.layer)].rules.push_back(std::move(compiled));
  }

  void CompileQuantity(const Rule& rule, CompiledRule* out) {
    const std::string* type = Field(rule, "type");
    if (type == nullptr) return Fail(rule.where, "a rule of the layer quantity needs a \"type\"");
    const auto symbol = impl_.symbols.find(*type);
    if (symbol == impl_.symbols.end()) {
      return Fail(Where(rule, "type"), "a quantity's type must be a name, not an attribute: \"" + *type + "\"");
    }
    out->type = symbol->second;
    if (const auto* s = Field(rule, "attributes")) out->attributes = *s;
    if (const auto* s = Field(rule, "value")) {
      out->has_value = ParseNumber(*s, Where(rule, "value"), out->captures, &sink_, &out->value);
    }
    if (const auto* s = Field(rule, "value_max")) {
      out->has_value_max = ParseNumber(*s, Where(rule, "value_max"), out->captures, &sink_, &out->value_max);
    }
    if (const auto* s = Field(rule, "unit")) ParseText(*s, Where(rule, "unit"), out->captures, &sink_, &out->unit);
    if (const auto* s = Field(rule, "approx")) {
      ParseTermList(*s, Where(rule, "approx"), out->captures, &sink_, &out->approx);
    }
    const EntityType* literal = impl_.pack.ontology->FindType(*type);
    if (out->has_value && (literal == nullptr || !literal->literal)) {
      Fail(Where(rule, "type"), "\"" + *type + "\" is no literal type of the ontology, so it can have no value");
    }
  }

  void CompileMention(const Rule& rule, CompiledRule* out) {
    const std::string* type = Field(rule, "type");
    if (type == nullptr) return Fail(rule.where, "a rule of the layer mention needs a \"type\"");
    if (type->find('.') != std::string::npos) {
      ParseTermList(*type, Where(rule, "type"), out->captures, &sink_, &out->type_terms);
    } else if (impl_.pack.ontology->FindType(*type) == nullptr) {
      std::vector<std::string_view> known;
      for (const EntityType& t : impl_.pack.ontology->types()) known.push_back(t.name);
      FailUnknown(Where(rule, "type"), "type", *type, known);
    } else {
      out->type = impl_.symbols.at(*type);
    }
    out->is_head = rule.is_head;
    if (const auto* s = Field(rule, "attributes")) out->attributes = *s;
    if (const auto* s = Field(rule, "name")) {
      out->has_name = ParseText(*s, Where(rule, "name"), out->captures, &sink_, &out->name);
    }
    if (const auto* s = Field(rule, "alias")) {
      out->has_alias = ParseText(*s, Where(rule, "alias"), out->captures, &sink_, &out->alias);
    }
    if (const auto* s = Field(rule, "members")) {
      if (*s == "shared") {
        out->members = Members::kShared;
      } else if (*s == "bare") {
        out->members = Members::kBare;
      } else if (*s != "none") {
        FailUnknown(Where(rule, "members"), "way to name members", *s, {"none", "shared", "bare"});
      }
    }
  }

  // The lexicon classes that the field names.
  void AddClasses(const Rule& rule, const char* field, SymbolSet* out) {
    const std::string* names = Field(rule, field);
    if (names == nullptr) return;
    for (std::string_view name : SplitWords(*names)) {
      const SymbolSet set = WordClass(name);
      if (set.empty()) FailUnknown(Where(rule, field), "lexicon class", name, names_.known_classes);
      out->Add(set);
    }
  }

  void CompileContext(const Rule& rule, CompiledRule* out) {
    static const std::vector<std::pair<std::string_view, ContextKind>> kKinds = {
        {"subject", ContextKind::kSubject}, {"topic", ContextKind::kTopic},
        {"status", ContextKind::kStatus},   {"time", ContextKind::kTime},
        {"negated", ContextKind::kNegated}, {"hypothetical", ContextKind::kHypothetical},
    };
    static const std::vector<std::pair<std::string_view, Scope>> kScopes = {
        {"clause", Scope::kClause},   {"sentence", Scope::kSentence}, {"paragraph", Scope::kParagraph},
        {"section", Scope::kSection}, {"article", Scope::kArticle},
    };
    const std::string* sets = Field(rule, "sets");
    const std::string* scope = Field(rule, "scope");
    if (sets == nullptr || scope == nullptr) {
      return Fail(rule.where, "a rule of the layer context needs \"sets\" and \"scope\"");
    }
    if (!Choose(*sets, Where(rule, "sets"), "thing to set", kKinds, &out->sets)) return;
    if (!Choose(*scope, Where(rule, "scope"), "scope", kScopes, &out->scope)) return;
    AddClasses(rule, "title", &out->in_title);
    AddClasses(rule, "with", &out->with);
    AddClasses(rule, "without", &out->without);
    const std::string* value = Field(rule, "value");
    if (out->sets == ContextKind::kNegated || out->sets == ContextKind::kHypothetical) return;
    if (value == nullptr) return Fail(rule.where, "a rule that sets " + *sets + " needs a \"value\"");
    if (out->sets == ContextKind::kStatus) {
      const auto& known = impl_.pack.ontology->statuses();
      if (std::find(known.begin(), known.end(), *value) == known.end()) {
        FailUnknown(Where(rule, "value"), "status", *value, {known.begin(), known.end()});
      }
      out->value_text = *value;
    } else if (out->sets == ContextKind::kSubject && *value == "@place") {
      out->value_is_place = true;
    } else {
      std::vector<Term> terms;
      if (!ParseTermList(*value, Where(rule, "value"), out->captures, &sink_, &terms)) return;
      if (terms.size() != 1 || terms[0].kind != Term::Kind::kCapture) {
        return Fail(Where(rule, "value"), "expected the name of one capture");
      }
      out->value_slot = terms[0].slot;
    }
  }

  template <typename T>
  bool Choose(const std::string& name, const Location& where, const char* what,
              const std::vector<std::pair<std::string_view, T>>& choices, T* out) {
    std::vector<std::string_view> known;
    for (const auto& [choice, value] : choices) {
      if (choice == name) {
        *out = value;
        return true;
      }
      known.push_back(choice);
    }
    FailUnknown(where, what, name, known);
    return false;
  }

  const std::vector<SymbolSet>& Admitted(const std::string& relation) {
    const auto [it, added] = impl_.admitted.try_emplace(relation, impl_.first_literal);
    if (!added) return it->second;
    const Ontology& ontology = *impl_.pack.ontology;
    for (const EntityType& subject : ontology.types()) {
      for (const EntityType& object : ontology.types()) {
        if (!ontology.Admits(subject.name, relation, object.name)) continue;
        it->second[impl_.symbols.at(subject.name)].Add(impl_.symbols.at(object.name));
      }
    }
    return it->second;
  }

  RelationYield Bind(Yield yield) {
    const Ontology& ontology = *impl_.pack.ontology;
    RelationYield bound;
    bound.relation = ontology.FindRelation(yield.predicate);
    const auto& qualifiers = bound.relation->qualifiers;
    bound.takes_time = std::find(qualifiers.begin(), qualifiers.end(), "time") != qualifiers.end();
    for (const std::string& type : yield.subject.types) bound.subject_types.Add(names_.annotation_type(type));
    for (const std::string& type : yield.object.types) bound.object_types.Add(names_.annotation_type(type));
    bound.admitted = &Admitted(yield.predicate);
    bound.yield = std::move(yield);
    return bound;
  }

  void CompileRelation(const Rule& rule, CompiledRule* out) {
    for (const auto& [text, where] : rule.yields) {
      Yield yield;
      if (ParseYield(text, where, out->captures, *impl_.pack.ontology, &sink_, &yield)) {
        out->yields.push_back(Bind(std::move(yield)));
      }
    }
    if (const auto* s = Field(rule, "status")) {
      const auto& known = impl_.pack.ontology->statuses();
      if (std::find(known.begin(), known.end(), *s) == known.end()) {
        FailUnknown(Where(rule, "status"), "status", *s, {known.begin(), known.end()});
      }
      out->status = *s;
    }
    if (const auto* s = Field(rule, "exclusive")) out->exclusive = *s == "true";
  }

  void IndexLayers() {
    impl_.trigger_flags.assign(impl_.symbol_names.size(), 0);
    impl_.is_literal_type.assign(impl_.symbol_names.size(), 0);
    for (const EntityType& type : impl_.pack.ontology->types()) {
      impl_.is_literal_type[impl_.symbols.at(type.name)] = type.literal ? 1 : 0;
    }
    impl_.char_rows.assign(0x10000, 0);
    std::array<std::vector<EdgeSet>, 4> first, next;
    for (size_t i = 0; i < impl_.layers.size(); ++i) {
      LayerRules& layer = impl_.layers[i];
      IndexLayer(&layer);
      layer.triggers.ForEach([&](Symbol symbol) { impl_.trigger_flags[symbol] |= static_cast<uint8_t>(1 << i); });
      first[i].resize(layer.rules.size());
      next[i].resize(layer.rules.size());
      for (size_t r = 0; r < layer.rules.size(); ++r) {
        FindSteps(layer.rules[r].program, &first[i][r], &next[i][r]);
        if (!layer.rules[r].trigger.clause_start && !layer.rules[r].trigger.sentence_start) first[i][r] = {};
        GiveRows(first[i][r]);
        GiveRows(next[i][r]);
      }
    }
    for (size_t i = 0; i < impl_.layers.size(); ++i) {
      FillFilter(first[i], &impl_.layers[i].first);
      FillFilter(next[i], &impl_.layers[i].next);
    }
  }

  void IndexLayer(LayerRules* layer) {
    std::stable_sort(layer->rules.begin(), layer->rules.end(), [](const CompiledRule& a, const CompiledRule& b) {
      return a.priority != b.priority ? a.priority > b.priority : a.order < b.order;
    });
    layer->begins.Resize(impl_.symbol_names.size(), layer->rules.size());
    layer->begins_words.assign(impl_.symbol_names.size(), 0);
    layer->at_clause_start.Resize(1, layer->rules.size());
    layer->at_sentence_start.Resize(1, layer->rules.size());
    for (uint32_t i = 0; i < layer->rules.size(); ++i) {
      const Trigger& trigger = layer->rules[i].trigger;
      const uint64_t word = RuleBits::WordBit(i / 64);
      trigger.symbols.ForEach([&](Symbol symbol) {
        layer->begins.Add(symbol, i);
        layer->begins_words[symbol] |= word;
      });
      if (trigger.clause_start || trigger.sentence_start) layer->anchored_words |= word;
      layer->triggers.Add(trigger.symbols);
      if (layer->rules[i].is_head) layer->heads.Add(trigger.symbols);
      if (trigger.clause_start) layer->at_clause_start.Add(0, i);
      if (trigger.sentence_start) layer->at_sentence_start.Add(0, i);
    }
    IndexNeeds(layer);
  }

  static uint32_t RequirementIndex(const Requirement& required, LayerRules* layer) {
    const auto it = std::find(layer->requirements.begin(), layer->requirements.end(), required);
    const auto index = static_cast<uint32_t>(it - layer->requirements.begin());
    if (it == layer->requirements.end()) layer->requirements.push_back(required);
    return index;
  }

  void IndexNeeds(LayerRules* layer) {
    for (CompiledRule& rule : layer->rules) {
      for (const Requirement& required : rule.trigger.required) {
        rule.requirements.push_back(RequirementIndex(required, layer));
      }
    }
    for (LayerRules::Need& need : layer->needs) {
      need.by_symbol.Resize(impl_.symbol_names.size(), layer->rules.size());
      need.free.Resize(1, layer->rules.size());
    }
    for (uint32_t i = 0; i < layer->rules.size(); ++i) {
      std::vector<const SymbolSet*> sets;
      for (const Requirement& required : layer->rules[i].trigger.required) {
        if (required.chars.empty()) sets.push_back(&required.symbols);
      }
      std::stable_sort(sets.begin(), sets.end(),
                       [](const SymbolSet* a, const SymbolSet* b) { return a->size() < b->size(); });
      for (size_t k = 0; k < layer->needs.size(); ++k) {
        LayerRules::Need& need = layer->needs[k];
        if (k >= sets.size()) {
          need.free.Add(0, i);
          continue;
        }
        sets[k]->ForEach([&](Symbol symbol) { need.by_symbol.Add(symbol, i); });
        layer->needed.Add(*sets[k]);
      }
    }
  }

  void GiveRows(const EdgeSet& edge) {
    for (char32_t c : edge.chars) {
      if (c < 0x10000 && impl_.char_rows[c] == 0 && impl_.rows < UINT16_MAX) impl_.char_rows[c] = impl_.rows++;
    }
  }

  void FillFilter(const std::vector<EdgeSet>& edges, PlaceFilter* filter) {
    filter->anything.Resize(1, edges.size());
    filter->chars.Resize(impl_.rows, edges.size());
    filter->symbols.Resize(impl_.symbol_names.size(), edges.size());
    for (uint32_t i = 0; i < edges.size(); ++i) {
      if (edges[i].anything || edges[i].clause_end) filter->anything.Add(0, i);
      edges[i].symbols.ForEach([&](Symbol symbol) { filter->symbols.Add(symbol, i); });
      for (char32_t c : edges[i].chars) {
        if (c < 0x10000 && impl_.char_rows[c] != 0) {
          filter->chars.Add(impl_.char_rows[c], i);
        } else {
          filter->anything.Add(0, i);
        }
      }
    }
  }

  // A word of a lexicon, or a literal that begins a pattern; its characters are in a pool. A million words need the
  // room.
  struct Word {
    const LexiconEntry* lexical;  // null for a literal
    uint32_t begin;
    uint32_t size;
    Symbol symbol;
  };

  void BuildWords() {
    std::u32string pool;
    std::vector<Word> found;
    std::vector<NumeralWord> numeral_words;
    const SymbolSet numerals = WordClass("num");
    const auto add = [&](std::u32string_view word, const LexiconEntry* lexical, Symbol symbol) {
      found.push_back({lexical, static_cast<uint32_t>(pool.size()), static_cast<uint32_t>(word.size()), symbol});
      pool += word;
    };
    for (const LexiconFile& file : impl_.pack.lexicons) {
      for (const LexiconEntry& entry : file.entries) {
        const std::u32string word = FoldedChars(entry.word);
        if (word.size() > WordAutomaton::kMaxWordLength) {
          Fail({file.path, entry.line, 1},
               "a word has more than " + std::to_string(WordAutomaton::kMaxWordLength) + " characters");
          continue;
        }
        if (numerals.Has(entry.class_id)) AddNumeral(word, entry, file, &numeral_words);
        add(word, &entry, static_cast<Symbol>(entry.class_id));
      }
    }
    for (const auto& [literal, symbol] : literals_) add(literal, nullptr, symbol);
    const auto text = [&pool](const Word& word) { return std::u32string_view(pool).substr(word.begin, word.size); };
    std::stable_sort(found.begin(), found.end(), [&](const Word& a, const Word& b) { return text(a) < text(b); });
    const std::vector<uint32_t> class_roles = ClassRoles();
    std::vector<std::u32string_view> words;
    impl_.entries.reserve(found.size());
    impl_.entry_kinds.reserve(found.size());
    for (const Word& word : found) {
      if (words.empty() || words.back() != text(word)) {
        impl_.word_first.push_back(static_cast<uint32_t>(impl_.entries.size()));
        words.push_back(text(word));
      }
      const Symbol symbol = word.symbol;
      WordEntry entry{symbol, {}, 0};
      if (word.lexical != nullptr) {
        entry.attributes = word.lexical->attributes;
        entry.roles = RolesOf(*word.lexical, class_roles);
      }
      impl_.entries.push_back(entry);
      impl_.entry_kinds.push_back(
          {static_cast<uint16_t>(symbol), symbol < impl_.first_type ? impl_.group_of[symbol] : impl_.groups});
    }
    impl_.word_first.push_back(static_cast<uint32_t>(impl_.entries.size()));
    std::vector<Word>().swap(found);
    impl_.automaton = std::make_unique<WordAutomaton>(words);
    impl_.numerals = std::make_unique<Numerals>(numeral_words);
  }

  void AddNumeral(const std::u32string& word, const LexiconEntry& entry, const LexiconFile& file,
                  std::vector<NumeralWord>* numeral_words) {
    NumeralWord numeral{word, impl_.pack.classes[entry.class_id].substr(4), 0,
                        std::string(FindAttribute(entry.attributes, "approx"))};
    const std::string_view value = FindAttribute(entry.attributes, "value");
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), numeral.value);
    if (!value.empty() && (error != std::errc() || end != value.data() + value.size())) {
      Fail({file.path, entry.line, 1}, "a numeral's value must be a number, found \"" + std::string(value) + "\"");
    }
    numeral_words->push_back(std::move(numeral));
  }

  static uint32_t RolesOf(const LexiconEntry& entry, const std::vector<uint32_t>& class_roles) {
    uint32_t roles = class_roles[entry.class_id];
    if (FindAttribute(entry.attributes, "weak") == "yes") {
      if ((roles & kRoleVerb) != 0) roles = (roles & ~uint32_t{kRoleVerb}) | kRoleWeakVerb;
      if ((roles & kRoleSoft) != 0) roles = (roles & ~uint32_t{kRoleSoft}) | kRoleWeakSoft;
    }
    if (FindAttribute(entry.attributes, "strip") == "yes") roles |= kRoleStrip;
    return roles;
  }

  std::vector<uint32_t> ClassRoles() {
    std::vector<uint32_t> roles(impl_.pack.classes.size());
    for (const auto& [setting, role] : kRoleSettings) {
      const auto it = impl_.pack.settings.find(setting);
      if (it == impl_.pack.settings.end()) continue;
      for (std::string_view name : SplitWords(it->second.first)) {
        const SymbolSet set = WordClass(name);
        if (set.empty()) FailUnknown(it->second.second, "lexicon class", name, names_.known_classes);
        set.ForEach([&, r = role](Symbol symbol) { roles[symbol] |= r; });
      }
    }
    return roles;
  }

  void ReadLayout() {
    impl_.char_flags.assign(0x10000, 0);
    const Layout& layout = impl_.pack.layout;
    for (char32_t c : FoldedChars(layout.clause_end)) {
      if (c < 0x10000) impl_.char_flags[c] |= 1;
    }
    for (char32_t c : FoldedChars(layout.sentence_end)) {
      if (c < 0x10000) impl_.char_flags[c] |= 3;
    }
    for (const auto& [open, close] : layout.brackets) {
      const std::u32string a = FoldedChars(open), b = FoldedChars(close);
      if (a.size() != 1 || b.size() != 1 || a[0] >= 0x10000) continue;
      impl_.brackets.push_back({a[0], b[0]});
      impl_.char_flags[a[0]] |= CompiledRules::Impl::kOpensFlag;
    }
  }

  void ReadNumber(const std::string& setting, uint32_t least, uint32_t most, uint32_t* out) {
    const auto it = impl_.pack.settings.find(setting);
    if (it == impl_.pack.settings.end()) return;
    const std::string& text = it->second.first;
    uint32_t n = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), n);
    if (error != std::errc() || end != text.data() + text.size() || n < least || n > most) {
      Fail(it->second.second, setting + " must be from " + std::to_string(least) + " to " + std::to_string(most));
    } else {
      *out = n;
    }
  }

  void ReadClasses(const std::string& setting, SymbolSet* out) {
    const auto it = impl_.pack.settings.find(setting);
    if (it == impl_.pack.settings.end()) return;
    for (std::string_view name : SplitWords(it->second.first)) {
      const SymbolSet set = WordClass(name);
      if (set.empty()) FailUnknown(it->second.second, "lexicon class", name, names_.known_classes);
      out->Add(set);
    }
  }

  void ReadSettings() {
    static const std::vector<std::string_view> kKnown = {
        "list_join",     "noun_phrase.max_chars", "subject.place_class", "domain.outside",
        "domain.inside", "domain.at_least",       "domain.per_1000"};
    for (const auto& [key, value] : impl_.pack.settings) {
      bool known = std::find(kKnown.begin(), kKnown.end(), key) != kKnown.end();
      std::vector<std::string_view> names = kKnown;
      for (const auto& [setting, role] : kRoleSettings) {
        known |= key == setting;
        names.push_back(setting);
      }
      if (!known) FailUnknown(value.second, "setting", key, names);
    }
    ReadNumber("noun_phrase.max_chars", 4, 200, &impl_.phrase_max_chars);
    ReadNumber("domain.at_least", 1, 1000, &impl_.domain_at_least);
    ReadNumber("domain.per_1000", 1, 1000, &impl_.domain_per_1000);
    ReadClasses("domain.outside", &impl_.domain_outside);
    ReadClasses("domain.inside", &impl_.domain_inside);
    if (const auto it = impl_.pack.settings.find("subject.place_class"); it != impl_.pack.settings.end()) {
      const auto symbol = impl_.symbols.find("<" + it->second.first);
      if (symbol == impl_.symbols.end()) {
        FailUnknown(it->second.second, "lexicon class", it->second.first, names_.known_classes);
      } else {
        impl_.place_class = symbol->second;
      }
    }
  }

  CompiledRules::Impl& impl_;
  DiagnosticSink* out_;
  Sink sink_;
  const Scrutiny scrutiny_;
  PatternNames names_;
  std::vector<std::pair<std::u32string, Symbol>> literals_;
};

}  // namespace

CompiledRules::CompiledRules(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
CompiledRules::CompiledRules(CompiledRules&&) noexcept = default;
CompiledRules& CompiledRules::operator=(CompiledRules&&) noexcept = default;
CompiledRules::~CompiledRules() = default;

const RulePack& CompiledRules::pack() const { return impl_->pack; }

expected<CompiledRules> CompiledRules::Compile(RulePack pack, DiagnosticSink* sink, Scrutiny scrutiny) {
  auto impl = std::make_unique<Impl>();
  impl->pack = std::move(pack);
  RulesCompiler compiler(impl.get(), sink, scrutiny);
  const size_t errors = compiler.Run();
  if (errors > 0) {
    return unexpected(Error{Error::Kind::kInput, compiler.first_error().where,
                            std::to_string(errors) + (errors == 1 ? " error" : " errors") +
                                " in the rules of the pack \"" + impl->pack.name +
                                "\"; the first: " + compiler.first_error().message});
  }
  return CompiledRules(std::move(impl));
}

}  // namespace mailuo
