// Each thread takes what is nearest to an end: first articles that wait, then the next file. A file's articles go to
// the common queue in batches; where the queue is full the loading thread extracts its batch itself, so one big file
// of records keeps all threads busy and memory stays bounded.
#include "extraction.h"

#include <spdlog/spdlog.h>
#include <spdlog/stopwatch.h>
#include <unicode/ucnv.h>
#define XXH_INLINE_ALL
#include <xxhash.h>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <deque>
#include <iterator>
#include <map>
#include <mutex>
#include <tuple>

#include "mailuo/extractors/extractor.h"
#include "mailuo/schemas/triple_stream.h"
#include "packs.h"
#include "parallel.h"
#include "progress.h"

namespace mailuo::cli {
namespace {

void TurnDownUnsure(double min_confidence, Extraction* extraction) {
  std::erase_if(extraction->triples, [&](Triple& triple) {
    if (triple.confidence >= min_confidence) return false;
    const Entity* object = std::get_if<Entity>(&triple.object);
    std::string detail = triple.subject.name + " " + triple.predicate + " " +
                         (object != nullptr ? object->name : std::get<Literal>(triple.object).text) + " ";
    AppendNumber(triple.confidence, &detail);
    extraction->rejects.push_back({std::move(triple.source), std::move(triple.article), "confidence", std::move(detail),
                                   std::move(triple.evidence), std::move(triple.rule)});
    return true;
  });
}

constexpr uint32_t kBatchChars = 1 << 15;  // some articles; a batch is then worth the handing over
constexpr size_t kBatchesPerThread = 4;

// What one file gave, in the order of its articles.
struct FileResult {
  std::vector<ArticleInfo> articles;
  std::vector<SourceInfo> sources;
  std::vector<Diagnostic> diagnostics;
  bool has_broken_bytes = false;
};

// What the loader says of one file. Its warnings are about broken bytes, and come before the articles that have them.
class FileDiagnostics : public DiagnosticList {
 public:
  void Report(Diagnostic diagnostic) override {
    has_broken_bytes_ |= diagnostic.severity == Severity::kWarning;
    DiagnosticList::Report(std::move(diagnostic));
  }
  bool has_broken_bytes() const { return has_broken_bytes_; }

 private:
  bool has_broken_bytes_ = false;
};

// What one article gave.
struct ArticleResult {
  std::string source;
  std::string article;
  Extraction extraction;
};

class ExtractionRun {
 public:
  ExtractionRun(const std::vector<InputFile>& files, const CompiledRules& rules, const ExtractionOptions& options,
                Progress* progress)
      : files_(files), rules_(rules), options_(options), progress_(progress), file_results_(files.size()) {}

  Extracted Run() {
    spdlog::stopwatch watch;
    RunOnThreads(
        options_.threads, [this] { Work(); }, [this] { Stop(); });
    spdlog::debug("extracted after {:.3} s", watch);
    Extracted all = Collect();
    spdlog::debug("in order after {:.3} s", watch);
    return all;
  }

 private:
  using Batch = std::vector<Document>;

  void Work() {
    Extractor extractor(rules_);
    std::vector<ArticleResult> results;
    std::unique_lock<std::mutex> lock(mutex_);
    while (!stopped_) {
      if (!queue_.empty()) {
        const Batch batch = std::move(queue_.front());
        queue_.pop_front();
        lock.unlock();
        Extract(batch, &extractor, &results);
        lock.lock();
      } else if (next_file_ < files_.size()) {
        const size_t file = next_file_++;
        ++loading_;
        lock.unlock();
        Load(file, &extractor, &results);
        lock.lock();
        --loading_;
        changed_.notify_all();
      } else if (loading_ > 0) {
        changed_.wait(lock);
      } else {
        break;
      }
    }
    std::move(results.begin(), results.end(), std::back_inserter(article_results_));
  }

  void Stop() {
    const std::lock_guard<std::mutex> lock(mutex_);
    stopped_ = true;
    changed_.notify_all();
  }

