#include "audit/comparison.hpp"

#include <algorithm>

#include <fmt/core.h>

namespace scrutineer {

Result<Comparison> Comparison::make(double mean, double u, bool uses_styles) {
  if (!(u > 0.5 && u <= 1e6)) {
    return fail(fmt::format("The assorter's bound is {:g}; expected more than 1/2.", u));
  }
  if (!(mean > 0.5 && mean <= u)) {
    return fail(fmt::format(
        "By the records the assorter's mean is {:g}, not above 1/2 (nor at most {:g}): the records "
        "themselves do not show what is claimed, so there is nothing to compare.",
        mean, u));
  }
  return Comparison(mean, u, uses_styles);
}

double Comparison::value(const CardComparison& card) const {
  const double recorded =
      card.record == Record::phantom ? 0.5 : std::clamp(card.record_value, 0.0, u_);
  const double found = std::min(polling_value(card.found, card.card_value, uses_styles_), u_);
  const double overstatement = recorded - found;
  return std::clamp((1 - overstatement / u_) * clean(), 0.0, bound());
}

double polling_value(Found found, double card_value, bool uses_styles) {
  switch (found) {
    case Found::card:
      return card_value >= 0 ? card_value : 0;
    case Found::without_contest:
      return uses_styles ? 0 : 0.5;
    case Found::missing:
      break;
  }
  return 0;
}

Result<double> pool_mean(Votes winner, Votes loser, std::int64_t cards) {
  if (winner < 0 || loser < 0 || cards <= 0 || winner > cards || loser > cards - winner) {
    return fail(
        fmt::format("A pool of {} cards cannot have {} and {} votes.", cards, winner, loser));
  }
  return static_cast<double>(winner - loser) / (2 * static_cast<double>(cards)) + 0.5;
}

}  // namespace scrutineer
