// One CSV with unit, seats, party and votes as an election of one contest: the shortest way from a
// spreadsheet to an answer. Names of units and parties are taken as they are written.
#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <utility>

#include "base/digest.hpp"
#include "base/text.hpp"
#include "folder/canonical.hpp"
#include "folder/folder.hpp"
#include "folder/parts.hpp"
#include "folder/problems.hpp"
#include "folder/sheet.hpp"

namespace scrutineer {

namespace {

constexpr Seats kMostSeats = 1'000'000;
constexpr std::size_t kMostParties = 4'000;

constexpr std::array<ColumnRule, 4> kColumns = {
    {{"unit"}, {"seats"}, {"party", Need::required}, {"votes", Need::required}}};

class TableReader {
 public:
  TableReader(const Sheet& sheet, const TableOptions& options, Problems& problems)
      : sheet_(sheet), options_(options), problems_(problems) {}

  Election read() {
    start_election();
    sheet_.for_each_row(problems_, [this](const Row& row) { read_row(row); });
    if (election_.units.empty()) {
      problems_.describe(sheet_.name(), 0, "", "no row", "at least one row below the header");
    }
    give_seats();
    finish_returns();
    return std::move(election_);
  }

 private:
  void start_election() {
    election_ = election_of_file(sheet_.name());
    election_.levels = {"constituency"};
    Contest contest;
    contest.id = "contest";
    contest.rule = options_.rule;
    contest.constituencies = "constituency";
    election_.contests.push_back(std::move(contest));
  }

  std::string name(const Row& row, std::string_view column) const {
    const std::string found = row.text(column);
    if (found.empty() || found.size() > 64) {
      row.expected(column, "a name of at most 64 bytes");
    }
    return found;
  }

  // The position of a name, made where it is new.
  static std::size_t position(const std::string& id, std::map<std::string, std::size_t>& known) {
    return known.try_emplace(id, known.size()).first->second;
  }

  void read_row(const Row& row) {
    const std::string unit = sheet_.has("unit") ? name(row, "unit") : "all";
    const std::string party = name(row, "party");
    const Count seats = row.count("seats", kMostSeats);
    const Count votes = row.count("votes");
    const std::size_t u = position(unit, units_);
    const std::size_t p = position(party, parties_);
    if (u == election_.units.size()) {
      Unit entry;
      entry.id = unit;
      election_.units.push_back(std::move(entry));
    }
    if (p == election_.parties.size()) election_.parties.push_back({party, {{"en", party}}, ""});
    if (p == kMostParties) {
      row.expected("party", "at most " + std::to_string(kMostParties) + " parties");
    }
    if (!seen_.insert({u, p}).second) {
      row.expected("party",
                   "each party once" + std::string(sheet_.has("unit") ? " in a unit" : ""));
    }
    Count& stated = election_.units[u].seats;
    if (seats && stated && *seats != *stated) {
      row.expected("seats", std::to_string(*stated) + ", as in the other rows of the unit");
    }
    if (seats) stated = seats;
    votes_.push_back({u, p, votes});
    total_ += votes.value_or(0);
  }

  void give_seats() {
    Seats sum = 0;
    if (options_.seats && election_.units.size() == 1)
      election_.units.front().seats = options_.seats;
    for (const Unit& unit : election_.units) {
      sum += unit.seats.value_or(0);
      if (unit.seats) continue;
      problems_.describe(sheet_.name(), 0, "seats",
                         "no number of seats for the unit \"" + shown(unit.id) + "\"",
                         "one in the column seats" +
                             std::string(election_.units.size() == 1 ? ", or with --seats" : ""));
    }
    if (options_.seats && election_.units.size() > 1 && sum != *options_.seats &&
        problems_.empty()) {
      problems_.describe(sheet_.name(), 0, "seats",
                         std::to_string(sum) + " seats in the units and " +
                             std::to_string(*options_.seats) + " with --seats",
                         "the same number");
    }
    election_.contests.front().seats = sum;
    if (total_ > kMaximumCount) {
      problems_.describe(sheet_.name(), 0, "votes", "votes that add up to " + to_string(total_),
                         "at most " + std::to_string(kMaximumCount) + " (10^15) in all");
    }
  }

