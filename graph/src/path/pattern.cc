#include "path/pattern.h"

namespace mailuo {

namespace {

class Parser {
 public:
  Parser(std::string_view text, const std::string& place) : text_(text), place_(place) {}

  expected<PatternForm> Pattern() {
    PatternForm form;
    form.nodes.emplace_back();
    if (!Node(&form.nodes.back())) return unexpected(error_);
    while (!AtEnd()) {
      form.hops.emplace_back();
      form.nodes.emplace_back();
      if (!HopBetween(&form.hops.back()) || !Node(&form.nodes.back())) return unexpected(error_);
    }
    return form;
  }

  expected<std::vector<HopForm>> Via() {
    std::vector<HopForm> hops;
    do {
      hops.emplace_back();
      const bool bare = !Next("-") && !Next("<");
      if (bare ? !Words(&hops.back().kinds, "a relation") : !HopBetween(&hops.back())) return unexpected(error_);
    } while (Take(","));
    if (!AtEnd()) return unexpected(Wrong("expected a comma or the end"));
    return hops;
  }

 private:
  static bool IsWord(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == ':' ||
           static_cast<unsigned char>(c) >= 0x80;
  }

  void SkipBlanks() {
    while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\t')) ++at_;
  }
  bool AtEnd() {
    SkipBlanks();
    return at_ == text_.size();
  }
  bool Next(std::string_view sign) {
    SkipBlanks();
    return text_.substr(at_).starts_with(sign);
  }
  bool Take(std::string_view sign) {
    if (!Next(sign)) return false;
    at_ += sign.size();
    return true;
  }

  Error Wrong(const std::string& what) {
    error_ = {Error::Kind::kUsage, {place_, 1, static_cast<uint32_t>(at_ + 1)}, what};
    return error_;
  }

  bool Words(std::vector<NamedWord>* words, const std::string& what) {
    do {
      SkipBlanks();
      const size_t begin = at_;
      while (at_ < text_.size() && IsWord(text_[at_])) ++at_;
      if (at_ == begin) return Wrong("expected " + what), false;
      words->push_back({std::string(text_.substr(begin, at_ - begin)), static_cast<uint32_t>(begin + 1)});
    } while (Take("|"));
    return true;
  }

  bool Node(NodeForm* node) { return Take("*") || Words(&node->types, "a type or *"); }

  bool HopBetween(HopForm* hop) {
    const bool from_right = Take("<-");
    if (!from_right && !Take("-")) return Wrong("expected a hop: -KIND->, <-KIND- or -KIND-"), false;
    if (!Next("-") && !Words(&hop->kinds, "a relation or the rest of an arrow")) return false;
    const bool to_right = Take("->");
    if (!to_right && !Take("-")) return Wrong("expected - or ->"), false;
    if (from_right && to_right) return Wrong("a hop has one arrow, or none for both ways"), false;
    hop->has_arrow = from_right || to_right;
    hop->forward = !from_right;
    hop->backward = !to_right;
    return true;
  }

  const std::string_view text_;
  const std::string place_;
  size_t at_ = 0;
  Error error_;
};

}  // namespace

expected<PatternForm> ParsePattern(std::string_view text, const std::string& place) {
  return Parser(text, place).Pattern();
}

expected<std::vector<HopForm>> ParseVia(std::string_view text, const std::string& place) {
  return Parser(text, place).Via();
}

}  // namespace mailuo
