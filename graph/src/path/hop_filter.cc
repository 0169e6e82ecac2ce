#include "path/hop_filter.h"

#include <set>

namespace mailuo {

namespace {

Error Usage(const std::string& place, uint32_t column, const std::string& what) {
  return {Error::Kind::kUsage, {place, column == 0 ? 0U : 1U, column}, what};
}

// "there is no relation 'x' in the graph; did you mean 'y'?"
std::string Unknown(const std::string& what, const std::string& name, const std::set<std::string>& known) {
  const std::string_view nearest = NearestName(name, {known.begin(), known.end()});
  return "there is no " + what + " '" + name + "' in the graph" +
         (nearest.empty() ? "" : "; did you mean '" + std::string(nearest) + "'?");
}

// Every number of a time that is asked for must count, unlike those of a text: "2024-13" is a slip, not the year.
std::optional<TimeRange> ReadAskedTime(std::string_view text) {
  const std::optional<TimeRange> range = ReadTime(text);
  if (!range) return std::nullopt;
  size_t numbers = 0;
  bool in_number = false;
  for (char c : text) {
    const bool is_digit = c >= '0' && c <= '9';
    numbers += is_digit && !in_number ? 1 : 0;
    in_number = is_digit;
  }
  const uint32_t length = range->last - range->first;
  const size_t counted = length == 0 ? 3 : length == 9999 ? 1 : 2;  // a year has 1, a month or two years 2
  return numbers == counted ? range : std::nullopt;
}

}  // namespace

HopFilter::HopFilter(const CompactGraph& graph, const Ontology* ontology) : graph_(&graph) {
  for (const CompactGraph::NodeClass& one : graph.classes()) {
    class_types_.push_back({std::string(one.type)});
    if (ontology == nullptr) continue;
    for (const EntityType& type : ontology->types()) {
      if (type.name != one.type && ontology->IsA(one.type, type.name)) class_types_.back().push_back(type.name);
    }
  }
  for (const CompactGraph::EdgeKind& one : graph.kinds()) {
    const Relation* relation = ontology == nullptr ? nullptr : ontology->FindRelation(one.predicate);
    symmetric_.push_back(relation != nullptr && relation->symmetric);
  }
  if (ontology == nullptr) return;
  for (const EntityType& type : ontology->types()) known_types_.push_back(type.name);
}

expected<std::vector<bool>> HopFilter::ClassesOf(const std::vector<NamedWord>& types, const std::string& place) const {
  std::vector<bool> classes(class_types_.size(), types.empty());
  std::set<std::string> known(known_types_.begin(), known_types_.end());
  for (const auto& at_or_above : class_types_) known.insert(at_or_above.begin(), at_or_above.end());
  for (const NamedWord& type : types) {
    if (!known.contains(type.text)) {
      return unexpected(Usage(place, type.column, Unknown("type", type.text, known)));
    }
    for (size_t i = 0; i < classes.size(); ++i) {
      const auto& at_or_above = class_types_[i];
      if (std::find(at_or_above.begin(), at_or_above.end(), type.text) != at_or_above.end()) classes[i] = true;
    }
  }
  return classes;
}

expected<std::vector<uint8_t>> HopFilter::WaysOf(const HopForm& form, const std::string& place) const {
  const auto& kinds = graph_->kinds();
  std::vector<uint8_t> ways(kinds.size(), 0);
  const auto allow = [&](size_t i) {
    const bool forward = form.forward || symmetric_[i], backward = form.backward || symmetric_[i];
    ways[i] = static_cast<uint8_t>(ways[i] | (forward ? HopKinds::kForward : 0) | (backward ? HopKinds::kBackward : 0));
  };
  for (size_t i = 0; form.kinds.empty() && i < kinds.size(); ++i) allow(i);
  for (const NamedWord& kind : form.kinds) {
    bool found = false;
    std::set<std::string> known;
    for (size_t i = 0; i < kinds.size(); ++i) {
      known.emplace(kinds[i].predicate);
      if (kinds[i].predicate != kind.text) continue;
      found = true;
      allow(i);
    }
    if (!found) return unexpected(Usage(place, kind.column, Unknown("relation", kind.text, known)));
  }
  return ways;
}

expected<HopKinds> HopFilter::KindsOf(const HopForm& form, const std::string& place) const {
  auto ways = WaysOf(form, place);
  if (!ways) return unexpected(ways.error());
  // An arrow of the pattern decides the way itself; of the filter then only what it leaves out counts.
  HopKinds kinds{std::move(*ways), 0};
  for (size_t i = 0; i < kinds.ways.size(); ++i) {
    if (kinds_.ways[i] == 0) kinds.ways[i] = 0;
  }
  FindCommonWays(&kinds);
  return kinds;
}

void HopFilter::FindCommonWays(HopKinds* kinds) {
  kinds->any = HopKinds::kForward | HopKinds::kBackward;
  for (uint8_t ways : kinds->ways) kinds->any = static_cast<uint8_t>(kinds->any & ways);
}

expected<HopFilter> HopFilter::Make(const CompactGraph& graph, const Ontology* ontology, const PathFilter& filter) {
  HopFilter made(graph, ontology);
  std::vector<HopForm> via(1);
  if (!filter.via.empty()) {
    auto parsed = ParseVia(filter.via, "--via");
    if (!parsed) return unexpected(parsed.error());
    via = std::move(*parsed);
  }
  made.kinds_.ways.assign(graph.kinds().size(), 0);
  for (HopForm& form : via) {
    if (filter.directed && !form.has_arrow) form.backward = false;
    const auto ways = made.WaysOf(form, "--via");
    if (!ways) return unexpected(ways.error());
    for (size_t i = 0; i < ways->size(); ++i)
      made.kinds_.ways[i] = static_cast<uint8_t>(made.kinds_.ways[i] | (*ways)[i]);
  }
  std::set<std::string> statuses;
  for (size_t i = 0; i < graph.kinds().size(); ++i) {
    statuses.emplace(graph.kinds()[i].status);
    if (!filter.status.empty() && graph.kinds()[i].status != filter.status) made.kinds_.ways[i] = 0;
  }
  const bool known_status = filter.status.empty() || filter.status == "done" || filter.status == "planned";
  if (!known_status && !statuses.contains(filter.status)) {
    return unexpected(Usage("--status", 0, Unknown("status", filter.status, statuses)));
  }
  FindCommonWays(&made.kinds_);

  std::vector<NamedWord> through;
  for (const std::string& type : filter.through) through.push_back({type, 0});
  const auto classes = made.ClassesOf(through, "--through");
  if (!classes) return unexpected(classes.error());
  made.classes_ = *classes;
  made.all_classes_ = through.empty();

  TimeRange time;
  for (const auto& [text, place] : {std::pair{&filter.since, "--since"}, {&filter.until, "--until"}}) {
    if (text->empty()) continue;
    const auto read = ReadAskedTime(*text);
    if (!read) return unexpected(Usage(place, 0, "'" + *text + "' is no time, expected 2024, 2024-06 or 2024-06-30"));
    (text == &filter.since ? time.first : time.last) = text == &filter.since ? read->first : read->last;
    made.time_ = time;
  }
  if (time.first > time.last) {
    return unexpected(Usage("--until", 0, "'" + filter.until + "' is before --since '" + filter.since + "'"));
  }
  return made;
}

std::vector<Hop> HopFilter::HopsFrom(NodeId node, const HopKinds& kinds) const {
  std::vector<Hop> hops;
  ForEach(node, /*reverse=*/false, kinds, [&](EdgeId edge, bool forward, NodeId) {
    hops.push_back({edge, forward});
    return true;
  });
  std::stable_sort(hops.begin(), hops.end(), [](const Hop& a, const Hop& b) { return a.edge < b.edge; });
  return hops;
}

}  // namespace mailuo
