// Tables of the tests: files in data/, JSON or tab-separated. Neighbours: the tests beside this file.
#ifndef MAILUO_TESTS_SCHEMAS_TEST_DATA_H_
#define MAILUO_TESTS_SCHEMAS_TEST_DATA_H_

#include <string>
#include <vector>

#include "json_value.h"
#include "mailuo/schemas/diagnostic.h"
#include "mailuo/schemas/ontology.h"

namespace mailuo {

// A file's bytes. Fails the test where it cannot be read.
std::string ReadBytes(const std::string& path);
std::string DataPath(const std::string& name);

// The fields of each line of a tab-separated table, comment lines (#) left out. "\t", "\n", "\\" and "\xHH" in a field
// stand for a tab, a line feed, a backslash and a byte.
std::vector<std::vector<std::string>> ReadTable(const std::string& name);

// A JSON table. Fails the test where it is broken.
JsonValue ReadJson(const std::string& name);
const std::string& Text(const JsonValue& row, std::string_view key);

// A text with one piece of it replaced: the way the tables of errors say what to break. Fails the test where `from`
// does not stand in `text` exactly once.
std::string Replaced(const std::string& text, const std::string& from, const std::string& to);

// The ontology that ships. Fails the test where it is broken.
Ontology PolicyOntology();

// All diagnostics, one a line.
std::string Lines(const DiagnosticList& diagnostics);

}  // namespace mailuo

#endif  // MAILUO_TESTS_SCHEMAS_TEST_DATA_H_
