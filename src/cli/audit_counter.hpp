// A counter-audit: what a side that holds only some of the forms or ballots can say with them
// (docs/counter-audit.md). What they show for certain whoever chose them, and, where they were
// drawn at random, which seat vectors they exclude.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "audit/seat_set.hpp"
#include "cli/command.hpp"
#include "election/basis.hpp"
#include "outcome/outcome.hpp"

namespace scrutineer::cli {

struct UnitDifference {
  UnitIndex unit;
  std::vector<Votes> held, basis;  // by party
};

// The most cards that a lowest unit can hold, and whose word that is.
struct CardBound {
  enum class Kind { registered, ballots_of_basis, none };
  Kind kind = Kind::none;
  Votes cards = 0;
};

struct HeldConstituency {
  UnitIndex unit;
  Count seats;
  std::size_t units = 0, held = 0;
  std::size_t incomplete = 0;  // forms that do not state every party: not counted as held
  std::size_t agreeing = 0, differing = 0, not_compared = 0;
  std::vector<Votes> votes;                     // on all held forms
  std::vector<Votes> compared, compared_basis;  // on those that the basis has, too
  std::vector<UnitDifference> differences;
  Votes open_cards = 0;  // of units without a form
  std::size_t open_registered = 0, open_by_basis = 0, open_without_bound = 0;
  // If the held forms are right. Empty where no bound is known, or the rule is not offered.
  std::optional<std::vector<Seats>> least, most;
  bool is_exact = true;  // false: they may be too wide, never too narrow
};

enum class Settled { yes, no, tie, open, not_determined, not_asked };
std::string_view name_of(Settled settled);

struct SettledQuestion {
  std::size_t question = 0;
  Settled settled = Settled::open;
  std::string why;  // of not_determined and not_asked
};

struct HeldContest {
  ContestIndex contest;
  std::vector<HeldConstituency> constituencies;
  std::optional<std::vector<Seats>> least, most;  // in all
  std::string why_no_seats;
  std::vector<SettledQuestion> questions;
};

// The forms of one source beside the count of another, in one contest.
Result<HeldContest> held_forms(const Election& election, ContestIndex contest, SourceIndex source,
                               SourceIndex basis, std::optional<std::size_t> only_question);

// The least and the most seats of each party if so many votes may still be added, however they
// fall; lots that are open may fall either way.
struct SeatRange {
  std::vector<Seats> least, most;
  bool is_exact = true;  // false: it may be too wide, never too narrow
};
Result<SeatRange> seats_with_added(const ConstituencyVotes& votes, const AllocationRules& rules,
                                   Votes added);

struct SampledConstituency {
  UnitIndex unit;
  bool by_ballots = false;
  std::int64_t population = 0;
  std::size_t drawn = 0, missing = 0;
  Votes most_cards = 0;
  std::string cards_by;             // "manifest", "basis", or "" by forms
  std::size_t bounds_by_basis = 0;  // stations whose bound is the basis's ballots
  std::optional<SeatSet> set;
  std::optional<std::vector<Seats>> reported;  // of the basis
  bool reported_is_excluded = false;
  std::string why_none;
};

struct SampleRequest {
  ContestIndex contest;
  SourceIndex basis;
  double risk_limit = 0.05;
};

// Stations drawn, in drawing order, by a CSV with the column `unit`.
Result<std::vector<SampledConstituency>> sampled_forms(const Election& election,
                                                       const SampleRequest& request,
                                                       SourceIndex source,
                                                       const std::string& drawn_name,
                                                       const std::string& drawn_bytes);

// Cards of one constituency, drawn in the order of the file. `cards`: how many it has, by the
// manifest; else by the basis.
struct SampledCards {
  std::string name, bytes;
  UnitIndex unit;
  std::optional<Votes> cards;
};
Result<SampledConstituency> sampled_ballots(const Election& election, const SampleRequest& request,
                                            const SampledCards& cards);

// What --json and the terminal show.
struct CounterAudit {
  std::optional<SourceIndex> source;
  SourceIndex basis;
  double risk_limit = 0.05;
  std::vector<HeldContest> held;
  std::optional<ContestIndex> sampled_contest;
  std::vector<SampledConstituency> sampled;
};
Json counter_json(const Election& election, const CounterAudit& audit);
std::string counter_text(const Election& election, const CounterAudit& audit);

}  // namespace scrutineer::cli
