// Reads the catalogue of texts. The file's shape is that of ReportTexts; an unknown key is an error with its place.
#include "mailuo/graph/report_texts.h"

#include <rapidjson/document.h>
#include <rapidjson/error/en.h>

#include <fstream>
#include <iterator>

namespace mailuo {

namespace {

using rapidjson::Value;

unexpected InputError(Location where, std::string message) {
  Error error;
  error.where = std::move(where);
  error.message = std::move(message);
  return unexpected(std::move(error));
}

Location PlaceOf(std::string_view text, size_t offset, const std::string& file) {
  Location where{file, 1, 1};
  for (char c : text.substr(0, offset)) {
    if (c == '\n') {
      ++where.line;
      where.column = 1;
    } else if ((static_cast<unsigned char>(c) & 0xC0) != 0x80) {
      ++where.column;
    }
  }
  return where;
}

std::string Text(const Value& object, const char* key) {
  const auto member = object.FindMember(key);
  if (member == object.MemberEnd() || !member->value.IsString()) return {};
  return {member->value.GetString(), member->value.GetStringLength()};
}

// False where it is no object of strings.
bool ReadStrings(const Value& object, std::map<std::string, std::string>* strings) {
  if (!object.IsObject()) return false;
  for (const auto& member : object.GetObject()) {
    if (!member.value.IsString()) return false;
    strings->emplace(member.name.GetString(), Text(object, member.name.GetString()));
  }
  return true;
}

bool ReadGroups(const Value& list, std::vector<ReportGroup>* groups) {
  if (!list.IsArray()) return false;
  for (const Value& item : list.GetArray()) {
    if (!item.IsObject()) return false;
    groups->push_back({Text(item, "type"), Text(item, "heading")});
    if (groups->back().type.empty() || groups->back().heading.empty()) return false;
  }
  return true;
}

bool ReadSections(const Value& list, std::vector<ReportSection>* sections) {
  if (!list.IsArray()) return false;
  for (const Value& item : list.GetArray()) {
    if (!item.IsObject()) return false;
    const auto incoming = item.FindMember("incoming");
    sections->push_back({Text(item, "relation"), Text(item, "heading"),
                         incoming != item.MemberEnd() && incoming->value.IsBool() && incoming->value.GetBool()});
    if (sections->back().relation.empty() || sections->back().heading.empty()) return false;
  }
  return true;
}

bool ReadScales(const Value& list, std::vector<ReportScale>* scales) {
  if (!list.IsArray()) return false;
  for (const Value& item : list.GetArray()) {
    if (!item.IsObject()) return false;
    const auto value = item.FindMember("value");
    if (value == item.MemberEnd() || !value->value.IsNumber() || value->value.GetDouble() <= 0) return false;
    scales->push_back({value->value.GetDouble(), Text(item, "label")});
  }
  return true;
}

}  // namespace

const std::string& ReportTexts::Get(const std::string& key) const {
  const auto found = texts.find(key);
  return found == texts.end() ? key : found->second;
}

std::string ReportTexts::Format(const std::string& key, const std::map<std::string, std::string>& values) const {
  const std::string& pattern = Get(key);
  std::string result;
  for (size_t at = 0; at < pattern.size();) {
    const size_t open = pattern.find('{', at);
    const size_t close = open == std::string::npos ? open : pattern.find('}', open);
    if (close == std::string::npos) return result + pattern.substr(at);
    result.append(pattern, at, open - at);
    const auto value = values.find(pattern.substr(open + 1, close - open - 1));
    result += value == values.end() ? pattern.substr(open, close + 1 - open) : value->second;
    at = close + 1;
  }
  return result;
}

expected<ReportTexts> ParseReportTexts(std::string_view json, const std::string& file) {
  rapidjson::Document document;
  document.Parse<rapidjson::kParseCommentsFlag | rapidjson::kParseTrailingCommasFlag |
                 rapidjson::kParseValidateEncodingFlag | rapidjson::kParseIterativeFlag>(json.data(), json.size());
  if (document.HasParseError()) {
    return InputError(PlaceOf(json, document.GetErrorOffset(), file),
                      std::string("not JSON: ") + rapidjson::GetParseError_En(document.GetParseError()));
  }
  const Location start{file, 1, 1};
  if (!document.IsObject()) return InputError(start, "expected an object with language, groups, sections and texts");
  ReportTexts texts;
  texts.language = Text(document, "language");
  if (texts.language.empty()) return InputError(start, "\"language\" is missing, expected a key of the labels");
  for (const auto& member : document.GetObject()) {
    const std::string key = member.name.GetString();
    const std::string quoted = std::string(1, '"').append(key).append(1, '"');
    bool good = false;
    if (key == "language") {
      good = true;
    } else if (key == "groups") {
      good = ReadGroups(member.value, &texts.groups);
    } else if (key == "sections") {
      good = ReadSections(member.value, &texts.sections);
    } else if (key == "texts") {
      good = ReadStrings(member.value, &texts.texts);
    } else if (key == "scales") {
      good = ReadScales(member.value, &texts.scales);
    } else if (key == "approximations") {
      good = ReadStrings(member.value, &texts.approximations);
    } else {
      return InputError(PlaceOf(json, json.find(quoted), file),
                        "unknown key " + quoted +
                            ", expected language, groups, sections, texts, scales or approximations");
    }
    if (!good) {
      return InputError(PlaceOf(json, json.find(quoted), file),
                        quoted + " has not the shape expected; see report.en.json");
    }
  }
  return texts;
}

expected<ReportTexts> LoadReportTexts(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return InputError({path, 0, 0}, "cannot be read");
  const std::string json((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  return ParseReportTexts(json, path);
}

}  // namespace mailuo
