// Tests of one claim: the mean of a list of values in [0, u] is more than t. Values come in the
// order in which they were drawn; after each one the test holds an e-value, and Ville's inequality
// makes p = 1 / (greatest e-value so far) valid at any time, however the sample size was chosen.
//
// e = ∏ 1 + λ_j (x_j − m_j), where m_j is the null mean of what is left: (N t − x_1 − … − x_{j−1})
// / (N − j + 1) without replacement, t with. When the null mean falls below 0 the null hypothesis
// has become impossible (e = ∞); when it reaches u, the claim has (e = 0).
//
// Rounding: every e-value here is a lower bound and every p-value an upper bound of the exact one,
// if each value differs from the exact one by at most 4 × 2^-53 u: m_j is computed upwards, each
// factor downwards (evidence_product.hpp). Values that are not numbers count as 0, values beyond
// [0, u] as its ends: callers check their input first.
//
// Sources: Stark 2023 (ALPHA), Waudby-Smith & Ramdas 2024, Waudby-Smith, Stark & Ramdas 2021
// (RiLACS), Stark 2009 and 2010 (Kaplan's bounds), Lindeman, Stark & Yates 2012 (BRAVO).
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "audit/bets.hpp"
#include "audit/evidence_product.hpp"
#include "base/result.hpp"

namespace scrutineer {

struct MeanClaim {
  double t = 0.5;                     // the claim: the mean is more than this
  double u = 1;                       // no value is more than this
  std::optional<std::int64_t> cards;  // without replacement from so many; none: with replacement
  // When the claim has become impossible: keep the e-value and bet no more, instead of e = 0. For
  // claims that are part of a combination.
  bool rests = false;
};

struct MethodParameter {
  std::string_view name;
  std::optional<double> standard;  // none: must be given
  double low = 0, high = 1;        // both included
  std::string_view meaning;
};

struct MartingaleMethod {
  std::string_view name;
  std::string_view meaning;
  std::vector<MethodParameter> parameters;
};

// Every method that make() knows.
const std::vector<MartingaleMethod>& martingale_methods();

class Martingale {
 public:
  using Parameters = std::map<std::string, double>;
  using Bet =
      std::variant<bets::Fixed, bets::Offset, bets::FixedAlternative, bets::ConstantEstimate,
                   bets::ShrinkTruncate, bets::ShrinkTruncateWithSpread, bets::Agrapa, bets::PlugIn,
                   bets::Mixture>;

  // An error names what is wrong with the method, a parameter or the claim.
  static Result<Martingale> make(std::string_view method, const Parameters& parameters,
                                 const MeanClaim& claim);

  // The next value, or values in their order. Beyond the last card nothing changes.
  void feed(double value) { feed(std::span<const double>(&value, 1)); }
  void feed(std::span<const double> values);
  // The same, but stops as soon as the p-value is at most alpha; returns how many values were used.
  std::size_t feed_until(double alpha, std::span<const double> values);

  std::int64_t seen() const { return static_cast<std::int64_t>(past_.seen); }
  double log_e() const { return product_.log_e(); }
  double greatest_log_e() const { return product_.greatest_log_e(); }
  double p_value() const { return p_value_of_log_e(greatest_log_e()); }
  const MeanClaim& claim() const { return claim_; }

 private:
  Martingale(const MeanClaim& claim, Bet bet) : claim_(claim), bet_(std::move(bet)) {}

  template <bool kWithoutReplacement, typename Rule>
  class Loop;
  template <bool kWithoutReplacement, typename Rule>
  std::size_t advance(Rule& rule, std::span<const double> values, bool stops);
  std::size_t advance(std::span<const double> values, bool stops);

  MeanClaim claim_;
  Bet bet_;
  bets::Past past_;
  EvidenceProduct product_;
};

// The λ of 0, …, 1/m that makes Σ weight ln(1 + λ (value − m)) greatest: the a-priori Kelly bet for
// values that are expected with these weights.
double kelly_bet(std::span<const double> values, std::span<const double> weights, double m);

}  // namespace scrutineer
