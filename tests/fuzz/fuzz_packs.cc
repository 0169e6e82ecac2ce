// Packs by chance: pack.json, rules.json and words.tsv in one input, a line "%%" between them. They are checked as
// `mailuo rules check` does; what compiles is run over a text.
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <string_view>

#include "fuzz_target.h"
#include "mailuo/extractors/extractor.h"
#include "mailuo/extractors/load_articles.h"

namespace {

namespace fs = std::filesystem;
using namespace mailuo;

// Of this process; removed at its end.
class Folder {
 public:
  Folder() : path_(fs::temp_directory_path() / ("mailuo-fuzz-" + std::to_string(getpid()))) {
    const std::string from = MAILUO_SOURCE_DIR "/extractors/packs/policy-zh";
    fs::create_directories(path_ / "lexicons");
    for (const char* name : {"/layout.json", "/lexicons/spellings.tsv"}) {
      fs::copy_file(from + name, path_.string() + name, fs::copy_options::overwrite_existing);
    }
  }
  ~Folder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  void Write(const char* name, std::string_view text) const { std::ofstream(path_ / name, std::ios::binary) << text; }
  std::string path() const { return path_.string(); }

 private:
  fs::path path_;
};

const std::string& Text() {
  static const std::string text = [] {
    std::ifstream file(MAILUO_SOURCE_DIR "/tests/fuzz/seeds/articles/essay.txt", std::ios::binary);
    return std::string(std::istreambuf_iterator<char>(file), {});
  }();
  return text;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static const Folder folder;
  std::string_view input(reinterpret_cast<const char*>(data), size);
  for (const char* name : {"pack.json", "rules.json", "words.tsv"}) {
    const size_t end = std::min(input.find("\n%%\n"), input.size());
    folder.Write(name, input.substr(0, end));
    input.remove_prefix(std::min(end + 4, input.size()));
  }
  DiagnosticList found;
  RulePack partial;
  auto pack = LoadRulePack(folder.path(), {MAILUO_SOURCE_DIR "/schemas/ontologies"}, &found, &partial);
  if (!pack && !partial.ontology) return 0;
  const auto rules = CompiledRules::Compile(pack ? std::move(*pack) : std::move(partial), &found, Scrutiny::kDoubts);
  if (!rules) return 0;
  Extractor extractor(*rules);
  (void)LoadArticles(std::make_shared<const std::string>(Text()), "essay.txt", {}, rules->pack().layout, &found,
                     [&](const Document& document) {
                       Extraction extraction;
                       extractor.Extract(document, &extraction);
                       (void)extractor.Annotate(document);
                     });
  return 0;
}
