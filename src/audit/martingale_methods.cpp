// The table of methods: their names, their parameters, and what each one stakes.
#include <functional>

#include <fmt/core.h>

#include "audit/martingale.hpp"
#include "base/text.hpp"

namespace scrutineer {

namespace {

using Parameters = Martingale::Parameters;
using MadeBet = tl::expected<Martingale::Bet, std::string>;

// What the bets are made of, and how.
struct Entry {
  MartingaleMethod method;
  std::function<MadeBet(const Parameters&, const MeanClaim&)> make;
};

double cards_of(const MeanClaim& claim) {
  return claim.cards ? static_cast<double>(*claim.cards) : 0;
}

// An alternative must lie between t and u, or the method bets on nothing.
std::string bad_alternative(double eta, const MeanClaim& claim) {
  if (eta > claim.t && eta <= claim.u) return {};
  return fmt::format("eta: found {:g}, expected more than t = {:g} and at most u = {:g}", eta,
                     claim.t, claim.u);
}

MadeBet fixed_alternative(const Parameters& p, const MeanClaim& claim) {
  const double eta = p.at("eta");
  if (const auto bad = bad_alternative(eta, claim); !bad.empty()) return tl::unexpected(bad);
  return bets::FixedAlternative{eta, claim.u, cards_of(claim)};
}

MadeBet shrink_truncate(const Parameters& p, const MeanClaim& claim) {
  const double eta = p.at("eta");
  if (const auto bad = bad_alternative(eta, claim); !bad.empty()) return tl::unexpected(bad);
  const bets::ShrinkTruncate base{eta, claim.u, p.at("c"), p.at("d")};
  if (p.at("f") <= 0) return base;
  return bets::ShrinkTruncateWithSpread{base, p.at("f"), p.at("minimum-deviation"), {}};
}

// The overstatement assorter's bound u is twice its value a for a card without error.
MadeBet optimal_comparison(const Parameters& p, const MeanClaim& claim) {
  const double u = claim.u;
  if (u <= 1 || u >= 2 || claim.t != 0.5) {
    return tl::unexpected(
        std::string("the method is for comparison: t must be 1/2 and u above 1 and below 2"));
  }
  const double clean = 1 - p.at("p2");
  return bets::ConstantEstimate{(1 - u * clean) / (2 - 2 * u) + u * clean - 0.5, u};
}

MadeBet kelly_comparison(const Parameters& p, const MeanClaim& claim) {
  const double clean = claim.u / 2;
  if (p.at("p1") + p.at("p2") >= 1) return tl::unexpected(std::string("p1 + p2 must be below 1"));
  if (clean <= claim.t) {
    return tl::unexpected(std::string("the method is for comparison: u must be above 2 t"));
  }
  const double values[] = {clean, clean / 2, 0};
  const double weights[] = {1 - p.at("p1") - p.at("p2"), p.at("p1"), p.at("p2")};
  return bets::Fixed{kelly_bet(values, weights, claim.t)};
}

MadeBet mixture(const Parameters& p, bool square) {
  const double from = p.at("from");
  const double to = p.at("to");
  if (from >= to) return tl::unexpected(std::string("from must be below to"));
  const auto count = static_cast<std::size_t>(p.at("points"));
  bets::Mixture mixture;
  double total = 0;
  for (std::size_t i = 1; i <= count; ++i) {
    const double part =
        from + (to - from) * static_cast<double>(i) / static_cast<double>(count + 1);
    mixture.parts.push_back(part);
    mixture.weights.push_back(square ? (1 - part) * (1 - part) : 1);
    total += mixture.weights.back();
  }
  for (double& weight : mixture.weights) weight /= total;
  return mixture;
}

MadeBet bravo(const Parameters& p, const MeanClaim& claim) {
  if (claim.t != 0.5 || claim.u != 1 || claim.cards) {
    return tl::unexpected(std::string(
        "the method draws with replacement, with t = 1/2 and u = 1; give no number of cards"));
  }
  return bets::ConstantEstimate{p.at("share"), 1};
}

constexpr double kMost = 1e12;

const std::vector<Entry>& entries() {
  static const std::vector<Entry> kEntries = {
      {{"alpha-fixed",
        "ALPHA, the alternative that the mean is eta",
        {{"eta", {}, 0, kMost, "the mean if the claim is true"}}},
       fixed_alternative},
      {{"alpha-shrink-trunc",
        "ALPHA, an estimate between a first guess and the values so far",
        {{"eta", {}, 0, kMost, "first guess of the mean"},
         {"c", 0.5, 0, kMost, "least distance from the null mean and u, divided by √(d + j − 1)"},
         {"d", 100, 1, kMost, "weight of the first guess, in draws"},
         {"f", 0, 0, kMost, "pull towards u, divided by the standard deviation"},
         {"minimum-deviation", 1e-6, 1e-12, kMost,
          "least standard deviation that f is divided by"}}},
       shrink_truncate},
      {{"alpha-optimal-comparison",
        "ALPHA for comparison, best where only two-vote overstatements happen",
        {{"p2", 1e-4, 0, 0.5, "expected rate of two-vote overstatements"}}},
       optimal_comparison},
      {{"kelly-comparison",
        "the best constant bet for comparison at expected rates of overstatements",
        {{"p1", 1e-3, 0, 0.999, "expected rate of one-vote overstatements"},
         {"p2", 1e-4, 0, 0.999, "expected rate of two-vote overstatements"}}},
       kelly_comparison},
      {{"fixed-bet", "a constant bet, at most 1/m", {{"lambda", {}, 0, kMost, "the bet"}}},
       [](const Parameters& p, const MeanClaim&) { return bets::Fixed{p.at("lambda")}; }},
      {{"agrapa",
        "nearly the bet that would have been best so far",
        {{"lambda", 0, 0, kMost, "the first bet"},
         {"c", 0.9, 0, 1, "greatest part of 1/m to stake"},
         {"d", 0, 0, kMost, "weight of the first bet, in draws"}}},
       [](const Parameters& p, const MeanClaim&) {
         return bets::Agrapa{p.at("lambda"), p.at("c"), p.at("d"), {}, -1};
       }},
      {{"grid-kelly",
        "the mean of martingales that stake equally spaced parts of 1/m",
        {{"points", 20, 1, 1000, "how many"},
         {"from", 0, 0, 1, "all parts are more than this"},
         {"to", 1, 0, 1, "all parts are less than this"}}},
       [](const Parameters& p, const MeanClaim&) { return mixture(p, false); }},
      {{"square-kelly",
        "the same, with weights (1 − part)²: for small margins",
        {{"points", 20, 1, 1000, "how many"},
         {"from", 0, 0, 1, "all parts are more than this"},
         {"to", 1, 0, 1, "all parts are less than this"}}},
       [](const Parameters& p, const MeanClaim&) { return mixture(p, true); }},
      {{"plug-in",
        "the predictable plug-in bet, from the variance so far",
        {{"alpha", 0.05, 1e-12, 1, "the risk limit that the bet is made for"},
         {"c", 0.5, 0, 1, "greatest part of 1/m to stake"}}},
       [](const Parameters& p, const MeanClaim& claim) {
         return bets::PlugIn{2 * std::log(2 / p.at("alpha")), p.at("c"), claim.u, 0, 0};
       }},
      {{"kaplan-markov",
        "the bet 1/(t + g)",
        {{"g", 0, 0, kMost, "protects against a value of zero"}}},
       [](const Parameters& p, const MeanClaim& claim) {
         return bets::Fixed{1 / (claim.t + p.at("g"))};
       }},
      {{"kaplan-wald", "the bet (1 − g)/t", {{"g", 0, 0, 1, "protects against a value of zero"}}},
       [](const Parameters& p, const MeanClaim& claim) {
         return bets::Fixed{(1 - p.at("g")) / claim.t};
       }},
      {{"kaplan-kolmogorov",
        "the bet 1/(m + g)",
        {{"g", 0, 0, kMost, "protects against a value of zero"}}},
       [](const Parameters& p, const MeanClaim&) { return bets::Offset{p.at("g")}; }},
      {{"bravo",
        "the ratio of likelihoods of a reported share and a tie",
        {{"share", {}, 0.5, 1, "the winner's reported share of the two candidates' votes"}}},
       bravo},
  };
  return kEntries;
}

std::string names() {
  std::string list;
  for (const Entry& entry : entries()) {
    list += (list.empty() ? "" : ", ") + std::string(entry.method.name);
  }
  return list;
}

// Written so that NaN fails.
Errors problems_of(const MeanClaim& claim) {
  Errors errors;
  const auto add = [&](std::string sentence) { errors.push_back({"", 0, "", "", "", sentence}); };
  if (!(claim.u >= 1e-9 && claim.u <= 1e9)) {
    add(fmt::format("u: found {:g}, expected a bound from 1e-9 to 1e9.", claim.u));
  } else if (!(claim.t >= claim.u * 1e-9 && claim.t < claim.u)) {
    add(fmt::format("t: found {:g}, expected more than 0 and less than u = {:g}.", claim.t,
                    claim.u));
  }
  if (claim.cards && (*claim.cards < 1 || *claim.cards > 1'000'000'000'000)) {
    add(fmt::format("cards: found {}, expected a number from 1 to 10^12.", *claim.cards));
  }
  return errors;
}

// Every parameter, given or standard, within its range.
Result<Parameters> complete(const MartingaleMethod& method, const Parameters& given) {
  Errors errors;
  const auto add = [&](std::string sentence) { errors.push_back({"", 0, "", "", "", sentence}); };
  Parameters all;
  std::string known;
  for (const MethodParameter& parameter : method.parameters) {
    const std::string name(parameter.name);
    known += (known.empty() ? "" : ", ") + name;
    const auto found = given.find(name);
    if (found == given.end() && !parameter.standard) {
      add(fmt::format("{} needs {}: {}.", method.name, name, parameter.meaning));
      continue;
    }
    const double value = found == given.end() ? *parameter.standard : found->second;
    if (!(value >= parameter.low && value <= parameter.high)) {
      add(fmt::format("{}: found {:g}, expected from {:g} to {:g}.", name, value, parameter.low,
                      parameter.high));
    }
    all[name] = value;
  }
  for (const auto& [name, value] : given) {
    if (all.contains(name)) continue;
    add(fmt::format("{} has no parameter \"{}\"; it has: {}.", method.name, shown(name), known));
  }
  if (!errors.empty()) return tl::unexpected(errors);
  return all;
}

}  // namespace

const std::vector<MartingaleMethod>& martingale_methods() {
  static const std::vector<MartingaleMethod> kMethods = [] {
    std::vector<MartingaleMethod> methods;
    for (const Entry& entry : entries()) methods.push_back(entry.method);
    return methods;
  }();
  return kMethods;
}

Result<Martingale> Martingale::make(std::string_view method, const Parameters& parameters,
                                    const MeanClaim& claim) {
  for (const Entry& entry : entries()) {
    if (entry.method.name != method) continue;
    if (Errors errors = problems_of(claim); !errors.empty()) return tl::unexpected(errors);
    const auto all = complete(entry.method, parameters);
    if (!all) return tl::unexpected(all.error());
    auto bet = entry.make(*all, claim);
    if (!bet) return fail(fmt::format("{}: {}.", method, bet.error()));
    return Martingale(claim, std::move(*bet));
  }
  return fail(fmt::format("No method is called \"{}\"; there are: {}.", shown(method), names()));
}

}  // namespace scrutineer
