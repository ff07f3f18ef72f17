// Simulated voters, commune by commune: who they are, what becomes of them, and which of their
// entries is written otherwise. Used inside this folder only.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "base/random.hpp"
#include "simulate/roll.hpp"
#include "simulate/roll_slips.hpp"

namespace scrutineer {

inline constexpr std::uint16_t kNoSecondName = 0xFFFF;
inline constexpr std::uint32_t kNoCommune = 0xFFFFFFFF;

struct House {
  std::uint32_t number = 0;  // 1,000 × village + house
  std::uint8_t annex = 0;    // 0, or 1 for A, 2 for B, …
  bool operator==(const House&) const = default;
};

struct RollPerson {
  std::uint16_t family = 0, given = 0, second = kNoSecondName;  // names by number (roll_names.hpp)
  std::uint16_t spelling = 0;  // chooses among romanisations, as the person writes it
  BirthDay birth;
  bool male = false;
};

enum class RollSide : std::uint8_t { neither, old_one, new_one };

// One entry of a person, through both snapshots.
struct RollEntry {
  RollPerson person;
  RollStatus status = RollStatus::kept;
  std::array<RollSide, kRollSlips> slips{};  // on which side each slip is
  std::uint64_t salt = 0;                    // what is written there follows from it
  std::uint32_t old_commune = kNoCommune, new_commune = kNoCommune;
  House old_house, new_house;
  std::uint32_t original = 0;  // of a second entry: the first one's position in the commune's list
};

// What the making of every commune needs to know of the whole.
struct RollDesign {
  RollPlan plan;
  std::vector<RollCommune> communes;
  std::vector<std::array<std::int64_t, kRollStatuses>> quotas;  // [commune][status], kept excepted
  std::vector<std::int64_t> people_before;                      // [commune], and all people
};

// Errors: numbers out of range, all of them.
Result<RollDesign> design_roll(const RollPlan& plan);

// How many times as often as where the opposition has 45 per cent, for a ratio by ten points of it;
// by multiplications and square roots alone, which are the same on any machine.
double factor_of(const Rational& ratio_by_ten_points, std::int64_t opposition);

// Everybody whose first or second entry begins in this commune: residents, then who is added, then
// second entries. Depends on the design's seed and the commune alone.
std::vector<RollEntry> entries_of(const RollDesign& design, std::uint32_t commune);

}  // namespace scrutineer
