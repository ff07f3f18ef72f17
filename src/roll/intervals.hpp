// Intervals for shares and for what is computed from several of them. Quantiles come from
// Boost.Math in double arithmetic alone, so that they are the same on every machine to far more
// digits than are printed.
//
// A share that was met in few of those asked, or in none, has no usable interval of the form
// value ± margin: it would reach below zero, or claim to know zero. Shares get Korn and Graubard's
// interval (survey samples) or Wilson's (simple random ones); sums and products of shares combine
// the ends of their parts' intervals, not only their variances.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

namespace scrutineer::roll {

struct Interval {
  double low = 0, high = 0;
};

// A figure with what is known of its precision. The interval need not be symmetric.
struct Estimate {
  double value = 0;
  double standard_error = 0;
  Interval interval;
};

// The two-sided quantile: a t variable on `degrees` (> 0, any real; infinite: normal) lies within
// ± it with the probability `confidence`.
double t_quantile(double confidence, double degrees);
double normal_quantile(double confidence);

// The probability that |T| on `degrees` (infinite: |Z|) exceeds |value|.
double t_tail(double value, double degrees);

// Wilson 1927, for `events` of `size` drawn by simple random sampling. Both need not be whole: an
// effective size may stand for the size. [0, 1] where the size is 0.
Interval wilson(double events, double size, double confidence);

// Clopper & Pearson 1934, from beta quantiles; whole numbers are not asked for.
Interval clopper_pearson(double events, double size, double confidence);

// A share as a survey estimates it.
struct SampledShare {
  double value = 0;
  double variance = 0;  // by the design
  double size = 0;      // people asked
  double degrees = 0;   // of the variance; at least 1
  // Taken where nobody or everybody had the property, so that the sample says nothing of its own
  // design effect; at least 1.
  double assumed_design_effect = 1;
};

// Korn & Graubard 1998, Survey Methodology 24: Clopper–Pearson with the effective size
// n / DEFF · (t on n − 1 / t on the degrees)², at most n.
Interval korn_graubard(const SampledShare& share, double confidence);

// The t interval of the log odds; none where the share is 0 or 1.
std::optional<Interval> logit_interval(const SampledShare& share, double confidence);

// Value ± z · standard error: only to compare with what others print.
Interval plain_interval(const Estimate& estimate, double confidence);

// One part of a sum: factor · estimate.
struct Term {
  double factor = 0;
  Estimate estimate;
};

// A sum of independent estimates, and a product of two that are not negative. Ends by the method of
// variance estimates recovery (Zou & Donner 2008, Statistics in Medicine 27): the distance of an
// end from the value is the root of the sum of the squared distances of the parts.
Estimate sum_of(const std::vector<Term>& terms);
Estimate product_of(const Estimate& a, const Estimate& b);

// Known without error.
Estimate exactly(double value);

// Neither end beyond these.
Estimate within(Estimate estimate, double least, double most);

}  // namespace scrutineer::roll
