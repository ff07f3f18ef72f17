// Bounded doubts against full figures: can any resolution of them change the answer to a question?
// Meaning as in docs/formats/ (doubts.csv). Pure integers; answers are proofs or say that they are
// not.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "base/numbers.hpp"
#include "base/result.hpp"
#include "election/election.hpp"
#include "outcome/margin.hpp"
#include "seats/seats.hpp"

namespace scrutineer {

// A reporting unit with its own votes: what a doubt may touch there.
struct DoubtCell {
  std::string unit;
  std::size_t constituency = 0;
  std::vector<Votes> votes;  // by party
  Count can_be_added;        // registered − cast where both are stated; empty = no stated limit
};

struct CellAlternative {  // one stated vector for one cell
  std::size_t cell = 0;
  std::vector<Votes> votes;  // by party: replaces the cell's votes
};

// A doubt over cells. `cells` ascending; `unlocated` doubts name no unit (anywhere in the contest).
struct CellDoubt {
  std::string id;
  Way way = Way::unknown;
  std::vector<std::size_t> cells;
  bool unlocated = false;
  Votes low = 0;
  Count high;                  // empty = all
  std::vector<bool> from, to;  // by party
  std::optional<Rational> confidence;
  // alternatives: exactly one option holds; each option replaces the votes of some cells.
  std::vector<std::vector<CellAlternative>> options;
};

// The question, in terms of parties' positions.
struct DoubtQuestion {
  QuestionKind kind = QuestionKind::seats_at_least;
  std::vector<std::size_t> who;
  Seats seats = 0;
  std::optional<std::size_t> constituency;  // empty: the whole contest
  Rational share;
  bool has_share = false;
  bool strict = false;
  // The base of shares and leads beyond valid votes, and whether adding or removing a vote moves
  // it.
  Votes base_beyond_valid = 0;
  bool base_is_fixed = false;  // share of registered: votes do not move it
  std::optional<std::size_t> over;
  Rational points;
};

struct DoubtProblem {
  AllocationRules rules;
  std::vector<std::string> constituencies;  // ids
  std::vector<Seats> seats;                 // by constituency
  std::vector<Votes> base_beyond_valid;     // by constituency, for thresholds
  std::vector<Lot> lots;                    // empty, or one per constituency
  std::size_t parties = 0;
  std::vector<DoubtCell> cells;
  std::vector<CellDoubt> doubts;
  DoubtQuestion question;
};

enum class Holds { no, yes, tie };
enum class Answer { cannot_change, can_change, must_change, not_determined };

struct CellMove {
  std::size_t doubt = 0;
  std::size_t cell = 0;
  std::optional<std::size_t> from, to;
  Votes votes = 0;
  std::optional<std::size_t> option;  // for alternatives: the option taken (votes = 0)
};

struct DoubtAnswer {
  Holds holds = Holds::no;
  Answer answer = Answer::not_determined;
  bool exact = true;            // of votes_needed (and of the answer, unless search)
  bool search_stopped = false;  // not_determined because the search was cut short
  bool overlap_open = false;    // not_determined because unlocated doubts may or may not overlap
  // Fewest doubtful votes that reach the change, within the budgets where the answer is can or
  // must; where it is cannot, with the budgets lifted (empty where even that does not reach it).
  std::optional<Votes> votes_needed;
  std::optional<Votes> votes_needed_lower;  // proven, where votes_needed is not exact
  Votes votes_in_doubt = 0;                 // the most that may be in doubt: unions, not sums
  Votes removable = 0, addable = 0, switchable = 0, unknown = 0;  // by way
  std::vector<CellMove> witness;      // a resolution that changes the answer
  std::vector<Votes> witness_votes;   // not used where empty; else cells × parties, after it
  std::vector<std::size_t> decisive;  // without it the answer would be cannot-change
  std::vector<std::size_t> idle;  // without it the answer (and of can, must: votes_needed) stays
  std::optional<Rational> confidence;  // joint (Bonferroni); empty = unconditional
};

struct DoubtLimits {
  std::int64_t nodes = 20'000;
};

Result<DoubtAnswer> resolve_doubts(const DoubtProblem& problem, const DoubtLimits& limits = {});

// The most votes that one doubt alone may speak of; kMaximumCount where nothing bounds it.
Votes votes_alone(const DoubtProblem& problem, const CellDoubt& doubt);

// Whether the question's answer is yes, no or a tie for these final votes (cells × parties).
Result<Holds> ask(const DoubtProblem& problem, const std::vector<std::vector<Votes>>& cell_votes);

}  // namespace scrutineer
