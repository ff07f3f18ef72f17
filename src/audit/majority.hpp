// Who holds the majority of a chamber that is elected in many constituencies by lists: an audit by
// ballot polling. Each ballot drawn in a constituency is evidence for every claim about its seats
// (seat_bound.hpp); three designs say which claims must be confirmed and where to draw next.
//   adaptive    no particular seat need be confirmed, only the majority: the chamber's e-value
//               (chamber.hpp) multiplies *current* e-values of constituencies, and is maximised
//               over time only as a whole
//   bundle      seats that the majority can spare are given up before the audit, those that are the
//               hardest to confirm; every other seat that the majority needs is confirmed at the
//               whole risk limit
//   every-seat  every seat of everybody is confirmed, as if no seat could be spared
// In each of them a wrong outcome is confirmed with at most the chance of the risk limit, whatever
// the votes are and however the draws were divided among constituencies and rounds, as long as
// where to draw was decided before the ballots were seen.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "audit/chamber.hpp"
#include "audit/majority_pull.hpp"
#include "audit/martingale.hpp"
#include "audit/seat_bound.hpp"
#include "base/result.hpp"

namespace scrutineer {

enum class MajorityDesign { adaptive, bundle, every_seat };
std::string_view name_of(MajorityDesign design);

// Reported votes of one constituency. Its cards bound comes from outside the count.
struct MajorityConstituency {
  ContestTally tally;
  Seats seats = 0;
  Votes registered = 0;  // for a barrier of the registered voters
};

// The claim: `who` (parties by position) hold at least `needed` seats.
struct MajorityClaim {
  std::vector<MajorityConstituency> constituencies;
  AllocationRules rules;
  std::vector<std::size_t> who;
  Seats needed = 0;
};

// Seats that `who` may have by the reported votes and by lots that are still open.
Seats most_seats(const MajorityClaim& claim);

struct MajorityOptions {
  MajorityDesign design = MajorityDesign::adaptive;
  double risk_limit = 0.05;
  // Each bet is this part of the one that would be best if the reported votes were the true ones
  // (Kelly's); empty: what is best for the design. Less than 1 loses a little growth and much
  // variance, which the least of many products pays for.
  std::optional<double> part_of_kelly;
};

// What a card shows, by position: a vote for party p is p, and then these.
enum class NoVote : std::size_t { no_countable_vote, without_contest, missing };
std::size_t shown_on_card(std::size_t parties, NoVote what);

// An assertion with all that a draw needs: what each card is worth (by what it shows), and how fast
// ballots are expected to confirm it, as natural logarithm of the e-value by ballot.
struct PlannedAssertion {
  std::vector<double> values;
  double growth = 0;
  Martingale fresh;
};

struct PlannedConstituency {
  ConstituencyBounds claims;  // of every-seat: without bounds, all assertions of all seats
  std::vector<PlannedAssertion> assertions;
  Votes cards = 0;
  Seats given_up = 0;                 // of bundle
  std::vector<std::size_t> required;  // to be confirmed alone: bundle and every-seat
};

// Everything that is fixed before the first ballot is drawn.
struct MajorityPlan {
  MajorityOptions options;
  std::size_t parties = 0;
  Seats needed = 0;
  Seats reported = 0;  // seats that are sure by the reported votes
  std::vector<PlannedConstituency> constituencies;

  Seats spare() const { return reported - needed; }
};

// Fails, with a sentence, where the majority is not reported or rests on a lot; where no sample can
// confirm it, since seats that it needs have no margin; and as constituency_bounds() does.
Result<MajorityPlan> plan_majority_audit(const MajorityClaim& claim,
                                         const MajorityOptions& options);

// Ballots expected for the required assertions of a constituency, were each tested alone: the
// logarithm of the limit by the growth of the slowest; all cards where that is more.
double expected_ballots(const PlannedConstituency& constituency, double risk_limit);

// How many ballots are to be drawn in a constituency.
struct DrawHere {
  std::size_t constituency = 0;
  std::int64_t ballots = 0;
};

// An audit under way. It depends on the ballots and their order alone, not on how rounds were cut.
// The plan outlives it. A value object; not for two threads at once.
class MajorityAudit {
 public:
  explicit MajorityAudit(const MajorityPlan& plan);

  // The next ballot of a constituency, in the order of its draw: what the card shows.
  void feed(std::size_t constituency, std::size_t shown);
  // The same from an interpretation of one list's ballot.
  void feed(std::size_t constituency, const Interpretation& ballot);

  // Adaptive: the chamber's e-value now and at its greatest. Else the weakest required assertion,
  // each at its own greatest, since each is a test by itself.
  double log_e() const;
  double greatest_log_e() const;
  double p_value() const { return p_value_of_log_e(greatest_log_e()); }
  bool confirmed() const { return greatest_log_e() >= line_; }

  std::int64_t seen() const { return seen_; }
  std::int64_t seen(std::size_t constituency) const { return places_[constituency].seen; }
  // Adaptive: the deficits that are excluded least, by constituency; else empty.
  std::vector<Seats> weakest() const;

  // Where the next ballots are to be drawn, so many in all (fewer where no more can help), in the
  // order of constituencies: from the plan and the ballots so far alone.
  std::vector<DrawHere> next(std::int64_t ballots) const;

 private:
  struct Place {
    std::vector<Martingale> martingales;
    std::vector<double> log_e;  // of each, now
    std::int64_t seen = 0;
    double weakest = 0;  // of required assertions, each at its greatest
  };

  void update(std::size_t constituency);
  void set_pull(BallotPulls& pulls, std::size_t constituency, const DeficitEvidence& evidence,
                bool is_open) const;
  DeficitEvidence evidence_after(std::size_t constituency, std::int64_t more) const;
  double expected_left(std::size_t constituency) const;
  std::vector<std::int64_t> shares_adaptive(std::int64_t ballots) const;
  std::vector<std::int64_t> shares_required(std::int64_t ballots) const;

  const MajorityPlan* plan_;
  double line_ = 0;
  std::int64_t seen_ = 0;
  std::vector<Place> places_;
  std::optional<ChamberEvidence> chamber_;  // adaptive
  std::optional<BallotPulls> pulls_;
};

}  // namespace scrutineer
