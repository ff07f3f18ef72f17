// panel/: the members of the joint body, its items, what each side holds on them, and what was
// adopted.
#include <algorithm>
#include <array>
#include <set>
#include <tuple>
#include <utility>

#include "folder/canonical.hpp"
#include "folder/parts.hpp"
#include "folder/sheet.hpp"

namespace scrutineer {

namespace {

constexpr std::array<ColumnRule, 4> kMemberColumns = {
    {{"id", Need::required}, {"side", Need::required}, {"name", Need::required}, {"role"}}};
constexpr std::array<ColumnRule, 5> kItemColumns = {{{"id", Need::required},
                                                     {"title", Need::optional, true},
                                                     {"proposed_by"},
                                                     {"state"},
                                                     {"date"}}};
constexpr std::array<ColumnRule, 6> kPositionColumns = {{{"item", Need::required},
                                                         {"side", Need::required},
                                                         {"date"},
                                                         {"position", Need::required},
                                                         {"reason"},
                                                         {"citation"}}};
constexpr std::array<ColumnRule, 6> kResolutionColumns = {{{"id", Need::required},
                                                           {"item"},
                                                           {"date"},
                                                           {"text", Need::optional, true},
                                                           {"adopted_by"},
                                                           {"citation"}}};

template <typename Visit>
void read_rows(const std::string& file, std::string_view bytes, std::span<const ColumnRule> columns,
               Draft& draft, Visit visit) {
  const auto sheet = Sheet::open(file, bytes, columns, draft.election.languages, draft.problems);
  if (sheet) sheet->for_each_row(draft.problems, visit);
}

// Reads a file whose rows have ids, into `things` by id.
template <typename Thing, typename Take>
void read_things(const std::string& file, std::string_view bytes,
                 std::span<const ColumnRule> columns, Draft& draft, std::vector<Thing>& things,
                 Take take) {
  std::set<std::string> ids;
  read_rows(file, bytes, columns, draft, [&](const Row& row) {
    Thing thing = take(row);
    if (!thing.id.empty() && !ids.insert(thing.id).second) {
      row.expected("id", "an id that no other row has");
    }
    things.push_back(std::move(thing));
  });
  std::sort(things.begin(), things.end(),
            [](const Thing& a, const Thing& b) { return a.id < b.id; });
}

Names<std::size_t> items_of(const Panel& panel, bool readable) {
  Names<std::size_t> names("an item", "panel/items.csv");
  for (const PanelItem& item : panel.items) names.add(item.id, names.size());
  if (!readable && panel.items.empty()) names.mark_unreadable();
  return names;
}

// The sides that members sit for and that sources belong to.
Names<std::size_t> sides_of(const Election& election) {
  Names<std::size_t> names("a side", "panel/members.csv or of the sources in election.toml");
  for (const PanelMember& member : election.panel.members) names.add(member.side, names.size());
  for (const Source& source : election.sources) {
    if (!source.side.empty()) names.add(source.side, names.size());
  }
  return names;
}

}  // namespace

void read_panel_members(std::string_view bytes, Draft& draft) {
  read_things("panel/members.csv", bytes, kMemberColumns, draft, draft.election.panel.members,
              [](const Row& row) {
                return PanelMember{row.identifier("id"), row.identifier("side"),
                                   row.text("name", Need::required), row.text("role")};
              });
}

std::string write_panel_members(const Election& election) {
  CanonicalTable table(kMemberColumns, election.languages);
  for (const PanelMember& member : election.panel.members) {
    table.add_row();
    table.set("id", member.id);
    table.set("side", member.side);
    table.set("name", member.name);
    table.set("role", member.role);
  }
  return table.text();
}

void read_panel_items(std::string_view bytes, Draft& draft) {
  read_things("panel/items.csv", bytes, kItemColumns, draft, draft.election.panel.items,
              [&draft](const Row& row) {
                return PanelItem{row.identifier("id"),
                                 row.localized("title", draft.election.languages, Need::required),
                                 row.text("proposed_by"), row.text("state"),
                                 row.date_or_time("date")};
              });
}

std::string write_panel_items(const Election& election) {
  CanonicalTable table(kItemColumns, election.languages);
  for (const PanelItem& item : election.panel.items) {
    table.add_row();
    table.set("id", item.id);
    table.set("title", item.title);
    table.set("proposed_by", item.proposed_by);
    table.set("state", item.state);
    table.set("date", item.date);
  }
  return table.text();
}

void read_panel_positions(std::string_view bytes, Draft& draft) {
  auto& positions = draft.election.panel.positions;
  const auto items = items_of(draft.election.panel, draft.problems.empty());
  const auto sides = sides_of(draft.election);
  read_rows("panel/positions.csv", bytes, kPositionColumns, draft, [&](const Row& row) {
    row.reference("item", items, Need::required);
    row.reference("side", sides, Need::required);
    positions.push_back({row.text("item"), row.text("side"), row.date_or_time("date"),
                         row.text("position", Need::required), row.text("reason"),
                         row.text("citation")});
  });
  std::sort(positions.begin(), positions.end(), [](const Position& a, const Position& b) {
    return std::tie(a.item, a.side, a.date, a.position, a.reason, a.citation) <
           std::tie(b.item, b.side, b.date, b.position, b.reason, b.citation);
  });
}

std::string write_panel_positions(const Election& election) {
  CanonicalTable table(kPositionColumns, election.languages);
  for (const Position& position : election.panel.positions) {
    table.add_row();
    table.set("item", position.item);
    table.set("side", position.side);
    table.set("date", position.date);
    table.set("position", position.position);
    table.set("reason", position.reason);
    table.set("citation", position.citation);
  }
  return table.text();
}

void read_panel_resolutions(std::string_view bytes, Draft& draft) {
  const auto items = items_of(draft.election.panel, draft.problems.empty());
  read_things("panel/resolutions.csv", bytes, kResolutionColumns, draft,
              draft.election.panel.resolutions, [&](const Row& row) {
                row.reference("item", items);
                return Resolution{row.identifier("id"),
                                  row.text("item"),
                                  row.date_or_time("date"),
                                  row.localized("text", draft.election.languages, Need::required),
                                  row.text("adopted_by"),
                                  row.text("citation")};
              });
}

std::string write_panel_resolutions(const Election& election) {
  CanonicalTable table(kResolutionColumns, election.languages);
  for (const Resolution& resolution : election.panel.resolutions) {
    table.add_row();
    table.set("id", resolution.id);
    table.set("item", resolution.item);
    table.set("date", resolution.date);
    table.set("text", resolution.text);
    table.set("adopted_by", resolution.adopted_by);
    table.set("citation", resolution.citation);
  }
  return table.text();
}

}  // namespace scrutineer
