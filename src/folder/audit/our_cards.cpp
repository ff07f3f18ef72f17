// Our CSV of cards: card, container, position, state where some are missing, and a column for each
// contest, whose cell is empty where the card does not have it, "-" where it has no vote, and else
// the choices in the order of preference: "ada;ben", "ada=5;ben=3". A backslash stands before a
// semicolon, an equals sign or a backslash that is part of a name, before a name that is "-", and
// before the name of a contest that is also that of one of the first columns.
#include <algorithm>
#include <array>

#include <fmt/core.h>

#include "base/csv.hpp"
#include "base/text.hpp"
#include "folder/audit/cards_builder.hpp"

namespace scrutineer::records {

namespace {

constexpr std::array<std::string_view, 4> kColumns = {"card", "container", "position", "state"};
constexpr Votes kMostPoints = 1'000'000'000;

struct Choice {
  std::string candidate;
  std::string points;
  bool has_points = false;
};

// Nothing where the cell ends in a backslash.
std::optional<std::vector<Choice>> split(std::string_view cell) {
  std::vector<Choice> choices(1);
  for (std::size_t i = 0; i < cell.size(); ++i) {
    Choice& last = choices.back();
    std::string& text = last.has_points ? last.points : last.candidate;
    if (cell[i] == '\\') {
      if (++i == cell.size()) return std::nullopt;
      text += cell[i];
    } else if (cell[i] == ';') {
      choices.emplace_back();
    } else if (cell[i] == '=' && !last.has_points) {
      last.has_points = true;
    } else {
      text += cell[i];
    }
  }
  return choices;
}

std::string escaped(const std::string& name) {
  std::string text = name == "-" ? "\\" : "";
  for (const char c : name) {
    if (c == ';' || c == '=' || c == '\\') text += '\\';
    text += c;
  }
  return text;
}

std::string header_of(const std::string& contest) {
  const bool is_taken = std::find(kColumns.begin(), kColumns.end(), contest) != kColumns.end();
  return (is_taken || contest.starts_with('\\') ? "\\" : "") + contest;
}

// The contest that a column is named after.
std::string_view unescaped(std::string_view header) {
  return header.starts_with('\\') ? header.substr(1) : header;
}

class OurReader {
 public:
  OurReader(const Part& file, const std::vector<CardContest>* known, CardsBuilder& cards)
      : file_(file), known_(known), cards_(cards) {}

  void read() {
    CsvLimits limits;
    limits.errors = 999;  // and a line that counts the rest
    const auto table = read_csv(file_.name, file_.bytes, limits);
    if (!table) return cards_.problems().add_all(table.error());
    if (!take_known(table->header()) || !take_header(*table)) return;
    for (std::size_t row = 0; row < table->rows() && !cards_.is_full(file_.name); ++row) {
      read_row(*table, row);
    }
  }

 private:
  // Those that have a column: a contest without one is not asked about, which is not the same as
  // not being on any card.
  bool take_known(const std::vector<std::string>& header) {
    if (known_ == nullptr) return true;
    for (const CardContest& contest : *known_) {
      const bool has_column = std::any_of(header.begin(), header.end(), [&](std::string_view name) {
        const bool is_first = std::find(kColumns.begin(), kColumns.end(), name) != kColumns.end();
        return !is_first && unescaped(name) == contest.id;
      });
      if (!has_column) continue;
      const auto position = cards_.contest({file_.name, 0, ""}, contest.id);
      if (!position) return false;
      for (const std::string& candidate : contest.candidates) {
        if (!cards_.candidate({file_.name, 0, ""}, *position, candidate)) return false;
      }
    }
    return true;
  }

  bool take_header(const CsvTable& table) {
    const auto& header = table.header();
    bool is_right = true;
    for (std::size_t i = 0; i < 3; ++i) {
      if (i < header.size() && header[i] == kColumns[i]) continue;
      cards_.wrong(
          {file_.name, table.header_number(), std::to_string(i + 1)},
          i < header.size() ? header[i] : "",
          fmt::format("the column {}; the first are card, container, position", kColumns[i]));
      is_right = false;
    }
    has_state_ = header.size() > 3 && header[3] == kColumns[3];
    for (std::size_t i = first_contest(); i < header.size() && is_right; ++i) {
      const auto contest = contest_of(header[i], table.header_number());
      is_right = is_right && contest.has_value();
      columns_.push_back(contest.value_or(0));
    }
    return is_right;
  }

  std::size_t first_contest() const { return has_state_ ? 4 : 3; }

  std::optional<std::size_t> contest_of(std::string_view name, std::int64_t row) {
    if (std::find(kColumns.begin(), kColumns.end(), name) != kColumns.end()) {
      cards_.wrong({file_.name, row, name}, name,
                   "the first columns in their order, or a contest's name after a backslash");
      return std::nullopt;
    }
    name = unescaped(name);
    const Where where{file_.name, row, name};
    if (known_ == nullptr) return cards_.contest(where, name);
    const auto found = cards_.cards().find_contest(name);
    if (!found) {
      std::vector<std::string> ids;
      for (const CardContest& contest : *known_) ids.push_back(contest.id);
      cards_.wrong(where, name, suggestion("a contest of the audit", name, ids));
    }
    return found;
  }

  static std::string suggestion(std::string what, std::string_view name,
                                const std::vector<std::string>& ids) {
    const auto meant = nearest(name, ids);
    return meant ? fmt::format("{} (is \"{}\" meant?)", what, *meant) : what;
  }

