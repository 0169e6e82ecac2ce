// How fast each step is, from bytes to files, beside a bare pass of the word automaton over the same text.
//
//   cmake --preset release && cmake --build --preset release --target mailuo_benchmark
//   build/release/tests/benchmarks/mailuo_benchmark                             everything, about two minutes
//   build/release/tests/benchmarks/mailuo_benchmark --benchmark_filter=text     one part: text, graph, start, hostile
//
// The text is corpus/*.ndjson in $MAILUO_SHARED (default: ../shared), repeated to 60 MB; where that is absent, the
// articles of examples/ repeated, which is said on the first line. Columns: MB/s of source text; `of_automaton`, the
// part of the automaton's own speed in the same run, which is the figure to compare between machines. The steps words
// to relations are timed inside one extraction and cost the reading of a clock a sentence; text/to_triples has no such
// cost. hostile/*: how much longer ten times the text takes (`ratio`; 10 is linear, above 11 is marked NOT LINEAR).
#include <benchmark/benchmark.h>

#ifdef __GLIBC__
#include <malloc.h>
#endif

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "mailuo/extractors/extractor.h"
#include "mailuo/extractors/load_articles.h"
#include "mailuo/graph/assemble.h"
#include "mailuo/graph/graphml.h"
#include "mailuo/graph/jsonld.h"
#include "mailuo/schemas/triple_stream.h"

