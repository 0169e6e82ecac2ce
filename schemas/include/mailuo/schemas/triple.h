// A triple: one fact with its proof. Made by the extractors, assembled by the graph, written as a line of the triple
// stream (triple_stream.h). Plain values, no invariants beyond those said here; copies are deep.
#ifndef MAILUO_SCHEMAS_TRIPLE_H_
#define MAILUO_SCHEMAS_TRIPLE_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "mailuo/schemas/span.h"

namespace mailuo {

// A named thing. `type` is a type of the ontology, `name` its fullest form in the article, UTF-8.
struct Entity {
  std::string id;  // "e_" and 16 hexadecimal digits, from type, name and (for local names) article; see EntityId
  std::string type;
  std::string name;
  std::vector<std::string> aliases;  // sorted by code point, unique, without `name`
  friend bool operator==(const Entity&, const Entity&) = default;
};

// A number with its unit as the text gives it.
struct Literal {
  std::string type;  // Money, Quantity, Percent, Rank or Date
  std::string text;  // as written
  double value = 0;  // in the base unit: 10 for ten per cent, 1e9 for a milliard yuan; finite
  std::optional<double> value_max;  // the upper end of a range, >= value
  std::string unit;                 // ISO 4217 code, "%", measure word or counted noun; empty for a Rank
  std::string approx;               // more_than, at_least, nearly, about, less_than, or empty for exact
  friend bool operator==(const Literal&, const Literal&) = default;
};

// The proof: the source's bytes [span.begin, span.end), and that piece verbatim but for line breaks of the layout.
struct Evidence {
  Span span;
  std::string text;
  friend bool operator==(const Evidence&, const Evidence&) = default;
};

struct Triple {
  std::string source;   // the file relative to the input folder, or the id of an NDJSON record
  std::string article;  // "a_" and 16 hexadecimal digits, see ArticleId
  std::string title;    // of the article
  Entity subject;
  std::string predicate;
  std::variant<Entity, Literal> object;
  std::string status = "done";                    // done or planned
  std::map<std::string, std::string> qualifiers;  // time, name, title, year, by
  Evidence evidence;
  std::string rule;        // "pack/rule-id"
  double confidence = 1;   // (0, 1]

  bool has_literal() const { return std::holds_alternative<Literal>(object); }
  friend bool operator==(const Triple&, const Triple&) = default;
};

// An article: what triples tell of it, and its date.
struct ArticleInfo {
  std::string id;  // as in Triple::article
  std::string title;
  std::string source;
  std::string date;  // ISO 8601, or empty
};

// What a rule proposed and something turned down.
struct Reject {
  std::string source;
  std::string article;
  std::string reason;   // schema, negated, hypothetical, no_subject, generic, overlap, domain or limit
  std::string detail;   // "subject —predicate→ object", or what the limit was
  Evidence evidence;
  std::string rule;
};

// Stable ids from content: the 64-bit XXH3 hash of the parts, each ended by a zero byte.
std::string EntityId(std::string_view type, std::string_view folded_name, std::string_view scope = {});
std::string ArticleId(std::string_view source, std::string_view title);
std::string StatementId(std::string_view subject_id, std::string_view predicate, std::string_view object_key);

// The name as identity sees it: compatibility forms folded (NFKC), case folded, quotes and white space removed.
std::string FoldName(std::string_view name);

// The order of the triple stream: source, evidence begin, evidence end, rule, then every other field.
bool StreamOrder(const Triple& a, const Triple& b);

}  // namespace mailuo

#endif  // MAILUO_SCHEMAS_TRIPLE_H_
