// Quantiles and tails that quick counts need (Boost.Math behind them), and the rounding of what is
// printed: always against the claim that a figure supports.
#pragma once

namespace scrutineer {

// The two-sided quantile: a t variable on `degrees` (> 0, any real; infinite: normal) lies within
// ± it with this probability.
double t_quantile(double confidence, double degrees);
double normal_quantile(double confidence);

// The probability that |T| on `degrees`, an F variable, or a chi-square variable exceeds a value.
double t_tail(double value, double degrees);
double f_tail(double value, double numerator, double denominator);
double chi_square_tail(double value, double degrees);

// To six decimals, down and up; and upwards to six significant digits, for p-values.
double rounded_down(double value);
double rounded_up(double value);
double rounded(double value);
double p_rounded_up(double p);

}  // namespace scrutineer
