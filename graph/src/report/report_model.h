// What a report says, whatever its format: sections of blocks. Made by the kinds (report_kinds.h), shown by
// report_render.cc through templates and by report_json.cc as it is. Texts are plain; escaping is the format's.
#ifndef MAILUO_GRAPH_SRC_REPORT_REPORT_MODEL_H_
#define MAILUO_GRAPH_SRC_REPORT_REPORT_MODEL_H_

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace mailuo {

// The words of the text and where they stand.
struct Quote {
  std::string text;
  std::string place;                // source:start-end
  std::vector<std::string> others;  // places of further evidence
};

// One fact of a list.
struct Item {
  std::string lead;    // the relation, where a list mixes them
  std::string name;    // of the other end
  std::string link;    // section that tells of it, or empty
  std::string detail;  // type, amount, qualifiers
  std::string status;  // done or planned
  std::optional<Quote> quote;
};

struct Cell {
  std::string text;
  std::string link;
  std::string status;  // of a cell of a matrix: done or planned; else empty
  std::optional<Quote> quote;
};

struct Column {
  std::string title;
  bool is_number = false;
};

struct Table {
  std::vector<Column> columns;
  std::vector<std::vector<Cell>> rows;
  bool is_matrix = false;
};

// A heading with any of a text, a picture, a list and a table under it.
struct Block {
  std::string heading;
  std::string text;
  std::string svg;      // a picture; HTML shows it
  std::string caption;  // of the picture
  std::vector<Item> items;
  Table table;
  uint64_t total = 0;  // rows that there are, shown or not; 0 where the block has no bounded list
  uint64_t rest = 0;   // of them not shown
};

struct Section {
  std::string id;     // anchor
  std::string title;
  std::string note;   // a line below the title
  int level = 2;      // 2: a part; 3: a subject in a part
  std::vector<Block> blocks;
};

// A section that is made when its turn comes, so that a long report is never whole in memory.
struct SectionPlan {
  std::string id;
  std::string title;
  int level = 2;
  std::function<Section()> make;
};

struct Report {
  std::string title;
  std::string summary;
  std::vector<SectionPlan> sections;
};

}  // namespace mailuo

#endif  // MAILUO_GRAPH_SRC_REPORT_REPORT_MODEL_H_
