// What the tests of graph/ share: fixtures from data/, and sinks that fail.
#ifndef MAILUO_TESTS_GRAPH_GRAPH_TEST_SUPPORT_H_
#define MAILUO_TESTS_GRAPH_GRAPH_TEST_SUPPORT_H_

#include <string>
#include <vector>

#include "mailuo/graph/assemble.h"
#include "mailuo/graph/byte_sink.h"
#include "mailuo/graph/graphml.h"
#include "mailuo/graph/jsonld.h"
#include "mailuo/graph/nquads.h"
#include "mailuo/graph/report_texts.h"
#include "mailuo/graph/turtle.h"
#include "mailuo/schemas/ontology.h"

namespace mailuo {

std::string FileBytes(const std::string& path);  // empty where it cannot be read
const Ontology& PolicyOntology();
ReportTexts Texts(const std::string& language);

// The triples of a stream, whatever its vocabulary; a diagnostic is a failure: the result is empty.
std::vector<Triple> ReadTriples(const std::string& path);
std::vector<Triple> DataTriples(const std::string& name);

// Rows of tab-separated cells; lines that begin with "#" are comments. \n \r \t \\ and \xHH in cells are decoded.
std::vector<std::vector<std::string>> ReadTable(const std::string& name);

std::string Graphml(const PropertyGraph& graph, GraphmlProfile profile = GraphmlProfile::kRich);
std::string JsonLd(const PropertyGraph& graph);
// A graph in Chinese by one of the writers of RDF.
std::string Rdf(const PropertyGraph& graph, decltype(&WriteNquads) write);

// Takes `room` bytes, then has no space left.
class FullSink : public ByteSink {
 public:
  explicit FullSink(size_t room) : room_(room) {}
  expected<void> Append(std::string_view bytes) override;
  size_t calls_after_error() const { return calls_after_error_; }
  size_t largest() const { return largest_; }

 private:
  size_t room_;
  size_t largest_ = 0;
  size_t calls_after_error_ = 0;
  bool failed_ = false;
};

}  // namespace mailuo

#endif  // MAILUO_TESTS_GRAPH_GRAPH_TEST_SUPPORT_H_
