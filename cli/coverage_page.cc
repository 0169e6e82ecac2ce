#include "coverage_page.h"

#include "mailuo/schemas/triple_stream.h"
#include "pages.h"

namespace mailuo::cli {
namespace {

void AppendField(std::string_view key, std::string_view text, std::string* out) {
  AppendJsonString(key, out);
  *out += ':';
  AppendJsonString(text, out);
}

// Compact JSON: the page of a corpus holds many of these.
class List {
 public:
  explicit List(std::string* out) : out_(*out) { out_ += '['; }
  void Next() {
    if (!first_) out_ += ",\n";
    first_ = false;
  }
  void Close() { out_ += ']'; }

 private:
  std::string& out_;
  bool first_ = true;
};

std::string Number(uint64_t value) { return std::to_string(value); }

// A file of the pack by its path from there.
std::string FileIn(const RulePack& pack, const std::string& file) {
  return file.starts_with(pack.directory + "/") ? file.substr(pack.directory.size() + 1) : file;
}

void AppendRules(const Coverage& coverage, const RulePack& pack, std::string* out) {
  List list(out);
  for (const RuleCounts& one : coverage.rules()) {
    list.Next();
    *out += '{';
    AppendField("id", one.rule->id, out);
    *out += ',';
    AppendField("layer", LayerName(one.rule->layer), out);
    *out += ',';
    AppendField("where", FileIn(pack, one.rule->where.file) + ":" + Number(one.rule->where.line), out);
    *out += ',';
    AppendField("pattern", one.rule->pattern, out);
    *out += ",\"tried\":" + Number(one.tried) + ",\"matched\":" + Number(one.matched) +
            ",\"kept\":" + Number(one.kept) + ",\"made\":" + Number(one.made) +
            ",\"us\":" + Number(one.nanoseconds / 1000) + ",\"rejected\":{";
    bool first = true;
    for (const auto& [reason, count] : one.rejected) {
      if (!first) *out += ',';
      first = false;
      AppendJsonString(reason, out);
      *out += ':' + Number(count);
    }
    *out += "}}";
  }
  list.Close();
}

void AppendWords(const Coverage& coverage, const RulePack& pack, std::string* out) {
  List files(out);
  for (size_t f = 0; f < pack.lexicons.size(); ++f) {
    files.Next();
    *out += '{';
    AppendField("file", FileIn(pack, pack.lexicons[f].path), out);
    *out += ",\"words\":";
    List words(out);
    for (size_t i = 0; i < coverage.words().entries().size(); ++i) {
      const WordIndex::Entry& at = coverage.words().entries()[i];
      if (at.file != f) continue;
      const LexiconEntry& entry = pack.lexicons[f].entries[at.entry];
      words.Next();
      *out += '[';
      AppendJsonString(entry.word, out);
      *out += ',';
      AppendJsonString(pack.classes[entry.class_id], out);
      *out += ',' + Number(entry.line) + ',' + Number(coverage.word_counts()[i]) + ']';
    }
    words.Close();
    *out += '}';
  }
  files.Close();
}

}  // namespace

void CoveragePage::Add(const Document& document, const std::vector<MarkedMatch>& matches) {
  if (document.size() == 0 || (shown_ > 0 && chars_ + document.size() > kMaxChars)) return;
  chars_ += document.size();
  if (shown_++ > 0) articles_ += ",\n";
  articles_ += '{';
  AppendField("source", document.source, &articles_);
  articles_ += ',';
  AppendField("title", document.title, &articles_);
  articles_ += ',';
  AppendField("text", document.Text(0, document.size()), &articles_);
  articles_ += ",\"blocks\":[";
  for (size_t i = 0; i < document.blocks.size(); ++i) {
    const Block& block = document.blocks[i];
    articles_ += (i == 0 ? "[" : ",[") + Number(block.begin) + "," + Number(block.end) + "," +
                 Number(static_cast<uint64_t>(block.kind)) + "]";
  }
  articles_ += "],\"matches\":[";
  for (size_t i = 0; i < matches.size(); ++i) {
    const MarkedMatch& match = matches[i];
    articles_ += (i == 0 ? "[" : ",[") + Number(match.begin) + "," + Number(match.end) + "," + Number(match.rule) +
                 "," + (match.kept ? "1," : "0,") + Number(document.offsets[match.begin]) + ",";
    AppendJsonString(match.said, &articles_);
    articles_ += ']';
  }
  articles_ += "]}";
}

std::string CoveragePage::Html(const Coverage& coverage, const RulePack& pack, const ArticleCounts& counts) const {
  std::string data = "{";
  AppendField("pack", pack.name + " " + pack.version, &data);
  data += ",\"articles_read\":" + Number(counts.articles) + ",\"rules\":";
  AppendRules(coverage, pack, &data);
  data += ",\"lexicons\":";
  AppendWords(coverage, pack, &data);
  data += ",\"articles\":[\n" + articles_ + "]}";
  return FillPage(kCoveragePage, "Coverage of " + pack.name, data);
}

}  // namespace mailuo::cli
