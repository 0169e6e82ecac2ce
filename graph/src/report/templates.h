// The template engine behind a narrow face, so that one source file compiles it.
#ifndef MAILUO_GRAPH_SRC_REPORT_TEMPLATES_H_
#define MAILUO_GRAPH_SRC_REPORT_TEMPLATES_H_

#include <map>
#include <string>

namespace mailuo {

// What is wrong with a Mustache template, with its line; empty where nothing is.
std::string TemplateError(const std::string& text);

// The template with `values` in the places of their names; {{name}} escapes for HTML, {{{name}}} does not. "t.name" is
// a text of the catalogue. Empty where the template is broken.
std::string FillHtml(const std::string& text, const std::map<std::string, std::string>& values);

}  // namespace mailuo

#endif  // MAILUO_GRAPH_SRC_REPORT_TEMPLATES_H_
