#include "rule_doubts.h"

#include <algorithm>
#include <tuple>
#include <unordered_map>

#include "rule_cost.h"
#include "unicode.h"

namespace mailuo {
namespace {

using Kind = PatternNode::Kind;

constexpr uint64_t kCostlySteps = 200'000;  // at one place; a rule of policy-zh takes at most a quarter of it

constexpr std::string_view kLayerNames[] = {"quantity", "mention", "context", "relation"};

std::string Quoted(std::string_view text) { return "\"" + std::string(text) + "\""; }

bool ReadsACharacter(const PatternNode& node) {
  switch (node.kind) {
    case Kind::kLiteral:
    case Kind::kClass:
    case Kind::kAny:
    case Kind::kClauseChar:
    case Kind::kElement: return true;
    case Kind::kSequence:
      return std::any_of(node.children.begin(), node.children.end(), [](const auto& c) { return ReadsACharacter(*c); });
    case Kind::kAlternation:
      return std::all_of(node.children.begin(), node.children.end(), [](const auto& c) { return ReadsACharacter(*c); });
    case Kind::kRepeat: return node.min > 0 && ReadsACharacter(*node.children[0]);
    case Kind::kCapture: return ReadsACharacter(*node.children[0]);
    default: return false;
  }
}

// What a group of one part is.
const PatternNode& Unwrapped(const PatternNode& node) {
  const bool wraps = (node.kind == Kind::kSequence || node.kind == Kind::kCapture) && node.children.size() == 1;
  return wraps ? Unwrapped(*node.children[0]) : node;
}

// The pattern with its white space gone, save in quotes and brackets.
std::string Spelling(std::string_view pattern) {
  std::string text;
  char open = 0;
  for (size_t i = 0; i < pattern.size(); ++i) {
    const char c = pattern[i];
    if (open == 0 && (c == ' ' || c == '\n' || c == '\t')) continue;
    text += c;
    if (c == '\\' && i + 1 < pattern.size()) {
      text += pattern[++i];
    } else if (open == 0 && (c == '\'' || c == '[' || c == '<' || c == '{')) {
      open = c == '\'' ? '\'' : c == '[' ? ']' : c == '<' ? '>' : '}';
    } else if (c == open) {
      open = 0;
    }
  }
  return text;
}

// True where `name` stands in `text` as a name of its own.
bool Names(std::string_view text, std::string_view name) {
  const auto part_of_name = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
  };
  for (size_t at = text.find(name); at != std::string_view::npos; at = text.find(name, at + 1)) {
    const size_t end = at + name.size();
    if ((at == 0 || !part_of_name(text[at - 1])) && (end == text.size() || !part_of_name(text[end]))) return true;
  }
  return false;
}

bool Preferred(const Rule& a, const Rule& b) {
  return a.priority != b.priority ? a.priority > b.priority : a.order < b.order;
}

}  // namespace

RuleDoubts::RuleDoubts(const CompiledRules::Impl& impl, DiagnosticSink* sink) : impl_(impl), sink_(sink) {
  word_attributes_.resize(impl.pack.classes.size());
  for (const LexiconFile& file : impl.pack.lexicons) {
    for (const LexiconEntry& entry : file.entries) word_attributes_[entry.class_id].insert(entry.attributes);
  }
  for (const Rule& rule : impl.pack.rules) {
    const auto type = rule.fields.find("type");
    if (type == rule.fields.end()) continue;
    const auto attributes = rule.fields.find("attributes");
    const std::string_view given = attributes == rule.fields.end() ? std::string_view() : attributes->second;
    const size_t dot = type->second.find('.');
    if (dot == std::string::npos) {
      made_by_[type->second].insert(rule.layer);
      thing_attributes_[type->second].insert(given);
      continue;
    }
    // The type is an attribute of a word: any that a word of the pack has.
    for (const auto& of_class : word_attributes_) {
      for (std::string_view list : of_class) {
        const std::string_view name = FindAttribute(list, std::string_view(type->second).substr(dot + 1));
        if (name.empty()) continue;
        made_by_[name].insert(rule.layer);
        thing_attributes_[name].insert(given);
      }
    }
  }
}

