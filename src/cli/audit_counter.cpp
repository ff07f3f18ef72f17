#include "cli/audit_counter.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

#include <fmt/core.h>

#include "cli/audit_counter_units.hpp"

namespace scrutineer::cli {

std::string_view name_of(Settled settled) {
  switch (settled) {
    case Settled::yes:
      return "yes";
    case Settled::no:
      return "no";
    case Settled::tie:
      return "tie";
    case Settled::open:
      return "open";
    case Settled::not_determined:
      return "not-determined";
    case Settled::not_asked:
      return "not-asked";
  }
  return "";
}

namespace {

void add_to(std::vector<Votes>& sums, const std::vector<Votes>& votes) {
  for (std::size_t p = 0; p < sums.size(); ++p) sums[p] += votes[p];
}

// The form that covers a lowest unit: its own, or that of a unit above it.
const Cell* covering(const Election& election, const HeldForms& forms, UnitIndex unit) {
  for (std::optional<UnitIndex> at = unit; at; at = election.units[at->value].parent) {
    const auto found = forms.usable.find(*at);
    if (found != forms.usable.end()) return found->second;
  }
  return nullptr;
}

void compare(const Cell& held, const Cell* basis, HeldConstituency& place) {
  add_to(place.votes, held.votes);
  if (basis == nullptr) {
    ++place.not_compared;
    return;
  }
  add_to(place.compared, held.votes);
  add_to(place.compared_basis, basis->votes);
  if (held.votes == basis->votes) {
    ++place.agreeing;
    return;
  }
  ++place.differing;
  place.differences.push_back({held.unit, held.votes, basis->votes});
}

void leave_open(const CardBound& bound, HeldConstituency& place) {
  place.open_cards += bound.cards;
  if (bound.kind == CardBound::Kind::registered) ++place.open_registered;
  if (bound.kind == CardBound::Kind::ballots_of_basis) ++place.open_by_basis;
  if (bound.kind == CardBound::Kind::none) ++place.open_without_bound;
}

HeldConstituency look_at(const Election& election, const CounterUnits& units,
                         const HeldForms& forms, const BasisConstituency& constituency) {
  HeldConstituency place;
  place.unit = constituency.unit;
  place.seats = constituency.seats;
  for (auto* sums : {&place.votes, &place.compared, &place.compared_basis}) {
    sums->assign(election.parties.size(), 0);
  }
  std::set<UnitIndex> seen;
  for (const UnitIndex unit : units.lowest(constituency.unit)) {
    ++place.units;
    const Cell* held = covering(election, forms, unit);
    if (held == nullptr) {
      place.incomplete += forms.incomplete.contains(unit) ? 1 : 0;
      leave_open(units.bound(unit), place);
      continue;
    }
    ++place.held;
    if (seen.insert(held->unit).second) compare(*held, units.of_basis(held->unit), place);
  }
  return place;
}

// A base or a total beyond the constituency's valid votes would need what nobody has stated of the
// units without forms.
std::string why_not_offered(const AllocationRules& rules) {
  const auto& threshold = rules.threshold;
  if (threshold && (threshold->of != Base::valid || threshold->scope != Scope::constituency)) {
    return "Bounds of seats are not offered where a threshold is a share of ballots cast or of the "
           "whole contest.";
  }
  return {};
}

Result<void> bound_seats(const Election& election, HeldContest& contest) {
  const AllocationRules rules = rules_of(election, contest.contest);
  contest.why_no_seats = why_not_offered(rules);
  if (!contest.why_no_seats.empty()) return {};
  std::vector<Seats> least(election.parties.size(), 0);
  std::vector<Seats> most(election.parties.size(), 0);
  for (HeldConstituency& place : contest.constituencies) {
    if (!place.seats || place.open_without_bound > 0) {
      contest.why_no_seats = fmt::format(
          "{}: {}.", election.units[place.unit.value].id,
          place.seats ? "units without a form have no stated number of voters or ballots"
                      : "its number of seats is not stated");
      continue;
    }
    ConstituencyVotes votes{election.units[place.unit.value].id, *place.seats, place.votes};
    auto range = seats_with_added(votes, rules, place.open_cards);
    if (!range) return tl::unexpected(std::move(range.error()));
    add_to(least, range->least);
    add_to(most, range->most);
    place.is_exact = range->is_exact;
    place.least = std::move(range->least);
    place.most = std::move(range->most);
  }
  if (contest.why_no_seats.empty()) {
    contest.least = std::move(least);
    contest.most = std::move(most);
  }
  return {};
}

DoubtProblem problem_of(const Election& election, const HeldContest& contest,
                        const Question& question) {
  DoubtProblem problem;
  problem.rules = rules_of(election, contest.contest);
  problem.parties = election.parties.size();
  for (const HeldConstituency& place : contest.constituencies) {
    const std::size_t c = problem.constituencies.size();
    const std::string& id = election.units[place.unit.value].id;
    problem.constituencies.push_back(id);
    problem.seats.push_back(place.seats.value_or(0));
    problem.base_beyond_valid.push_back(0);
    problem.cells.push_back({id, c, place.votes, place.open_cards});
    CellDoubt open;
    open.id = id;
    open.way = Way::addable;
    open.cells = {c};
    open.high = place.open_cards;
    open.from.assign(problem.parties, true);
    open.to.assign(problem.parties, true);
    problem.doubts.push_back(std::move(open));
    if (question.unit && *question.unit == place.unit) problem.question.constituency = c;
  }
  problem.question.kind = question.kind;
  for (const PartyIndex party : question.parties) problem.question.who.push_back(party.value);
  std::sort(problem.question.who.begin(), problem.question.who.end());
  problem.question.seats = question.seats;
  problem.question.share = question.share;
  problem.question.has_share = question.has_share;
  problem.question.strict = question.strict;
  problem.question.points = question.points;
  if (question.over) problem.question.over = question.over->value;
  return problem;
}

std::string why_not_asked(const HeldContest& contest, const Question& question) {
  if (question.kind == QuestionKind::seats_equal) {
    return "It compares a count with itself.";
  }
  if (question.kind == QuestionKind::seats_at_least) return contest.why_no_seats;
  if (question.of != Base::valid) return "Its base is not the valid votes.";
  for (const HeldConstituency& place : contest.constituencies) {
    if (place.open_without_bound > 0) {
      return "Units without a form have no stated number of voters or ballots.";
    }
  }
  return {};
}

Result<SettledQuestion> ask(const Election& election, const HeldContest& contest, std::size_t q) {
  SettledQuestion asked;
  asked.question = q;
  const Question& question = election.questions[q];
  asked.why = why_not_asked(contest, question);
  asked.settled = Settled::not_asked;
  if (!asked.why.empty()) return asked;
  const auto answer = resolve_doubts(problem_of(election, contest, question));
  if (!answer) return tl::unexpected(answer.error());
  if (answer->answer == Answer::not_determined) {
    asked.settled = Settled::not_determined;
    asked.why = "The search was cut short.";
  } else if (answer->answer != Answer::cannot_change) {
    asked.settled = Settled::open;
  } else {
    asked.settled = answer->holds == Holds::yes  ? Settled::yes
                    : answer->holds == Holds::no ? Settled::no
                                                 : Settled::tie;
  }
  return asked;
}

// How many seats can be had for so many votes: prices that are proven count where they are not
// attained.
Seats affordable(const PriceList& prices, Votes votes) {
  const auto& list = prices.exact ? prices.to_tie : prices.to_tie_lower;
  Seats seats = 0;
  for (std::size_t k = 1; k < list.size(); ++k) {
    if (list[k] <= votes) seats = static_cast<Seats>(k);
  }
  return seats;
}

}  // namespace

Result<SeatRange> seats_with_added(const ConstituencyVotes& votes, const AllocationRules& rules,
                                   Votes added) {
  const auto now = allocate(votes, rules);
  if (!now) return tl::unexpected(now.error());
  SeatRange range;
  for (std::size_t p = 0; p < votes.votes.size(); ++p) {
    const auto gain = price_list(votes, rules, p, true, Change::added, votes.seats);
    if (!gain) return tl::unexpected(gain.error());
    const auto loss = price_list(votes, rules, p, false, Change::added, votes.seats);
    if (!loss) return tl::unexpected(loss.error());
    range.is_exact = range.is_exact && gain->exact && loss->exact;
    range.most.push_back(now->maximum[p] + affordable(*gain, added));
    range.least.push_back(now->minimum[p] - affordable(*loss, added));
  }
  return range;
}

Result<HeldContest> held_forms(const Election& election, ContestIndex contest, SourceIndex source,
                               SourceIndex basis, std::optional<std::size_t> only_question) {
  HeldContest held;
  held.contest = contest;
  const CounterUnits units(election, contest, basis);
  const HeldForms forms = forms_of(election, contest, source);
  for (const BasisConstituency& constituency : units.basis().constituencies) {
    held.constituencies.push_back(look_at(election, units, forms, constituency));
  }
  if (held.constituencies.empty()) {
    return fail(fmt::format("Contest {}: units.csv has no unit that elects in it.",
                            election.contests[contest.value].id));
  }
  if (auto bounded = bound_seats(election, held); !bounded) {
    return tl::unexpected(std::move(bounded.error()));
  }
  for (std::size_t q = 0; q < election.questions.size(); ++q) {
    if (election.questions[q].contest != contest || (only_question && *only_question != q))
      continue;
    auto asked = ask(election, held, q);
    if (!asked) return tl::unexpected(std::move(asked.error()));
    held.questions.push_back(std::move(*asked));
  }
  return held;
}

}  // namespace scrutineer::cli
