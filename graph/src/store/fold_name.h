// Names as a search sees them. Neighbour: FoldName (schemas/triple.h), names as identity sees them.
#ifndef MAILUO_GRAPH_SRC_STORE_FOLD_NAME_H_
#define MAILUO_GRAPH_SRC_STORE_FOLD_NAME_H_

#include <string>
#include <string_view>

namespace mailuo {

// FoldName (width, case, quotes and white space) with traditional characters made simplified, without zero bytes; the
// name itself where that leaves nothing.
std::string FoldForSearch(std::string_view name);

// The code points of well-formed UTF-8; a byte that belongs to none is one of its own.
std::u32string CodePoints(std::string_view text);

}  // namespace mailuo

#endif  // MAILUO_GRAPH_SRC_STORE_FOLD_NAME_H_
