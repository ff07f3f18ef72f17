#include "seats/protocol.hpp"

namespace scrutineer {

namespace {

bool has_quota(Rule rule) {
  return rule == Rule::hare_largest_remainder || rule == Rule::hare_then_highest_averages;
}

// What is left of a party's votes after its full quotas: v − f·V/S = (v·S − f·V)/S, and v·S − f·V
// is below V.
Rational remainder(const Sharing& sharing, Votes votes, Seats full) {
  const Wide left =
      static_cast<Wide>(votes) * sharing.seats - static_cast<Wide>(full) * sharing.total;
  return Rational::of(static_cast<std::int64_t>(left), sharing.seats);
}

Step seat_step(const Sharing& sharing, const std::vector<Votes>& votes, const Shares& shares,
               std::size_t party, Seats k) {
  Step step;
  step.party = party;
  step.votes = votes[party];
  step.divisor = divisor(sharing.rule, k);
  if (step.divisor > 0) {
    step.value = Rational::of(step.votes, step.divisor);
  } else if (sharing.rule == Rule::hare_largest_remainder) {
    step.value = remainder(sharing, step.votes, shares.full[party]);
  } else {
    step.value = Rational::of(step.votes, 1);
  }
  return step;
}

void add_quotas(const Sharing& sharing, const std::vector<Votes>& votes, const Shares& shares,
                std::vector<Step>& steps) {
  Step quota;
  quota.kind = Step::Kind::quota;
  quota.votes = sharing.total;
  quota.divisor = sharing.seats;
  quota.value = Rational::of(sharing.total, sharing.seats);
  steps.push_back(quota);
  for (std::size_t p = 0; p < votes.size(); ++p) {
    if (votes[p] == 0) continue;
    Step full;
    full.kind = Step::Kind::full_quotas;
    full.party = p;
    full.votes = votes[p];
    full.number = shares.full[p];
    full.value = remainder(sharing, votes[p], shares.full[p]);
    steps.push_back(full);
  }
}

}  // namespace

std::vector<Step> steps_of(const Sharing& sharing, const std::vector<Votes>& votes,
                           const Shares& shares, const std::vector<std::size_t>& drawn) {
  std::vector<Step> steps;
  if (shares.vacant > 0) {
    Step vacant;
    vacant.kind = Step::Kind::vacant;
    vacant.number = shares.vacant;
    steps.push_back(vacant);
  }
  if (sharing.seats == 0 || shares.vacant > 0) return steps;
  Seats given = 0;
  if (has_quota(sharing.rule)) {
    add_quotas(sharing, votes, shares, steps);
    for (const Seats full : shares.full) given += full;
  }
  for (const Award& award : shares.awards) {
    Step step = seat_step(sharing, votes, shares, award.party, award.k);
    step.number = given += shares.prize;
    steps.push_back(step);
  }
  for (const std::size_t party : drawn) {
    Step step = seat_step(sharing, votes, shares, party, shares.certain[party] + 1);
    step.kind = Step::Kind::lot;
    step.number = given += shares.prize;
    steps.push_back(step);
  }
  return steps;
}

}  // namespace scrutineer
