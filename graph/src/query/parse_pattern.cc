// Patterns: (a:City {name: 'x'})-[r:hosts|part_of*1..3]->(b), named paths, shortestPath.
#include <charconv>

#include "query/failure.h"
#include "query/parser.h"

namespace mailuo::query {

std::vector<PathPattern> Parser::ParsePatterns() {
  std::vector<PathPattern> patterns;
  do {
    patterns.push_back(ParsePathPattern());
  } while (TakeSymbol(","));
  return patterns;
}

PathPattern Parser::ParsePathPattern() {
  PathPattern path;
  path.at = at();
  if (IsName() && IsSymbol("=", 1)) {
    path.variable = WantName("a name");
    ++next_;
  }
  if ((IsWord("SHORTESTPATH") || IsWord("ALLSHORTESTPATHS")) && IsSymbol("(", 1)) {
    path.shortest = IsWord("SHORTESTPATH") ? PathPattern::Shortest::kOne : PathPattern::Shortest::kAll;
    next_ += 2;
    ParseChain(&path);
    if (path.relationships.size() != 1) {
      FailSyntax("InvalidRelationshipPattern", path.at, "a shortest path was expected to have one relationship");
    }
    WantSymbol(")", "after the pattern");
  } else if (IsWord("SHORTEST") || (IsWord("ANY") && !IsSymbol("(")) || (IsWord("ALL") && IsWord("SHORTEST", 1))) {
    FailUnsupported("PathSelector", at(), "path selectors (SHORTEST, ANY) are not supported, shortestPath() is");
  } else {
    ParseChain(&path);
  }
  return path;
}

void Parser::ParseChain(PathPattern* path) {
  path->nodes.push_back(ParseNodePattern());
  while (IsRelationshipAhead()) {
    path->relationships.push_back(ParseRelationshipPattern());
    path->nodes.push_back(ParseNodePattern());
  }
}

bool Parser::IsRelationshipAhead() const {
  if (IsSymbol("-")) return true;
  return IsSymbol("<") && IsSymbol("-", 1);
}

NodePattern Parser::ParseNodePattern() {
  NodePattern node;
  node.at = at();
  WantSymbol("(", "of a node");
  if (IsSymbol("(")) FailUnsupported("QuantifiedPath", at(), "quantified path patterns are not supported, *1..3 is");
  if (IsName()) node.variable = WantName("a name");
  while (TakeSymbol(":")) {
    node.labels.push_back(WantName("a label after ':'"));
    if (IsSymbol("|") || IsSymbol("&")) {
      FailUnsupported("LabelExpression", at(), "label expressions are not supported, expected :A:B for both");
    }
  }
  node.properties = ParsePatternProperties();
  if (IsWord("WHERE"))
    FailUnsupported("InlineWhere", at(), "WHERE inside a pattern is not supported, expected it after");
  WantSymbol(")", "at the end of a node");
  return node;
}

ExprPtr Parser::ParsePatternProperties() {
  if (IsSymbol("{")) return ParseMap();
  if (Peek().kind == Token::Kind::kParameter) {
    FailSyntax("InvalidParameterUse", at(), "a parameter stands for all properties, expected {name: $name}");
  }
  return nullptr;
}

RelationshipPattern Parser::ParseRelationshipPattern() {
  RelationshipPattern relationship;
  relationship.at = at();
  const bool left = TakeSymbol("<");
  WantSymbol("-", "of a relationship");
  if (TakeSymbol("[")) {
    if (IsName()) relationship.variable = WantName("a name");
    if (TakeSymbol(":")) {
      do {
        TakeSymbol(":");  // [:A|:B] is the old way to write [:A|B]
        relationship.types.push_back(WantName("a relationship type after ':'"));
      } while (TakeSymbol("|"));
    }
    ParseRange(&relationship);
    relationship.properties = ParsePatternProperties();
    if (IsWord("WHERE")) {
      FailUnsupported("InlineWhere", at(), "WHERE inside a pattern is not supported, expected it after");
    }
    WantSymbol("]", "at the end of a relationship");
  }
  WantSymbol("-", "after a relationship");
  const bool right = TakeSymbol(">");
  if (left != right) relationship.direction = left ? QueryGraph::Direction::kIn : QueryGraph::Direction::kOut;
  return relationship;
}

// * and then nothing, 3, 1.., ..3 or 1..3
void Parser::ParseRange(RelationshipPattern* relationship) {
  const auto number = [&]() -> std::optional<uint64_t> {
    if (Peek().kind != Token::Kind::kInteger) return std::nullopt;
    const std::string& text = Peek().text;
    uint64_t value = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
    if (read.ec != std::errc() || read.ptr != text.data() + text.size()) FailHere("a number of steps");
    ++next_;
    return value;
  };
  if (!TakeSymbol("*")) {
    if (!IsSymbol("..")) return;
    FailSyntax("InvalidRelationshipPattern", at(), "unexpected '..', expected '*' before it");
  }
  relationship->is_variable_length = true;
  if (IsSymbol("-")) {
    FailSyntax("InvalidRelationshipPattern", at(), "a negative number of steps, expected 0 or more");
  }
  const auto min = number();
  if (min) relationship->min = *min;
  if (TakeSymbol("..")) {
    relationship->max = number();
  } else if (min) {
    relationship->max = min;
  }
}

// Whether `ahead` tokens on a node and a relationship stand, and no expression in parentheses: nothing else goes on
// with
// -[ or -- and a parenthesis.
bool Parser::IsChainAhead(size_t ahead) const {
  if (!IsSymbol("(", ahead)) return false;
  for (size_t open = 0; Peek(ahead).kind != Token::Kind::kEnd; ++ahead) {
    if (IsSymbol("(", ahead)) ++open;
    if (IsSymbol(")", ahead) && --open == 0) break;
  }
  ++ahead;
  if (IsSymbol("<", ahead)) ++ahead;
  if (!IsSymbol("-", ahead)) return false;
  if (IsSymbol("[", ahead + 1)) return true;
  if (!IsSymbol("-", ahead + 1)) return false;
  return IsSymbol("(", ahead + 2) || (IsSymbol(">", ahead + 2) && IsSymbol("(", ahead + 3));
}

}  // namespace mailuo::query
