// WritePicture: the drawing (drawing.h) with a legend and a panel of facts, in a page of its own. Neighbours:
// picture_page.h (style and behaviour), wording.h (labels).
#include "mailuo/graph/picture.h"

#include <map>

#include "export/text.h"
#include "export/writer.h"
#include "report/drawing.h"
#include "report/picture_page.h"
#include "report/wording.h"

namespace mailuo {

namespace {

constexpr double kLegendShare = 0.17;  // of the page's width, kept free at the left for the legend
constexpr double kHeaderHeight = 60;

class PictureWriter {
 public:
  PictureWriter(const PropertyGraph& graph, const Ontology& ontology, const ReportTexts& texts,
                const PictureOptions& options, ByteSink* sink)
      : graph_(graph),
        ontology_(ontology),
        texts_(texts),
        drawing_(graph, ontology, texts, {options.max_nodes, kLegendShare, kHeaderHeight}),
        writer_(sink) {}

  expected<void> Write() {
    WriteHead();
    drawing_.Write("picture", &writer_);
    WriteLegend();
    WriteFacts();
    writer_ << "<script>" << kPictureScript << "</script>\n</body></html>\n";
    return writer_.Finish();
  }

 private:
  void Text(std::string_view text) { AppendHtmlText(text, writer_.out()); }
  void Attribute(std::string_view name, std::string_view value) {
    writer_ << " " << name << "=\"";
    AppendXmlAttribute(value, writer_.out());
    writer_ << "\"";
  }

  void WriteHead() {
    writer_ << "<!DOCTYPE html>\n<html";
    Attribute("lang", texts_.language);
    writer_ << "><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">\n<title>";
    Text(texts_.Get("picture_title"));
    writer_ << "</title>\n<style>" << kPictureStyle << "</style></head><body>\n";
  }

  void WriteLegend() {
    writer_ << "<header><h1>";
    Text(texts_.Get("picture_title"));
    writer_ << "</h1><p>";
    Text(drawing_.Caption());
    writer_ << "</p><p>";
    Text(texts_.Get("picture_help"));
    writer_ << "</p></header>\n<aside><input type=\"search\"";
    Attribute("placeholder", texts_.Get("picture_search"));
    writer_ << ">\n";
    std::map<std::string, size_t> counts;
    for (const Drawn& drawn : drawing_.drawn()) ++counts[graph_.node(drawn.id).type];
    std::vector<std::string> types;
    for (const EntityType& type : ontology_.types()) types.push_back(type.name);
    for (const auto& [type, count] : counts) {
      if (ontology_.FindType(type) == nullptr) types.push_back(type);
    }
    for (const std::string& type : types) {
      if (counts[type] == 0) continue;
      writer_ << "<div";
      Attribute("data-type", type);
      writer_ << "><i style=\"background:";
      AppendXmlAttribute(drawing_.ColorOf(type), writer_.out());
      writer_ << "\"></i>";
      Text(TypeLabel(ontology_, texts_, type));
      writer_ << "<span>" << std::to_string(counts[type]) << "</span></div>\n";
    }
    writer_ << "<p>";
    Text(texts_.Get("picture_planned"));
    writer_ << "</p></aside>\n<section id=\"facts\"></section>\n";
  }

  // What the side panel shows, as JSON; "<" is escaped so that no text can end the script element.
  void WriteFacts() {
    writer_ << "<script type=\"application/json\" id=\"data\">{";
    std::string_view separator;
    for (const Drawn& drawn : drawing_.drawn()) {
      writer_ << separator << "\n\"" << graph_.node(drawn.id).id << "\":{\"name\":";
      Json(graph_.node(drawn.id).name);
      writer_ << ",\"about\":";
      Json(drawing_.About(graph_.node(drawn.id)));
      writer_ << ",\"facts\":[";
      std::string_view comma;
      for (const GraphEdge& edge : graph_.OutEdges(drawn.id)) WriteFact(edge, &comma);
      for (EdgeId id : graph_.InEdges(drawn.id)) WriteFact(graph_.edge(id), &comma);
      writer_ << "]}";
      separator = ",";
      writer_.Checkpoint();
    }
    writer_ << "}</script>\n";
  }

  void WriteFact(const GraphEdge& edge, std::string_view* comma) {
    writer_ << *comma << "[";
    Json(drawing_.Sentence(edge));
    writer_ << ",";
    Json(edge.best_evidence().text);
    writer_ << ",";
    Json(PlaceOf(edge.best_evidence()));
    writer_ << "]";
    *comma = ",";
  }

  void Json(std::string_view text) { AppendScriptJson(text, writer_.out()); }

  const PropertyGraph& graph_;
  const Ontology& ontology_;
  const ReportTexts& texts_;
  GraphDrawing drawing_;
  Writer writer_;
};

}  // namespace

expected<void> WritePicture(const PropertyGraph& graph, const Ontology& ontology, const ReportTexts& texts,
                            const PictureOptions& options, ByteSink* sink) {
  return PictureWriter(graph, ontology, texts, options, sink).Write();
}

}  // namespace mailuo