  void Load(size_t index, Extractor* extractor, std::vector<ArticleResult>* results) {
    const InputFile& file = files_[index];
    FileResult& found = file_results_[index];
    const auto bytes = ReadInput(file, options_.load.max_bytes);
    if (!bytes) {
      found.diagnostics.push_back({Severity::kError, bytes.error().where, bytes.error().message});
      return;
    }
    FileDiagnostics diagnostics;
    Batch batch;
    uint64_t batch_chars = 0;
    std::shared_ptr<const std::string> last_bytes;  // kept, so that no other text can have its address
    const auto flush = [&](bool may_wait_in_queue) {
      if (batch.empty()) return;
      if (!may_wait_in_queue || !Offer(&batch)) Extract(batch, extractor, results);
      batch.clear();
      batch_chars = 0;
    };
    const auto take = [&](Document document) {
      found.articles.push_back({document.article_id, document.title, document.source, document.date});
      if (document.bytes != last_bytes) {
        last_bytes = document.bytes;
        found.sources.push_back(
            {document.source, XXH3_64bits(last_bytes->data(), last_bytes->size()), last_bytes->size(), 0, 0});
      }
      ++found.sources.back().articles;
      batch_chars += document.size();
      batch.push_back(std::move(document));
      if (batch_chars >= kBatchChars) flush(/*may_wait_in_queue=*/true);
    };
    Batch held;  // the articles of one source that has broken bytes, perhaps too many
    const auto settle = [&] {
      if (IsTooBroken(held)) {
        diagnostics.Report({Severity::kError, {file.source, 0, 0}, TooBrokenMessage(held, file)});
      } else {
        for (Document& document : held) take(std::move(document));
      }
      held.clear();
    };
    const auto loaded =
        LoadArticles(*bytes, file.source, options_.load, rules_.pack().layout, &diagnostics, [&](Document document) {
          if (!diagnostics.has_broken_bytes()) return take(std::move(document));
          if (!held.empty() && held.front().bytes != document.bytes) settle();
          held.push_back(std::move(document));
        });
    settle();
    flush(/*may_wait_in_queue=*/false);
    // The loader knows the file by its source, a person by its path.
    for (Diagnostic diagnostic : diagnostics.all()) found.diagnostics.push_back(Named(std::move(diagnostic), file));
    if (!loaded) {
      found.diagnostics.push_back(Named({Severity::kError, loaded.error().where, loaded.error().message}, file));
    }
    found.has_broken_bytes = diagnostics.has_broken_bytes();
    spdlog::debug("{}: {} articles", file.path, found.articles.size());
  }

  static Diagnostic Named(Diagnostic diagnostic, const InputFile& file) {
    if (diagnostic.where.file == file.source && file.path != "-") diagnostic.where.file = file.path;
    return diagnostic;
  }

  struct BrokenShare {
    uint64_t chars = 0;
    uint64_t broken = 0;
  };

  static BrokenShare ShareOf(const Batch& source) {
    BrokenShare share;
    for (const Document& document : source) {
      share.chars += document.size();
      share.broken += static_cast<uint64_t>(std::count(document.chars.begin(), document.chars.end(), U'\uFFFD'));
    }
    return share;
  }

  static bool IsTooBroken(const Batch& source) {
    const BrokenShare share = ShareOf(source);
    return share.broken * 10 > share.chars;
  }

  std::string TooBrokenMessage(const Batch& source, const InputFile& file) const {
    const BrokenShare share = ShareOf(source);
    const Document& first = source.front();
    const std::string& encoding = options_.load.encoding.empty() ? first.encoding : options_.load.encoding;
    return (first.source == file.source ? "" : "record '" + first.source + "': ") +
           std::to_string(share.broken * 100 / share.chars) + "% of its characters are broken in " + encoding +
           ", nothing is taken from it";
  }

  bool Offer(Batch* batch) {
    if (options_.threads == 1) return false;
    const std::lock_guard<std::mutex> lock(mutex_);
    if (queue_.size() >= kBatchesPerThread * options_.threads) return false;
    queue_.push_back(std::move(*batch));
    changed_.notify_one();
    return true;
  }

  void Extract(const Batch& batch, Extractor* extractor, std::vector<ArticleResult>* results) {
    uint64_t bytes = 0;
    for (const Document& document : batch) {
      ArticleResult result{document.source, document.article_id, {}};
      extractor->Extract(document, &result.extraction);
      TurnDownUnsure(options_.min_confidence, &result.extraction);
      results->push_back(std::move(result));
      if (document.size() > 0) bytes += document.ends.back() - document.offsets.front();
    }
    progress_->Add(bytes, batch.size());
  }

