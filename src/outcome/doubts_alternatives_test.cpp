// Many stations of one constituency whose copies differ a little: the answer equals that of the set
// of all sums that the stations can reach, folded station by station. (doubts_brute_force.hpp tries
// every resolution, of which there are too many here.)
#include <algorithm>
#include <cstdlib>
#include <map>
#include <optional>
#include <random>
#include <sstream>

#include <gtest/gtest.h>

#include "outcome/doubts.hpp"

namespace scrutineer {
namespace {

using Sums = std::vector<Votes>;
using Reachable = std::map<Sums, Votes>;  // votes by party, and the fewest votes that lead there

class Maker {
 public:
  explicit Maker(std::uint64_t seed) : engine_(seed) {}

  std::int64_t upto(std::int64_t most) {
    return static_cast<std::int64_t>(engine_() % static_cast<std::uint64_t>(most + 1));
  }
  bool one_in(std::int64_t n) { return upto(n - 1) == 0; }

  DoubtProblem make() {
    DoubtProblem problem;
    const Rule rules[] = {Rule::dhondt, Rule::sainte_lague, Rule::hare_largest_remainder,
                          Rule::hare_then_highest_averages, Rule::plurality};
    problem.rules.rule = rules[upto(4)];
    problem.parties = static_cast<std::size_t>(2 + upto(1));
    const std::int64_t constituencies = 1 + upto(1);
    for (std::int64_t c = 0; c < constituencies; ++c) {
      problem.constituencies.push_back(std::to_string(c));
      problem.seats.push_back(1 + upto(4));
      problem.base_beyond_valid.push_back(0);
      add_cell(problem, static_cast<std::size_t>(c), 40);
      const std::int64_t stations = constituencies == 1 ? 6 + upto(8) : 3 + upto(3);
      for (std::int64_t s = 0; s < stations; ++s) add_station(problem, static_cast<std::size_t>(c));
    }
    ask_something(problem);
    return problem;
  }

 private:
  void add_cell(DoubtProblem& problem, std::size_t constituency, std::int64_t most) {
    DoubtCell cell;
    cell.unit = std::to_string(problem.cells.size());
    cell.constituency = constituency;
    for (std::size_t p = 0; p < problem.parties; ++p) cell.votes.push_back(2 + upto(most));
    problem.cells.push_back(cell);
  }

  // Copies differ by a vote or two; now and then the basis' own figures are not among them.
  void add_station(DoubtProblem& problem, std::size_t constituency) {
    const std::size_t cell = problem.cells.size();
    add_cell(problem, constituency, 6);
    CellDoubt doubt;
    doubt.id = std::to_string(problem.doubts.size());
    doubt.way = Way::alternatives;
    doubt.cells = {cell};
    doubt.from.assign(problem.parties, true);
    doubt.to.assign(problem.parties, true);
    if (!one_in(12)) doubt.options.push_back({{cell, problem.cells[cell].votes}});
    const std::int64_t copies = 1 + upto(1);
    for (std::int64_t o = 0; o < copies; ++o) {
      std::vector<Votes> votes = problem.cells[cell].votes;
      for (Votes& v : votes) v += upto(2) - 1;
      if (one_in(4)) votes[static_cast<std::size_t>(upto(1))] += 1;
      doubt.options.push_back({{cell, votes}});
    }
    problem.doubts.push_back(doubt);
  }

  void ask_something(DoubtProblem& problem) {
    DoubtQuestion& question = problem.question;
    const QuestionKind kinds[] = {QuestionKind::seats_at_least, QuestionKind::seats_at_least,
                                  QuestionKind::seats_equal, QuestionKind::wins,
                                  QuestionKind::lead_at_least};
    question.kind = kinds[upto(4)];
    question.who = {static_cast<std::size_t>(upto(static_cast<std::int64_t>(problem.parties) - 1))};
    Seats seats = 0;
    for (const Seats s : problem.seats) seats += s;
    question.seats = 1 + upto(std::max<Seats>(1, seats * 2 / 3));
    question.points = Rational::of(upto(2), 20);
  }

