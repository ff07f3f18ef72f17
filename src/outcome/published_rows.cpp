#include "outcome/published_rows.hpp"

#include <algorithm>
#include <numeric>

namespace scrutineer {
namespace {

using Where = std::optional<std::size_t>;

Seats divisor_at(const PublishedProblem& problem, Seats k) {
  return problem.rules.rule == Rule::plurality ? k : divisor(problem.rules.rule, k);
}

class Rows {
 public:
  explicit Rows(const PublishedProblem& problem) : problem_(problem) {}

  std::vector<FactRow> run() {
    for (std::size_t f = 0; f < problem_.facts.size(); ++f) {
      const Fact& fact = problem_.facts[f];
      if (fact.low > fact.high) impossible({f});
      if (fact.kind == Fact::Kind::margin) add_margin(f);
      if (fact.kind != Fact::Kind::margin && fact.kind != Fact::Kind::seats) add_total(f);
    }
    for (std::size_t c = 0; c < problem_.constituencies.size(); ++c) add_seats(c);
    add_seat_totals();
    return std::move(rows_);
  }

 private:
  void add(std::vector<Term> terms, std::optional<std::int64_t> lower,
           std::optional<std::int64_t> upper, std::vector<std::size_t> facts) {
    std::sort(facts.begin(), facts.end());
    facts.erase(std::unique(facts.begin(), facts.end()), facts.end());
    rows_.push_back({std::move(terms), lower, upper, std::move(facts)});
  }
  void impossible(std::vector<std::size_t> facts) { add({}, 1, std::nullopt, std::move(facts)); }

  // Votes lie in the stated interval; valid votes are at most those cast, these at most the names.
  void add_total(std::size_t f) {
    const Fact& fact = problem_.facts[f];
    const bool votes = fact.kind == Fact::Kind::votes;
    std::vector<Term> terms;
    for (std::size_t c = 0; c < problem_.constituencies.size(); ++c) {
      for (std::size_t p = 0; p < problem_.parties; ++p) {
        if (fact.constituency.value_or(c) != c) continue;
        if (votes && fact.party.value_or(p) != p) continue;
        terms.push_back({votes_at(problem_, c, p), 1});
      }
    }
    add(std::move(terms), votes ? std::optional(fact.low) : std::nullopt, fact.high, {f});
  }

  std::vector<std::size_t> seat_facts(Where constituency, Where party) const {
    std::vector<std::size_t> found;
    for (std::size_t f = 0; f < problem_.facts.size(); ++f) {
      const Fact& fact = problem_.facts[f];
      if (fact.kind == Fact::Kind::seats && fact.constituency == constituency &&
          (!party || fact.party == party) && fact.party) {
        found.push_back(f);
      }
    }
    return found;
  }

  void add_seats(std::size_t c) {
    const auto all = seat_facts(c, std::nullopt);
    check_seats(c, all);
    // Connected lists share seats among themselves first; their members' keys then do not compare.
    if (!problem_.rules.connected.empty()) return;
    const auto stated = stated_seats(problem_, c);
    for (const std::size_t f : all) {
      const Fact& fact = problem_.facts[f];
      if (fact.low < 1 || fact.low > problem_.seats[c]) continue;
      add_threshold(c, f);
      for (std::size_t q = 0; q < problem_.parties; ++q) {
        if (q == *fact.party) continue;
        const auto others = seat_facts(c, q);
        for (const std::size_t g : others) add_order(c, f, q, problem_.facts[g].high, {f, g});
        if (others.empty() && stated) add_order(c, f, q, 0, stated->facts);
      }
    }
  }

  // The last seat that p certainly has was won by a higher key than the first that q certainly has
  // not. That no lot decided is an assumption: no source speaks of one. Below a threshold keys do
  // not count, so a party without a seat may have any.
  void add_order(std::size_t c, std::size_t f, std::size_t q, Seats most,
                 std::vector<std::size_t> facts) {
    if (problem_.rules.threshold && most == 0) return;
    const Seats unit = block(problem_, c);
    if (most / unit >= problem_.seats[c] / unit) return;
    const Fact& fact = problem_.facts[f];
    const Seats held = ceil_seats(fact.low, unit);
    facts.push_back(f);
    add(key_gap(problem_, c, *fact.party, held, q, most / unit + 1), 1, std::nullopt,
        std::move(facts));
  }

  static Seats ceil_seats(Seats seats, Seats unit) { return (seats + unit - 1) / unit; }

