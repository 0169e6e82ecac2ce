// WriteCypher. A batch is one UNWIND over the rows of one label, or of one relation between two labels; rows wait until
// their batch is full, so that memory is bounded by the number of labels and relations. Neighbours: properties.h says
// what is written, text.h and writer.h.
#include "mailuo/graph/cypher.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "export/properties.h"
#include "export/text.h"
#include "export/writer.h"

namespace mailuo {

namespace {

constexpr size_t kBatch = 200;  // rows; a plan is made for each statement anew, a long one takes its time to parse

// 'text'. A line feed never stands in it. Neo4j resolves \u0041 before it looks for strings, wherever a backslash
// stands before the u: a backslash of the text that a u follows is written \\, the u as an escape of its own.
void AppendCypherText(std::string_view text, std::string* out) {
  out->push_back('\'');
  for (size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    switch (c) {
      case '\'': out->append("\\'"); break;
      case '\n': out->append("\\n"); break;
      case '\r': out->append("\\r"); break;
      case '\t': out->append("\\t"); break;
      case '\\':
        out->append("\\\\");
        if (at + 1 < text.size() && (text[at + 1] == 'u' || text[at + 1] == 'U')) {
          AppendUnicodeEscape(text[++at], out);
        }
        break;
      default:
        if (static_cast<unsigned char>(c) < 0x20) {
          AppendUnicodeEscape(c, out);
        } else {
          out->push_back(c);
        }
    }
  }
  out->push_back('\'');
}

// A label, a type or a key; in backquotes where it is no plain name.
std::string CypherName(std::string_view name) {
  const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; };
  const auto plain = [&](char c) { return letter(c) || (c >= '0' && c <= '9'); };
  if (!name.empty() && letter(name[0]) && std::all_of(name.begin(), name.end(), plain)) return std::string(name);
  std::string quoted = "`";
  for (char c : name) {
    if (c == '\n' || c == '\r' || c == '\\') c = '_';
    quoted.append(c == '`' ? 2 : 1, c);
  }
  return quoted + "`";
}

class CypherWriter {
 public:
  CypherWriter(const PropertyGraph& graph, const Ontology& ontology, ByteSink* sink)
      : graph_(graph), properties_(graph, ontology), writer_(sink) {
    for (const Property& property : properties_.of_nodes()) node_keys_.push_back(CypherName(property.name) + ": ");
    for (const Property& property : properties_.of_edges()) edge_keys_.push_back(CypherName(property.name) + ": ");
  }

  expected<void> Write() {
    WriteConstraints();
    WriteNodes();
    WriteRelationships();
    return writer_.Finish();
  }

  // For Properties.
  void Text(size_t property, std::string_view value) {
    if (property == own_id_) return;
    Key(property);
    AppendCypherText(value, writer_.out());
  }
  void Integer(size_t property, uint64_t value) {
    Key(property);
    AppendInteger(value, writer_.out());
  }
  void Number(size_t property, double value) {
    Key(property);
    AppendFloat(value);
  }
  void OpenTexts(size_t property) {
    Key(property);
    item_separator_ = "[";
  }
  void Item(std::string_view value) {
    writer_ << item_separator_;
    AppendCypherText(value, writer_.out());
    item_separator_ = ", ";
  }
  void CloseTexts() { writer_ << "]"; }

 private:
  // The labels as GraphML has them, see there.
  static std::string LabelOf(const GraphNode& node) {
    std::string label = node.type;
    std::replace(label.begin(), label.end(), ':', '_');
    return label;
  }

  void WriteConstraints() {
    writer_ << "// Nodes are merged by uid, relationships by sid: this script may run more than once.\n";
    std::map<std::string, size_t> labels;
    for (const GraphNode& node : graph_.nodes()) labels.try_emplace(LabelOf(node));
    for (const auto& [label, unused] : labels) {
      writer_ << "CREATE CONSTRAINT IF NOT EXISTS FOR (n:" << CypherName(label) << ") REQUIRE n.uid IS UNIQUE;\n";
    }
  }

