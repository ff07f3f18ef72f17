#include "outcome/margin.hpp"

#include <algorithm>

#include "outcome/margin_bounds.hpp"
#include "outcome/margin_combine.hpp"
#include "outcome/margin_unit.hpp"

namespace scrutineer {

namespace {

const Lot kNoLot;

// Beyond this a constituency is no constituency, and the program over its seats no longer small.
constexpr Seats kMostSeats = 10'000;

const Lot& lot_of(const ContestVotes& contest, std::size_t constituency) {
  return contest.lots.empty() ? kNoLot : contest.lots[constituency];
}

// The ranges of `who` in every constituency; errors of all of them together.
Result<std::vector<HeldSeats>> ranges_of(const ContestVotes& contest,
                                         const std::vector<std::size_t>& who) {
  Errors errors;
  if (!contest.lots.empty() && contest.lots.size() != contest.constituencies.size()) {
    return fail("Recorded lots are given for " + std::to_string(contest.lots.size()) +
                " constituencies, expected none or all " +
                std::to_string(contest.constituencies.size()) + ".");
  }
  std::vector<HeldSeats> ranges;
  for (std::size_t c = 0; c < contest.constituencies.size(); ++c) {
    const ConstituencyVotes& table = contest.constituencies[c];
    const bool known =
        std::is_sorted(who.begin(), who.end()) && (who.empty() || who.back() < table.votes.size());
    if (!known) return fail("Constituency " + table.unit + " has no votes of a party asked about.");
    if (table.seats > kMostSeats) {
      return fail("Constituency " + table.unit + " has " + std::to_string(table.seats) +
                  " seats, expected at most " + std::to_string(kMostSeats) + " for a margin.");
    }
    const auto range = held_seats(table, contest.rules, lot_of(contest, c), who);
    if (!range) {
      errors.insert(errors.end(), range.error().begin(), range.error().end());
    } else {
      ranges.push_back(*range);
    }
  }
  if (!errors.empty()) return tl::unexpected(errors);
  return ranges;
}

// Where the seats are counted from: what `who` holds now in the sense that is asked.
Seats start_of(const HeldSeats& range, bool at_least, bool outright) {
  return at_least == outright ? range.least : range.most;
}

struct Prices {
  std::vector<Votes> attained{0}, lower{0};
};

// Prices of 1, 2, … seats up to `most`. `hints` are prices that these are not below, as far as they
// were computed.
Prices prices_of(const UnitQuestion& question, const HeldSeats& range, Seats most, bool outright,
                 const Prices* hints) {
  Prices prices;
  const Seats start = start_of(range, question.at_least, outright);
  for (Seats k = 1; k <= most; ++k) {
    const auto index = static_cast<std::size_t>(k);
    const Seats target = question.at_least ? start + k : start - k;
    if (target < 0 || target > question.table.seats) break;
    Votes from = prices.lower.back();
    if (hints != nullptr && index < hints->lower.size()) from = std::max(from, hints->lower[index]);
    const UnitAnswer answer = unit_margin(question, target, outright, from, false);
    if (answer.lower >= kOutOfReach) break;
    prices.lower.push_back(std::max(from, answer.lower));
    if (answer.votes && prices.attained.size() == index) prices.attained.push_back(*answer.votes);
  }
  // The price of fewer seats is never above that of more.
  for (std::size_t k = prices.attained.size(); k-- > 1;) {
    prices.attained[k - 1] = std::min(prices.attained[k - 1], prices.attained[k]);
  }
  return prices;
}

struct Half {  // of a Margin: outright, or to a tie
  std::optional<Votes> votes, lower;
  bool exact = true;
  std::vector<Move> witness;
  std::vector<UnitPrice> by_unit;
};

class SeatMargin {
 public:
  SeatMargin(const ContestVotes& contest, const SeatTarget& target, Change change,
             std::vector<HeldSeats> ranges)
      : contest_(contest), target_(target), change_(change), ranges_(std::move(ranges)) {
    const std::size_t all = contest.constituencies.size();
    first_ = target.constituency.value_or(0);
    last_ = target.constituency ? first_ + 1 : all;
    tie_prices_.resize(all);
  }

  Result<Half> half(bool outright) {
    Half half;
    const Seats missing = missing_seats(ranges_, outright);
    if (missing <= 0) {
      half.votes = half.lower = 0;
      return half;
    }
    std::vector<std::vector<Votes>> attained(contest_.constituencies.size());
    std::vector<std::vector<Votes>> lower = attained;
    for (std::size_t c = first_; c < last_; ++c) {
      const bool same_start = outright && ties_known_ && ranges_[c].least == ranges_[c].most;
      const Prices prices = prices_of(question(c), ranges_[c], missing, outright,
                                      same_start ? &tie_prices_[c] : nullptr);
      if (!outright) tie_prices_[c] = prices;
      attained[c] = prices.attained;
      lower[c] = prices.lower;
    }
    ties_known_ = ties_known_ || !outright;
    const auto best = combine(attained, missing);
    const auto least = combine(lower, missing);
    if (!least) return half;
    half.lower = least->votes;
    if (contest_wide()) {
      half.lower = std::min(*half.lower, status_distance(question(first_)));
    }
    half.exact = best && best->votes == *half.lower;
    if (best) {
      if (auto error = add_witness(*best, outright, half)) return fail(std::move(*error));
    }
    return half;
  }

