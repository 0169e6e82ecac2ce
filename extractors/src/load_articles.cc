// The way from bytes to documents: decode.h, blocks.h, sentences.h; for records ndjson_records.h comes first.
#include "mailuo/extractors/load_articles.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <string_view>
#include <system_error>

#include "blocks.h"
#include "decode.h"
#include "layout_table.h"
#include "mailuo/schemas/triple.h"
#include "ndjson_records.h"
#include "sentences.h"
#include "unicode.h"

namespace mailuo {
namespace {

constexpr std::string_view kUtf8Mark = "\xEF\xBB\xBF";

bool EndsWith(std::string_view text, std::string_view ending) {
  return text.size() >= ending.size() && text.substr(text.size() - ending.size()) == ending;
}

bool IsNdjson(InputFormat format, std::string_view source) {
  if (format != InputFormat::kAuto) return format == InputFormat::kNdjson;
  return EndsWith(source, ".ndjson") || EndsWith(source, ".jsonl");
}

Error At(const std::string& source, Error error) {
  error.where.file = source;
  return error;
}

Error NothingUsable(const std::string& source, std::string message) {
  return {Error::Kind::kInput, {source, 0, 0}, std::move(message)};
}

class Loader {
 public:
  Loader(const LoadOptions& options, const Layout& layout, DiagnosticSink* sink,
         const std::function<void(Document)>& take)
      : options_(options), layout_(layout), sink_(sink), take_(take) {}

  expected<size_t> LoadText(std::shared_ptr<const std::string> bytes, const std::string& source) {
    expected<DecodedText> text = Decode(*bytes, options_.encoding);
    if (!text) return unexpected(At(source, std::move(text.error())));
    Respell(&*text);
    const TextPlan plan(layout_, {text->chars.data(), text->chars.size()}, nullptr);
    if (plan.lines().empty()) return unexpected(NothingUsable(source, "is empty"));
    ReportBroken(*text, {source, 1, 0}, sink_);
    for (uint32_t item : plan.passed_over()) {
      const Line& line = plan.lines()[plan.items()[item].first];
      ReportPassedOver({source, line.number, 0});
    }
    for (const ArticlePlan& article : plan.articles()) Take(*text, plan, article, bytes, source, {});
    return plan.articles().size();
  }

  expected<size_t> LoadRecords(std::string_view bytes, const std::string& source) {
    RecordReader reader(bytes, source);
    size_t taken = 0, lines = 0;
    for (expected<ArticleRecord> record; reader.Next(&record); ++lines) {
      if (record) {
        taken += LoadRecord(std::move(*record), source);
      } else {
        sink_->Report({Severity::kError, record.error().where, record.error().message});
      }
    }
    if (lines == 0) return unexpected(NothingUsable(source, "is empty"));
    if (taken == 0) return unexpected(NothingUsable(source, "has no record that can be used"));
    return taken;
  }

 private:
  void ReportPassedOver(Location where) {
    const char* const message = "line without text of its own before a title, belongs to no article";
    sink_->Report(Diagnostic{Severity::kNote, std::move(where), message});
  }

  size_t LoadRecord(ArticleRecord record, const std::string& file) {
    const Location where = {file, record.line, 0};
    const auto bytes = std::make_shared<const std::string>(std::move(record.text));
    DecodedText text = DecodeUtf8WithOffsets(*bytes);
    Respell(&text);
    std::u32string title = Spelled(record.title);
    std::erase_if(title, [this](char32_t c) { return layout_.Is(c, LayoutTable::kSpace); });
    const TextPlan plan(layout_, {text.chars.data(), text.chars.size()}, title.empty() ? nullptr : &title);
    if (plan.lines().empty()) {
      sink_->Report({Severity::kError, where, "the text of record '" + record.id + "' is empty"});
      return 0;
    }
    ReportBrokenRecord(text, where);
    for (const ArticlePlan& article : plan.articles()) Take(text, plan, article, bytes, record.id, record);
    return plan.articles().size();
  }

  // The lines of a record's text are not lines of the file: the place is the record's.
  void ReportBrokenRecord(const DecodedText& text, const Location& where) {
    DiagnosticList found;
    ReportBroken(text, {}, &found);
    for (const Diagnostic& one : found.all()) sink_->Report({one.severity, where, one.message + " (in \"text\")"});
  }