  // Gathers what `group_of` puts together and writes each batch with `write`, the rest in the order of the groups.
  template <typename Group, typename GroupOf, typename WriteBatch>
  void InBatches(size_t count, const GroupOf& group_of, const WriteBatch& write) {
    std::map<Group, std::vector<uint32_t>> waiting;
    for (uint32_t i = 0; i < count; ++i) {
      const Group group = group_of(i);
      std::vector<uint32_t>& batch = waiting[group];
      batch.push_back(i);
      if (batch.size() < kBatch) continue;
      write(group, batch);
      batch.clear();
      if (!writer_.Checkpoint()) return;
    }
    for (const auto& [group, batch] : waiting) {
      if (!batch.empty()) write(group, batch);
      if (!writer_.Checkpoint()) return;
    }
  }

  void WriteNodes() {
    keys_ = &node_keys_;
    own_id_ = kNodeUid;
    InBatches<std::string>(
        graph_.nodes().size(), [this](uint32_t id) { return LabelOf(graph_.node(id)); },
        [this](const std::string& label, const std::vector<uint32_t>& batch) {
          std::string_view separator = "UNWIND [\n";
          for (NodeId id : batch) {
            writer_ << separator << "{uid: '" << graph_.node(id).id << "', p: ";
            separator_ = "{";
            properties_.VisitNode(graph_.node(id), this);
            writer_ << "}}";
            separator = ",\n";
          }
          writer_ << "] AS row MERGE (n:" << CypherName(label) << " {uid: row.uid}) SET n += row.p;\n";
        });
  }

  void WriteRelationships() {
    keys_ = &edge_keys_;
    own_id_ = kEdgeSid;
    using Group = std::tuple<std::string, std::string, std::string>;
    InBatches<Group>(
        graph_.edges().size(),
        [this](uint32_t id) {
          const GraphEdge& edge = graph_.edge(id);
          return Group(LabelOf(graph_.node(edge.subject)), edge.predicate, LabelOf(graph_.node(edge.object)));
        },
        [this](const Group& group, const std::vector<uint32_t>& batch) {
          std::string_view separator = "UNWIND [\n";
          for (EdgeId id : batch) {
            const GraphEdge& edge = graph_.edge(id);
            writer_ << separator << "{a: '" << graph_.node(edge.subject).id << "', b: '" << graph_.node(edge.object).id
                    << "', sid: '" << edge.id << "', p: ";
            separator_ = "{";
            properties_.VisitEdge(edge, this);
            writer_ << "}}";
            separator = ",\n";
          }
          const auto& [subject, predicate, object] = group;
          writer_ << "] AS row MATCH (a:" << CypherName(subject) << " {uid: row.a}) MATCH (b:" << CypherName(object)
                  << " {uid: row.b}) MERGE (a)-[r:" << CypherName(predicate)
                  << " {sid: row.sid}]->(b) SET r += row.p;\n";
        });
  }

  void Key(size_t property) {
    writer_ << separator_ << (*keys_)[property];
    separator_ = ", ";
  }

  // With a point or an exponent, else it would be an integer; Cypher's grammar has no sign "+" in an exponent.
  void AppendFloat(double value) {
    number_.clear();
    AppendDouble(value, &number_);
    if (number_.find_first_of(".e") == std::string::npos) number_ += ".0";
    if (const size_t plus = number_.find('+'); plus != std::string::npos) number_.erase(plus, 1);
    writer_ << number_;
  }

  const PropertyGraph& graph_;
  Properties properties_;
  Writer writer_;
  std::vector<std::string> node_keys_, edge_keys_;
  const std::vector<std::string>* keys_ = nullptr;
  size_t own_id_ = 0;  // the property that a row is merged by
  std::string_view separator_, item_separator_;
  std::string number_;
};

}  // namespace

expected<void> WriteCypher(const PropertyGraph& graph, const Ontology& ontology, ByteSink* sink) {
  return CypherWriter(graph, ontology, sink).Write();
}

}  // namespace mailuo
