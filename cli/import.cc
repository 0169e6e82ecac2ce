// mailuo import: a graph of another program, or one of our own files, as triples or as a graph folder.
#include <algorithm>
#include <filesystem>
#include <memory>

#include "command.h"
#include "graph_folder.h"
#include "inputs.h"
#include "mailuo/graph/import.h"
#include "output.h"
#include "write_stream.h"

namespace mailuo::cli {
namespace {

struct ImportCommandOptions {
  std::string file;
  std::string output;
  std::string format = "auto";
  std::string ontology = "policy";
  std::string language;
  ImportOptions import;
};

// By the name's ending where it is not said; what has none of these is told by its first character.
bool IsJsonLd(const ImportCommandOptions& options, std::string_view bytes) {
  if (options.format != "auto") return options.format == "jsonld";
  if (options.file.ends_with(".graphml") || options.file.ends_with(".xml")) return false;
  const size_t first = bytes.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
  return options.file.ends_with(".jsonld") || (first != std::string_view::npos && bytes[first] == '{');
}

bool IsStream(const std::string& output) { return output.empty() || output == "-" || output.ends_with(".ndjson"); }

expected<void> WriteResult(const ImportCommandOptions& options, std::shared_ptr<const Ontology> ontology,
                           ImportedGraph imported, const Console& console) {
  std::sort(imported.triples.begin(), imported.triples.end(), StreamOrder);
  imported.triples.erase(std::unique(imported.triples.begin(), imported.triples.end()), imported.triples.end());
  if (IsStream(options.output)) {
    TripleGroups groups;
    groups.push_back(std::move(imported.triples));
    return WriteOutput(options.output, [&](ByteSink* sink) {
      const auto written = WriteTriples(groups, /*threads=*/0, sink);
      return written ? WriteArticles(groups, imported.articles, sink) : written;
    });
  }
  FolderContent content;
  ListArticles(imported.triples, imported.articles, &content);
  content.triples.push_back(std::move(imported.triples));
  content.ontology = std::move(ontology);
  content.language = !options.language.empty()    ? options.language
                     : !imported.language.empty() ? imported.language
                                                  : "zh";
  const expected<FolderSummary> summary = WriteGraphFolder(options.output, std::move(content), /*threads=*/0);
  if (!summary) return unexpected(summary.error());
  return PrintSummary(*summary, options.output, console);
}

int RunImport(const ImportCommandOptions& options, const Console& console) {
  DiagnosticList found;
  const auto ontology = FindOntology(options.ontology, &found);
  if (!ontology) {
    console.Report(found.all());
    return console.Fail(ontology.error());
  }
  const auto bytes = ReadInput({options.file, options.file, 0}, UINT64_MAX);
  if (!bytes) return console.Fail(bytes.error());
  const std::string name = options.file == "-" ? "stdin" : options.file;
  ImportOptions import = options.import;
  import.source = std::filesystem::path(name).filename().string();
  expected<ImportedGraph> imported = IsJsonLd(options, **bytes)
                                         ? ReadJsonLd(**bytes, name, **ontology, &found)
                                         : ReadGraphml(**bytes, name, **ontology, import, &found);
  console.Report(found.all());
  if (!imported) return console.Fail(imported.error());
  if (imported->triples.empty()) {
    return console.Fail({Error::Kind::kInput, {name, 0, 0}, "holds no fact that can be used, nothing is written"});
  }
  const auto written = WriteResult(options, *ontology, std::move(*imported), console);
  if (!written) return console.Fail(written.error());
  return found.has_errors() ? kBadInput : kOk;
}

}  // namespace

void AddImport(CLI::App* app, Request* request) {
  const auto options = std::make_shared<ImportCommandOptions>();
  CLI::App* command = AddCommand(app, "import", "GraphML of any program, or JSON-LD of Mailuo, as triples or a graph",
                                 "mailuo import edited.graphml -o more.ndjson\n"
                                 "  cat out/triples.ndjson more.ndjson | mailuo assemble - -o joined\n"
                                 "  mailuo import out/graph.jsonld -o again",
                                 request);
  command->add_option("FILE", options->file, "GraphML of any program, or JSON-LD of Mailuo; - for stdin")
      ->required()
      ->type_name("");
  AddOutput(command, "A graph folder, or a triple stream where the name ends in .ndjson (default: stdout)",
            "DIR|TRIPLES", &options->output);
  command->add_option("--input-format", options->format, "auto (by the name's ending), graphml or jsonld")
      ->check(CLI::IsMember({"auto", "graphml", "jsonld"}))
      ->type_name("FORMAT")
      ->capture_default_str();
  command->add_option("--type", options->import.type, "Type of nodes that bring none of the ontology's")
      ->type_name("TYPE");
  command->add_option("--relation", options->import.relation, "Relation of edges that bring none of the ontology's")
      ->type_name("RELATION");
  command->add_option("--ontology", options->ontology, "Ontology of the graph: its name or file")
      ->type_name("NAME|FILE")
      ->capture_default_str();
  command
      ->add_option("--lang", options->language, "Language of the report and the picture (default: the file's, else zh)")
      ->type_name("LANG");
  SetRun(command, request, options, &RunImport);
}

}  // namespace mailuo::cli
