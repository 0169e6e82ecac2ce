// What a rule's expressions make of a match: attributes, texts and numbers of what it captured. Used by all layers.
#include <charconv>
#include <cmath>
#include <cstdlib>

#include "article_run.h"

namespace mailuo {

std::string_view Extractor::Run::Attribute(const Annotation& annotation, std::string_view key) const {
  if (annotation.symbol < rules_.first_type) return FindAttribute(rules_.entries[annotation.payload].attributes, key);
  if (annotation.symbol >= rules_.first_literal) return {};
  if (lattice_kind_ == LatticeKind::kQuantities || IsQuantity(annotation)) {
    const Quantity& quantity = quantities_[annotation.payload];
    if (key == "approx") return quantity.approx;
    if (key == "unit") return quantity.unit;
    return FindAttribute(quantity.attributes, key);
  }
  const Mention& mention = mentions_[annotation.payload];
  if (key == "named") return mention.named ? "yes" : "no";
  if (key == "restored") return mention.restored ? "yes" : "no";
  return FindAttribute(mention.attributes, key);
}

std::string Extractor::Run::AttributeOf(uint32_t slot, std::string_view key, const MatchResult& result) const {
  const CaptureValue* capture = FindCapture(slot, result);
  if (capture == nullptr) return {};
  if (capture->annotation != kNone) return std::string(Attribute(lattice_[capture->annotation], key));
  for (uint32_t a = lattice_.FirstAt(capture->begin); a != kNone; a = lattice_[a].next_at_begin) {
    if (lattice_[a].end != capture->end) continue;
    const std::string_view value = Attribute(lattice_[a], key);
    if (!value.empty()) return std::string(value);
  }
  return {};
}

std::string Extractor::Run::TextOf(const TextExpression& expression, const MatchResult& result) const {
  std::string text;
  for (const Term& term : expression) {
    if (term.kind == Term::Kind::kConstant) {
      text += term.text;
    } else if (term.kind == Term::Kind::kAttribute) {
      text += AttributeOf(term.slot, term.text, result);
    } else if (const CaptureValue* capture = FindCapture(term.slot, result);
               capture != nullptr && capture->begin < capture->end) {
      text += document_->Name(capture->begin, capture->end);
    }
  }
  return text;
}

double Extractor::Run::Evaluate(const NumberExpression& expression, const MatchResult& result) const {
  double sum = 0;
  for (const auto& factors : expression.summands) {
    double product = 1;
    for (const auto& [term, divide] : factors) {
      const double value = NumberOf(term, result);
      product = divide ? product / value : product * value;
    }
    if (!std::isnan(product)) sum += product;
  }
  return sum;
}

double Extractor::Run::NumberOf(const Term& term, const MatchResult& result) const {
  if (term.kind == Term::Kind::kConstant) return term.number;
  const CaptureValue* capture = FindCapture(term.slot, result);
  if (capture == nullptr) return 0;
  if (term.kind == Term::Kind::kCapture) {
    if (capture->annotation != kNone && lattice_[capture->annotation].symbol >= rules_.first_type) {
      return quantities_[lattice_[capture->annotation].payload].value;
    }
    return 0;
  }
  const std::string text = AttributeOf(term.slot, term.text, result);
  double value = 0;  // where the attribute is no number; from_chars, since strtod obeys the locale
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

}  // namespace mailuo