  // Whoever has a seat has reached the threshold, where its base is the votes that we model.
  void add_threshold(std::size_t c, std::size_t f) {
    const auto& threshold = problem_.rules.threshold;
    if (!threshold || threshold->of != Base::valid) return;
    std::vector<Term> terms;
    for (std::size_t d = 0; d < problem_.constituencies.size(); ++d) {
      const bool whole = threshold->scope == Scope::contest;
      if (!whole && d != c) continue;
      for (std::size_t p = 0; p < problem_.parties; ++p) {
        terms.push_back({votes_at(problem_, d, p), -threshold->share.numerator});
      }
      terms.push_back(
          {votes_at(problem_, d, *problem_.facts[f].party), threshold->share.denominator});
    }
    add(std::move(terms), threshold->strict ? 1 : 0, std::nullopt, {f});
  }

  // Two statements of one number, and too many seats in one constituency.
  void check_seats(std::size_t c, const std::vector<std::size_t>& all) {
    for (const std::size_t f : all) {
      for (const std::size_t g : all) {
        const Fact &a = problem_.facts[f], &b = problem_.facts[g];
        if (a.party == b.party && a.high < b.low) impossible({f, g});
      }
    }
    too_many(all, problem_.seats[c], {});
  }

  // Stated least numbers that add up to more than there are: the largest ones suffice to show it.
  void too_many(std::vector<std::size_t> facts, Seats most, std::vector<std::size_t> also) {
    std::stable_sort(facts.begin(), facts.end(), [&](std::size_t f, std::size_t g) {
      return problem_.facts[f].low > problem_.facts[g].low;
    });
    std::vector<std::pair<Where, Where>> counted;
    Seats sum = 0;
    for (const std::size_t f : facts) {
      const std::pair<Where, Where> quantity{problem_.facts[f].constituency,
                                             problem_.facts[f].party};
      if (std::find(counted.begin(), counted.end(), quantity) != counted.end()) continue;
      counted.push_back(quantity);
      also.push_back(f);
      sum += problem_.facts[f].low;
      if (sum > most) {
        impossible(std::move(also));
        return;
      }
    }
  }

  // A party's seats in the constituencies against its total; all totals against the chamber.
  void add_seat_totals() {
    const auto totals = seat_facts(std::nullopt, std::nullopt);
    const Seats chamber = std::accumulate(problem_.seats.begin(), problem_.seats.end(), Seats{0});
    too_many(totals, chamber, {});
    for (const std::size_t f : totals) {
      std::vector<std::size_t> parts, facts{f};
      Seats most = 0;
      bool complete = true;
      for (std::size_t c = 0; c < problem_.constituencies.size(); ++c) {
        const auto here = seat_facts(c, problem_.facts[f].party);
        const auto stated = stated_seats(problem_, c);
        parts.insert(parts.end(), here.begin(), here.end());
        if (!here.empty()) {
          most += problem_.facts[here.front()].high;
          facts.push_back(here.front());
        } else if (stated) {
          facts.insert(facts.end(), stated->facts.begin(), stated->facts.end());
        } else {
          complete = false;
        }
      }
      too_many(parts, problem_.facts[f].high, {f});
      if (complete && most < problem_.facts[f].low) impossible(std::move(facts));
    }
  }

  // The least m by which p misses its next seat lies in [low, high]: low − 1 votes more do not win
  // it outright from any holder q; `high` do, from the weakest. Only where a single other party
  // holds seats is the weakest known, and the second half one row; with several holders it is a
  // choice, and is left out (a weaker, still valid, set of rows).
  void add_margin(std::size_t f) {
    const Fact& fact = problem_.facts[f];
    if (!fact.constituency || !fact.party || !problem_.rules.connected.empty()) return;
    const std::size_t c = *fact.constituency, p = *fact.party;
    const auto stated = stated_seats(problem_, c);
    if (!stated || (problem_.rules.threshold && stated->seats[p] == 0)) return;
    const bool alone = problem_.parties == 2;
    // Where the quota moves with the total, third parties may move as well.
    if (problem_.rules.rule == Rule::hare_largest_remainder && !alone) return;
    std::vector<std::size_t> holders;
    for (std::size_t q = 0; q < problem_.parties; ++q) {
      if (q != p && stated->seats[q] > 0) holders.push_back(q);
    }
    const Seats unit = block(problem_, c);
    for (const std::size_t q : holders) {
      const Seats k = stated->seats[p] / unit + 1, l = stated->seats[q] / unit;
      const Growth grows = growth(problem_, c, k, l);
      const auto gap = key_gap(problem_, c, p, k, q, l);  // negative today
      auto facts = stated->facts;
      facts.push_back(f);
      // Votes switched or removed make room for third parties too; what certainly does not suffice
      // is then: switched votes that only count for p. Removed ones say nothing.
      const std::int64_t most = rate(grows, fact.way);
      const std::int64_t least = fact.way == Change::switched && !alone ? grows.for_p : most;
      if (fact.low >= 1 && (fact.way != Change::removed || alone)) {
        add(gap, std::nullopt, -least * (fact.low - 1), facts);
      }
      // Under a threshold the votes may win the seat by leaving q below it, whatever the keys.
      if (holders.size() == 1 && !problem_.rules.threshold) {
        add(gap, 1 - most * fact.high, std::nullopt, facts);
      }
    }
  }