  void Take(const DecodedText& text, const TextPlan& plan, const ArticlePlan& article,
            const std::shared_ptr<const std::string>& bytes, const std::string& source, const ArticleRecord& record) {
    Document document = MakeDocument(layout_, text, plan, article, bytes);
    document.source = source;
    document.date = record.date;
    if (!record.title.empty()) document.title = OneLine(record.title);
    document.title_chars = Spelled(document.title);
    document.respelled = text.respelled;
    document.article_id = ArticleId(source, document.title);
    CutSentences(layout_, &document);
    take_(std::move(document));
  }

  void Respell(DecodedText* text) const {
    if (!layout_.has_spellings()) return;
    for (char32_t& c : text->chars) {
      const char32_t spelled = layout_.Spelled(c);
      text->respelled |= spelled != c;
      c = spelled;
    }
  }

  std::u32string Spelled(std::string_view text) const {
    std::u32string chars = FoldedChars(text);
    for (char32_t& c : chars) c = layout_.Spelled(c);
    return chars;
  }

  static std::string OneLine(std::string title) {
    std::erase_if(title, [](char c) { return c == '\n' || c == '\r'; });
    return title;
  }

  const LoadOptions& options_;
  const LayoutTable layout_;
  DiagnosticSink* const sink_;
  const std::function<void(Document)>& take_;
};

// Records in another encoding are made UTF-8 first: their offsets count bytes of the text, not of the file.
expected<std::string> ToUtf8(std::string_view bytes, const std::string& encoding, const std::string& source,
                             DiagnosticSink* sink) {
  expected<DecodedText> text = Decode(bytes, encoding);
  if (!text) return unexpected(std::move(text.error()));
  ReportBroken(*text, {source, 1, 0}, sink);
  std::string utf8;
  for (char32_t c : text->written) AppendUtf8(c, &utf8);
  return utf8;
}

}  // namespace

expected<size_t> LoadArticles(std::shared_ptr<const std::string> bytes, const std::string& source,
                              const LoadOptions& options, const Layout& layout, DiagnosticSink* sink,
                              const std::function<void(Document)>& take) {
  const uint64_t limit = std::min<uint64_t>(options.max_bytes, UINT32_MAX);
  if (bytes->size() > limit) {
    return unexpected(NothingUsable(
        source, "has " + std::to_string(bytes->size()) + " bytes, expected at most " + std::to_string(limit)));
  }
  Loader loader(options, layout, sink, take);
  if (!IsNdjson(options.format, source)) return loader.LoadText(std::move(bytes), source);
  expected<std::string> encoding = DetectEncoding(*bytes, options.encoding);
  if (!encoding) return unexpected(At(source, std::move(encoding.error())));
  if (IsUtf8Name(*encoding)) {
    const bool marked = bytes->compare(0, kUtf8Mark.size(), kUtf8Mark) == 0;
    return loader.LoadRecords(std::string_view(*bytes).substr(marked ? kUtf8Mark.size() : 0), source);
  }
  const expected<std::string> utf8 = ToUtf8(*bytes, *encoding, source, sink);
  if (!utf8) return unexpected(At(source, utf8.error()));
  return loader.LoadRecords(*utf8, source);
}

expected<std::shared_ptr<const std::string>> ReadFile(const std::string& path, uint64_t max_bytes) {
  const auto fail = [&path](std::string message) {
    return unexpected(Error{Error::Kind::kInput, {path, 0, 0}, std::move(message)});
  };
  const auto reason = [] { return "cannot be read: " + std::generic_category().message(errno); };
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "rb"), &std::fclose);
  if (file == nullptr) return fail(reason());
  auto bytes = std::make_shared<std::string>();
  constexpr size_t kFirstBlock = size_t{1} << 16;
  for (size_t size = 0;;) {
    bytes->resize(std::max(kFirstBlock, size * 2));
    const size_t got = std::fread(bytes->data() + size, 1, bytes->size() - size, file.get());
    size += got;
    if (size > max_bytes) return fail("is larger than " + std::to_string(max_bytes) + " bytes");
    if (std::ferror(file.get()) != 0) return fail(reason());
    if (size == bytes->size()) continue;
    bytes->resize(size);
    bytes->shrink_to_fit();
    return std::shared_ptr<const std::string>(std::move(bytes));
  }
}

}  // namespace mailuo
