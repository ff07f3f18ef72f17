// ES&S's CSV of cast-vote records: "Cast Vote Record", "Precinct", "Ballot Style", then a column
// for each contest with the name of the candidate chosen, "undervote", "overvote" or "write-in";
// empty where the card does not have the contest. A contest with several votes has several columns
// of its name (or without one); a ranked one has "MAYOR 1st Choice", "MAYOR 2nd Choice", … The
// export does not say where a card lies.
#include <algorithm>

#include <fmt/core.h>

#include "base/csv.hpp"
#include "base/text.hpp"
#include "folder/audit/cards_builder.hpp"

namespace scrutineer::records {

namespace {

// "MAYOR 2nd Choice" is the second rank of MAYOR.
bool cut_rank(std::string_view& name) {
  constexpr std::string_view kChoice = " Choice";
  if (!name.ends_with(kChoice)) return false;
  std::string_view rest = name.substr(0, name.size() - kChoice.size());
  const std::size_t space = rest.rfind(' ');
  if (space == std::string_view::npos) return false;
  const std::string_view ordinal = rest.substr(space + 1);
  const std::size_t digits = ordinal.find_first_not_of("0123456789");
  if (digits == 0 || digits == std::string_view::npos) return false;
  const std::string_view ending = ordinal.substr(digits);
  if (ending != "st" && ending != "nd" && ending != "rd" && ending != "th") return false;
  name = trimmed(rest.substr(0, space));
  return true;
}

bool is_word(std::string_view cell, std::string_view word) {
  return std::equal(cell.begin(), cell.end(), word.begin(), word.end(), [](char a, char b) {
    return (a >= 'A' && a <= 'Z' ? static_cast<char>(a - 'A' + 'a') : a) == b;
  });
}

class EssReader {
 public:
  EssReader(const Part& file, CardsBuilder& cards) : file_(file), cards_(cards) {}

  void read() {
    const auto table = table_of(file_, cards_);
    if (!table) return;
    if (!take_header(*table)) return;
    for (std::size_t row = 1; row < table->rows() && !cards_.is_full(file_.name); ++row) {
      read_row(*table, row);
    }
  }

 private:
  struct ContestColumns {
    std::size_t contest = 0;
    std::vector<std::size_t> columns;
  };

  bool take_header(const CsvTable& table) {
    std::size_t first = 1;
    for (std::size_t i = 1; i < table.header().size(); ++i) {
      const std::string_view name = trimmed(table.cell(0, i));
      if (name == "Precinct" || name == "Ballot Style") first = i + 1;
    }
    for (std::size_t i = first; i < table.header().size(); ++i) {
      std::string_view name = trimmed(table.cell(0, i));
      const Where where{file_.name, table.number(0), table.header()[i]};
      if (name.empty() && !contests_.empty()) {
        contests_.back().columns.push_back(i);
        continue;
      }
      const bool is_ranked = cut_rank(name);
      const auto contest = cards_.contest(where, name);
      if (!contest) return false;
      cards_.facts(*contest).is_ranked |= is_ranked;
      const auto known =
          std::find_if(contests_.begin(), contests_.end(),
                       [&](const ContestColumns& one) { return one.contest == *contest; });
      if (known != contests_.end()) {
        known->columns.push_back(i);
      } else {
        contests_.push_back({*contest, {i}});
      }
    }
    for (const ContestColumns& one : contests_) {
      ContestFacts& facts = cards_.facts(one.contest);
      if (!facts.is_ranked) facts.most_choices = static_cast<Votes>(one.columns.size());
    }
    if (contests_.empty()) {
      cards_.describe({file_.name, table.number(0), ""}, "no contest", "a column for each");
    }
    return !contests_.empty();
  }

  void read_row(const CsvTable& table, std::size_t row) {
    const Where where{file_.name, table.number(row), "Cast Vote Record"};
    if (!cards_.start_card(where, table.cell(row, 0), {})) return;
    for (const ContestColumns& contest : contests_) read_votes(table, row, contest);
  }

  void read_votes(const CsvTable& table, std::size_t row, const ContestColumns& contest) {
    ContestFacts& facts = cards_.facts(contest.contest);
    bool is_listed = false;
    bool is_overvoted = false;
    std::vector<Mark> marks;
    for (const std::size_t column : contest.columns) {
      const std::string_view cell = trimmed(table.cell(row, column));
      if (cell.empty()) continue;
      is_listed = true;
      if (is_word(cell, "undervote")) continue;
      is_overvoted |= is_word(cell, "overvote");
      // What is ranked before an overvote stands; without ranks nothing does.
      if (is_overvoted) continue;
      const auto candidate = cards_.candidate(
          {file_.name, table.number(row), table.header()[column]}, contest.contest, cell);
      if (candidate) marks.push_back({*candidate, 1});
    }
    if (!is_listed) return;
    if (is_overvoted && !facts.is_ranked) marks.clear();
    if (is_overvoted && marks.empty()) ++facts.overvoted;
    cards_.add_votes({file_.name, table.number(row), ""}, contest.contest, marks);
  }

  const Part& file_;
  CardsBuilder& cards_;
  std::vector<ContestColumns> contests_;
};

}  // namespace

void read_ess(const Part& file, CardsBuilder& cards) { EssReader(file, cards).read(); }

}  // namespace scrutineer::records
