#include "report/wording.h"

#include <cmath>

#include "export/text.h"

namespace mailuo {

namespace {

// 1234567.5 -> "1,234,567.5"
std::string Grouped(double value) {
  std::string digits;
  AppendDecimal(value, &digits);
  const size_t first = digits[0] == '-' ? 1 : 0;
  size_t point = digits.find('.');
  if (point == std::string::npos) point = digits.size();
  for (size_t at = point; at > first + 3;) digits.insert(at -= 3, 1, ',');
  return digits;
}

}  // namespace

std::string LabelOf(const Labels& labels, const std::string& language, const std::string& name) {
  if (const auto label = labels.find(language); label != labels.end()) return label->second;
  if (const auto label = labels.find("en"); label != labels.end()) return label->second;
  return name;
}

std::string TypeLabel(const Ontology& ontology, const ReportTexts& texts, const std::string& type) {
  const EntityType* known = ontology.FindType(type);
  return known == nullptr ? type : LabelOf(known->labels, texts.language, type);
}

std::string RelationLabel(const Ontology& ontology, const ReportTexts& texts, const std::string& relation) {
  const Relation* known = ontology.FindRelation(relation);
  return known == nullptr ? relation : LabelOf(known->labels, texts.language, relation);
}

std::string PlaceOf(const GraphEvidence& evidence) {
  return evidence.source + ":" + std::to_string(evidence.span.begin) + "-" + std::to_string(evidence.span.end);
}

std::string ReadableForm(const Literal& literal, const Ontology& ontology, const ReportTexts& texts) {
  const ReportScale* scale = nullptr;
  for (const ReportScale& one : texts.scales) {
    if (std::abs(literal.value) >= one.value && (scale == nullptr || one.value > scale->value)) scale = &one;
  }
  const double base = scale == nullptr ? 1 : scale->value;
  const auto rounded = [&](double value) { return Grouped(std::round(value / base * 100) / 100); };
  std::string text = rounded(literal.value);
  if (literal.value_max) text += texts.Get("hyphen") + rounded(*literal.value_max);
  if (scale != nullptr) text += scale->label;
  const EntityType* type = ontology.FindType(literal.type);
  if (type == nullptr || type->units.count(literal.unit) == 0) return text + " " + literal.unit;
  return text + texts.Get("unit_blank") + LabelOf(type->units.at(literal.unit), texts.language, literal.unit);
}

std::string NormalForm(const Literal& literal, const ReportTexts& texts) {
  std::string value = Grouped(literal.value);
  if (literal.value_max) value += texts.Get("hyphen") + Grouped(*literal.value_max);
  if (!literal.unit.empty() && literal.unit != "%") value += " ";
  value += literal.unit;
  const auto pattern = texts.approximations.find(literal.approx);
  if (pattern == texts.approximations.end()) return value;
  std::string text = pattern->second;
  const size_t at = text.find("{value}");
  return at == std::string::npos ? text + value : text.replace(at, 7, value);
}

}  // namespace mailuo
