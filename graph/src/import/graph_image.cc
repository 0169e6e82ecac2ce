#include "import/graph_image.h"

#include <set>
#include <utility>

#include "mailuo/schemas/triple_stream.h"

namespace mailuo {

bool GraphImage::AddNode(const std::string& key, const Location& where, NodeImage node) {
  auto [found, inserted] = nodes_.try_emplace(key, nullptr);
  if (!inserted) {
    Report(where, "the id \"" + key + "\" is that of another node, expected each id once");
    return false;
  }
  found->second = std::make_unique<NodeImage>(std::move(node));
  if (found->second->kind == GraphNode::Kind::kArticle) {
    articles_.emplace(found->second->article.id, found->second.get());
  }
  return true;
}

const NodeImage* GraphImage::FindNode(const std::string& key) const {
  const auto found = nodes_.find(key);
  return found == nodes_.end() ? nullptr : found->second.get();
}

bool GraphImage::FindEnd(const EdgeImage& edge, const std::string& key, const NodeImage** node) {
  const auto found = nodes_.find(key);
  if (found == nodes_.end()) Report(edge.where, "the edge ends at \"" + key + "\", expected the id of a node");
  *node = found == nodes_.end() ? nullptr : found->second.get();
  return *node != nullptr;
}

void GraphImage::AddEdge(const EdgeImage& edge) {
  const NodeImage *subject = nullptr, *object = nullptr;
  if (!FindEnd(edge, edge.subject, &subject) || !FindEnd(edge, edge.object, &object)) return;
  if (subject->kind == GraphNode::Kind::kLiteral) {
    Report(edge.where, "the edge leads from a " + subject->literal.type + ", expected it to start at an entity");
    return;
  }
  for (const EvidenceImage& evidence : edge.evidence) {
    Triple triple;
    triple.source = evidence.source;
    triple.article = evidence.article;
    const auto article = articles_.find(evidence.article);
    triple.title = article == articles_.end() ? evidence.title : article->second->article.title;
    triple.subject = subject->entity;
    triple.predicate = edge.predicate;
    if (object->kind == GraphNode::Kind::kLiteral) {
      triple.object = object->literal;
    } else {
      triple.object = object->entity;
    }
    triple.status = evidence.status;
    triple.qualifiers = evidence.qualifiers;
    triple.evidence = {evidence.span, evidence.text};
    triple.rule = evidence.rule;
    triple.confidence = evidence.confidence;
    AddTriple(triple, edge.where);
  }
}

// The reader of the stream is the judge: what it turns down here would be turned down in a graph folder.
void GraphImage::AddTriple(const Triple& triple, const Location& where) {
  std::string line;
  AppendTripleLine(triple, &line);
  DiagnosticList found;
  std::vector<Triple> read = ParseTripleStream(line, file_, &ontology_, &found);
  for (const Diagnostic& diagnostic : found.all()) sink_->Report({diagnostic.severity, where, diagnostic.message});
  for (Triple& good : read) triples_.push_back(std::move(good));
}

// Where an article was read stands in its evidence; there it is as it was, in XML it may have lost characters.
ImportedGraph GraphImage::Take(std::string language) {
  ImportedGraph imported;
  std::set<std::string> told;
  for (const Triple& triple : triples_) told.insert(triple.article);
  for (const auto& [id, node] : articles_) {
    imported.articles.push_back(node->article);
    if (told.contains(id)) imported.articles.back().source.clear();
  }
  imported.triples = std::move(triples_);
  imported.language = std::move(language);
  return imported;
}

}  // namespace mailuo
