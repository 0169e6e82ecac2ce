// The pages of folder pages/, compiled into the program: each one HTML file with its style and script in it, in which
// the data is put as JSON. No page asks a network for anything.
#ifndef MAILUO_CLI_PAGES_H_
#define MAILUO_CLI_PAGES_H_

#include <string>
#include <string_view>

namespace mailuo::cli {

extern const std::string_view kCoveragePage;
extern const std::string_view kLayersPage;
extern const std::string_view kPageStyle;  // shared by both

// `page` with the shared style and `data`, a JSON value, in their places. `data` may hold anything: it ends no script.
std::string FillPage(std::string_view page, std::string_view title, std::string_view data);

}  // namespace mailuo::cli

#endif  // MAILUO_CLI_PAGES_H_
