// Margins of questions on votes: who has the most, and shares of a base.
#include <algorithm>
#include <functional>

#include "outcome/bisection.hpp"
#include "outcome/margin.hpp"

namespace scrutineer {

namespace {

struct Sides {
  std::vector<std::size_t> who, others;
  Votes own = 0, rest = 0;  // their sums
};

Sides sides_of(const VoteTotals& totals, const std::vector<std::size_t>& who) {
  Sides sides;
  for (std::size_t p = 0; p < totals.votes.size(); ++p) {
    const bool inside = std::find(who.begin(), who.end(), p) != who.end();
    (inside ? sides.who : sides.others).push_back(p);
    (inside ? sides.own : sides.rest) += totals.votes[p];
  }
  return sides;
}

Votes room(const VoteTotals& totals, const Sides& sides) {
  return kMaximumCount - sides.own - sides.rest - totals.base_beyond_valid;
}

// Takes `amount` from these parties (or from nobody: added) and gives it to `to` (or to nobody):
// each party as far as it goes, what it must lose first.
std::vector<Move> moves_of(const VoteTotals& totals, const std::vector<std::size_t>& from,
                           const std::vector<Votes>& first, Votes amount,
                           std::optional<std::size_t> to) {
  std::vector<Votes> taken(totals.votes.size(), 0);
  for (std::size_t i = 0; i < first.size(); ++i) {
    taken[from[i]] = first[i];
    amount -= first[i];
  }
  for (const std::size_t p : from) {
    const Votes part = std::min(amount, totals.votes[p] - taken[p]);
    taken[p] += part;
    amount -= part;
  }
  std::vector<Move> moves;
  for (const std::size_t p : from) {
    if (taken[p] > 0) moves.push_back({0, p, to, taken[p]});
  }
  return moves;
}

struct Found {
  std::optional<Votes> votes;
  std::vector<Move> moves;
};

// The fewest with which `who` leads every other party by `lead` votes (1, or 0 for a tie).
Found to_lead(const VoteTotals& totals, const Sides& sides, Votes lead, Change change) {
  if (sides.who.empty()) return {};
  std::vector<Votes> cuts(sides.others.size(), 0);
  const auto cut_to = [&](Votes own) {
    Votes sum = 0;
    for (std::size_t i = 0; i < cuts.size(); ++i) {
      cuts[i] = std::max<Votes>(0, totals.votes[sides.others[i]] - std::max<Votes>(0, own - lead));
      sum += cuts[i];
    }
    return own < lead ? kMaximumCount + 1 : sum;
  };
  const std::size_t to = sides.who.front();
  if (change == Change::added) {
    Votes most = 0;
    for (const std::size_t p : sides.others) most = std::max(most, totals.votes[p]);
    const Votes votes = std::max<Votes>(0, most + lead - sides.own);
    if (votes > room(totals, sides)) return {};
    return {votes, {{0, std::nullopt, to, votes}}};
  }
  const bool own_too = change == Change::switched;
  const auto votes =
      bisect(0, sides.rest, [&](Votes b) { return cut_to(sides.own + (own_too ? b : 0)) <= b; });
  if (!votes) return {};
  cut_to(sides.own + (own_too ? *votes : 0));
  return {votes, moves_of(totals, sides.others, cuts, *votes,
                          own_too ? std::optional<std::size_t>(to) : std::nullopt)};
}

// The fewest with which some other party leads `who` by `lead`: the one with the most votes now.
Found to_trail(const VoteTotals& totals, const Sides& sides, Votes lead, Change change) {
  if (sides.others.empty()) return {};
  const std::size_t rival = *std::max_element(
      sides.others.begin(), sides.others.end(),
      [&](std::size_t a, std::size_t b) { return totals.votes[a] < totals.votes[b]; });
  const Votes distance = std::max<Votes>(0, sides.own + lead - totals.votes[rival]);
  if (change == Change::added) {
    if (distance > room(totals, sides)) return {};
    return {distance, {{0, std::nullopt, rival, distance}}};
  }
  const bool switched = change == Change::switched;
  const Votes votes = switched ? distance / 2 + distance % 2 : distance;
  if (votes > sides.own) return {};
  return {votes, moves_of(totals, sides.who, {}, votes,
                          switched ? std::optional<std::size_t>(rival) : std::nullopt)};
}

Found cheaper(Found a, Found b) {
  if (!a.votes) return b;
  return b.votes && *b.votes < *a.votes ? b : a;
}

Margin margin_from(Found outright, Found tie) {
  Margin margin;
  margin.votes = margin.lower = margin.upper = outright.votes;
  margin.votes_to_tie = margin.tie_lower = margin.tie_upper = tie.votes;
  margin.witness = std::move(outright.moves);
  margin.witness_to_tie = std::move(tie.moves);
  if (margin.votes) margin.by_unit = {{0, 0, *margin.votes}};
  return margin;
}

}  // namespace

Margin wins_margin(const VoteTotals& totals, const std::vector<std::size_t>& who, Change change) {
  const Sides sides = sides_of(totals, who);
  Votes most = 0;
  for (const std::size_t p : sides.others) most = std::max(most, totals.votes[p]);
  if (sides.own > most) {
    return margin_from(to_trail(totals, sides, 1, change), to_trail(totals, sides, 0, change));
  }
  if (sides.own < most) {
    return margin_from(to_lead(totals, sides, 1, change), to_lead(totals, sides, 0, change));
  }
  return margin_from(cheaper(to_lead(totals, sides, 1, change), to_trail(totals, sides, 1, change)),
                     {0, {}});
}

Margin share_margin(const VoteTotals& totals, const std::vector<std::size_t>& who, Rational share,
                    bool strict, bool base_is_fixed, Change change) {
  const Sides sides = sides_of(totals, who);
  const Votes base = sides.own + sides.rest + totals.base_beyond_valid;
  const auto holds = [&](Votes own, Votes of) {
    const Wide left = static_cast<Wide>(own) * share.denominator;
    const Wide right = static_cast<Wide>(of) * share.numerator;
    return strict ? left > right : left >= right;
  };
  const bool now = holds(sides.own, base);
  const Votes sign = change == Change::added ? 1 : change == Change::removed ? -1 : 0;
  // To make it true, votes come to `who` or go from the others; to make it false, the other way.
  const bool own_moves = change == Change::switched || (change == Change::added) != now;
  const Votes step = own_moves ? (now ? -1 : 1) : 0;
  const auto& losers = now ? sides.who : sides.others;
  const auto& winners = now ? sides.others : sides.who;
  Votes limit = change == Change::added ? room(totals, sides) : now ? sides.own : sides.rest;
  if (change != Change::removed && winners.empty()) limit = 0;
  Found found;
  found.votes = bisect(0, limit, [&](Votes b) {
    return holds(sides.own + step * b, base + (base_is_fixed ? 0 : sign * b)) != now;
  });
  if (!found.votes) return margin_from({}, {});
  if (change == Change::added) {
    found.moves = {{0, std::nullopt, winners.front(), *found.votes}};
  } else {
    found.moves =
        moves_of(totals, losers, {}, *found.votes,
                 change == Change::switched ? std::optional(winners.front()) : std::nullopt);
  }
  return margin_from(found, found);
}

}  // namespace scrutineer
