// Names as people type them find their nodes, or the nodes that they may mean.
#include "mailuo/graph/name_index.h"

#include <doctest/doctest.h>
#include <unicode/translit.h>
#include <unicode/uchar.h>

#include "graph_test_support.h"
#include "store/fold_name.h"

namespace mailuo {

namespace {

constexpr const char* kHow[] = {"id", "name", "alias", "spelling", "part", "near"};

// Cities, organisations and funds of path_names.tsv, each with a fact that says nothing.
CompactGraph NamedGraph() {
  std::vector<Triple> triples;
  for (const auto& row : ReadTable("path_names.tsv")) {
    if (row.size() != 3) continue;
    Triple triple;
    triple.source = "a.txt";
    triple.subject = {EntityId(row[0], FoldName(row[1])), row[0], row[1], {}};
    if (!row[2].empty()) triple.subject.aliases = {row[2]};
    triple.predicate = "metric";
    triple.object = Literal{"Quantity", "3", 3, std::nullopt, "x", ""};
    triple.evidence = {{0, 1}, "e"};
    triples.push_back(triple);
  }
  return CompactGraph::From(Assemble(triples), {}).value();
}

}  // namespace

TEST_CASE("what is typed finds a name in the surest way that there is") {
  const CompactGraph graph = NamedGraph();
  size_t searches = 0;
  for (const auto& row : ReadTable("path_names.tsv")) {
    if (row.size() != 5) continue;  // search, type or nothing, how, names, clear
    CAPTURE(row[0]);
    CAPTURE(row[1]);
    const auto found =
        FindByName(graph, row[0], [&](std::string_view type) { return row[1].empty() || type == row[1]; });
    std::string names;
    for (const NameCandidate& one : found) names.append(names.empty() ? "" : "|").append(graph.name(one.node));
    CHECK(names == row[3]);
    if (!found.empty()) CHECK(kHow[static_cast<size_t>(found[0].how)] == row[2]);
    CHECK(IsClear(found) == (row[4] == "clear"));
    ++searches;
  }
  CHECK(searches > 10);
  for (NodeId node = 0; node < graph.node_count(); ++node) {
    if (graph.kind(node) == GraphNode::Kind::kEntity) CHECK(FindByName(graph, graph.id(node), {})[0].node == node);
  }
}

TEST_CASE("traditional characters become simplified ones as ICU's transliterator has them") {
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<icu::Transliterator> icu_way(
      icu::Transliterator::createInstance("Hant-Hans", UTRANS_FORWARD, status));
  REQUIRE(U_SUCCESS(status));
  size_t changed = 0;
  for (UChar32 c = 0x3400; c < 0xA000; ++c) {
    if (!u_hasBinaryProperty(c, UCHAR_IDEOGRAPHIC)) continue;
    icu::UnicodeString text(c);
    std::string traditional, simplified;
    text.toUTF8String(traditional);
    icu_way->transliterate(text);
    if (text.countChar32() != 1 || text.char32At(0) > 0xFFFF) continue;
    text.toUTF8String(simplified);
    if (FoldForSearch(traditional) != simplified) CHECK(traditional == simplified);
    changed += traditional != simplified;
  }
  CHECK(changed > 2000);
}

TEST_CASE("names are alike as far as they share pairs of characters") {
  CHECK(NameLikeness("abcd", "abcd") == 1);
  CHECK(NameLikeness("abcd", "ABCD") == 1);
  CHECK(NameLikeness("abcd", "abce") == doctest::Approx(4.0 / 6));
  CHECK(NameLikeness("abab", "ab") == doctest::Approx(2.0 / 4));
  CHECK(NameLikeness("abcd", "wxyz") == 0);
  CHECK(NameLikeness("a", "b") == 0);
  CHECK(NameLikeness("a", "A") == 1);
}

}  // namespace mailuo
