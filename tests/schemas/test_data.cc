// Neighbour: test_data.h.
#include "test_data.h"

#include <doctest/doctest.h>

#include <fstream>
#include <iterator>
#include <sstream>

namespace mailuo {
namespace {

std::string Unescaped(const std::string& field) {
  std::string out;
  for (size_t i = 0; i < field.size(); ++i) {
    if (field[i] != '\\' || i + 1 == field.size()) {
      out += field[i];
      continue;
    }
    const char escape = field[++i];
    if (escape == 'x') {
      out += static_cast<char>(std::stoi(field.substr(i + 1, 2), nullptr, 16));
      i += 2;
    } else {
      out += escape == 't' ? '\t' : escape == 'n' ? '\n' : escape;
    }
  }
  return out;
}

}  // namespace

std::string ReadBytes(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  REQUIRE_MESSAGE(file.good(), "cannot read " << path);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::string DataPath(const std::string& name) { return std::string(MAILUO_TEST_DATA) + "/" + name; }

std::vector<std::vector<std::string>> ReadTable(const std::string& name) {
  std::vector<std::vector<std::string>> rows;
  std::istringstream lines(ReadBytes(DataPath(name)));
  for (std::string line; std::getline(lines, line);) {
    if (line.empty() || line[0] == '#') continue;
    std::vector<std::string>& row = rows.emplace_back();
    for (size_t begin = 0, end = 0; end != std::string::npos; begin = end + 1) {
      end = line.find('\t', begin);
      row.push_back(Unescaped(line.substr(begin, end == std::string::npos ? end : end - begin)));
    }
  }
  REQUIRE_FALSE(rows.empty());
  return rows;
}

JsonValue ReadJson(const std::string& name) {
  expected<JsonValue> json = ParseJson(ReadBytes(DataPath(name)), name);
  REQUIRE_MESSAGE(json.has_value(), ToString(json.error()));
  return *json;
}

const std::string& Text(const JsonValue& row, std::string_view key) {
  const JsonValue* value = row.Find(key);
  REQUIRE_MESSAGE(value != nullptr, "line " << row.line << " has no " << key);
  REQUIRE(value->kind == JsonValue::kString);
  return value->string;
}

std::string Replaced(const std::string& text, const std::string& from, const std::string& to) {
  const size_t at = text.find(from);
  REQUIRE_MESSAGE(at != std::string::npos, from << " is not in the text");
  REQUIRE_MESSAGE(text.find(from, at + 1) == std::string::npos, from << " is in the text twice");
  return text.substr(0, at) + to + text.substr(at + from.size());
}

Ontology PolicyOntology() {
  DiagnosticList diagnostics;
  const expected<Ontology> ontology =
      LoadOntology(std::string(MAILUO_SOURCE_DIR) + "/schemas/ontologies/policy.json", &diagnostics);
  REQUIRE_MESSAGE(ontology.has_value(), Lines(diagnostics));
  return *ontology;
}

std::string Lines(const DiagnosticList& diagnostics) {
  std::string lines;
  for (const Diagnostic& diagnostic : diagnostics.all()) lines += ToString(diagnostic) + "\n";
  return lines;
}

}  // namespace mailuo
