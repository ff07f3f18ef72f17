// ClearBallot's CSV of cast-vote records: RowNumber, BoxID, BoxPosition, BallotID, …, then a column
// for each candidate: "Choice_3_1:Mayor:Vote For 1:Ada:Party", and on ranked ballots for each rank
// of each candidate: "Choice_3_1:Judge:2:Number of Winners 1:Dee:Party". A cell is 1 where the
// candidate is chosen, 0 where not, and empty where the card does not have the contest.
#include <algorithm>
#include <map>

#include <fmt/core.h>

#include "base/csv.hpp"
#include "base/text.hpp"
#include "folder/audit/cards_builder.hpp"

namespace scrutineer::records {

namespace {

struct ChoiceColumn {
  std::string_view contest;
  std::string_view candidate;
  std::int64_t number = 0;  // how many a ballot may choose, or the rank
  bool is_ranked = false;
};

// The part up to the next ":word n:", which is cut off with it, and n.
std::optional<std::pair<std::string_view, std::int64_t>> cut_at(std::string_view& rest,
                                                                std::string_view word) {
  const std::size_t at = rest.find(word);
  if (at == std::string_view::npos) return std::nullopt;
  const std::string_view before = rest.substr(0, at);
  const std::string_view after = rest.substr(at + word.size());
  const std::size_t end = after.find(':');
  const auto number = position_in(after.substr(0, end));
  if (end == std::string_view::npos || !number) return std::nullopt;
  rest = after.substr(end + 1);
  return std::pair(before, *number);
}

// "Choice_3_1:Mayor:Vote For 1:Ada:Party", "Choice_3_1:Judge:2:Number of Winners 1:Dee:Party".
std::optional<ChoiceColumn> choice_in(std::string_view header) {
  std::string_view rest = header.substr(std::min(header.find(':'), header.size() - 1) + 1);
  ChoiceColumn choice;
  if (const auto rule = cut_at(rest, ":Vote For ")) {
    choice.contest = rule->first;
    choice.number = rule->second;
  } else if (const auto winners = cut_at(rest, ":Number of Winners ")) {
    const std::size_t colon = winners->first.rfind(':');
    if (colon == std::string_view::npos) return std::nullopt;
    const auto rank = position_in(winners->first.substr(colon + 1));
    if (!rank || *rank > 1'000) return std::nullopt;
    choice = {winners->first.substr(0, colon), {}, *rank, true};
  } else {
    return std::nullopt;
  }
  // The party is last, and may be empty.
  choice.candidate = rest.substr(0, rest.rfind(':'));
  return choice;
}

class ClearBallotReader {
 public:
  ClearBallotReader(const Part& file, CardsBuilder& cards) : file_(file), cards_(cards) {}

  void read() {
    const auto table = table_of(file_, cards_);
    if (!table) return;
    if (!take_header(*table)) return;
    for (std::size_t row = 1; row < table->rows() && !cards_.is_full(file_.name); ++row) {
      read_row(*table, row);
    }
  }

 private:
  struct Column {
    std::size_t column = 0;
    CardsBuilder::Ranked choice;
  };
  struct ContestColumns {
    std::size_t contest = 0;
    std::vector<Column> columns;
  };

  bool take_header(const CsvTable& table) {
    bool is_right = true;
    for (std::size_t i = 0; i < table.header().size(); ++i) {
      const std::string_view name = trimmed(table.cell(0, i));
      if (name.starts_with("Choice_")) {
        is_right =
            take_choice({file_.name, table.number(0), table.header()[i]}, i, name) && is_right;
      } else {
        places_.emplace(name, i);
      }
    }
    for (const std::string_view name : {"BoxID", "BoxPosition", "BallotID"}) {
      if (places_.contains(name)) continue;
      cards_.describe({file_.name, table.number(0), name}, "no such column", "it");
      is_right = false;
    }
    if (contests_.empty() && is_right) {
      cards_.describe({file_.name, table.number(0), ""}, "no contest",
                      "columns such as Choice_1_1:Mayor:Vote For 1:Ada:Party");
    }
    return is_right && !contests_.empty();
  }

  bool take_choice(const Where& where, std::size_t column, std::string_view name) {
    const auto choice = choice_in(name);
    if (!choice) {
      cards_.wrong(where, name, "a choice such as Choice_1_1:Mayor:Vote For 1:Ada:Party");
      return false;
    }
    const auto contest = cards_.contest(where, choice->contest);
    if (!contest) return false;
    ContestFacts& facts = cards_.facts(*contest);
    facts.is_ranked = choice->is_ranked;
    if (!choice->is_ranked) facts.most_choices = choice->number;
    auto own = std::find_if(contests_.begin(), contests_.end(),
                            [&](const ContestColumns& one) { return one.contest == *contest; });
    if (own == contests_.end()) own = contests_.insert(own, {*contest, {}});
    const auto candidate = cards_.candidate(where, *contest, choice->candidate);
    if (!candidate) return false;
    const CardsBuilder::Ranked ranked(
        choice->is_ranked ? static_cast<std::uint32_t>(choice->number) : 1, *candidate);
    const bool is_twice = std::any_of(own->columns.begin(), own->columns.end(),
                                      [&](const Column& one) { return one.choice == ranked; });
    if (is_twice) cards_.wrong(where, choice->candidate, "each candidate once in a contest");
    own->columns.push_back({column, ranked});
    return !is_twice;
  }

  std::string_view value(const CsvTable& table, std::size_t row, std::string_view column) const {
    const auto place = places_.find(column);
    return place == places_.end() ? "" : trimmed(table.cell(row, place->second));
  }

  void read_row(const CsvTable& table, std::size_t row) {
    const auto where = [&](std::string_view column) {
      return Where{file_.name, table.number(row), column};
    };
    const std::string_view box = value(table, row, "BoxID");
    const std::string_view at = value(table, row, "BoxPosition");
    const auto container =
        cards_.container(where("BoxID"), value(table, row, "ScanComputerName"), box);
    const auto position = position_in(at);
    if (!position) cards_.wrong(where("BoxPosition"), at, "a whole number from 1");
    if (!container || !position) return;
    const std::string_view id = value(table, row, "BallotID");
    if (!cards_.start_card(where("BallotID"), id, {*container, *position})) return;
    for (const ContestColumns& contest : contests_) read_votes(table, row, contest);
  }

  void read_votes(const CsvTable& table, std::size_t row, const ContestColumns& contest) {
    bool is_listed = false;
    std::vector<CardsBuilder::Ranked> ranked;
    for (const Column& column : contest.columns) {
      const std::string_view cell = trimmed(table.cell(row, column.column));
      is_listed |= !cell.empty();
      if (cell == "1") ranked.push_back(column.choice);
      if (cell.empty() || cell == "0" || cell == "1") continue;
      cards_.wrong({file_.name, table.number(row), table.header()[column.column]}, cell,
                   "0, 1 or nothing");
    }
    if (!is_listed) return;
    cards_.add_choices({file_.name, table.number(row), ""}, contest.contest, std::move(ranked));
  }

  const Part& file_;
  CardsBuilder& cards_;
  std::map<std::string, std::size_t, std::less<>> places_;
  std::vector<ContestColumns> contests_;
};

}  // namespace

void read_clear_ballot(const Part& file, CardsBuilder& cards) {
  ClearBallotReader(file, cards).read();
}

}  // namespace scrutineer::records
