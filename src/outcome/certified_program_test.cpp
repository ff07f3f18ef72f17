#include "outcome/certified_program.hpp"

#include <algorithm>
#include <optional>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "outcome/certified_program_exact.hpp"
#include "outcome/certified_program_simplex.hpp"

namespace scrutineer {
namespace {

// Every whole point of a small box, in order; the brute-force twin of minimise().
template <typename Visit>
void every_point(const Program& program, const Visit& visit) {
  std::vector<std::int64_t> values;
  for (const auto& variable : program.variables()) values.push_back(variable.lower);
  while (true) {
    visit(values);
    std::size_t j = 0;
    while (j < values.size() && values[j] == program.variables()[j].upper) {
      values[j] = program.variables()[j].lower;
      ++j;
    }
    if (j == values.size()) return;
    ++values[j];
  }
}

bool row_holds(const Program::Row& row, const std::vector<std::int64_t>& values) {
  std::int64_t sum = 0;
  for (const Term& term : row.terms) sum += term.coefficient * values[term.variable];
  return (!row.lower || sum >= *row.lower) && (!row.upper || sum <= *row.upper);
}

std::optional<std::int64_t> least_by_enumeration(const Program& program) {
  std::optional<std::int64_t> least;
  every_point(program, [&](const std::vector<std::int64_t>& values) {
    for (const auto& row : program.rows()) {
      if (!row_holds(row, values)) return;
    }
    std::int64_t cost = 0;
    for (std::size_t j = 0; j < values.size(); ++j) {
      cost += program.variables()[j].cost * values[j];
    }
    if (!least || cost < *least) least = cost;
  });
  return least;
}

Program random_program() {
  Program program;
  const int variables = *rc::gen::inRange(1, 6);
  for (int j = 0; j < variables; ++j) {
    const int lower = *rc::gen::inRange(-3, 3);
    program.add_variable(lower, lower + *rc::gen::inRange(0, 5), true, *rc::gen::inRange(-9, 10));
  }
  const int rows = *rc::gen::inRange(0, 6);
  for (int i = 0; i < rows; ++i) {
    std::vector<Term> terms;
    const int count = *rc::gen::inRange(0, variables + 2);
    for (int t = 0; t < count; ++t) {
      terms.push_back(
          {static_cast<std::size_t>(*rc::gen::inRange(0, variables)), *rc::gen::inRange(-7, 8)});
    }
    const int lower = *rc::gen::inRange(-12, 8);
    std::optional<std::int64_t> low, high;
    if (*rc::gen::inRange(0, 3) > 0) low = lower;
    if (*rc::gen::inRange(0, 3) > 0) high = lower + *rc::gen::inRange(0, 10);
    program.add_row(terms, low, high);
  }
  return program;
}

Program knapsack() {  // −3a −4b with 2a + 3b <= 7, 0 <= a, b <= 3: whole optimum at a = 2, b = 1
  Program program;
  const auto a = program.add_variable(0, 3, true, -3);
  const auto b = program.add_variable(0, 3, true, -4);
  program.add_row({{a, 2}, {b, 3}}, std::nullopt, 7);
  return program;
}

TEST(CertifiedProgram, ProvesTheOptimumOfASmallKnapsack) {
  const Solution solution = minimise(knapsack());
  EXPECT_EQ(solution.state, Solution::State::optimal);
  EXPECT_EQ(solution.lower, -10);
  EXPECT_EQ(solution.upper, -10);
  EXPECT_EQ(solution.values, (std::vector<std::int64_t>{2, 1}));
}

TEST(CertifiedProgram, AgreesWithEnumeration) {
  EXPECT_TRUE(rc::check("minimise() equals trying every point", [] {
    for (int repeat = 0; repeat < 20; ++repeat) {
      const Program program = random_program();
      const auto truth = least_by_enumeration(program);
      const Solution solution = minimise(program);
      if (!truth) {
        RC_ASSERT(solution.state == Solution::State::infeasible);
        RC_ASSERT(!solution.lower.has_value() && !solution.upper.has_value());
      } else {
        RC_ASSERT(solution.state == Solution::State::optimal);
        RC_ASSERT(solution.lower == truth);
        RC_ASSERT(solution.upper == truth);
      }
    }
  }));
}

TEST(CertifiedProgram, LinearBoundsNeverExceedTheTruthAndTheirCertificatesAreRechecked) {
  EXPECT_TRUE(rc::check("bounds are sound", [] {
    const Program program = random_program();
    const auto truth = least_by_enumeration(program);
    const LinearBound bound = linear_bound(program);
    if (bound.infeasible) {
      RC_ASSERT(!truth.has_value());
      RC_ASSERT(check_contradiction(program, bound.multipliers));
    } else {
      RC_ASSERT(bound.value.has_value());
      RC_ASSERT(!truth || *bound.value <= *truth);
      RC_ASSERT(check_certificate(program, bound.multipliers) == bound.value);
    }
  }));
}

TEST(CertifiedProgram, ATamperedCertificateProvesNothingFalse) {
  EXPECT_TRUE(rc::check("any multipliers at all are sound", [] {
    const Program program = random_program();
    const auto truth = least_by_enumeration(program);
    LinearBound bound = linear_bound(program);
    for (auto& multiplier : bound.multipliers) {
      multiplier += static_cast<Wide>(*rc::gen::inRange(-5, 6)) << 38;
    }
    const auto value = check_certificate(program, bound.multipliers);
    RC_ASSERT(!value || !truth || *value <= *truth);
    RC_ASSERT(!truth || !check_contradiction(program, bound.multipliers));
  }));
}

TEST(CertifiedProgram, TamperingWithTheProofOfAKnapsackProvesLess) {
  const Program program = knapsack();
  LinearBound bound = linear_bound(program);
  ASSERT_EQ(bound.multipliers.size(), 1U);
  EXPECT_EQ(bound.value, -10);  // the relaxation's minimum is −31/3
  bound.multipliers[0] /= 2;
  EXPECT_LT(check_certificate(program, bound.multipliers), -10);
  bound.multipliers[0] = Wide{1} << 40;  // would use the row's missing lower side
  EXPECT_EQ(check_certificate(program, bound.multipliers), std::nullopt);
  EXPECT_EQ(check_certificate(program, {}), std::nullopt);
  EXPECT_FALSE(check_contradiction(program, bound.multipliers));
}

TEST(CertifiedProgram, AnEmptyProgramCostsNothing) {
  const Solution solution = minimise(Program{});
  EXPECT_EQ(solution.state, Solution::State::optimal);
  EXPECT_EQ(solution.lower, 0);
  EXPECT_EQ(solution.upper, 0);
  EXPECT_EQ(linear_bound(Program{}).value, 0);
  Program impossible;
  impossible.add_row({}, 1, std::nullopt);
  EXPECT_EQ(minimise(impossible).state, Solution::State::infeasible);
  EXPECT_TRUE(linear_bound(impossible).infeasible);
}

TEST(CertifiedProgram, TheElasticProgramProvesWhatTheRayProves) {
  EXPECT_TRUE(rc::check("both ways to a Farkas certificate", [] {
    const Program program = random_program();
    if (!linear_bound(program).infeasible) return;
    auto ray = elastic_ray(program, box_of(program));
    RC_ASSERT(proves_infeasible(program, box_of(program), round_ray(program, ray)));
  }));
}

TEST(CertifiedProgram, TermsOfOneVariableAddUp) {
  Program program;
  const auto x = program.add_variable(0, 10, true, 1);
  program.add_row({{x, 1}, {x, 1}}, 5, std::nullopt);
  EXPECT_EQ(minimise(program).upper, 3);
}

TEST(CertifiedProgram, WholePointsAreMissedOnlyByProof) {
  Program program;  // 2x + 4y = 7 has real points but no whole one
  const auto x = program.add_variable(0, 100, true);
  const auto y = program.add_variable(0, 100, true);
  program.add_row({{x, 2}, {y, 4}}, 7, 7);
  EXPECT_EQ(minimise(program).state, Solution::State::infeasible);
  EXPECT_FALSE(linear_bound(program).infeasible);
}

TEST(CertifiedProgram, LargeNumbersStaySound) {
  constexpr std::int64_t kLarge = 1'000'000'000'000'000;
  Program program;  // minimise 3x + 7y with 999,999,937·x + 1,000,000,007·y >= 10^17 + 3
  const auto x = program.add_variable(0, kLarge, true, 3);
  const auto y = program.add_variable(0, kLarge, true, 7);
  program.add_row({{x, 999'999'937}, {y, 1'000'000'007}}, 100'000'000'000'000'003, std::nullopt);
  const Solution solution = minimise(program);
  ASSERT_TRUE(solution.lower.has_value());
  // x alone: ceil((10^17 + 3) / 999,999,937) = 100,000,007 units of 3.
  const std::int64_t truth = 3 * (100'000'000'000'000'003 / 999'999'937 + 1);
  EXPECT_LE(*solution.lower, truth);
  ASSERT_TRUE(solution.upper.has_value());
  EXPECT_GE(*solution.upper, truth);
}

TEST(CertifiedProgram, TheNodeLimitLeavesAProvenLowerBound) {
  Program program;  // an equality that a tree of one node cannot settle
  std::vector<Term> terms;
  for (int j = 0; j < 12; ++j) {
    terms.push_back({program.add_variable(0, 1, true, j % 3), 2 * (j + 20)});
  }
  program.add_row(terms, 301, 301);
  const Solution solution = minimise(program, {.nodes = 1, .enough_lower = {}, .enough_upper = {}});
  EXPECT_EQ(solution.state, Solution::State::bounded);
  EXPECT_EQ(solution.nodes, 1);
  ASSERT_TRUE(solution.lower.has_value());
  EXPECT_GE(*solution.lower, 0);
}

TEST(CertifiedProgram, SearchStopsAsSoonAsTheAnswerSuffices) {
  EXPECT_TRUE(rc::check("early stops keep proven bounds", [] {
    const Program program = random_program();
    const auto truth = least_by_enumeration(program);
    SolveLimits limits;
    limits.enough_lower = *rc::gen::inRange(-30, 30);
    limits.enough_upper = *rc::gen::inRange(-30, 30);
    const Solution solution = minimise(program, limits);
    if (truth && solution.lower) RC_ASSERT(*solution.lower <= *truth);
    if (solution.upper) RC_ASSERT(truth && *solution.upper >= *truth);
    if (solution.state == Solution::State::infeasible) RC_ASSERT(!truth.has_value());
    if (solution.state == Solution::State::bounded) {
      RC_ASSERT((solution.lower && *solution.lower >= *limits.enough_lower) ||
                (solution.upper && *solution.upper <= *limits.enough_upper));
    }
  }));
}

TEST(CertifiedProgram, GivesTheSameAnswerWhateverWasSolvedBefore) {
  EXPECT_TRUE(rc::check("no state is kept between programs", [] {
    const Program program = random_program();
    const Solution first = minimise(program);
    minimise(random_program());
    const Solution second = minimise(program);
    RC_ASSERT(first.values == second.values);
    RC_ASSERT(first.nodes == second.nodes);
    RC_ASSERT(linear_bound(program).multipliers == linear_bound(program).multipliers);
  }));
}

TEST(SmallestContradiction, NamesTheRowsThatCannotHoldTogether) {
  Program program;
  const auto x = program.add_variable(0, 100, true);
  const auto y = program.add_variable(0, 100, true);
  program.add_row({{y, 1}}, 5, std::nullopt);
  program.add_row({{x, 1}}, 60, std::nullopt);
  program.add_row({{x, 1}, {y, -1}}, std::nullopt, 0);
  program.add_row({{y, 1}}, std::nullopt, 70);
  program.add_row({{x, 1}, {y, 1}}, std::nullopt, 110);
  EXPECT_EQ(smallest_contradiction(program), (std::vector<std::size_t>{1, 2, 4}));
}

TEST(SmallestContradiction, IsMinimalAndContradictory) {
  EXPECT_TRUE(rc::check("each row is needed, and together they fail", [] {
    const Program program = random_program();
    const auto rows = smallest_contradiction(program);
    const auto rest = [&](std::optional<std::size_t> without) {
      Program part;
      for (const auto& variable : program.variables()) {
        part.add_variable(variable.lower, variable.upper, false);
      }
      for (const std::size_t i : rows) {
        if (i != without) {
          part.add_row(program.rows()[i].terms, program.rows()[i].lower, program.rows()[i].upper);
        }
      }
      return linear_bound(part).infeasible;
    };
    RC_ASSERT(rows.empty() == !linear_bound(program).infeasible);
    RC_ASSERT(rows.empty() || rest(std::nullopt));
    for (const std::size_t row : rows) RC_ASSERT(!rest(row));
  }));
}

}  // namespace
}  // namespace scrutineer