  std::mt19937_64 engine_;
};

Votes cost_of(const std::vector<Votes>& before, const std::vector<Votes>& after) {
  Votes up = 0;
  Votes down = 0;
  for (std::size_t p = 0; p < before.size(); ++p) {
    (after[p] > before[p] ? up : down) += std::abs(after[p] - before[p]);
  }
  return std::max(up, down);
}

// What the election's votes can be: one constituency after another, all parties in one vector.
Reachable reachable_sums(const DoubtProblem& problem, const std::vector<bool>& active) {
  Sums present(problem.seats.size() * problem.parties, 0);
  const auto at = [&](std::size_t cell, std::size_t party) {
    return problem.cells[cell].constituency * problem.parties + party;
  };
  for (std::size_t cell = 0; cell < problem.cells.size(); ++cell) {
    for (std::size_t p = 0; p < problem.parties; ++p) {
      present[at(cell, p)] += problem.cells[cell].votes[p];
    }
  }
  Reachable reachable = {{present, 0}};
  for (std::size_t d = 0; d < problem.doubts.size(); ++d) {
    if (!active[d]) continue;
    Reachable next;
    for (const auto& [sums, cost] : reachable) {
      for (const auto& option : problem.doubts[d].options) {
        const CellAlternative& stated = option.front();
        const auto& before = problem.cells[stated.cell].votes;
        Sums moved = sums;
        for (std::size_t p = 0; p < problem.parties; ++p) {
          moved[at(stated.cell, p)] += stated.votes[p] - before[p];
        }
        const Votes dearer = cost + cost_of(before, stated.votes);
        const auto found = next.try_emplace(moved, dearer).first;
        found->second = std::min(found->second, dearer);
      }
    }
    reachable = std::move(next);
  }
  return reachable;
}

// The same election with each constituency as one cell, so that it can be asked about sums.
DoubtProblem condensed(const DoubtProblem& problem) {
  DoubtProblem whole = problem;
  whole.doubts.clear();
  whole.cells.clear();
  const std::vector<bool> none(problem.doubts.size(), false);
  const Sums present = reachable_sums(problem, none).begin()->first;
  for (std::size_t c = 0; c < problem.seats.size(); ++c) {
    DoubtCell cell;
    cell.unit = std::to_string(c);
    cell.constituency = c;
    const auto first = present.begin() + static_cast<std::ptrdiff_t>(c * problem.parties);
    cell.votes.assign(first, first + static_cast<std::ptrdiff_t>(problem.parties));
    whole.cells.push_back(cell);
  }
  return whole;
}

struct Enumerated {
  Answer answer = Answer::cannot_change;
  std::optional<Votes> needed;
};

Enumerated enumerate(const DoubtProblem& problem, const std::vector<bool>& active, Holds holds) {
  const DoubtProblem whole = condensed(problem);
  Enumerated result;
  bool keeps = false;
  for (const auto& [sums, cost] : reachable_sums(problem, active)) {
    std::vector<std::vector<Votes>> votes;
    for (std::size_t c = 0; c < problem.seats.size(); ++c) {
      const auto first = sums.begin() + static_cast<std::ptrdiff_t>(c * problem.parties);
      votes.emplace_back(first, first + static_cast<std::ptrdiff_t>(problem.parties));
    }
    if (*ask(whole, votes) == holds) {
      keeps = true;
    } else {
      result.needed = std::min(result.needed.value_or(cost), cost);
    }
  }
  if (result.needed) result.answer = keeps ? Answer::can_change : Answer::must_change;
  return result;
}

std::string describe(const DoubtProblem& problem) {
  std::ostringstream out;
  out << name_of(problem.rules.rule) << " kind " << name_of(problem.question.kind) << " who "
      << problem.question.who.front() << " seats " << problem.question.seats << " points "
      << to_string(problem.question.points);
  for (std::size_t c = 0; c < problem.seats.size(); ++c) out << "\nseats " << problem.seats[c];
  for (const DoubtCell& cell : problem.cells) {
    out << "\ncell in " << cell.constituency << ':';
    for (const Votes v : cell.votes) out << ' ' << v;
  }
  for (const CellDoubt& doubt : problem.doubts) {
    out << "\ncell " << doubt.cells.front();
    for (const auto& option : doubt.options) {
      out << " |";
      for (const Votes v : option.front().votes) out << ' ' << v;
    }
  }
  return out.str();
}

void expect_same_without_each(const DoubtProblem& problem, const DoubtAnswer& answer,
                              const Enumerated& whole) {
  for (std::size_t d = 0; d < problem.doubts.size(); ++d) {
    std::vector<bool> active(problem.doubts.size(), true);
    active[d] = false;
    const Enumerated without = enumerate(problem, active, answer.holds);
    const bool cannot = whole.answer == Answer::cannot_change;
    const bool decisive = !cannot && without.answer == Answer::cannot_change;
    const bool idle = cannot || (without.answer == whole.answer && without.needed == whole.needed);
    EXPECT_EQ(std::count(answer.decisive.begin(), answer.decisive.end(), d), decisive ? 1 : 0);
    EXPECT_EQ(std::count(answer.idle.begin(), answer.idle.end(), d), idle ? 1 : 0);
  }
}

std::size_t scaled(std::size_t count) {
  const char* percent = std::getenv("SCRUTINEER_TEST_SCALE");
  return percent ? std::max<std::size_t>(1, count * std::strtoul(percent, nullptr, 10) / 100)
                 : count;
}

TEST(ManyAlternatives, ManySmallDifferencesEqualTheSetOfReachableSums) {
  const std::size_t wanted = scaled(700);
  Maker maker(11);
  std::map<Answer, std::size_t> answers;
  for (std::size_t done = 0; done < wanted; ++done) {
    const DoubtProblem problem = maker.make();
    const std::vector<bool> all(problem.doubts.size(), true);
    const auto answer = resolve_doubts(problem);
    ASSERT_TRUE(answer.has_value());
    const Enumerated whole = enumerate(problem, all, answer->holds);
    EXPECT_TRUE(answer->exact);
    EXPECT_EQ(static_cast<int>(answer->answer), static_cast<int>(whole.answer));
    EXPECT_EQ(answer->votes_needed, whole.needed);
    if (done % 10 == 0) expect_same_without_each(problem, *answer, whole);
    ++answers[answer->answer];
    if (testing::Test::HasFailure()) FAIL() << "election " << done << "\n" << describe(problem);
  }
  if (wanted < 50) return;
  EXPECT_GT(answers[Answer::cannot_change], wanted / 10);
  EXPECT_GT(answers[Answer::can_change], wanted / 10);
  // One of the 700.
  if (wanted >= 700) {
    EXPECT_GT(answers[Answer::must_change], 0U);
  }
}

// Of 500 stations each differs by at most two votes; the lead of the last seat is a little larger
// than all of that together, or a little smaller.
DoubtProblem many_stations(Votes lead) {
  DoubtProblem problem;
  problem.rules.rule = Rule::dhondt;
  problem.parties = 2;
  problem.constituencies = {"all"};
  problem.seats = {1};
  problem.base_beyond_valid = {0};
  for (std::size_t cell = 0; cell < 500; ++cell) {
    const Votes more = cell == 0 ? lead : 0;
    problem.cells.push_back({std::to_string(cell), 0, {100 + more, 100}, Count{}});
    CellDoubt doubt;
    doubt.id = problem.cells.back().unit;
    doubt.way = Way::alternatives;
    doubt.cells = {cell};
    doubt.from = doubt.to = {true, true};
    doubt.options = {{{cell, {100 + more, 100}}}, {{cell, {99 + more, 101}}}};
    problem.doubts.push_back(doubt);
  }
  problem.question.who = {0};
  problem.question.seats = 1;
  return problem;
}

TEST(ManyAlternatives, WhatTheirSumCannotReachIsExcludedWithoutASearch) {
  const auto answer = resolve_doubts(many_stations(1'001), {0});
  ASSERT_TRUE(answer.has_value());
  EXPECT_EQ(answer->answer, Answer::cannot_change);
  EXPECT_TRUE(answer->exact);
  EXPECT_EQ(answer->votes_in_doubt, 500);
}

TEST(ManyAlternatives, WhatTheirSumJustReachesIsATie) {
  const auto answer = resolve_doubts(many_stations(1'000));
  ASSERT_TRUE(answer.has_value());
  EXPECT_EQ(answer->answer, Answer::can_change);
  EXPECT_TRUE(answer->exact);
  EXPECT_EQ(answer->votes_needed, 500);
}

}  // namespace
}  // namespace scrutineer
