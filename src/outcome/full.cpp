#include "outcome/full.hpp"

#include <algorithm>
#include <array>
#include <numeric>
#include <utility>

#include "outcome/doubt_problem.hpp"

namespace scrutineer {

namespace {

constexpr std::size_t kLargestShown = 10;
constexpr std::array<Change, 3> kChanges = {Change::switched, Change::added, Change::removed};

PriceBounds bounds_of(const Margin& margin) {
  PriceBounds bounds;
  if (margin.votes_to_tie && (margin.exact || !margin.tie_lower)) {
    bounds.low = bounds.high = margin.votes_to_tie;
  } else if (!margin.exact) {
    bounds.low = margin.tie_lower ? margin.tie_lower : margin.lower;
    bounds.high = margin.tie_upper ? margin.tie_upper : margin.upper;
  } else {
    bounds.reachable = false;
  }
  return bounds;
}

class Answerer {
 public:
  Answerer(const Election& election, const Basis& basis, const Question& question, Base base,
           std::int64_t nodes, QuestionOutcome& outcome)
      : election_(election),
        basis_(basis),
        question_(question),
        base_(base),
        nodes_(nodes),
        outcome_(outcome) {}

  Result<void> run(const std::vector<const Doubt*>& doubts) {
    BuiltProblem built = build_problem(election_, basis_, question_, base_, doubts);
    Result<DoubtAnswer> answer = resolve_doubts(built.problem, {nodes_});
    if (!answer) return tl::unexpected(answer.error());
    outcome_.holds = answer->holds;
    Result<void> priced = find_prices(built.problem);
    if (!priced) return priced;
    take(built, *answer);
    return {};
  }

 private:
  Result<void> find_prices(const DoubtProblem& problem) {
    for (const Change change : kChanges) {
      Result<Margin> margin = price(problem, change);
      if (!margin) return tl::unexpected(margin.error());
      PriceBounds& bounds = change == Change::switched ? outcome_.price_switch
                            : change == Change::added  ? outcome_.price_add
                                                       : outcome_.price_remove;
      bounds = bounds_of(*margin);
      std::vector<UnitPrice>& by_unit = change == Change::switched ? outcome_.switch_by_unit
                                        : change == Change::added  ? outcome_.add_by_unit
                                                                   : outcome_.remove_by_unit;
      by_unit = margin->by_unit;
    }
    return {};
  }

  Result<Margin> price(const DoubtProblem& problem, Change change) const {
    const DoubtQuestion& asked = problem.question;
    switch (question_.kind) {
      case QuestionKind::seats_at_least:
        return seat_price(asked, change);
      case QuestionKind::seats_equal:
        return any_seat_margin(votes_of(election_, basis_), change, asked.constituency);
      case QuestionKind::wins:
        return wins_margin(totals(asked), asked.who, change);
      case QuestionKind::share_at_least:
        return share_margin(totals(asked), asked.who, asked.share, asked.strict,
                            asked.base_is_fixed, change);
      case QuestionKind::lead_at_least:
        return lead_price(problem, change);
    }
    return Margin{};
  }

  VoteTotals totals(const DoubtQuestion& asked) const {
    VoteTotals sums;
    sums.votes.assign(election_.parties.size(), 0);
    for (const BasisConstituency& constituency : basis_.constituencies) {
      for (std::size_t p = 0; p < sums.votes.size(); ++p) sums.votes[p] += constituency.votes[p];
    }
    sums.base_beyond_valid = asked.base_beyond_valid;
    return sums;
  }

  Result<Margin> seat_price(const DoubtQuestion& asked, Change change) const {
    SeatTarget target;
    target.who = asked.who;
    target.constituency = asked.constituency;
    // A question that is tied is already changed by any draw; what it costs to leave the tie is
    // asked as if it held.
    target.at_least = outcome_.holds == Holds::no;
    target.seats = outcome_.holds == Holds::no ? asked.seats : asked.seats - 1;
    return seat_margin(votes_of(election_, basis_), target, change);
  }

  // A lead over whoever is second has no closed form; it is the votes needed by a doubt that may
  // touch every vote in this way.
  Result<Margin> lead_price(const DoubtProblem& asked, Change change) const {
    DoubtProblem problem = asked;
    CellDoubt all;
    all.id = "any";
    all.way = change == Change::switched ? Way::switchable
              : change == Change::added  ? Way::addable
                                         : Way::removable;
    all.cells.resize(problem.cells.size());
    std::iota(all.cells.begin(), all.cells.end(), std::size_t{0});
    all.from.assign(problem.parties, true);
    all.to.assign(problem.parties, true);
    Votes everything = 1;
    for (DoubtCell& cell : problem.cells) {
      cell.can_be_added.reset();
      everything = std::accumulate(cell.votes.begin(), cell.votes.end(), everything);
    }
    // More than a hundred times all valid votes changes any lead below 99 per cent.
    all.high = std::min(everything, kMaximumCount / 1000) * 100;
    problem.doubts = {all};
    Result<DoubtAnswer> answer = resolve_doubts(problem, {nodes_});
    if (!answer) return tl::unexpected(answer.error());
    Margin margin;
    margin.exact = answer->exact;
    if (answer->answer != Answer::cannot_change) margin.votes_to_tie = answer->votes_needed;
    if (!margin.exact) margin.tie_lower = answer->votes_needed_lower;
    return margin;
  }

