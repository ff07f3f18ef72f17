// What a change costs in one constituency: for a party or a coalition, under thresholds and
// connected lists, with the recorded lot. Exact where the program of margin_program.hpp applies;
// elsewhere a proven lower bound and an attained upper one.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "base/result.hpp"
#include "outcome/margin.hpp"
#include "outcome/margin_program.hpp"
#include "outcome/margin_range.hpp"
#include "seats/seats.hpp"

namespace scrutineer {

struct UnitQuestion {
  const ConstituencyVotes& table;
  const AllocationRules& rules;
  const Lot& lot;
  std::vector<std::size_t> who;  // ascending
  bool at_least = true;
  Change change = Change::switched;
};

struct UnitAnswer {
  std::optional<Votes> votes;  // attained; empty where nothing was found
  Votes lower = 0;             // fewer do not; kMaximumCount + 1 where proven out of reach
  std::vector<Votes> after;    // the votes by party afterwards, where asked for
};

inline constexpr Votes kOutOfReach = kMaximumCount + 1;

// `from`: fewer votes are known not to do (as for a smaller change). `most`: of no interest beyond;
// `lower` is then above it. Errors: as allocate(), checked by the caller; the table is valid here.
UnitAnswer unit_margin(const UnitQuestion& question, Seats target, bool outright, Votes from,
                       bool with_plan, Votes most = kMaximumCount);

// The question in terms of entrants: parties, and connected lists as one.
struct Entrants {
  std::vector<std::vector<std::size_t>> parties;
  std::vector<std::size_t> asked;  // the entrants that make up `who`; empty if it splits a list

  std::vector<Votes> votes_of(const std::vector<Votes>& by_party) const;
  // Votes of entrants, back to their members: cuts from the first that have votes, gains to the
  // first.
  std::vector<Votes> to_parties(const std::vector<Votes>& before,
                                const std::vector<Votes>& after) const;
};
Entrants entrants_of(const UnitQuestion& question);

MarginProgram program_of(const UnitQuestion& question, const Entrants& entrants, Seats target,
                         bool outright);

// The moves that lead from one table to another by changes of one kind.
std::vector<Move> moves_between(std::size_t constituency, const std::vector<Votes>& before,
                                const std::vector<Votes>& after, Change change);

}  // namespace scrutineer
