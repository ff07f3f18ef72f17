#include "folder/exchange/sketch.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "base/text.hpp"

namespace scrutineer::exchange {

void Ids::assign(const Accept& accept, std::set<std::string>& taken) {
  std::vector<const std::string*> others;
  for (const std::string& original : originals_) {
    if (accept(original) && taken.insert(original).second) {
      ids_[original] = original;
    } else {
      others.push_back(&original);
    }
  }
  std::map<std::string, std::size_t> next;
  for (const std::string* original : others) {
    const std::string base = slug(*original);
    std::size_t& number = next[base];
    std::string id = base;
    while (!accept(id) || !taken.insert(id).second) {
      number = std::max<std::size_t>(number + 1, 2);
      id = base + "-" + std::to_string(number);
    }
    ids_[*original] = id;
  }
}

std::vector<std::pair<std::string, std::string>> Ids::renamed() const {
  std::vector<std::pair<std::string, std::string>> list;
  for (const auto& [original, id] : ids_) {
    if (original != id) list.emplace_back(original, id);
  }
  return list;
}

UnitIndex Sketch::add_unit(Unit unit, std::string level) {
  const UnitIndex index{static_cast<std::uint32_t>(election.units.size())};
  election.units.push_back(std::move(unit));
  level_of.push_back(std::move(level));
  return index;
}

Count& Sketch::cell(ContestIndex contest, UnitIndex unit, const std::string& column) {
  ReturnRows& table = rows[contest.value];
  bool is_new = false;
  return table.cell({kFieldCount, column}, table.place(unit, 0, is_new));
}

Count& Sketch::cell(ContestIndex contest, UnitIndex unit, Field field) {
  ReturnRows& table = rows[contest.value];
  bool is_new = false;
  return table.cell({static_cast<std::size_t>(field), ""}, table.place(unit, 0, is_new));
}

void Sketch::note(NoteKind kind, std::string text) {
  notes.push_back({kind, std::move(text), "", "", "", std::nullopt});
}

namespace {

std::size_t depth_of(const Election& election, std::size_t unit) {
  std::size_t depth = 1;
  for (auto at = election.units[unit].parent; at; at = election.units[at->value].parent) ++depth;
  return depth;
}

// The levels from top to bottom, those that nothing connects by depth, then by name; empty where
// they have no such order.
std::vector<std::string> order_levels(const Election& election,
                                      const std::vector<std::string>& of) {
  std::map<std::string, std::size_t> waiting;  // level, least depth
  std::set<std::pair<std::string, std::string>> above;
  for (std::size_t i = 0; i < of.size(); ++i) {
    const auto place = waiting.try_emplace(of[i], depth_of(election, i)).first;
    place->second = std::min(place->second, depth_of(election, i));
    if (const auto parent = election.units[i].parent) {
      if (of[parent->value] == of[i]) return {};
      above.emplace(of[parent->value], of[i]);
    }
  }
  std::vector<std::string> ordered;
  while (!waiting.empty()) {
    auto best = waiting.end();
    for (auto at = waiting.begin(); at != waiting.end(); ++at) {
      const bool free = std::none_of(waiting.begin(), waiting.end(), [&](const auto& other) {
        return above.contains({other.first, at->first});
      });
      if (free && (best == waiting.end() || at->second < best->second)) best = at;
    }
    if (best == waiting.end()) return {};
    ordered.push_back(best->first);
    waiting.erase(best);
  }
  return ordered;
}

}  // namespace

void assign_levels(Sketch& sketch) {
  Election& election = sketch.election;
  election.levels = order_levels(election, sketch.level_of);
  if (election.levels.empty()) {
    for (std::size_t i = 0; i < sketch.level_of.size(); ++i) {
      sketch.level_of[i] = slug(sketch.level_of[i]) + "." + std::to_string(depth_of(election, i));
    }
    election.levels = order_levels(election, sketch.level_of);
  }
  for (std::size_t i = 0; i < sketch.level_of.size(); ++i) {
    const auto level =
        std::find(election.levels.begin(), election.levels.end(), sketch.level_of[i]);
    election.units[i].level = static_cast<std::uint32_t>(level - election.levels.begin());
  }
}

Result<Imported> finish(Sketch sketch, Format format, std::string_view file) {
  Election& election = sketch.election;
  assign_levels(sketch);
  for (Contest& contest : election.contests) {
    if (contest.constituencies.empty()) contest.constituencies = election.levels.front();
  }
  for (const auto& [contest, rows] : sketch.rows) {
    if (!rows.rows.empty()) {
      election.returns.push_back(to_table(rows, SourceIndex{0}, ContestIndex{contest}, election));
    }
  }
  Result<LoadedFolder> folder = parse_folder(canonical_files(election));
  if (!folder) {
    Errors errors = std::move(folder.error());
    for (Error& error : errors) {
      error.message = "as an election folder, " + to_sentence(error);
      error.file = shown(file);
      error.row = 0;
      error.column.clear();
    }
    return tl::unexpected<Errors>(std::move(errors));
  }
  return Imported{format, std::move(folder->election), std::move(sketch.notes)};
}

void note_renamed(Sketch& sketch, std::string_view what, const Ids& ids) {
  for (const auto& [original, id] : ids.renamed()) {
    sketch.note(NoteKind::renamed, "The " + std::string(what) + " \"" + shown(original) +
                                       "\" is called \"" + id + "\" here.");
  }
}

namespace {

std::optional<SourceIndex> find_source(const Election& election, const std::string& id) {
  std::optional<SourceIndex> commission;
  for (std::uint32_t i = 0; i < election.sources.size(); ++i) {
    const bool counts = std::any_of(
        election.returns.begin(), election.returns.end(),
        [&](const ReturnTable& table) { return table.source.value == i && !table.unit.empty(); });
    if (!counts) continue;
    if (!id.empty() && election.sources[i].id == id) return SourceIndex{i};
    const bool better = id.empty() && election.sources[i].role == Role::commission;
    if (better && !commission) commission = SourceIndex{i};
  }
  return commission;
}

}  // namespace

Result<Chosen> choose_source(const Election& election, const std::string& source,
                             std::vector<Note>& notes) {
  const auto found = find_source(election, source);
  if (!found) {
    std::string known;
    for (const Source& other : election.sources) {
      if (find_source(election, other.id)) known += (known.empty() ? "" : ", ") + other.id;
    }
    return fail(described(
        election.id, 0, "source",
        source.empty() ? "no counts of a commission" : "no counts of \"" + shown(source) + "\"",
        known.empty() ? "an election with returns" : "one of the sources with returns: " + known));
  }
  Chosen chosen{*found, std::vector<const ReturnTable*>(election.contests.size(), nullptr)};
  std::set<std::string> others;
  bool revised = false;
  for (const ReturnTable& table : election.returns) {
    if (table.unit.empty()) continue;
    if (table.source == *found) {
      chosen.tables[table.contest.value] = &table;
      revised |= std::any_of(table.revision.begin(), table.revision.end(),
                             [](std::int64_t revision) { return revision > 0; });
    } else {
      others.insert(election.sources[table.source.value].id);
    }
  }
  for (const std::string& id : others) {
    notes.push_back(
        {NoteKind::left_out, "The counts of the source \"" + id + "\".", "", "", "", {}});
  }
  if (revised) {
    notes.push_back(
        {NoteKind::left_out, "Revisions before the current one of each unit.", "", "", "", {}});
  }
  return chosen;
}

std::vector<std::size_t> current_rows(const Election& election, const ReturnTable& table) {
  std::map<std::string, std::size_t> current;
  for (std::size_t i = 0; i < table.unit.size(); ++i) {
    const auto [place, is_new] = current.try_emplace(election.units[table.unit[i].value].id, i);
    if (!is_new && table.revision[i] > table.revision[place->second]) place->second = i;
  }
  std::vector<std::size_t> rows;
  for (const auto& [unit, row] : current) rows.push_back(row);
  return rows;
}

std::map<std::uint32_t, std::set<Votes>> cast_by_unit(const Election& election,
                                                      const Chosen& chosen) {
  std::map<std::uint32_t, std::set<Votes>> cast;
  for (const ReturnTable* table : chosen.tables) {
    if (table == nullptr) continue;
    for (const Column& column : table->columns) {
      if (column.field != Field::cast) continue;
      for (const std::size_t row : current_rows(election, *table)) {
        if (column.cells[row]) cast[table->unit[row].value].insert(*column.cells[row]);
      }
    }
  }
  return cast;
}

void note_unheld_parts(const Election& election, std::vector<Note>& notes) {
  const auto note = [&notes](std::size_t count, const std::string& what) {
    if (count == 0) return;
    notes.push_back({NoteKind::left_out, std::to_string(count) + " " + what + ".", "", "", "", {}});
  };
  note(election.questions.size(), "questions");
  note(election.readings.size(), "contested readings of a rule");
  note(election.claims.size(), "claims");
  note(election.doubts.size(), "doubts");
  note(election.cases.size(), "cases, with their accounts and rulings");
  const Panel& panel = election.panel;
  note(
      panel.members.size() + panel.items.size() + panel.positions.size() + panel.resolutions.size(),
      "entries of the panel");
  note(static_cast<std::size_t>(
           std::count_if(election.contests.begin(), election.contests.end(),
                         [](const Contest& contest) { return contest.threshold.has_value(); })),
       "thresholds of contests");
}

void note_unheld_structure(const Election& election, std::vector<Note>& notes) {
  const auto note = [&notes](std::string text) {
    notes.push_back({NoteKind::left_out, std::move(text), "", "", "", std::nullopt});
  };
  const auto any_unit = [&election](auto has) {
    return std::any_of(election.units.begin(), election.units.end(), has);
  };
  if (any_unit([](const Unit& unit) { return unit.seats.has_value(); })) note("Seats of units.");
  if (any_unit([](const Unit& unit) { return unit.location != nullptr; })) {
    note("Places of units on the map.");
  }
  for (const Contest& contest : election.contests) {
    const std::string& level = contest.constituencies;
    if (level != "country" && level != election.levels.front()) {
      note("That the contest \"" + contest.id + "\" is elected by the level \"" + level + "\".");
    }
    if (contest.name.size() > 1) {
      note("The name of the contest \"" + contest.id + "\" in further languages.");
    }
  }
  if (std::any_of(election.coalitions.begin(), election.coalitions.end(),
                  [](const Coalition& coalition) { return coalition.connected; })) {
    note("That lists are connected.");
  }
}

}  // namespace scrutineer::exchange
