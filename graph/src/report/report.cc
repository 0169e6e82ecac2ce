// WriteReport. A subject is told once, under the first group of the catalogue that its type belongs to: sections of
// what is done in the catalogue's order, then its figures, then what is planned. Neighbours: wording.h, report_texts.h.
#include "mailuo/graph/report.h"

#include <algorithm>
#include <set>
#include <tuple>

#include "export/writer.h"
#include "report/wording.h"

namespace mailuo {

namespace {

constexpr std::string_view kPlanned = "planned";

// Text that Markdown shows as it is, on one line.
std::string Escaped(std::string_view text) {
  std::string result;
  for (char c : text) {
    switch (c) {
      case '\\': case '`': case '*': case '_': case '[': case ']': case '|': case '~': case '#':
        result.push_back('\\');
        result.push_back(c);
        break;
      case '&': result += "&amp;"; break;
      case '<': result += "&lt;"; break;
      case '>': result += "&gt;"; break;
      case '\n': case '\r': case '\t': result.push_back(' '); break;
      default: result.push_back(c);
    }
  }
  return result;
}

std::string Code(std::string text) {
  for (char& c : text) {
    if (c == '`') c = '\'';
    if (c == '|') c = '/';
    if (c == '\n' || c == '\r') c = ' ';
  }
  return "`" + text + "`";
}

class ReportWriter {
 public:
  ReportWriter(const PropertyGraph& graph, const Ontology& ontology, const ReportTexts& texts, ByteSink* sink)
      : graph_(graph), ontology_(ontology), texts_(texts), writer_(sink) {
    for (const ReportSection& section : texts.sections) {
      if (!section.incoming) told_relations_.insert(section.relation);
    }
  }

  expected<void> Write() {
    SortSubjects();
    WriteSummary();
    WriteArticles();
    WriteContents();
    WriteFunds();
    for (size_t i = 0; i < subjects_.size(); ++i) {
      if (subjects_[i].empty()) continue;
      writer_ << "\n## " << Heading(i) << "\n";
      for (NodeId id : subjects_[i]) {
        WriteSubject(id);
        if (!writer_.Checkpoint()) return writer_.Finish();
      }
    }
    return writer_.Finish();
  }

 private:
  // Who has something to tell, by group; the one with most evidence first.
  void SortSubjects() {
    subjects_.resize(texts_.groups.size() + 1);
    for (NodeId id = 0; id < graph_.nodes().size(); ++id) {
      const GraphNode& node = graph_.node(id);
      if (node.kind != GraphNode::Kind::kEntity || graph_.OutEdges(id).empty()) continue;
      size_t group = 0;
      while (group < texts_.groups.size() && node.type != texts_.groups[group].type &&
             !ontology_.IsA(node.type, texts_.groups[group].type)) {
        ++group;
      }
      subjects_[group].push_back(id);
    }
    for (std::vector<NodeId>& group : subjects_) {
      std::sort(group.begin(), group.end(), [this](NodeId a, NodeId b) {
        const auto key = [this](NodeId id) { return std::tuple(-static_cast<int64_t>(EvidenceOut(id)), id); };
        return key(a) < key(b);
      });
    }
  }

  size_t EvidenceOut(NodeId id) const {
    size_t count = 0;
    for (const GraphEdge& edge : graph_.OutEdges(id)) count += edge.evidence.size();
    return count;
  }

  std::string Heading(size_t group) const {
    return Escaped(group < texts_.groups.size() ? texts_.groups[group].heading : texts_.Get("others"));
  }

