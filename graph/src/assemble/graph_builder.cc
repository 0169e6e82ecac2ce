// GraphBuilder: triples and articles in, one graph out. The steps of Build stand in the order in which it takes them;
// merge_entities.h decides which entities are one.
#include <algorithm>
#include <span>
#include <tuple>
#include <unordered_set>

#include "assemble/count_mentions.h"
#include "assemble/merge_entities.h"
#include "assemble/merge_evidence.h"
#include "assemble/utf8.h"
#include "mailuo/graph/property_graph.h"
#include "mailuo/schemas/triple_stream.h"

namespace mailuo {

namespace {

constexpr std::string_view kAmount = "amount";

void Clean(std::map<std::string, std::string>* map) {
  std::map<std::string, std::string> clean;
  for (auto& [key, value] : *map) {
    std::string clean_key = key;
    CleanUtf8(&clean_key);
    CleanUtf8(&value);
    if (!clean_key.empty() && !value.empty()) clean.emplace(std::move(clean_key), std::move(value));
  }
  *map = std::move(clean);
}

void Clean(Entity* entity) {
  for (std::string* text : {&entity->id, &entity->type, &entity->name}) CleanUtf8(text);
  for (std::string& alias : entity->aliases) CleanUtf8(&alias);
}

void Clean(Triple* triple) {
  for (std::string* text : {&triple->source, &triple->article, &triple->title, &triple->predicate, &triple->status,
                            &triple->evidence.text, &triple->rule}) {
    CleanUtf8(text);
  }
  Clean(&triple->subject);
  if (Entity* entity = std::get_if<Entity>(&triple->object)) {
    Clean(entity);
  } else {
    Literal& literal = std::get<Literal>(triple->object);
    for (std::string* text : {&literal.type, &literal.text, &literal.unit, &literal.approx}) CleanUtf8(text);
    literal.value += 0.0;  // -0 becomes 0: every format writes both as "0", and what is read back is the same graph
    if (literal.value_max) *literal.value_max += 0.0;
  }
  Clean(&triple->qualifiers);
}

// Gives every node and edge an id that no other has, whatever ids the stream brought.
class IdRegister {
 public:
  std::string Claim(std::string id) {
    while (!used_.insert(id).second) id = EntityId("again", id);
    return id;
  }

 private:
  std::unordered_set<std::string> used_;
};

// The articles, and which of them an entity of type Article stands for.
class ArticleTable {
 public:
  ArticleTable(const std::vector<Triple>& triples, const std::vector<uint32_t>& order,
               std::vector<ArticleInfo> articles) {
    for (uint32_t index : order) {
      const Triple& triple = triples[index];
      const bool repeats = !articles.empty() && articles.back().id == triple.article &&
                           articles.back().source == triple.source && articles.back().title == triple.title;
      if (!repeats) articles.push_back({triple.article, triple.title, triple.source, {}});
    }
    std::sort(articles.begin(), articles.end(), [](const ArticleInfo& a, const ArticleInfo& b) {
      return std::tie(a.id, a.source, a.title, a.date) < std::tie(b.id, b.source, b.title, b.date);
    });
    for (const ArticleInfo& article : articles) AddArticle(article);
    for (uint32_t i = 0; i < nodes_.size(); ++i) {
      if (!nodes_[i].name.empty()) by_title_[NameKey(nodes_[i].name)].push_back(i);
    }
  }

  uint32_t Find(const std::string& id) const { return by_id_.at(id); }

  // kNoNode where it is none of these articles, or which of several is not said.
  uint32_t Resolve(const Entity& entity, const Triple& triple) const {
    if (entity.type != kArticleType) return kNoNode;
    if (const auto found = by_id_.find(entity.id); found != by_id_.end()) return found->second;
    const std::string key = NameKey(entity.name);
    if (key == NameKey(triple.title)) return Find(triple.article);
    const auto found = by_title_.find(key);
    return found != by_title_.end() && found->second.size() == 1 ? found->second[0] : kNoNode;
  }

  std::vector<GraphNode> TakeNodes() { return std::move(nodes_); }

 private:
  // Of the forms in which one id occurs, the first by source and title counts; what it lacks comes from the others.
  void AddArticle(const ArticleInfo& article) {
    const auto [found, inserted] = by_id_.emplace(article.id, static_cast<uint32_t>(nodes_.size()));
    if (inserted) {
      GraphNode node;
      node.kind = GraphNode::Kind::kArticle;
      node.id = IsSafeId(article.id) ? article.id : ArticleId(article.source, article.title);
      node.type = kArticleType;
      nodes_.push_back(std::move(node));
    }
    GraphNode& node = nodes_[found->second];
    if (node.name.empty()) node.name = article.title;
    if (node.source.empty()) node.source = article.source;
    if (node.date.empty()) node.date = article.date;
  }

