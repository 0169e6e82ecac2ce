// ReadGraphml. Neighbours: graphml_elements.h reads the file, graph_image.h makes triples; export/graphml.cc writes
// what comes back here.
#include <rapidjson/document.h>
#include <rapidjson/error/en.h>

#include <algorithm>
#include <charconv>
#include <initializer_list>

#include "export/text.h"
#include "import/graph_image.h"
#include "import/graphml_elements.h"

namespace mailuo {

namespace {

constexpr std::string_view kRule = "import/graphml";

// Where programs put a node's type and name and an edge's relation: Neo4j, ours, Gephi, NetworkX, TinkerPop, yEd.
constexpr std::string_view kTypeProperties[] = {"labels", "kind", "type", "category", "class", "labelv"};
constexpr std::string_view kNameProperties[] = {"label", "name", "title", kDrawnLabel};
constexpr std::string_view kRelationProperties[] = {"label", "interaction",  "relation",   "predicate", "kind",
                                                    "type",  "relationship", "edge label", "labele",    kDrawnLabel};

std::string PropertyOf(const GraphmlElement& element, std::string_view name) {
  const std::string* value = element.Find(name);
  return value == nullptr ? "" : *value;
}

std::string AttributeOf(const GraphmlElement& element, const char* name) {
  const auto found = element.attributes.find(name);
  return found == element.attributes.end() ? "" : found->second;
}

bool ReadNumber(std::string_view text, double* number) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), *number);
  return error == std::errc() && end == text.data() + text.size();
}

// ":City:Place" as its parts; any other text is one part.
std::vector<std::string> Labels(const std::string& text) {
  std::vector<std::string> labels;
  if (text.empty() || text[0] != ':') return {text};
  for (size_t at = 0; at < text.size();) {
    const size_t end = std::min(text.find(':', at + 1), text.size());
    labels.push_back(text.substr(at + 1, end - at - 1));
    at = end;
  }
  return labels;
}

// A JSON array of texts; any other text is one item.
std::vector<std::string> Items(const std::string& text) {
  rapidjson::Document json;
  json.Parse<rapidjson::kParseFullPrecisionFlag>(text.data(), text.size());
  if (json.HasParseError() || !json.IsArray()) return {text};
  std::vector<std::string> items;
  for (const auto& item : json.GetArray()) {
    if (item.IsString()) items.emplace_back(item.GetString(), item.GetStringLength());
  }
  return items;
}

std::string TextOf(const rapidjson::Value& object, const char* key) {
  const auto found = object.FindMember(key);
  if (found == object.MemberEnd() || !found->value.IsString()) return {};
  return std::string(found->value.GetString(), found->value.GetStringLength());
}

uint32_t OffsetOf(const rapidjson::Value& object, const char* key) {
  const auto found = object.FindMember(key);
  return found != object.MemberEnd() && found->value.IsUint() ? found->value.GetUint() : 0;
}

// The bytes of an element without the line breaks and the indentation of the layout.
std::string OnOneLine(std::string_view bytes) {
  std::string line;
  for (size_t at = 0; at < bytes.size(); ++at) {
    if (bytes[at] == '\n' || bytes[at] == '\r') {
      at = std::min(bytes.find_first_not_of(" \t\r\n", at), bytes.size()) - 1;
    } else {
      line.push_back(bytes[at]);
    }
  }
  return line;
}

class GraphmlImport {
 public:
  GraphmlImport(std::string_view bytes, const std::string& file, const Ontology& ontology, const ImportOptions& options,
                DiagnosticSink* sink)
      : bytes_(bytes), ontology_(ontology), options_(options), image_(file, ontology, sink) {}

  ImportedGraph Read(const GraphmlFile& graph) {
    for (const GraphmlElement& node : graph.nodes) ReadNode(node);
    for (const GraphmlElement& edge : graph.edges) ReadEdge(edge, graph.directed);
    for (const GraphmlElement& hyperedge : graph.hyperedges) {
      image_.Report(hyperedge.where, "a hyperedge cannot be a fact, expected <edge> with a source and a target");
    }
    return image_.Take({});
  }

