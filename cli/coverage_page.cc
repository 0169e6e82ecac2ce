#include "coverage_page.h"

#include "json_text.h"
#include "packs.h"
#include "pages.h"

namespace mailuo::cli {
namespace {

void AppendRules(const Coverage& coverage, const RulePack& pack, std::string* out) {
  JsonArray list(out);
  for (const RuleCounts& counts : coverage.rules()) {
    list.Next();
    JsonObject one(out);
    one.Put("id", counts.rule->id);
    one.Put("layer", LayerName(counts.rule->layer));
    one.Put("where", FileIn(pack, counts.rule->where.file) + ":" + std::to_string(counts.rule->where.line));
    one.Put("pattern", counts.rule->pattern);
    one.Put("tried", counts.tried);
    one.Put("matched", counts.matched);
    one.Put("kept", counts.kept);
    one.Put("made", counts.made);
    one.Put("us", counts.nanoseconds / 1000);
    one.Key("rejected");
    JsonObject rejected(out);
    for (const auto& [reason, count] : counts.rejected) rejected.Put(reason, count);
  }
}

// Words by lexicon: [word, class, line, found].
void AppendWords(const Coverage& coverage, const RulePack& pack, std::string* out) {
  JsonArray files(out);
  size_t i = 0;  // entries of a lexicon stand together
  for (size_t f = 0; f < pack.lexicons.size(); ++f) {
    files.Next();
    JsonObject file(out);
    file.Put("file", FileIn(pack, pack.lexicons[f].path));
    file.Key("words");
    JsonArray words(out);
    for (const auto& all = coverage.words().entries(); i < all.size() && all[i].file == f; ++i) {
      const LexiconEntry& entry = pack.lexicons[f].entries[all[i].entry];
      words.Next();
      JsonArray word(out);
      word.Text(entry.word);
      word.Text(pack.classes[entry.class_id]);
      word.Number(entry.line);
      word.Number(coverage.word_counts()[i]);
    }
  }
}

}  // namespace

void CoveragePage::Add(const Document& document, const std::vector<MarkedMatch>& matches) {
  if (document.size() == 0 || (shown_ > 0 && chars_ + document.size() > kMaxChars)) return;
  chars_ += document.size();
  if (shown_++ > 0) articles_ += ",\n";
  JsonObject article(&articles_);
  article.Put("source", document.source);
  article.Put("title", document.title);
  article.Put("text", document.Text(0, document.size()));
  article.Key("blocks");
  {
    JsonArray blocks(&articles_);
    for (const Block& block : document.blocks) {
      blocks.Next();
      JsonArray one(&articles_);
      one.Number(block.begin);
      one.Number(block.end);
      one.Number(static_cast<uint64_t>(block.kind));
    }
  }
  article.Key("matches");
  JsonArray list(&articles_);
  for (const MarkedMatch& match : matches) {
    list.Next();
    JsonArray one(&articles_);
    one.Number(match.begin);
    one.Number(match.end);
    one.Number(match.rule);
    one.Number(match.kept ? 1 : 0);
    one.Number(document.offsets[match.begin]);
    one.Text(match.said);
  }
}

std::string CoveragePage::Html(const Coverage& coverage, const RulePack& pack, const ArticleCounts& counts) const {
  std::string data;
  {
    JsonObject page(&data);
    page.Put("pack", pack.name + " " + pack.version);
    page.Put("articles_read", counts.articles);
    page.Key("rules");
    AppendRules(coverage, pack, &data);
    page.Key("lexicons");
    AppendWords(coverage, pack, &data);
    page.Key("articles");
    data += "[\n" + articles_ + "]";
  }
  return FillPage(kCoveragePage, "Coverage of " + pack.name, data);
}

}  // namespace mailuo::cli