 private:
  bool contest_wide() const {
    return contest_.rules.threshold && contest_.rules.threshold->scope == Scope::contest;
  }

  UnitQuestion question(std::size_t c) const {
    return {contest_.constituencies[c], contest_.rules, lot_of(contest_, c), target_.who,
            target_.at_least,           change_};
  }

  Seats missing_seats(const std::vector<HeldSeats>& ranges, bool outright) const {
    Seats now = 0;
    for (std::size_t c = first_; c < last_; ++c) {
      now += start_of(ranges[c], target_.at_least, outright);
    }
    return target_.at_least ? target_.seats - now : now - target_.seats;
  }

  // Writes the moves down and lets the allocator say that they reach the target. A witness that it
  // does not confirm is our mistake, except where the threshold of the whole contest moved.
  std::optional<std::string> add_witness(const Combination& best, bool outright, Half& half) const {
    Votes sum = 0;
    for (std::size_t c = first_; c < last_; ++c) {
      if (best.seats[c] == 0) continue;
      const Seats start = start_of(ranges_[c], target_.at_least, outright);
      const Seats seats = target_.at_least ? start + best.seats[c] : start - best.seats[c];
      const auto answer = unit_margin(question(c), seats, outright, 0, true);
      const auto moves = moves_between(c, contest_.constituencies[c].votes, answer.after, change_);
      Votes here = 0;
      for (const Move& move : moves) here += move.votes;
      sum += here;
      half.by_unit.push_back({c, best.seats[c], here});
      half.witness.insert(half.witness.end(), moves.begin(), moves.end());
    }
    if (confirmed(half, outright) && sum <= best.votes) {
      half.votes = sum;
      return std::nullopt;
    }
    half.witness.clear();
    half.by_unit.clear();
    half.exact = false;
    if (contest_wide()) return std::nullopt;
    return "Internal error: the allocator does not confirm the witness of a margin.";
  }

  bool confirmed(const Half& half, bool outright) const {
    const ContestVotes after = apply(contest_, half.witness);
    std::vector<HeldSeats> ranges = ranges_;
    std::vector<bool> touched(ranges.size(), contest_wide());
    for (const Move& move : half.witness) touched[move.constituency] = true;
    for (std::size_t c = first_; c < last_; ++c) {
      if (!touched[c]) continue;
      const auto range = held_seats(after.constituencies[c], after.rules, kNoLot, target_.who);
      if (!range) return false;
      ranges[c] = *range;
    }
    return missing_seats(ranges, outright) <= 0;
  }

