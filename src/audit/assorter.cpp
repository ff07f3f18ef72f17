#include "audit/assorter.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace scrutineer {

namespace {

constexpr Wide kExactInDouble = Wide{1} << 53;

Wide magnitude(Wide value) { return value < 0 ? -value : value; }

Wide common_divisor(Wide a, Wide b) {
  while (b != 0) {
    const Wide rest = a % b;
    a = b;
    b = rest;
  }
  return a;
}

constexpr Fraction kZero{0, 1};
constexpr Fraction kHalf{1, 2};
constexpr Fraction kOne{1, 1};

// Distinct choices in the order of their first mention.
std::vector<std::size_t> distinct(const std::vector<std::size_t>& choices) {
  std::vector<std::size_t> once;
  for (const std::size_t choice : choices) {
    if (std::find(once.begin(), once.end(), choice) == once.end()) once.push_back(choice);
  }
  return once;
}

// The sum of the up to `most` greatest weights, of which one at least is taken.
Wide greatest_sum(std::vector<Votes> weights, std::size_t most) {
  std::sort(weights.begin(), weights.end(), std::greater<>());
  Wide sum = 0;
  for (std::size_t i = 0; i < std::min(most, weights.size()); ++i) {
    if (i == 0 || weights[i] > 0) sum += weights[i];
  }
  return sum;
}

Wide greatest_score(const std::vector<Votes>& weights, Votes most) {
  Wide sum = 0;
  for (const Votes weight : weights) sum += static_cast<Wide>(std::max<Votes>(weight, 0)) * most;
  return sum;
}

std::vector<Votes> negated(std::vector<Votes> weights) {
  for (Votes& weight : weights) weight = -weight;
  return weights;
}

Fraction before(const NotEliminatedBefore& claim, const Interpretation& ballot) {
  if (ballot.choices.empty()) return kHalf;
  if (ballot.choices.front() == claim.winner) return kOne;
  for (const std::size_t choice : ballot.choices) {
    if (choice == claim.winner) return kHalf;
    if (choice == claim.loser) return kZero;
  }
  return kHalf;
}

Fraction next(const NotEliminatedNext& claim, const Interpretation& ballot) {
  for (const std::size_t choice : ballot.choices) {
    if (!std::binary_search(claim.continuing.begin(), claim.continuing.end(), choice)) continue;
    if (choice == claim.winner) return kOne;
    return choice == claim.loser ? kZero : kHalf;
  }
  return kHalf;
}

}  // namespace

Fraction reduced(Fraction value) {
  const Wide divisor = common_divisor(magnitude(value.numerator), value.denominator);
  if (divisor > 1) value = {value.numerator / divisor, value.denominator / divisor};
  return value;
}

double to_double(const Fraction& value) {
  const Fraction simple = reduced(value);
  return static_cast<double>(simple.numerator) / static_cast<double>(simple.denominator);
}

double rounded_down(const Fraction& value) {
  const Fraction simple = reduced(value);
  const auto numerator = static_cast<double>(simple.numerator);
  const auto denominator = static_cast<double>(simple.denominator);
  const double quotient = numerator / denominator;
  constexpr double kDown = -std::numeric_limits<double>::infinity();
  if (magnitude(simple.numerator) < kExactInDouble && simple.denominator < kExactInDouble) {
    // The sign of a fused product and difference is that of the exact one.
    const bool above = std::fma(quotient, denominator, -numerator) > 0;
    return above ? std::nextafter(quotient, kDown) : quotient;
  }
  // Three roundings, each by half a unit in the last place.
  double down = quotient;
  for (int step = 0; step < 3; ++step) down = std::nextafter(down, kDown);
  return down;
}

LinearAssorter::LinearAssorter(LinearClaim claim, BallotForm form)
    : claim_(std::move(claim)), form_(form) {
  const bool scores = form_.most_score > 0;
  const Wide most = scores ? greatest_score(claim_.per_vote, form_.most_score)
                           : greatest_sum(claim_.per_vote, form_.most_choices);
  const Wide least = scores ? -greatest_score(negated(claim_.per_vote), form_.most_score)
                            : -greatest_sum(negated(claim_.per_vote), form_.most_choices);
  // Of a valid ballot, an invalid one, and a card without the contest.
  const Wide lowest =
      std::min({least + claim_.per_valid, Wide{claim_.per_invalid}, Wide{0}}) + claim_.per_card;
  highest_ =
      std::max({most + claim_.per_valid, Wide{claim_.per_invalid}, Wide{0}}) + claim_.per_card;
  scale_ = lowest < 0 ? -lowest : highest_;
}

Wide LinearAssorter::weight(const Interpretation& ballot) const {
  if (ballot.card == Interpretation::Card::without_contest) return claim_.per_card;
  const std::size_t candidates = claim_.per_vote.size();
  Wide sum = 0;
  bool counts = false;
  if (form_.most_score > 0) {
    counts = ballot.scores.size() == candidates &&
             std::all_of(ballot.scores.begin(), ballot.scores.end(),
                         [&](Votes score) { return score >= 0 && score <= form_.most_score; });
    for (std::size_t c = 0; counts && c < candidates; ++c) {
      sum += static_cast<Wide>(claim_.per_vote[c]) * ballot.scores[c];
    }
  } else {
    const auto choices = distinct(ballot.choices);
    counts = !choices.empty() && choices.size() <= form_.most_choices &&
             std::all_of(choices.begin(), choices.end(),
                         [&](std::size_t choice) { return choice < candidates; });
    for (std::size_t i = 0; counts && i < choices.size(); ++i) sum += claim_.per_vote[choices[i]];
  }
  return claim_.per_card + (counts ? sum + claim_.per_valid : Wide{claim_.per_invalid});
}

Fraction LinearAssorter::value(const Interpretation& ballot) const {
  if (ballot.card == Interpretation::Card::missing) return kZero;
  if (scale_ == 0) return kHalf;
  return reduced({weight(ballot) + scale_, 2 * scale_});
}

Fraction LinearAssorter::upper_bound() const {
  if (scale_ == 0) return kHalf;
  return reduced({highest_ + scale_, 2 * scale_});
}

Fraction value_of(const Assorter& assorter, const Interpretation& ballot) {
  if (const auto* linear = std::get_if<LinearAssorter>(&assorter)) return linear->value(ballot);
  if (ballot.card == Interpretation::Card::missing) return kZero;
  if (ballot.card == Interpretation::Card::without_contest) return kHalf;
  if (const auto* neb = std::get_if<NotEliminatedBefore>(&assorter)) return before(*neb, ballot);
  return next(std::get<NotEliminatedNext>(assorter), ballot);
}

Fraction upper_bound(const Assorter& assorter) {
  const auto* linear = std::get_if<LinearAssorter>(&assorter);
  return linear != nullptr ? linear->upper_bound() : kOne;
}

}  // namespace scrutineer
