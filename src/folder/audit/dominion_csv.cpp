// Dominion's CSV of cast-vote records: a row with the election, one with the contest of each column
// ("Mayor (Vote For=1)"), one with the candidates, then the names of the first columns, below which
// parties may stand. A cell is 1 where the candidate is chosen, 0 where not, and empty where the
// card does not have the contest. On ranked ballots a contest says its ranks, and a candidate's
// name ends in the rank of its column: "ADA(2)".
#include <algorithm>
#include <map>

#include <fmt/core.h>

#include "base/csv.hpp"
#include "base/text.hpp"
#include "folder/audit/cards_builder.hpp"

namespace scrutineer::records {

namespace {

struct Heading {
  std::string name;
  std::optional<Votes> most_choices;
  bool is_ranked = false;
};

// "Mayor (Vote For=2)", "Mayor (Number of positions=1, Number of ranks=6)".
Heading heading_of(std::string_view text) {
  Heading heading{std::string(trimmed(text)), std::nullopt, false};
  const std::size_t open = text.rfind('(');
  if (open == std::string_view::npos || !text.ends_with(')')) return heading;
  std::string_view rest = text.substr(open + 1, text.size() - open - 2);
  bool is_known = false;
  while (!rest.empty()) {
    const std::size_t comma = std::min(rest.find(','), rest.size());
    const std::string_view pair = rest.substr(0, comma);
    rest.remove_prefix(std::min(comma + 1, rest.size()));
    const std::size_t equals = std::min(pair.find('='), pair.size());
    const std::string_view key = trimmed(pair.substr(0, equals));
    const auto value = position_in(pair.substr(std::min(equals + 1, pair.size())));
    if (!value) continue;
    if (key == "Vote For") heading.most_choices = *value;
    if (key == "Number of ranks") heading.is_ranked = *value > 1;
    is_known |= key == "Vote For" || key == "Number of ranks" || key == "Number of positions";
  }
  if (heading.is_ranked) heading.most_choices.reset();
  if (is_known) heading.name = trimmed(text.substr(0, open));
  return heading;
}

// The rank at the end of "ADA(2)", which is cut off.
std::optional<std::uint32_t> cut_rank(std::string_view& name) {
  const std::size_t open = name.rfind('(');
  if (open == std::string_view::npos || !name.ends_with(')')) return std::nullopt;
  const auto rank = position_in(name.substr(open + 1, name.size() - open - 2));
  if (!rank || *rank > 1'000) return std::nullopt;
  name = trimmed(name.substr(0, open));
  return static_cast<std::uint32_t>(*rank);
}

class DominionCsvReader {
 public:
  DominionCsvReader(const Part& file, CardsBuilder& cards) : file_(file), cards_(cards) {}

  void read() {
    const auto table = table_of(file_, cards_);
    if (!table) return;
    if (!take_names(*table) || !take_contests(*table)) return;
    for (std::size_t row = names_ + 1; row < table->rows() && !cards_.is_full(file_.name); ++row) {
      read_row(*table, row);
    }
  }

 private:
  struct Column {
    std::size_t column = 0;
    std::uint32_t candidate = 0;
    std::uint32_t rank = 1;
  };
  struct ContestColumns {
    std::size_t contest = 0;
    std::vector<Column> columns;
  };

  // The row that names the first columns.
  bool take_names(const CsvTable& table) {
    for (names_ = 0; names_ < std::min<std::size_t>(table.rows(), 6); ++names_) {
      for (std::size_t i = 0; i < table.header().size(); ++i) {
        places_.emplace(trimmed(table.cell(names_, i)), i);
      }
      if (places_.contains("TabulatorNum")) break;
      places_.clear();
    }
    const std::int64_t row = places_.empty() ? 0 : table.number(names_);
    if (places_.empty() || names_ < 2) {
      cards_.describe({file_.name, row, "TabulatorNum"}, "no contests and candidates above it",
                      "rows with the election, the contests, the candidates and the columns");
      return false;
    }
    bool is_right = true;
    for (const std::string_view name : {"BatchId", "RecordId"}) {
      if (places_.contains(name)) continue;
      cards_.describe({file_.name, row, name}, "no such column", "it, beside TabulatorNum");
      is_right = false;
    }
    return is_right;
  }

  bool take_contests(const CsvTable& table) {
    std::map<std::string, std::size_t, std::less<>> known;
    std::vector<std::map<std::string, std::uint32_t, std::less<>>> candidates;
    bool is_right = true;
    for (std::size_t i = 0; i < table.header().size(); ++i) {
      const std::string title(trimmed(table.cell(names_ - 2, i)));
      if (title.empty()) continue;
      const Where where{file_.name, table.number(names_ - 2), table.header()[i]};
      const auto [at, is_new] = known.emplace(title, contests_.size());
      if (is_new) {
        const Heading heading = heading_of(title);
        const auto contest = contest_of(where, title, heading.name);
        if (!contest) return false;
        cards_.facts(*contest).most_choices = heading.most_choices;
        cards_.facts(*contest).is_ranked = heading.is_ranked;
        contests_.push_back({*contest, {}});
        candidates.emplace_back();
      }
      ContestColumns& own = contests_[at->second];
      std::string_view name = trimmed(table.cell(names_ - 1, i));
      const bool is_ranked = cards_.facts(own.contest).is_ranked;
      const auto rank = is_ranked ? cut_rank(name) : std::nullopt;
      const Where below{file_.name, table.number(names_ - 1), table.header()[i]};
      // In one file, two columns of one name are two candidates; in the next file, the same two.
      const auto candidate =
          is_ranked ? cards_.candidate(below, own.contest, name)
                    : cards_.candidate(below, own.contest, numbered(name, candidates[at->second]));
      is_right = is_right && candidate.has_value();
      own.columns.push_back({i, candidate.value_or(0), rank.value_or(1)});
    }
    if (contests_.empty()) {
      cards_.describe({file_.name, table.number(names_ - 2), ""}, "no contest", "at least one");
    }
    return is_right && !contests_.empty();
  }

  // By its name alone, unless another contest of the file has the same and differs in its rules.
  std::optional<std::size_t> contest_of(const Where& where, const std::string& title,
                                        const std::string& name) {
    return cards_.contest(where, names_taken_.insert(name).second ? name : title);
  }

  static std::string numbered(std::string_view name,
                              std::map<std::string, std::uint32_t, std::less<>>& seen) {
    const std::uint32_t times = ++seen[std::string(name)];
    return times == 1 ? std::string(name) : fmt::format("{} #{}", name, times);
  }

  std::string_view value(const CsvTable& table, std::size_t row, std::string_view column) const {
    const auto place = places_.find(column);
    return place == places_.end() ? "" : trimmed(table.cell(row, place->second));
  }

  void read_row(const CsvTable& table, std::size_t row) {
    const Where where{file_.name, table.number(row), "TabulatorNum"};
    const std::string_view tabulator = value(table, row, "TabulatorNum");
    const std::string_view batch = value(table, row, "BatchId");
    const std::string_view record = value(table, row, "RecordId");
    const auto container = cards_.container(where, tabulator, batch);
    if (!container) return;
    const std::string_view imprinted = value(table, row, "ImprintedId");
    const std::string id =
        imprinted.empty() ? fmt::format("{}-{}", *container, record) : std::string(imprinted);
    const auto position = position_in(record);
    if (!position) cards_.note("A record's number is no number: its place is not known");
    const Where card{file_.name, table.number(row), imprinted.empty() ? "RecordId" : "ImprintedId"};
    if (!cards_.start_card(card, id, {*container, position.value_or(0)})) return;
    for (const ContestColumns& contest : contests_) read_votes(table, row, contest);
  }

  void read_votes(const CsvTable& table, std::size_t row, const ContestColumns& contest) {
    bool is_listed = false;
    std::vector<CardsBuilder::Ranked> ranked;
    for (const Column& column : contest.columns) {
      std::string_view cell = trimmed(table.cell(row, column.column));
      if (cell.empty()) continue;
      is_listed = true;
      // "1 (97%)": how dark the mark is does not count.
      const std::size_t open = cell.find('(');
      if (open != std::string_view::npos && cell.ends_with(')'))
        cell = trimmed(cell.substr(0, open));
      if (cell == "1") {
        ranked.emplace_back(column.rank, column.candidate);
      } else if (cell != "0") {
        cards_.wrong({file_.name, table.number(row), table.header()[column.column]}, cell,
                     "0, 1 or nothing");
      }
    }
    if (!is_listed) return;
    cards_.add_choices({file_.name, table.number(row), ""}, contest.contest, std::move(ranked));
  }

  const Part& file_;
  CardsBuilder& cards_;
  std::size_t names_ = 0;  // row
  std::map<std::string, std::size_t, std::less<>> places_;
  std::set<std::string> names_taken_;
  std::vector<ContestColumns> contests_;
};

}  // namespace

void read_dominion_csv(const Part& file, CardsBuilder& cards) {
  DominionCsvReader(file, cards).read();
}

}  // namespace scrutineer::records
