// OpenElections' CSV: one row for each place, contest and candidate. Rows of totals stand among the
// rows of precincts: a row without a precinct, or called "Total", is a total of its county where
// precincts are given, and is compared with their sum.
#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "base/csv.hpp"
#include "base/text.hpp"
#include "folder/exchange/openelections.hpp"
#include "folder/exchange/sketch.hpp"
#include "folder/exchange/text_check.hpp"
#include "folder/exchange/totals.hpp"

namespace scrutineer::exchange {

namespace {

using Text = std::string;

struct VoteRow {
  std::int64_t number = 0;  // in the file
  Text county, precinct, office, district, candidate, party;
  Votes votes = 0;
};

// A row's place in the tree: county and precinct, empty where it is a total of what is below.
using Place = std::pair<Text, Text>;
using Contestant = std::pair<Text, Text>;  // candidate and party
using Race = std::pair<Text, Text>;        // office and district

enum class Special { none, registered, cast, invalid, blank };

Special special_of(const VoteRow& row) {
  const Text office = folded(row.office);
  const Text candidate = folded(row.candidate);
  if (office == "registeredvoters") return Special::registered;
  if (office == "ballotscast" || office == "ballotscasttotal") return Special::cast;
  if (candidate == "overvotes" || candidate == "overvote") return Special::invalid;
  if (candidate == "undervotes" || candidate == "undervote") return Special::blank;
  return Special::none;
}

template <typename Map, typename Key>
std::optional<typename Map::mapped_type> found_in(const Map& map, const Key& key) {
  const auto place = map.find(key);
  return place == map.end() ? std::nullopt : std::optional(place->second);
}

class CsvReader {
 public:
  CsvReader(std::string_view name, const CsvTable& table, Problems& problems)
      : name_(shown(name)), table_(table), problems_(problems) {}

  void read() {
    if (!find_columns()) return;
    for (std::size_t i = 0; i < table_.rows(); ++i) read_row(i);
    if (rows_.empty() && problems_.empty()) {
      problems_.describe(name_, 0, "", "no row with votes", "at least one below the header");
    }
  }

  Sketch sketch() {
    start_election();
    make_units();
    make_contests();
    make_parties();
    place_votes();
    note_rows_called_total();
    find_unnamed_totals();
    note_totals(sketch_);
    return std::move(sketch_);
  }

 private:
  // Columns by name in lower case; those that are not the format's hold votes by mode.
  bool find_columns() {
    const auto& header = table_.header();
    for (std::size_t i = 0; i < header.size(); ++i) {
      Text lower = header[i];
      for (char& c : lower) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
      const bool known = std::find(kOpenElectionsColumns.begin(), kOpenElectionsColumns.end(),
                                   lower) != kOpenElectionsColumns.end();
      if (!known) {
        if (holds_counts(i)) modes_.push_back(i);
        (holds_counts(i) ? mode_names_ : other_names_).push_back(header[i]);
      } else if (!columns_.emplace(lower, i).second) {
        problems_.quote(name_, table_.header_number(), header[i], header[i], "each column once");
      }
    }
    for (const char* required : {"office", "candidate", "votes"}) {
      if (columns_.contains(required)) continue;
      if (Text(required) == "votes" && !modes_.empty()) continue;
      problems_.describe(name_, table_.header_number(), required, "no such column",
                         "the column " + Text(required));
    }
    if (!columns_.contains("county") && !columns_.contains("precinct")) {
      problems_.describe(name_, table_.header_number(), "precinct", "no such column",
                         "the column county, or precinct, or both");
    }
    return problems_.empty();
  }

  bool holds_counts(std::size_t column) const {
    bool any = false;
    for (std::size_t i = 0; i < table_.rows(); ++i) {
      const std::string_view cell = trimmed(table_.cell(i, column));
      if (cell.empty()) continue;
      if (!parse_count(cell)) return false;
      any = true;
    }
    return any;
  }

  Text cell(std::size_t row, const char* column) const {
    const auto position = found_in(columns_, Text(column));
    return position ? Text(trimmed(table_.cell(row, *position))) : Text();
  }