  const ContestVotes& contest_;
  const SeatTarget& target_;
  Change change_;
  std::vector<HeldSeats> ranges_;
  std::size_t first_ = 0, last_ = 0;
  std::vector<Prices> tie_prices_;  // lower bounds of the outright ones, once known
  bool ties_known_ = false;
};

Margin margin_of(Half outright, Half tie) {
  Margin margin;
  margin.exact = outright.exact && tie.exact;
  margin.votes = margin.upper = outright.votes;
  margin.lower = outright.lower;
  margin.votes_to_tie = margin.tie_upper = tie.votes;
  margin.tie_lower = tie.lower;
  margin.witness = std::move(outright.witness);
  margin.by_unit = std::move(outright.by_unit);
  margin.witness_to_tie = std::move(tie.witness);
  return margin;
}

}  // namespace

ContestVotes apply(const ContestVotes& contest, const std::vector<Move>& moves) {
  ContestVotes after = contest;
  const auto shift = [&](std::size_t at, std::size_t party, Votes votes) {
    after.constituencies[at].votes[party] += votes;
    if (!contest.rules.threshold || contest.rules.threshold->scope != Scope::contest) return;
    for (std::size_t c = 0; c < after.constituencies.size(); ++c) {
      if (c == at) continue;
      after.constituencies[c].base_beyond_valid += votes;
      auto& elsewhere = after.constituencies[c].votes_elsewhere;
      if (party < elsewhere.size()) elsewhere[party] += votes;
    }
  };
  for (const Move& move : moves) {
    if (move.from) shift(move.constituency, *move.from, -move.votes);
    if (move.to) shift(move.constituency, *move.to, move.votes);
  }
  return after;
}

Result<Margin> seat_margin(const ContestVotes& contest, const SeatTarget& target, Change change) {
  if (target.constituency && *target.constituency >= contest.constituencies.size()) {
    return fail("The constituency asked about is not in the contest.");
  }
  auto ranges = ranges_of(contest, target.who);
  if (!ranges) return tl::unexpected(ranges.error());
  SeatMargin program(contest, target, change, std::move(*ranges));
  auto tie = program.half(false);  // first: its prices are lower bounds of the others
  if (!tie) return tl::unexpected(tie.error());
  auto outright = program.half(true);
  if (!outright) return tl::unexpected(outright.error());
  return margin_of(std::move(*outright), std::move(*tie));
}

Result<PriceList> price_list(const ConstituencyVotes& constituency, const AllocationRules& rules,
                             std::size_t party, bool gain, Change change, Seats most_seats,
                             const Lot& lot) {
  const ContestVotes contest{rules, {constituency}, {lot}};
  const auto ranges = ranges_of(contest, {party});
  if (!ranges) return tl::unexpected(ranges.error());
  const UnitQuestion question{constituency, rules, lot, {party}, gain, change};
  const HeldSeats& range = ranges->front();
  const Prices tie = prices_of(question, range, most_seats, false, nullptr);
  const Prices outright =
      prices_of(question, range, most_seats, true, range.least == range.most ? &tie : nullptr);
  PriceList list;
  list.outright = outright.attained;
  list.outright_lower = outright.lower;
  list.to_tie = tie.attained;
  list.to_tie_lower = tie.lower;
  list.exact = tie.attained == tie.lower && outright.attained == outright.lower;
  return list;
}

Result<std::optional<CheapestSeat>> cheapest_seat(const ConstituencyVotes& constituency,
                                                  const AllocationRules& rules, Change change,
                                                  const Lot& lot) {
  const auto allocation = allocate(constituency, rules, lot);
  if (!allocation) return tl::unexpected(allocation.error());
  std::optional<CheapestSeat> best;
  for (std::size_t p = 0; p < constituency.votes.size(); ++p) {
    const UnitQuestion question{constituency, rules, lot, {p}, /*at_least=*/true, change};
    const Votes most = best ? best->votes - 1 : kMaximumCount;
    const UnitAnswer answer =
        unit_margin(question, allocation->maximum[p] + 1, /*outright=*/false, 1, false, most);
    if (answer.votes && *answer.votes <= most) best = CheapestSeat{p, *answer.votes};
  }
  return best;
}

Result<Margin> any_seat_margin(const ContestVotes& contest, Change change,
                               std::optional<std::size_t> constituency) {
  // Where a party neither gains nor loses whatever the lots, today's seats remain possible; so the
  // composition changes for sure exactly where some party gains or loses one.
  const auto checked = ranges_of(contest, {});
  if (!checked) return tl::unexpected(checked.error());
  Half halves[2];
  Errors errors;
  for (const bool outright : {false, true}) {
    Half& best = halves[outright ? 1 : 0];
    best.lower = kOutOfReach;
    std::optional<Votes> attained;
    SeatTarget cheapest;
    for (std::size_t c = 0; c < contest.constituencies.size(); ++c) {
      if (constituency.value_or(c) != c) continue;
      const ConstituencyVotes& table = contest.constituencies[c];
      const auto allocation = allocate(table, contest.rules, lot_of(contest, c));
      if (!allocation) return tl::unexpected(allocation.error());
      for (std::size_t p = 0; p < table.votes.size(); ++p) {
        for (const bool gain : {true, false}) {
          const HeldSeats range{allocation->minimum[p], allocation->maximum[p]};
          const Seats target = gain ? (outright ? range.most : range.least) + 1
                                    : (outright ? range.least : range.most) - 1;
          const UnitQuestion question{table, contest.rules, lot_of(contest, c), {p}, gain, change};
          // What costs no less than the cheapest so far is of no interest.
          const Votes from = holds(range, gain, target, outright) ? 0 : 1;
          const UnitAnswer answer = unit_margin(question, target, outright, from, false,
                                                attained.value_or(kOutOfReach) - 1);
          best.lower = std::min(*best.lower, answer.lower);
          if (!answer.votes || (attained && *attained <= *answer.votes)) continue;
          attained = answer.votes;
          cheapest = {{p}, gain, target, c};
        }
      }
    }
    best.exact = attained ? *attained == *best.lower : *best.lower >= kOutOfReach;
    if (*best.lower >= kOutOfReach) best.lower.reset();
    if (!attained) continue;
    auto ranges = ranges_of(contest, cheapest.who);
    if (!ranges) return tl::unexpected(ranges.error());
    auto half = SeatMargin(contest, cheapest, change, std::move(*ranges)).half(outright);
    if (!half) return tl::unexpected(half.error());
    best.votes = half->votes;
    best.witness = std::move(half->witness);
    best.by_unit = std::move(half->by_unit);
  }
  return margin_of(std::move(halves[1]), std::move(halves[0]));
}

}  // namespace scrutineer
