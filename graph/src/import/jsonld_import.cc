// ReadJsonLd. The document is not taken in as one: "@graph" is cut into its objects, each is parsed by itself.
// Neighbours: graph_image.h makes triples; export/jsonld.cc writes what comes back here.
#include <rapidjson/document.h>
#include <rapidjson/error/en.h>

#include <charconv>
#include <cmath>
#include <optional>
#include <set>

#include "export/rdf.h"
#include "import/graph_image.h"

namespace mailuo {

namespace {

// What stands in a piece of evidence besides qualifiers.
const std::set<std::string> kEvidenceTerms = {"@type", "@id",  "document", "start",      "end",
                                              "text",  "rule", "status",   "confidence", "article"};

// Line and column of a byte, columns in code points; asked for in ascending order.
class Places {
 public:
  Places(std::string_view bytes, const std::string& file) : bytes_(bytes), where_{file, 1, 1} {}

  const Location& Of(size_t offset) {
    for (; at_ < offset && at_ < bytes_.size(); ++at_) {
      if (bytes_[at_] == '\n') {
        ++where_.line;
        where_.column = 1;
      } else if ((static_cast<uint8_t>(bytes_[at_]) & 0xC0) != 0x80) {
        ++where_.column;
      }
    }
    return where_;
  }

 private:
  std::string_view bytes_;
  size_t at_ = 0;
  Location where_;
};

// The end of the object or array that begins at `at`; npos where it has none.
size_t EndOf(std::string_view bytes, size_t at) {
  size_t depth = 0;
  for (bool in_string = false; at < bytes.size(); ++at) {
    const char c = bytes[at];
    if (in_string) {
      if (c == '\\') ++at;
      in_string = c != '"';
    } else if (c == '"') {
      in_string = true;
    } else if (c == '{' || c == '[') {
      ++depth;
    } else if ((c == '}' || c == ']') && --depth == 0) {
      return at + 1;
    }
  }
  return std::string_view::npos;
}

using Json = rapidjson::Value;

std::string TextOf(const Json& object, const char* term) {
  const auto found = object.FindMember(term);
  if (found == object.MemberEnd() || !found->value.IsString()) return {};
  return std::string(found->value.GetString(), found->value.GetStringLength());
}

std::vector<std::string> SetOf(const Json& object, const char* term) {
  std::vector<std::string> set;
  const auto found = object.FindMember(term);
  if (found == object.MemberEnd() || !found->value.IsArray()) return set;
  for (const Json& item : found->value.GetArray()) {
    if (item.IsString()) set.emplace_back(item.GetString(), item.GetStringLength());
  }
  return set;
}

std::optional<double> NumberOf(const Json& object, const char* term) {
  const std::string text = TextOf(object, term);
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (text.empty() || error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

uint32_t OffsetOf(const Json& object, const char* term) {
  const double number = NumberOf(object, term).value_or(0);
  return number >= 0 && number <= UINT32_MAX ? static_cast<uint32_t>(number) : 0;
}

class JsonLdImport {
 public:
  JsonLdImport(std::string_view bytes, const std::string& file, const Ontology& ontology, DiagnosticSink* sink)
      : bytes_(bytes), places_(bytes, file), ontology_(ontology), image_(file, ontology, sink) {}

  expected<ImportedGraph> Read() {
    size_t at = 0;
    if (auto context = ReadContext(&at); !context) return unexpected(context.error());
    while (true) {
      at = bytes_.find_first_not_of(" \t\r\n,", at);
      if (at == std::string_view::npos) return Fail(bytes_.size(), "ends within \"@graph\", expected \"]\"");
      if (bytes_[at] == ']') break;
      const size_t end = bytes_[at] == '{' ? EndOf(bytes_, at) : std::string_view::npos;
      if (end == std::string_view::npos) return Fail(at, "has no whole node object here, expected {...}");
      rapidjson::Document node;
      node.Parse(bytes_.data() + at, end - at);
      if (node.HasParseError()) return Fail(at + node.GetErrorOffset(), GetParseError_En(node.GetParseError()));
      ReadNode(node, places_.Of(at));
      at = end;
    }
    for (EdgeImage& edge : edges_) {
      for (EvidenceImage& piece : edge.evidence) piece = std::move(evidence_[piece.source]);
      image_.AddEdge(edge);
    }
    return image_.Take(language_);
  }

 private:
  unexpected Fail(size_t offset, std::string message) {
    return unexpected(Error{Error::Kind::kInput, places_.Of(offset), std::move(message)});
  }

  // Leaves `at` behind the "[" of "@graph".
  expected<void> ReadContext(size_t* at) {
    constexpr std::string_view kContext = "\"@context\"", kGraph = "\"@graph\"";
    const std::string what = "is no JSON-LD of Mailuo's, expected \"@context\" with the base \"" +
                             ontology_.base_iri() + "\", then \"@graph\"";
    size_t begin = bytes_.find(kContext);
    if (begin != std::string_view::npos) begin = bytes_.find('{', begin);
    const size_t end = begin == std::string_view::npos ? begin : EndOf(bytes_, begin);
    if (end == std::string_view::npos) return Fail(0, what);
    rapidjson::Document context;
    context.Parse(bytes_.data() + begin, end - begin);
    if (context.HasParseError() || TextOf(context, "@vocab") != ontology_.base_iri()) return Fail(begin, what);
    const auto label = context.FindMember("label");
    if (label != context.MemberEnd() && label->value.IsObject()) language_ = TextOf(label->value, "@language");
    const size_t graph = bytes_.find(kGraph, end);
    *at = graph == std::string_view::npos ? graph : bytes_.find('[', graph);
    if (*at == std::string_view::npos) return Fail(end, what);
    ++*at;
    return {};
  }

  // The id behind the base and the kind; empty where it is no such IRI.
  std::string IdOf(const std::string& iri, std::string_view kind) const {
    const std::string prefix = ontology_.base_iri() + std::string(kind);
    return iri.starts_with(prefix) ? iri.substr(prefix.size()) : std::string();
  }

  void ReadNode(const Json& node, const Location& where) {
    if (!node.IsObject()) return;
    const std::string iri = TextOf(node, "@id"), type = TextOf(node, "@type");
    if (const std::string id = IdOf(iri, kEntityKind); !id.empty()) {
      ReadThing(node, id, type, where);
    } else if (!IdOf(iri, kStatementKind).empty()) {
      ReadStatement(node, where);
    } else if (const std::string piece = IdOf(iri, kEvidenceKind); !piece.empty()) {
      ReadEvidence(node, piece);
    } else {
      image_.Report(where, "\"" + iri + "\" is no node of Mailuo's, expected e/, s/ or v/ behind the base");
    }
  }

  void ReadThing(const Json& json, const std::string& id, const std::string& type, const Location& where) {
    NodeImage node;
    const EntityType* known = ontology_.FindType(type);
    if (known != nullptr && known->literal) {
      node.kind = GraphNode::Kind::kLiteral;
      node.literal = {type,
                      TextOf(json, "text"),
                      NumberOf(json, "value").value_or(0),
                      NumberOf(json, "value_max"),
                      TextOf(json, "unit"),
                      TextOf(json, "approx")};
    } else if (json.HasMember("statements")) {
      node.kind = GraphNode::Kind::kArticle;
      const std::string day = TextOf(json, "day");
      node.article = {id, TextOf(json, "article_title"), TextOf(json, "document"),
                      day.empty() ? TextOf(json, "date") : day};
      node.entity = {id, type, node.article.title.empty() ? id : node.article.title, {}};
    } else {
      node.entity = {id, type, TextOf(json, "label"), SetOf(json, "alias")};
    }
    image_.AddNode(id, where, std::move(node));
  }

  // Evidence comes behind its statement: until it is there, its id stands as the source.
  void ReadStatement(const Json& json, const Location& where) {
    EdgeImage edge;
    edge.where = where;
    edge.subject = IdOf(TextOf(json, "subject"), kEntityKind);
    edge.object = IdOf(TextOf(json, "object"), kEntityKind);
    edge.predicate = TextOf(json, "predicate");
    for (const std::string& iri : SetOf(json, "evidence")) {
      edge.evidence.emplace_back();
      edge.evidence.back().source = IdOf(iri, kEvidenceKind);
    }
    edges_.push_back(std::move(edge));
  }

  void ReadEvidence(const Json& json, const std::string& id) {
    EvidenceImage& piece = evidence_[id];
    piece.source = TextOf(json, "document");
    piece.span = {OffsetOf(json, "start"), OffsetOf(json, "end")};
    piece.text = TextOf(json, "text");
    piece.rule = TextOf(json, "rule");
    piece.status = TextOf(json, "status");
    piece.confidence = NumberOf(json, "confidence").value_or(1);
    const std::vector<std::string> articles = SetOf(json, "article");
    if (!articles.empty()) piece.article = IdOf(articles[0], kEntityKind);
    for (const auto& [name, value] : json.GetObject()) {
      if (!kEvidenceTerms.contains(name.GetString()) && value.IsString()) {
        piece.qualifiers[name.GetString()] = {value.GetString(), value.GetStringLength()};
      }
    }
  }

  const std::string_view bytes_;
  Places places_;
  const Ontology& ontology_;
  GraphImage image_;
  std::string language_;
  std::vector<EdgeImage> edges_;
  std::unordered_map<std::string, EvidenceImage> evidence_;
};

}  // namespace

expected<ImportedGraph> ReadJsonLd(std::string_view bytes, const std::string& file, const Ontology& ontology,
                                   DiagnosticSink* sink) {
  return JsonLdImport(bytes, file, ontology, sink).Read();
}

}  // namespace mailuo