  void read_row(std::size_t i) {
    VoteRow row;
    row.number = table_.number(i);
    row.county = cell(i, "county");
    row.precinct = cell(i, "precinct");
    row.office = cell(i, "office");
    row.district = cell(i, "district");
    row.candidate = cell(i, "candidate");
    row.party = cell(i, "party");
    const Count votes = votes_of(i, row);
    if (!votes) return;
    row.votes = *votes;
    if (row.office.empty()) {
      problems_.quote(name_, row.number, "office", "", "the office that the row is about");
    }
    const Special special = special_of(row);
    if (row.candidate.empty() && (special == Special::none)) {
      row.candidate = row.party;
      if (row.party.empty()) {
        problems_.quote(name_, row.number, "candidate", "", "a candidate, an option or a party");
      }
    }
    settle_place(row);
    if (!seen_
             .insert({{row.county, row.precinct},
                      {row.office, row.district},
                      {row.candidate, row.party}})
             .second) {
      problems_.quote(name_, row.number, "precinct",
                      row.precinct.empty() ? row.county : row.precinct,
                      "one row for each place, contest and candidate");
      return;
    }
    rows_.push_back(std::move(row));
  }

  // A total has an empty name in the place of what it is the total of.
  void settle_place(VoteRow& row) {
    if (is_total_name(row.precinct)) {
      called_total_.insert(row.county);
      row.precinct.clear();
    }
    if (is_total_name(row.county) && row.precinct.empty()) {
      called_total_.insert("");
      row.county.clear();
    }
    total_ += row.votes;
    if (total_ > kMaximumCount && !too_large_) {
      too_large_ = true;
      problems_.quote(name_, row.number, "votes", std::to_string(row.votes),
                      "votes of at most 1000000000000000 (10^15) in all");
    }
  }

  Count votes_of(std::size_t i, const VoteRow& row) {
    const auto read = [&](std::size_t column) -> Count {
      const std::string_view text = trimmed(table_.cell(i, column));
      if (text.empty()) return std::nullopt;
      const auto value = parse_count(text);
      if (value) return *value;
      problems_.quote(name_, row.number, table_.header()[column], text, value.error());
      return std::nullopt;
    };
    if (const auto column = found_in(columns_, Text("votes"))) {
      if (!trimmed(table_.cell(i, *column)).empty()) return read(*column);
    }
    Count sum;
    for (const std::size_t column : modes_) {
      if (const Count part = read(column))
        sum = std::min(sum.value_or(0) + *part, kMaximumCount + 1);
    }
    summed_ |= sum.has_value();
    return sum;
  }

  void start_election() {
    Election& election = sketch_.election;
    std::string_view stem = name_;
    stem.remove_prefix(stem.rfind('/') + 1);
    stem = stem.substr(0, stem.find('.'));
    election.id = slug(stem);
    election.languages = {"en"};
    election.name = {{"en", stem.empty() ? "CSV" : std::string(stem)}};
    // "20201103__pa__general__precinct.csv" is of 3 November 2020.
    const std::string day = stem.size() < 8 ? std::string()
                                            : std::string(stem.substr(0, 4)) + "-" +
                                                  std::string(stem.substr(4, 2)) + "-" +
                                                  std::string(stem.substr(6, 2));
    election.date = is_calendar_day(day) ? day : "20XX";
    if (election.date != day) {
      sketch_.note(NoteKind::assumed,
                   "The date is not in the file, nor in its name (20201103__…): 20XX "
                   "was written; correct it in election.toml.");
    }
    election.sources.push_back({"file", {{"en", name_}}, Role::commission, "", ""});
    if (summed_) {
      sketch_.note(NoteKind::assumed,
                   "Where votes are not stated, the votes by mode are added up.");
    }
    note_columns(mode_names_, "Votes by mode");
    note_columns(other_names_, "Columns that hold no counts");
  }

  void note_columns(const std::vector<Text>& names, const Text& what) {
    if (names.empty()) return;
    Text list;
    for (const Text& name : names) list += (list.empty() ? "" : ", ") + shown(name);
    sketch_.note(NoteKind::left_out, what + ": " + list + ".");
  }