void RuleDoubts::Warn(const Location& where, std::string message) {
  if (!said_.insert({where.file, where.line, where.column, message}).second) return;
  sink_->Report({Severity::kWarning, where, std::move(message)});
}

Location RuleDoubts::Where(std::string_view part, const Rule& rule) const {
  const auto within = [&](const std::string& text, Location where) {
    if (part.data() < text.data() || part.data() >= text.data() + text.size()) return Location();
    const std::string_view before(text.data(), static_cast<size_t>(part.data() - text.data()));
    if (where.line != 0) where.column += static_cast<uint32_t>(DecodeUtf8(before).size());
    return where;
  };
  if (Location where = within(rule.pattern, rule.pattern_where); where.line != 0) return where;
  for (const auto& [name, macro] : impl_.pack.macros) {
    if (Location where = within(macro.first, macro.second); where.line != 0) return where;
  }
  const auto join = impl_.pack.settings.find("list_join");
  if (join != impl_.pack.settings.end()) {
    if (Location where = within(join->second.first, join->second.second); where.line != 0) return where;
  }
  return rule.pattern_where;
}

void RuleDoubts::Look(const Rule& rule, const Pattern& pattern, const CompiledRule& compiled) {
  Use(*pattern.root);
  used_.Add(compiled.in_title);
  used_.Add(compiled.with);
  used_.Add(compiled.without);
  if (!CanMatch(*pattern.root, rule)) Warn(rule.where, "the rule " + Quoted(rule.id) + " can never match");
  LookAtAlternatives(*pattern.root, true, rule);
  LookAtCaptures(pattern, rule);
  if (rule.layer == Layer::kRelation) LookAtYields(pattern, rule, compiled);
  LookAtRivals(rule, pattern);
  const PatternCost cost = CostOf(pattern);
  if (cost.steps > kCostlySteps) {
    std::string message = "the pattern is costly: it may take " + std::to_string(cost.steps) + " steps at one place";
    if (!cost.look.empty()) {
      message += "; most by " + Quoted(cost.look) + ", asked at up to " + std::to_string(cost.asked) +
                 " places, up to " + std::to_string(cost.each) + " steps each";
    }
    Warn(cost.look.empty() ? rule.pattern_where : Where(cost.look, rule),
         message + "; bound its repetitions, or ask it once");
  }
}

void RuleDoubts::Use(const PatternNode& node) {
  if (node.kind == Kind::kElement) used_.Add(node.element.symbols);
  for (const auto& child : node.children) Use(*child);
}

bool RuleDoubts::CanMatch(const PatternNode& node, const Rule& rule) {
  switch (node.kind) {
    case Kind::kElement: {
      const std::string why = WhyNone(node.element, rule);
      if (!why.empty()) Warn(Where(node.text, rule), Quoted(node.text) + " never matches: " + why);
      return why.empty();
    }
    case Kind::kLiteral: {
      const std::u32string& text = node.literal;
      for (size_t i = 0; i + 1 < text.size(); ++i) {
        const auto digit = [](char32_t c) { return c >= '0' && c <= '9'; };
        const bool ends = text[i] < 0x10000 && (impl_.char_flags[text[i]] & 2) != 0;
        const bool closes = std::any_of(impl_.brackets.begin(), impl_.brackets.end(),
                                        [&](const auto& pair) { return pair.second == text[i + 1]; });
        const bool goes_on = closes || (text[i + 1] < 0x10000 && (impl_.char_flags[text[i + 1]] & 2) != 0);
        if (!ends || goes_on || text[i] < 0x80 || digit(text[i + 1])) continue;
        Warn(Where(node.text, rule), Quoted(node.text) + " never matches: the sentence ends in the middle of it");
        return false;
      }
      return true;
    }
    case Kind::kSequence: return SequenceCanMatch(node, rule);
    case Kind::kAlternation: {
      bool any = false;
      for (const auto& child : node.children) any |= CanMatch(*child, rule);
      return any;
    }
    case Kind::kRepeat: return CanMatch(*node.children[0], rule) || node.min == 0;
    case Kind::kCapture: return CanMatch(*node.children[0], rule);
    case Kind::kLook: return CanMatch(*node.children[0], rule) || node.negated;
    default: return true;
  }
}

