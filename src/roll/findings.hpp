// What was found about a roll, as the folder roll/ of an election folder states it
// (docs/formats/roll-findings.md): aggregates alone, nothing of a voter. Everything may be missing,
// and what is not stated is not zero. Several sources may state one figure: none is merged.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/numbers.hpp"
#include "election/election.hpp"
#include "roll/published_audit.hpp"

namespace scrutineer::roll {

// flow.csv: entries by what became of them from the old roll to the new one.
// old = unchanged + changed + moved + ambiguous + removed; new: the same with added.
struct Flow {
  Count old_entries, new_entries;
  Count unchanged, changed, moved, ambiguous;
  Count removed, added;
};

// A row of units.csv. Cells that are too small to be published are not stated.
struct UnitFlow {
  std::string name;               // as written
  std::optional<UnitIndex> unit;  // of the election; none where its units.csv does not know it
  Count old_entries, new_entries;
  Count unchanged, changed, moved_out, moved_in, ambiguous_old, ambiguous_new;
  Count removed, added;
  Count removed_persons, removed_persons_low, removed_persons_high;  // estimated
};

// removals.csv. Apparent: entries without a link; removed: persons without any entry in the new
// roll; wrongful: removed, and entitled to be on the roll, by each of three routes.
enum class RemovalFigure : std::uint8_t {
  apparent,
  missed_share,  // of apparent removals: whose person has an entry in the new roll
  false_share,   // of links: whose person has none
  removed,
  wrongful_by_audit,
  wrongful_by_accounting,
  wrongful_by_name,
  duplicates,  // second entries of persons
};
inline constexpr std::array<std::pair<std::string_view, RemovalFigure>, 8> kRemovalFigures = {
    {{"apparent", RemovalFigure::apparent},
     {"missed_share", RemovalFigure::missed_share},
     {"false_share", RemovalFigure::false_share},
     {"removed", RemovalFigure::removed},
     {"wrongful_by_audit", RemovalFigure::wrongful_by_audit},
     {"wrongful_by_accounting", RemovalFigure::wrongful_by_accounting},
     {"wrongful_by_name", RemovalFigure::wrongful_by_name},
     {"duplicates", RemovalFigure::duplicates}}};
constexpr bool is_share(RemovalFigure figure) {
  return figure == RemovalFigure::missed_share || figure == RemovalFigure::false_share;
}

struct StatedRemoval {
  RemovalFigure figure = RemovalFigure::apparent;
  Count count, count_low, count_high;                    // where it is no share
  std::optional<Rational> share, share_low, share_high;  // where it is one
  std::optional<Rational> confidence;                    // of low and high
  std::string source, note;
};

// audits.csv: one figure of a field audit.
enum class Direction : std::uint8_t { list_to_people, people_to_list };
inline constexpr std::array<std::pair<std::string_view, Direction>, 2> kDirections = {
    {{"list-to-people", Direction::list_to_people}, {"people-to-list", Direction::people_to_list}}};
inline constexpr std::array<std::pair<std::string_view, ShareOf>, 6> kShareOf = {
    {{"names_on_the_roll", ShareOf::names_on_the_roll},
     {"eligible_people", ShareOf::eligible_people},
     {"people_who_believe_they_are_registered", ShareOf::people_who_believe_they_are_registered},
     {"past_voters", ShareOf::past_voters},
     {"removed_names", ShareOf::removed_names},
     {"not_stated", ShareOf::not_stated}}};

struct StatedShare {
  std::string audit, date;
  ShareOf asked = ShareOf::not_stated;
  std::optional<Rational> share, low, high;
  std::optional<Rational> margin;  // of the whole audit, at a share of one half
  Count people, clusters;
  std::optional<Direction> direction;
  std::string source, note;
};

// snapshots.csv: a roll that was compared, by its digest.
struct RollDigest {
  std::string name, date;
  Count entries;
  std::string sha256;
};

// disparity.csv: decimals as they were written, which the reader has checked.
struct DisparityFigure {
  std::string test, value, low, high, p, note;
};

struct Findings {
  Flow flow;
  std::vector<UnitFlow> units;
  std::vector<StatedRemoval> removals;
  std::vector<StatedShare> audits;
  std::vector<RollDigest> snapshots;
  std::vector<DisparityFigure> disparity;
  std::vector<std::string> doubts;  // ids of the election's doubts that stand in roll/doubts.csv
  bool is_there = false;            // some file of roll/ was read
};

// The name of a value in one of the tables above.
template <typename Value, std::size_t N>
std::string_view name_in(const std::array<std::pair<std::string_view, Value>, N>& names,
                         Value value) {
  for (const auto& [name, other] : names) {
    if (other == value) return name;
  }
  return "";
}

}  // namespace scrutineer::roll