  Extracted Collect() {
    Extracted all;
    std::sort(article_results_.begin(), article_results_.end(), [](const ArticleResult& a, const ArticleResult& b) {
      return std::tie(a.source, a.article) < std::tie(b.source, b.article);
    });
    std::vector<size_t> first_articles;  // of each source
    for (size_t i = 0; i < article_results_.size(); ++i) {
      if (i == 0 || article_results_[i].source != article_results_[i - 1].source) first_articles.push_back(i);
    }
    first_articles.push_back(article_results_.size());
    all.triples.resize(first_articles.size() - 1);
    all.rejects.resize(first_articles.size() - 1);
    std::atomic<size_t> next{0};
    const auto work = [&] {
      for (size_t i = next++; i < all.triples.size(); i = next++) {
        CollectSource(first_articles[i], first_articles[i + 1], &all.triples[i], &all.rejects[i]);
      }
    };
    RunOnThreads(options_.threads, work, [&] { next = all.triples.size(); });
    CollectFiles(&all);
    CountTriples(&all);
    return all;
  }

  // The articles [begin, end) are of one source: their triples are merged by place; what two equal articles gave is
  // there once.
  void CollectSource(size_t begin, size_t end, std::vector<Triple>* triples, std::vector<Reject>* rejects) {
    for (size_t i = begin; i < end; ++i) {
      Extraction& one = article_results_[i].extraction;
      std::move(one.triples.begin(), one.triples.end(), std::back_inserter(*triples));
      std::move(one.rejects.begin(), one.rejects.end(), std::back_inserter(*rejects));
      one = Extraction();
    }
    if (!std::is_sorted(triples->begin(), triples->end(), StreamOrder)) {
      std::sort(triples->begin(), triples->end(), StreamOrder);
    }
    triples->erase(std::unique(triples->begin(), triples->end()), triples->end());
    const auto key = [](const Reject& r) {
      return std::tie(r.evidence.span.begin, r.evidence.span.end, r.rule, r.reason, r.detail, r.article,
                      r.evidence.text);
    };
    std::sort(rejects->begin(), rejects->end(), [&](const Reject& a, const Reject& b) { return key(a) < key(b); });
    const auto same = [&](const Reject& a, const Reject& b) { return key(a) == key(b); };
    rejects->erase(std::unique(rejects->begin(), rejects->end(), same), rejects->end());
  }

  void CollectFiles(Extracted* all) {
    std::map<std::string, size_t> by_name;  // index into all->sources
    for (size_t i = 0; i < files_.size(); ++i) {
      FileResult& found = file_results_[i];
      std::move(found.articles.begin(), found.articles.end(), std::back_inserter(all->articles));
      std::move(found.diagnostics.begin(), found.diagnostics.end(), std::back_inserter(all->diagnostics));
      all->has_broken_bytes |= found.has_broken_bytes;
      for (SourceInfo& source : found.sources) {
        const auto [same, is_new] = by_name.emplace(source.source, all->sources.size());
        if (is_new) {
          all->sources.push_back(std::move(source));
        } else if (all->sources[same->second].hash != source.hash) {
          all->diagnostics.push_back(
              {Severity::kWarning,
               {files_[i].path, 0, 0},
               "another text has the source '" + source.source + "' too: places in the two cannot be told apart"});
        }
      }
    }
    std::sort(all->sources.begin(), all->sources.end(),
              [](const SourceInfo& a, const SourceInfo& b) { return a.source < b.source; });
    const auto key = [](const ArticleInfo& a) { return std::tie(a.source, a.id, a.title, a.date); };
    std::sort(all->articles.begin(), all->articles.end(),
              [&](const ArticleInfo& a, const ArticleInfo& b) { return key(a) < key(b); });
    all->articles.erase(std::unique(all->articles.begin(), all->articles.end(),
                                    [&](const ArticleInfo& a, const ArticleInfo& b) { return key(a) == key(b); }),
                        all->articles.end());
  }

  static void CountTriples(Extracted* all) {
    auto source = all->sources.begin();
    for (const std::vector<Triple>& group : all->triples) {
      if (group.empty()) continue;
      while (source != all->sources.end() && source->source != group.front().source) ++source;  // both are in order
      if (source == all->sources.end()) break;
      source->triples = group.size();
    }
  }

  const std::vector<InputFile>& files_;
  const CompiledRules& rules_;
  const ExtractionOptions& options_;
  Progress* const progress_;

