#include "audit/seat_set.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <utility>

#include <fmt/core.h>

#include "audit/martingale.hpp"
#include "seats/keys.hpp"
#include "seats/seats.hpp"

namespace scrutineer {

namespace {

constexpr double kMostEvidence = 1e200;
constexpr double kInfinity = std::numeric_limits<double>::infinity();
// Sums of a few thousand positive numbers round by less; downwards, so against exclusion.
constexpr double kDown = 1 - 0x1p-40;
constexpr std::int64_t kMostNodes = 20'000'000;

double ratio(Rule rule, Seats k, Seats l) {
  return static_cast<double>(divisor(rule, k)) / static_cast<double>(divisor(rule, l));
}

double evidence_of(double log_e) {
  if (log_e >= std::log(kMostEvidence)) return kMostEvidence;
  return std::exp(log_e) * kDown;
}

// Only pairs that some vector has: A's k-th seat and B's (l − 1)-th are both won.
bool can_meet(Seats k, Seats l, Seats seats) { return k + l - 1 <= seats; }

Result<void> checked(const SeatSample& sample) {
  if (!is_divisor_rule(sample.rule)) {
    return fail(
        "Sets of seat vectors are offered for rules with divisors (highest averages), not for "
        "largest remainders or plurality.");
  }
  const auto drawn = static_cast<std::int64_t>(sample.drawn.size());
  if (sample.seats < 1) return fail("There is no seat to be filled.");
  if (drawn > sample.population) {
    return fail(fmt::format("{} were drawn, more than the {} that could be drawn.", drawn,
                            sample.population));
  }
  for (const SeatDraw& draw : sample.drawn) {
    Wide sum = 0;
    for (const Votes votes : draw.votes) sum += votes;
    const bool is_negative =
        std::any_of(draw.votes.begin(), draw.votes.end(), [](Votes v) { return v < 0; });
    if (is_negative || draw.cards < 0 || draw.cards > sample.most_cards || sum > draw.cards ||
        (!draw.is_missing && draw.votes.size() != sample.parties)) {
      return fail(
          "A draw holds more votes than the cards that it can hold, or not one number for each "
          "party.");
    }
  }
  const auto p = static_cast<Wide>(sample.parties);
  const auto s = static_cast<Wide>(sample.seats);
  const Wide steps = p * p * s * s / 2 * std::max<Wide>(1, drawn);
  if (s > 10'000 || p > 10'000 || steps > kMostSeatSetSteps) {
    return fail(fmt::format(
        "{} parties, {} seats and {} draws ask for more steps than the {} that are offered.",
        sample.parties, sample.seats, drawn, kMostSeatSetSteps));
  }
  return {};
}

// Everything was drawn and read: votes by party in all, and nothing is left to chance.
std::vector<Wide> census_of(const SeatSample& sample) {
  std::vector<Wide> totals;
  if (static_cast<std::int64_t>(sample.drawn.size()) != sample.population) return totals;
  totals.assign(sample.parties, 0);
  for (const SeatDraw& draw : sample.drawn) {
    if (draw.is_missing) return {};
    for (std::size_t p = 0; p < sample.parties; ++p) totals[p] += draw.votes[p];
  }
  return totals;
}

}  // namespace

double seat_draw_value(const SeatSample& sample, const SeatDraw& draw, std::size_t a, Seats k,
                       std::size_t b, Seats l) {
  const double r = ratio(sample.rule, k, l);
  const double u = (1 + r) / 2;
  const double of_a = static_cast<double>(draw.is_missing ? draw.cards : draw.votes[a]);
  const double of_b = draw.is_missing ? 0 : static_cast<double>(draw.votes[b]);
  const double value = 0.5 + (of_b * r - of_a) / (2 * static_cast<double>(sample.most_cards));
  // Less is sound: it can only lower the evidence, as bets are never negative.
  return std::max(0.0, value - 0x1p-50 * u);
}

Result<SeatEvidence> SeatEvidence::make(const SeatSample& sample) {
  if (auto good = checked(sample); !good) return tl::unexpected(std::move(good.error()));
  SeatEvidence evidence;
  evidence.seats_ = sample.seats;
  evidence.parties_ = sample.parties;
  const auto seats = static_cast<std::size_t>(sample.seats);
  evidence.pairs_.assign(sample.parties * seats * sample.parties * seats, 0);
  const std::vector<Wide> census = census_of(sample);
  std::vector<double> values(sample.drawn.size());
  std::size_t at = 0;
  for (std::size_t a = 0; a < sample.parties; ++a) {
    for (Seats k = 1; k <= sample.seats; ++k) {
      for (std::size_t b = 0; b < sample.parties; ++b) {
        for (Seats l = 1; l <= sample.seats; ++l, ++at) {
          if (a == b || !can_meet(k, l, sample.seats)) continue;
          if (!census.empty()) {
            const bool is_wrong =
                census[b] * divisor(sample.rule, k) > census[a] * divisor(sample.rule, l);
            evidence.pairs_[at] = is_wrong ? kMostEvidence : 0;
            continue;
          }
          const double u = (1 + ratio(sample.rule, k, l)) / 2;
          for (std::size_t i = 0; i < values.size(); ++i) {
            values[i] = seat_draw_value(sample, sample.drawn[i], a, k, b, l);
          }
          auto martingale = Martingale::make("square-kelly", {{"points", 12}},
                                             MeanClaim{0.5, u, sample.population, true});
          if (!martingale) return tl::unexpected(std::move(martingale.error()));
          martingale->feed(values);
          evidence.pairs_[at] = evidence_of(martingale->log_e());
        }
      }
    }
  }
  return evidence;
}

double SeatEvidence::against(const std::vector<Seats>& s) const {
  double sum = 0;
  std::int64_t pairs = 0;
  for (std::size_t a = 0; a < parties_; ++a) {
    if (s[a] > 0) pairs += static_cast<std::int64_t>(parties_) - 1;
    for (std::size_t b = 0; b < a; ++b) sum += both(a, s[a], b, s[b]);
  }
  if (pairs == 0) return 1;
  return std::min(kMostEvidence, sum / static_cast<double>(pairs) * kDown);
}

// Party after party. The sum over pairs only grows, so a part of it that would exclude whatever
// number of pairs it is divided by in the end excludes all that begins so.
class SeatSetSearch {
 public:
  SeatSetSearch(const SeatEvidence& evidence, double risk_limit, std::size_t most_vectors)
      : evidence_(evidence),
        line_(1 / risk_limit * (1 + 0x1p-50)),
        most_vectors_(most_vectors),
        parties_(evidence.parties_),
        seats_(evidence.seats_) {
    const auto parties = static_cast<std::int64_t>(parties_);
    const auto most_pairs = std::max<std::int64_t>(1, std::min(parties, seats_) * (parties - 1));
    // A little more than the exact line, so that nothing is passed over that against() keeps.
    prune_line_ = line_ * static_cast<double>(most_pairs) * (1 + 0x1p-30);
  }

