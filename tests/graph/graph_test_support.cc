#include "graph_test_support.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <sstream>

#include "mailuo/schemas/triple_stream.h"

namespace mailuo {

namespace {

std::string Decoded(const std::string& cell) {
  std::string text;
  for (size_t at = 0; at < cell.size(); ++at) {
    if (cell[at] != '\\' || at + 1 == cell.size()) {
      text.push_back(cell[at]);
      continue;
    }
    switch (const char c = cell[++at]) {
      case 'n': text.push_back('\n'); break;
      case 'r': text.push_back('\r'); break;
      case 't': text.push_back('\t'); break;
      case 'x':
        text.push_back(static_cast<char>(std::stoi(cell.substr(at + 1, 2), nullptr, 16)));
        at += 2;
        break;
      default: text.push_back(c);
    }
  }
  return text;
}

}  // namespace

std::string FileBytes(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return std::string((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
}

const Ontology& PolicyOntology() {
  static const Ontology ontology = [] {
    DiagnosticList diagnostics;
    return LoadOntology(MAILUO_ONTOLOGIES "/policy.json", &diagnostics).value();
  }();
  return ontology;
}

ReportTexts Texts(const std::string& language) {
  return LoadReportTexts(MAILUO_ONTOLOGIES "/report." + language + ".json").value();
}

std::vector<Triple> ReadTriples(const std::string& path) {
  DiagnosticList diagnostics;
  std::vector<Triple> triples = ParseTripleStream(FileBytes(path), path, nullptr, &diagnostics);
  if (diagnostics.has_errors()) triples.clear();
  return triples;
}

std::vector<Triple> DataTriples(const std::string& name) { return ReadTriples(MAILUO_TEST_DATA "/" + name); }

std::vector<std::vector<std::string>> ReadTable(const std::string& name) {
  std::vector<std::vector<std::string>> rows;
  std::istringstream lines(FileBytes(MAILUO_TEST_DATA "/" + name));
  for (std::string line; std::getline(lines, line);) {
    if (line.empty() || line[0] == '#') continue;
    std::vector<std::string> row;
    size_t at = 0;
    for (size_t tab = line.find('\t'); tab != std::string::npos; tab = line.find('\t', at)) {
      row.push_back(Decoded(line.substr(at, tab - at)));
      at = tab + 1;
    }
    row.push_back(Decoded(line.substr(at)));
    rows.push_back(std::move(row));
  }
  return rows;
}

std::string Graphml(const PropertyGraph& graph, GraphmlProfile profile) {
  StringSink sink;
  return WriteGraphml(graph, PolicyOntology(), profile, &sink) ? sink.Take() : std::string();
}

std::string JsonLd(const PropertyGraph& graph) { return Rdf(graph, &WriteJsonLd); }

std::string Rdf(const PropertyGraph& graph, decltype(&WriteNquads) write) {
  StringSink sink;
  return write(graph, PolicyOntology(), {"zh"}, &sink) ? sink.Take() : std::string();
}

expected<void> FullSink::Append(std::string_view bytes) {
  if (failed_) ++calls_after_error_;
  largest_ = std::max(largest_, bytes.size());
  if (bytes.size() <= room_) {
    room_ -= bytes.size();
    return {};
  }
  failed_ = true;
  Error error;
  error.kind = Error::Kind::kOutput;
  error.message = "no space left";
  return unexpected(error);
}

}  // namespace mailuo
