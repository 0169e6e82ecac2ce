// What each city, region and organisation does, as Markdown for an analyst: every line with a quotation and its place.
#ifndef MAILUO_GRAPH_REPORT_H_
#define MAILUO_GRAPH_REPORT_H_

#include "mailuo/graph/byte_sink.h"
#include "mailuo/graph/property_graph.h"
#include "mailuo/graph/report_texts.h"
#include "mailuo/schemas/ontology.h"

namespace mailuo {

// Places are source:start-end in bytes of the source. What is planned stands apart from what is done.
expected<void> WriteReport(const PropertyGraph& graph, const Ontology& ontology, const ReportTexts& texts,
                           ByteSink* sink);

}  // namespace mailuo

#endif  // MAILUO_GRAPH_REPORT_H_
