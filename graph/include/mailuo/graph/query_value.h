// A value of a query: what an expression gives, a row holds and a parameter is. The types are those of openCypher
// without the temporal ones. Neighbours: query.h (queries), query_graph.h (what nodes and relationships are ids of).
#ifndef MAILUO_GRAPH_QUERY_VALUE_H_
#define MAILUO_GRAPH_QUERY_VALUE_H_

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace mailuo {

// Immutable and cheap to copy: long contents are shared. A string may be borrowed from the graph, a node or a
// relationship is an index into it; such a value lives no longer than the graph. Copies may be used by many threads.
class QueryValue {
 public:
  enum class Type : uint8_t { kNull, kBoolean, kInteger, kFloat, kString, kList, kMap, kNode, kRelationship, kPath };
  using List = std::vector<QueryValue>;
  using Map = std::map<std::string, QueryValue, std::less<>>;
  // nodes.size() == relationships.size() + 1; relationship i joins nodes i and i + 1, in either direction.
  struct Path {
    std::vector<uint32_t> nodes;
    std::vector<uint32_t> relationships;
  };

  QueryValue() = default;  // null
  static QueryValue Boolean(bool value);
  static QueryValue Integer(int64_t value);
  static QueryValue Float(double value);
  static QueryValue String(std::string value);
  static QueryValue Borrowed(std::string_view value);  // well-formed UTF-8 that outlives the value, under 4 GiB
  static QueryValue Of(List value);
  static QueryValue Of(Map value);
  static QueryValue Of(Path value);
  static QueryValue Node(uint32_t id);
  static QueryValue Relationship(uint32_t id);

  Type type() const { return type_; }
  bool is_null() const { return type_ == Type::kNull; }
  bool is_number() const { return type_ == Type::kInteger || type_ == Type::kFloat; }
  bool is_true() const { return type_ == Type::kBoolean && integer_ != 0; }

  // Each of these asks for a value of its type.
  bool boolean() const { return integer_ != 0; }
  int64_t integer() const { return integer_; }
  double floating() const { return float_; }
  double number() const { return type_ == Type::kInteger ? static_cast<double>(integer_) : float_; }
  std::string_view string() const { return {data_, size_}; }
  const List& list() const { return *static_cast<const List*>(shared_.get()); }
  const Map& map() const { return *static_cast<const Map*>(shared_.get()); }
  const Path& path() const { return *static_cast<const Path*>(shared_.get()); }
  uint32_t id() const { return static_cast<uint32_t>(integer_); }  // of a node or a relationship

 private:
  std::shared_ptr<const void> shared_;
  union {
    int64_t integer_ = 0;
    double float_;
    const char* data_;
  };
  uint32_t size_ = 0;
  Type type_ = Type::kNull;
};

// The name of a type as messages give it: "Integer", "List", ...
std::string_view TypeName(QueryValue::Type type);

// A double as openCypher's toString gives it, which is Java's form with the shortest digits that read back: 1.0, 0.001,
// 1.0E10, NaN, -Infinity.
std::string FloatText(double value);

}  // namespace mailuo

#endif  // MAILUO_GRAPH_QUERY_VALUE_H_
