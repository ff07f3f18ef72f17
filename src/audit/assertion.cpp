#include "audit/assertion.hpp"

#include <cmath>
#include <limits>

namespace scrutineer {

std::string_view name_of(AssertionKind kind) {
  switch (kind) {
    case AssertionKind::plurality:
      return "plurality";
    case AssertionKind::scoring:
      return "scoring";
    case AssertionKind::above_share:
      return "above-share";
    case AssertionKind::below_share:
      return "below-share";
    case AssertionKind::linear:
      return "linear";
    case AssertionKind::highest_averages:
      return "highest-averages";
    case AssertionKind::largest_remainders:
      return "largest-remainders";
    case AssertionKind::not_eliminated_before:
      return "not-eliminated-before";
    case AssertionKind::not_eliminated_next:
      return "not-eliminated-next";
  }
  return "";
}

std::string_view name_of(DifficultyTest test) {
  switch (test) {
    case DifficultyTest::one_on_margin:
      return "one-on-margin";
    case DifficultyTest::bravo:
      return "bravo";
    case DifficultyTest::macro:
      return "macro";
  }
  return "";
}

std::string_view name_of(Standing standing) {
  switch (standing) {
    case Standing::contested:
      return "contested";
    case Standing::uncontested:
      return "uncontested";
    case Standing::tie:
      return "tie";
    case Standing::no_votes:
      return "no-votes";
  }
  return "";
}

double diluted_margin(const Assertion& assertion) { return rounded_down(assertion.margin); }

namespace {

constexpr double kNever = std::numeric_limits<double>::infinity();

// Lindeman, Stark & Yates 2012: (ln(1/α) + z_w/2) / (p_w z_w + p_l z_l).
double bravo(double risk_limit, double winner, double loser, double cards) {
  const double share = winner / (winner + loser);
  const double up = std::log(2 * share);
  const double down = loser > 0 ? std::log(2 - 2 * share) : 0;
  return (up / 2 - std::log(risk_limit)) / ((winner * up + loser * down) / cards);
}

// `margin` is of an assorter stretched to the upper bound 1.
double of_margin(const Difficulty& difficulty, double margin) {
  if (margin <= 0) return kNever;
  if (difficulty.test == DifficultyTest::one_on_margin) return 1 / margin;
  return -2 * difficulty.gamma * std::log(difficulty.risk_limit) / margin;
}

}  // namespace

double difficulty_of(const Difficulty& difficulty, Votes winner, Votes loser, Votes cards) {
  if (winner <= loser || cards <= 0) return kNever;
  if (difficulty.test == DifficultyTest::bravo) {
    return bravo(difficulty.risk_limit, static_cast<double>(winner), static_cast<double>(loser),
                 static_cast<double>(cards));
  }
  const auto margin = static_cast<double>(winner - loser);
  if (difficulty.test == DifficultyTest::one_on_margin) return static_cast<double>(cards) / margin;
  return of_margin(difficulty, margin / static_cast<double>(cards));
}

std::optional<double> difficulty_of(const Difficulty& difficulty, const Assertion& assertion) {
  if (difficulty.test == DifficultyTest::bravo) {
    if (!assertion.winner_ballots || !assertion.loser_ballots) return std::nullopt;
    return difficulty_of(difficulty, *assertion.winner_ballots, *assertion.loser_ballots,
                         assertion.cards);
  }
  const double upper = to_double(upper_bound(assertion.assorter));
  return of_margin(difficulty, to_double(assertion.margin) / upper);
}

}  // namespace scrutineer