namespace mailuo {
namespace {

namespace fs = std::filesystem;

constexpr size_t kTextBytes = 60'000'000;
constexpr size_t kChunkBytes = 1'000'000;  // what a thread takes at a time

// Of this process: what other programs do on the machine counts less.
double CpuSeconds(const std::function<void()>& work) {
  const std::clock_t start = std::clock();
  work();
  return static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
}

// Gives freed memory back to the system, so that a small text pays for fresh pages as a large one does.
void FreeMemory() {
#ifdef __GLIBC__
  malloc_trim(0);
#endif
}

double Seconds(const std::function<void()>& work) {
  const auto start = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

using Bytes = std::shared_ptr<const std::string>;

// Records of one piece of the corpus; `name` ends as the loader wants it.
struct Chunk {
  std::string name;
  Bytes bytes;
};

class Bench {
 public:
  Bench() {
    DiagnosticList found;
    expected<RulePack> pack = LoadPack(&found);
    std::optional<expected<CompiledRules>> compiled;
    if (pack) compiled = CompiledRules::Compile(std::move(*pack), &found);
    if (!compiled || !*compiled) {
      for (const Diagnostic& one : found.all()) std::fprintf(stderr, "%s\n", ToString(one).c_str());
      std::exit(1);
    }
    rules_ = std::make_unique<CompiledRules>(std::move(**compiled));
    ReadText();
    if (chunks_.empty()) {
      std::fprintf(stderr, "no text: neither the corpus nor examples/articles can be read\n");
      std::exit(1);
    }
    for (const Chunk& chunk : chunks_) {
      Load(chunk, [this](Document document) { documents_.push_back(std::move(document)); });
    }
  }

  static expected<RulePack> LoadPack(DiagnosticSink* sink) {
    const std::string root = MAILUO_SOURCE_DIR;
    return LoadRulePack(root + "/extractors/packs/policy-zh", {root + "/schemas/ontologies", root + "/extractors/packs"}, sink);
  }

  void Load(const Chunk& chunk, const std::function<void(Document)>& take) const {
    DiagnosticList ignored;
    (void)LoadArticles(chunk.bytes, chunk.name, {}, rules_->pack().layout, &ignored, take);
  }

  // How often the text is read to reach kTextBytes.
  size_t rounds() const { return (kTextBytes + size_ - 1) / size_; }
  double megabytes() const { return static_cast<double>(size_ * rounds()) / 1e6; }

  void Report(benchmark::State* state, double seconds) {
    const double rate = megabytes() / seconds;
    state->SetIterationTime(seconds);
    state->counters["MB/s"] = rate;
    state->counters["of_automaton"] = rate / AutomatonRate();
  }

  double AutomatonRate() {
    if (automaton_rate_ == 0) {
      const Extractor extractor(*rules_);
      const double seconds = Seconds([&] {
        for (size_t i = 0; i < rounds(); ++i) {
          for (const Document& document : documents_) benchmark::DoNotOptimize(extractor.ScanWords(document));
        }
      });
      automaton_rate_ = megabytes() / seconds;
    }
    return automaton_rate_;
  }

  void Automaton(benchmark::State& state) {
    for (auto _ : state) {
      automaton_rate_ = 0;
      Report(&state, megabytes() / AutomatonRate());
    }
  }

  void LoadStep(benchmark::State& state) {
    for (auto _ : state) {
      Report(&state, Seconds([&] {
               for (size_t i = 0; i < rounds(); ++i) {
                 for (const Chunk& chunk : chunks_) Load(chunk, [](const Document&) {});
               }
             }));
    }
  }

  void ExtractStep(benchmark::State& state, uint64_t StepTimes::*step) {
    Extractor extractor(*rules_);
    for (auto _ : state) {
      StepTimes times;
      extractor.set_times(&times);
      Extraction result;
      for (size_t i = 0; i < rounds(); ++i) {
        for (const Document& document : documents_) extractor.Extract(document, &result);
        result = {};
      }
      Report(&state, static_cast<double>(times.*step) / 1e9);
    }
  }

  void TextToTriples(benchmark::State& state, unsigned threads) {
    for (auto _ : state) {
      Report(&state, Seconds([&] {
               std::atomic<size_t> next = 0;
               const auto work = [&] {
                 Extractor extractor(*rules_);
                 for (size_t i = next++; i < rounds() * chunks_.size(); i = next++) {
                   Extraction result;
                   Load(chunks_[i % chunks_.size()], [&](const Document& d) { extractor.Extract(d, &result); });
                   benchmark::DoNotOptimize(result.triples.data());
                 }
               };
               std::vector<std::thread> others;
               for (unsigned i = 1; i < threads; ++i) others.emplace_back(work);
               work();
               for (std::thread& other : others) other.join();
             }));
    }
  }

  // Graphs are of the text as it is: repeated, its triples would be the same.
  void ReportGraph(benchmark::State* state, double seconds) {
    state->SetIterationTime(seconds);
    state->counters["MB/s"] = static_cast<double>(size_) / 1e6 / seconds;
    state->counters["of_automaton"] = static_cast<double>(size_) / 1e6 / seconds / AutomatonRate();
    state->counters["triples/s"] = static_cast<double>(triples().size()) / seconds;
  }

  void AssembleStep(benchmark::State& state) {
    for (auto _ : state) {
      std::vector<Triple> copy = triples();
      ReportGraph(&state, Seconds([&] { benchmark::DoNotOptimize(Assemble(std::move(copy))); }));
    }
  }

  void WriteStep(benchmark::State& state, bool graphml) {
    const PropertyGraph graph = Assemble(triples());
    const Ontology& ontology = *rules_->pack().ontology;
    for (auto _ : state) {
      StringSink sink;
      ReportGraph(&state, Seconds([&] {
                    const expected<void> done = graphml ? WriteGraphml(graph, ontology, GraphmlProfile::kRich, &sink)
                                                        : WriteJsonLd(graph, ontology, {"zh"}, &sink);
                    if (!done) state.SkipWithError(done.error().message.c_str());
                  }));
      state.counters["written_MB"] = static_cast<double>(sink.bytes().size()) / 1e6;
    }
  }

  void CompilePack(benchmark::State& state) {
    for (auto _ : state) {
      DiagnosticList found;
      expected<RulePack> pack = LoadPack(&found);
      benchmark::DoNotOptimize(CompiledRules::Compile(std::move(*pack), &found));
    }
  }

  // From the start of the program to the files of the graph, for one small article.
  void SmallArticle(benchmark::State& state) {
    const fs::path folder = fs::temp_directory_path() / ("mailuo-benchmark-" + std::to_string(std::random_device()()));
    const std::string article = (folder / "article.ndjson").string();
    fs::create_directories(folder);
    const std::string_view line = std::string_view(*chunks_[0].bytes).substr(0, chunks_[0].bytes->find('\n') + 1);
    if (std::FILE* file = std::fopen(article.c_str(), "wb")) {
      std::fwrite(line.data(), 1, line.size(), file);
      std::fclose(file);
    }
    const std::string command =
        std::string(MAILUO_PROGRAM) + " build " + article + " -o " + (folder / "graph").string() + " > /dev/null 2>&1";
    for (auto _ : state) {
      fs::remove_all(folder / "graph");
      int code = 0;
      state.SetIterationTime(Seconds([&] { code = std::system(command.c_str()); }));
      if (code != 0) state.SkipWithError("the program failed");
    }
    fs::remove_all(folder);
  }

  void Hostile(benchmark::State& state, const std::string& unit, size_t bytes) {
    for (auto _ : state) {
      const double small = TimeOf(unit, bytes / 10);
      const double large = TimeOf(unit, bytes);
      state.SetIterationTime(large);
      state.counters["MB/s"] = static_cast<double>(bytes) / 1e6 / large;
      state.counters["ratio"] = large / small;
      if (large / small > 11) state.SetLabel("NOT LINEAR");
    }
  }

  // Some words of lexicon files whose name holds `part`, in a row.
  std::string Words(std::string_view part) const {
    std::string words;
    for (const LexiconFile& file : rules_->pack().lexicons) {
      if (file.path.find(part) == std::string::npos) continue;
      for (size_t i = 0; i < file.entries.size(); i += file.entries.size() / 50 + 1) words += file.entries[i].word;
    }
    return words;
  }

 private:
  void ReadText() {
    const char* shared = std::getenv("MAILUO_SHARED");
    const fs::path corpus = fs::path(shared != nullptr ? shared : MAILUO_SOURCE_DIR "/../shared") / "corpus";
    Read(corpus);
    if (chunks_.empty()) {
      std::printf("%s has no *.ndjson: the articles of examples/ instead\n", corpus.string().c_str());
      Read(MAILUO_SOURCE_DIR "/examples/articles");
    }
  }

  void Read(const fs::path& folder) {
    std::vector<fs::path> files;
    std::error_code none;
    for (const auto& entry : fs::directory_iterator(folder, none)) {
      if (entry.path().extension() == ".ndjson") files.push_back(entry.path());
    }
    std::sort(files.begin(), files.end());
    for (const fs::path& path : files) {
      const expected<Bytes> bytes = ReadFile(path.string(), uint64_t{1} << 31);
      if (bytes) Cut(**bytes, path.filename().string());
    }
  }

  void Cut(std::string_view text, const std::string& name) {
    size_ += text.size();
    while (!text.empty()) {
      const size_t end = text.find('\n', std::min(text.size(), kChunkBytes));
      const size_t size = end == std::string_view::npos ? text.size() : end + 1;
      chunks_.push_back({name, std::make_shared<const std::string>(text.substr(0, size))});
      text.remove_prefix(size);
    }
  }

  const std::vector<Triple>& triples() {
    if (triples_.empty()) {
      Extractor extractor(*rules_);
      Extraction result;
      for (const Document& document : documents_) extractor.Extract(document, &result);
      triples_ = std::move(result.triples);
    }
    return triples_;
  }

  // The best of three, from bytes to triples, for one article of `unit` repeated; small ones more often.
  double TimeOf(const std::string& unit, size_t bytes) const {
    std::string text;
    while (text.size() + unit.size() <= bytes) text += unit;
    std::string record = "{\"id\":\"hostile\",\"title\":\"hostile\",\"text\":";
    AppendJsonString(text, &record);
    const Chunk chunk{"hostile.ndjson", std::make_shared<const std::string>(record + "}\n")};
    double best = 1e9;
    for (size_t i = 0; i < std::max<size_t>(3, 10'000'000 / bytes); ++i) {
      FreeMemory();
      best = std::min(best, CpuSeconds([&] {
                           Extractor extractor(*rules_);
                           Extraction result;
                           Load(chunk, [&](const Document& document) { extractor.Extract(document, &result); });
                         }));
    }
    return best;
  }

  std::unique_ptr<CompiledRules> rules_;
  std::vector<Chunk> chunks_;
  size_t size_ = 0;
  std::vector<Document> documents_;
  std::vector<Triple> triples_;
  double automaton_rate_ = 0;
};

void Register(const std::string& name, const std::function<void(benchmark::State&)>& run) {
  benchmark::RegisterBenchmark(name.c_str(), run)->UseManualTime()->Iterations(1)->Unit(benchmark::kMillisecond);
}

void RegisterHostile(Bench* bench) {
  constexpr size_t kMillion = 1'000'000;
  const std::string comma = "\u3001", open = "\u201C", close = "\u201D", bracket = "\uFF08", full_stop = "\u3002";
  const std::string heads = bench->Words("heads"), verbs = bench->Words("verbs"), numbers = bench->Words("numbers");
  std::string nested;
  for (int i = 0; i < 50; ++i) nested += open + bracket;
  const std::vector<std::pair<std::string, std::string>> units = {
      {"list_marks", comma},
      {"opening_quotes", open},
      {"nested_brackets", nested + "a" + close + full_stop},
      {"quotes", open + "a" + close},
      {"head_words", heads},
      {"head_words_listed", heads + comma},
      {"verbs_and_heads", verbs + heads},
      {"digits", "1234567890"},
      {"numbers_apart", "12.5 3% "},
      {"number_words", numbers},
      {"one_sentence", heads + verbs + "2024" + comma + open + heads.substr(0, 30) + close},
      {"sentences", heads + verbs + full_stop},
  };
  for (const auto& [name, unit] : units) {
    Register("hostile/" + name, [bench, u = unit](benchmark::State& state) { bench->Hostile(state, u, 10 * kMillion); });
  }
}

void RegisterAll(Bench* bench) {
  Register("text/automaton", [bench](benchmark::State& state) { bench->Automaton(state); });
  Register("text/load", [bench](benchmark::State& state) { bench->LoadStep(state); });
  const std::vector<std::pair<std::string, uint64_t StepTimes::*>> steps = {{"words", &StepTimes::words},
                                                                            {"quantities", &StepTimes::quantities},
                                                                            {"mentions", &StepTimes::mentions},
                                                                            {"relations", &StepTimes::relations}};
  for (const auto& [name, step] : steps) {
    Register("text/" + name, [bench, s = step](benchmark::State& state) { bench->ExtractStep(state, s); });
  }
  for (unsigned threads : {1u, 2u}) {
    Register("text/to_triples/threads:" + std::to_string(threads),
             [bench, threads](benchmark::State& state) { bench->TextToTriples(state, threads); });
  }
  Register("graph/assemble", [bench](benchmark::State& state) { bench->AssembleStep(state); });
  Register("graph/graphml", [bench](benchmark::State& state) { bench->WriteStep(state, true); });
  Register("graph/jsonld", [bench](benchmark::State& state) { bench->WriteStep(state, false); });
  benchmark::RegisterBenchmark("start/compile_pack", [bench](benchmark::State& state) { bench->CompilePack(state); })
      ->Unit(benchmark::kMillisecond);
  benchmark::RegisterBenchmark("start/small_article", [bench](benchmark::State& state) { bench->SmallArticle(state); })
      ->UseManualTime()
      ->Iterations(10)
      ->Unit(benchmark::kMillisecond);
  RegisterHostile(bench);
}

}  // namespace
}  // namespace mailuo

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 1;
  mailuo::Bench bench;
  mailuo::RegisterAll(&bench);
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
