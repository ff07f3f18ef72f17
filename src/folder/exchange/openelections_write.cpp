// An election as OpenElections' CSV: a row for each place, contest and candidate that has votes
// stated. A place above others is called "Total".
#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "base/csv.hpp"
#include "folder/exchange/openelections.hpp"
#include "folder/exchange/sketch.hpp"

namespace scrutineer::exchange {

namespace {

class CsvWriter {
 public:
  CsvWriter(const Election& election, const Chosen& chosen, std::vector<Note>& notes)
      : election_(election), chosen_(chosen), notes_(notes) {
    has_parts_.resize(election.units.size(), false);
    for (const Unit& unit : election.units) {
      if (unit.parent) has_parts_[unit.parent->value] = true;
    }
    find_names();
    find_affiliations();
  }

  std::string text() {
    append_csv_header(csv_, {kOpenElectionsColumns.begin(), kOpenElectionsColumns.end()});
    write_units();
    for (std::size_t c = 0; c < election_.contests.size(); ++c) {
      if (chosen_.tables[c] != nullptr) write_contest(c);
    }
    note_what_is_left();
    return csv_;
  }

 private:
  std::string text_of(const LocalizedText& text, const std::string& id) const {
    return text_in(text, election_.languages.front(), election_.languages, id);
  }

  // A name that another place beside it has, or that would be read as a total, carries the id.
  void find_names() {
    std::map<std::pair<std::int64_t, std::string>, std::size_t> seen;
    const auto key = [this](const Unit& unit) {
      const std::int64_t parent = unit.parent ? unit.parent->value : -1;
      return std::make_pair(parent, text_of(unit.name, unit.id));
    };
    for (const Unit& unit : election_.units) ++seen[key(unit)];
    for (const Unit& unit : election_.units) {
      std::string name = key(unit).second;
      if (seen[key(unit)] > 1 || is_total_name(name)) name += " [" + unit.id + "]";
      names_.push_back(std::move(name));
    }
  }

  void find_affiliations() {
    affiliations_.resize(election_.parties.size());
    for (const Coalition& coalition : election_.coalitions) {
      for (const PartyIndex party : coalition.parties) {
        std::string& name = affiliations_[party.value];
        if (name.empty()) name = text_of(coalition.name, coalition.id);
      }
    }
  }

  // County and precinct; the units between a county and its stations have no place.
  std::optional<std::pair<std::string, std::string>> place_of(std::uint32_t unit) const {
    std::vector<std::uint32_t> path = {unit};
    while (const auto parent = election_.units[path.back()].parent) path.push_back(parent->value);
    const std::size_t depth = path.size() - 1;
    if (depth == 0) return std::make_pair(std::string(kTotal), std::string());
    const std::string& county = names_[path[depth - 1]];
    if (depth == 1) {
      const bool is_precinct =
          !has_parts_[unit] && election_.levels[election_.units[unit].level] != "county";
      if (is_precinct) return std::make_pair(std::string(), county);
      return std::make_pair(county, std::string(has_parts_[unit] ? kTotal : ""));
    }
    if (has_parts_[unit]) return std::nullopt;
    return std::make_pair(county, names_[unit]);
  }

  void write_row(std::uint32_t unit, const std::string& office, const std::string& district,
                 const std::string& candidate, const std::string& party, Votes votes) {
    const auto place = place_of(unit);
    if (!place) {
      between_.insert(unit);
      return;
    }
    append_csv_row(csv_, {place->first, place->second, office, district, candidate, party,
                          std::to_string(votes)});
  }

  void write_units() {
    const auto cast = cast_by_unit(election_, chosen_);
    std::size_t differing = 0;
    for (std::uint32_t i = 0; i < election_.units.size(); ++i) {
      const Count& registered = election_.units[i].registered;
      if (registered) write_row(i, std::string(kRegisteredVoters), "", "", "", *registered);
      const auto ballots = cast.find(i);
      if (ballots == cast.end()) continue;
      if (ballots->second.size() > 1) {
        ++differing;
      } else {
        write_row(i, std::string(kBallotsCast), "", "", "", *ballots->second.begin());
      }
    }
    if (differing > 0) {
      note("Ballots cast of " + std::to_string(differing) +
           " units: contests state different numbers.");
    }
  }

  void write_contest(std::size_t c) {
    const ReturnTable& table = *chosen_.tables[c];
    std::string office = text_of(election_.contests[c].name, election_.contests[c].id);
    std::string district;
    const std::size_t at = office.rfind(kDistrict);
    if (at != std::string::npos && at > 0 && office.ends_with(')')) {
      district = office.substr(at + kDistrict.size());
      district.pop_back();
      office.erase(at);
    }
    for (const std::size_t row : current_rows(election_, table)) {
      for (const Column& column : table.columns) {
        if (!column.cells[row]) continue;
        const std::uint32_t unit = table.unit[row].value;
        if (column.party) {
          write_votes(table, column, row, office, district);
        } else if (column.field == Field::invalid) {
          write_row(unit, office, district, std::string(kOverVotes), "", *column.cells[row]);
        } else if (column.field == Field::blank) {
          write_row(unit, office, district, std::string(kUnderVotes), "", *column.cells[row]);
        } else if (column.field != Field::cast) {
          fields_.insert(std::string(name_of(*column.field)));
        }
      }
    }
  }

  // A list with candidates is written as its candidates: both would count its votes twice.
  void write_votes(const ReturnTable& table, const Column& column, std::size_t row,
                   const std::string& office, const std::string& district) {
    const Party& party = election_.parties[column.party->value];
    const std::string name = text_of(party.name, party.id);
    const std::uint32_t unit = table.unit[row].value;
    if (!column.candidate.empty()) {
      write_row(unit, office, district, column.candidate, name, *column.cells[row]);
      return;
    }
    const bool has_candidates =
        std::any_of(table.columns.begin(), table.columns.end(), [&](const Column& other) {
          return other.party == column.party && !other.candidate.empty() && other.cells[row];
        });
    lists_left_out_ |= has_candidates;
    if (has_candidates) return;
    write_row(unit, office, district, name, affiliations_[column.party->value], *column.cells[row]);
  }

  void note(std::string text) const {
    notes_.push_back({NoteKind::left_out, std::move(text), "", "", "", std::nullopt});
  }

  void note_what_is_left() const {
    for (const std::string& field : fields_) note("The counts of the field \"" + field + "\".");
    if (!between_.empty()) {
      note("Counts of " + std::to_string(between_.size()) +
           " units between counties and precincts.");
    }
    if (lists_left_out_) note("Totals of lists whose candidates have votes.");
    note("Ids, and the rule and the seats of contests.");
    note_unheld_parts(election_, notes_);
  }

  const Election& election_;
  const Chosen& chosen_;
  std::vector<Note>& notes_;
  std::vector<bool> has_parts_;
  std::vector<std::string> names_, affiliations_;
  std::set<std::uint32_t> between_;
  std::set<std::string> fields_;
  bool lists_left_out_ = false;
  std::string csv_;
};

}  // namespace

}  // namespace scrutineer::exchange

namespace scrutineer {

Result<Exported> write_openelections(const Election& election, const std::string& source) {
  Exported exported;
  const auto chosen = exchange::choose_source(election, source, exported.notes);
  if (!chosen) return tl::unexpected<Errors>(chosen.error());
  exported.bytes = exchange::CsvWriter(election, *chosen, exported.notes).text();
  return exported;
}

}  // namespace scrutineer
