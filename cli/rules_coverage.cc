// mailuo rules coverage: what each rule and word of a pack does over articles: tried, matched, kept, turned down and
// why, time; and what never fires.
#include <algorithm>
#include <array>
#include <cstdio>
#include <memory>

#include "articles.h"
#include "command.h"
#include "coverage.h"
#include "coverage_page.h"
#include "json_writer.h"
#include "mailuo/extractors/extractor.h"
#include "output.h"
#include "packs.h"

namespace mailuo::cli {
namespace {

struct CoverageOptions {
  ArticleOptions articles;  // with the pack
  std::string sort = "pack";
  std::string html;
  bool words = false;
};

using Rows = std::vector<const RuleCounts*>;

Rows Sorted(const Coverage& coverage, const std::string& by) {
  Rows rows;
  for (const RuleCounts& one : coverage.rules()) rows.push_back(&one);
  if (by == "pack") return rows;
  if (by == "id") {
    std::stable_sort(rows.begin(), rows.end(), [](const auto* a, const auto* b) { return a->rule->id < b->rule->id; });
    return rows;
  }
  const auto figure = [&](const RuleCounts& one) {
    return by == "tried"      ? one.tried
           : by == "matched"  ? one.matched
           : by == "kept"     ? one.kept
           : by == "made"     ? one.made
           : by == "rejected" ? one.rejects()
                              : one.nanoseconds;
  };
  std::stable_sort(rows.begin(), rows.end(), [&](const auto* a, const auto* b) { return figure(*a) > figure(*b); });
  return rows;
}

std::string Milliseconds(uint64_t nanoseconds) {
  std::array<char, 32> text;
  std::snprintf(text.data(), text.size(), "%.1f", static_cast<double>(nanoseconds) / 1e6);
  return text.data();
}

std::string Reasons(const RuleCounts& counts) {
  std::string text;
  for (const auto& [reason, count] : counts.rejected) {
    text += (text.empty() ? "" : ", ") + std::to_string(count) + " " + reason;
  }
  return text;
}

std::string Row(size_t width, const std::string& id, const std::string& layer,
                const std::array<std::string, 5>& figures, const std::string& reasons) {
  std::array<char, 400> row;
  std::snprintf(row.data(), row.size(), "%-*s  %-8s %9s %9s %9s %9s %9s  %s", static_cast<int>(width), id.c_str(),
                layer.c_str(), figures[0].c_str(), figures[1].c_str(), figures[2].c_str(), figures[3].c_str(),
                figures[4].c_str(), reasons.c_str());
  std::string text = row.data();
  text.erase(text.find_last_not_of(' ') + 1);
  return text;
}

const LexiconEntry& EntryOf(const RulePack& pack, const WordIndex::Entry& at) {
  return pack.lexicons[at.file].entries[at.entry];
}

std::string WordsText(const Coverage& coverage, const RulePack& pack, bool all) {
  struct FileCounts {
    uint64_t words = 0, found = 0;
  };
  std::vector<FileCounts> files(pack.lexicons.size());
  uint64_t found = 0;
  std::string never;
  for (size_t i = 0; i < coverage.words().entries().size(); ++i) {
    const WordIndex::Entry& at = coverage.words().entries()[i];
    const bool fired = coverage.word_counts()[i] > 0;
    ++files[at.file].words;
    files[at.file].found += fired ? 1 : 0;
    found += fired ? 1 : 0;
    const LexiconEntry& entry = EntryOf(pack, at);
    if (!fired && all) {
      never += pack.lexicons[at.file].path + ":" + std::to_string(entry.line) + ": " + std::string(entry.word) + " " +
               pack.classes[entry.class_id] + "\n";
    }
  }
  std::string text =
      std::to_string(found) + " of " + std::to_string(coverage.word_counts().size()) + " words were found\n";
  for (size_t f = 0; f < files.size(); ++f) {
    text += "  " + std::to_string(files[f].found) + " of " + std::to_string(files[f].words) + "  " +
            pack.lexicons[f].path + "\n";
  }
  return text + never;
}

std::string TextOf(const CoverageOptions& options, const Coverage& coverage, const RulePack& pack,
                   const ArticleCounts& counts, const Console& console) {
  size_t width = 4;
  for (const RuleCounts& one : coverage.rules()) width = std::max(width, one.rule->id.size());
  std::string text =
      console.Out(Style::kBold, Row(width, "rule", "layer", {"tried", "matched", "kept", "made", "ms"}, "rejected")) +
      "\n";
  std::string never;
  size_t fired = 0;
  for (const RuleCounts* one : Sorted(coverage, options.sort)) {
    const std::string row = Row(width, one->rule->id, std::string(LayerName(one->rule->layer)),
                                {std::to_string(one->tried), std::to_string(one->matched), std::to_string(one->kept),
                                 std::to_string(one->made), Milliseconds(one->nanoseconds)},
                                Reasons(*one));
    text += console.Out(one->matched == 0 ? Style::kDim : Style::kPlain, row) + "\n";
    if (one->matched > 0) {
      ++fired;
    } else {
      never += "  " + one->rule->id + "  " + one->rule->where.file + ":" + std::to_string(one->rule->where.line) +
               (one->tried == 0 ? "  never tried" : "") + "\n";
    }
  }
  text += std::to_string(fired) + " of " + std::to_string(coverage.rules().size()) + " rules fired in " +
          std::to_string(counts.articles) + (counts.articles == 1 ? " article" : " articles") +
          (never.empty() ? "\n" : "; these never:\n" + never);
  return text + WordsText(coverage, pack, options.words);
}

std::string JsonOf(const CoverageOptions& options, const Coverage& coverage, const RulePack& pack,
                   const ArticleCounts& counts) {
  JsonWriter json;
  json.Open();
  json.Put("pack", pack.name);
  json.Put("articles", counts.articles);
  json.Put("bytes", counts.bytes);
  json.Key("rules").OpenList();
  for (const RuleCounts* one : Sorted(coverage, options.sort)) {
    json.Open();
    json.Put("id", one->rule->id);
    json.Put("layer", LayerName(one->rule->layer));
    json.Put("file", one->rule->where.file);
    json.Put("line", one->rule->where.line);
    json.Put("tried", one->tried);
    json.Put("matched", one->matched);
    json.Put("kept", one->kept);
    json.Put("made", one->made);
    json.Key("rejected").Open();
    for (const auto& [reason, count] : one->rejected) json.Put(reason, count);
    json.Close();
    json.Put("nanoseconds", one->nanoseconds);
    json.Close();
  }
  json.CloseList();
  json.Key("words").OpenList();
  for (size_t i = 0; i < coverage.words().entries().size(); ++i) {
    const WordIndex::Entry& at = coverage.words().entries()[i];
    const LexiconEntry& entry = EntryOf(pack, at);
    json.Open();
    json.Put("word", entry.word);
    json.Put("class", pack.classes[entry.class_id]);
    json.Put("file", pack.lexicons[at.file].path);
    json.Put("line", entry.line);
    json.Put("found", coverage.word_counts()[i]);
    json.Close();
  }
  json.CloseList();
  json.Close();
  return json.Text();
}

int RunCoverage(const CoverageOptions& options, const Console& console) {
  DiagnosticList found;
  const expected<CompiledRules> rules = LoadRules(options.articles.pack, &found);
  if (!rules) {
    console.Report(found.all());
    return found.has_errors() ? kUsage : console.Fail(rules.error());
  }
  Coverage coverage(*rules);
  CoveragePage page;
  Extractor extractor(*rules);
  extractor.set_observer(&coverage);
  const auto counts = ReadArticles(options.articles, rules->pack().layout, console, [&](const Document& document) {
    Extraction ignored;
    coverage.BeginArticle(document);
    extractor.Extract(document, &ignored);
    const std::vector<MarkedMatch> matches = coverage.EndArticle();
    if (!options.html.empty()) page.Add(document, matches);
  });
  if (!counts) return console.Fail(counts.error());
  if (!options.html.empty()) {
    const std::string html = page.Html(coverage, rules->pack(), *counts);
    const auto written = WriteOutput(options.html, [&](ByteSink* sink) { return sink->Append(html); });
    if (!written) return console.Fail(written.error());
    if (options.html == "-") return counts->input_was_bad ? kBadInput : kOk;
  }
  const auto printed = Print(console.json() ? JsonOf(options, coverage, rules->pack(), *counts)
                                            : TextOf(options, coverage, rules->pack(), *counts, console));
  if (!printed) return console.Fail(printed.error());
  return counts->input_was_bad ? kBadInput : kOk;
}

}  // namespace

void AddRulesCoverage(CLI::App* rules, Request* request) {
  const auto options = std::make_shared<CoverageOptions>();
  CLI::App* command = AddCommand(rules, "coverage", "What each rule and word does over articles, and what never fires",
                                 "mailuo rules coverage policy-zh articles/ --sort time\n"
                                 "  mailuo rules coverage ./my-pack articles/ --html coverage.html",
                                 request);
  command->add_option("PACK", options->articles.pack, "The pack's folder or name")->required()->type_name("");
  AddArticleOptions(command, &options->articles, /*with_pack=*/false);
  command
      ->add_option("--sort", options->sort, "Order of the rules: pack, id, tried, matched, kept, made, rejected, time")
      ->check(CLI::IsMember({"pack", "id", "tried", "matched", "kept", "made", "rejected", "time"}))
      ->type_name("FIELD")
      ->capture_default_str();
  command->add_flag("--words", options->words, "List the words that were never found, file:line");
  command->add_option("--html", options->html, "Write a page in which the articles can be read with each match marked")
      ->type_name("FILE");
  SetRun(command, request, options, &RunCoverage);
}

}  // namespace mailuo::cli
