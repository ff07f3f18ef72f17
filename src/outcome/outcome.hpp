// The question of the house, asked of a whole election: there were irregularities; could they have
// changed the outcome? For each question and each basis (the returns, or the published facts, of
// one source) this says what holds, what the change would cost, and what the doubts can do.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "election/basis.hpp"
#include "election/election.hpp"
#include "outcome/doubts.hpp"
#include "outcome/margin.hpp"
#include "outcome/published.hpp"

namespace scrutineer {

// Seats as one source has them: computed from its returns, or as it states them (claims of seats).
struct Chamber {
  SourceIndex source;  // who states it
  SourceIndex of;      // whose count it speaks of
  ContestIndex contest;
  bool computed = false;                       // by allocating the source's own returns
  Rule rule = Rule::dhondt;                    // under which it was computed
  std::optional<std::size_t> reading;          // position in Election::readings, if contested
  std::vector<std::optional<Seats>> by_party;  // empty = not stated
  std::vector<std::optional<Seats>>
      by_party_at_least;  // "at least 63": lower ends, where only these
  struct Constituency {
    UnitIndex unit;
    std::optional<Seats> seats;
    std::vector<std::optional<Seats>> by_party;
    std::optional<Allocation> allocation;  // with its steps, where computed
  };
  std::vector<Constituency> constituencies;  // by unit id
  std::vector<Seats> by_list;  // computed with connected coalitions: by position in rules.connected
  bool settled = true;         // no open tie
  std::vector<std::string> rests_on;  // ids of claims, where stated
};

// Every chamber that returns or claims give, commission first, then in the order of sources.
Result<std::vector<Chamber>> chambers(const Election& election, ContestIndex contest);

// The rules of a contest as the allocator takes them: threshold, connected coalitions.
AllocationRules rules_of(const Election& election, ContestIndex contest);

// Votes by constituency from a basis, with base_beyond_valid as the threshold asks, and recorded
// lots.
ContestVotes votes_of(const Election& election, const Basis& basis);

struct PriceBounds {
  std::optional<Votes> low, high;  // low empty: no number of votes does it; high empty: unbounded
  bool reachable = true;           // false: no number of such votes changes the answer
};

enum class OpenReason { none, missing, search };

struct UnitVotes {  // one line of a witness: what the unit's final votes would be
  std::string unit;
  PartyIndex party;
  Votes votes = 0;
};

struct DoubtSize {  // of one doubt alone: the most votes that it may speak of
  std::string doubt;
  Votes votes = 0;
};

struct QuestionOutcome {
  std::size_t question = 0;  // position in Election::questions
  SourceIndex basis;
  std::string base;  // "valid", "cast" or "registered" for shares, else empty
  Holds holds = Holds::no;
  bool holds_known = true;  // false: not even the published result tells
  Answer answer = Answer::not_determined;
  bool exact = true;
  OpenReason reason = OpenReason::none;
  std::optional<Rational> confidence;
  PriceBounds price_switch, price_add, price_remove;
  Votes removable = 0, addable = 0, switchable = 0, unknown = 0;
  std::optional<Votes> votes_needed;
  std::optional<Votes>
      votes_needed_high;  // differs from votes_needed only where figures are missing
  Votes votes_in_doubt = 0;
  std::optional<Rational> required_lean, required_share;
  std::vector<UnitVotes> witness;
  std::vector<Seats> witness_seats;  // by party, after the witness; empty for vote questions
  std::vector<std::string> decisive_doubts, idle_doubts,
      doubts;                             // ids; doubts: all that were taken
  std::vector<DoubtSize> largest_doubts;  // at most ten, the largest first; of known figures only
  std::vector<Missing> missing;
  std::vector<std::string> rests_on;  // ids of claims
  bool from_published_facts = false;  // votes were missing; bounds over all agreeing tables
  // Cheapest way by constituency and kind of change (known figures), for maps and tables.
  std::vector<UnitPrice> add_by_unit, switch_by_unit, remove_by_unit;
};

struct NextSeat {  // by how much a party misses its next seat in a constituency, or could lose one
  UnitIndex unit;
  PartyIndex party;
  bool gain = true;
  Change change = Change::added;
  Votes low = 0;  // equal where known exactly
  std::optional<Votes> high;
  std::vector<std::string> rests_on;  // claims; empty where computed from returns
};

struct StatusCut {  // the answer to one question if only doubts of this status or stronger count
  std::size_t question = 0;
  SourceIndex basis;
  Status status = Status::alleged;
  Answer answer = Answer::not_determined;
  std::size_t doubts = 0;
};

struct OutcomeOptions {
  Status status = Status::alleged;        // this or stronger
  std::vector<std::string> named_doubts;  // dismissed ones that count all the same
  std::optional<SourceIndex> basis;       // empty: the commission, then every complete source
  std::int64_t nodes = 20'000;            // search limit of one question
};

struct OutcomeReport {
  std::vector<QuestionOutcome> questions;  // commission's basis first
  std::vector<StatusCut> by_status;        // one per question, basis and status in use
  std::vector<NextSeat> next_seats;        // cheapest gain of each constituency, and claims
  std::vector<Contradiction>
      contradictions;  // published facts that cannot hold together, by contest
};

Result<OutcomeReport> analyse_outcome(const Election& election, const OutcomeOptions& options = {});

}  // namespace scrutineer
