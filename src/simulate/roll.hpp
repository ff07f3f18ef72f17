// Two snapshots of a register of voters that does not exist, with the truth beside them: who is the
// same person, who died, was added, moved, stands in it twice, was removed lawfully or wrongly.
//
// A commune is made from the seed and its own number alone, and as often as it is needed, so that a
// roll of ten million is never in memory; only who crosses the border of a commune is kept. The
// same seed gives the same bytes, whatever the number of threads.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/numbers.hpp"
#include "base/result.hpp"

namespace scrutineer {

// What became of an entry between the two snapshots.
enum class RollStatus : std::uint8_t {
  kept,               // in both, in the same commune
  moved,              // in both, in another commune
  died,               // lawfully removed
  moved_away,         // lawfully removed: no longer lives where one may vote
  duplicate_removed,  // lawfully removed: the person's other entry stays
  wrongly_removed,    // alive, at home, and had one entry
  added,
  duplicate_kept,   // a second entry of somebody, in both
  duplicate_added,  // a second entry of somebody, in the new one alone
};
inline constexpr std::size_t kRollStatuses = 9;
std::string_view name_of(RollStatus status);

// Fields in which the two entries of a person may differ although the person is the same. The
// difference stands in the old snapshot or in the new one, each with an even chance.
enum class RollSlip : std::uint8_t { family_name, given_name, name_order, birth_date, sex, house };
inline constexpr std::size_t kRollSlips = 6;
std::string_view name_of(RollSlip slip);

enum class RollScript : std::uint8_t { khmer, roman };
std::string_view name_of(RollScript script);

struct RollCommune {
  std::string code, name, province;
  std::int64_t people = 0;      // in the old snapshot, second entries not counted
  std::int64_t opposition = 0;  // its share of the votes at an earlier election, of a thousand
};

// Shares are parts of a million. Those of what became of people are met exactly over the whole roll
// (rounded down) and fall on communes at random; those of errors hold for every entry by chance.
struct RollPlan {
  std::uint64_t seed = 0;
  std::int64_t people = 96'754;  // one in a hundred of Cambodia's roll of 2013
  std::size_t communes = 163;
  std::vector<RollCommune> places;  // empty: drawn from the seed; else `people` is their sum
  RollScript old_script = RollScript::khmer, new_script = RollScript::khmer;
  std::int64_t old_year = 2012, new_year = 2013;

  std::int64_t default_birthdays = 120'000;  // of people: 1 January of the year
  std::int64_t given_name_errors = 100'000;  // of entries, as all errors
  std::int64_t family_name_errors = 40'000;
  std::int64_t birth_date_errors = 40'000;
  std::int64_t name_order_errors = 10'000;
  std::int64_t house_errors = 20'000;
  std::int64_t sex_errors = 2'000;

  std::int64_t moved = 30'000;  // of people, as all that follow
  std::int64_t died = 10'000;
  std::int64_t moved_away = 5'000;
  std::int64_t wrongly_removed = 10'000;
  std::int64_t added = 40'000;
  std::int64_t duplicates_kept = 5'000;
  std::int64_t duplicates_removed = 5'000;
  std::int64_t duplicates_added = 2'000;
  std::int64_t duplicates_elsewhere = 500'000;  // of second entries: in another commune

  // How many times as often somebody is wrongly removed in a commune whose opposition has ten
  // points more; and how many times as often names are misspelt there, which looks alike.
  Rational bias = {1, 1}, error_bias = {1, 1};
};
inline constexpr std::int64_t kMostPeopleOfRoll = 1'000'000'000;
inline constexpr std::int64_t kFewestPeopleOfCommune = 50;
inline constexpr std::size_t kMostCommunes = 100'000;

// The shares of a plan by name, for options and records.
struct RollShare {
  std::string_view name;
  std::int64_t RollPlan::* share;
  std::string_view meaning;
};
const std::vector<RollShare>& roll_shares();

enum class RollPart : std::uint8_t { communes, old_snapshot, new_snapshot, truth };
inline constexpr std::size_t kRollParts = 4;

// Takes the next block of a CSV file; each part begins with its header. A failure ends the work.
//   communes      commune,name,province,opposition
//   snapshots     voter_id,family_name,given_name,sex,birth_date,commune,house,list_number
//   truth         id_a,id_b,status,a_duplicate_of,b_duplicate_of,differs: one row an entry; `a` is
//                 the old snapshot, `b` the new one, empty where there is no entry; `differs` lists
//                 the fields that differ in writing, separated by ';'
using RollSink = std::function<Result<void>(RollPart part, std::string_view csv)>;

struct RollSummary {
  std::vector<RollCommune> communes;
  std::vector<std::array<std::int64_t, kRollStatuses>> by_commune;  // [commune where it began]
  std::array<std::int64_t, kRollStatuses> by_status{};
  std::array<std::int64_t, kRollSlips> slips{};  // of entries in both snapshots
  std::int64_t old_rows = 0, new_rows = 0;
};

// Errors: numbers out of range, all of them; what the sink says.
Result<RollSummary> simulate_roll(const RollPlan& plan, const RollSink& sink);

}  // namespace scrutineer
