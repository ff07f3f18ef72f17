// Published facts as exact linear rows in the unknown votes x[c][p]: constituencies × parties. Used
// by this folder and simulate/; the idea is in published.hpp and docs/partial-knowledge.md.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "outcome/certified_program.hpp"
#include "outcome/published.hpp"

namespace scrutineer {

// A row, and the facts that it follows from: it falls as soon as one of them does.
struct FactRow {
  std::vector<Term> terms;
  std::optional<std::int64_t> lower, upper;
  std::vector<std::size_t> facts;  // ascending
};

// All rows that the facts imply. Facts that contradict each other by their numbers of seats alone
// give a row that nothing satisfies.
std::vector<FactRow> rows_of(const PublishedProblem& problem);

// The variable of a party's votes in a constituency, in every program of this module.
inline std::size_t votes_at(const PublishedProblem& problem, std::size_t constituency,
                            std::size_t party) {
  return constituency * problem.parties + party;
}

// Seats by party in one constituency where the facts settle them all, and the facts that do.
struct StatedSeats {
  std::vector<Seats> seats;
  std::vector<std::size_t> facts;
};
std::optional<StatedSeats> stated_seats(const PublishedProblem& problem, std::size_t constituency);

// Terms that add up to a positive multiple of (key of p's k-th seat) − (key of q's l-th seat) in a
// constituency: d(l)·x_p − d(k)·x_q, or S·(x_p − x_q) + (l − k)·V for largest remainders. Under
// plurality one key takes all the seats, so k and l count blocks.
std::vector<Term> key_gap(const PublishedProblem& problem, std::size_t constituency, std::size_t p,
                          Seats k, std::size_t q, Seats l);

// The factor by which key_gap grows with one vote more for p (at `for_p`) or one vote fewer for q,
// the total moving along; both positive.
struct Growth {
  std::int64_t for_p = 0, against_q = 0, switched = 0;
};
Growth growth(const PublishedProblem& problem, std::size_t constituency, Seats k, Seats l);

// Seats that one key stands for: all of them under plurality, else one.
Seats block(const PublishedProblem& problem, std::size_t constituency);

// The least upper bound that a single stated total puts on each x, and the facts that do it.
struct VoteBox {
  std::vector<std::int64_t> upper;
  std::vector<std::size_t> facts;  // ascending
  bool bounded = true;             // false: some x is bounded by no fact at all
};
VoteBox box_of_votes(const PublishedProblem& problem);

}  // namespace scrutineer