bool RuleDoubts::SequenceCanMatch(const PatternNode& node, const Rule& rule) {
  bool can = true, read = false;
  for (size_t i = 0; i < node.children.size(); ++i) {
    const PatternNode& child = *node.children[i];
    can &= CanMatch(child, rule);
    const bool at_start =
        child.kind == Kind::kAnchor && (child.anchor == Anchor::kSentenceStart || child.anchor == Anchor::kSection ||
                                        child.anchor == Anchor::kParagraph);
    if (at_start && read) {
      Warn(Where(child.text, rule),
           Quoted(child.text) + " never matches: it is the start of a sentence, and something is read before it");
      can = false;
    }
    read |= ReadsACharacter(child);
    // (?! <x>) <x>
    if (child.kind != Kind::kLook || !child.negated || child.behind || i + 1 == node.children.size()) continue;
    const PatternNode& denied = Unwrapped(*child.children[0]);
    const PatternNode& next = Unwrapped(*node.children[i + 1]);
    if (denied.kind != Kind::kElement || next.kind != Kind::kElement || !denied.element.tests.empty()) continue;
    if (!denied.element.symbols.Includes(next.element.symbols)) continue;
    Warn(Where(next.text, rule), Quoted(next.text) + " never matches: " + Quoted(child.text) + " before it forbids it");
    can = false;
  }
  return can;
}

std::string RuleDoubts::WhyNone(const Element& element, const Rule& rule) const {
  bool passes = false, word = false, made = false, later = false;
  std::string_view type, layer;
  element.symbols.ForEach([&](Symbol symbol) {
    if (symbol < impl_.first_type) {
      word = true;
      passes |= AnyWordPasses(symbol, element.tests);
      return;
    }
    type = impl_.symbol_names[symbol];
    if (symbol == impl_.number) {
      made = passes = true;
      return;
    }
    const auto makers = made_by_.find(type);
    if (makers == made_by_.end()) return;
    const bool before = *makers->second.begin() < rule.layer;
    layer = kLayerNames[static_cast<size_t>(*makers->second.begin())];
    made |= before;
    later |= !before;
    if (before) passes |= AnyThingPasses(symbol, element.tests, rule);
  });
  if (passes) return {};
  if (word) return "no word of the class has these attributes";
  if (made) return "no rule gives these attributes";
  if (later) {
    return Quoted(type) + " is found by the layer " + std::string(layer) + ", and a rule of the layer " +
           std::string(kLayerNames[static_cast<size_t>(rule.layer)]) + " sees only the layers before it";
  }
  return "no rule makes " + (element.symbols.size() == 1 ? "a " + Quoted(type) : std::string("one of these types"));
}

bool RuleDoubts::AnyWordPasses(Symbol symbol, const std::vector<AttributeTest>& tests) const {
  const auto& lists = word_attributes_[symbol];
  return std::any_of(lists.begin(), lists.end(), [&](std::string_view list) {
    return std::all_of(tests.begin(), tests.end(),
                       [&](const AttributeTest& t) { return (FindAttribute(list, t.key) == t.value) != t.negated; });
  });
}

bool RuleDoubts::AnyThingPasses(Symbol symbol, const std::vector<AttributeTest>& tests, const Rule& rule) const {
  const auto lists = thing_attributes_.find(impl_.symbol_names[symbol]);
  if (lists == thing_attributes_.end() || rule.layer == Layer::kQuantity) return true;
  return std::any_of(lists->second.begin(), lists->second.end(), [&](std::string_view list) {
    return std::all_of(tests.begin(), tests.end(), [&](const AttributeTest& t) {
      // The engine gives these, whatever the rule says.
      if (t.key == "unit" || t.key == "approx" || t.key == "named" || t.key == "restored") return true;
      return (FindAttribute(list, t.key) == t.value) != t.negated;
    });
  });
}