  SeatSet run() {
    find_possible();
    SeatSet set;
    if (parties_ > 0) visit(0, seats_, 0);
    set.is_listed = !stopped_;
    if (stopped_) {
      for (std::size_t p = 0; p < parties_; ++p) {
        const auto& flags = possible_[p];
        const auto first = std::find(flags.begin(), flags.end(), true);
        const auto last = std::find(flags.rbegin(), flags.rend(), true);
        if (first == flags.end()) set.is_empty = true;
        set.least.push_back(first - flags.begin());
        set.most.push_back(std::distance(last, flags.rend()) - 1);
      }
      return set;
    }
    set.vectors = std::move(found_);
    set.is_empty = set.vectors.empty();
    set.least.assign(parties_, set.is_empty ? 0 : seats_);
    set.most.assign(parties_, 0);
    for (const auto& vector : set.vectors) {
      for (std::size_t p = 0; p < parties_; ++p) {
        set.least[p] = std::min(set.least[p], vector[p]);
        set.most[p] = std::max(set.most[p], vector[p]);
      }
    }
    return set;
  }

 private:
  // Which numbers of seats of one party the pairs with that party alone do not exclude: the least
  // sum that the others can make of the seats that are left, by a knapsack.
  void find_possible() {
    const auto size = static_cast<std::size_t>(seats_) + 1;
    possible_.assign(parties_, std::vector<bool>(size, false));
    for (std::size_t p = 0; p < parties_; ++p) {
      for (Seats own = 0; own <= seats_; ++own) {
        possible_[p][static_cast<std::size_t>(own)] = least_sum(p, own) < prune_line_;
      }
    }
  }

  double least_sum(std::size_t p, Seats own) const {
    const Seats rest = seats_ - own;
    std::vector<double> least(static_cast<std::size_t>(rest) + 1, kInfinity);
    least[0] = 0;
    for (std::size_t q = 0; q < parties_; ++q) {
      if (q == p) continue;
      std::vector<double> next(least.size(), kInfinity);
      for (Seats before = 0; before <= rest; ++before) {
        for (Seats more = 0; before + more <= rest; ++more) {
          const double sum =
              least[static_cast<std::size_t>(before)] + evidence_.both(p, own, q, more);
          double& cell = next[static_cast<std::size_t>(before + more)];
          cell = std::min(cell, sum);
        }
      }
      least = std::move(next);
    }
    return least[static_cast<std::size_t>(rest)];
  }

  void visit(std::size_t p, Seats left, double sum) {
    if (stopped_) return;
    if (++nodes_ > kMostNodes) {
      stopped_ = true;
      return;
    }
    if (p == parties_) {
      if (evidence_.against(chosen_) >= line_) return;
      stopped_ = found_.size() >= most_vectors_;
      if (!stopped_) found_.push_back(chosen_);
      return;
    }
    const Seats first = p + 1 == parties_ ? left : 0;
    for (Seats own = first; own <= left; ++own) {
      if (!possible_[p][static_cast<std::size_t>(own)]) continue;
      double more = sum;
      for (std::size_t q = 0; q < p; ++q) more += evidence_.both(p, own, q, chosen_[q]);
      if (more >= prune_line_) continue;
      chosen_.push_back(own);
      visit(p + 1, left - own, more);
      chosen_.pop_back();
    }
  }

  const SeatEvidence& evidence_;
  double line_;
  double prune_line_ = 0;
  std::size_t most_vectors_;
  std::size_t parties_;
  Seats seats_;
  std::vector<std::vector<bool>> possible_;
  std::vector<Seats> chosen_;
  std::vector<std::vector<Seats>> found_;
  std::int64_t nodes_ = 0;
  bool stopped_ = false;
};

SeatSet SeatEvidence::set(double risk_limit, std::size_t most_vectors) const {
  return SeatSetSearch(*this, risk_limit, most_vectors).run();
}

}  // namespace scrutineer
