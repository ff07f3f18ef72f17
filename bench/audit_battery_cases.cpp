#include "audit_battery_cases.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <stdexcept>

#include "audit/batch.hpp"
#include "audit/comparison.hpp"
#include "audit/kaplan_markov.hpp"
#include "audit/strata.hpp"

namespace scrutineer::battery {

namespace {

constexpr std::int64_t kCards = 2000;

std::vector<double> votes(std::int64_t winner, std::int64_t loser, std::int64_t cards = kCards) {
  std::vector<double> values(static_cast<std::size_t>(cards), .5);
  std::fill_n(values.begin(), winner, 1);
  std::fill_n(values.begin() + winner, loser, 0);
  return values;
}

Population without_replacement(const MeanClaim& claim, std::vector<double> values) {
  return {{{claim, std::move(values)}}, {}, 0};
}

// The best constant bet for the values as they are.
Method kelly_of(const Population& population) {
  const Assertion& assertion = population.assertions[0];
  std::vector<double> weights(assertion.values.size(), 1);
  for (std::size_t i = 0; i < population.weights.size(); ++i) {
    weights[i] = static_cast<double>(population.weights[i]);
  }
  return {"fixed-bet", {{"lambda", kelly_bet(assertion.values, weights, assertion.claim.t)}}};
}

// Methods with parameters for values that spread like votes, expected to have this mean.
std::vector<Method> polling_methods(double mean) {
  const double bet = 4 * mean - 2;
  return {{"alpha-fixed", {{"eta", mean}}},
          {"alpha-shrink-trunc", {{"eta", mean}, {"c", (mean - .5) / 2}, {"d", 200}}},
          {"fixed-bet", {{"lambda", bet}}},
          {"agrapa", {{"lambda", bet}, {"c", .9}, {"d", 400}}},
          {"grid-kelly", {{"points", 20}, {"to", .4}}},
          {"square-kelly", {{"points", 20}}},
          {"plug-in", {{"alpha", .05}, {"c", .15}}},
          {"kaplan-markov", {{"g", 1 / bet - .5}}},
          {"kaplan-wald", {{"g", 1 - bet / 2}}},
          {"kaplan-kolmogorov", {{"g", 1 / bet - .5}}}};
}

Kind polling() {
  MeanClaim claim;
  claim.cards = kCards;
  Kind kind = {"polling",
               without_replacement(claim, votes(1000, 1000)),
               without_replacement(claim, votes(1100, 900)),
               polling_methods(.55),
               {}};
  kind.kelly = kelly_of(kind.right);
  return kind;
}

Kind polling_with_blanks() {
  MeanClaim claim;
  claim.cards = kCards;
  Kind kind = {"polling, a third of the cards blank",
               without_replacement(claim, votes(650, 650)),
               without_replacement(claim, votes(750, 550)),
               polling_methods(.5 + .05 * 20 / 13),
               {}};
  kind.kelly = kelly_of(kind.right);
  return kind;
}

Kind polling_with_replacement() {
  const auto population = [](std::int64_t winner) {
    return Population{{{MeanClaim{}, votes(winner, kCards - winner)}},
                      std::vector<std::int64_t>(kCards, 1),
                      2 * kCards};
  };
  Kind kind = {
      "polling with replacement", population(1000), population(1100), polling_methods(.55), {}};
  kind.methods.push_back({"bravo", {{"share", .55}}});
  kind.kelly = kelly_of(kind.right);
  return kind;
}

std::vector<Method> comparison_methods(double u) {
  const double bet = 1.8;
  return {{"kelly-comparison", {{"p1", 1e-3}, {"p2", 1e-3}}},
          {"alpha-optimal-comparison", {{"p2", 1e-3}}},
          {"alpha-fixed", {{"eta", .5 * (1 + bet * (u - .5))}}},
          {"alpha-shrink-trunc",
           {{"eta", .5 * (1 + bet * (u - .5))}, {"c", .05}, {"d", 100}, {"f", .1}}},
          {"fixed-bet", {{"lambda", bet}}},
          {"agrapa", {{"lambda", bet}, {"c", .9}}},
          {"grid-kelly", {{"points", 20}, {"from", .5}}},
          {"square-kelly", {{"points", 20}, {"from", .7}}},
          {"plug-in", {{"alpha", .05}, {"c", .9}}},
          {"kaplan-markov", {{"g", .05}}},
          {"kaplan-wald", {{"g", .1}}},
          {"kaplan-kolmogorov", {{"g", .05}}}};
}

// Recorded 1,100 to 900. `one` and `two`: how many cards for w are blank, and for l.
Population compared(std::int64_t one, std::int64_t two, std::int64_t recorded = 1100) {
  const Comparison comparison = *Comparison::make(static_cast<double>(recorded) / kCards, 1, false);
  std::vector<double> values;
  for (std::int64_t i = 0; i < kCards; ++i) {
    CardComparison card;
    card.record_value = i < recorded ? 1 : 0;
    card.card_value = i < one ? .5 : i < one + two ? 0 : card.record_value;
    values.push_back(comparison.value(card));
  }
  return without_replacement(comparison.claim(kCards), std::move(values));
}

Kind comparison(const std::string& name, Population wrong, Population right) {
  Kind kind = {name, std::move(wrong), std::move(right), {}, {}};
  kind.methods = comparison_methods(kind.right.assertions[0].claim.u);
  kind.kelly = kelly_of(kind.right);
  return kind;
}

// Forty stations of 50 cards with a tally each; `moved` votes of every fourth station were l's.
Population pooled(std::int64_t moved) {
  const Comparison comparison = *Comparison::make(.55, 1, false);
  std::vector<double> values;
  for (int station = 0; station < 40; ++station) {
    const std::int64_t winner = station % 2 == 0 ? 40 : 15;  // 1,100 in all
    const double mean = *pool_mean(winner, 50 - winner, 50);
    const std::int64_t truth = winner - (station % 4 == 0 ? moved : 0);
    for (std::int64_t i = 0; i < 50; ++i) {
      values.push_back(comparison.value({Record::pool, mean, Found::card, i < truth ? 1. : 0.}));
    }
  }
  return without_replacement(comparison.claim(kCards), std::move(values));
}

Kind pools() {
  Kind kind = {"ONEAudit pools", pooled(10), pooled(0), {}, {}};
  kind.kelly = kelly_of(kind.right);
  const double bet = kind.kelly.parameters.at("lambda");
  const double u = kind.right.assertions[0].claim.u;
  const double eta = .5 * (1 + bet * (u - .5));
  kind.methods = {{"alpha-fixed", {{"eta", eta}}},
                  {"alpha-shrink-trunc", {{"eta", eta}, {"c", .02}, {"d", 1000}}},
                  {"fixed-bet", {{"lambda", bet}}},
                  {"agrapa", {{"lambda", bet}, {"c", .9}}},
                  {"grid-kelly", {{"points", 20}}},
                  {"square-kelly", {{"points", 20}}},
                  {"plug-in", {{"alpha", .05}, {"c", .3}}},
                  {"kaplan-markov", {{"g", 1 / bet - .5}}},
                  {"kaplan-wald", {{"g", 1 - bet / 2}}},
                  {"kaplan-kolmogorov", {{"g", 1 / bet - .5}}}};
  return kind;
}

// Forty batches of 50 cards, drawn by their bounds; w's lead of 200 was `moved` × 2 votes less in
// every fourth.
Population batched(std::int64_t moved) {
  std::vector<BatchBounds> bounds;
  std::vector<double> errors;
  std::vector<std::int64_t> weights;
  for (int station = 0; station < 40; ++station) {
    const std::int64_t winner = station % 2 == 0 ? 40 : 15;
    const BatchPair pair = {winner, 50 - winner, 200};
    BatchPair found = pair;
    if (station % 4 == 0) found = {winner - moved, 50 - winner + moved, 200};
    bounds.push_back(batch_bounds(std::span(&pair, 1), 50));
    errors.push_back(batch_overstatement(std::span(&pair, 1), std::span(&found, 1)));
    weights.push_back(2 * winner - 50 + 50);  // the bound, times the margin
  }
  Population population = {{{*batch_claim(bounds), {}}}, weights, 600};
  for (std::size_t i = 0; i < bounds.size(); ++i) {
    population.assertions[0].values.push_back(batch_value(errors[i], bounds[i]));
  }
  return population;
}

Kind batches() {
  Kind kind = {"batches", batched(10), batched(0), {}, {}};
  kind.kelly = kelly_of(kind.right);
  const MeanClaim claim = kind.right.assertions[0].claim;
  const double bet = .9 / claim.t;
  const double eta = claim.t * (1 + bet * (claim.u - claim.t));
  kind.methods = {{"kaplan-markov", {{"g", .05}}},
                  {"kaplan-wald", {{"g", .1}}},
                  {"kaplan-kolmogorov", {{"g", .05}}},
                  {"alpha-fixed", {{"eta", eta}}},
                  {"alpha-shrink-trunc", {{"eta", eta}, {"c", .02}, {"d", 100}, {"f", .1}}},
                  {"fixed-bet", {{"lambda", bet}}},
                  {"agrapa", {{"lambda", bet}, {"c", .9}}},
                  {"grid-kelly", {{"points", 20}, {"from", .5}}},
                  {"square-kelly", {{"points", 20}, {"from", .7}}},
                  {"plug-in", {{"alpha", .05}, {"c", .9}}}};
  return kind;
}

// w, l2 and l1 as recorded; `moved` of w's cards are l1's. Both pairs must be confirmed.
Population three_candidates(const std::array<std::int64_t, 3>& recorded, std::int64_t moved) {
  const std::int64_t cards = recorded[0] + recorded[1] + recorded[2];
  Population population;
  for (const std::size_t loser : {1U, 2U}) {
    const auto value = [&](std::size_t of) { return of == 0 ? 1. : of == loser ? 0. : .5; };
    const double v =
        static_cast<double>(recorded[0] - recorded[loser]) / static_cast<double>(cards);
    const Comparison comparison = *Comparison::make((1 + v) / 2, 1, false);
    Assertion assertion = {comparison.claim(cards), {}};
    for (std::size_t of = 0; of < 3; ++of) {
      for (std::int64_t i = 0; i < recorded[of]; ++i) {
        const std::size_t truth = of == 0 && i < moved ? 2 : of;
        assertion.values.push_back(
            comparison.value({Record::card, value(of), Found::card, value(truth)}));
      }
    }
    population.assertions.push_back(std::move(assertion));
  }
  return population;
}

Kind three_candidates(const std::string& name, const std::array<std::int64_t, 3>& recorded,
                      std::int64_t moved) {
  return {name,
          three_candidates(recorded, moved),
          three_candidates(recorded, 0),
          {{"kelly-comparison", {{"p1", 1e-4}, {"p2", 1e-4}}},
           {"kaplan-markov", {{"g", .5 * .03905}}},
           {"alpha-shrink-trunc", {{"eta", .95}, {"c", .05}, {"d", 1000}, {"f", .1}}},
           {"agrapa", {{"lambda", 1.8}, {"c", .9}}},
           {"grid-kelly", {{"points", 20}, {"from", .5}}}},
          {"kelly-comparison", {{"p1", 0}, {"p2", 0}}}};
}

// Cards drawn from each stratum in turn, in proportion, and looked at after every ten.
Audit stratified(const StratifiedTest& fresh, const std::vector<std::vector<double>>& cards) {
  return [fresh, cards](Random& random) {
    StratifiedTest test = fresh;
    auto values = cards;
    std::size_t all = 0;
    for (auto& list : values) {
      random.shuffle(list);
      all += list.size();
    }
    Finish finish;
    std::vector<std::size_t> next(values.size(), 0);
    for (std::size_t drawn = 1; drawn <= all; ++drawn) {
      std::size_t stratum = 0;
      for (std::size_t k = 1; k < values.size(); ++k) {
        if (next[k] * values[stratum].size() < next[stratum] * values[k].size()) stratum = k;
      }
      test.feed(stratum, values[stratum][next[stratum]++]);
      if (drawn % 10 != 0 && drawn != all) continue;
      test.look();
      if (finish.at_5 == 0 && test.p_value() <= .05) finish.at_5 = drawn;
      if (test.p_value() <= .01) {
        finish.at_1 = drawn;
        break;
      }
    }
    return finish;
  };
}

Audit two_strata(std::array<std::int64_t, 2> winners, const std::string& method,
                 const std::vector<Martingale::Parameters>& parameters, bool uses_mean,
                 std::size_t bands) {
  const std::array<std::int64_t, 2> cards = {400, 600};
  std::vector<Stratum> strata;
  std::vector<std::vector<double>> values;
  for (std::size_t k = 0; k < 2; ++k) {
    const std::array<double, 2> expected = {.7, .45};
    strata.push_back({cards[k], 1, method, parameters[k], uses_mean ? expected[k] : 0});
    values.push_back(votes(winners[k], cards[k] - winners[k], cards[k]));
  }
  auto test = StratifiedTest::make(.5, strata, bands);
  if (!test) throw std::logic_error(to_sentence(test.error()[0]));
  return stratified(*test, values);
}

}  // namespace

std::vector<Kind> kinds() {
  return {polling(), polling_with_blanks(), polling_with_replacement(),
          comparison("comparison, two-vote errors", compared(0, 100), compared(2, 0)),
          comparison("comparison, one-vote errors", compared(200, 0), compared(2, 0)),
          // One card decides: recorded 1,001 to 999, of which one is the other's.
          comparison("comparison, one card", compared(0, 1, 1001), compared(2, 0)), pools(),
          batches()};
}

std::vector<Kind> reported_cases() {
  return {three_candidates("three candidates, 5000 4900 100", {5000, 4900, 100}, 200),
          three_candidates("three candidates, 4500 4000 1500", {4500, 4000, 1500}, 550),
          three_candidates("three candidates, least amount", {1000, 980, 20}, 20)};
}

std::vector<StrataKind> strata_kinds(std::size_t bands) {
  // 260 of 400 and 240 of 600 are a tie; 280 and 270 a lead of 10 per cent.
  const auto make = [&](const std::string& method, const Martingale::Parameters& parameters,
                        bool uses_mean) {
    const std::vector<Martingale::Parameters> both(2, parameters);
    return StrataKind{method, two_strata({260, 240}, method, both, uses_mean, bands),
                      two_strata({280, 270}, method, both, uses_mean, bands),
                      two_strata({280, 270}, "alpha-fixed", {{}, {}}, true, bands)};
  };
  return {make("alpha-fixed", {}, true), make("alpha-shrink-trunc", {{"c", .05}, {"d", 200}}, true),
          make("agrapa", {{"lambda", .2}, {"c", .9}, {"d", 100}}, false)};
}

}  // namespace scrutineer::battery