  void make_units() {
    std::set<Place> places;
    Ids counties;
    Ids precincts;
    std::set<std::string> taken = {"all"};
    for (const VoteRow& row : rows_) places.insert({row.county, row.precinct});
    for (const auto& [county, precinct] : places) {
      if (!county.empty()) counties.add(county);
      if (!precinct.empty()) precincts.add(county + "\n" + precinct);
    }
    // Written as slugs, so that "Adams" has the same id whether it has precincts or not.
    const auto never = [&](std::string_view id) { return is_identifier(id); };
    counties.assign(never, taken);
    precincts.assign(never, taken);
    Unit top;
    top.id = "all";
    top.name = {{"en", "All"}};
    unit_[{"", ""}] = sketch_.add_unit(std::move(top), "all");
    for (const auto& [county, precinct] : places) {
      if (!county.empty() && !unit_.contains({county, ""})) {
        unit_[{county, ""}] = add_unit(counties.of(county), county, {"", ""}, "county");
      }
      if (precinct.empty()) continue;
      unit_[{county, precinct}] =
          add_unit(precincts.of(county + "\n" + precinct), precinct, {county, ""}, "precinct");
    }
  }

  UnitIndex add_unit(const std::string& id, const Text& name, const Place& parent,
                     const char* level) {
    Unit unit;
    unit.id = id;
    unit.name = {{"en", name}};
    unit.parent = unit_.at(parent);
    return sketch_.add_unit(std::move(unit), level);
  }

  bool is_race(const VoteRow& row) const {
    const Special special = special_of(row);
    return special != Special::registered && special != Special::cast;
  }

  static Text name_of_race(const Race& race) {
    if (race.second.empty()) return race.first;
    return race.first + Text(kDistrict) + race.second + ")";
  }

  void make_contests() {
    Ids ids;
    std::set<std::string> taken;
    std::set<Race> races;
    for (const VoteRow& row : rows_) {
      if (is_race(row)) races.insert({row.office, row.district});
    }
    for (const Race& race : races) ids.add(race.first + "\n" + race.second);
    ids.assign(is_identifier, taken);
    std::map<std::string, Race> by_id;
    for (const Race& race : races) by_id[ids.of(race.first + "\n" + race.second)] = race;
    for (const auto& [id, race] : by_id) {
      contest_[race] = ContestIndex{static_cast<std::uint32_t>(sketch_.election.contests.size())};
      Contest contest;
      contest.id = id;
      contest.name = {{"en", name_of_race(race)}};
      contest.seats = 1;
      contest.rule = Rule::plurality;
      contest.ballot = Ballot::single;
      sketch_.election.contests.push_back(std::move(contest));
    }
    sketch_.note(
        NoteKind::assumed,
        "The format does not say how many are elected: each contest has one seat, by plurality.");
  }

  void make_parties() {
    Ids ids;
    Ids coalitions;
    std::set<std::string> taken;
    std::set<Contestant> contestants;
    for (const VoteRow& row : rows_) {
      if (special_of(row) == Special::none) contestants.insert({row.candidate, row.party});
    }
    for (const auto& [candidate, party] : contestants) {
      ids.add(candidate + "\n" + party);
      if (!party.empty()) coalitions.add(party);
    }
    ids.assign(is_party_id, taken);
    coalitions.assign(is_party_id, taken);
    std::map<std::string, Contestant> by_id;
    for (const Contestant& one : contestants) by_id[ids.of(one.first + "\n" + one.second)] = one;
    std::map<std::string, Coalition> sides;
    Election& election = sketch_.election;
    for (const auto& [id, one] : by_id) {
      const PartyIndex index{static_cast<std::uint32_t>(election.parties.size())};
      party_[one] = id;
      election.parties.push_back({id, {{"en", one.first}}, ""});
      if (one.second.empty()) continue;
      Coalition& side = sides[coalitions.of(one.second)];
      side.name = {{"en", one.second}};
      side.parties.push_back(index);
    }
    for (auto& [id, side] : sides) {
      side.id = id;
      election.coalitions.push_back(std::move(side));
    }
  }