  std::vector<GraphNode> nodes_;
  std::map<std::string, uint32_t> by_id_;
  std::map<std::string, std::vector<uint32_t>> by_title_;
};

// One triple with its ends resolved; indices of nodes count before they are sorted by id.
struct Fact {
  uint32_t triple;
  uint32_t subject;
  uint32_t object;          // kNoNode for a literal
  std::string literal_key;  // empty for a node
};

bool SameStatement(const Fact& a, const Fact& b, const std::vector<Triple>& triples) {
  return a.subject == b.subject && a.object == b.object && a.literal_key == b.literal_key &&
         triples[a.triple].predicate == triples[b.triple].predicate;
}

GraphEvidence TakeEvidence(Triple* triple, uint32_t article) {
  GraphEvidence evidence;
  evidence.source = std::move(triple->source);
  evidence.article = article;
  evidence.span = triple->evidence.span;
  evidence.text = std::move(triple->evidence.text);
  evidence.rule = std::move(triple->rule);
  evidence.confidence = triple->confidence;
  evidence.status = std::move(triple->status);
  evidence.qualifiers = std::move(triple->qualifiers);
  return evidence;
}

// Fills `evidence` in its order; returns the triple that each piece comes from.
std::vector<uint32_t> TakeAllEvidence(std::span<const Fact> facts, const ArticleTable& articles,
                                      std::vector<Triple>* triples, std::vector<GraphEvidence>* evidence) {
  std::vector<std::pair<GraphEvidence, uint32_t>> pieces;
  for (const Fact& fact : facts) {
    Triple& triple = (*triples)[fact.triple];
    const uint32_t article = articles.Find(triple.article);
    pieces.emplace_back(TakeEvidence(&triple, article), fact.triple);
  }
  std::stable_sort(pieces.begin(), pieces.end(),
                   [](const auto& a, const auto& b) { return EvidenceOrder(a.first, b.first); });
  std::vector<uint32_t> origin;
  for (auto& [piece, triple] : pieces) {
    if (!evidence->empty() && evidence->back() == piece) continue;
    evidence->push_back(std::move(piece));
    origin.push_back(triple);
  }
  return origin;
}

void SortByStream(const std::vector<Triple>& triples, std::vector<uint32_t>* order) {
  std::sort(order->begin(), order->end(), [&triples](uint32_t a, uint32_t b) {
    return StreamOrder(triples[a], triples[b]);
  });
  order->erase(std::unique(order->begin(), order->end(),
                           [&triples](uint32_t a, uint32_t b) { return triples[a] == triples[b]; }),
               order->end());
}

// Edges of facts that are sorted by statement; literal nodes are appended to `nodes`.
std::vector<GraphEdge> MakeEdges(const std::vector<Fact>& facts, const ArticleTable& articles, IdRegister* ids,
                                 std::vector<Triple>* triples, std::vector<GraphNode>* nodes) {
  std::vector<GraphEdge> edges;
  for (size_t first = 0, last = 0; first < facts.size(); first = last) {
    const Fact& fact = facts[first];
    while (last < facts.size() && SameStatement(fact, facts[last], *triples)) ++last;
    const bool literal = fact.object == kNoNode;
    GraphEdge edge;
    edge.subject = fact.subject;
    edge.object = fact.object;
    edge.predicate = (*triples)[fact.triple].predicate;
    edge.id = ids->Claim(StatementId((*nodes)[fact.subject].id, edge.predicate,
                                     literal ? fact.literal_key : (*nodes)[fact.object].id));
    const std::vector<uint32_t> origin = TakeAllEvidence(std::span(facts).subspan(first, last - first), articles,
                                                         triples, &edge.evidence);
    SummariseEvidence(&edge);
    if (literal) {
      GraphNode node;
      node.kind = GraphNode::Kind::kLiteral;
      node.literal = std::move(std::get<Literal>((*triples)[origin[edge.best]].object));
      node.id = ids->Claim("l_" + edge.id.substr(edge.id.find('_') + 1));
      node.type = node.literal->type;
      node.name = node.literal->text;
      edge.object = static_cast<NodeId>(nodes->size());
      nodes->push_back(std::move(node));
    }
    edges.push_back(std::move(edge));
  }
  return edges;
}

void ChooseAmounts(const std::vector<GraphEdge>& edges, std::vector<GraphNode>* nodes) {
  std::vector<const GraphEdge*> best(nodes->size(), nullptr);
  const auto better = [](const GraphEdge& a, const GraphEdge& b) {
    const auto rank = [](const GraphEdge& edge) {
      return std::tuple(edge.evidence.size(), edge.status == kDone, edge.confidence);
    };
    return rank(a) != rank(b) ? rank(a) > rank(b) : a.id < b.id;
  };
  for (const GraphEdge& edge : edges) {
    if (edge.predicate != kAmount || !(*nodes)[edge.object].literal) continue;
    if (best[edge.subject] == nullptr || better(edge, *best[edge.subject])) best[edge.subject] = &edge;
  }
  for (NodeId id = 0; id < nodes->size(); ++id) {
    if (best[id] == nullptr) continue;
    (*nodes)[id].amount = (*nodes)[best[id]->object].literal;
    (*nodes)[id].amount_status = best[id]->status;
  }
}

// Brings nodes and edges into the graph's order and renumbers what refers to them.
void SortGraph(std::vector<GraphNode>* nodes, std::vector<GraphEdge>* edges) {
  std::vector<NodeId> order(nodes->size());
  for (NodeId i = 0; i < order.size(); ++i) order[i] = i;
  std::sort(order.begin(), order.end(), [nodes](NodeId a, NodeId b) { return (*nodes)[a].id < (*nodes)[b].id; });
  std::vector<NodeId> renumbered(nodes->size());
  std::vector<GraphNode> sorted;
  sorted.reserve(nodes->size());
  for (NodeId i = 0; i < order.size(); ++i) {
    renumbered[order[i]] = i;
    sorted.push_back(std::move((*nodes)[order[i]]));
  }
  *nodes = std::move(sorted);
  for (GraphEdge& edge : *edges) {
    edge.subject = renumbered[edge.subject];
    edge.object = renumbered[edge.object];
    for (GraphEvidence& evidence : edge.evidence) evidence.article = renumbered[evidence.article];
  }
  std::sort(edges->begin(), edges->end(), EdgeOrder);
}

}  // namespace

std::string ObjectKey(const Literal& literal, const std::map<std::string, std::string>& qualifiers) {
  std::string key = literal.type;
  key.push_back('|');
  AppendNumber(literal.value, &key);
  key.push_back('|');
  if (literal.value_max) AppendNumber(*literal.value_max, &key);
  key.append("|").append(literal.unit).append("|").append(literal.approx).append("|");
  if (const auto name = qualifiers.find("name"); name != qualifiers.end()) key.append(NameKey(name->second));
  return key;
}

void GraphBuilder::Add(Triple triple) {
  Clean(&triple);
  if (triple.article.empty()) triple.article = ArticleId(triple.source, triple.title);
  triples_.push_back(std::move(triple));
}

void GraphBuilder::Add(ArticleInfo article) {
  for (std::string* text : {&article.id, &article.title, &article.source, &article.date}) CleanUtf8(text);
  if (article.id.empty()) article.id = ArticleId(article.source, article.title);
  articles_.push_back(std::move(article));
}

PropertyGraph GraphBuilder::Build() && {
  std::vector<uint32_t> order(triples_.size());
  for (uint32_t i = 0; i < order.size(); ++i) order[i] = i;
  SortByStream(triples_, &order);

  ArticleTable articles(triples_, order, std::move(articles_));
  EntityMerger merger;
  struct Ends {
    uint32_t subject_article, subject, object_article, object;  // an article or a handle of the merger
  };
  std::vector<Ends> ends;
  ends.reserve(order.size());
  for (uint32_t index : order) {
    const Triple& triple = triples_[index];
    Ends end = {articles.Resolve(triple.subject, triple), kNoNode, kNoNode, kNoNode};
    if (end.subject_article == kNoNode) end.subject = merger.Add(triple.subject);
    if (const Entity* object = std::get_if<Entity>(&triple.object)) {
      end.object_article = articles.Resolve(*object, triple);
      if (end.object_article == kNoNode) end.object = merger.Add(*object);
    }
    ends.push_back(end);
  }

  IdRegister ids;
  std::vector<MergedEntity> entities = merger.Merge();
  std::vector<GraphNode> nodes = articles.TakeNodes();
  const uint32_t article_count = static_cast<uint32_t>(nodes.size());
  for (GraphNode& node : nodes) node.id = ids.Claim(std::move(node.id));
  for (MergedEntity& entity : entities) {
    GraphNode node;
    node.id = ids.Claim(std::move(entity.id));
    node.type = std::move(entity.type);
    node.name = std::move(entity.name);
    node.aliases = std::move(entity.aliases);
    nodes.push_back(std::move(node));
  }

  const auto node_of = [&](uint32_t article, uint32_t handle) {
    if (article != kNoNode) return article;
    return handle == kNoNode ? kNoNode : article_count + merger.MergedIndex(handle);
  };
  std::vector<Fact> facts;
  facts.reserve(order.size());
  for (size_t i = 0; i < order.size(); ++i) {
    const Triple& triple = triples_[order[i]];
    Fact fact = {order[i], node_of(ends[i].subject_article, ends[i].subject),
                 node_of(ends[i].object_article, ends[i].object), {}};
    if (triple.has_literal()) fact.literal_key = ObjectKey(std::get<Literal>(triple.object), triple.qualifiers);
    facts.push_back(std::move(fact));
  }
  std::stable_sort(facts.begin(), facts.end(), [this](const Fact& a, const Fact& b) {
    return std::tie(a.subject, triples_[a.triple].predicate, a.object, a.literal_key) <
           std::tie(b.subject, triples_[b.triple].predicate, b.object, b.literal_key);
  });

  std::vector<GraphEdge> edges = MakeEdges(facts, articles, &ids, &triples_, &nodes);
  triples_.clear();
  SortGraph(&nodes, &edges);
  CountMentions(edges, &nodes);
  ChooseAmounts(edges, &nodes);
  return PropertyGraph(std::move(nodes), std::move(edges));
}

}  // namespace mailuo
