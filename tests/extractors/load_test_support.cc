#include "load_test_support.h"

#include <doctest/doctest.h>
#include <unicode/ucnv.h>
#include <unicode/unistr.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <sstream>

#include "unicode.h"

namespace mailuo {
namespace {

std::vector<std::string> Strings(const rapidjson::Value& array) {
  std::vector<std::string> strings;
  for (const auto& value : array.GetArray()) strings.emplace_back(value.GetString());
  return strings;
}

class CharDecoder {
 public:
  explicit CharDecoder(const std::string& encoding) {
    UErrorCode status = U_ZERO_ERROR;
    converter_.reset(ucnv_open(encoding.c_str(), &status));
    ucnv_setToUCallBack(converter_.get(), UCNV_TO_U_CALLBACK_STOP, nullptr, nullptr, nullptr, &status);
    REQUIRE(U_SUCCESS(status));
  }

  // The one character in `bytes`, or U+FFFD.
  char32_t Decode(std::string_view bytes) const {
    UErrorCode status = U_ZERO_ERROR;
    ucnv_resetToUnicode(converter_.get());
    const char* p = bytes.data();
    const UChar32 c = ucnv_getNextUChar(converter_.get(), &p, p + bytes.size(), &status);
    return U_FAILURE(status) || p != bytes.data() + bytes.size() ? 0xFFFD : static_cast<char32_t>(c);
  }

 private:
  struct Closer {
    void operator()(UConverter* converter) const { ucnv_close(converter); }
  };
  std::unique_ptr<UConverter, Closer> converter_;
};

bool IsLineBreak(std::string_view bytes, const CharDecoder& decoder) {
  return bytes.find_first_of("\n\r\f\v") != std::string_view::npos || decoder.Decode(bytes) == 0x2028;
}

std::string FindOffsetViolation(const Document& document) {
  const CharDecoder decoder(document.encoding);
  const std::string_view bytes = *document.bytes;
  std::string text;
  for (uint32_t i = 0; i < document.size(); ++i) {
    const std::string place = " at character " + std::to_string(i);
    if (document.offsets[i] >= document.ends[i] || document.ends[i] > bytes.size()) return "no bytes" + place;
    if (i > 0 && document.offsets[i] < document.ends[i - 1]) return "overlap" + place;
    const std::string_view piece = bytes.substr(document.offsets[i], document.ends[i] - document.offsets[i]);
    const bool is_break = document.chars[i] == ' ' && IsLineBreak(piece, decoder);
    const char32_t written = is_break ? U' ' : decoder.Decode(piece);
    if (FoldChar(written) != document.chars[i]) return "bytes do not decode to the character" + place;
    AppendUtf8(written, &text);
  }
  return text == document.Text(0, document.size()) ? "" : "Text differs from the bytes";
}

std::string FindTilingViolation(const Document& document) {
  uint32_t end = 0;
  for (const Block& block : document.blocks) {
    if (block.begin != end || block.end <= block.begin) return "blocks do not tile at " + std::to_string(end);
    if (document.chars[block.begin] == ' ' || document.chars[block.end - 1] == ' ') {
      return "white space around the block at " + std::to_string(block.begin);
    }
    end = block.end;
  }
  if (end != document.size()) return "characters behind the last block";
  uint32_t last = 0, section = 0;
  for (const Sentence& sentence : document.sentences) {
    const std::string place = " at " + std::to_string(sentence.begin);
    const Block& block = document.blocks[sentence.block];
    if (sentence.begin < block.begin || sentence.end > block.end) return "sentence out of its block" + place;
    if (sentence.text_begin < sentence.begin || sentence.text_begin >= sentence.end) return "empty sentence" + place;
    if (sentence.end - sentence.begin > 4000) return "sentence too long" + place;
    for (uint32_t i = last; i < sentence.begin; ++i) {
      if (document.chars[i] != ' ' && document.chars[i] != '\t' && document.chars[i] != 0xA0) return "gap" + place;
    }
    if (sentence.begin < last || sentence.section < section) return "sentences out of order" + place;
    last = sentence.end;
    section = sentence.section;
  }
  return last == document.size() ? "" : "characters behind the last sentence";
}

}  // namespace

Layout ChineseLayout() {
  static const Layout* const layout = [] {
    const rapidjson::Document json =
        ReadTestJson(std::string(MAILUO_SOURCE_DIR) + "/extractors/packs/policy-zh/layout.json");
    auto* const made = new Layout;
    made->sentence_end = json["sentence_end"].GetString();
    made->clause_end = json["clause_end"].GetString();
    for (const auto& pair : json["brackets"].GetArray()) {
      made->brackets.emplace_back(pair[0].GetString(), pair[1].GetString());
    }
    made->numerals = json["numerals"].GetString();
    made->section_markers = Strings(json["section_markers"]);
    made->offices = Strings(json["offices"]);
    made->heading_max_chars = json["heading_max_chars"].GetUint();
    made->byline_max_chars = json["byline_max_chars"].GetUint();
    made->spaces_between_words = json["spaces_between_words"].GetBool();
    return made;
  }();
  return *layout;
}

Layout EnglishLayout() {
  Layout layout;
  layout.sentence_end = ".?!";
  layout.clause_end = ",;:";
  layout.brackets = {{"\"", "\""}, {"(", ")"}};
  layout.section_markers = {"({n})", "{n}."};
  layout.offices = {"Mayor", "Director"};
  layout.spaces_between_words = true;
  return layout;
}

Loaded Load(const std::string& bytes, const std::string& source, const LoadOptions& options, const Layout& layout) {
  Loaded loaded;
  DiagnosticList diagnostics;
  const expected<size_t> count =
      LoadArticles(std::make_shared<const std::string>(bytes), source, options, layout, &diagnostics,
                   [&](Document document) { loaded.documents.push_back(std::move(document)); });
  if (!count) loaded.error = ToString(count.error());
  if (count) CHECK(*count == loaded.documents.size());
  for (const Diagnostic& diagnostic : diagnostics.all()) loaded.messages.push_back(ToString(diagnostic));
  return loaded;
}

std::string ReadTestFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  REQUIRE_MESSAGE(file.good(), path);
  std::ostringstream bytes;
  bytes << file.rdbuf();
  return bytes.str();
}

