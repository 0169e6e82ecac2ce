// mailuo try: one rule against articles, with the words and lower layers of a pack: the loop of a rule writer.
#include <algorithm>
#include <filesystem>
#include <memory>
#include <set>

#include "articles.h"
#include "command.h"
#include "mailuo/extractors/extractor.h"
#include "match_text.h"
#include "output.h"
#include "packs.h"
#include "recorder.h"

namespace mailuo::cli {
namespace {

constexpr char kPatternName[] = "PATTERN";  // how messages call what stands on the command line
constexpr char kRuleName[] = "RULE";
constexpr uint32_t kMissChars = 1 << 17;  // of articles in which near misses are looked for where nothing matched
constexpr size_t kMissesShown = 3;

struct TryOptions {
  std::string rule;
  ArticleOptions articles;
  unsigned limit = 50;
};

bool IsRuleId(std::string_view text) {
  return !text.empty() &&
         text.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./") ==
             std::string_view::npos;
}

// JSON begins with a brace and a quoted key, or a comment; the braces of a pattern hold a name.
bool IsJson(std::string_view text) {
  const size_t first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return false;
  if (text[first] == '/') return true;
  const size_t second = text.find_first_not_of(" \t\r\n", first + 1);
  return text[first] == '{' && second != std::string_view::npos && (text[second] == '"' || text[second] == '/');
}

// The rules to try in `pack`, at its end; of the layer of the last all other rules are gone, and those above it.
class RuleChooser {
 public:
  RuleChooser(RulePack* pack, DiagnosticSink* sink) : pack_(*pack), sink_(sink) {}

  expected<std::set<std::string>> Choose(const std::string& text) {
    std::error_code ignored;
    std::set<std::string> ids;
    if (std::filesystem::is_regular_file(text, ignored)) {
      const auto bytes = ReadFile(text, UINT64_MAX);
      if (!bytes) return unexpected(bytes.error());
      file_ = text;
      if (const auto added = Add(IsJson(**bytes), **bytes); !added) return unexpected(added.error());
    } else if (IsRuleId(text)) {
      const auto known = FindRule(text);
      if (!known) return unexpected(known.error());
      ids.insert(*known);
    } else {
      file_ = IsJson(text) ? kRuleName : kPatternName;
      if (const auto added = Add(IsJson(text), text); !added) return unexpected(added.error());
    }
    for (size_t i = first_; i < pack_.rules.size() && ids.empty(); ++i) added_.insert(pack_.rules[i].id);
    if (ids.empty()) ids = added_;
    Keep(ids);
    return ids;
  }

  const std::string& file() const { return file_; }

 private:
  expected<void> Add(bool is_json, const std::string& text) {
    first_ = pack_.rules.size();
    if (is_json) {
      const auto added = AddRules(text, file_, &pack_, sink_);
      if (!added) return unexpected(added.error());
      if (*added == 0) return unexpected(Error{Error::Kind::kInput, {file_, 0, 0}, "there is no rule in it"});
      return {};
    }
    Rule rule;
    rule.id = "try/pattern";
    rule.pattern = text;
    while (!rule.pattern.empty() && rule.pattern.back() == '\n') rule.pattern.pop_back();
    rule.where = rule.pattern_where = {file_, 1, 1};
    rule.order = static_cast<uint32_t>(pack_.rules.size());
    pack_.rules.push_back(std::move(rule));
    return {};
  }

  expected<std::string> FindRule(const std::string& name) const {
    std::vector<std::string_view> ids;
    for (const Rule& rule : pack_.rules) {
      if (rule.id == name || rule.id.substr(rule.id.find('/') + 1) == name) return rule.id;
      ids.push_back(rule.id);
      ids.push_back(std::string_view(rule.id).substr(rule.id.find('/') + 1));
    }
    std::string message = "'" + name + "' is no rule of the pack, no file, and no pattern";
    const std::string_view nearest = NearestName(name, ids);
    if (!nearest.empty()) message += "; did you mean '" + std::string(nearest) + "'?";
    return unexpected(Error{Error::Kind::kUsage, {}, std::move(message)});
  }

  void Keep(const std::set<std::string>& ids) {
    Layer top = Layer::kQuantity;
    for (const Rule& rule : pack_.rules) {
      if (ids.count(rule.id) > 0) top = std::max(top, rule.layer);
    }
    std::erase_if(pack_.rules, [&](const Rule& rule) { return rule.layer >= top && ids.count(rule.id) == 0; });
  }

  RulePack& pack_;
  DiagnosticSink* sink_;
  std::string file_;
  size_t first_ = 0;
  std::set<std::string> added_;
};

// What all articles gave, in words or as JSON.
class TryReport {
 public:
  TryReport(const TryOptions& options, const Console& console) : options_(options), console_(console) {
    json_.Open();
    json_.Key("matches").OpenList();
  }

  void Add(const Document& document, const Recorder& recorder) {
    if (!recorder.matches().empty()) ++articles_;
    for (const RecordedMatch& match : recorder.matches()) {
      ++matches_;
      for (const RecordedTriple& one : match.triples) triples_ += one.repeated ? 0 : 1;
      for (const TurnedDownHere& no : match.turned_down) ++reasons_[no.reason];
      if (options_.limit != 0 && matches_ > options_.limit) continue;
      if (console_.json()) {
        WriteMatch(document, match, &json_);
        continue;
      }
      const RulePlace& place = match.match.place;
      text_ += console_.Out(Style::kDim, PlaceText(document, place.begin, place.end)) + "  " +
               MarkedSentence(document, match, console_) + "\n" + CaptureLines(document, match.match, console_) +
               OutcomeLines(document, match, console_);
    }
  }

