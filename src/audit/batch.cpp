#include "audit/batch.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include <fmt/core.h>

namespace scrutineer {

namespace {

double ratio(Votes votes, Votes margin) {
  return static_cast<double>(votes) / static_cast<double>(margin);
}

}  // namespace

BatchBounds batch_bounds(std::span<const BatchPair> pairs, Votes cards, Votes votes_allowed) {
  BatchBounds bounds;
  double most = -std::numeric_limits<double>::infinity();
  double least = -std::numeric_limits<double>::infinity();
  for (const BatchPair& pair : pairs) {
    const Votes lead = pair.winner - pair.loser;
    most = std::max(most, ratio(lead + cards * votes_allowed, pair.margin));
    least = std::max(least, ratio(lead - cards * votes_allowed, pair.margin));
  }
  bounds.overstatement = pairs.empty() ? 0 : most;
  bounds.understatement = pairs.empty() ? 0 : std::min(least, 0.0);
  return bounds;
}

double batch_overstatement(std::span<const BatchPair> pairs, std::span<const BatchPair> found) {
  double greatest = -std::numeric_limits<double>::infinity();
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    const Votes reported = pairs[i].winner - pairs[i].loser;
    greatest =
        std::max(greatest, ratio(reported - (found[i].winner - found[i].loser), pairs[i].margin));
  }
  return pairs.empty() ? 0 : greatest;
}

Result<MeanClaim> batch_claim(std::span<const BatchBounds> batches) {
  double total = 0;
  double least_taint = 0;
  for (const BatchBounds& batch : batches) {
    if (!(batch.overstatement > 0)) {
      return fail("A batch has no room for an error; leave such batches out of the draw.");
    }
    total += batch.overstatement;
    least_taint = std::min(least_taint, batch.understatement / batch.overstatement);
  }
  // The total is rounded up: a larger bound asks for more evidence.
  total *= 1 + static_cast<double>(batches.size() + 4) * kRounding;
  if (!(total > 1)) {
    return fail(fmt::format(
        "The error bounds of all batches add up to {:g}, not above 1: no error that they allow "
        "could change the outcome.",
        total));
  }
  MeanClaim claim;
  claim.t = 1 - 1 / total;
  claim.u = 1 - least_taint;
  return claim;
}

double batch_value(double overstatement, const BatchBounds& bounds) {
  return std::max(0.0, 1 - overstatement / bounds.overstatement);
}

std::int64_t batch_sample_size(const MeanClaim& claim, double alpha) {
  return static_cast<std::int64_t>(std::ceil(std::log(alpha) / std::log(claim.t)));
}

}  // namespace scrutineer
