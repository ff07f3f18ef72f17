// Pairs of entries of one roll with the same names, sex and date of birth: how many there are, and
// how many are to be expected of different people by coincidence (McDonald & Levitt 2008, "Seeing
// double voting"; Goel, Meredith, Morse, Rothschild & Shirani-Mehr 2020). What is beyond that are
// people who stand twice.
#pragma once

#include <cstdint>
#include <optional>

#include "roll/intervals.hpp"
#include "roll/roll.hpp"

namespace scrutineer::roll {

struct EqualPairs {
  std::uint64_t entries = 0;          // that state all of it
  std::uint64_t pairs = 0;            // equal in all of it
  std::uint64_t on_default_days = 0;  // of them born on a day that says nothing
  double by_chance = 0;               // pairs to be expected if nobody stood twice
  // Pairs beyond chance, of people who stand twice: (pairs − Σ C(n, 2) c) / (1 − c), where n people
  // share names and sex, and c is the chance that two of one sex share a date of birth, default
  // days as often as this roll has them. The interval takes people of each name as drawn, names
  // independent of each other; from 0 to `pairs`.
  Estimate doubles;
};

// Nothing where the schema has no name, or no date of birth. Supposes that, within a sex, a name
// says nothing about the date of birth: names that were the fashion of some years have more
// coincidences than that.
std::optional<EqualPairs> equal_pairs(const Rolls& rolls, std::size_t snapshot, double confidence);

}  // namespace scrutineer::roll
