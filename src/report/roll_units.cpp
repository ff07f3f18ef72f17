// Removals by place: on the map, as a share of the old roll, and in a table with their intervals.
#include <algorithm>
#include <array>
#include <map>
#include <vector>

#include "findings/phrases.hpp"
#include "report/figures.hpp"
#include "report/parts.hpp"
#include "report/roll_parts.hpp"

namespace scrutineer {

namespace {

constexpr std::array<std::int64_t, 3> kPercents = {10, 5, 2};  // the least of shades 0 to 2
constexpr std::size_t kNotStated = 4;
constexpr std::size_t kMostPlaces = 400;  // that a map can show
constexpr std::size_t kMostRows = 2'000;

using roll::UnitFlow;

const std::vector<UnitFlow>& rows_of(const View& view) { return view.input.roll->findings.units; }

// Whether persons are estimated anywhere; else the map shows entries.
bool has_persons(const View& view) {
  return std::any_of(rows_of(view).begin(), rows_of(view).end(),
                     [](const UnitFlow& row) { return row.removed_persons.has_value(); });
}

Count shown_of(const UnitFlow& row, bool persons) {
  return persons ? row.removed_persons : row.removed;
}

std::optional<Rational> share_of(const Count& removed, const Count& all) {
  if (!removed || !all || *all == 0) return std::nullopt;
  return Rational::of(*removed, *all);
}

std::size_t shade_of(const std::optional<Rational>& share) {
  if (!share) return kNotStated;
  for (std::size_t shade = 0; shade < kPercents.size(); ++shade) {
    if (*share >= Rational::of(kPercents[shade], 100)) return shade;
  }
  return kPercents.size();
}

std::string place_words(const View& view, const std::string& name, const UnitFlow& row,
                        bool persons) {
  const Count removed = shown_of(row, persons);
  const auto share = share_of(removed, row.old_entries);
  if (!share) return view.say("roll.map-not-stated", {{"unit", everywhere(name)}});
  Values values = {{"unit", everywhere(name)},
                   {"share", everywhere(percent(*share))},
                   {"count", number(*removed)},
                   {"all", number(*row.old_entries)}};
  if (!persons || !row.removed_persons_low || !row.removed_persons_high) {
    return view.say("roll.map-place", values);
  }
  values.emplace_back("low", number(*row.removed_persons_low));
  values.emplace_back("high", number(*row.removed_persons_high));
  return view.say("roll.map-interval", values);
}

// The level that most of the rows are of.
std::optional<std::uint32_t> level_of(const View& view) {
  std::map<std::uint32_t, std::size_t> rows;
  for (const UnitFlow& row : rows_of(view)) {
    if (row.unit) ++rows[view.election().units[row.unit->value].level];
  }
  const auto most = std::max_element(
      rows.begin(), rows.end(), [](const auto& a, const auto& b) { return a.second < b.second; });
  if (most == rows.end()) return std::nullopt;
  return most->first;
}

// All places of that level: those without a row are not stated.
Markup removals_map(const View& view, bool persons) {
  const auto level = level_of(view);
  if (!level) return {};
  std::map<UnitIndex, const UnitFlow*> stated;
  for (const UnitFlow& row : rows_of(view)) {
    if (row.unit) stated.emplace(*row.unit, &row);
  }
  MapWords words = {
      view.say("roll.map-title"),
      view.say("map.description"),
      view.say(persons ? "roll.map-persons" : "roll.map-apparent"),
      {view.say("roll.map-above", {{"share", everywhere("10%")}}), "5% – 10%", "2% – 5%",
       view.say("roll.map-below", {{"share", everywhere("2%")}}), view.say("not-stated")}};
  std::vector<ShadedPlace> places;
  for (std::uint32_t u = 0; u < view.election().units.size(); ++u) {
    if (view.election().units[u].level != *level) continue;
    const auto found = stated.find(UnitIndex{u});
    const UnitFlow row = found == stated.end() ? UnitFlow{} : *found->second;
    const auto share = share_of(shown_of(row, persons), row.old_entries);
    const std::string name = view.pick(name_of(view.election(), UnitIndex{u}));
    places.push_back({UnitIndex{u}, shade_of(share), place_words(view, name, row, persons),
                      share ? percent(*share) : ""});
    if (share) words.description += " " + places.back().words + ".";
  }
  return places.size() > kMostPlaces ? Markup() : shaded_map(view, places, words);
}

Markup persons_cell(const View& view, const UnitFlow& row) {
  if (!row.removed_persons) return not_stated(view);
  const std::string range =
      range_words(view, written(row.removed_persons_low), written(row.removed_persons_high));
  return text(grouped(*row.removed_persons) + (range.empty() ? "" : " (" + range + ")"));
}

Markup units_table(const View& view, bool persons) {
  Table rows{view.words("roll.units-caption"),
             {{view.say("roll.place")},
              {view.say("roll.class.old"), true},
              {view.say("roll.class.removed"), true},
              {view.say("roll.removed-share"), true}},
             {}};
  if (persons) rows.columns.push_back({view.say("roll.removed-persons"), true});
  rows.columns.push_back({view.say("roll.class.added"), true});
  rows.columns.push_back({view.say("roll.class.new"), true});
  for (const UnitFlow& unit : rows_of(view)) {
    if (rows.rows.size() == kMostRows) break;
    const auto share = share_of(unit.removed, unit.old_entries);
    Table::Row row{"",
                   {unit.unit ? view.name(*unit.unit) : view.original(unit.name),
                    stated_or_not(view, unit.old_entries), stated_or_not(view, unit.removed),
                    share ? text(percent(*share)) : not_stated(view)}};
    if (persons) row.cells.push_back(persons_cell(view, unit));
    row.cells.push_back(stated_or_not(view, unit.added));
    row.cells.push_back(stated_or_not(view, unit.new_entries));
    rows.rows.push_back(std::move(row));
  }
  Markup more;
  if (rows_of(view).size() > kMostRows) {
    const auto left = static_cast<std::int64_t>(rows_of(view).size() - kMostRows);
    more = paragraph(view.words("forms.and-more", {{"count", number(left)}}), "note");
  }
  return element("div", {{"class", "dense"}}, table(rows)) + more;
}

}  // namespace

Markup roll_units_section(const View& view) {
  if (!view.input.roll || rows_of(view).empty()) return {};
  const bool persons = has_persons(view);
  const auto unknown = std::count_if(rows_of(view).begin(), rows_of(view).end(),
                                     [](const UnitFlow& row) { return !row.unit.has_value(); });
  Markup intro = paragraph(view.words("roll.units-intro")) +
                 paragraph(view.words(persons ? "roll.units-estimated" : "roll.units-apparent"));
  if (unknown > 0) {
    intro += paragraph(view.words("roll.units-unknown", {{"count", number(unknown)}}), "note");
  }
  const Markup map = removals_map(view, persons);
  return section("units", view.words("roll.units"),
                 intro +
                     (map.empty() ? Markup() : element("div", {{"class", "removals-map"}}, map)) +
                     units_table(view, persons));
}

}  // namespace scrutineer