 private:
  void ReadNode(const GraphmlElement& element) {
    const std::string key = AttributeOf(element, "id");
    NodeImage node;
    const std::string type = TypeOf(element);
    if (type.empty()) {
      image_.Report(element.where,
                    "the node \"" + key + "\" has no type, expected a property labels, kind or type, or --type");
      image_.AddBadNode(key);
      return;
    }
    const EntityType* known = ontology_.FindType(type);
    if (known != nullptr && known->literal) {
      node.kind = GraphNode::Kind::kLiteral;
      if (!ReadLiteral(element, key, type, &node.literal)) return image_.AddBadNode(key);
    } else if (type == kArticleType && element.Find("statements") != nullptr) {
      node.kind = GraphNode::Kind::kArticle;
      node.article = {PropertyOf(element, "uid"), PropertyOf(element, "title"), PropertyOf(element, "document"),
                      PropertyOf(element, "date")};
      node.entity = {node.article.id, type, node.article.title.empty() ? key : node.article.title, {}};
    } else {
      ReadEntity(element, key, type, &node.entity);
    }
    image_.AddNode(key, element.where, std::move(node));
  }

  // Of the types that the node names the first that the ontology knows, else --type, else the first.
  std::string TypeOf(const GraphmlElement& element) const {
    std::string first;
    for (std::string_view property : kTypeProperties) {
      const std::string* value = element.Find(property);
      if (value == nullptr) continue;
      for (const std::string& label : Labels(*value)) {
        const EntityType* type = ontology_.FindType(label);
        if (type != nullptr && !type->abstract) return label;
        if (first.empty()) first = label;
      }
    }
    return options_.type.empty() ? first : options_.type;
  }

  // A node that was given another label than the name of its id keeps the name as an alias.
  void ReadEntity(const GraphmlElement& element, const std::string& key, const std::string& type, Entity* entity) {
    entity->type = type;
    for (std::string_view property : kNameProperties) {
      if (entity->name.empty()) entity->name = PropertyOf(element, property);
    }
    if (entity->name.empty()) entity->name = key;
    entity->id = PropertyOf(element, "uid");
    if (const std::string* aliases = element.Find("aliases")) entity->aliases = Items(*aliases);
    const std::string name = PropertyOf(element, "name");
    if (!name.empty() && name != entity->name) entity->aliases.push_back(name);
    if (entity->id.empty() || entity->id == EntityId(type, FoldName(name))) {
      entity->id = EntityId(type, FoldName(entity->name));
    }
  }

  bool ReadLiteral(const GraphmlElement& element, const std::string& key, const std::string& type, Literal* literal) {
    literal->type = type;
    literal->text = PropertyOf(element, "text");
    for (std::string_view property : kNameProperties) {
      if (literal->text.empty()) literal->text = PropertyOf(element, property);
    }
    if (literal->text.empty()) literal->text = key;
    literal->unit = PropertyOf(element, "unit");
    literal->approx = PropertyOf(element, "approx");
    const std::string value = PropertyOf(element, "value"), upper = PropertyOf(element, "value_max");
    double maximum = 0;
    const bool good = ReadNumber(value, &literal->value) && (upper.empty() || ReadNumber(upper, &maximum));
    if (!upper.empty()) literal->value_max = maximum;
    if (!good) {
      image_.Report(element.where, "the node \"" + key + "\" is of type " + type + " and its value is \"" +
                                       (upper.empty() ? value : value + "\" to \"" + upper) + "\", expected a number");
    }
    return good;
  }

  void ReadEdge(const GraphmlElement& element, bool directed) {
    EdgeImage edge;
    edge.where = element.where;
    edge.subject = AttributeOf(element, "source");
    edge.object = AttributeOf(element, "target");
    edge.predicate = RelationOf(element);
    if (edge.predicate.empty()) {
      image_.Report(element.where,
                    "the edge has no relation, expected a property label, interaction or type, or --relation");
      return;
    }
    const std::string own = AttributeOf(element, "directed");
    if (own == "false" || (own != "true" && !directed)) Direct(&edge);
    if (const std::string* evidence = element.Find("evidence")) {
      if (!ReadEvidence(*evidence, element.where, &edge.evidence)) return;
    } else {
      edge.evidence.push_back(EvidenceOf(element, edge.predicate));
    }
    image_.AddEdge(edge);
  }