  void place_votes() {
    for (const VoteRow& row : rows_) {
      const UnitIndex unit = unit_.at({row.county, row.precinct});
      const Special special = special_of(row);
      if (special == Special::registered) {
        sketch_.election.units[unit.value].registered = row.votes;
      } else if (special == Special::invalid || special == Special::blank) {
        const Field field = special == Special::invalid ? Field::invalid : Field::blank;
        sketch_.cell(contest_.at({row.office, row.district}), unit, field) = row.votes;
      } else if (special == Special::none) {
        sketch_.cell(contest_.at({row.office, row.district}), unit,
                     party_.at({row.candidate, row.party})) = row.votes;
      }
    }
    for (const VoteRow& row : rows_) {
      if (special_of(row) != Special::cast) continue;
      const UnitIndex unit = unit_.at({row.county, row.precinct});
      for (auto& [contest, table] : sketch_.rows) {
        if (!table.places.contains({unit, 0})) continue;
        sketch_.cell({contest}, unit, Field::cast) = row.votes;
      }
    }
  }

  void note_rows_called_total() {
    std::size_t totals = 0;
    for (const Text& county : called_total_) {
      const UnitIndex unit = unit_.at({county, ""});
      const auto& units = sketch_.election.units;
      totals += std::any_of(units.begin(), units.end(),
                            [&](const Unit& other) { return other.parent == unit; })
                    ? 1
                    : 0;
    }
    if (totals == 0) return;
    sketch_.note(NoteKind::stated_total,
                 "Rows called total of " + std::to_string(totals) +
                     " places are stated totals of the rows below them, not "
                     "further places.");
  }

  // A precinct that states, of every contestant, what all others of its county add up to.
  void find_unnamed_totals() {
    std::map<Text, std::map<Text, std::map<std::pair<Race, Contestant>, Votes>>> counties;
    for (const VoteRow& row : rows_) {
      if (row.precinct.empty() || special_of(row) != Special::none) continue;
      counties[row.county][row.precinct][{{row.office, row.district}, {row.candidate, row.party}}] =
          row.votes;
    }
    for (const auto& [county, precincts] : counties) {
      std::map<std::pair<Race, Contestant>, Wide> sums;
      for (const auto& [precinct, cells] : precincts) {
        for (const auto& [key, votes] : cells) sums[key] += votes;
      }
      const bool any =
          std::any_of(sums.begin(), sums.end(), [](const auto& sum) { return sum.second > 0; });
      if (precincts.size() < 3 || !any) continue;
      for (const auto& [precinct, cells] : precincts) {
        const bool is_sum = std::all_of(sums.begin(), sums.end(), [&](const auto& sum) {
          return sum.second == 2 * static_cast<Wide>(found_in(cells, sum.first).value_or(0));
        });
        if (!is_sum) continue;
        const std::string& id = sketch_.election.units[unit_.at({county, precinct}).value].id;
        sketch_.notes.push_back({NoteKind::looks_like_total,
                                 "The precinct \"" + shown(precinct) +
                                     "\" states exactly what all others of \"" + shown(county) +
                                     "\" add up to; it was read as a precinct.",
                                 "", id, "", std::nullopt});
      }
    }
  }

  struct SeenRow {
    Place place;
    Race race;
    Contestant contestant;
    friend auto operator<=>(const SeenRow&, const SeenRow&) = default;
  };

  std::string name_;
  const CsvTable& table_;
  Problems& problems_;
  std::map<Text, std::size_t> columns_;
  std::vector<std::size_t> modes_;
  std::vector<Text> mode_names_, other_names_;
  std::vector<VoteRow> rows_;
  std::set<SeenRow> seen_;
  std::set<Text> called_total_;  // counties with a row of that name
  Wide total_ = 0;
  bool too_large_ = false;
  bool summed_ = false;
  std::map<Place, UnitIndex> unit_;
  std::map<Race, ContestIndex> contest_;
  std::map<Contestant, std::string> party_;
  Sketch sketch_;
};

}  // namespace

}  // namespace scrutineer::exchange

namespace scrutineer {

Result<Imported> parse_openelections(std::string_view name, std::string_view bytes) {
  if (auto error = exchange::refuse_bytes(name, bytes, "a CSV file"))
    return fail(std::move(*error));
  const Result<CsvTable> table = read_csv(name, bytes);
  if (!table) return tl::unexpected<Errors>(table.error());
  Problems problems;
  exchange::CsvReader reader(name, *table, problems);
  reader.read();
  if (!problems.empty()) return tl::unexpected<Errors>(problems.take());
  return exchange::finish(reader.sketch(), Format::csv, name);
}

}  // namespace scrutineer
