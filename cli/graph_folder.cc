#include "graph_folder.h"

#include <rapidjson/prettywriter.h>
#include <rapidjson/stringbuffer.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cstdio>
#include <filesystem>
#include <functional>
#include <numeric>

#include "atomic_folder.h"
#include "mailuo/graph/compact_graph_writer.h"
#include "mailuo/graph/graphml.h"
#include "mailuo/graph/jsonld.h"
#include "mailuo/graph/picture.h"
#include "mailuo/graph/report.h"
#include "mailuo/schemas/triple_stream.h"
#include "manifest.h"
#include "open_graph.h"
#include "output.h"
#include "packs.h"
#include "parallel.h"
#include "report_files.h"
#include "write_stream.h"

namespace mailuo::cli {
namespace {

namespace fs = std::filesystem;

constexpr const char* kFiles[] = {"graph.graphml", "graph.html",     "graph.jsonld", kColumnsFile,
                                  "manifest.json", "rejects.ndjson", "report.md",    "triples.ndjson"};

PropertyGraph BuildGraph(const TripleGroups& triples, const std::vector<ArticleInfo>& articles) {
  GraphBuilder builder;
  for (const ArticleInfo& article : articles) builder.Add(article);
  for (const std::vector<Triple>& group : triples) {
    for (const Triple& triple : group) builder.Add(triple);
  }
  return std::move(builder).Build();
}

FolderSummary Summarise(const FolderContent& content, const PropertyGraph& graph) {
  FolderSummary summary;
  summary.triples = CountLines(content.triples);
  summary.rejects = CountLines(content.rejects);
  summary.nodes = graph.nodes().size();
  summary.edges = graph.edges().size();
  for (const GraphNode& node : graph.nodes()) {
    summary.articles += node.kind == GraphNode::Kind::kArticle ? 1 : 0;
    if (node.kind != GraphNode::Kind::kEntity) continue;
    ++summary.entities;
    ++summary.entities_by_type[node.type];
  }
  for (const GraphEdge& edge : graph.edges()) {
    FolderSummary::Relations& relations = summary.relations_by_kind[edge.predicate];
    ++(edge.status == "planned" ? relations.planned : relations.done);
  }
  for (const std::vector<Reject>& group : content.rejects) {
    for (const Reject& reject : group) ++summary.rejects_by_reason[reject.reason];
  }
  summary.files.assign(std::begin(kFiles), std::end(kFiles));
  return summary;
}

using FileTask = std::pair<std::string, std::function<expected<void>(ByteSink*)>>;

// Writes all files, on as many threads as there are; the first error in the order of `tasks` is the result.
expected<void> WriteFiles(const AtomicFolder& folder, const std::string& target, const std::vector<FileTask>& tasks,
                          unsigned threads) {
  std::vector<expected<void>> results(tasks.size());
  std::atomic<size_t> next{0};
  const auto work = [&] {
    for (size_t i = next++; i < tasks.size(); i = next++) {
      expected<std::unique_ptr<FileSink>> sink = FileSink::Open(folder.PathOf(tasks[i].first));
      if (!sink) {
        results[i] = unexpected(sink.error());
        continue;
      }
      results[i] = tasks[i].second(sink->get());
      if (results[i]) results[i] = (*sink)->Close();
    }
  };
  RunOnThreads(std::min(threads, static_cast<unsigned>(tasks.size())), work, [&] { next = tasks.size(); });
  for (size_t i = 0; i < tasks.size(); ++i) {
    if (results[i]) continue;
    results[i].error().where.file = (fs::path(target) / tasks[i].first).string();
    return results[i];
  }
  return {};
}

std::string Number(uint64_t number) { return std::to_string(number); }

// "name" in a column of 24 characters and a right-aligned figure.
std::string Row(const std::string& name, uint64_t figure) {
  std::array<char, 96> row;
  std::snprintf(row.data(), row.size(), "  %-24s %8llu", name.c_str(), static_cast<unsigned long long>(figure));
  return row.data();
}

// The most frequent first, equals by name.
template <typename Map, typename Figure>
auto ByFigure(const Map& map, Figure figure) {
  std::vector<typename Map::const_iterator> rows;
  for (auto it = map.begin(); it != map.end(); ++it) rows.push_back(it);
  std::stable_sort(rows.begin(), rows.end(), [&](auto a, auto b) { return figure(a->second) > figure(b->second); });
  return rows;
}

std::string SummaryText(const FolderSummary& summary, const std::string& target, const Console& console) {
  const auto count = [](uint64_t n) { return n; };
  const auto both = [](const FolderSummary::Relations& r) { return r.done + r.planned; };
  const std::string articles = Number(summary.articles) + (summary.articles == 1 ? " article" : " articles");
  std::string text = console.Out(Style::kBold, articles) + ": " + Number(summary.entities) + " entities, " +
                     Number(summary.edges) + " facts from " + Number(summary.triples) + " triples\n\n" +
                     console.Out(Style::kBold, "Entities") + "\n";
  for (const auto& it : ByFigure(summary.entities_by_type, count)) text += Row(it->first, it->second) + "\n";
  text += "\n" + console.Out(Style::kBold, "Relations                    total     done  planned") + "\n";
  for (const auto& it : ByFigure(summary.relations_by_kind, both)) {
    std::array<char, 32> columns;
    std::snprintf(columns.data(), columns.size(), " %8llu %8llu", static_cast<unsigned long long>(it->second.done),
                  static_cast<unsigned long long>(it->second.planned));
    text += Row(it->first, both(it->second)) + columns.data() + "\n";
  }
  if (summary.rejects > 0) {
    text += "\n" + console.Out(Style::kBold, "Turned down (rejects.ndjson)") + "\n";
    for (const auto& it : ByFigure(summary.rejects_by_reason, count)) text += Row(it->first, it->second) + "\n";
  }
  text += "\n" + console.Out(Style::kBold, "Files") + "\n";
  for (const std::string& file : summary.files) text += "  " + (fs::path(target) / file).string() + "\n";
  return text;
}

std::string SummaryJson(const FolderSummary& summary, const std::string& target) {
  rapidjson::StringBuffer buffer;
  rapidjson::PrettyWriter<rapidjson::StringBuffer> json(buffer);
  json.SetIndent(' ', 1);
  const auto key = [&](std::string_view name) { json.Key(name.data(), static_cast<rapidjson::SizeType>(name.size())); };
  const auto counts = [&](std::string_view name, const std::map<std::string, uint64_t>& map) {
    key(name);
    json.StartObject();
    for (const auto& [item, figure] : map) {
      key(item);
      json.Uint64(figure);
    }
    json.EndObject();
  };
  json.StartObject();
  for (const auto& [name, figure] : {std::pair{"articles", summary.articles},
                                     {"triples", summary.triples},
                                     {"rejects", summary.rejects},
                                     {"entities", summary.entities},
                                     {"nodes", summary.nodes},
                                     {"edges", summary.edges}}) {
    key(name);
    json.Uint64(figure);
  }
  counts("entities_by_type", summary.entities_by_type);
  key("relations_by_kind");
  json.StartObject();
  for (const auto& [kind, relations] : summary.relations_by_kind) {
    key(kind);
    json.StartObject();
    key("done");
    json.Uint64(relations.done);
    key("planned");
    json.Uint64(relations.planned);
    json.EndObject();
  }
  json.EndObject();
  counts("rejects_by_reason", summary.rejects_by_reason);
  key("folder");
  json.String(target.c_str());
  key("files");
  json.StartArray();
  for (const std::string& file : summary.files) json.String(file.c_str());
  json.EndArray();
  json.EndObject();
  return std::string(buffer.GetString(), buffer.GetSize()) + "\n";
}

expected<LoadedGraph> LoadColumns(const std::string& path, const std::string& ontology, DiagnosticSink* sink) {
  const expected<OpenedGraph> opened = OpenGraph(path, ontology, sink);
  if (!opened) return unexpected(opened.error());
  std::vector<EdgeId> edges(opened->graph.edge_count());
  std::vector<NodeId> nodes(opened->graph.node_count());
  std::iota(edges.begin(), edges.end(), EdgeId{0});
  std::iota(nodes.begin(), nodes.end(), NodeId{0});
  return PartOf(*opened, edges, nodes);
}

}  // namespace

void ListArticles(const std::vector<Triple>& stream, const std::vector<ArticleInfo>& articles,
                  FolderContent* content) {
  std::map<std::string, std::map<std::string, ArticleInfo>> by_source;  // source -> id
  std::map<std::string, std::string> source_of;                        // id -> the first source
  std::map<std::string, uint64_t> triples;
  for (const Triple& triple : stream) {
    by_source[triple.source].try_emplace(triple.article, triple.article, triple.title, triple.source, std::string());
    source_of.emplace(triple.article, triple.source);
    ++triples[triple.source];
  }
  for (const ArticleInfo& article : articles) {
    const auto told = source_of.find(article.id);
    const std::string& source = told == source_of.end() ? article.source : told->second;
    by_source[source].try_emplace(article.id, article).first->second.date = article.date;
  }
  for (const auto& [source, infos] : by_source) {
    content->sources.push_back({source, 0, 0, infos.size(), triples[source]});
    for (const auto& [id, info] : infos) content->articles.push_back(info);
  }
}

expected<FolderSummary> WriteGraphFolder(const std::string& target, FolderContent content, unsigned threads) {
  if (threads == 0) threads = DefaultThreads();
  const expected<ReportTexts> texts = FindReportTexts(content.language);
  if (!texts) return unexpected(texts.error());
  const expected<ReportPages> pages = FindReportPages("md");
  if (!pages) return unexpected(pages.error());
  expected<AtomicFolder> folder = AtomicFolder::Open(target);
  if (!folder) return unexpected(folder.error());
  const PropertyGraph graph = BuildGraph(content.triples, content.articles);
  FolderSummary summary = Summarise(content, graph);
  const Ontology& ontology = *content.ontology;
  const std::vector<FileTask> tasks = {
      {"graph.graphml", [&](ByteSink* sink) { return WriteGraphml(graph, ontology, GraphmlProfile::kRich, sink); }},
      {"graph.jsonld", [&](ByteSink* sink) { return WriteJsonLd(graph, ontology, {content.language}, sink); }},
      {kColumnsFile,
       [&](ByteSink* sink) { return WriteCompactGraph(graph, {ontology.name(), content.language}, sink); }},
      {"graph.html", [&](ByteSink* sink) { return WritePicture(graph, ontology, *texts, PictureOptions(), sink); }},
      {"triples.ndjson", [&](ByteSink* sink) { return WriteTriples(content.triples, 1, sink); }},
      {"rejects.ndjson", [&](ByteSink* sink) { return WriteRejects(content.rejects, 1, sink); }},
      {"report.md", [&](ByteSink* sink) { return WriteReport(graph, ontology, *texts, *pages, {}, sink); }},
      {"manifest.json", [&](ByteSink* sink) { return sink->Append(ManifestJson(content, summary)); }},
  };
  if (auto written = WriteFiles(*folder, target, tasks, threads); !written) return unexpected(written.error());
  if (auto placed = folder->Commit(); !placed) return unexpected(placed.error());
  return summary;
}

expected<void> PrintSummary(const FolderSummary& summary, const std::string& target, const Console& console) {
  if (console.json()) return Print(SummaryJson(summary, target));
  if (console.quiet()) return {};
  return Print(SummaryText(summary, target, console));
}

std::string DefaultLanguage(const std::string& pack_name) {
  const size_t dash = pack_name.rfind('-');
  const std::string language = dash == std::string::npos ? std::string() : pack_name.substr(dash + 1);
  return !language.empty() && FindOntologyFile("report." + language + ".json") ? language : "zh";
}

expected<std::vector<std::string>> ListedFiles(const std::string& folder) {
  const expected<Manifest> manifest = ReadManifest(folder);
  if (!manifest) return unexpected(manifest.error());
  return manifest->files;
}

expected<std::vector<Triple>> ReadTriples(const std::string& path, const Ontology& ontology, DiagnosticSink* sink,
                                          std::vector<ArticleInfo>* articles) {
  const auto bytes = ReadInput({path, path, 0}, UINT64_MAX);
  if (!bytes) return unexpected(bytes.error());
  std::vector<Triple> triples = ParseTripleStream(**bytes, path == "-" ? "stdin" : path, &ontology, sink, articles);
  std::sort(triples.begin(), triples.end(), StreamOrder);
  triples.erase(std::unique(triples.begin(), triples.end()), triples.end());
  return triples;
}

expected<std::shared_ptr<const Ontology>> FindOntology(const std::string& name_or_file, DiagnosticSink* sink) {
  const bool is_path = name_or_file.find('/') != std::string::npos || name_or_file.ends_with(".json");
  const expected<std::string> path =
      is_path ? expected<std::string>(name_or_file) : FindOntologyFile(name_or_file + ".json");
  if (!path) return unexpected(path.error());
  expected<Ontology> ontology = LoadOntology(*path, sink);
  if (!ontology) return unexpected(Error{Error::Kind::kUsage, {*path, 0, 0}, "is no ontology that can be used"});
  return std::make_shared<const Ontology>(std::move(*ontology));
}

expected<LoadedGraph> LoadGraph(const std::string& path, const std::string& ontology, DiagnosticSink* sink) {
  if (IsColumnsFile(path)) return LoadColumns(path, ontology, sink);
  std::error_code error;
  const bool is_folder = fs::is_directory(path, error);
  Manifest manifest;
  if (is_folder) {
    expected<Manifest> read = ReadManifest(path);
    if (!read) return unexpected(read.error());
    manifest = std::move(*read);
  }
  LoadedGraph loaded;
  const std::string name = !ontology.empty() ? ontology : is_folder ? manifest.ontology : "policy";
  expected<std::shared_ptr<const Ontology>> found = FindOntology(name, sink);
  if (!found) return unexpected(found.error());
  loaded.ontology = std::move(*found);
  const std::string stream = is_folder ? path + "/triples.ndjson" : path;
  loaded.articles = std::move(manifest.articles);
  expected<std::vector<Triple>> triples = ReadTriples(stream, *loaded.ontology, sink, &loaded.articles);
  if (!triples) return unexpected(triples.error());
  if (manifest.triples && *manifest.triples != triples->size()) {
    sink->Report({Severity::kError,
                  {path + "/manifest.json", 0, 0},
                  "counts " + Number(*manifest.triples) + " triples, triples.ndjson has " + Number(triples->size())});
  }
  loaded.triples.push_back(std::move(*triples));
  loaded.graph = BuildGraph(loaded.triples, loaded.articles);
  loaded.language = is_folder ? manifest.language : "zh";
  return loaded;
}

}  // namespace mailuo::cli
