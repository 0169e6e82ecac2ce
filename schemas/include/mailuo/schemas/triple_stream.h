// The triple stream: NDJSON, one triple a line, keys in a fixed order (docs/outputs.md has the grammar).
// Neighbours: triple.h (the value), ontology.h (what a line may say).
#ifndef MAILUO_SCHEMAS_TRIPLE_STREAM_H_
#define MAILUO_SCHEMAS_TRIPLE_STREAM_H_

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "mailuo/schemas/diagnostic.h"
#include "mailuo/schemas/triple.h"

namespace mailuo {

class Ontology;

// Appends one line, line feed included, to `out`. Same triple, same bytes.
void AppendTripleLine(const Triple& triple, std::string* out);
void AppendRejectLine(const Reject& reject, std::string* out);
// A line for an article of which no triple tells, or not all.
void AppendArticleLine(const ArticleInfo& article, std::string* out);

// Appends `text` as a JSON string with quotes. Invalid UTF-8 becomes U+FFFD. Besides what JSON demands, the characters
// at which some programs end a line (U+0085, U+2028, U+2029) are escaped.
void AppendJsonString(std::string_view text, std::string* out);
// Appends the shortest decimal that reads back to the same double; integral values below 2^53 without a point,
// minus zero as 0. `value` is finite.
void AppendNumber(double value, std::string* out);

// Reads a triple stream, ours or another program's. Every bad line is reported to `sink` as file:line:column with what
// was expected, and skipped; missing ids are computed. With an ontology, types, relations, status and approx are
// checked against it. Returns the triples in the order read; lines of articles, which have neither subject nor
// predicate nor object, go to `articles` where that is not null. Thread-safe.
std::vector<Triple> ParseTripleStream(std::string_view bytes, const std::string& file, const Ontology* ontology,
                                      DiagnosticSink* sink, std::vector<ArticleInfo>* articles = nullptr);

}  // namespace mailuo

#endif  // MAILUO_SCHEMAS_TRIPLE_STREAM_H_