  static std::int64_t rate(const Growth& grows, Change way) {
    if (way == Change::switched) return grows.switched;
    return way == Change::added ? grows.for_p : grows.against_q;
  }

  const PublishedProblem& problem_;
  std::vector<FactRow> rows_;
};

}  // namespace

std::vector<FactRow> rows_of(const PublishedProblem& problem) { return Rows(problem).run(); }

std::optional<StatedSeats> stated_seats(const PublishedProblem& problem, std::size_t constituency) {
  StatedSeats result;
  result.seats.assign(problem.parties, 0);
  std::vector<bool> seen(problem.parties, false);
  Seats sum = 0;
  for (std::size_t f = 0; f < problem.facts.size(); ++f) {
    const Fact& fact = problem.facts[f];
    if (fact.kind != Fact::Kind::seats || fact.constituency != constituency || !fact.party) {
      continue;
    }
    if (fact.low != fact.high || seen[*fact.party]) return std::nullopt;
    seen[*fact.party] = true;
    result.seats[*fact.party] = fact.low;
    if (fact.low > 0) result.facts.push_back(f);
    sum += fact.low;
  }
  if (sum != problem.seats[constituency]) return std::nullopt;
  return result;
}

std::vector<Term> key_gap(const PublishedProblem& problem, std::size_t constituency, std::size_t p,
                          Seats k, std::size_t q, Seats l) {
  const std::size_t x_p = votes_at(problem, constituency, p);
  const std::size_t x_q = votes_at(problem, constituency, q);
  if (problem.rules.rule != Rule::hare_largest_remainder) {
    return {{x_p, divisor_at(problem, l)}, {x_q, -divisor_at(problem, k)}};
  }
  std::vector<Term> terms{{x_p, problem.seats[constituency]}, {x_q, -problem.seats[constituency]}};
  for (std::size_t r = 0; r < problem.parties; ++r) {
    terms.push_back({votes_at(problem, constituency, r), l - k});
  }
  return terms;
}

Growth growth(const PublishedProblem& problem, std::size_t constituency, Seats k, Seats l) {
  if (problem.rules.rule == Rule::hare_largest_remainder) {
    const Seats all = problem.seats[constituency];
    return {all + l - k, all + k - l, 2 * all};
  }
  const std::int64_t d_k = divisor_at(problem, k), d_l = divisor_at(problem, l);
  return {d_l, d_k, d_l + d_k};
}

Seats block(const PublishedProblem& problem, std::size_t constituency) {
  return problem.rules.rule == Rule::plurality ? std::max<Seats>(1, problem.seats[constituency])
                                               : 1;
}

VoteBox box_of_votes(const PublishedProblem& problem) {
  VoteBox box;
  for (std::size_t c = 0; c < problem.constituencies.size(); ++c) {
    for (std::size_t p = 0; p < problem.parties; ++p) {
      std::int64_t upper = kMaximumCount;
      Where from;
      for (std::size_t f = 0; f < problem.facts.size(); ++f) {
        const Fact& fact = problem.facts[f];
        if (fact.kind == Fact::Kind::seats || fact.kind == Fact::Kind::margin) continue;
        if (fact.constituency.value_or(c) != c) continue;
        if (fact.kind == Fact::Kind::votes && fact.party.value_or(p) != p) continue;
        if (fact.high < upper) {
          upper = fact.high;
          from = f;
        }
      }
      box.upper.push_back(upper);
      box.bounded = box.bounded && from.has_value();
      if (from) box.facts.push_back(*from);
    }
  }
  std::sort(box.facts.begin(), box.facts.end());
  box.facts.erase(std::unique(box.facts.begin(), box.facts.end()), box.facts.end());
  return box;
}

}  // namespace scrutineer
