#include "path_output.h"

#include <algorithm>
#include <array>
#include <cstdio>

#include "text_width.h"

namespace mailuo::cli {
namespace {

NodeId SourceOf(const CompactGraph& graph, const Hop& hop) { return TargetOf(graph, {hop.edge, !hop.forward}); }

std::string Arrow(const CompactGraph& graph, const Hop& hop) {
  const std::string kind(graph.predicate(hop.edge));
  return hop.forward ? "-" + kind + "->" : "<-" + kind + "-";
}

std::string Place(const CompactEvidence& evidence) {
  return std::string(evidence.source) + ":" + std::to_string(evidence.span.begin) + "-" +
         std::to_string(evidence.span.end);
}

std::string Count(size_t count, const std::string& one, const std::string& many) {
  return std::to_string(count) + " " + (count == 1 ? one : many);
}

// Hops in columns, each with the sentence that says it.
std::string HopLines(const CompactGraph& graph, const std::vector<Hop>& hops, const Console& console) {
  size_t name_width = 0, arrow_width = 0, target_width = 0;
  for (const Hop& hop : hops) {
    name_width = std::max(name_width, TextWidth(NameAndType(graph, SourceOf(graph, hop))));
    arrow_width = std::max(arrow_width, TextWidth(Arrow(graph, hop)));
    target_width = std::max(target_width, TextWidth(NameAndType(graph, TargetOf(graph, hop))));
  }
  std::string text;
  for (const Hop& hop : hops) {
    const std::string status(graph.status(hop.edge));
    text += "  " + Padded(NameAndType(graph, SourceOf(graph, hop)), name_width) + "  " +
            console.Out(Style::kCyan, Padded(Arrow(graph, hop), arrow_width)) + "  " +
            Padded(NameAndType(graph, TargetOf(graph, hop)), target_width) + "  " +
            console.Out(status == "done" ? Style::kGreen : Style::kYellow, status);
    for (const auto& [key, value] : graph.qualifiers(hop.edge)) text += "  " + key + ": " + value;
    const CompactEvidence evidence = graph.evidence(graph.best_evidence(hop.edge));
    text += "\n    \"" + std::string(evidence.text) + "\"  " + console.Out(Style::kDim, Place(evidence));
    const uint32_t others = graph.weight(hop.edge) - 1;
    if (others > 0) text += "  and " + Count(others, "other place", "other places");
    text += "\n";
  }
  return text;
}

std::string PathsText(const CompactGraph& graph, const PathAnswer& answer, const Console& console) {
  if (answer.paths.paths.empty()) return "no path\n";
  std::string text;
  size_t number = 0;
  for (const Path& path : answer.paths.paths) {
    text += console.Out(Style::kBold, std::to_string(++number) + ". " + Count(path.hops.size(), "hop", "hops")) + "\n";
    text += path.hops.empty() ? "  " + NameAndType(graph, path.from) + "\n" : HopLines(graph, path.hops, console);
  }
  if (!answer.paths.complete) text += "more paths are left out, see --limit\n";
  return text;
}

std::string CommonText(const CompactGraph& graph, const PathAnswer& answer, const Console& console) {
  if (answer.common.empty()) return "nothing in common\n";
  std::string text;
  for (const CommonNeighbour& one : answer.common) {
    text += console.Out(Style::kBold, NameAndType(graph, one.node)) + "\n";
    std::vector<Hop> hops;
    for (const auto& from : one.hops) hops.insert(hops.end(), from.begin(), from.end());
    text += HopLines(graph, hops, console);
  }
  return text;
}

std::string AlikeText(const CompactGraph& graph, const PathAnswer& answer, const Console& console) {
  if (answer.alike.empty()) return "nothing alike\n";
  std::string text;
  for (const AlikeNeighbours& group : answer.alike) {
    std::array<char, 16> likeness;
    std::snprintf(likeness.data(), likeness.size(), "%.2f ", group.likeness);
    std::string names;
    for (NodeId node : group.nodes) names += (names.empty() ? "" : " ~ ") + NameAndType(graph, node);
    text += console.Out(Style::kBold, likeness.data() + names) + "\n" + HopLines(graph, group.hops, console);
  }
  return text;
}

std::string WithinText(const CompactGraph& graph, const PathAnswer& answer, const Console& console) {
  if (answer.within.nodes.empty()) return "nothing\n";
  std::string text;
  for (auto first = answer.within.nodes.begin(); first != answer.within.nodes.end();) {
    const auto last = std::find_if(first, answer.within.nodes.end(),
                                   [&](const ReachedNode& one) { return one.steps != first->steps; });
    text += console.Out(Style::kBold, Count(first->steps, "hop", "hops")) + "\n";
    std::vector<Hop> hops;
    for (auto one = first; one != last; ++one) hops.push_back(one->hop);
    text += HopLines(graph, hops, console);
    first = last;
  }
  if (answer.within.total > answer.within.nodes.size()) {
    text += std::to_string(answer.within.nodes.size()) + " of " + std::to_string(answer.within.total) +
            " are shown, see --limit\n";
  }
  return text;
}

void NodeJson(const CompactGraph& graph, NodeId node, JsonWriter* json) {
  if (node == kNoNode) return json->Null();
  json->Open();
  json->Put("id", graph.id(node));
  json->Put("type", graph.type(node));
  json->Put("name", graph.name(node));
  json->Close();
}

void HopJson(const CompactGraph& graph, const Hop& hop, JsonWriter* json) {
  json->Open();
  json->Put("edge", graph.edge_id(hop.edge));
  json->Key("from");
  NodeJson(graph, SourceOf(graph, hop), json);
  json->Put("relation", graph.predicate(hop.edge));
  json->Put("forward", hop.forward);
  json->Key("to");
  NodeJson(graph, TargetOf(graph, hop), json);
  json->Put("status", graph.status(hop.edge));
  json->Key("confidence").Real(graph.confidence(hop.edge));
  json->Key("qualifiers").Open();
  for (const auto& [key, value] : graph.qualifiers(hop.edge)) json->Put(key, value);
  json->Close();
  const CompactEvidence evidence = graph.evidence(graph.best_evidence(hop.edge));
  json->Key("evidence").Open();
  json->Put("source", evidence.source);
  json->Put("article", graph.id(evidence.article));
  json->Put("start", evidence.span.begin);
  json->Put("end", evidence.span.end);
  json->Put("text", evidence.text);
  json->Close();
  json->Put("pieces", graph.weight(hop.edge));
  json->Close();
}

void HopsJson(const CompactGraph& graph, const std::vector<Hop>& hops, JsonWriter* json) {
  json->OpenList();
  for (const Hop& hop : hops) HopJson(graph, hop, json);
  json->CloseList();
}

}  // namespace

std::string NameAndType(const CompactGraph& graph, NodeId node) {
  return std::string(graph.name(node)) + " (" + std::string(graph.type(node)) + ")";
}

std::string AnswerText(const CompactGraph& graph, const PathAnswer& answer, const Console& console) {
  if (answer.question == "common") return CommonText(graph, answer, console);
  if (answer.question == "alike") return AlikeText(graph, answer, console);
  if (answer.question == "within") return WithinText(graph, answer, console);
  return PathsText(graph, answer, console);
}

std::string AnswerJson(const CompactGraph& graph, const PathAnswer& answer) {
  JsonWriter json;
  json.Open();
  json.Put("question", answer.question);
  json.Key("asked").OpenList();
  for (NodeId node : answer.asked) NodeJson(graph, node, &json);
  json.CloseList();
  json.Put("complete", answer.paths.complete && answer.within.total == answer.within.nodes.size());
  json.Key("results").OpenList();
  for (const Path& path : answer.paths.paths) {
    json.Open();
    json.Put("cost", path.cost);
    json.Key("hops");
    HopsJson(graph, path.hops, &json);
    json.Close();
  }
  for (const CommonNeighbour& one : answer.common) {
    json.Open();
    json.Key("node");
    NodeJson(graph, one.node, &json);
    json.Key("hops").OpenList();
    for (const auto& hops : one.hops) HopsJson(graph, hops, &json);
    json.CloseList();
    json.Close();
  }
  for (const AlikeNeighbours& group : answer.alike) {
    json.Open();
    json.Key("likeness").Real(group.likeness);
    json.Key("hops");
    HopsJson(graph, group.hops, &json);
    json.Close();
  }
  for (const ReachedNode& one : answer.within.nodes) {
    json.Open();
    json.Put("steps", one.steps);
    json.Key("node");
    NodeJson(graph, one.node, &json);
    json.Key("hop");
    HopJson(graph, one.hop, &json);
    json.Close();
  }
  json.CloseList();
  json.Close();
  return json.Text();
}

void CollectParts(const CompactGraph& graph, const PathAnswer& answer, std::vector<EdgeId>* edges,
                  std::vector<NodeId>* nodes) {
  const auto add = [&](const std::vector<Hop>& hops) {
    for (const Hop& hop : hops) edges->push_back(hop.edge);
  };
  for (NodeId node : answer.asked) {
    if (node != kNoNode) nodes->push_back(node);
  }
  for (const Path& path : answer.paths.paths) {
    add(path.hops);
    const std::vector<NodeId> on_path = NodesOf(graph, path);
    nodes->insert(nodes->end(), on_path.begin(), on_path.end());
  }
  for (const CommonNeighbour& one : answer.common) {
    for (const auto& hops : one.hops) add(hops);
  }
  for (const AlikeNeighbours& group : answer.alike) add(group.hops);
  for (const ReachedNode& one : answer.within.nodes) edges->push_back(one.hop.edge);
}

}  // namespace mailuo::cli