rapidjson::Document ReadTestJson(const std::string& path) {
  rapidjson::Document json;
  json.Parse(ReadTestFile(path).c_str());
  REQUIRE_MESSAGE(!json.HasParseError(), path, " at ", json.GetErrorOffset());
  return json;
}

std::string LoadDataPath(const std::string& name) {
  return std::string(MAILUO_SOURCE_DIR) + "/tests/extractors/load_data/" + name;
}

std::string SharedFolder() {
  const char* const place = std::getenv("MAILUO_SHARED");
  const std::string folder = place != nullptr ? place : std::string(MAILUO_SOURCE_DIR) + "/../shared";
  if (std::filesystem::is_directory(folder)) return folder;
  MESSAGE("skipped: no shared articles (MAILUO_SHARED names their place)");
  return {};
}

std::string Encode(const std::string& utf8, const std::string& encoding) {
  const icu::UnicodeString text = icu::UnicodeString::fromUTF8(utf8);
  UErrorCode status = U_ZERO_ERROR;
  std::string bytes(static_cast<size_t>(text.length()) * 4 + 8, '\0');
  UConverter* const converter = ucnv_open(encoding.c_str(), &status);
  const int32_t size = ucnv_fromUChars(converter, bytes.data(), static_cast<int32_t>(bytes.size()), text.getBuffer(),
                                       text.length(), &status);
  ucnv_close(converter);
  REQUIRE(U_SUCCESS(status));
  bytes.resize(static_cast<size_t>(size));
  return bytes;
}

std::vector<std::string> BlockTexts(const Document& document) {
  std::vector<std::string> texts;
  for (const Block& block : document.blocks) {
    texts.push_back("TBHP"[static_cast<size_t>(block.kind)] + std::to_string(block.section) + " " +
                    document.Text(block.begin, block.end));
  }
  return texts;
}

std::vector<std::string> SentenceTexts(const Document& document) {
  std::vector<std::string> texts;
  for (const Sentence& sentence : document.sentences) texts.push_back(document.Text(sentence.begin, sentence.end));
  return texts;
}

std::string FindViolation(const Document& document) {
  const std::string violation = FindOffsetViolation(document);
  return violation.empty() ? FindTilingViolation(document) : violation;
}

}  // namespace mailuo
