// A schema from headers and first rows. A column's name proposes what it holds, its cells may speak
// against that; a column whose name says nothing is taken in only where its cells are plainly dates
// or sexes, as a comparison of something unknown could link strangers.
#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <utility>

#include <fmt/core.h>

#include "base/text.hpp"
#include "folder/roll/header.hpp"
#include "folder/roll/header_words.hpp"
#include "folder/roll_files.hpp"
#include "roll/names.hpp"

namespace scrutineer {

namespace {

using roll::DateOrder;
using roll::FieldKind;
using roll_files::ColumnRole;

constexpr std::size_t kSampleRows = 2'000;
constexpr std::size_t kSampleCells = 200'000;
constexpr std::size_t kMostCellBytes = 200;
constexpr std::size_t kMostSexes = 6;

// What the first rows of a column hold.
struct Sample {
  std::size_t rows = 0;
  std::size_t stated = 0;
  std::size_t sexes = 0;
  std::array<std::size_t, 3> dates{};  // readable, by order
  std::set<std::string> values;

  void add(std::string_view cell) {
    const std::string text = roll::canonical_text(cell.substr(0, kMostCellBytes));
    ++rows;
    if (text.empty()) return;
    ++stated;
    const std::string sex = roll::canonical_sex(text);
    sexes += sex == "m" || sex == "f" ? 1 : 0;
    for (std::size_t i = 0; i < dates.size(); ++i) {
      dates[i] += roll::canonical_date(cell, static_cast<DateOrder>(i)).empty() ? 0 : 1;
    }
    values.insert(text);
  }
  bool are_different() const { return stated == rows && values.size() == rows; }
  // At least four in five: a tenth of the dates in a register may be wrong.
  bool are_dates() const {
    return stated > 0 && *std::max_element(dates.begin(), dates.end()) * 5 >= stated * 4;
  }
  bool are_sexes() const { return stated > 0 && sexes * 10 >= stated * 9; }
};

struct Guess {
  std::string header;
  ColumnRole role = ColumnRole::unknown;
  std::string reason;
};

std::optional<FieldKind> kind_of(ColumnRole role) {
  switch (role) {
    case ColumnRole::family_name:
      return FieldKind::family_name;
    case ColumnRole::given_name:
      return FieldKind::given_name;
    case ColumnRole::full_name:
      return FieldKind::full_name;
    case ColumnRole::sex:
      return FieldKind::sex;
    case ColumnRole::birth_date:
      return FieldKind::birth_date;
    case ColumnRole::unit:
      return FieldKind::unit;
    case ColumnRole::code:
      return FieldKind::code;
    case ColumnRole::text:
      return FieldKind::text;
    case ColumnRole::unknown:
    case ColumnRole::identifier:
    case ColumnRole::answer:
      break;
  }
  return std::nullopt;
}

std::string_view name_of(ColumnRole role) {
  switch (role) {
    case ColumnRole::identifier:
      return "identifier of the row";
    case ColumnRole::family_name:
      return "family name";
    case ColumnRole::given_name:
      return "given name";
    case ColumnRole::full_name:
      return "full name";
    case ColumnRole::sex:
      return "sex";
    case ColumnRole::birth_date:
      return "date of birth";
    case ColumnRole::unit:
      return "unit";
    case ColumnRole::code:
      return "code";
    case ColumnRole::text:
      return "text";
    case ColumnRole::unknown:
    case ColumnRole::answer:
      break;
  }
  return "left out";
}

// Without spaces; "Date_of_Birth" is "dateofbirth".
std::string word_of(std::string_view header) {
  std::string word = roll::canonical_text(header);
  std::erase(word, ' ');
  return word;
}

ColumnRole role_by_name(const std::string& header) {
  static const auto kRoles = [] {
    std::map<std::string, ColumnRole> roles;
    for (const auto& [word, role] : roll_files::kHeaderWords) roles.emplace(word_of(word), role);
    return roles;
  }();
  const auto found = kRoles.find(word_of(header));
  return found == kRoles.end() ? ColumnRole::unknown : found->second;
}

Guess guess_column(const std::string& header, const Sample& sample) {
  const ColumnRole role = role_by_name(header);
  if (role == ColumnRole::answer) {
    return {header, ColumnRole::unknown, "it states whose record it is"};
  }
  if (role == ColumnRole::identifier && !sample.are_different()) {
    return {header, ColumnRole::unknown, "it is called an identifier and does not tell rows apart"};
  }
  if (role == ColumnRole::birth_date && sample.stated > 0 && !sample.are_dates()) {
    return {header, ColumnRole::text, "it is called a date and most cells cannot be read as one"};
  }
  if (role == ColumnRole::sex && sample.values.size() > kMostSexes) {
    return {header, ColumnRole::text, "it is called a sex and has too many different cells"};
  }
  if (role != ColumnRole::unknown) return {header, role, "by its name"};
  if (sample.are_sexes()) return {header, ColumnRole::sex, "by its cells"};
  return {header, ColumnRole::unknown,
          sample.are_dates() ? "it holds dates, and its name does not say that they are of birth"
                             : "its name says nothing here; a schema may name it"};
}

std::size_t count_of(const std::vector<Guess>& guesses, ColumnRole role) {
  return static_cast<std::size_t>(std::count_if(
      guesses.begin(), guesses.end(), [&](const Guess& guess) { return guess.role == role; }));
}

// One identifier, and no name twice: a full name beside its two parts says nothing new.
void drop_repeated(std::vector<Guess>& guesses) {
  const bool has_parts = count_of(guesses, ColumnRole::family_name) > 0 &&
                         count_of(guesses, ColumnRole::given_name) > 0;
  bool has_identifier = false;
  for (Guess& guess : guesses) {
    if (guess.role == ColumnRole::full_name && has_parts) {
      guess.role = ColumnRole::unknown;
      guess.reason = "its parts have columns of their own";
    } else if (guess.role == ColumnRole::identifier && std::exchange(has_identifier, true)) {
      guess.role = ColumnRole::unknown;
      guess.reason = "another column is the identifier";
    }
  }
}

Result<std::vector<Guess>> guess_columns(const RollInput& input) {
  auto roll = roll_files::open_roll(input.name, input.bytes);
  if (!roll) return tl::unexpected<Errors>(roll.error());
  std::vector<Sample> samples(roll->header.size());
  const std::size_t rows = std::min(kSampleRows, kSampleCells / samples.size() + 1);
  for (std::size_t row = 0; row < rows && roll->rows.read(); ++row) {
    const auto& cells = roll->rows.cells();
    for (std::size_t i = 0; i < std::min(cells.size(), samples.size()); ++i) {
      samples[i].add(cells[i]);
    }
  }
  std::vector<Guess> guesses;
  guesses.reserve(samples.size());
  for (std::size_t i = 0; i < samples.size(); ++i) {
    guesses.push_back(guess_column(roll->header[i], samples[i]));
  }
  drop_repeated(guesses);
  return guesses;
}

// The column of another roll that holds the same: of the same name, or the only one of a kind of
// which a person has one.
const Guess* same_column(const Guess& guess, const std::vector<Guess>& own,
                         const std::vector<Guess>& others) {
  for (const Guess& other : others) {
    if (other.role == guess.role && word_of(other.header) == word_of(guess.header)) return &other;
  }
  const bool is_of_one = guess.role != ColumnRole::unit && guess.role != ColumnRole::code &&
                         guess.role != ColumnRole::text;
  if (!is_of_one || count_of(own, guess.role) != 1 || count_of(others, guess.role) != 1) {
    return nullptr;
  }
  return &*std::find_if(others.begin(), others.end(),
                        [&](const Guess& other) { return other.role == guess.role; });
}

// The column's headers in all rolls; empty where one has none.
std::vector<std::string> common_headers(const Guess& guess,
                                        const std::vector<std::vector<Guess>>& rolls) {
  std::vector<std::string> headers = {guess.header};
  for (const std::vector<Guess>& roll : rolls) {
    const Guess* same = same_column(guess, rolls.front(), roll);
    if (same == nullptr) return {};
    if (std::find(headers.begin(), headers.end(), same->header) == headers.end()) {
      headers.push_back(same->header);
    }
  }
  return headers;
}

}  // namespace

Result<RollGuess> guess_roll_schema(const std::vector<RollInput>& rolls) {
  std::vector<std::vector<Guess>> guesses;
  RollGuess result;
  Errors errors;
  for (const RollInput& roll : rolls) {
    auto columns = guess_columns(roll);
    if (!columns) {
      errors.insert(errors.end(), columns.error().begin(), columns.error().end());
      continue;
    }
    for (const Guess& guess : *columns) {
      result.reasons.push_back(fmt::format("{}, column {}: {}; {}.", roll.name, shown(guess.header),
                                           name_of(guess.role), guess.reason));
    }
    guesses.push_back(std::move(*columns));
  }
  if (rolls.empty()) return fail("no roll is given to find a schema for.");
  if (!errors.empty()) return tl::unexpected<Errors>(std::move(errors));
  for (const Guess& guess : guesses.front()) {
    const auto kind = kind_of(guess.role);
    if (!kind && guess.role != ColumnRole::identifier) continue;
    std::vector<std::string> headers = common_headers(guess, guesses);
    if (headers.empty()) {
      result.reasons.push_back(
          fmt::format("{}: left out; another roll has no such column.", shown(guess.header)));
    } else if (kind) {
      result.schema.fields.push_back({guess.header, *kind, std::move(headers), std::nullopt});
    } else {
      result.schema.identifiers = std::move(headers);
    }
  }
  if (result.schema.fields.empty()) {
    return fail(described(std::string(rolls.front().name), 0, "",
                          "no column that all rolls have and whose name is known",
                          "a schema that says what the columns hold"));
  }
  return result;
}

}  // namespace scrutineer