  std::string RelationOf(const GraphmlElement& element) const {
    std::vector<std::string> named = {AttributeOf(element, "label")};
    for (std::string_view property : kRelationProperties) named.push_back(PropertyOf(element, property));
    std::erase(named, "");
    for (const std::string& name : named) {
      if (ontology_.FindRelation(name) != nullptr) return name;
    }
    return !options_.relation.empty() || named.empty() ? options_.relation : named[0];
  }

  // An edge without a direction gets the one that the ontology admits.
  void Direct(EdgeImage* edge) const {
    const NodeImage *subject = image_.FindNode(edge->subject), *object = image_.FindNode(edge->object);
    if (subject == nullptr || object == nullptr) return;
    const auto type = [](const NodeImage& node) {
      return node.kind == GraphNode::Kind::kLiteral ? node.literal.type : node.entity.type;
    };
    if (ontology_.Admits(type(*subject), edge->predicate, type(*object))) return;
    if (ontology_.Admits(type(*object), edge->predicate, type(*subject))) std::swap(edge->subject, edge->object);
  }

  bool ReadEvidence(const std::string& text, const Location& where, std::vector<EvidenceImage>* evidence) {
    rapidjson::Document json;
    json.Parse<rapidjson::kParseFullPrecisionFlag>(text.data(), text.size());
    const bool good = !json.HasParseError() && json.IsArray() && !json.Empty() &&
                      std::all_of(json.Begin(), json.End(), [](const auto& piece) { return piece.IsObject(); });
    if (!good) {
      image_.Report(where, "the edge's evidence is no JSON array of objects, expected it as Mailuo writes it");
      return false;
    }
    for (const auto& piece : json.GetArray()) {
      EvidenceImage image;
      image.source = TextOf(piece, "source");
      image.article = TextOf(piece, "article");
      image.text = TextOf(piece, "text");
      image.rule = TextOf(piece, "rule");
      image.span = {OffsetOf(piece, "start"), OffsetOf(piece, "end")};
      if (const std::string status = TextOf(piece, "status"); !status.empty()) image.status = status;
      const auto confidence = piece.FindMember("confidence");
      if (confidence != piece.MemberEnd() && confidence->value.IsNumber()) {
        image.confidence = confidence->value.GetDouble();
      }
      const auto qualifiers = piece.FindMember("qualifiers");
      if (qualifiers != piece.MemberEnd() && qualifiers->value.IsObject()) {
        for (const auto& [name, value] : qualifiers->value.GetObject()) {
          if (value.IsString()) image.qualifiers[name.GetString()] = {value.GetString(), value.GetStringLength()};
        }
      }
      evidence->push_back(std::move(image));
    }
    return true;
  }

  // The element itself, as a statement of the file's.
  EvidenceImage EvidenceOf(const GraphmlElement& element, const std::string& predicate) const {
    EvidenceImage evidence;
    evidence.source = options_.source;
    evidence.title = options_.source;
    evidence.span = element.span;
    evidence.text = OnOneLine(bytes_.substr(element.span.begin, element.span.end - element.span.begin));
    evidence.rule = kRule;
    if (const std::string* status = element.Find("status")) evidence.status = *status;
    double confidence = 0;
    if (ReadNumber(PropertyOf(element, "confidence"), &confidence)) evidence.confidence = confidence;
    if (const Relation* relation = ontology_.FindRelation(predicate)) {
      for (const std::string& qualifier : relation->qualifiers) {
        const std::string* value = element.Find(qualifier);
        if (value != nullptr) evidence.qualifiers[qualifier] = *value;
      }
    }
    return evidence;
  }

  const std::string_view bytes_;
  const Ontology& ontology_;
  const ImportOptions& options_;
  GraphImage image_;
};

}  // namespace

expected<ImportedGraph> ReadGraphml(std::string_view bytes, const std::string& file, const Ontology& ontology,
                                    const ImportOptions& options, DiagnosticSink* sink) {
  const expected<GraphmlFile> graph = ReadGraphmlElements(bytes, file);
  if (!graph) return unexpected(graph.error());
  return GraphmlImport(bytes, file, ontology, options, sink).Read(*graph);
}

}  // namespace mailuo
