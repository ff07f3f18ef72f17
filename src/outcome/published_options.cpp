#include "outcome/published_options.hpp"

#include <algorithm>
#include <numeric>

namespace scrutineer {
namespace {

bool only_party(const std::vector<Seats>& seats, const std::vector<bool>& group, bool member,
                std::size_t party) {
  for (std::size_t q = 0; q < seats.size(); ++q) {
    if (group[q] == member && q != party && seats[q] > 0) return false;
  }
  return true;
}

// The options of one taker C against one giver P in one constituency. They suffice: once C's a-th
// key is not below P's b-th, and no other giver's next key is above it, at most (givers' seats − j)
// of the givers' keys stand above C's a-th, so the takers have a = s_C + j seats.
// published_test.cpp compares with enumeration.
class Options {
 public:
  Options(const PublishedProblem& problem, const SeatShift& shift, Change change, std::size_t c,
          const StatedSeats& stated)
      : problem_(problem), shift_(shift), change_(change), c_(c), stated_(stated) {
    givers_ = std::count(shift.takes.begin(), shift.takes.end(), false);
  }

  std::vector<SeatOption> run() {
    for (std::size_t taker = 0; taker < problem_.parties; ++taker) {
      if (!may_take(taker)) continue;
      if (moves_quota() && !alone()) add_quota_options(taker);
      for (std::size_t giver = 0; giver < problem_.parties; ++giver) {
        if (!shift_.takes[giver] && stated_.seats[giver] > 0) add_pair(taker, giver);
      }
    }
    return std::move(options_);
  }

 private:
  // Other takers with seats here could lose them to C; then C's gain is not the group's. Not so
  // where votes only leave P and keys do not move with the total: P's b-th key then ends at or
  // below an unawarded key of C, so below every seat that any taker holds.
  bool may_take(std::size_t taker) const {
    if (change_ == Change::removed && alone() && !moves_quota() && !problem_.rules.threshold) {
      return shift_.takes[taker];
    }
    if (!shift_.takes[taker] || !only_party(stated_.seats, shift_.takes, true, taker)) return false;
    if (!problem_.rules.threshold) return true;
    // Votes added here count into the base everywhere, where other takers may then fall below.
    const bool shared = problem_.rules.threshold->scope == Scope::contest;
    const bool lonely = std::count(shift_.takes.begin(), shift_.takes.end(), true) == 1;
    if (shared && change_ == Change::added && !lonely) return false;
    return stated_.seats[taker] > 0 && alone();
  }
  bool alone() const { return givers_ == 1; }  // no other giver can take what P loses
  bool moves_quota() const { return problem_.rules.rule == Rule::hare_largest_remainder; }

  void add_pair(std::size_t taker, std::size_t giver) {
    const Seats unit = block(problem_, c_);
    const Seats held = stated_.seats[taker] / unit, given = stated_.seats[giver] / unit;
    // Where the seats must be taken, a taker without any votes would leave them vacant.
    if (change_ == Change::removed && shift_.must_take && held == 0) return;
    for (Seats j = 1; j <= given && (j - 1) * unit < shift_.needed; ++j) {
      const Seats a = held + j, b = given - j + 1;
      const Growth grows = growth(problem_, c_, a, b);
      // What C's a-th key lacks to P's b-th.
      const auto lack = key_gap(problem_, c_, giver, b, taker, a);
      const bool clear = alone() || (change_ == Change::added && !moves_quota());
      if (clear) {
        add(j * unit, lack, rate(grows), rate(grows) - 1, j == 1);
        continue;
      }
      // Enough votes for C alone to reach P's old key, at which no other giver stands; taken from
      // P (and, should P not have them, from other givers).
      if (change_ == Change::switched) {
        const auto alone_up = moves_quota() ? problem_.seats[c_] : grows.for_p;
        add(j * unit, lack, alone_up, alone_up - 1, j == 1);
      }
      if (change_ != Change::added && !moves_quota()) add_with_others(taker, giver, j, lack, grows);
    }
  }

