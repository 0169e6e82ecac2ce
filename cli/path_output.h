// What mailuo path found, for people and as JSON. Neighbour: path.cc asks.
#ifndef MAILUO_CLI_PATH_OUTPUT_H_
#define MAILUO_CLI_PATH_OUTPUT_H_

#include <string>
#include <vector>

#include "console.h"
#include "json_writer.h"
#include "mailuo/graph/path.h"

namespace mailuo::cli {

// An answer: of the five, one is filled, by what was asked.
struct PathAnswer {
  std::string question;       // shortest, all, pattern, common, alike or within
  std::vector<NodeId> asked;  // kNoNode for an end that may be any
  PathList paths;
  std::vector<CommonNeighbour> common;
  std::vector<AlikeNeighbours> alike;
  ReachedList within;
};

// A name with its type: "Riverton (City)".
std::string NameAndType(const CompactGraph& graph, NodeId node);

std::string AnswerText(const CompactGraph& graph, const PathAnswer& answer, const Console& console);
std::string AnswerJson(const CompactGraph& graph, const PathAnswer& answer);

// What the answer consists of.
void CollectParts(const CompactGraph& graph, const PathAnswer& answer, std::vector<EdgeId>* edges,
                  std::vector<NodeId>* nodes);

}  // namespace mailuo::cli

#endif  // MAILUO_CLI_PATH_OUTPUT_H_