  void WriteSummary() {
    size_t articles = 0, entities = 0, figures = 0, planned = 0;
    for (const GraphNode& node : graph_.nodes()) {
      articles += node.kind == GraphNode::Kind::kArticle;
      entities += node.kind == GraphNode::Kind::kEntity;
      figures += node.kind == GraphNode::Kind::kLiteral;
    }
    for (const GraphEdge& edge : graph_.edges()) planned += edge.status == kPlanned;
    const size_t facts = graph_.edges().size();
    writer_ << "# " << Escaped(texts_.Get("title")) << "\n\n"
            << texts_.Format("summary", {{"articles", std::to_string(articles)},
                                         {"entities", std::to_string(entities)},
                                         {"figures", std::to_string(figures)},
                                         {"facts", std::to_string(facts)},
                                         {"done", std::to_string(facts - planned)},
                                         {"planned", std::to_string(planned)}})
            << "\n";
    if (facts == 0) writer_ << "\n" << texts_.Get("none") << "\n";
  }

  void WriteArticles() {
    std::vector<NodeId> articles;
    for (NodeId id = 0; id < graph_.nodes().size(); ++id) {
      if (graph_.node(id).kind == GraphNode::Kind::kArticle) articles.push_back(id);
    }
    if (articles.empty()) return;
    std::sort(articles.begin(), articles.end(), [this](NodeId a, NodeId b) {
      return std::tie(graph_.node(a).source, graph_.node(a).name, a) <
             std::tie(graph_.node(b).source, graph_.node(b).name, b);
    });
    writer_ << "\n## " << Escaped(texts_.Get("articles")) << "\n\n";
    for (NodeId id : articles) {
      const GraphNode& article = graph_.node(id);
      std::string authors;
      for (EdgeId edge : graph_.InEdges(id)) {
        if (!authors.empty()) authors += texts_.Get("and");
        authors += Escaped(graph_.node(graph_.edge(edge).subject).name);
      }
      if (!authors.empty()) authors = texts_.Format("authors", {{"authors", authors}});
      writer_ << "- "
              << texts_.Format("article", {{"title", Escaped(article.name)},
                                           {"authors", authors},
                                           {"source", Code(article.source)},
                                           {"statements", std::to_string(article.statements)}})
              << "\n";
    }
  }

  void WriteContents() {
    writer_ << "\n## " << Escaped(texts_.Get("contents")) << "\n\n";
    for (size_t i = 0; i < subjects_.size(); ++i) {
      if (subjects_[i].empty()) continue;
      writer_ << "- " << Heading(i) << ": ";
      std::string_view separator;
      for (NodeId id : subjects_[i]) {
        writer_ << separator << "[" << Escaped(graph_.node(id).name) << "](#" << graph_.node(id).id << ")";
        separator = " · ";
      }
      writer_ << "\n";
    }
  }

  // Every amount of the graph in one table, the largest first within a currency.
  void WriteFunds() {
    std::vector<const GraphEdge*> amounts;
    for (const GraphEdge& edge : graph_.edges()) {
      if (edge.predicate == "amount" && graph_.node(edge.object).literal) amounts.push_back(&edge);
    }
    if (amounts.empty()) return;
    std::sort(amounts.begin(), amounts.end(), [this](const GraphEdge* a, const GraphEdge* b) {
      const Literal& x = *graph_.node(a->object).literal;
      const Literal& y = *graph_.node(b->object).literal;
      return std::tie(x.unit, y.value, a->id) < std::tie(y.unit, x.value, b->id);
    });
    writer_ << "\n## " << Escaped(texts_.Get("funds")) << "\n\n|";
    for (const char* column : {"fund", "owner", "amount", "normal", "status", "quotation"}) {
      writer_ << " " << Escaped(texts_.Get(column)) << " |";
    }
    writer_ << "\n|---|---|---|---:|---|---|\n";
    for (const GraphEdge* edge : amounts) {
      const Literal& literal = *graph_.node(edge->object).literal;
      writer_ << "| " << Link(edge->subject) << " | " << Owners(edge->subject) << " | " << Escaped(literal.text)
              << " | " << Escaped(NormalForm(literal, texts_)) << " | " << Status(*edge) << " | " << Proof(*edge)
              << " |\n";
      if (!writer_.Checkpoint()) return;
    }
  }