  void read_row(const CsvTable& table, std::size_t row) {
    const auto cell = [&](std::size_t column) { return trimmed(table.cell(row, column)); };
    const auto where = [&](std::size_t column) {
      return Where{file_.name, table.number(row), table.header()[column]};
    };
    CardPlace place{std::string(cell(1)), 0};
    if (const auto text = cell(2); !text.empty()) {
      const auto position = position_in(text);
      if (!position) cards_.wrong(where(2), text, "a whole number from 1, or nothing");
      place.position = position.value_or(0);
    }
    if (!cards_.start_card(where(0), cell(0), place)) return;
    const bool is_missing = has_state_ && cell(3) == "missing";
    if (has_state_ && !is_missing && !cell(3).empty() && cell(3) != "found") {
      cards_.wrong(where(3), cell(3), "found, missing or nothing");
    }
    if (is_missing) cards_.set_missing();
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      const std::size_t column = first_contest() + i;
      if (cell(column).empty()) continue;
      if (is_missing) {
        cards_.wrong(where(column), cell(column), "nothing, as the card is missing");
      } else {
        read_votes(where(column), columns_[i], cell(column));
      }
    }
  }

  void read_votes(const Where& where, std::size_t contest, std::string_view cell) {
    if (cell == "-") return cards_.add_votes(where, contest, {});
    const auto choices = split(cell);
    if (!choices) return cards_.wrong(where, cell, "no backslash at the end");
    std::vector<Mark> marks;
    for (const Choice& choice : *choices) {
      if (const auto mark = mark_of(where, contest, choice)) marks.push_back(*mark);
    }
    if (marks.size() == choices->size()) cards_.add_votes(where, contest, marks);
    for (std::size_t i = 0; i < marks.size(); ++i) {
      const bool differs = std::any_of(
          marks.begin(), marks.begin() + static_cast<std::ptrdiff_t>(i), [&](const Mark& mark) {
            return mark.candidate == marks[i].candidate && mark.points != marks[i].points;
          });
      if (differs) return cards_.wrong(where, cell, "one number of points for a candidate");
    }
  }

  std::optional<Mark> mark_of(const Where& where, std::size_t contest, const Choice& choice) {
    Mark mark;
    if (choice.has_points) {
      const auto points = parse_count(trimmed(choice.points));
      if (!points || *points > kMostPoints) {
        cards_.wrong(where, choice.points, fmt::format("points from 0 to {}", kMostPoints));
        return std::nullopt;
      }
      mark.points = static_cast<std::uint32_t>(*points);
    }
    const std::string_view name = trimmed(choice.candidate);
    if (known_ != nullptr) {
      const auto& ids = cards_.cards().contests()[contest].candidates;
      if (std::find(ids.begin(), ids.end(), name) == ids.end()) {
        cards_.wrong(where, name,
                     suggestion("a candidate of the contest, or - for no vote", name, ids));
        return std::nullopt;
      }
    }
    const auto candidate = cards_.candidate(where, contest, name);
    if (!candidate) return std::nullopt;
    mark.candidate = *candidate;
    return mark;
  }

  const Part& file_;
  const std::vector<CardContest>* known_;
  CardsBuilder& cards_;
  bool has_state_ = false;
  std::vector<std::size_t> columns_;  // contests
};

}  // namespace

void read_ours(const Part& file, const std::vector<CardContest>* known, CardsBuilder& cards) {
  OurReader(file, known, cards).read();
}

}  // namespace scrutineer::records

namespace scrutineer {

Result<Cards> parse_cards(std::string_view name, std::string_view bytes,
                          const std::vector<CardContest>* known) {
  records::CardsBuilder builder(CardsFormat::ours);
  const std::string shown_name = shown(name);
  records::read_ours({shown_name, bytes}, known, builder);
  auto cards = builder.finish();
  if (!cards) return tl::unexpected(std::move(cards.error()));
  return std::move(cards->cards);
}

std::string card_cell(const Cards& cards, std::size_t card, std::size_t contest) {
  if (!cards.lists(card, contest)) return "";
  std::string text;
  for (const Mark& mark : cards.marks(card, contest)) {
    if (!text.empty()) text += ';';
    text += records::escaped(cards.contests()[contest].candidates[mark.candidate]);
    if (mark.points != 1) text += fmt::format("={}", mark.points);
  }
  return text.empty() ? "-" : text;
}

std::string write_cards(const Cards& cards) {
  bool has_missing = false;
  for (std::size_t card = 0; card < cards.size(); ++card) has_missing |= cards.is_missing(card);
  std::vector<std::string> cells = {"card", "container", "position"};
  if (has_missing) cells.emplace_back("state");
  for (const CardContest& contest : cards.contests()) {
    cells.push_back(records::header_of(contest.id));
  }
  std::string csv;
  append_csv_header(csv, cells);
  for (std::size_t card = 0; card < cards.size(); ++card) {
    const CardPlace place = cards.place(card);
    cells = {cards.id(card), place.container,
             place.position > 0 ? std::to_string(place.position) : ""};
    if (has_missing) cells.emplace_back(cards.is_missing(card) ? "missing" : "");
    for (std::size_t contest = 0; contest < cards.contests().size(); ++contest) {
      cells.push_back(card_cell(cards, card, contest));
    }
    append_csv_row(csv, cells);
  }
  return csv;
}

}  // namespace scrutineer