  void take(const BuiltProblem& built, const DoubtAnswer& answer) {
    const DoubtProblem& problem = built.problem;
    outcome_.answer = answer.answer;
    outcome_.exact = answer.exact;
    outcome_.confidence = answer.confidence;
    outcome_.missing = built.missing;
    if (answer.answer == Answer::not_determined) {
      outcome_.reason = answer.search_stopped ? OpenReason::search : OpenReason::missing;
    } else if (answer.answer != Answer::cannot_change && !built.missing.empty()) {
      // Where a doubt could not be placed exactly, its reach was taken too wide: "can" is not
      // proven.
      outcome_.answer = Answer::not_determined;
      outcome_.reason = OpenReason::missing;
    }
    outcome_.removable = answer.removable;
    outcome_.addable = answer.addable;
    outcome_.switchable = answer.switchable;
    outcome_.unknown = answer.unknown;
    outcome_.votes_needed = answer.exact ? answer.votes_needed : answer.votes_needed_lower;
    outcome_.votes_needed_high = answer.votes_needed;
    outcome_.votes_in_doubt = answer.votes_in_doubt;
    if (answer.votes_needed && answer.votes_in_doubt > 0 && answer.exact) {
      outcome_.required_lean = Rational::of(*answer.votes_needed, answer.votes_in_doubt);
      const Rational lean = *outcome_.required_lean;
      if (lean.numerator <= lean.denominator) {
        outcome_.required_share =
            Rational::of(lean.numerator + lean.denominator, 2 * lean.denominator);
      }
    }
    for (const CellDoubt& doubt : problem.doubts) outcome_.doubts.push_back(doubt.id);
    take_largest(problem);
    for (const std::size_t d : answer.decisive) {
      outcome_.decisive_doubts.push_back(problem.doubts[d].id);
    }
    for (const std::size_t d : answer.idle) outcome_.idle_doubts.push_back(problem.doubts[d].id);
    take_witness(problem, answer);
  }

  void take_largest(const DoubtProblem& problem) {
    std::vector<DoubtSize>& largest = outcome_.largest_doubts;
    for (const CellDoubt& doubt : problem.doubts) {
      largest.push_back({doubt.id, votes_alone(problem, doubt)});
    }
    std::stable_sort(largest.begin(), largest.end(),
                     [](const DoubtSize& a, const DoubtSize& b) { return a.votes > b.votes; });
    if (largest.size() > kLargestShown) largest.resize(kLargestShown);
  }

  // The witness as a full allocation: final votes of the cells that it changes, and the seats.
  void take_witness(const DoubtProblem& problem, const DoubtAnswer& answer) {
    if (answer.witness_votes.empty()) return;
    std::vector<bool> changed(problem.cells.size(), false);
    for (const CellMove& move : answer.witness) {
      if (!move.option) {
        changed[move.cell] = true;
        continue;
      }
      for (const CellAlternative& cell : problem.doubts[move.doubt].options[*move.option]) {
        changed[cell.cell] = true;
      }
    }
    ContestVotes contest = votes_of(election_, basis_);
    for (ConstituencyVotes& constituency : contest.constituencies) {
      std::fill(constituency.votes.begin(), constituency.votes.end(), 0);
    }
    for (std::size_t i = 0; i < problem.cells.size(); ++i) {
      ConstituencyVotes& constituency = contest.constituencies[problem.cells[i].constituency];
      for (std::uint32_t p = 0; p < problem.parties; ++p) {
        const Votes votes = answer.witness_votes[i * problem.parties + p];
        constituency.votes[p] += votes;
        if (changed[i]) outcome_.witness.push_back({problem.cells[i].unit, {p}, votes});
      }
    }
    take_witness_seats(contest);
  }

  void take_witness_seats(const ContestVotes& contest) {
    if (question_.kind != QuestionKind::seats_at_least &&
        question_.kind != QuestionKind::seats_equal) {
      return;
    }
    outcome_.witness_seats.assign(election_.parties.size(), 0);
    for (std::size_t c = 0; c < contest.constituencies.size(); ++c) {
      const Lot lot = contest.lots.empty() ? Lot{} : contest.lots[c];
      const Result<Allocation> allocation = allocate(contest.constituencies[c], contest.rules, lot);
      if (!allocation) continue;
      for (std::size_t p = 0; p < outcome_.witness_seats.size(); ++p) {
        outcome_.witness_seats[p] += allocation->seats[p];
      }
    }
  }

  const Election& election_;
  const Basis& basis_;
  const Question& question_;
  Base base_;
  std::int64_t nodes_;
  QuestionOutcome& outcome_;
};

}  // namespace

Result<void> answer_from_returns(const Election& election, const Basis& basis,
                                 const Question& question, Base base,
                                 const std::vector<const Doubt*>& doubts, std::int64_t nodes,
                                 QuestionOutcome& outcome) {
  return Answerer(election, basis, question, base, nodes, outcome).run(doubts);
}

Result<std::vector<NextSeat>> next_seats_of(const Election& election, const Basis& basis) {
  std::vector<NextSeat> cheapest;
  const ContestVotes contest = votes_of(election, basis);
  for (std::size_t c = 0; c < contest.constituencies.size(); ++c) {
    const Lot lot = contest.lots.empty() ? Lot{} : contest.lots[c];
    for (const Change change : kChanges) {
      const auto best = cheapest_seat(contest.constituencies[c], contest.rules, change, lot);
      if (!best) return tl::unexpected(best.error());
      if (!*best) continue;
      const auto party = static_cast<std::uint32_t>((*best)->party);
      const Votes votes = (*best)->votes;
      cheapest.push_back({basis.constituencies[c].unit, {party}, true, change, votes, votes, {}});
    }
  }
  return cheapest;
}

}  // namespace scrutineer
