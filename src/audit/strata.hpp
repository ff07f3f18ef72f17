// One claim about cards in several strata, each sampled by itself: the mean over all of them is
// above t. The claim is false where the strata's means μ_k have Σ w_k μ_k <= t, w_k being the
// stratum's share of the cards. For every way to share t out, (η_1, …, η_K) with Σ w_k η_k = t, the
// product of the strata's martingales for "μ_k <= η_k" is a martingale if that is how things are;
// the least product over all ways is an e-value for the claim (Spertus & Stark 2022; Waudby-Smith,
// Stark & Ramdas 2021).
//
// The ways are infinitely many. η_1 … η_{K−1} are therefore cut into bands; in each, every stratum
// is tested against the upper end of what η_k can be there. A mean of at most η_k is at most that
// end, so each band's product is valid for every way in it, and the least over the bands is a sound
// e-value. Narrow bands lose little. Strata may be drawn in any order that depends on earlier draws
// alone.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "audit/martingale.hpp"

namespace scrutineer {

struct Stratum {
  std::int64_t cards = 0;
  double u = 1;
  std::string method;  // of martingale_methods(); one that needs eta gets it from `mean`
  Martingale::Parameters parameters;
  double mean = 0;  // expected if the claim is true: eta above each band's end; 0: not needed
};

class StratifiedTest {
 public:
  // `bands` for each η but the last. An error where there would be more than 200,000.
  static Result<StratifiedTest> make(double t, const std::vector<Stratum>& strata,
                                     std::size_t bands, bool with_replacement = false);

  void feed(std::size_t stratum, double value);

  // Lower bounds. The e-value now is found by looking at every band; the greatest is over the times
  // that it was asked for, which is as valid as any other choice of times.
  double look();
  double greatest_log_e() const { return greatest_; }
  double p_value() const { return p_value_of_log_e(greatest_); }
  std::size_t bands() const { return bands_.size(); }

 private:
  struct Band {
    std::vector<std::size_t>
        at;  // by stratum, into its martingales; npos: the claim cannot fail so
  };
  std::vector<std::vector<Martingale>> martingales_;  // by stratum, ascending η
  std::vector<Band> bands_;
  std::vector<std::vector<double>> logs_;
  bets::Past seen_;    // in all strata
  double needed_ = 0;  // the sum that settles the claim; 0: with replacement
  double greatest_u_ = 0;
  double greatest_ = 0;
};

// The tail probability of Fisher's combination of independent p-values: chi-square of −2 Σ ln p.
double fisher_combined(const std::vector<double>& p_values);

}  // namespace scrutineer