  std::mutex mutex_;  // of all below, but for file_results_, where each element belongs to the thread that loads it
  std::condition_variable changed_;
  std::deque<Batch> queue_;
  size_t next_file_ = 0;
  size_t loading_ = 0;
  bool stopped_ = false;
  std::vector<ArticleResult> article_results_;
  std::vector<FileResult> file_results_;
};

expected<InputFormat> ParseFormat(const std::string& name) {
  if (name == "auto") return InputFormat::kAuto;
  if (name == "text") return InputFormat::kText;
  if (name == "markdown") return InputFormat::kMarkdown;
  if (name == "ndjson") return InputFormat::kNdjson;
  std::string message = "unknown input format '" + name + "', expected auto, text, markdown or ndjson";
  const std::string_view nearest = NearestName(name, {"auto", "text", "markdown", "ndjson"});
  if (!nearest.empty()) message += "; did you mean '" + std::string(nearest) + "'?";
  return unexpected(Error{Error::Kind::kUsage, {}, std::move(message)});
}

expected<void> CheckEncoding(const std::string& name) {
  UErrorCode status = U_ZERO_ERROR;
  if (!name.empty()) ucnv_close(ucnv_open(name.c_str(), &status));
  if (U_SUCCESS(status)) return {};
  return unexpected(Error{Error::Kind::kUsage, {}, "--encoding: unknown encoding '" + name + "'"});
}

}  // namespace

bool Extracted::has_errors() const {
  return std::any_of(diagnostics.begin(), diagnostics.end(),
                     [](const Diagnostic& diagnostic) { return diagnostic.severity == Severity::kError; });
}

Extracted ExtractAll(const std::vector<InputFile>& files, const CompiledRules& rules, const ExtractionOptions& options,
                     const Console& console) {
  uint64_t total = 0;
  for (const InputFile& file : files) total += file.bytes;
  Progress progress(console, total);
  return ExtractionRun(files, rules, options, &progress).Run();
}

expected<LoadOptions> LoadOptionsOf(const ArticleOptions& options) {
  LoadOptions load;
  if (auto known = CheckEncoding(options.encoding); !known) return unexpected(known.error());
  load.encoding = options.encoding;
  const expected<InputFormat> format = ParseFormat(options.format);
  if (!format) return unexpected(format.error());
  load.format = *format;
  return load;
}

expected<ExtractedWithPack> ExtractInputs(const ArticleOptions& options, const Console& console) {
  ExtractionOptions extraction;
  extraction.threads = options.threads == 0 ? DefaultThreads() : options.threads;
  const expected<LoadOptions> load = LoadOptionsOf(options);
  if (!load) return unexpected(load.error());
  extraction.load = *load;
  extraction.min_confidence = options.min_confidence;

  DiagnosticList about_pack;
  expected<CompiledRules> rules = LoadRules(options.pack, &about_pack);
  if (!rules) {
    console.Report(about_pack.all());
    return unexpected(Error{
        rules.error().kind == Error::Kind::kUsage || about_pack.has_errors() ? Error::Kind::kUsage : rules.error().kind,
        about_pack.has_errors() ? Location{} : rules.error().where,
        about_pack.has_errors() ? "the pack '" + options.pack + "' cannot be used" : rules.error().message});
  }

  DiagnosticList about_inputs;
  const expected<std::vector<InputFile>> files = ListInputs(options.inputs, options.output, &about_inputs);
  if (!files) return unexpected(files.error());
  ExtractedWithPack out;
  out.result = ExtractAll(*files, *rules, extraction, console);
  for (const Diagnostic& diagnostic : about_inputs.all()) {
    if (diagnostic.severity == Severity::kNote) {
      console.Say(ToString(diagnostic));
    } else {
      console.Report(diagnostic);
    }
  }
  console.Report(out.result.diagnostics);
  out.input_was_bad = about_inputs.has_errors() || out.result.has_errors() || out.result.has_broken_bytes;
  if (out.result.articles.empty()) {
    return unexpected(Error{Error::Kind::kInput, {}, "no article could be read, nothing is written"});
  }
  const RulePack& pack = rules->pack();
  out.pack_name = pack.name;
  out.pack_version = pack.version;
  out.pack_hash = pack.content_hash;
  out.ontology = pack.ontology;
  return out;
}

}  // namespace mailuo::cli