  std::string Text(const ArticleCounts& counts) {
    json_.CloseList();
    json_.Put("articles", counts.articles);
    json_.Put("bytes", counts.bytes);
    json_.Put("matched", matches_);
    json_.Put("yielded", triples_);
    json_.Key("turned_down").Open();
    for (const auto& [reason, count] : reasons_) json_.Put(reason, count);
    json_.Close();
    json_.Close();
    if (console_.json()) return json_.Text();
    if (options_.limit != 0 && matches_ > options_.limit) {
      text_ += console_.Out(Style::kDim,
                            "... and " + std::to_string(matches_ - options_.limit) + " more; --limit 0 shows all") +
               "\n";
    }
    std::string reasons;
    for (const auto& [reason, count] : reasons_) reasons += ", " + std::to_string(count) + " " + reason;
    text_ += std::to_string(matches_) + (matches_ == 1 ? " match in " : " matches in ") + std::to_string(articles_) +
             " of " + std::to_string(counts.articles) + (counts.articles == 1 ? " article, " : " articles, ") +
             std::to_string(triples_) + (triples_ == 1 ? " triple" : " triples") + reasons + "\n";
    return text_;
  }

  uint64_t matches() const { return matches_; }

 private:
  const TryOptions& options_;
  const Console& console_;
  JsonWriter json_;
  std::string text_;
  uint64_t articles_ = 0, matches_ = 0, triples_ = 0;
  std::map<std::string, uint64_t> reasons_;
};

// Where nothing matched: the places at which the rules came furthest.
std::string NearestMisses(const std::vector<Document>& documents, const std::set<std::string>& ids,
                          const CompiledRules& rules, const Console& console) {
  const auto is_tried = [&](std::string_view rule) { return ids.count(std::string(rule)) > 0; };
  Recorder recorder(is_tried, false, is_tried);
  Extractor extractor(rules);
  extractor.set_observer(&recorder);
  struct Shown {
    size_t nearness;
    std::string lines;
  };
  std::vector<Shown> found;
  for (const Document& document : documents) {
    recorder.Clear();
    Extraction ignored;
    extractor.Extract(document, &ignored);
    for (const Recorder::Miss& miss : recorder.misses()) {
      const size_t nearness = Nearness(miss.miss);
      if (nearness == 0) continue;
      if (found.size() == kMissesShown && nearness <= found.back().nearness) continue;
      found.push_back({nearness, MissLines(document, recorder.seen(), miss, console)});
      std::stable_sort(found.begin(), found.end(),
                       [](const Shown& a, const Shown& b) { return a.nearness > b.nearness; });
      if (found.size() > kMissesShown) found.pop_back();
    }
  }
  std::string text = found.empty() ? "Nothing there begins as the rule does.\n" : "It came nearest here:\n";
  for (const Shown& one : found) text += one.lines;
  return text;
}

int RunTry(const TryOptions& options, const Console& console) {
  const expected<std::string> folder = FindPack(options.articles.pack);
  if (!folder) return console.Fail(folder.error());
  DiagnosticList about_pack;
  expected<RulePack> pack = LoadRulePack(*folder, SearchPath(), &about_pack);
  if (!pack) {
    console.Report(about_pack.all());
    return console.Fail(pack.error());
  }
  DiagnosticList found;
  RuleChooser chooser(&*pack, &found);
  const expected<std::set<std::string>> ids = chooser.Choose(options.rule);
  if (!ids) {
    console.Report(found.all());
    return found.has_errors() ? kUsage : console.Fail(ids.error());
  }
  const expected<CompiledRules> rules = CompiledRules::Compile(std::move(*pack), &found);
  for (const Diagnostic& one : found.all()) {  // the pack's own are for rules check
    if (one.severity == Severity::kError || one.where.file == chooser.file()) console.Report(one);
  }
  if (!rules) return kUsage;

  Recorder recorder([&](std::string_view rule) { return ids->count(std::string(rule)) > 0; },
                    console.json(), [](std::string_view) { return false; });
  Extractor extractor(*rules);
  extractor.set_observer(&recorder);
  TryReport report(options, console);
  std::vector<Document> first;
  uint32_t kept_chars = 0;
  const auto counts = ReadArticles(options.articles, rules->pack().layout, console, [&](const Document& document) {
    recorder.Clear();
    Extraction ignored;
    extractor.Extract(document, &ignored);
    report.Add(document, recorder);
    if (kept_chars < kMissChars && report.matches() == 0) {
      kept_chars += document.size();
      first.push_back(document);
    }
  });
  if (!counts) return console.Fail(counts.error());
  std::string text = report.Text(*counts);
  if (report.matches() == 0 && !console.json()) text += NearestMisses(first, *ids, *rules, console);
  if (const auto printed = Print(text); !printed) return console.Fail(printed.error());
  return counts->input_was_bad ? kBadInput : kOk;
}

}  // namespace

void AddTry(CLI::App* app, Request* request) {
  const auto options = std::make_shared<TryOptions>();
  CLI::App* command =
      AddCommand(app, "try", "One rule or pattern against articles: what it finds, or how near it comes",
                 "mailuo try '<verb.make> {m: Money}? {f: Fund}' articles/\n"
                 "  mailuo try my-rule.json articles/ --pack ./my-pack\n"
                 "  mailuo try fund-amount articles/",
                 request);
  command
      ->add_option(
          "RULE", options->rule,
          "A pattern, a rule as JSON, a file with one or several of them, or the id of a rule of the pack. Its "
          "layer has no other rule; the layers below are the pack's")
      ->required()
      ->type_name("");
  AddArticleOptions(command, &options->articles);
  command->add_option("--limit", options->limit, "Show N matches; 0 for all")->type_name("N")->capture_default_str();
  SetRun(command, request, options, &RunTry);
}

}  // namespace mailuo::cli