  std::string Owners(NodeId id) const {
    std::set<NodeId> owners;
    for (EdgeId edge : graph_.InEdges(id)) owners.insert(graph_.edge(edge).subject);
    std::string result;
    for (NodeId owner : owners) result += (result.empty() ? "" : texts_.Get("and")) + Link(owner);
    return result;
  }

  std::string Status(const GraphEdge& edge) const {
    return edge.status == kPlanned ? Escaped(texts_.Get("planned")) : std::string();
  }

  // Only subjects have a place of their own to link to.
  std::string Link(NodeId id) const {
    const GraphNode& node = graph_.node(id);
    if (node.kind != GraphNode::Kind::kEntity || graph_.OutEdges(id).empty()) return Escaped(node.name);
    return "[" + Escaped(node.name) + "](#" + node.id + ")";
  }

  std::string Proof(const GraphEdge& edge) const {
    const GraphEvidence& best = edge.best_evidence();
    std::string proof = texts_.Format("quote", {{"text", Escaped(best.text)}}) + " " + Code(PlaceOf(best));
    std::string others;
    for (const GraphEvidence& evidence : edge.evidence) {
      if (&evidence == &best) continue;
      others += (others.empty() ? "" : texts_.Get("and")) + Code(PlaceOf(evidence));
    }
    if (!others.empty()) proof += "; " + texts_.Format("also", {{"places", others}});
    return proof;
  }

  void WriteSubject(NodeId id) {
    const GraphNode& node = graph_.node(id);
    writer_ << "\n### <a id=\"" << node.id << "\"></a>" << Escaped(node.name) << "\n\n"
            << Escaped(TypeLabel(ontology_, texts_, node.type));
    if (!node.aliases.empty()) {
      std::string aliases;
      for (const std::string& alias : node.aliases) {
        aliases += (aliases.empty() ? "" : texts_.Get("and")) + Escaped(alias);
      }
      writer_ << " · " << texts_.Format("aliases", {{"aliases", aliases}});
    }
    writer_ << " · " << texts_.Format("facts", {{"count", std::to_string(graph_.OutEdges(id).size())}}) << "\n";

    std::set<EdgeId> incoming;
    for (EdgeId edge : graph_.InEdges(id)) incoming.insert(edge);
    for (const ReportSection& section : texts_.sections) WriteSection(id, section, incoming);
    std::set<std::string> others;
    for (const GraphEdge& edge : graph_.OutEdges(id)) {
      if (!graph_.node(edge.object).literal && told_relations_.count(edge.predicate) == 0) {
        others.insert(edge.predicate);
      }
    }
    for (const std::string& relation : others) {
      WriteSection(id, {relation, RelationLabel(ontology_, texts_, relation), false}, incoming);
    }
    WriteFigures(id);
    WritePlans(id);
  }

  void WriteSection(NodeId id, const ReportSection& section, const std::set<EdgeId>& incoming) {
    const Relation* relation = ontology_.FindRelation(section.relation);
    const bool symmetric = relation != nullptr && relation->symmetric;
    std::vector<std::pair<const GraphEdge*, NodeId>> facts;
    if (!section.incoming) {
      for (const GraphEdge& edge : graph_.OutEdges(id)) {
        if (edge.predicate == section.relation && edge.status != kPlanned && !graph_.node(edge.object).literal) {
          facts.emplace_back(&edge, edge.object);
        }
      }
    }
    if (section.incoming || symmetric) {
      for (EdgeId edge_id : incoming) {
        const GraphEdge& edge = graph_.edge(edge_id);
        if (edge.predicate == section.relation && edge.status != kPlanned) facts.emplace_back(&edge, edge.subject);
      }
    }
    if (facts.empty()) return;
    SortByPlace(&facts);
    writer_ << "\n#### " << Escaped(section.heading) << "\n\n";
    for (const auto& [edge, other] : facts) WriteFact(*edge, other, {});
  }

