// The value of a test martingale as a product that can neither overflow nor round up.
//
// The product of a million factors leaves the range of a double, and a product that has underflowed
// or overflowed ends in NaN. So it is kept as product × 2^(400 frame); scaling by a power of two is
// exact. Every factor comes in rounded down by more than the multiplication can round up
// (kFactorSlack), so the product is at all times a lower bound of the exact one: a p-value that is
// made of it is never too small. A product that is zero stays zero; an impossible null hypothesis
// makes it infinite, and stays.
#pragma once

#include <cmath>
#include <limits>

namespace scrutineer {

// Half a unit in the last place of 1: the greatest relative error of one operation.
inline constexpr double kRounding = 0x1p-53;

// A p-value from the logarithm of an e-value, rounded up: never zero unless the e-value is
// infinite.
double p_value_of_log_e(double log_e);

// To six significant digits, as figures are published: upwards for p-values, downwards for
// e-values.
double rounded_up_to_digits(double value);
double rounded_down_to_digits(double value);

class EvidenceProduct {
 public:
  // The part of it that a loop keeps in registers.
  struct Running {
    double value, greatest, line;

    // By a lower_factor(). Says whether the value has left its frame.
    bool multiply(double lower) {
      value *= lower;
      greatest = value > greatest ? value : greatest;
      return value < kLeast || value > kMost;
    }
    bool has_reached_line() const { return greatest >= line; }
  };
  // A lower bound of 1 + bet (x − m), where `factor` is that number as computed from an x in [0,
  // u], an m >= the exact null mean and 0 <= bet <= 1/m. `error` bounds what rounding x and x − m
  // adds to it, per unit of bet.
  static double lower_factor(double factor, double bet, double error) {
    const double lower = factor * (1 - kFactorSlack) - bet * error;
    return lower > 0 ? lower : 0;
  }

  Running running() const { return {product_, greatest_, reached_ ? -1 : line_}; }
  // Takes it back, and gives it again in the frame that it belongs to.
  Running stored(Running running);

  void set_zero() { product_ = 0; }
  void set_infinite() { infinite_ = true; }
  bool is_infinite() const { return infinite_; }

  // Lower bounds of the logarithms of the value now and of the greatest so far, the 1 before the
  // first draw included; −∞ for zero.
  double log_e() const;
  double greatest_log_e() const;

  // The value that `has_reached_line` asks for; it is never there too early.
  void set_line(double log_e);

 private:
  static constexpr int kFrameBits = 400;
  static constexpr double kMost = 0x1p400;
  static constexpr double kLeast = 0x1p-400;
  // The sum 1 + bet (x − m) is rounded once, the multiplication once; the rest is reserve.
  static constexpr double kFactorSlack = 8 * kRounding;

  double log_of(double value) const;

  double product_ = 1;
  double greatest_ = 1;  // since the frame changed
  double line_ = std::numeric_limits<double>::infinity();
  double line_log_ = std::numeric_limits<double>::infinity();
  int frame_ = 0;
  double earlier_greatest_log_ = 0;  // in earlier frames
  bool infinite_ = false;
  bool reached_ = false;  // in an earlier frame
};

}  // namespace scrutineer
