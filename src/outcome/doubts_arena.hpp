// Bounded doubts, arranged for the search: the question's areas, the places that doubts touch, and
// what a vote may do in each. Internal to doubts*.cpp.
//
// Cells of one area that the same doubts touch are merged into one place. That is exact: a doubt
// that touches one of them touches all, so its votes can be drawn from whichever still has some,
// and both the final sums and the limits (votes of a party, names that did not vote) add up.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <vector>

#include "outcome/doubts.hpp"

namespace scrutineer::doubting {

// The doubts as one run of the search takes them: which count, and with which bounds.
struct Terms {
  std::vector<bool> active;
  std::vector<Votes> low;
  std::vector<Count> high;  // empty = all
};
Terms terms_of(const DoubtProblem& problem);

// An option of an alternatives doubt that speaks of a place, and by how many votes it differs.
struct Speaker {
  std::size_t doubt = 0;
  std::size_t option = 0;
  std::vector<Votes> votes;
  Votes cost = 0;
};

struct Place {
  std::size_t area = 0;
  std::vector<std::size_t> cells;  // one only where alternatives speak of it
  std::vector<Votes> votes;
  Count addable;                    // empty = no stated limit
  std::vector<std::size_t> doubts;  // ascending; without alternatives
  std::vector<Speaker> speakers;
  // One doubt alone speaks of it, and of nothing else: it chooses for itself. Of the options of
  // such a place, those that leave its votes as they are stand in `may_stay`, not in `speakers`.
  bool lone = false;
  bool may_stay = false;
};

// One option of a lone place, as it moves the sums of its area.
struct LoneOption {
  Votes cost = 0;
  std::vector<Votes> change;  // by party
};

// Where the question is asked: a constituency, or everything at once for questions on votes. A free
// area is what the question does not look at.
struct Area {
  std::optional<std::size_t> constituency;
  bool free = false;
  std::vector<Votes> votes;  // of all its cells
  std::vector<std::size_t> places;
  std::vector<bool> add_to, take_from;       // by party: whether some doubt may
  std::vector<std::vector<bool>> switch_to;  // [from][to]
  bool switches = false;                     // some doubt may switch here
  bool alternatives = false;
  bool linked = false;  // some alternatives speak of places that are not lone
  bool may_stay =
      false;  // all alternatives here allow that nothing changes, and name no other area
  std::vector<std::vector<LoneOption>> lone;  // the options of each lone place
  Votes available = 0;                        // no resolution moves more votes here
  Votes available_beside = 0;                 // the same, beside what lone places choose
};

struct Arena {
  const DoubtProblem* problem = nullptr;
  Terms terms;
  std::vector<Area> areas;
  std::vector<Place> places;
  // Unlocated doubts of one way that may speak of the same votes, two or more together.
  std::vector<std::vector<std::size_t>> groups;
  bool has_options = false;  // alternatives speak of some place
  bool separate = false;     // what they choose in one area binds no other: all areas may stay
  Votes unbounded = 0;       // stands for "no limit": more than any change here can need
  Votes available = 0;       // no resolution moves more votes in all
  // A coarser arena, in which doubts of one kind that each have a place for themselves are one
  // doubt of one place: it allows all that this one does, and rarely more. Empty where nothing
  // merges.
  std::unique_ptr<Arena> coarse;
  std::vector<std::size_t> place_in_coarse;  // by place
};

Arena arrange(const DoubtProblem& problem, const Terms& terms);

// Whether one of its options leaves every vote where it is.
bool may_stay(const DoubtProblem& problem, const CellDoubt& doubt);

// Fills in `coarse`.
void coarsen(Arena& arena);

// Unlocated doubts that may overlap: same way, and a party in common that their votes may be of.
std::vector<std::vector<std::size_t>> overlap_groups(const DoubtProblem& problem,
                                                     const std::vector<bool>& active);

// Whether `doubt` allows a vote to go from and to these (empty: from nobody, to nobody).
bool allows(const CellDoubt& doubt, std::optional<std::size_t> from, std::optional<std::size_t> to);

// An option counts, cell by cell, what it raises or what it lowers, whichever is more: a vote that
// it moves counts once.
Votes votes_changed(const std::vector<Votes>& before, const std::vector<Votes>& after);

}  // namespace scrutineer::doubting
