// Patterns by chance, the same ones everywhere for the same seed.
#ifndef MAILUO_TESTS_EXTRACTORS_RANDOM_PATTERNS_H_
#define MAILUO_TESTS_EXTRACTORS_RANDOM_PATTERNS_H_

#include <cstdint>
#include <random>
#include <string>
#include <vector>

namespace mailuo {

class Random {
 public:
  explicit Random(uint32_t seed) : engine_(seed) {}
  uint32_t Below(uint32_t n) { return static_cast<uint32_t>(engine_() % n); }
  template <typename T>
  const T& Of(const std::vector<T>& list) {
    return list[Below(static_cast<uint32_t>(list.size()))];
  }

 private:
  std::mt19937_64 engine_;  // the same everywhere, unlike the distributions of <random>
};

// A pattern over the letters a, b, c, the classes x, x.y, z and the types T, U, of up to `depth` levels. `looks` is how
// many look-arounds are open around it; `names` counts the captures, whose names differ.
std::string RandomPattern(Random* random, uint32_t depth, uint32_t looks, uint32_t* names);

}  // namespace mailuo

#endif  // MAILUO_TESTS_EXTRACTORS_RANDOM_PATTERNS_H_
