// Ways to move seats between two groups of parties in one constituency, each with a price that is
// linear in the unknown votes. Used inside this folder only.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "outcome/published_rows.hpp"

namespace scrutineer {

// `takers` gain, `givers` lose `needed` seats: who is asked about, and everybody else.
struct SeatShift {
  std::vector<bool> takes;                  // by party; the others give
  bool must_take = false;                   // vacant seats do not count: the target is "at least"
  Seats needed = 0;                         // 0 or less: the target holds already
  std::vector<std::size_t> facts;           // that say who holds what today
  std::vector<std::size_t> constituencies;  // where votes may change
};

// The shift that reaches the target, or nothing where the seats held today are not stated.
std::optional<SeatShift> shift_for(const PublishedProblem& problem, const SeatTarget& target,
                                   const std::vector<std::size_t>& only_in);

// `terms` / `denominator`, plus `rounding` / `denominator` for whole votes, is enough in every
// table of the polyhedron to move `seats` seats (or more) to the takers, ties drawn in their
// favour.
struct SeatOption {
  Seats seats = 0;
  std::vector<Term> terms;
  std::int64_t denominator = 1, rounding = 0;
  bool smallest = false;  // no cheaper option of the same kind gives fewer seats
  std::vector<std::size_t> facts;
};
std::vector<SeatOption> seat_options(const PublishedProblem& problem, const SeatShift& shift,
                                     Change change, std::size_t constituency);

}  // namespace scrutineer
