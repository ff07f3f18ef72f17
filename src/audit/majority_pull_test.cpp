// The pull of each constituency against its definition over every way to lose.
#include "audit/majority_pull.hpp"

#include <cmath>
#include <functional>
#include <numeric>

#include <gtest/gtest.h>

#include "base/random.hpp"

namespace scrutineer {
namespace {

constexpr double kTemperature = 0.1;
using Table = std::vector<std::vector<double>>;  // by constituency and deficit − 1

std::vector<double> by_enumeration(const Table& log_e, const Table& growth, std::size_t excess) {
  std::vector<double> gains(log_e.size(), 0);
  double all = 0;
  std::vector<std::size_t> deficits(log_e.size(), 0);
  const std::function<void(std::size_t)> fill = [&](std::size_t j) {
    if (j < log_e.size()) {
      for (std::size_t d = 0; d <= log_e[j].size(); ++d) {
        deficits[j] = d;
        fill(j + 1);
      }
      return;
    }
    if (std::accumulate(deficits.begin(), deficits.end(), std::size_t{0}) != excess) return;
    double sum = 0;
    for (std::size_t i = 0; i < j; ++i) sum += deficits[i] > 0 ? log_e[i][deficits[i] - 1] : 0;
    const double weight = std::exp(-sum / kTemperature);
    all += weight;
    for (std::size_t i = 0; i < j; ++i) {
      gains[i] += deficits[i] > 0 ? weight * growth[i][deficits[i] - 1] : 0;
    }
  };
  fill(0);
  for (double& gain : gains) gain = all > 0 ? gain / all : 0;
  return gains;
}

TEST(BallotPulls, AreTheMeanGrowthOverEveryWayToLose) {
  Random random(1);
  for (int run = 0; run < 300; ++run) {
    Table log_e(1 + random.below(5)), growth(log_e.size());
    const std::size_t excess = 1 + random.below(4);
    BallotPulls pulls(log_e.size(), excess);
    for (std::size_t j = 0; j < log_e.size(); ++j) {
      for (std::uint64_t d = random.below(5); d > 0; --d) {
        log_e[j].push_back(2 * random.uniform() - 0.5);
        growth[j].push_back(random.uniform());
      }
      pulls.set(j, log_e[j], growth[j]);
    }
    const auto expected = by_enumeration(log_e, growth, excess);
    const auto found = pulls.all();
    for (std::size_t j = 0; j < log_e.size(); ++j) {
      ASSERT_NEAR(found[j], expected[j], 1e-9) << run;
    }
  }
}

TEST(BallotPulls, StayNumbersWhereEvidenceIsExtreme) {
  BallotPulls pulls(3, 2);
  const double infinity = std::numeric_limits<double>::infinity();
  pulls.set(0, {infinity, infinity}, {1, 1});
  pulls.set(1, {-infinity, 0}, {2, 2});
  pulls.set(2, {600, -600}, {3, 3});
  for (const double pull : pulls.all()) EXPECT_TRUE(std::isfinite(pull));
}

TEST(BallotPulls, AreNothingWhereNothingCanBeLost) {
  BallotPulls pulls(2, 3);
  pulls.set(0, {0, 0}, {1, 1});
  for (const double pull : pulls.all()) EXPECT_EQ(pull, 0);
}

}  // namespace
}  // namespace scrutineer
