// A driver for fuzz targets where there is no libFuzzer: mutates seeds at random, the same way for the same seed
// number. The input of the moment stands in the file last-input of the working directory, so that a crash leaves it
// behind. usage: PROGRAM SEEDS [--seconds N] [--seed N]   or   PROGRAM FILE, to run one input again
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "fuzz_target.h"

namespace {

namespace fs = std::filesystem;

constexpr size_t kMaxInput = 20'000;

std::string Read(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

void Run(const std::string& input) {
  LLVMFuzzerTestOneInput(reinterpret_cast<const uint8_t*>(input.data()), input.size());
}

class Mutator {
 public:
  Mutator(std::vector<std::string> seeds, uint32_t seed) : seeds_(std::move(seeds)), random_(seed) {}

  std::string Next() {
    std::string input = seeds_[Below(seeds_.size())];
    for (size_t n = 1 + Below(6); n > 0; --n) Mutate(&input);
    if (input.size() > kMaxInput) input.resize(kMaxInput);
    return input;
  }

 private:
  size_t Below(size_t n) { return n == 0 ? 0 : random_() % n; }

  // A piece of some seed: parts of patterns, words and rules get into each other's places.
  std::string Piece() {
    const std::string& seed = seeds_[Below(seeds_.size())];
    const size_t begin = Below(seed.size());
    return seed.substr(begin, 1 + Below(Below(4) == 0 ? 200 : 12));
  }

  void Mutate(std::string* input) {
    static constexpr std::string_view kTokens[] = {"(",
                                                   ")",
                                                   "[",
                                                   "]",
                                                   "{",
                                                   "}",
                                                   "<",
                                                   ">",
                                                   "*",
                                                   "+",
                                                   "?",
                                                   "|",
                                                   "(?= ",
                                                   "(?! ",
                                                   "(?<= ",
                                                   "(?<! ",
                                                   "{64}",
                                                   "{0,}",
                                                   "{1,64}",
                                                   "~64",
                                                   "~~1",
                                                   "^^",
                                                   "$$",
                                                   "$gap",
                                                   "''",
                                                   "'",
                                                   "\\",
                                                   "\"",
                                                   ",",
                                                   ":",
                                                   "\t",
                                                   "\n",
                                                   "\n\n",
                                                   "=",
                                                   "!=",
                                                   "@title",
                                                   "0",
                                                   "-1",
                                                   "1e308",
                                                   "9999999",
                                                   "\xEF\xBB\xBF",
                                                   "\xFF",
                                                   "\xE3\x80\x81",
                                                   "\xE3\x80\x82",
                                                   "//",
                                                   "null",
                                                   "[]",
                                                   "{}"};
    const size_t at = Below(input->size() + 1);
    switch (Below(7)) {
      case 0: input->insert(at, kTokens[Below(std::size(kTokens))]); break;
      case 1: input->insert(at, Piece()); break;
      case 2: input->erase(std::min(at, input->size()), 1 + Below(20)); break;
      case 3:
        if (at < input->size()) (*input)[at] = static_cast<char>(random_());
        break;
      case 4: input->replace(std::min(at, input->size()), 1 + Below(12), Piece()); break;
      case 5: {  // a piece many times over
        const std::string piece = Piece();
        for (size_t n = Below(50); n > 0; --n) input->insert(at, piece);
        break;
      }
      default: input->replace(std::min(at, input->size()), 1, kTokens[Below(std::size(kTokens))]);
    }
  }

  std::vector<std::string> seeds_;
  std::mt19937_64 random_;
};

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2 || !fs::exists(argv[1])) {
    std::fprintf(stderr, "usage: %s SEEDS [--seconds N] [--seed N], or %s FILE\n", argv[0], argv[0]);
    return 2;
  }
  if (fs::is_regular_file(argv[1])) {
    Run(Read(argv[1]));
    return 0;
  }
  double seconds = 30;
  uint32_t seed = 1;
  for (int i = 2; i + 1 < argc; i += 2) {
    if (std::string_view(argv[i]) == "--seconds") seconds = std::atof(argv[i + 1]);
    if (std::string_view(argv[i]) == "--seed") seed = static_cast<uint32_t>(std::atol(argv[i + 1]));
  }
  std::vector<fs::path> files;
  for (const auto& entry : fs::recursive_directory_iterator(argv[1])) {
    if (entry.is_regular_file()) files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  std::vector<std::string> seeds;
  for (const fs::path& file : files) seeds.push_back(Read(file));
  if (seeds.empty()) return 2;
  for (const std::string& one : seeds) Run(one);
  Mutator mutator(std::move(seeds), seed);
  const auto start = std::chrono::steady_clock::now();
  uint64_t runs = 0;
  double slowest = 0, now = 0;
  while (now < seconds) {
    const std::string input = mutator.Next();
    std::ofstream("last-input", std::ios::binary) << input;
    Run(input);
    const double before = now;
    now = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    slowest = std::max(slowest, now - before);
    ++runs;
  }
  std::printf("%llu inputs, the slowest took %.3f s\n", static_cast<unsigned long long>(runs), slowest);
  return 0;
}
