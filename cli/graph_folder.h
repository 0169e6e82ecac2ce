// What is in a graph folder: written by build and assemble, read by export. docs/outputs.md describes the files.
// Neighbour: atomic_folder.h puts the folder in its place.
#ifndef MAILUO_CLI_GRAPH_FOLDER_H_
#define MAILUO_CLI_GRAPH_FOLDER_H_

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "console.h"
#include "extraction.h"
#include "mailuo/graph/property_graph.h"
#include "mailuo/schemas/ontology.h"

namespace mailuo::cli {

struct PackInfo {
  std::string name, version, hash;
};

// What a folder is made of.
struct FolderContent {
  TripleGroups triples;
  RejectGroups rejects;
  std::vector<ArticleInfo> articles;
  std::vector<SourceInfo> sources;
  std::shared_ptr<const Ontology> ontology;
  std::optional<PackInfo> pack;  // none where the triples are another program's
  std::string language;          // of the report, the picture and names in JSON-LD
};

// Sources and articles of a folder that is made of a stream: what its triples tell, and `articles`, which may tell more
// of them (a date) and of others.
void ListArticles(const std::vector<Triple>& stream, const std::vector<ArticleInfo>& articles, FolderContent* content);

// What the folder holds, for people and scripts.
struct FolderSummary {
  struct Relations {
    uint64_t done = 0;
    uint64_t planned = 0;
  };
  uint64_t articles = 0, triples = 0, rejects = 0, entities = 0, nodes = 0, edges = 0;
  std::map<std::string, uint64_t> entities_by_type;
  std::map<std::string, Relations> relations_by_kind;
  std::map<std::string, uint64_t> rejects_by_reason;
  std::vector<std::string> files;
};

// Makes the folder at `target`, whole or not at all.
expected<FolderSummary> WriteGraphFolder(const std::string& target, FolderContent content, unsigned threads);

// The summary on stdout: as a text, or as JSON where the console is asked for that. Nothing where it is quiet.
expected<void> PrintSummary(const FolderSummary& summary, const std::string& target, const Console& console);

// The language of `pack_name`'s reports where none is asked for: what stands behind the last '-' ("policy-zh") if there
// are report texts in it, else zh.
std::string DefaultLanguage(const std::string& pack_name);

// The files that the manifest of a graph folder names, the manifest among them; an error where it is none of ours.
expected<std::vector<std::string>> ListedFiles(const std::string& folder);

// A graph folder, a file of columns or a triple stream as a graph, and its triples in the order of the stream; those of
// columns have all aliases of what they name. Bad lines go to `sink`.
struct LoadedGraph {
  PropertyGraph graph;
  TripleGroups triples;
  std::vector<ArticleInfo> articles;
  std::shared_ptr<const Ontology> ontology;
  std::string language;
};
expected<LoadedGraph> LoadGraph(const std::string& path, const std::string& ontology, DiagnosticSink* sink);

// Reads a triple stream, "-" for stdin, into its order, each triple once. Bad lines go to `sink`; an error where the
// file cannot be read. Lines of articles go to `articles`.
expected<std::vector<Triple>> ReadTriples(const std::string& path, const Ontology& ontology, DiagnosticSink* sink,
                                          std::vector<ArticleInfo>* articles);

// An ontology by its name, or by the path of its file.
expected<std::shared_ptr<const Ontology>> FindOntology(const std::string& name_or_file, DiagnosticSink* sink);

}  // namespace mailuo::cli

#endif  // MAILUO_CLI_GRAPH_FOLDER_H_