// An alternative of literals that is there twice, or, where nothing follows, one behind a shorter one that begins it.
void RuleDoubts::LookAtAlternatives(const PatternNode& node, bool last, const Rule& rule) {
  if (node.kind == Kind::kAlternation) {
    std::vector<const PatternNode*> before;
    for (const auto& child : node.children) {
      const PatternNode& one = Unwrapped(*child);
      if (one.kind != Kind::kLiteral) continue;
      for (const PatternNode* other : before) {
        const bool same = one.literal == other->literal;
        if (!same && !(last && one.literal.starts_with(other->literal))) continue;
        Warn(Where(one.text, rule), "the alternative " + Quoted(one.text) + " is never taken: " + Quoted(other->text) +
                                        (same ? " is there before it" : " before it always matches first"));
        break;
      }
      before.push_back(&one);
    }
  }
  for (size_t i = 0; i < node.children.size(); ++i) {
    const bool goes_on = node.kind == Kind::kSequence && i + 1 < node.children.size();
    const bool repeats = node.kind == Kind::kRepeat || node.kind == Kind::kLook;
    LookAtAlternatives(*node.children[i], last && !goes_on && !repeats, rule);
  }
}

void RuleDoubts::LookAtCaptures(const Pattern& pattern, const Rule& rule) {
  for (const std::string& name : pattern.captures) {
    bool used = !Names(rule.pattern, name);  // of a macro, whose captures serve many rules
    for (const auto& [field, value] : rule.fields) used |= Names(value, name);
    for (const auto& [yield, where] : rule.yields) used |= Names(yield, name);
    if (!used) Warn(rule.pattern_where, "the capture " + Quoted(name) + " is used by nothing");
  }
}

void RuleDoubts::LookAtYields(const Pattern& pattern, const Rule& rule, const CompiledRule& compiled) {
  std::vector<SymbolSet> captured(pattern.captures.size());
  const auto collect = [&](const auto& self, const PatternNode& node) -> void {
    if (node.kind == Kind::kCapture && node.children[0]->kind == Kind::kElement) {
      captured[node.slot].Add(node.children[0]->element.symbols);
    }
    for (const auto& child : node.children) self(self, *child);
  };
  collect(collect, *pattern.root);
  const Ontology& ontology = *impl_.pack.ontology;
  // The types that an end can have; of @subject and its like any type of a thing.
  const auto types_of = [&](const Yield::End& end, std::vector<std::string>* types) {
    for (const EntityType& type : ontology.types()) {
      if (type.abstract) continue;
      const bool there =
          end.kind == Yield::Kind::kCapture ? captured[end.slot].Has(impl_.symbols.at(type.name)) : !type.literal;
      const bool wanted = end.types.empty() || std::any_of(end.types.begin(), end.types.end(),
                                                           [&](const auto& t) { return ontology.IsA(type.name, t); });
      if (there && wanted) types->push_back(type.name);
    }
  };
  for (size_t i = 0; i < compiled.yields.size() && i < rule.yields.size(); ++i) {
    const Yield& yield = compiled.yields[i].yield;
    std::vector<std::string> subjects, objects;
    types_of(yield.subject, &subjects);
    types_of(yield.object, &objects);
    bool admitted = false;
    for (const std::string& s : subjects) {
      for (const std::string& o : objects) admitted |= ontology.Admits(s, yield.predicate, o);
    }
    if (admitted) continue;
    const bool none = subjects.empty() || objects.empty();
    Warn(rule.yields[i].second,
         Quoted(rule.yields[i].first) + " never gives a triple: " +
             (none ? "the pattern captures no such thing; an end is an annotation, as in {name: Type}"
                   : "the ontology does not admit these types for " + Quoted(yield.predicate)));
  }
}

