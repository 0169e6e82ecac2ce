#include "random_patterns.h"

namespace mailuo {

std::string RandomPattern(Random* random, uint32_t depth, uint32_t looks, uint32_t* names) {
  static const std::vector<std::string> kAtoms = {
      "'a'", "'b'",     "'ab'",     "'c'",      "','",        "[ab]", "[^,.]", ".", "<x>",
      "<z>", "<x.y|z>", "<x k=1>",  "<z k!=1>", "{T}",        "{U}",  "^",     "$", "^^",
      "$$",  "@title",  "@heading", "@section", "@paragraph", "~2",   "~~3",   "()"};
  static const std::vector<std::string> kRepeats = {"*", "+", "?", "*?", "+?", "??", "{2}", "{1,3}", "{0,2}?", "{2,}"};
  if (depth == 0 || random->Below(5) == 0) {
    const uint32_t pick = random->Below(12);
    if (pick == 0) return "{t" + std::to_string((*names)++) + ": T}";
    if (pick == 1) return "{t" + std::to_string((*names)++) + ": T|U k!=2}+";
    return random->Of(kAtoms);
  }
  const auto inner = [&] { return RandomPattern(random, depth - 1, looks, names); };
  switch (random->Below(10)) {
    case 0:
    case 1:
    case 2: return inner() + " " + inner();
    case 3: return inner() + " " + inner() + " " + inner();
    case 4: return "(" + inner() + " | " + inner() + ")";
    case 5:
    case 6: return "(" + inner() + ")" + random->Of(kRepeats);
    case 7: {
      const std::string name = "c" + std::to_string((*names)++);
      return "(" + name + ": " + inner() + ")";
    }
    case 8:
      if (looks < 2) {
        static const std::vector<std::string> kLooks = {"(?= ", "(?! ", "(?<= ", "(?<! "};
        const std::string& look = random->Of(kLooks);
        return look + RandomPattern(random, depth - 1, looks + 1, names) + ")";
      }
      [[fallthrough]];
    default: return inner() + " " + inner();
  }
}

}  // namespace mailuo
