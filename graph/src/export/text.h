// Values as XML text, XML attributes, JSON strings and RDF literals. Every function appends; all text is well-formed
// UTF-8, which the builder has seen to.
#ifndef MAILUO_GRAPH_SRC_EXPORT_TEXT_H_
#define MAILUO_GRAPH_SRC_EXPORT_TEXT_H_

#include <cstdint>
#include <string>
#include <string_view>

namespace mailuo {

// U+FFFD stands for what a format cannot hold.
inline constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

// Element content that reads back as `text` in every reader of GraphML: & and < escaped, > only in "]]>"; a CDATA
// section where blanks at an edge would be trimmed, or two references with only white space between would lose it.
// What XML 1.0 cannot hold becomes U+FFFD, a carriage return (with its line feed) becomes one line feed.
void AppendXmlText(std::string_view text, std::string* out);

// Element content of HTML, which knows no CDATA sections: & and < escaped, controls as above.
void AppendHtmlText(std::string_view text, std::string* out);

// An attribute's value, without the quotes around it; line breaks and tabs become blanks, as parsers do anyway.
void AppendXmlAttribute(std::string_view text, std::string* out);

// An attribute's value, without the quotes around it, that reads back as AppendXmlText's: line breaks and tabs are
// character references.
void AppendXmlValue(std::string_view text, std::string* out);

// A cell of CSV with its quotes; those inside are doubled, all else is as it is.
void AppendCsvText(std::string_view text, std::string* out);

// What stands between the quotes of a cell that a person reads: line breaks are line feeds, other control characters
// but tabs become U+FFFD.
void AppendCsvCellText(std::string_view text, std::string* out);

// A JSON string with its quotes.
void AppendJson(std::string_view text, std::string* out);
// As AppendJson, with no "<" in it that could end the script element around it.
void AppendScriptJson(std::string_view text, std::string* out);

// \u001f, for a character of ASCII.
void AppendUnicodeEscape(char c, std::string* out);

// What stands between the quotes of a literal in N-Quads and Turtle: the escapes of canonical N-Quads.
void AppendRdfText(std::string_view text, std::string* out);

// The shortest decimal that reads back to the same double, without exponent: what xsd:decimal holds.
void AppendDecimal(double value, std::string* out);

// The shortest form that reads back to the same double: integers below 2^53 in plain digits, else with exponent where
// that is shorter.
void AppendDouble(double value, std::string* out);

void AppendInteger(uint64_t value, std::string* out);

// `name` as a term of a vocabulary, a key of JSON-LD or a name in GraphML: what an IRI or a JSON-LD key cannot hold
// (blanks, controls, : / # ? @ % and < > " { } | \ ^ `) becomes "_"; "unnamed" where nothing is there.
std::string VocabularyTerm(std::string_view name);

// A to Z in lower case, all else as it is.
std::string LowerAscii(std::string_view text);

}  // namespace mailuo

#endif  // MAILUO_GRAPH_SRC_EXPORT_TEXT_H_