  void finish_returns() {
    // Units by id, as everywhere; parties keep the order of the file, which may be the ballot's.
    std::vector<std::size_t> place(election_.units.size());
    std::size_t next = 0;
    std::vector<Unit> sorted;
    for (const auto& [id, unit] : units_) {
      place[unit] = next++;
      sorted.push_back(std::move(election_.units[unit]));
    }
    election_.units = std::move(sorted);
    ReturnTable table;
    for (std::size_t i = 0; i < place.size(); ++i) {
      table.unit.push_back(UnitIndex{static_cast<std::uint32_t>(i)});
      table.revision.push_back(0);
      table.stated_at.push_back("");
    }
    for (std::size_t p = 0; p < election_.parties.size(); ++p) {
      Column column;
      column.party = PartyIndex{static_cast<std::uint32_t>(p)};
      column.cells.resize(place.size());
      table.columns.push_back(std::move(column));
    }
    for (const auto& [unit, party, votes] : votes_) {
      table.columns[party].cells.set(place[unit], votes);
    }
    election_.returns.push_back(std::move(table));
  }

  struct PartyVotes {
    std::size_t unit, party;
    Count votes;
  };

  const Sheet& sheet_;
  const TableOptions& options_;
  Problems& problems_;
  Election election_;
  std::map<std::string, std::size_t> units_, parties_;
  std::set<std::pair<std::size_t, std::size_t>> seen_;
  std::vector<PartyVotes> votes_;
  Wide total_ = 0;
};

// Rows by unit and party; the column unit and seats where the file has them.
std::string canonical_table(const Election& election, bool with_unit, bool with_seats) {
  CanonicalTable table(kColumns, {});
  const ReturnTable& returns = election.returns.front();
  std::map<std::string, std::size_t> parties;
  for (std::size_t p = 0; p < election.parties.size(); ++p) parties[election.parties[p].id] = p;
  for (std::size_t i = 0; i < returns.unit.size(); ++i) {
    const Unit& unit = election.units[returns.unit[i].value];
    for (const auto& [id, party] : parties) {
      const Count& votes = returns.columns[party].cells[i];
      if (!votes) continue;
      table.add_row();
      if (with_unit) table.set("unit", unit.id);
      if (with_seats) table.set("seats", unit.seats);
      table.set("party", id);
      table.set("votes", votes);
    }
  }
  return table.text();
}

}  // namespace

Election election_of_file(const std::string& name) {
  Election election;
  election.id = "file";
  election.languages = {"en"};
  election.name = {{"en", name}};
  election.sources.push_back({"file", {{"en", name}}, Role::commission, "", ""});
  return election;
}

Result<LoadedFolder> parse_table(std::string_view name, std::string_view bytes,
                                 const TableOptions& options) {
  Problems problems;
  if (options.seats && (*options.seats < 1 || *options.seats > kMostSeats)) {
    return fail(described("", 0, "", std::to_string(*options.seats) + " seats",
                          "a number of seats from 1 to " + std::to_string(kMostSeats)));
  }
  const auto sheet = Sheet::open(std::string(name), bytes, kColumns, {}, problems);
  if (!sheet) return tl::unexpected<Errors>(problems.take());
  LoadedFolder folder{TableReader(*sheet, options, problems).read(), {}};
  if (!problems.empty()) return tl::unexpected<Errors>(problems.take());
  const std::string canonical =
      canonical_table(folder.election, sheet->has("unit"), sheet->has("seats"));
  folder.inputs.push_back({std::string(name), sha256_hex(bytes), sha256_hex(canonical)});
  return folder;
}

}  // namespace scrutineer
