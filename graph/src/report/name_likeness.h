// Names that look alike, for telling what two cities share though each calls it in its own way.
#ifndef MAILUO_GRAPH_SRC_REPORT_NAME_LIKENESS_H_
#define MAILUO_GRAPH_SRC_REPORT_NAME_LIKENESS_H_

#include <cstdint>
#include <string>
#include <vector>

namespace mailuo {

// Likeness is NameLikeness of name_index.h.
// For each name the number of its group, counted from 0 in the order of `names`. A name joins the group whose first
// name it is most like, the earliest of equals, if that likeness is at least `threshold`; else it begins a group. All
// of a group are so like its first name, and no chain of small steps joins what differs. Near-linear for names whose
// pieces are mostly their own; O(n^2) at worst.
std::vector<uint32_t> GroupNames(const std::vector<std::string>& names, double threshold);

}  // namespace mailuo

#endif  // MAILUO_GRAPH_SRC_REPORT_NAME_LIKENESS_H_
