#include "packs.h"

#include <spdlog/spdlog.h>

#include <cstdlib>
#include <filesystem>
#include <set>

namespace mailuo::cli {
namespace {

namespace fs = std::filesystem;

bool IsPack(const fs::path& folder) {
  std::error_code error;
  return fs::is_regular_file(folder / "pack.json", error);
}

std::vector<std::string> PackNames() {
  std::set<std::string> names;
  for (const std::string& place : SearchPath()) {
    std::error_code error;
    for (fs::directory_iterator it(place, error), end; !error && it != end; it.increment(error)) {
      if (IsPack(it->path())) names.insert(it->path().filename().string());
    }
  }
  return {names.begin(), names.end()};
}

}  // namespace

std::vector<std::string> SearchPath() {
  std::vector<fs::path> places;
  if (const char* variable = std::getenv("MAILUO_PACKS"); variable != nullptr) {
    const std::string_view all = variable;
    for (size_t begin = 0; begin <= all.size();) {
      const size_t end = std::min(all.find(':', begin), all.size());
      if (end > begin) places.emplace_back(all.substr(begin, end - begin));
      begin = end + 1;
    }
  }
  std::error_code error;
  const fs::path program = fs::read_symlink("/proc/self/exe", error);
  if (!error) {
    const fs::path beside = program.parent_path();
    places.push_back(beside / "packs");
    for (const char* part : {"packs", "ontologies"}) places.push_back(beside.parent_path() / "share/mailuo" / part);
  }
  for (const char* part : {"packs", "ontologies"}) places.push_back(fs::path(MAILUO_DATA_DIR) / part);
  places.push_back(fs::path(MAILUO_SOURCE_DIR) / "extractors/packs");
  places.push_back(fs::path(MAILUO_SOURCE_DIR) / "schemas/ontologies");
  std::vector<std::string> found;
  for (const fs::path& place : places) {
    if (fs::is_directory(place, error)) found.push_back(place.string());
  }
  return found;
}

expected<std::string> FindPack(const std::string& name_or_folder) {
  if (name_or_folder.find('/') == std::string::npos) {
    for (const std::string& place : SearchPath()) {
      if (IsPack(fs::path(place) / name_or_folder)) return (fs::path(place) / name_or_folder).string();
    }
  }
  if (IsPack(name_or_folder)) return name_or_folder;
  std::string message = "no pack '" + name_or_folder + "': neither a folder with a pack.json nor the name of a pack";
  const std::vector<std::string> names = PackNames();
  const std::string_view nearest = NearestName(name_or_folder, {names.begin(), names.end()});
  if (!nearest.empty()) {
    message += "; did you mean '" + std::string(nearest) + "'?";
  } else if (!names.empty()) {
    message += "; there is";
    for (const std::string& name : names) message += " " + name;
  }
  return unexpected(Error{Error::Kind::kUsage, {}, std::move(message)});
}

std::string_view LayerName(Layer layer) {
  static constexpr std::string_view kNames[] = {"quantity", "mention", "context", "relation"};
  return kNames[static_cast<size_t>(layer)];
}

std::string FileIn(const RulePack& pack, const std::string& file) {
  return file.starts_with(pack.directory + "/") ? file.substr(pack.directory.size() + 1) : file;
}

expected<CompiledRules> LoadRules(const std::string& name_or_folder, DiagnosticSink* sink, Scrutiny scrutiny) {
  expected<std::string> folder = FindPack(name_or_folder);
  if (!folder) return unexpected(folder.error());
  RulePack partial;
  expected<RulePack> pack = LoadRulePack(*folder, SearchPath(), sink, &partial);
  if (!pack) {
    if (partial.ontology) (void)CompiledRules::Compile(std::move(partial), sink);  // its errors, too
    return unexpected(pack.error());
  }
  spdlog::info("pack {} {} from {}", pack->name, pack->version, *folder);
  return CompiledRules::Compile(std::move(*pack), sink, scrutiny);
}

expected<std::string> FindOntologyFile(const std::string& file_name) {
  for (const std::string& place : SearchPath()) {
    const fs::path path = fs::path(place) / file_name;
    std::error_code error;
    if (fs::is_regular_file(path, error)) return path.string();
  }
  return unexpected(
      Error{Error::Kind::kUsage, {}, "cannot find " + file_name + " in any folder of packs or ontologies"});
}

}  // namespace mailuo::cli
