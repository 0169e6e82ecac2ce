// CREATE for tests: TestGraph::Execute. What stands between the writing clauses is asked as a query over the rows so
// far; a pattern of CREATE is read by the parser of the engine, and made for each row.
#include <algorithm>

#include "query/failure.h"
#include "query/lexer.h"
#include "query/parser.h"
#include "query_test_graph.h"

namespace mailuo {
namespace {

using query::Token;
using Rows = std::vector<QueryValue::Map>;

struct Part {
  enum class Kind { kRead, kCreate, kDelete };
  Kind kind;
  std::string_view text;
};

// The statement cut at its writing clauses.
std::vector<Part> Cut(std::string_view statement) {
  std::vector<Part> parts;
  int depth = 0;
  size_t begin = 0;
  Part::Kind kind = Part::Kind::kRead;
  std::string previous;
  const auto close = [&](size_t end) {
    if (end > begin) parts.push_back({kind, statement.substr(begin, end - begin)});
  };
  for (const Token& token : query::Tokenize(statement)) {
    const std::string& text = token.text;
    if (token.kind == Token::Kind::kSymbol) depth += text == "(" || text == "[" || text == "{";
    if (token.kind == Token::Kind::kSymbol) depth -= text == ")" || text == "]" || text == "}";
    const auto is = [&](std::string_view word) { return query::IsKeyword(text, word); };
    if (token.kind == Token::Kind::kIdentifier && depth == 0) {
      const bool creates = is("CREATE"), deletes = is("DELETE");
      const bool reads = is("MATCH") || is("UNWIND") || (is("WITH") && previous != "STARTS" && previous != "ENDS");
      if (creates || deletes || (reads && kind != Part::Kind::kRead)) {
        close(token.begin);
        kind = creates ? Part::Kind::kCreate : (deletes ? Part::Kind::kDelete : Part::Kind::kRead);
        begin = kind == Part::Kind::kRead ? token.begin : token.end;
      }
    }
    previous = text;
    if (token.kind == Token::Kind::kEnd) close(token.begin);
  }
  return parts;
}

// The rows as the beginning of a query that goes on with `text`.
query_expected<Rows> Read(const QueryGraph& graph, const Rows& rows, std::string_view text) {
  QueryValue::List list;
  for (const QueryValue::Map& row : rows) list.push_back(QueryValue::Of(row));
  std::string prefix = "UNWIND $rows AS `the row` WITH `the row`";
  if (!rows.empty()) {
    for (const auto& [name, value] : rows[0]) prefix += ", `the row`.`" + name + "` AS `" + name + "`";
  }
  std::vector<std::string> columns;
  const auto found = Ask(graph, prefix + " " + std::string(text), {{"rows", QueryValue::Of(list)}}, &columns);
  if (!found) return tl::make_unexpected(found.error());
  Rows result;
  for (const auto& row : *found) {
    QueryValue::Map& one = result.emplace_back();
    for (size_t i = 0; i < columns.size(); ++i) {
      if (columns[i] != "the row") one[columns[i]] = row[i];
    }
  }
  return result;
}

class Creator {
 public:
  Creator(TestGraph* graph, std::string_view text) : graph_(*graph), text_(text) {}

  void Create(const std::vector<query::PathPattern>& patterns, QueryValue::Map* row) {
    for (const query::PathPattern& path : patterns) {
      std::vector<uint32_t> nodes;
      for (const auto& node : path.nodes) nodes.push_back(Node(node, row));
      for (size_t i = 0; i < path.relationships.size(); ++i) {
        const auto& one = path.relationships[i];
        const bool forward = one.direction != QueryGraph::Direction::kIn;
        const uint32_t id = graph_.AddRelationship(nodes[forward ? i : i + 1], one.types.at(0),
                                                   nodes[forward ? i + 1 : i], Properties(one.properties.get(), *row));
        if (!one.variable.empty()) (*row)[one.variable] = QueryValue::Relationship(id);
      }
    }
  }

 private:
  uint32_t Node(const query::NodePattern& node, QueryValue::Map* row) {
    const auto known = row->find(node.variable);
    if (!node.variable.empty() && known != row->end()) return known->second.id();
    const uint32_t id = graph_.AddNode(node.labels, Properties(node.properties.get(), *row));
    if (!node.variable.empty()) (*row)[node.variable] = QueryValue::Node(id);
    return id;
  }

  QueryValue::Map Properties(const query::Expr* map, const QueryValue::Map& row) {
    if (map == nullptr) return {};
    const std::string text(text_.substr(map->at, map->end - map->at));
    const auto read = Read(graph_, {row}, "RETURN " + text + " AS properties");
    if (!read) query::FailSyntax("Create", map->at, read.error().message);
    return read->at(0).at("properties").map();
  }

  TestGraph& graph_;
  std::string_view text_;
};

}  // namespace

std::string TestGraph::Execute(std::string_view statement) {
  try {
    Rows rows(1);
    for (const Part& part : Cut(statement)) {
      if (part.kind == Part::Kind::kRead) {
        auto read = Read(*this, rows, std::string(part.text) + " RETURN *");
        if (!read) return ToString(read.error());
        rows = std::move(*read);
      } else if (part.kind == Part::Kind::kCreate) {
        query::Parser parser(part.text);
        const auto patterns = parser.ParsePatterns();
        if (!parser.AtEnd()) return "cannot read all of CREATE " + std::string(part.text);
        for (QueryValue::Map& row : rows) Creator(this, part.text).Create(patterns, &row);
      } else {
        const auto tokens = query::Tokenize(part.text);
        for (const QueryValue::Map& row : rows) Delete(row.at(tokens[0].text).id());
      }
    }
  } catch (const query::Failure& failure) {
    return std::string(statement) + ": " + failure.message;
  }
  return "";
}

}  // namespace mailuo