void RuleDoubts::LookAtRivals(const Rule& rule, const Pattern& pattern) {
  const bool one_is_kept = rule.layer == Layer::kQuantity || rule.layer == Layer::kMention;
  std::string key(kLayerNames[static_cast<size_t>(rule.layer)]);
  key += (rule.is_head ? " head " : " ") + Spelling(rule.pattern);
  if (!one_is_kept) {  // rules that say different things of one place stand beside each other
    for (const auto& [field, value] : rule.fields) key.append("\n" + field).append("=" + value);
    for (const auto& [yield, where] : rule.yields) key += "\n" + yield;
  }
  std::vector<const Rule*>& alike = alike_[key];
  if (!alike.empty()) {
    const Rule* winner =
        *std::min_element(alike.begin(), alike.end(), [](const Rule* a, const Rule* b) { return Preferred(*a, *b); });
    const Rule* loser = Preferred(*winner, rule) ? &rule : winner;
    if (loser == winner) winner = &rule;
    Warn(loser->pattern_where, "the rule " + Quoted(loser->id) + " is shadowed: " + Quoted(winner->id) +
                                   " has the same pattern and is preferred");
  }
  alike.push_back(&rule);
  const PatternNode& root = Unwrapped(*pattern.root);
  if (!one_is_kept || root.kind != Kind::kElement || rule.is_head) return;
  const Element& element = root.element;
  const auto covers = [](const Element& a, const Element& b) {
    return a.symbols.Includes(b.symbols) && std::all_of(a.tests.begin(), a.tests.end(), [&](const AttributeTest& t) {
             return std::any_of(b.tests.begin(), b.tests.end(), [&](const AttributeTest& other) {
               return t.key == other.key && t.value == other.value && t.negated == other.negated;
             });
           });
  };
  for (const auto& [other, other_rule] : singles_) {
    if (other_rule->layer != rule.layer || alike.size() > 1) continue;
    const bool other_wins = Preferred(*other_rule, rule);
    const Element& winner = other_wins ? other : element;
    const Element& loser = other_wins ? element : other;
    if (!covers(winner, loser)) continue;
    const Rule& beaten = other_wins ? rule : *other_rule;
    Warn(beaten.pattern_where, "the rule " + Quoted(beaten.id) +
                                   " is shadowed: " + Quoted(other_wins ? other_rule->id : rule.id) +
                                   " matches all that it matches and is preferred");
  }
  singles_.push_back({element, &rule});
}

void RuleDoubts::Finish() {
  FindUnused();
  FindRepeatedWords();
}

void RuleDoubts::FindUnused() {
  std::string settings;
  for (const auto& [key, value] : impl_.pack.settings) settings += value.first + " ";
  for (size_t i = 0; i < impl_.pack.classes.size(); ++i) {
    const std::string& name = impl_.pack.classes[i];
    bool used = used_.Has(static_cast<Symbol>(i)) || name.starts_with("num.") || name == "num";
    for (std::string front = name; !used;) {  // a setting that names a class above
      used = Names(settings, front);
      const size_t dot = front.rfind('.');
      if (dot == std::string::npos) break;
      front.resize(dot);
    }
    if (used) continue;
    for (const LexiconFile& file : impl_.pack.lexicons) {
      const auto it = std::find_if(file.entries.begin(), file.entries.end(),
                                   [i](const LexiconEntry& entry) { return entry.class_id == i; });
      if (it == file.entries.end()) continue;
      Warn({file.path, it->line, 1}, "no pattern and no setting asks for the class " + Quoted(name));
      break;
    }
  }
  for (const auto& [name, macro] : impl_.pack.macros) {
    const std::string use = "$" + name;
    const auto uses = [&](const std::string& text) { return Names(text, use); };
    bool used = std::any_of(impl_.pack.rules.begin(), impl_.pack.rules.end(),
                            [&](const Rule& rule) { return uses(rule.pattern); });
    for (const auto& [other, text] : impl_.pack.macros) used |= uses(text.first);
    if (const auto join = impl_.pack.settings.find("list_join"); join != impl_.pack.settings.end()) {
      used |= uses(join->second.first);
    }
    if (!used) Warn(macro.second, "no pattern uses the macro " + Quoted(name));
  }
}

void RuleDoubts::FindRepeatedWords() {
  struct First {
    const LexiconFile* file;
    const LexiconEntry* entry;
  };
  std::unordered_map<std::string, First> seen;  // looked up only
  for (const LexiconFile& file : impl_.pack.lexicons) {
    for (const LexiconEntry& entry : file.entries) {
      std::string key = EncodeUtf8(FoldedChars(entry.word)) + "\t" + std::to_string(entry.class_id);
      const auto [it, added] = seen.emplace(std::move(key), First{&file, &entry});
      if (added) continue;
      const First& first = it->second;
      Warn({file.path, entry.line, 1},
           "the word " + Quoted(entry.word) + " of the class " + Quoted(impl_.pack.classes[entry.class_id]) +
               " is shadowed: it stands already at " + first.file->path + ":" + std::to_string(first.entry->line) +
               (first.entry->attributes == entry.attributes ? "" : ", with other attributes, which count"));
    }
  }
}

}  // namespace mailuo