  // As the articles tell it.
  static void SortByPlace(std::vector<std::pair<const GraphEdge*, NodeId>>* facts) {
    std::sort(facts->begin(), facts->end(), [](const auto& a, const auto& b) {
      const GraphEvidence& x = a.first->best_evidence();
      const GraphEvidence& y = b.first->best_evidence();
      return std::tie(x.source, x.span.begin, x.span.end, a.first->id) <
             std::tie(y.source, y.span.begin, y.span.end, b.first->id);
    });
  }

  void WriteFact(const GraphEdge& edge, NodeId other, const std::string& lead) {
    const GraphNode& node = graph_.node(other);
    writer_ << "- " << lead << "**" << Link(other) << "** ("
            << Escaped(TypeLabel(ontology_, texts_, node.type));
    if (node.amount) writer_ << ", " << Escaped(node.amount->text);
    for (const auto& [key, value] : edge.qualifiers) {
      writer_ << ", ";
      if (key != "time" && key != "year" && key != "title") writer_ << QualifierLabel(key) << " ";
      writer_ << Escaped(value);
    }
    writer_ << ") — " << Proof(edge) << "\n";
  }

  std::string QualifierLabel(const std::string& key) const {
    const auto labels = ontology_.qualifiers().find(key);
    return Escaped(labels == ontology_.qualifiers().end() ? key : LabelOf(labels->second, texts_.language, key));
  }

  std::string FigureName(const GraphEdge& edge) const {
    const auto name = edge.qualifiers.find("name");
    return Escaped(name == edge.qualifiers.end() ? RelationLabel(ontology_, texts_, edge.predicate) : name->second);
  }

  void WriteFigures(NodeId id) {
    std::vector<std::pair<const GraphEdge*, NodeId>> figures;
    for (const GraphEdge& edge : graph_.OutEdges(id)) {
      if (graph_.node(edge.object).literal && edge.status != kPlanned) figures.emplace_back(&edge, edge.object);
    }
    if (figures.empty()) return;
    SortByPlace(&figures);
    writer_ << "\n#### " << Escaped(texts_.Get("figures")) << "\n\n|";
    for (const char* column : {"figure", "value", "normal", "time", "quotation"}) {
      writer_ << " " << Escaped(texts_.Get(column)) << " |";
    }
    writer_ << "\n|---|---|---:|---|---|\n";
    for (const auto& [edge, object] : figures) {
      const Literal& literal = *graph_.node(object).literal;
      const auto time = edge->qualifiers.find("time");
      writer_ << "| " << FigureName(*edge) << " | " << Escaped(literal.text) << " | "
              << Escaped(NormalForm(literal, texts_)) << " | "
              << (time == edge->qualifiers.end() ? std::string() : Escaped(time->second)) << " | " << Proof(*edge)
              << " |\n";
    }
  }

  void WritePlans(NodeId id) {
    std::vector<std::pair<const GraphEdge*, NodeId>> plans;
    for (const GraphEdge& edge : graph_.OutEdges(id)) {
      if (edge.status == kPlanned) plans.emplace_back(&edge, edge.object);
    }
    if (plans.empty()) return;
    SortByPlace(&plans);
    writer_ << "\n#### " << Escaped(texts_.Get("planned")) << "\n\n";
    for (const auto& [edge, object] : plans) {
      const bool figure = graph_.node(object).literal.has_value();
      const std::string lead = figure ? FigureName(*edge) : Escaped(RelationLabel(ontology_, texts_, edge->predicate));
      WriteFact(*edge, object, lead + " ");
    }
  }

  const PropertyGraph& graph_;
  const Ontology& ontology_;
  const ReportTexts& texts_;
  Writer writer_;
  std::set<std::string> told_relations_;
  std::vector<std::vector<NodeId>> subjects_;  // by group; the last for types of no group
};

}  // namespace

expected<void> WriteReport(const PropertyGraph& graph, const Ontology& ontology, const ReportTexts& texts,
                           ByteSink* sink) {
  return ReportWriter(graph, ontology, texts, sink).Write();
}

}  // namespace mailuo
