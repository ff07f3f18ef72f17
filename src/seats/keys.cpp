#include "seats/keys.hpp"

#include <algorithm>

#include "seats/seats.hpp"

namespace scrutineer {

Seats divisor(Rule rule, Seats k) {
  if (rule == Rule::sainte_lague) return 2 * k - 1;
  return is_divisor_rule(rule) ? k : 0;
}

Key key_of(const Sharing& sharing, Votes votes, Seats k) {
  if (sharing.rule == Rule::plurality) return {votes, 1};
  if (is_divisor_rule(sharing.rule)) return {votes, divisor(sharing.rule, k)};
  return {static_cast<Wide>(votes) * sharing.seats - static_cast<Wide>(k) * sharing.total, 1};
}

// Hare and D'Hondt never give less than the full quotas. Under Sainte-Laguë a party's seats are
// within a half of votes·x for one x; summed over m parties |S − V·x| <= m/2, hence nobody is more
// than m/2 + 1/2 below its quota.
Seats sure_seats(const Sharing& sharing, Votes votes, Seats parties) {
  if (sharing.total == 0 || sharing.rule == Rule::plurality) return 0;
  const auto quotas = static_cast<Seats>(static_cast<Wide>(votes) * sharing.seats / sharing.total);
  return sharing.rule == Rule::sainte_lague ? std::max<Seats>(0, quotas - parties) : quotas;
}

bool passes(const Threshold& threshold, Votes votes, Votes base) {
  const Wide have = static_cast<Wide>(votes) * threshold.share.denominator;
  const Wide need = static_cast<Wide>(base) * threshold.share.numerator;
  return threshold.strict ? have > need : have >= need;
}

}  // namespace scrutineer
