// LoadArticles against tables of texts in load_data/ and against every encoding, damage and kind of record.
#include "mailuo/extractors/load_articles.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <map>

#include "load_test_support.h"
#include "unicode.h"

namespace mailuo {
namespace {

std::string Lines(const rapidjson::Value& lines, const std::string& line_break = "\n") {
  std::string text;
  for (const auto& line : lines.GetArray()) text += line.GetString() + line_break;
  return text;
}

std::string Optional(const rapidjson::Value& object, const char* key) {
  return object.HasMember(key) ? object[key].GetString() : "";
}

void CheckStrings(const std::vector<std::string>& got, const rapidjson::Value& wanted) {
  for (rapidjson::SizeType i = 0; i < wanted.Size() && i < got.size(); ++i) {
    CHECK(got[i] == std::string(wanted[i].GetString()));
  }
  CHECK(got.size() == wanted.Size());
}

const rapidjson::Value& FindCase(const rapidjson::Document& cases, const std::string& name) {
  for (const auto& one : cases.GetArray()) {
    if (std::string(one["name"].GetString()).find(name) != std::string::npos) return one;
  }
  FAIL("no case ", name);
  return cases;
}

// A special issue of two articles; every character of it is in GB 2312.
std::string SampleText() {
  const rapidjson::Document cases = ReadTestJson(LoadDataPath("articles.json"));
  return Lines(FindCase(cases, "a special issue")["text"]);
}

// Everything of the documents but places and encoding.
std::string Essence(const std::vector<Document>& documents) {
  std::string essence;
  for (const Document& document : documents) {
    essence += document.title + "|" + document.byline + "|" + document.article_id + "|" +
               EncodeUtf8({document.chars.data(), document.chars.size()}) + "\n";
    for (const std::string& block : BlockTexts(document)) essence += block + "\n";
    for (const Sentence& s : document.sentences) {
      essence += std::to_string(s.begin) + "-" + std::to_string(s.text_begin) + "-" + std::to_string(s.end) + " " +
                 std::to_string(s.section) + "\n";
    }
  }
  return essence;
}

std::string RemoveSpaces(const std::string& text) {
  std::string kept;
  for (char32_t c : DecodeUtf8(std::string_view(text))) {
    if (c > ' ' && c != 0x3000) AppendUtf8(c, &kept);
  }
  return kept;
}

}  // namespace

TEST_CASE("lines become the articles, blocks and by-lines of the table") {
  const rapidjson::Document cases = ReadTestJson(LoadDataPath("articles.json"));
  for (const auto& one : cases.GetArray()) {
    CAPTURE(std::string(one["name"].GetString()));
    const Layout layout = Optional(one, "layout") == "en" ? EnglishLayout() : ChineseLayout();
    for (const std::string line_break : {"\n", "\r\n", "\r"}) {
      const Loaded loaded = Load(Lines(one["text"], line_break), "case", {}, layout);
      CHECK(loaded.error == "");
      const auto& articles = one["articles"];
      REQUIRE(loaded.documents.size() == articles.Size());
      for (rapidjson::SizeType i = 0; i < articles.Size(); ++i) {
        const Document& document = loaded.documents[i];
        CHECK(document.title == articles[i]["title"].GetString());
        CHECK(document.byline == Optional(articles[i], "byline"));
        CheckStrings(BlockTexts(document), articles[i]["blocks"]);
        if (articles[i].HasMember("sentences")) CheckStrings(SentenceTexts(document), articles[i]["sentences"]);
        if (line_break != "\r") CHECK(FindViolation(document) == "");
      }
      if (one.HasMember("messages")) {
        CheckStrings(loaded.messages, one["messages"]);
      } else {
        CHECK(loaded.messages.empty());
      }
    }
  }
}

TEST_CASE("paragraphs become the sentences and sections of the table") {
  const rapidjson::Document cases = ReadTestJson(LoadDataPath("sentences.json"));
  for (const auto& one : cases.GetArray()) {
    CAPTURE(std::string(one["text"].GetString()));
    const Loaded loaded = Load(one["text"].GetString());
    REQUIRE(loaded.documents.size() == 1);
    const Document& document = loaded.documents[0];
    std::vector<std::string> got;
    for (const Sentence& s : document.sentences) {
      const std::string marker = s.text_begin > s.begin ? document.Text(s.begin, s.text_begin) + "|" : "";
      got.push_back(std::to_string(s.section) + " " + marker + document.Text(s.text_begin, s.end));
    }
    CheckStrings(got, one["sentences"]);
    CHECK(FindViolation(document) == "");
  }
}

TEST_CASE("the same article is the same in every encoding, and offsets point into the bytes as given") {
  const std::string text = SampleText();
  const std::string plain = Essence(Load(text).documents);
  struct Way {
    std::string mark, encoding, found;
  };
  const std::vector<Way> ways = {{"\xEF\xBB\xBF", "UTF-8", "UTF-8"},
                                 {"\xFF\xFE", "UTF-16LE", "UTF-16LE"},
                                 {"\xFE\xFF", "UTF-16BE", "UTF-16BE"},
                                 {"", "UTF-16LE", "UTF-16LE"},
                                 {"", "UTF-16BE", "UTF-16BE"},
                                 {"", "GB18030", "GB18030"},
                                 {"", "GBK", "GB18030"},
                                 {std::string("\xFF\xFE\0\0", 4), "UTF-32LE", "UTF-32LE"}};
  for (const Way& way : ways) {
    CAPTURE(way.encoding);
    const Loaded loaded = Load(way.mark + Encode(text, way.encoding));
    REQUIRE(loaded.documents.size() == 2);
    CHECK(loaded.documents[0].encoding == way.found);
    CHECK(Essence(loaded.documents) == plain);
    for (const Document& document : loaded.documents) CHECK(FindViolation(document) == "");
  }
}

TEST_CASE("an encoding can be forced, an unknown one is an error of usage") {
  LoadOptions options;
  options.encoding = "Big5";
  const Loaded loaded = Load(Encode("\u4E2D\u6587\u3002", "Big5"), "case", options);
  REQUIRE(loaded.documents.size() == 1);
  CHECK(loaded.documents[0].Text(0, 3) == "\u4E2D\u6587\u3002");
  CHECK(FindViolation(loaded.documents[0]) == "");
  options.encoding = "ISO-2022-JP";  // whose escape sequences belong to the character behind them
  const std::string escaped = Encode("a\u4E2D\u6587\u3002b", "ISO-2022-JP");
  const Loaded stateful = Load(escaped, "case", options);
  REQUIRE(stateful.documents.size() == 1);
  CHECK(stateful.documents[0].Text(0, 5) == "a\u4E2D\u6587\u3002b");
  options.encoding = "UTF-9";
  CHECK(Load("text", "case", options).error == "case: error: unknown encoding 'UTF-9'");
}

TEST_CASE("Latin text in UTF-16 without a mark, and Latin-1, are told") {
  CHECK(Load(Encode("The city built a centre.\n", "UTF-16LE")).documents.at(0).encoding == "UTF-16LE");
  CHECK(Load(Encode("The city built a centre.\n", "UTF-16BE")).documents.at(0).encoding == "UTF-16BE");
  const std::string latin = "Le caf\xE9 de la ville a \xE9t\xE9 r\xE9nov\xE9 pour le march\xE9 et la soci\xE9t\xE9 .";
  const Loaded loaded = Load(latin);
  REQUIRE(loaded.documents.size() == 1);
  CHECK(loaded.documents[0].Text(3, 7) == "caf\u00E9");
}

TEST_CASE("broken bytes are reported a run each, replaced, and covered by the offsets") {
  const std::string text = "\u6C5F\u5DDE\u5EFA\u6210\u5E73\u53F0\u3002\n\u4E91\xE4\xBA\u57CE\xFF\xFE\x80\u8DDF\u8FDB";
  const Loaded loaded = Load(text + "\xE6\xB1");
  REQUIRE(loaded.documents.size() == 1);
  const Document& document = loaded.documents[0];
  CHECK(document.Text(7, document.size()) == "\u4E91\uFFFD\u57CE\uFFFD\u8DDF\u8FDB\uFFFD");
  CHECK(loaded.messages ==
        std::vector<std::string>{"case:2:2: warning: 2 broken bytes at byte 25, expected UTF-8, replaced by U+FFFD",
                                 "case:2:4: warning: 3 broken bytes at byte 30, expected UTF-8, replaced by U+FFFD",
                                 "case:2:7: warning: 2 broken bytes at byte 39, expected UTF-8, replaced by U+FFFD"});
  CHECK(FindViolation(document) == "");
}

TEST_CASE("what is no UTF-8 is broken: overlong forms, surrogates, numbers beyond Unicode") {
  for (const std::string bytes : {"\xC0\xAF", "\xE0\x80\xAF", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xF0\x8F\xBF\xBF",
                                  "\xBF", "\xF8\x88\x80\x80\x80", "\xE4\xB8", "\xF0\x9F\x98"}) {
    const Loaded loaded = Load("\u6C5F\u5DDE\u5EFA\u6210\u5E73\u53F0" + bytes + "\u3002");
    REQUIRE(loaded.documents.size() == 1);
    CHECK(loaded.documents[0].size() == 8);
    CHECK(loaded.documents[0].chars[6] == 0xFFFD);
    CHECK(loaded.documents[0].ends[6] - loaded.documents[0].offsets[6] == bytes.size());
    CHECK(loaded.messages.size() == 1);
  }
  const Loaded valid = Load("a\U0001F600\uD7FF\uE000\uFFFD\U0010FFFF\u0800\u07FF.");
  CHECK(valid.messages.empty());
  CHECK(FindViolation(valid.documents.at(0)) == "");
}

TEST_CASE("many broken runs are ten messages and a summary") {
  std::string text;
  for (int i = 0; i < 25; ++i) text += "\u6C5F\u5DDE\u5EFA\u6210\u5E73\u53F0\x80\u3002\n";
  const Loaded loaded = Load(text);
  REQUIRE(loaded.messages.size() == 11);
  CHECK(loaded.messages[10] == "case: warning: 15 more runs of broken bytes, expected UTF-8, replaced by U+FFFD");
  const std::string gb = Encode(SampleText(), "GB18030") + "\xB0";
  const Loaded cut = Load(gb);
  REQUIRE(cut.documents.size() == 2);
  CHECK(std::count_if(cut.messages.begin(), cut.messages.end(), [&](const std::string& message) {
          return message.find("1 broken byte at byte " + std::to_string(gb.size() - 1) + ", expected GB18030") !=
                 std::string::npos;
        }) == 1);
  CHECK(FindViolation(cut.documents[1]) == "");
}

TEST_CASE("a source cut at any byte still loads, or is empty") {
  const std::string text = SampleText().substr(2);
  for (size_t size = 0; size <= text.size(); ++size) {
    const Loaded loaded = Load(text.substr(0, size));
    if (!loaded.error.empty()) CHECK(loaded.error == "case: error: is empty");
    for (const Document& document : loaded.documents) CHECK(FindViolation(document) == "");
  }
}

TEST_CASE("empty, binary and too large sources are errors") {
  for (const std::string bytes : {"", " \n\t\r\n", "\xEF\xBB\xBF", "\u3000\n", "##\n---\n", "\xFF\xFE"}) {
    CHECK(Load(bytes).error == "case: error: is empty");
    CHECK(Load(bytes).documents.empty());
  }
  CHECK(Load("", "case.ndjson").error == "case.ndjson: error: is empty");
  std::string random;
  for (uint32_t i = 0, x = 1; i < 1000; ++i, x = x * 1664525 + 1013904223) random += static_cast<char>(x >> 24);
  const std::string text_with_zero("text\0text", 9);
  for (const std::string& bytes : {random, text_with_zero, std::string("\x7F" "ELF\2\1\1\0\0\0\0\0", 12),
                                   std::string("\x01\x02\x03\x04"), std::string("\x89PNG\r\n\x1A\n\0\0\0\rIHDR", 16)}) {
    CHECK(Load(bytes).error == "case: error: is binary, expected text");
    CHECK(Load(bytes, "case.ndjson").error == "case.ndjson: error: is binary, expected text");
  }
  LoadOptions options;
  options.max_bytes = 4;
  CHECK(Load("12345", "case", options).error == "case: error: has 5 bytes, expected at most 4");
}

TEST_CASE("chars are folded in width and case, one for one, and Text is as written") {
  const Loaded loaded = Load("\uFF21\uFF22c\u3000D\u00C4\u0130\u03A3\u1E9E\uFF0C\uFF5E\u3002");
  const Document& document = loaded.documents.at(0);
  CHECK(std::u32string(document.chars.begin(), document.chars.end()) ==
        U"abc d\u00E4\u0130\u03C3\u00DF,~\u3002");
  CHECK(document.Text(0, document.size()) == "\uFF21\uFF22c\u3000D\u00C4\u0130\u03A3\u1E9E\uFF0C\uFF5E\u3002");
  CHECK(document.ByteSpan(1, 4) == Span{3, 10});
}

TEST_CASE("records become documents with their id, title and date; bad lines are named") {
  const std::string path = LoadDataPath("records.ndjson");
  const Loaded loaded = Load(ReadTestFile(path), "r.ndjson");
  const rapidjson::Document wanted = ReadTestJson(LoadDataPath("records_wanted.json"));
  std::vector<std::string> got;
  for (const Document& document : loaded.documents) {
    got.push_back(document.source + " | " + document.title + " | " + document.date + " | " + document.byline);
    for (const std::string& block : BlockTexts(document)) got.push_back(block);
    CHECK(FindViolation(document) == "");
  }
  CheckStrings(got, wanted["documents"]);
  CheckStrings(loaded.messages, wanted["messages"]);
}

TEST_CASE("records in another encoding have offsets into their text as UTF-8") {
  const std::string line = "{\"id\":\"a\",\"text\":\"\u6C5F\u5DDE\u5EFA\u6210\u5E73\u53F0\u3002\"}\n";
  const std::vector<std::string> ways = {Encode(line, "GB18030"), Encode(line, "UTF-16LE"), "\xEF\xBB\xBF" + line};
  for (const std::string& bytes : ways) {
    const Loaded loaded = Load(bytes, "r.jsonl");
    REQUIRE(loaded.documents.size() == 1);
    CHECK(loaded.documents[0].source == "a");
    CHECK(loaded.documents[0].ByteSpan(0, 2) == Span{0, 6});
    CHECK(loaded.documents[0].encoding == "UTF-8");
  }
}

TEST_CASE("a file without any usable record is an error, deep nesting is none") {
  CHECK(Load("{\"id\":1}\n[]\n", "r.ndjson").error == "r.ndjson: error: has no record that can be used");
  const std::string deep = "{\"text\":\"a.\",\"x\":" + std::string(1000000, '[') + std::string(1000000, ']') + "}";
  CHECK(Load(deep, "r.ndjson").documents.size() == 1);
  LoadOptions options;
  options.format = InputFormat::kNdjson;
  CHECK(Load("{\"text\":\"a.\"}", "-", options).documents.at(0).source == "-:1");
}

TEST_CASE("huge lines without marks are cut into sentences in linear time") {
  const auto start = std::chrono::steady_clock::now();
  for (const std::string unit : {"\u6C5F", "\u201C", "\u3002", "(", "\"", "a ", "\uFF0C", "\u201C\u3002", " ", "1."}) {
    std::string text = "x";
    while (text.size() < 2000000) text += unit;
    const Loaded loaded = Load(text + "x");
    REQUIRE(loaded.documents.size() == 1);
    CHECK(FindViolation(loaded.documents[0]) == "");
  }
  for (const std::string unit : {"##\n", "# a\n", "a\n", "a,\n", "\n", "- a\n", "[a](b)\n", "\r", "===\n"}) {
    std::string text = "x\n\n";
    while (text.size() < 2000000) text += unit;
    CHECK(Load(text).documents.size() == 1);
  }
  CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(60));
}

