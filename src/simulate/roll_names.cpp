#include "simulate/roll_names.hpp"

#include <span>
#include <string_view>
#include <utility>

#include "simulate/split.hpp"

namespace scrutineer {

namespace roll_tables {
// roll_family_names.txt and roll_given_names.txt, embedded.
std::span<const std::pair<std::string_view, std::string_view>> files();
}  // namespace roll_tables

namespace {

constexpr std::size_t kSlots = std::size_t{1} << 14U;

std::vector<std::string> words_of(std::string_view line) {
  std::vector<std::string> words;
  while (!line.empty()) {
    const std::size_t end = std::min(line.find(' '), line.size());
    words.emplace_back(line.substr(0, end));
    line.remove_prefix(std::min(end + 1, line.size()));
  }
  return words;
}

// The lines of a table that are no comments, as words.
std::vector<std::vector<std::string>> rows_of(std::string_view text) {
  std::vector<std::vector<std::string>> rows;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    if (!line.empty() && line.front() != '#') rows.push_back(words_of(line));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return rows;
}

RollName name_from(const std::vector<std::string>& words, std::size_t first_roman) {
  return {words.front(), {words.begin() + static_cast<std::ptrdiff_t>(first_roman), words.end()}};
}

RollNames read_tables() {
  const auto tables = roll_tables::files();
  std::vector<RollName> family, given;
  std::vector<std::uint16_t> families;
  std::array<std::vector<std::uint16_t>, 2> givens, joining;
  for (const auto& words : rows_of(tables[0].second)) {
    families.push_back(static_cast<std::uint16_t>(family.size()));
    family.push_back(name_from(words, 1));
  }
  for (const auto& words : rows_of(tables[1].second)) {
    const auto number = static_cast<std::uint16_t>(given.size());
    for (const std::size_t male : {0U, 1U}) {
      if (words[1] == (male == 1 ? "f" : "m")) continue;
      givens[male].push_back(number);
      if (words[2] == "e") joining[male].push_back(number);
    }
    given.push_back(name_from(words, 3));
  }
  return {std::move(family),
          std::move(given),
          NameUrn(families),
          {NameUrn(givens[0]), NameUrn(givens[1])},
          {NameUrn(joining[0]), NameUrn(joining[1])}};
}

}  // namespace

NameUrn::NameUrn(const std::vector<std::uint16_t>& names_by_rank) {
  std::vector<Votes> weights;
  weights.reserve(names_by_rank.size());
  for (std::size_t rank = 0; rank < names_by_rank.size(); ++rank) {
    weights.push_back(1'000'000 / static_cast<Votes>(rank + 5));
  }
  const std::vector<Votes> counts = apportion(static_cast<Votes>(kSlots), weights);
  slots_.reserve(kSlots);
  for (std::size_t rank = 0; rank < counts.size(); ++rank) {
    slots_.insert(slots_.end(), static_cast<std::size_t>(counts[rank]), names_by_rank[rank]);
  }
}

const RollNames& roll_names() {
  static const RollNames names = read_tables();
  return names;
}

}  // namespace scrutineer
