// The returns of one source for one contest, arranged as the rules of allocation need them: the
// reporting units ("cells") with their counts, and the sums by constituency. Only what is stated is
// used; what is not stated is listed, never filled in.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "election/election.hpp"
#include "election/states.hpp"

namespace scrutineer {

struct Missing {
  UnitIndex unit;
  std::string what;  // "votes", "seats", "cast", "registered", "votes of <party id>"
};

struct Cell {
  UnitIndex unit;
  std::size_t constituency = 0;  // position in Basis::constituencies
  std::vector<Votes> votes;      // by party; 0 where `reported` is false
  Count registered, cast, valid, invalid;
  bool reported = false;
  UnitState state = UnitState::counted;  // otherwise its counts are 0, whatever its form states
};

struct BasisConstituency {
  UnitIndex unit;
  Count seats;
  std::vector<Votes> votes;         // sums over its reported cells
  Count cast, registered, invalid;  // sums where every cell states them
  bool complete = false;  // every cell below it reported, or its own total stands for them
};

struct Basis {
  SourceIndex source;
  ContestIndex contest;
  std::vector<BasisConstituency> constituencies;  // by unit id
  std::vector<Cell> cells;                        // by unit id
  std::vector<Missing> missing;
  bool complete() const { return missing.empty(); }
  // Whether every cell has reported: a sample of stations is complete in what it states, but is no
  // count of the whole.
  bool fully_reported() const;
};

// The constituencies of a contest, by unit id; for constituencies = "country" without such a level,
// the root. Seats come from units.csv; a contest of one constituency may give them itself.
std::vector<UnitIndex> constituencies_of(const Election& election, ContestIndex contest);

// Arranges the current (highest) revisions of `source`. A constituency's votes are the sum of the
// rows of its lowest reporting units; where only a higher row states counts, that row is the cell.
// A leaf without any stated vote, below a constituency that has others, is an unreported cell.
// What is quarantined or annulled (states.hpp) has no votes. Where a row stands for
// units below it of which one is set aside, the votes of that one are missing.
// Where the contest has a threshold of the votes cast, those are missing where they are not stated.
Basis arrange(const Election& election, ContestIndex contest, SourceIndex source);

// The same for questions on votes, which need no constituencies: everything as one. Where the parts
// are incomplete and the country's own row states votes, that row stands for them.
Basis arrange_whole(const Election& election, ContestIndex contest, SourceIndex source);

// The first source with the role commission, whose count a question is about where none is named.
std::optional<SourceIndex> commission_of(const Election& election);

// Whether `unit` is `ancestor` or stands below it.
bool is_within(const Election& election, UnitIndex unit, UnitIndex ancestor);

}  // namespace scrutineer
