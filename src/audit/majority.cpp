#include "audit/majority.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace scrutineer {

namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
// A round is divided in so many steps, each decided as if the earlier had gone as expected.
constexpr std::int64_t kSteps = 20;

std::vector<Seats> reported_seats(const MajorityPlan& plan) {
  std::vector<Seats> reported;
  for (const PlannedConstituency& one : plan.constituencies) {
    reported.push_back(one.claims.reported);
  }
  return reported;
}

}  // namespace

MajorityAudit::MajorityAudit(const MajorityPlan& plan)
    : plan_(&plan), line_(-std::log(plan.options.risk_limit)) {
  if (plan.options.design == MajorityDesign::adaptive) {
    // plan_majority_audit() has made one of these numbers before.
    chamber_ = *ChamberEvidence::make(reported_seats(plan), plan.needed);
    pulls_.emplace(plan.constituencies.size(), static_cast<std::size_t>(plan.spare()) + 1);
  }
  for (std::size_t j = 0; j < plan.constituencies.size(); ++j) {
    Place place;
    for (const PlannedAssertion& one : plan.constituencies[j].assertions) {
      place.martingales.push_back(one.fresh);
    }
    place.log_e.assign(place.martingales.size(), 0);
    places_.push_back(std::move(place));
    update(j);
  }
}

// Adaptive: what the constituency adds to the chamber. Else what is required of it.
void MajorityAudit::update(std::size_t constituency) {
  const PlannedConstituency& plan = plan_->constituencies[constituency];
  Place& place = places_[constituency];
  if (chamber_) {
    const DeficitEvidence evidence = deficit_evidence(plan.claims, place.log_e);
    chamber_->set(constituency, evidence.log_e);
    set_pull(*pulls_, constituency, evidence, place.seen < plan.cards);
    return;
  }
  place.weakest = kInfinity;
  for (const std::size_t a : plan.required) {
    place.weakest = std::min(place.weakest, place.martingales[a].greatest_log_e());
  }
}

void MajorityAudit::feed(std::size_t constituency, std::size_t shown) {
  const PlannedConstituency& plan = plan_->constituencies[constituency];
  Place& place = places_[constituency];
  ++seen_;
  ++place.seen;
  for (std::size_t a = 0; a < plan.assertions.size(); ++a) {
    place.martingales[a].feed(plan.assertions[a].values[shown]);
    place.log_e[a] = place.martingales[a].log_e();
  }
  update(constituency);
}

void MajorityAudit::feed(std::size_t constituency, const Interpretation& ballot) {
  std::size_t shown = shown_on_card(plan_->parties, NoVote::no_countable_vote);
  if (ballot.card == Interpretation::Card::missing) {
    shown = shown_on_card(plan_->parties, NoVote::missing);
  } else if (ballot.card == Interpretation::Card::without_contest) {
    shown = shown_on_card(plan_->parties, NoVote::without_contest);
  } else if (ballot.choices.size() == 1 && ballot.choices[0] < plan_->parties) {
    shown = ballot.choices[0];
  }
  feed(constituency, shown);
}

double MajorityAudit::log_e() const { return chamber_ ? chamber_->log_e() : greatest_log_e(); }

double MajorityAudit::greatest_log_e() const {
  if (chamber_) return chamber_->greatest_log_e();
  double weakest = kInfinity;
  for (const Place& place : places_) weakest = std::min(weakest, place.weakest);
  return weakest;
}

std::vector<Seats> MajorityAudit::weakest() const {
  return chamber_ ? chamber_->weakest() : std::vector<Seats>{};
}

void MajorityAudit::set_pull(BallotPulls& pulls, std::size_t constituency,
                             const DeficitEvidence& evidence, bool is_open) const {
  const PlannedConstituency& plan = plan_->constituencies[constituency];
  std::vector<double> growth(evidence.log_e.size(), 0);
  for (std::size_t d = 0; is_open && d < growth.size(); ++d) {
    if (plan.claims.bounds[d].assertions.empty()) continue;
    growth[d] = plan.assertions[evidence.binding[d]].growth;
  }
  pulls.set(constituency, evidence.log_e, growth);
}

