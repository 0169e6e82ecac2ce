#include "pages.h"

namespace mailuo::cli {
namespace {

void Replace(std::string_view mark, std::string_view with, std::string* text) {
  for (size_t at = text->find(mark); at != std::string::npos; at = text->find(mark, at + with.size())) {
    text->replace(at, mark.size(), with);
  }
}

// "</script>" in a text would end the page's script; so would a comment that an old browser sees in "<!--".
std::string Escaped(std::string_view json) {
  std::string escaped;
  escaped.reserve(json.size());
  for (char c : json) {
    if (c == '<') {
      escaped += "\\u003c";
    } else {
      escaped += c;
    }
  }
  return escaped;
}

std::string EscapedHtml(std::string_view text) {
  std::string escaped;
  for (char c : text) escaped += c == '<' ? "&lt;" : c == '&' ? "&amp;" : std::string(1, c);
  return escaped;
}

}  // namespace

std::string FillPage(std::string_view page, std::string_view title, std::string_view data) {
  std::string html(page);
  Replace("/*style*/", kPageStyle, &html);
  Replace("<!--title-->", EscapedHtml(title), &html);
  Replace("/*data*/", Escaped(data), &html);
  return html;
}

}  // namespace mailuo::cli
