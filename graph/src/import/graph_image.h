// A graph as a file has it, on its way to triples. Neighbours: graphml_import.cc and jsonld_import.cc fill it.
#ifndef MAILUO_GRAPH_SRC_IMPORT_GRAPH_IMAGE_H_
#define MAILUO_GRAPH_SRC_IMPORT_GRAPH_IMAGE_H_

#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "mailuo/graph/import.h"

namespace mailuo {

struct NodeImage {
  GraphNode::Kind kind = GraphNode::Kind::kEntity;
  Entity entity;    // of an article too, as the object of a relation
  Literal literal;  // of a literal
  ArticleInfo article;
};

struct EvidenceImage {
  std::string source, article, text, rule;  // `article` is an id, or empty where `title` makes it
  std::string title;                        // where the file has no node for the article
  Span span;
  std::string status = "done";
  double confidence = 1;
  std::map<std::string, std::string> qualifiers;
};

struct EdgeImage {
  Location where;
  std::string subject, object;  // keys of nodes
  std::string predicate;
  std::vector<EvidenceImage> evidence;
};

class GraphImage {
 public:
  GraphImage(const std::string& file, const Ontology& ontology, DiagnosticSink* sink)
      : file_(file), ontology_(ontology), sink_(sink) {}

  void Report(const Location& where, std::string message) {
    sink_->Report({Severity::kError, where, std::move(message)});
  }

  // False, and reported, where the key is taken.
  bool AddNode(const std::string& key, const Location& where, NodeImage node);
  // A node that has been reported as bad: its edges are left out without another word.
  void AddBadNode(const std::string& key) { nodes_.try_emplace(key, nullptr); }
  const NodeImage* FindNode(const std::string& key) const;

  // One triple for each piece of evidence, checked as a line of the triple stream is; all nodes have been added.
  void AddEdge(const EdgeImage& edge);

  ImportedGraph Take(std::string language);

 private:
  bool FindEnd(const EdgeImage& edge, const std::string& key, const NodeImage** node);
  void AddTriple(const Triple& triple, const Location& where);

  const std::string file_;
  const Ontology& ontology_;
  DiagnosticSink* sink_;
  std::unordered_map<std::string, std::unique_ptr<NodeImage>> nodes_;
  std::map<std::string, const NodeImage*> articles_;  // by id
  std::vector<Triple> triples_;
};

}  // namespace mailuo

#endif  // MAILUO_GRAPH_SRC_IMPORT_GRAPH_IMAGE_H_
