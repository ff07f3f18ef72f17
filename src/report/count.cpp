// The page on the count, and one for each place that has others below it: sums, checks, copies.
#include <algorithm>
#include <set>

#include "report/count_index.hpp"
#include "report/figures.hpp"
#include "report/parts.hpp"
#include "report/sections.hpp"

namespace scrutineer {

namespace {

constexpr std::size_t kMostParties = 6;   // as many as a page is wide
constexpr std::size_t kManyPlaces = 100;  // in one table
constexpr std::size_t kMostRows = 2'000;  // as many as a browser scrolls easily
constexpr std::size_t kMostPages = 3'000;

Markup stated(const CountIndex& index, const Count& count) {
  if (count) return text(grouped(*count));
  return element("span", {{"class", "absent"}}, index.view().words("not-stated"));
}

Markup place_cell(const CountIndex& index, UnitIndex unit, bool linked) {
  if (!linked) return index.view().name(unit);
  return element("a", {{"href", index.file_of(unit)}}, index.view().name(unit));
}

Markup notes_of(const CountIndex& index, const ConsolidatedUnit& unit, bool copies_differ) {
  std::vector<Markup> notes;
  if (unit.missing() > 0) {
    notes.push_back(index.view().words("forms.missing", {{"count", whole(unit.missing())}}));
  }
  if (unit.quarantined > 0) {
    notes.push_back(index.view().words("forms.set-aside", {{"count", whole(unit.quarantined)}}));
  }
  if (unit.annulled > 0) {
    notes.push_back(index.view().words("forms.annulled-short", {{"count", whole(unit.annulled)}}));
  }
  if (!unit.differs.empty()) {
    std::string counts;
    for (const std::size_t slot : unit.differs) {
      if (!unit.stated[slot]) continue;
      counts += (counts.empty() ? "" : ", ") + FormSlots{}.name(index.election(), slot) + " " +
                grouped(*unit.stated[slot]);
    }
    notes.push_back(index.view().words("forms.own-total", {{"counts", everywhere(counts)}}));
  }
  if (copies_differ) notes.push_back(index.view().words("forms.copies-differ"));
  Markup all;
  for (const Markup& note : notes) all += (all.empty() ? Markup() : text("; ")) + note;
  return all.empty() ? text("–") : all;
}

Markup sums_table(const CountIndex& index, std::size_t which, const std::vector<UnitIndex>& units) {
  const Consolidation& sums = index.count().sums[which];
  const Contest& contest = index.election().contests[sums.contest.value];
  const std::string contest_name =
      text_in(contest.name, index.view().language, index.election().languages, contest.id);
  Table rows{
      index.view().words("forms.sums-caption", {{"source", name_of(index.election(), sums.source)},
                                                {"contest", everywhere(contest_name)}}),
      {{index.view().say("forms.place")}, {index.view().say("forms.counted"), true}},
      {}};
  for (const CountIndex::Shown& shown : index.shown(which)) {
    rows.columns.push_back({shown.title, true});
  }
  rows.columns.push_back({index.view().say("forms.note")});
  for (const UnitIndex at : units) {
    const ConsolidatedUnit unit = sums.at(at);
    if (unit.leaves == unit.missing() && unit.leaves <= 1 && !index.differs(sums.contest, at) &&
        units.size() > kManyPlaces) {
      continue;  // among very many places those that have not reported are counted above them
    }
    const Markup share = unit.leaves > 1
                             ? text(grouped(static_cast<std::int64_t>(unit.reported)) + " / " +
                                    grouped(static_cast<std::int64_t>(unit.leaves)))
                             : figure(unit.reported);
    Table::Row row{"", {place_cell(index, at, index.has_page(at)), share}};
    for (const CountIndex::Shown& shown : index.shown(which)) {
      row.cells.push_back(stated(index, unit.sum[shown.slot]));
    }
    row.cells.push_back(notes_of(index, unit, index.differs(sums.contest, at)));
    rows.rows.push_back(std::move(row));
  }
  return rows.rows.empty() ? Markup() : table(rows);
}

// On the page of a place only the reference's forms: others stand there where they differ.
Markup sums_section(const CountIndex& index, const std::vector<UnitIndex>& units, bool all) {
  Markup content;
  std::vector<UnitIndex> shown = units;
  if (shown.size() > kMostRows) shown.resize(kMostRows);
  for (std::size_t which = 0; which < index.count().sums.size(); ++which) {
    if (all || index.count().sums[which].source == index.count().reference) {
      content += sums_table(index, which, shown);
    }
  }
  if (content.empty()) return {};
  if (shown.size() < units.size()) {
    content += paragraph(
        index.view().words("forms.and-more", {{"count", whole(units.size() - shown.size())}}),
        "note");
  }
  return section("sums", index.view().words("forms.sums-title"), content);
}

// All, nine in ten, half, fewer, none: by what has been counted below.
Markup reporting_map(const CountIndex& index, const std::vector<UnitIndex>& units) {
  const CountReport& count = index.count();
  const auto sums =
      std::find_if(count.sums.begin(), count.sums.end(), [&](const Consolidation& each) {
        return count.reference && each.source == *count.reference;
      });
  if (sums == count.sums.end()) return {};
  std::vector<ShadedPlace> places;
  for (const UnitIndex at : units) {
    const ConsolidatedUnit unit = sums->at(at);
    const std::size_t shade = unit.reported == 0                      ? 4
                              : unit.reported == unit.leaves          ? 0
                              : unit.reported * 10 >= unit.leaves * 9 ? 1
                              : unit.reported * 2 >= unit.leaves      ? 2
                                                                      : 3;
    places.push_back({at, shade,
                      index.view().pick(name_of(index.election(), at)) + ": " +
                          grouped(static_cast<std::int64_t>(unit.reported)) + " / " +
                          grouped(static_cast<std::int64_t>(unit.leaves)),
                      ""});
  }
  // A map of places that have all been counted says less than the sentence above it.
  const bool is_news = std::any_of(places.begin(), places.end(),
                                   [](const ShadedPlace& place) { return place.shade != 0; });
  if (!is_news) return {};
  return shaded_map(index.view(), places,
                    {index.view().say("forms.map-title"),
                     index.view().say("map.description"),
                     index.view().say("forms.map-caption"),
                     {index.view().say("forms.map.all"), index.view().say("forms.map.most"),
                      index.view().say("forms.map.half"), index.view().say("forms.map.some"),
                      index.view().say("forms.map.none")}});
}

Markup findings_section(const CountIndex& index) {
  Markup content;
  std::set<std::string> caveats;
  for (const Finding& finding : index.view().input.findings) {
    if (finding.kind == "count") content += paragraph(index.view().in(finding.statement));
  }
  for (const Finding& finding : index.view().input.findings) {
    if (finding.kind != "count") continue;
    for (const LocalizedText& caveat : finding.caveats) {
      if (caveats.insert(index.view().pick(caveat)).second) {
        content += paragraph(index.view().in(caveat), "note");
      }
    }
  }
  return section("in-short", index.view().words("forms.findings"), content);
}

// Votes cast and valid votes, where a form states them, and the largest parties.
std::vector<CountIndex::Shown> columns_of(const View& view, const Consolidation& sums) {
  std::vector<CountIndex::Shown> columns;
  const auto add_field = [&](Field field, const std::string& title) {
    const auto slot = static_cast<std::size_t>(field);
    if (whole_count(sums, slot)) columns.push_back({slot, title});
  };
  add_field(Field::cast, view.say("forms.cast"));
  add_field(Field::valid, view.say("forms.valid"));
  for (const std::size_t p : largest_parties(view.election(), sums, kMostParties)) {
    columns.push_back({FormSlots{}.first_party + p,
                       abbreviation(view.election(), PartyIndex{static_cast<std::uint32_t>(p)})});
  }
  return columns;
}

}  // namespace

CountIndex::CountIndex(const View& view) : view_(&view) {
  const Election& election = view.election();
  children_.resize(election.units.size());
  has_page_.assign(election.units.size(), false);
  for (std::uint32_t u = 0; u < election.units.size(); ++u) {
    const auto& parent = election.units[u].parent;
    (parent ? children_[parent->value] : tops_).push_back({u});
  }
  for (const FormMatrix& matrix : count().differing) {
    differing_.emplace(matrix.contest, matrix.unit);
  }
  for (const Consolidation& sums : count().sums) shown_.push_back(columns_of(view, sums));
  // The tops stand on the first page. Level by level, as long as there is room for all of the next.
  for (std::uint32_t level = 0; level < election.levels.size(); ++level) {
    std::vector<UnitIndex> next;
    for (std::uint32_t u = 0; u < children_.size(); ++u) {
      const Unit& unit = election.units[u];
      if (unit.parent && unit.level == level && !children_[u].empty()) next.push_back({u});
    }
    if (pages_.size() + next.size() > kMostPages) break;
    pages_.insert(pages_.end(), next.begin(), next.end());
  }
  std::sort(pages_.begin(), pages_.end());
  for (const UnitIndex page : pages_) has_page_[page.value] = true;
}

const std::vector<UnitIndex>& CountIndex::below(std::optional<UnitIndex> parent) const {
  return parent ? children_[parent->value] : tops_;
}

std::string CountIndex::file_of(UnitIndex unit) const {
  return "count" + anchor("", election().units[unit.value].id) + ".html";
}

bool CountIndex::lies_in(UnitIndex unit, std::optional<UnitIndex> top) const {
  if (!top) return true;
  std::optional<UnitIndex> at = unit;
  while (at && *at != *top) at = election().units[at->value].parent;
  return at.has_value();
}

LocalizedText whole(std::size_t count) { return number(static_cast<std::int64_t>(count)); }
Markup figure(std::size_t count) { return text(grouped(static_cast<std::int64_t>(count))); }

Markup count_page(const CountIndex& index) {
  std::vector<UnitIndex> places = index.below(std::nullopt);
  std::vector<UnitIndex> mapped;
  for (const UnitIndex top : index.below(std::nullopt)) {
    const std::vector<UnitIndex> parts = index.below(top);
    places.insert(places.end(), parts.begin(), parts.end());
    mapped.insert(mapped.end(), parts.begin(), parts.end());
  }
  return heading(1, index.view().words("forms.title")) +
         paragraph(index.view().words("forms.intro"), "lead") + findings_section(index) +
         reporting_map(index, mapped) + sums_section(index, places, true) + shares_section(index) +
         copies_section(index, std::nullopt) + checks_section(index, std::nullopt) +
         history_section(index);
}

Markup count_unit_page(const CountIndex& index, UnitIndex unit) {
  std::vector<UnitIndex> above;
  for (auto at = index.election().units[unit.value].parent; at;
       at = index.election().units[at->value].parent) {
    above.insert(above.begin(), *at);
  }
  Markup trail =
      element("a", {{"href", file_of(PageKind::count)}}, index.view().words("nav.count"));
  for (const UnitIndex at : above) {
    trail += text(" › ") + place_cell(index, at, index.has_page(at));
  }
  std::vector<UnitIndex> places = {unit};
  const std::vector<UnitIndex> parts = index.below(unit);
  places.insert(places.end(), parts.begin(), parts.end());
  const bool pages_end_here =
      std::none_of(parts.begin(), parts.end(), [&](UnitIndex at) { return index.has_page(at); }) &&
      std::any_of(parts.begin(), parts.end(),
                  [&](UnitIndex at) { return !index.below(at).empty(); });
  return heading(1, index.view().words("forms.unit-title",
                                       {{"unit", name_of(index.election(), unit)}})) +
         element("nav", {{"class", "trail"}, {"aria-label", index.view().say("forms.place")}},
                 paragraph(trail)) +
         sums_section(index, places, false) +
         (pages_end_here ? paragraph(index.view().words("forms.many-below"), "note") : Markup()) +
         copies_section(index, unit) + checks_section(index, unit);
}

}  // namespace scrutineer
