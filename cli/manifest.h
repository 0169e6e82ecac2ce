// manifest.json of a graph folder: what the folder holds and what it was made from, without clock or absolute path, so
// that the same input gives the same bytes. schemas/ontologies/schemas/manifest.schema.json is its form.
#ifndef MAILUO_CLI_MANIFEST_H_
#define MAILUO_CLI_MANIFEST_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "graph_folder.h"

namespace mailuo::cli {

// What is read back from it.
struct Manifest {
  std::optional<uint64_t> triples;  // none where it does not say
  std::vector<std::string> files;
  std::string ontology;
  std::string language;
  std::vector<ArticleInfo> articles;
};

std::string ManifestJson(const FolderContent& content, const FolderSummary& summary);

// An error of input where there is none in the folder, it is not ours, or it is of another version.
expected<Manifest> ReadManifest(const std::string& folder);

// True for a folder of ours, of whichever version.
bool IsGraphFolder(const std::string& folder);

}  // namespace mailuo::cli

#endif  // MAILUO_CLI_MANIFEST_H_