TEST_CASE("files are read whole, or the error names file and reason") {
  const std::string path = LoadDataPath("records.ndjson");
  CHECK(**ReadFile(path, 1 << 20) == ReadTestFile(path));
  CHECK(ToString(ReadFile("/nowhere/a", 1).error()) == "/nowhere/a: error: cannot be read: No such file or directory");
  CHECK(ToString(ReadFile(MAILUO_SOURCE_DIR, 1).error()) ==
        std::string(MAILUO_SOURCE_DIR) + ": error: cannot be read: Is a directory");
  CHECK(ToString(ReadFile(path, 10).error()) == path + ": error: is larger than 10 bytes");
}

TEST_CASE("the titles of the annotated articles are the gold titles") {
  const std::string shared = SharedFolder();
  if (shared.empty()) return;
  std::map<std::string, std::vector<std::string>> titles;  // by file name
  for (const std::string folder : {"/annotation/articles", "/seeds"}) {
    for (const auto& entry : std::filesystem::directory_iterator(shared + folder)) {
      if (entry.path().extension() != ".txt") continue;
      const std::string name = entry.path().filename().string();
      const Loaded loaded = Load(ReadTestFile(entry.path().string()), name);
      CHECK(loaded.error == "");
      for (const Document& document : loaded.documents) {
        titles[name].push_back(RemoveSpaces(document.title));
        CHECK(FindViolation(document) == "");
      }
    }
  }
  size_t compared = 0;
  for (const auto& entry : std::filesystem::directory_iterator(shared + "/annotation/gold")) {
    const rapidjson::Document gold = ReadTestJson(entry.path().string());
    std::vector<std::string>& found = titles[gold["source"].GetString()];
    const auto match = std::find(found.begin(), found.end(), RemoveSpaces(gold["title"].GetString()));
    CHECK_MESSAGE(match != found.end(), entry.path().filename().string());
    if (match != found.end()) found.erase(match);
    ++compared;
  }
  CHECK(compared > 0);
  for (const auto& [name, left] : titles) CHECK_MESSAGE(left.empty(), name);
}

TEST_CASE("the corpus loads without a message, every document sound") {
  const std::string shared = SharedFolder();
  if (shared.empty()) return;
  for (const std::string name : {"news.ndjson", "reports.ndjson"}) {
    const std::string bytes = ReadTestFile(shared + "/corpus/" + name);
    const Loaded loaded = Load(bytes, name);
    CHECK(loaded.messages.empty());
    CHECK(loaded.documents.size() == static_cast<size_t>(std::count(bytes.begin(), bytes.end(), '\n')));
    for (const Document& document : loaded.documents) {
      CHECK_MESSAGE(FindViolation(document) == "", document.source);
      CHECK_MESSAGE(document.title != "", document.source);
    }
  }
}

}  // namespace mailuo
