// Runs scenarios of the openCypher TCK for tck_test.py. Each line of stdin is an object with `setup` (statements),
// `query` and `parameters` (name to an expression's text); each line of stdout one with `columns` and `rows` of values
// as the TCK writes them, or with `error`.
#include <rapidjson/document.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <iostream>
#include <string>

#include "query_test_graph.h"

namespace {

using Json = rapidjson::Writer<rapidjson::StringBuffer>;

void Say(Json* json, const char* key, const std::string& value) {
  json->Key(key);
  json->String(value.data(), static_cast<rapidjson::SizeType>(value.size()));
}

void Answer(const rapidjson::Value& scenario, Json* json) {
  mailuo::TestGraph graph;
  for (const auto& statement : scenario["setup"].GetArray()) {
    const std::string wrong = graph.Execute(statement.GetString());
    if (!wrong.empty()) return Say(json, "setup", wrong);
  }
  mailuo::QueryValue::Map parameters;
  for (const auto& [name, text] : scenario["parameters"].GetObject()) {
    const auto value = mailuo::Ask(graph, std::string("RETURN ") + text.GetString());
    if (!value) return Say(json, "setup", mailuo::ToString(value.error()));
    parameters[name.GetString()] = (*value)[0][0];
  }
  std::vector<std::string> columns;
  const auto rows = mailuo::Ask(graph, scenario["query"].GetString(), parameters, &columns);
  if (!rows) {
    const mailuo::QueryError& error = rows.error();
    Say(json, "error", error.category);
    Say(json, "detail", error.detail);
    Say(json, "phase", error.at_run_time ? "runtime" : "compile time");
    return Say(json, "message", mailuo::ToString(error));
  }
  json->Key("columns");
  json->StartArray();
  for (const std::string& column : columns) json->String(column.c_str());
  json->EndArray();
  json->Key("rows");
  json->StartArray();
  for (const auto& row : *rows) {
    json->StartArray();
    for (const auto& value : row) json->String(mailuo::Show(value, graph).c_str());
    json->EndArray();
  }
  json->EndArray();
}

}  // namespace

int main() {
  std::string line;
  while (std::getline(std::cin, line)) {
    rapidjson::Document scenario;
    scenario.Parse(line.c_str());
    rapidjson::StringBuffer buffer;
    Json json(buffer);
    json.StartObject();
    Answer(scenario, &json);
    json.EndObject();
    std::cout << buffer.GetString() << std::endl;
  }
}