  std::int64_t rate(const Growth& grows) const {
    if (change_ == Change::switched) return grows.switched;
    return change_ == Change::added ? grows.for_p : grows.against_q;
  }

  // P's key falls to C's; each other giver r is first cut to the share d(s_C)/d(a) of its votes,
  // which puts its next key below C's a-th: x_r/d(s_r + 1) < x_C/d(s_C) already holds.
  void add_with_others(std::size_t taker, std::size_t giver, Seats j, std::vector<Term> lack,
                       const Growth& grows) {
    const Seats unit = block(problem_, c_);
    const Seats held = stated_.seats[taker] / unit;
    const std::int64_t d_a = grows.against_q;
    const std::int64_t d_held = held == 0 ? 0 : growth(problem_, c_, held, 1).against_q;
    const std::int64_t own = rate(grows);
    for (Term& term : lack) term.coefficient *= d_a;
    std::int64_t others = 0;
    for (std::size_t r = 0; r < problem_.parties; ++r) {
      if (shift_.takes[r] || r == giver) continue;
      lack.push_back({votes_at(problem_, c_, r), own * (d_a - d_held)});
      ++others;
    }
    add(j * unit, std::move(lack), own * d_a, (own - 1) * d_a + others * own * (d_a - 1), j == 1);
  }

  // Largest remainders where third parties may gain as the quota moves: a full quotas for C give it
  // a seats whatever the others have. Lack: a·V − S·x_C.
  void add_quota_options(std::size_t taker) {
    const Seats all = problem_.seats[c_];
    for (Seats j = 1; j <= std::min(shift_.needed, all - stated_.seats[taker]); ++j) {
      const Seats a = stated_.seats[taker] + j;
      std::int64_t grows = all;
      if (change_ == Change::added) grows = all - a;
      if (change_ == Change::removed) grows = a;
      if (grows == 0) continue;
      if (change_ == Change::removed && shift_.must_take && stated_.seats[taker] == 0) continue;
      std::vector<Term> lack{{votes_at(problem_, c_, taker), -all}};
      for (std::size_t r = 0; r < problem_.parties; ++r) {
        lack.push_back({votes_at(problem_, c_, r), a});
      }
      add(j, std::move(lack), grows, grows - 1, j == 1);
    }
  }

  void add(Seats seats, std::vector<Term> terms, std::int64_t denominator, std::int64_t rounding,
           bool smallest) {
    options_.push_back({seats, std::move(terms), denominator, rounding, smallest, stated_.facts});
  }

  const PublishedProblem& problem_;
  const SeatShift& shift_;
  Change change_;
  std::size_t c_;
  const StatedSeats& stated_;
  std::ptrdiff_t givers_ = 0;
  std::vector<SeatOption> options_;
};

}  // namespace

std::optional<SeatShift> shift_for(const PublishedProblem& problem, const SeatTarget& target,
                                   const std::vector<std::size_t>& only_in) {
  SeatShift shift;
  shift.must_take = target.at_least;
  shift.takes.assign(problem.parties, !target.at_least);
  for (const std::size_t party : target.who) shift.takes[party] = target.at_least;
  Seats held = 0;
  for (std::size_t c = 0; c < problem.constituencies.size(); ++c) {
    if (target.constituency.value_or(c) != c) continue;
    if (only_in.empty() || std::count(only_in.begin(), only_in.end(), c) > 0) {
      shift.constituencies.push_back(c);
    }
    const auto stated = stated_seats(problem, c);
    if (!stated) return std::nullopt;
    for (const std::size_t party : target.who) held += stated->seats[party];
    shift.facts.insert(shift.facts.end(), stated->facts.begin(), stated->facts.end());
  }
  shift.needed = target.at_least ? target.seats - held : held - target.seats;
  return shift;
}

std::vector<SeatOption> seat_options(const PublishedProblem& problem, const SeatShift& shift,
                                     Change change, std::size_t constituency) {
  const auto stated = stated_seats(problem, constituency);
  if (!stated || !problem.rules.connected.empty()) return {};
  return Options(problem, shift, change, constituency, *stated).run();
}

}  // namespace scrutineer
