// A rule pack as parsed, not compiled: what is known of a language or a field, as data. docs/rules.md is its manual.
// extractors/compiled_rules.h turns it into automata. Neighbours: ontology.h, diagnostic.h.
#ifndef MAILUO_SCHEMAS_RULE_PACK_H_
#define MAILUO_SCHEMAS_RULE_PACK_H_

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "mailuo/schemas/expected.h"
#include "mailuo/schemas/ontology.h"

namespace mailuo {

// How text of this language is laid out; read by LoadArticles. Every string is UTF-8; characters are code points.
struct Layout {
  std::string sentence_end;                                   // characters that end a sentence
  std::string clause_end;                                     // characters that end a clause, sentence ends aside
  std::vector<std::pair<std::string, std::string>> brackets;  // opening and closing character of quotes and brackets
  std::string numerals;  // characters of a section number written in words, beside 0-9
  std::vector<std::string>
      section_markers;               // templates at the start of a sentence, "{n}" is a numeral: "({n})", "{n}."
  std::vector<std::string> offices;  // words that end a by-line: the titles of an office
  uint32_t heading_max_chars = 60;   // a longer line is no heading
  uint32_t byline_max_chars = 40;
  bool spaces_between_words = false;  // true for English: line breaks become one space
  // By code point of the basic plane: the character that words are written with in its stead, or 0. Null where the pack
  // names none. So text in traditional characters is read as if it were in simplified ones.
  std::shared_ptr<const std::vector<char16_t>> spellings;
};

// One line of a lexicon file. Views point into LexiconFile::bytes.
struct LexiconEntry {
  std::string_view word;
  uint32_t class_id = 0;        // index into RulePack::classes
  std::string_view attributes;  // "key=value;key=value", or empty
  uint32_t line = 0;
};

struct LexiconFile {
  std::string path;
  std::unique_ptr<const std::string> bytes;
  std::vector<LexiconEntry> entries;
};

struct RuleExample {
  std::string text;
  std::vector<std::string> yields;  // empty for a counterexample
  Location where;
};

enum class Layer : uint8_t { kQuantity, kMention, kContext, kRelation };

// One rule. Which fields count depends on its layer; docs/rules.md says which. Patterns and yields are kept as
// written, with the place of their first character, for the compiler's messages.
struct Rule {
  std::string id;  // "pack/rule-id"
  Layer layer = Layer::kRelation;
  Location where;
  std::string pattern;
  Location pattern_where;
  bool is_head = false;  // a mention rule whose pattern is the head of a noun phrase
  std::vector<std::pair<std::string, Location>> yields;
  std::map<std::string, std::string> fields;  // the layer's own settings: type, value, unit, sets, scope, status, ...
  std::map<std::string, Location> field_where;
  int priority = 0;
  double confidence = 0.9;
  uint32_t order = 0;  // place in the pack: includes first, then files in the manifest's order
  std::vector<RuleExample> examples;
  std::vector<RuleExample> counterexamples;
};

struct RulePack {
  std::string name;
  std::string version;
  std::string directory;
  std::string content_hash;  // 16 hexadecimal digits over every file read, for provenance
  std::shared_ptr<const Ontology> ontology;
  Layout layout;
  std::vector<std::string> classes;  // names of lexicon classes, "verb.make", in order of first use
  std::vector<LexiconFile> lexicons;
  std::map<std::string, std::pair<std::string, Location>> macros;    // name -> pattern text
  std::map<std::string, std::pair<std::string, Location>> settings;  // "noun_phrase.verb" -> value
  std::vector<Rule> rules;                                           // disabled ones are gone
};

// Loads the pack in `directory` with all that it includes. Every error in every file goes to `sink`; the result is an
// error if there was any. `search_path` holds the folders in which included packs and ontologies are looked for by
// name. Where there are errors but every file could be read, `partial`, if not null, gets what is sound in the pack, so
// that the rest can be looked at too.
expected<RulePack> LoadRulePack(const std::string& directory, const std::vector<std::string>& search_path,
                                DiagnosticSink* sink, RulePack* partial = nullptr);

// Adds rules that stand in no file of a pack to `pack`, to try them: `json` is one rule, or a rule file with "define"
// and "rules". Of a rule that is tried, "id" and "layer" may be left out ("tried-N", "relation"); of a relation also
// "yields", and an example is not missed. `file` names the text in messages. Returns how many rules were added, at the
// end of pack->rules; all errors go to `sink`, and the result is an error if there was any.
expected<size_t> AddRules(std::string_view json, const std::string& file, RulePack* pack, DiagnosticSink* sink);

}  // namespace mailuo

#endif  // MAILUO_SCHEMAS_RULE_PACK_H_
