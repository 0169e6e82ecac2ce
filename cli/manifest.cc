#include "manifest.h"

#include <rapidjson/document.h>
#include <rapidjson/prettywriter.h>
#include <rapidjson/stringbuffer.h>

#include <array>
#include <cstdio>

#include "mailuo/extractors/load_articles.h"

namespace mailuo::cli {
namespace {

constexpr char kFormat[] = "mailuo-graph";
constexpr unsigned kVersion = 1;

using Writer = rapidjson::PrettyWriter<rapidjson::StringBuffer>;

void Key(Writer* json, std::string_view name) { json->Key(name.data(), static_cast<rapidjson::SizeType>(name.size())); }

void Text(Writer* json, std::string_view name, const std::string& value) {
  Key(json, name);
  json->String(value.data(), static_cast<rapidjson::SizeType>(value.size()));
}

void Figure(Writer* json, std::string_view name, uint64_t value) {
  Key(json, name);
  json->Uint64(value);
}

std::string Hexadecimal(uint64_t hash) {
  std::array<char, 17> digits;
  std::snprintf(digits.data(), digits.size(), "%016llx", static_cast<unsigned long long>(hash));
  return digits.data();
}

void WriteSource(Writer* json, const SourceInfo& source) {
  json->StartObject();
  Text(json, "source", source.source);
  if (source.bytes > 0) {  // of another program's triples the text is unknown
    Text(json, "hash", Hexadecimal(source.hash));
    Figure(json, "bytes", source.bytes);
  }
  Figure(json, "articles", source.articles);
  Figure(json, "triples", source.triples);
  json->EndObject();
}

void WriteArticle(Writer* json, const ArticleInfo& article) {
  json->StartObject();
  Text(json, "id", article.id);
  Text(json, "source", article.source);
  Text(json, "title", article.title);
  if (!article.date.empty()) Text(json, "date", article.date);
  json->EndObject();
}

std::string Member(const rapidjson::Value& object, const char* key) {
  const auto it = object.FindMember(key);
  if (it == object.MemberEnd() || !it->value.IsString()) return {};
  return std::string(it->value.GetString(), it->value.GetStringLength());
}

std::optional<uint64_t> Count(const rapidjson::Value& object, const char* key) {
  const auto it = object.FindMember(key);
  if (it == object.MemberEnd() || !it->value.IsUint64()) return std::nullopt;
  return it->value.GetUint64();
}

std::string ManifestPath(const std::string& folder) { return folder + "/manifest.json"; }

expected<void> ReadOurs(const std::string& folder, rapidjson::Document* json) {
  const auto bytes = ReadFile(ManifestPath(folder), UINT64_MAX);
  if (!bytes) {
    return unexpected(Error{Error::Kind::kInput, {folder, 0, 0}, "is no graph folder: it has no manifest.json"});
  }
  json->Parse(bytes.value()->data(), bytes.value()->size());
  if (json->HasParseError() || !json->IsObject() || Member(*json, "format") != kFormat) {
    return unexpected(Error{Error::Kind::kInput, {ManifestPath(folder), 0, 0}, "is no manifest of a graph folder"});
  }
  return {};
}

}  // namespace

std::string ManifestJson(const FolderContent& content, const FolderSummary& summary) {
  rapidjson::StringBuffer buffer;
  Writer json(buffer);
  json.SetIndent(' ', 1);
  json.StartObject();
  Text(&json, "format", kFormat);
  Figure(&json, "version", kVersion);
  Text(&json, "program", MAILUO_VERSION);
  Key(&json, "ontology");
  json.StartObject();
  Text(&json, "name", content.ontology->name());
  Text(&json, "version", content.ontology->version());
  json.EndObject();
  Key(&json, "pack");
  if (content.pack) {
    json.StartObject();
    Text(&json, "name", content.pack->name);
    Text(&json, "version", content.pack->version);
    if (!content.pack->hash.empty()) Text(&json, "hash", content.pack->hash);
    json.EndObject();
  } else {
    json.Null();
  }
  Text(&json, "language", content.language);
  Key(&json, "counts");
  json.StartObject();
  Figure(&json, "articles", summary.articles);
  Figure(&json, "triples", summary.triples);
  Figure(&json, "rejects", summary.rejects);
  Figure(&json, "nodes", summary.nodes);
  Figure(&json, "edges", summary.edges);
  json.EndObject();
  Key(&json, "files");
  json.StartArray();
  for (const std::string& file : summary.files) json.String(file.c_str());
  json.EndArray();
  Key(&json, "sources");
  json.StartArray();
  for (const SourceInfo& source : content.sources) WriteSource(&json, source);
  json.EndArray();
  Key(&json, "articles");
  json.StartArray();
  for (const ArticleInfo& article : content.articles) WriteArticle(&json, article);
  json.EndArray();
  json.EndObject();
  return std::string(buffer.GetString(), buffer.GetSize()) + "\n";
}

expected<Manifest> ReadManifest(const std::string& folder) {
  rapidjson::Document json;
  if (auto read = ReadOurs(folder, &json); !read) return unexpected(read.error());
  const uint64_t version = Count(json, "version").value_or(0);
  if (version != kVersion) {
    return unexpected(Error{Error::Kind::kInput,
                            {ManifestPath(folder), 0, 0},
                            "is of version " + std::to_string(version) + ", expected " + std::to_string(kVersion)});
  }
  Manifest manifest;
  manifest.language = Member(json, "language");
  if (const auto it = json.FindMember("counts"); it != json.MemberEnd() && it->value.IsObject()) {
    manifest.triples = Count(it->value, "triples");
  }
  if (const auto it = json.FindMember("ontology"); it != json.MemberEnd() && it->value.IsObject()) {
    manifest.ontology = Member(it->value, "name");
  }
  if (const auto it = json.FindMember("files"); it != json.MemberEnd() && it->value.IsArray()) {
    for (const auto& file : it->value.GetArray()) {
      if (file.IsString()) manifest.files.emplace_back(file.GetString(), file.GetStringLength());
    }
  }
  if (const auto it = json.FindMember("articles"); it != json.MemberEnd() && it->value.IsArray()) {
    for (const auto& article : it->value.GetArray()) {
      if (!article.IsObject()) continue;
      manifest.articles.push_back(
          {Member(article, "id"), Member(article, "title"), Member(article, "source"), Member(article, "date")});
    }
  }
  return manifest;
}

bool IsGraphFolder(const std::string& folder) {
  rapidjson::Document json;
  return ReadOurs(folder, &json).has_value();
}

}  // namespace mailuo::cli
