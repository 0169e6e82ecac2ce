// What all kinds of reports share: facts as items and rows, subjects in order, bounds on lists.
#ifndef MAILUO_GRAPH_SRC_REPORT_REPORT_CONTEXT_H_
#define MAILUO_GRAPH_SRC_REPORT_REPORT_CONTEXT_H_

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "mailuo/graph/report.h"
#include "report/report_model.h"

namespace mailuo {

inline constexpr std::string_view kPlanned = "planned";

// A fact seen from one of its ends.
struct SeenFact {
  const GraphEdge* edge = nullptr;
  NodeId other = kNoNode;
};

class ReportContext {
 public:
  ReportContext(const PropertyGraph& graph, const Ontology& ontology, const ReportTexts& texts,
                const ReportOptions& options);

  const PropertyGraph& graph() const { return graph_; }
  const Ontology& ontology() const { return ontology_; }
  const ReportTexts& texts() const { return texts_; }
  const ReportOptions& options() const { return options_; }
  const std::string& Text(const std::string& key) const { return texts_.Get(key); }

  bool IsA(NodeId id, std::string_view type) const;
  bool IsPlanned(const GraphEdge& edge) const { return edge.status == kPlanned; }
  // Entities that facts start from, the one with most evidence first.
  std::vector<NodeId> Subjects() const;
  // The places asked for; else the cities among the subjects; else all places among them.
  std::vector<NodeId> Places() const;
  // Edges of a relation, in the graph's order.
  std::vector<const GraphEdge*> EdgesOf(std::string_view relation) const;

  // As the articles tell it: by source, place, id.
  static void SortByPlace(std::vector<SeenFact>* facts);

  Item MakeItem(const SeenFact& fact, std::string lead = {}) const;
  Quote MakeQuote(const GraphEdge& edge) const;
  Cell Proof(const GraphEdge& edge) const;
  Cell Name(NodeId id) const;           // with a link where a section tells of it
  Cell Names(const std::set<NodeId>& ids) const;
  Cell Status(const GraphEdge& edge) const;
  std::string FigureName(const GraphEdge& edge) const;  // what it counts, else the relation
  std::string Time(const GraphEdge& edge) const;
  std::string QualifierLabel(const std::string& key) const;
  // The subjects of edges that lead to `id`.
  std::set<NodeId> Owners(NodeId id) const;

  // Sections that links may point to.
  void AddTarget(NodeId id) { targets_.insert(id); }

  // Fills the list of `block` from `facts`, or the table from `rows`, up to the limit; the rest is counted.
  void Fill(const std::vector<SeenFact>& facts, Block* block, bool with_lead = false) const;
  // How many of `count` are shown.
  size_t Shown(size_t count) const;
  size_t ShownSubjects(size_t count) const;
  // Makes rows for the first Shown(count) and counts the rest.
  template <typename MakeRow>
  void FillTable(size_t count, MakeRow make_row, Block* block) const {
    for (size_t i = 0; i < Shown(count); ++i) block->table.rows.push_back(make_row(i));
    block->total = count;
    block->rest = count - Shown(count);
  }
  std::vector<Column> Columns(std::initializer_list<const char*> keys, std::initializer_list<size_t> numbers) const;

 private:
  const PropertyGraph& graph_;
  const Ontology& ontology_;
  const ReportTexts& texts_;
  const ReportOptions& options_;
  std::set<NodeId> targets_;
};

// The first year from 1900 to 2099 that stands in `time` as four digits, or 0.
int YearOf(std::string_view time);

}  // namespace mailuo

#endif  // MAILUO_GRAPH_SRC_REPORT_REPORT_CONTEXT_H_
