#include "store/graph_columns.h"

#include <algorithm>

#include "store/file_writer.h"
#include "store/fold_name.h"
#include "store/ids.h"

namespace mailuo {

using namespace file_format;

CompactGraphWriter::Columns::Columns(CompactGraphOrigin origin) : origin_(std::move(origin)) {
  qualifier_sets_.Add({});
  origin_texts_ = {texts_.Add(origin_.ontology), texts_.Add(origin_.language)};
}

void CompactGraphWriter::Columns::Fail(const std::string& what) {
  if (failure_.empty()) failure_ = what;
}

void CompactGraphWriter::Columns::AddNode(const GraphNode& node) {
  const NodeId number = static_cast<NodeId>(node_name_.size());
  if (number > 0 && node.id <= last_id_) return Fail("node " + node.id + " comes after " + last_id_);
  if (!object_.empty()) return Fail("node " + node.id + " comes after an edge");
  if (number == kNoNode) return Fail("there are more nodes than numbers");
  last_id_ = node.id;
  const auto hash = HashOfId(IdPrefix(node.kind), node.id);
  if (!hash) {
    node_ids_.push_back({number, texts_.Add(node.id)});
    odd_ids_.emplace(number, node.id);
  }
  node_hash_.push_back(hash.value_or(0));
  const uint16_t class_number = classes_.Add({node.kind, node.type});
  if (class_number == class_kinds_.size()) class_kinds_.push_back(node.kind);
  node_class_.push_back(class_number);
  node_name_.push_back(texts_.Add(node.name));
  if (node.kind == GraphNode::Kind::kLiteral) {
    if (node.literal) AddLiteral(number, *node.literal);
    return;
  }
  folded_.emplace_back(FoldForSearch(node.name), number);
  for (const std::string& alias : node.aliases) {
    aliases_.push_back({number, texts_.Add(alias)});
    folded_.emplace_back(FoldForSearch(alias), number);
  }
  if (node.kind == GraphNode::Kind::kArticle) {
    articles_.push_back({number, texts_.Add(node.source), texts_.Add(node.date), node.statements});
  }
}

void CompactGraphWriter::Columns::AddLiteral(NodeId node, const Literal& literal) {
  const uint32_t measure = measures_.Add({texts_.Add(literal.unit), texts_.Add(literal.approx)});
  literals_.push_back({node, measure, literal.value});
  if (literal.value_max) literal_max_.push_back({node, 0, *literal.value_max});
}

std::string CompactGraphWriter::Columns::IdOf(NodeId node) const {
  const auto odd = odd_ids_.find(node);
  return odd != odd_ids_.end() ? odd->second : HashId(IdPrefix(class_kinds_[node_class_[node]]), node_hash_[node]);
}

bool CompactGraphWriter::Columns::Accepts(const GraphEdge& edge) {
  const auto is_node = [this](NodeId node) { return node < node_name_.size(); };
  if (!is_node(edge.subject) || !is_node(edge.object)) {
    Fail("edge " + edge.id + " has an end that is no node");
  } else if (!subject_.empty() && edge.subject < subject_.back()) {
    Fail("edge " + edge.id + " comes after one of a later subject");
  } else if (edge.evidence.empty() || edge.best >= edge.evidence.size()) {
    Fail("edge " + edge.id + " has no best piece of evidence");
  } else if (edge.status != edge.best_evidence().status || edge.confidence != edge.best_evidence().confidence) {
    Fail("edge " + edge.id + " is not what its best piece of evidence says");
  } else if (!std::all_of(edge.evidence.begin(), edge.evidence.end(),
                          [&](const GraphEvidence& piece) { return is_node(piece.article); })) {
    Fail("edge " + edge.id + " has evidence from an article that is no node");
  } else if (object_.size() == UINT32_MAX - 1 || edge.evidence.size() >= UINT32_MAX - evidence_text_.size()) {
    Fail("there are more edges or pieces of evidence than numbers");
  }
  return failure_.empty();
}

void CompactGraphWriter::Columns::AddEdge(const GraphEdge& edge) {
  if (!Accepts(edge)) return;
  const EdgeId number = static_cast<EdgeId>(object_.size());
  subject_.push_back(edge.subject);
  object_.push_back(edge.object);
  edge_kind_.push_back(kinds_.Add({edge.predicate, edge.status}));
  if (edge.best != 0) edge_best_.push_back({number, edge.best});
  if (edge.qualifiers != edge.best_evidence().qualifiers) {
    edge_qualifiers_.push_back({number, QualifierSet(edge.qualifiers)});
  }
  const GraphNode::Kind object_kind = class_kinds_[node_class_[edge.object]];
  if (edge.id != EdgeIdFromEnds(IdOf(edge.subject), edge.predicate, object_kind, IdOf(edge.object))) {
    edge_ids_.push_back({number, texts_.Add(edge.id)});
  }
  for (const GraphEvidence& piece : edge.evidence) AddEvidence(piece);
  evidence_first_.push_back(static_cast<uint32_t>(evidence_text_.size()));
}

void CompactGraphWriter::Columns::AddEvidence(const GraphEvidence& evidence) {
  evidence_document_.push_back(documents_.Add({evidence.article, texts_.Add(evidence.source)}));
  evidence_span_.push_back({evidence.span.begin, evidence.span.end});
  evidence_text_.push_back(texts_.Add(evidence.text));
  evidence_stamp_.push_back(stamps_.Add({texts_.Add(evidence.rule), texts_.Add(evidence.status), evidence.confidence}));
  evidence_qualifiers_.push_back(QualifierSet(evidence.qualifiers));
}

uint32_t CompactGraphWriter::Columns::QualifierSet(const std::map<std::string, std::string>& qualifiers) {
  if (qualifiers.empty()) return 0;
  std::string bytes;
  for (const auto& [key, value] : qualifiers) {
    const Pair pair = {texts_.Add(key), texts_.Add(value)};
    bytes.append(reinterpret_cast<const char*>(&pair), sizeof(pair));
  }
  return qualifier_sets_.Add(bytes);
}

void CompactGraphWriter::Columns::FillTables() {
  classes_.Finish(&node_class_, [this](const auto& key) {
    node_classes_.push_back({static_cast<uint32_t>(key.first), texts_.Add(key.second)});
  });
  kinds_.Finish(&edge_kind_, [this](const auto& key) {
    edge_kinds_.push_back({texts_.Add(key.first), texts_.Add(key.second)});
  });
}

void CompactGraphWriter::Columns::FillOutEdges() {
  out_first_.assign(node_name_.size() + 1, 0);
  for (uint32_t subject : subject_) ++out_first_[subject + 1];
  for (size_t i = 1; i < out_first_.size(); ++i) out_first_[i] += out_first_[i - 1];
  for (size_t edge = 0; edge < subject_.size(); edge += kEdgesPerHint) subject_hints_.push_back(subject_[edge]);
}

void CompactGraphWriter::Columns::FillInEdges() {
  in_first_.assign(node_name_.size() + 1, 0);
  for (uint32_t object : object_) ++in_first_[object + 1];
  for (size_t i = 1; i < in_first_.size(); ++i) in_first_[i] += in_first_[i - 1];
  in_edge_.resize(object_.size());
  in_node_.resize(object_.size());
  std::vector<uint32_t> next(in_first_.begin(), in_first_.end() - 1);
  for (EdgeId edge = 0; edge < object_.size(); ++edge) {
    const uint32_t place = next[object_[edge]]++;
    in_edge_[place] = edge;
    in_node_[place] = subject_[edge];
  }
}

void CompactGraphWriter::Columns::FillNames() {
  std::sort(folded_.begin(), folded_.end());
  folded_.erase(std::unique(folded_.begin(), folded_.end()), folded_.end());
  for (auto& [name, node] : folded_) {
    name.push_back('\0');
    names_.Append(name);
    name_node_.push_back(node);
  }
}

void CompactGraphWriter::Columns::FillQualifiers() {
  uint32_t count = 0;
  const TextRows& sets = qualifier_sets_.rows();
  for (size_t i = 0; i < sets.size(); ++i) {
    qualifier_first_.push_back(count);
    count += static_cast<uint32_t>(sets[i].size() / sizeof(Pair));
  }
  qualifier_first_.push_back(count);
}

expected<void> CompactGraphWriter::Columns::Finish(ByteSink* sink) {
  if (classes_.size() > UINT16_MAX || kinds_.size() > UINT16_MAX) Fail("there are more than 65535 types or relations");
  FillTables();
  FillOutEdges();
  FillInEdges();
  FillNames();
  FillQualifiers();
  if (texts_.rows().too_large || names_.too_large) Fail("there are more texts than numbers");
  if (!failure_.empty()) return unexpected(Error{Error::Kind::kInput, {}, failure_});

  FileWriter file;
  file.Set(kOrigin, origin_texts_);
  file.Set(kTextBytes, texts_.rows().bytes);
  file.Set(kTextBases, texts_.rows().bases);
  file.Set(kTextStarts, texts_.rows().starts);
  file.Set(kNodeClasses, node_classes_);
  file.Set(kNodeClass, node_class_);
  file.Set(kNodeName, node_name_);
  file.Set(kNodeHash, node_hash_);
  file.Set(kNodeIds, node_ids_);
  file.Set(kAliases, aliases_);
  file.Set(kArticles, articles_);
  file.Set(kDocuments, documents_.bytes());
  file.Set(kLiterals, literals_);
  file.Set(kLiteralMax, literal_max_);
  file.Set(kMeasures, measures_.bytes());
  file.Set(kEdgeKinds, edge_kinds_);
  file.Set(kOutFirst, out_first_);
  file.Set(kObject, object_);
  file.Set(kEdgeKind, edge_kind_);
  file.Set(kSubjectHints, subject_hints_);
  file.Set(kInFirst, in_first_);
  file.Set(kInEdge, in_edge_);
  file.Set(kInNode, in_node_);
  file.Set(kEvidenceFirst, evidence_first_);
  file.Set(kEdgeBest, edge_best_);
  file.Set(kEdgeQualifiers, edge_qualifiers_);
  file.Set(kEdgeIds, edge_ids_);
  file.Set(kEvidenceDocument, evidence_document_);
  file.Set(kEvidenceSpan, evidence_span_);
  file.Set(kEvidenceText, evidence_text_);
  file.Set(kEvidenceStamp, evidence_stamp_);
  file.Set(kEvidenceQualifiers, evidence_qualifiers_);
  file.Set(kStamps, stamps_.bytes());
  file.Set(kQualifierFirst, qualifier_first_);
  file.Set(kQualifiers, qualifier_sets_.rows().bytes);
  file.Set(kNameBytes, names_.bytes);
  file.Set(kNameBases, names_.bases);
  file.Set(kNameStarts, names_.starts);
  file.Set(kNameNode, name_node_);
  return file.Write(sink);
}

CompactGraphWriter::CompactGraphWriter(CompactGraphOrigin origin)
    : columns_(std::make_unique<Columns>(std::move(origin))) {}
CompactGraphWriter::~CompactGraphWriter() = default;

void CompactGraphWriter::AddNode(const GraphNode& node) { columns_->AddNode(node); }
void CompactGraphWriter::AddEdge(const GraphEdge& edge) { columns_->AddEdge(edge); }
expected<void> CompactGraphWriter::Finish(ByteSink* sink) { return columns_->Finish(sink); }

expected<void> WriteCompactGraph(const PropertyGraph& graph, const CompactGraphOrigin& origin, ByteSink* sink) {
  CompactGraphWriter writer(origin);
  for (const GraphNode& node : graph.nodes()) writer.AddNode(node);
  for (const GraphEdge& edge : graph.edges()) writer.AddEdge(edge);
  return writer.Finish(sink);
}

}  // namespace mailuo
