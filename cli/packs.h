// Where rule packs and ontologies lie, and a pack by name or folder, compiled.
#ifndef MAILUO_CLI_PACKS_H_
#define MAILUO_CLI_PACKS_H_

#include <string>
#include <vector>

#include "console.h"
#include "mailuo/extractors/compiled_rules.h"

namespace mailuo::cli {

// The folders in which packs and ontologies are looked for by name, the first first: those of MAILUO_PACKS (parted by
// colons), packs/ beside the program, ../share/mailuo from there, the install's data folder, the source tree. Folders
// that do not exist are left out.
std::vector<std::string> SearchPath();

// The pack's folder: NAME in the search path, or a folder that has a pack.json.
expected<std::string> FindPack(const std::string& name_or_folder);

// "quantity", "mention", "context" or "relation".
std::string_view LayerName(Layer layer);
// A file of the pack by its path from the pack's folder; another one as it is.
std::string FileIn(const RulePack& pack, const std::string& file);

// Finds, loads and compiles. What is wrong or doubtful has been said on the console where there is no result.
expected<CompiledRules> LoadRules(const std::string& name_or_folder, DiagnosticSink* sink,
                                  Scrutiny scrutiny = Scrutiny::kErrors);

// The file NAME.json, or report.LANG.json, of an ontology in the search path.
expected<std::string> FindOntologyFile(const std::string& file_name);

}  // namespace mailuo::cli

#endif  // MAILUO_CLI_PACKS_H_
