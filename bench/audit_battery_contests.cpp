#include "audit_battery_contests.hpp"

#include <algorithm>
#include <functional>
#include <stdexcept>

#include "audit/assertion.hpp"
#include "audit/assertion_cases_for_tests.hpp"
#include "audit/comparison.hpp"
#include "audit/irv.hpp"
#include "audit_battery_cases.hpp"

namespace scrutineer::battery {

namespace {

constexpr std::size_t kPools = 40;

using Claims = std::vector<scrutineer::Assertion>;

struct Contest {
  std::string name;
  std::vector<Ballots> records;  // by kind of ballot
  // Cards recorded as the first kind that are of the second: these are found in turn until the
  // outcome is no longer right.
  std::vector<std::pair<std::size_t, std::size_t>> errors;
  std::function<Claims(const std::vector<Ballots>&)> claims;
};

Interpretation choosing(std::vector<std::size_t> choices) {
  Interpretation ballot;
  ballot.choices = std::move(choices);
  return ballot;
}

Interpretation scoring(std::vector<Votes> scores) {
  Interpretation ballot;
  ballot.scores = std::move(scores);
  return ballot;
}

Claims of(Result<AssertionSet> made) {
  if (!made) throw std::logic_error(to_sentence(made.error()[0]));
  if (made->standing != Standing::contested) throw std::logic_error("the records show no outcome");
  return made->assertions;
}

ContestTally tally_of(const std::vector<Ballots>& records, std::size_t candidates,
                      const BallotForm& form = {}) {
  ContestTally tally;
  tally.contest = "contest";
  tally.votes.assign(candidates, 0);
  tally.form = form;
  tally.valid = 0;
  for (const auto& [ballot, count] : records) {
    tally.cards += count;
    const bool is_blank = ballot.choices.empty() && ballot.scores.empty();
    (is_blank ? tally.invalid : *tally.valid) += count;
    for (const std::size_t choice : ballot.choices) tally.votes[choice] += count;
    for (std::size_t c = 0; c < ballot.scores.size(); ++c) {
      tally.votes[c] += count * ballot.scores[c];
    }
  }
  return tally;
}

Contest seats_of(const std::string& name, const AllocationRules& rules, Seats seats,
                 const std::vector<Votes>& votes, std::pair<std::size_t, std::size_t> error) {
  return {
      name, list_ballots(votes, 2000 - 1900), {error}, [=](const std::vector<Ballots>& records) {
        return of(seat_assertions(tally_of(records, votes.size()), seats, rules));
      }};
}

Contest instant_runoff() {
  Contest contest = {"instant runoff",
                     {{choosing({0, 1}), 750},
                      {choosing({1, 0}), 450},
                      {choosing({2, 1, 0}), 400},
                      {choosing({3, 0}), 300},
                      {choosing({}), 100}},
                     {{0, 1}},
                     {}};
  contest.claims = [](const std::vector<Ballots>& records) {
    RankedContest ranked;
    ranked.id = "contest";
    ranked.candidates = {"a", "b", "c", "d"};
    for (const auto& [ballot, count] : records) {
      Ranking ranking;
      for (const std::size_t choice : ballot.choices) {
        ranking.choices.push_back(static_cast<std::uint16_t>(choice));
      }
      ranking.count = count;
      ranked.rankings.push_back(std::move(ranking));
      ranked.cards += count;
    }
    const auto audit = irv_assertions(ranked, {});
    if (!audit) throw std::logic_error(to_sentence(audit.error()[0]));
    if (audit->standing != Standing::contested)
      throw std::logic_error("the records show no winner");
    return audit->assertions;
  };
  return contest;
}

std::vector<Contest> contests() {
  const auto plurality = [](std::size_t candidates, std::size_t winners, const BallotForm& form) {
    return [=](const std::vector<Ballots>& records) {
      return of(plurality_assertions(tally_of(records, candidates, form), winners));
    };
  };
  const auto share = [](const Rational& part) {
    return [=](const std::vector<Ballots>& records) {
      return of(supermajority_assertions(tally_of(records, 2), part));
    };
  };
  AllocationRules dhondt, sainte_lague, hare, barrier, connected;
  sainte_lague.rule = Rule::sainte_lague;
  hare.rule = Rule::hare_largest_remainder;
  barrier.threshold = Threshold{Rational{1, 10}, Base::valid, Scope::constituency, false};
  connected.connected = {{0, 1}, {2, 3}};
  std::vector<Contest> all = {
      {"plurality", list_ballots({900, 700, 250}, 150), {{0, 1}}, plurality(3, 1, {})},
      {"vote for two",
       {{choosing({0, 1}), 700},
        {choosing({0, 2}), 500},
        {choosing({1, 3}), 400},
        {choosing({2, 3}), 300},
        {choosing({}), 100}},
       {{0, 3}},
       plurality(4, 2, {2, 0})},
      {"approval",
       {{choosing({0}), 600},
        {choosing({0, 1}), 500},
        {choosing({1, 2}), 400},
        {choosing({2}), 400},
        {choosing({}), 100}},
       {{0, 2}},
       plurality(3, 1, {3, 0})},
      {"scores from 0 to 5",
       {{scoring({5, 3, 0}), 700},
        {scoring({0, 5, 2}), 600},
        {scoring({4, 0, 5}), 500},
        {scoring({}), 200}},
       {{0, 1}},
       [](const std::vector<Ballots>& records) {
         return of(scoring_assertions(tally_of(records, 3, {1, 5}), 1));
       }},
      {"more than three fifths", list_ballots({1320, 680}, 0), {{0, 1}}, share(Rational{3, 5})},
      {"nobody above three fifths", list_ballots({1120, 880}, 0), {{1, 0}}, share(Rational{3, 5})},
      seats_of("five seats, D'Hondt", dhondt, 5, {1010, 480, 410}, {0, 1}),
      seats_of("five seats, Sainte-Laguë", sainte_lague, 5, {800, 720, 380}, {0, 2}),
      seats_of("five seats, Hare's remainders", hare, 5, {800, 720, 380}, {0, 2}),
      seats_of("five seats, a barrier of a tenth", barrier, 5, {1010, 520, 280, 90}, {2, 3}),
      seats_of("five seats, connected lists", connected, 5, {620, 400, 500, 380}, {0, 2}),
      instant_runoff()};
  return all;
}

// The paper with as few of the errors as make the outcome wrong.
std::vector<std::vector<std::int64_t>> least_errors(const Contest& contest, const Claims& claims) {
  const std::size_t kinds = contest.records.size();
  std::vector<std::vector<std::int64_t>> moved(kinds, std::vector<std::int64_t>(kinds, 0));
  std::vector<Ballots> paper = contest.records;
  for (std::size_t i = 0; all_hold(claims, paper); ++i) {
    const auto [from, to] = contest.errors[i % contest.errors.size()];
    if (--paper[from].count < 0) throw std::logic_error(contest.name + ": the outcome stays right");
    ++paper[to].count;
    ++moved[from][to];
  }
  return moved;
}

struct CardKinds {
  std::size_t record = 0, paper = 0;
};

std::vector<CardKinds> cards_of(const Contest& contest,
                                const std::vector<std::vector<std::int64_t>>& moved) {
  std::vector<CardKinds> cards;
  for (std::size_t kind = 0; kind < contest.records.size(); ++kind) {
    std::int64_t as_recorded = contest.records[kind].count;
    for (std::size_t other = 0; other < moved.size() && !moved.empty(); ++other) {
      as_recorded -= moved[kind][other];
      cards.insert(cards.end(), static_cast<std::size_t>(moved[kind][other]), {kind, other});
    }
    cards.insert(cards.end(), static_cast<std::size_t>(as_recorded), {kind, kind});
  }
  return cards;
}

enum class Evidence { polling, comparison, pools };

Assertion values_of(const Contest& contest, const scrutineer::Assertion& claim,
                    const std::vector<CardKinds>& cards, Evidence evidence) {
  const auto exactly = [&](std::size_t kind) {
    return value_of(claim.assorter, contest.records[kind].ballot);
  };
  const auto worth = [&](std::size_t kind) { return to_double(exactly(kind)); };
  const auto number = static_cast<std::int64_t>(cards.size());
  const double u = to_double(upper_bound(claim.assorter));
  Assertion assertion;
  assertion.claim.u = u;
  assertion.claim.cards = number;
  if (evidence == Evidence::polling) {
    for (const CardKinds& card : cards) assertion.values.push_back(worth(card.paper));
    return assertion;
  }
  // Half of the cards stand in the order of their records, so that pools differ as polling stations
  // do. Sums are exact: a mean that is too great by its rounding would confirm a tie.
  const auto pool_of = [&](std::size_t card) {
    return card % 2 == 0 ? card * kPools / cards.size() : card / 2 % kPools;
  };
  std::vector<Fraction> sums(kPools);
  std::vector<Wide> sizes(kPools, 0);
  Fraction sum;
  for (std::size_t i = 0; i < cards.size(); ++i) {
    sum = sum_of(sum, exactly(cards[i].record));
    sums[pool_of(i)] = sum_of(sums[pool_of(i)], exactly(cards[i].record));
    sizes[pool_of(i)] += 1;
  }
  const double mean = rounded_down({sum.numerator, sum.denominator * number});
  const Comparison comparison = *Comparison::make(mean, u, false);
  assertion.claim = comparison.claim(number);
  for (std::size_t i = 0; i < cards.size(); ++i) {
    const std::size_t pool = pool_of(i);
    const bool is_card = evidence == Evidence::comparison;
    assertion.values.push_back(comparison.value(
        {is_card ? Record::card : Record::pool,
         is_card ? worth(cards[i].record)
                 : to_double({sums[pool].numerator, sums[pool].denominator * sizes[pool]}),
         Found::card, worth(cards[i].paper)}));
  }
  return assertion;
}

Population population_of(const Contest& contest, const Claims& claims,
                         const std::vector<CardKinds>& cards, Evidence evidence) {
  Population population;
  for (const scrutineer::Assertion& claim : claims) {
    population.assertions.push_back(values_of(contest, claim, cards, evidence));
  }
  return population;
}

// The bet that is best for the values of each assertion where the outcome is right.
std::vector<double> kelly_bets(const Population& right) {
  std::vector<double> bets;
  for (const Assertion& assertion : right.assertions) {
    const std::vector<double> weights(assertion.values.size(), 1);
    bets.push_back(kelly_bet(assertion.values, weights, assertion.claim.t));
  }
  return bets;
}

ContestMethod each(const Population& right, const std::string& name,
                   const std::function<Martingale::Parameters(const MeanClaim&, double)>& make) {
  ContestMethod method = {name, {}};
  const std::vector<double> bets = kelly_bets(right);
  for (std::size_t i = 0; i < bets.size(); ++i) {
    method.methods.push_back({name, make(right.assertions[i].claim, bets[i])});
  }
  return method;
}

std::vector<ContestMethod> methods_for(const Population& right, Evidence evidence) {
  using Parameters = Martingale::Parameters;
  const bool compares = evidence == Evidence::comparison;
  const auto eta = [](const MeanClaim& claim, double bet) {
    return claim.t * (1 + bet * (claim.u - claim.t));
  };
  std::vector<ContestMethod> methods = {
      each(right, "alpha-fixed",
           [&](const MeanClaim& claim, double bet) {
             return Parameters{{"eta", eta(claim, std::min(bet, 1.9))}};
           }),
      each(right, "alpha-shrink-trunc",
           [&](const MeanClaim& claim, double bet) {
             return Parameters{{"eta", eta(claim, std::min(bet, 1.9))}, {"c", .02}, {"d", 1000}};
           }),
      each(right, "fixed-bet",
           [](const MeanClaim&, double bet) { return Parameters{{"lambda", std::min(bet, 1.8)}}; }),
      each(right, "agrapa",
           [](const MeanClaim&, double bet) {
             return Parameters{{"lambda", std::min(bet, 1.8)}, {"c", .9}, {"d", 400}};
           }),
      each(right, "square-kelly", [&](const MeanClaim&, double) {
        return compares ? Parameters{{"points", 20}, {"from", .7}} : Parameters{{"points", 20}};
      })};
  if (compares) {
    methods.push_back(each(right, "kelly-comparison", [](const MeanClaim&, double) {
      return Parameters{{"p1", 1e-3}, {"p2", 1e-3}};
    }));
  }
  return methods;
}

// The assertion that is no longer true first: an audit of a wrong outcome then ends with it.
void put_first_what_fails(Claims& claims, std::vector<Ballots> paper,
                          const std::vector<std::vector<std::int64_t>>& moved) {
  for (std::size_t from = 0; from < moved.size(); ++from) {
    for (std::size_t to = 0; to < moved.size(); ++to) {
      paper[from].count -= moved[from][to];
      paper[to].count += moved[from][to];
    }
  }
  std::stable_partition(claims.begin(), claims.end(), [&](const scrutineer::Assertion& claim) {
    return !holds(claim.assorter, paper);
  });
}

}  // namespace

std::vector<ContestKind> contest_kinds() {
  std::vector<ContestKind> kinds;
  for (const Contest& contest : contests()) {
    Claims claims = contest.claims(contest.records);
    const auto moved = least_errors(contest, claims);
    put_first_what_fails(claims, contest.records, moved);
    for (const auto& [evidence, name] :
         {std::pair{Evidence::polling, "polling"}, std::pair{Evidence::comparison, "comparison"},
          std::pair{Evidence::pools, "pools"}}) {
      ContestKind kind;
      kind.name = contest.name + ", " + name;
      kind.wrong = population_of(contest, claims, cards_of(contest, moved), evidence);
      kind.right = population_of(contest, claims, cards_of(contest, {}), evidence);
      kind.methods = methods_for(kind.right, evidence);
      kind.kelly = each(kind.right, "fixed-bet", [](const MeanClaim&, double bet) {
        return Martingale::Parameters{{"lambda", bet}};
      });
      kinds.push_back(std::move(kind));
    }
  }
  return kinds;
}

}  // namespace scrutineer::battery
