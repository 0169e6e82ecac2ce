// What the report and the picture say alike: labels, places, figures in words.
#ifndef MAILUO_GRAPH_SRC_REPORT_WORDING_H_
#define MAILUO_GRAPH_SRC_REPORT_WORDING_H_

#include <string>

#include "mailuo/graph/property_graph.h"
#include "mailuo/graph/report_texts.h"
#include "mailuo/schemas/ontology.h"

namespace mailuo {

// The label in the catalogue's language, else the English one, else `name`.
std::string LabelOf(const Labels& labels, const std::string& language, const std::string& name);
std::string TypeLabel(const Ontology& ontology, const ReportTexts& texts, const std::string& type);
std::string RelationLabel(const Ontology& ontology, const ReportTexts& texts, const std::string& relation);

// "guide.txt:120-188"
std::string PlaceOf(const GraphEvidence& evidence);

// "more than 2,500,000,000 CNY"
std::string NormalForm(const Literal& literal, const ReportTexts& texts);

// "2.5 billion yuan": in the largest scale of the catalogue that fits, with at most two decimals, without the bound.
// For reading beside NormalForm, which is exact.
std::string ReadableForm(const Literal& literal, const Ontology& ontology, const ReportTexts& texts);

}  // namespace mailuo

#endif  // MAILUO_GRAPH_SRC_REPORT_WORDING_H_