// As if so many ballots had come there, and each assertion had grown as expected.
DeficitEvidence MajorityAudit::evidence_after(std::size_t constituency, std::int64_t more) const {
  const PlannedConstituency& plan = plan_->constituencies[constituency];
  std::vector<double> log_e = places_[constituency].log_e;
  for (std::size_t a = 0; a < log_e.size(); ++a) {
    log_e[a] += static_cast<double>(more) * plan.assertions[a].growth;
  }
  return deficit_evidence(plan.claims, log_e);
}

std::vector<std::int64_t> MajorityAudit::shares_adaptive(std::int64_t ballots) const {
  std::vector<std::int64_t> shares(places_.size(), 0);
  BallotPulls pulls = *pulls_;
  const std::int64_t step = std::max<std::int64_t>(1, ballots / kSteps);
  while (ballots > 0) {
    const std::vector<double> all = pulls.all();
    const auto best = std::max_element(all.begin(), all.end());
    if (!(*best > 0)) break;
    const auto j = static_cast<std::size_t>(best - all.begin());
    const std::int64_t left = plan_->constituencies[j].cards - places_[j].seen - shares[j];
    const std::int64_t here = std::min({step, ballots, left});
    shares[j] += here;
    ballots -= here;
    if (ballots > 0) set_pull(pulls, j, evidence_after(j, shares[j]), here < left);
  }
  return shares;
}

// Ballots that the required assertions of a constituency are expected to need still.
double MajorityAudit::expected_left(std::size_t constituency) const {
  const PlannedConstituency& plan = plan_->constituencies[constituency];
  const Place& place = places_[constituency];
  const auto left = static_cast<double>(plan.cards - place.seen);
  if (place.weakest >= line_) return 0;
  double most = 0;
  for (const std::size_t a : plan.required) {
    if (place.martingales[a].greatest_log_e() >= line_) continue;
    const double growth = plan.assertions[a].growth;
    most = std::max(most, growth > 0 ? (line_ - place.log_e[a]) / growth : left);
  }
  return std::min(most, left);
}

// In proportion to what each constituency is expected to need; what rounding leaves goes to the
// first.
std::vector<std::int64_t> MajorityAudit::shares_required(std::int64_t ballots) const {
  std::vector<double> needs;
  for (std::size_t j = 0; j < places_.size(); ++j) needs.push_back(expected_left(j));
  const double all = std::accumulate(needs.begin(), needs.end(), 0.0);
  std::vector<std::int64_t> shares(needs.size(), 0);
  if (!(all > 0)) return shares;
  std::int64_t rest = ballots;
  for (std::size_t j = 0; j < needs.size(); ++j) {
    const std::int64_t left = plan_->constituencies[j].cards - places_[j].seen;
    const double share = std::floor(static_cast<double>(ballots) * (needs[j] / all));
    shares[j] = std::min({static_cast<std::int64_t>(share), left, rest});
    rest -= shares[j];
  }
  for (std::size_t j = 0; j < needs.size(); ++j) {
    if (needs[j] <= 0) continue;
    const std::int64_t left = plan_->constituencies[j].cards - places_[j].seen - shares[j];
    const std::int64_t more = std::min(rest, left);
    shares[j] += more;
    rest -= more;
  }
  return shares;
}

std::vector<DrawHere> MajorityAudit::next(std::int64_t ballots) const {
  const auto shares = chamber_ ? shares_adaptive(ballots) : shares_required(ballots);
  std::vector<DrawHere> list;
  for (std::size_t j = 0; j < shares.size(); ++j) {
    if (shares[j] > 0) list.push_back({j, shares[j]});
  }
  return list;
}

}  // namespace scrutineer
