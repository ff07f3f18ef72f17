// Doubts equal enumeration: random elections of every rule with overlapping doubts of every kind,
// against a twin that tries every resolution vote by vote.
#include "outcome/doubts_brute_force.hpp"

#include <algorithm>
#include <cstdlib>
#include <random>
#include <sstream>

#include <gtest/gtest.h>

#include "outcome/doubts.hpp"

namespace scrutineer {
namespace {

constexpr std::size_t kMostStates = 1500;

std::ostream& print(std::ostream& out, const std::vector<bool>& flags) {
  for (const bool flag : flags) out << (flag ? '1' : '0');
  return out;
}

std::string describe(const DoubtProblem& problem) {
  std::ostringstream out;
  const DoubtQuestion& q = problem.question;
  out << "rule " << name_of(problem.rules.rule) << " kind " << name_of(q.kind) << " seats "
      << q.seats << " share " << to_string(q.share) << " points " << to_string(q.points)
      << " strict " << q.strict << " fixed " << q.base_is_fixed << " beyond "
      << q.base_beyond_valid;
  if (q.constituency) out << " in " << *q.constituency;
  if (q.over) out << " over " << *q.over;
  if (problem.rules.threshold) out << " threshold " << to_string(problem.rules.threshold->share);
  out << " who";
  for (const auto p : q.who) out << ' ' << p;
  if (!problem.rules.connected.empty()) out << "\nconnected 0 1";
  for (const Lot& lot : problem.lots) {
    out << "\nlot";
    for (const auto p : lot) out << ' ' << p;
  }
  out << "\nseats";
  for (const auto s : problem.seats) out << ' ' << s;
  for (const DoubtCell& cell : problem.cells) {
    out << "\ncell in " << cell.constituency << ':';
    for (const auto v : cell.votes) out << ' ' << v;
    if (cell.can_be_added) out << " room " << *cell.can_be_added;
  }
  for (const CellDoubt& doubt : problem.doubts) {
    out << "\ndoubt " << name_of(doubt.way) << " low " << doubt.low << " high "
        << (doubt.high ? std::to_string(*doubt.high) : "all") << " from ";
    print(out, doubt.from) << " to ";
    print(out, doubt.to) << (doubt.unlocated ? " unlocated" : "") << " cells";
    for (const auto c : doubt.cells) out << ' ' << c;
    for (const auto& option : doubt.options) {
      out << " |";
      for (const auto& one : option) {
        out << " cell " << one.cell << ':';
        for (const auto v : one.votes) out << ' ' << v;
      }
    }
  }
  return out.str();
}

class Maker {
 public:
  explicit Maker(std::uint64_t seed) : engine_(seed) {}

  // Uniform enough, and the same with every library.
  std::int64_t upto(std::int64_t most) {
    return static_cast<std::int64_t>(engine_() % static_cast<std::uint64_t>(most + 1));
  }
  bool one_in(std::int64_t n) { return upto(n - 1) == 0; }

  DoubtProblem make(Rule rule) {
    DoubtProblem problem;
    problem.rules.rule = rule;
    problem.parties = static_cast<std::size_t>(2 + upto(2));
    if (one_in(4)) {
      const std::int64_t share = 1 + upto(3);
      problem.rules.threshold =
          Threshold{Rational::of(share, 8), Base::valid, Scope::constituency, one_in(2)};
    }
    const std::int64_t constituencies = 1 + upto(2);
    for (std::int64_t c = 0; c < constituencies; ++c) {
      problem.constituencies.push_back(std::to_string(c));
      problem.seats.push_back(one_in(12) ? 0 : 1 + upto(4));
      problem.base_beyond_valid.push_back(one_in(3) ? upto(2) : 0);
      const std::int64_t cells = 1 + upto(1);
      for (std::int64_t i = 0; i < cells; ++i) add_cell(problem, c, 12 / cells);
    }
    const std::int64_t doubts = 1 + upto(2);
    for (std::int64_t d = 0; d < doubts; ++d) add_doubt(problem, doubts);
    if (problem.doubts.back().cells.size() == 1 && one_in(2)) add_sibling(problem);
    ask_something(problem);
    add_lists_and_lots(problem);
    return problem;
  }

 private:
  std::vector<Votes> some_votes(std::size_t parties, std::int64_t most) {
    std::vector<Votes> votes(parties, 0);
    const std::int64_t total = one_in(10) ? upto(2) : upto(most);
    for (std::int64_t v = 0; v < total; ++v) {
      ++votes[static_cast<std::size_t>(upto(static_cast<std::int64_t>(parties) - 1))];
    }
    return votes;
  }

  void add_cell(DoubtProblem& problem, std::int64_t constituency, std::int64_t most) {
    DoubtCell cell;
    cell.unit = std::to_string(problem.cells.size());
    cell.constituency = static_cast<std::size_t>(constituency);
    cell.votes = some_votes(problem.parties, most);
    if (one_in(2)) cell.can_be_added = upto(3);
    problem.cells.push_back(cell);
  }

  std::vector<bool> some_parties(std::size_t parties) {
    std::vector<bool> flags(parties, true);
    if (one_in(3)) return flags;
    for (std::size_t p = 0; p < parties; ++p) flags[p] = one_in(2);
    return flags;
  }

  void add_doubt(DoubtProblem& problem, std::int64_t doubts) {
    CellDoubt doubt;
    doubt.id = std::to_string(problem.doubts.size());
    const Way ways[] = {Way::removable, Way::addable, Way::switchable, Way::unknown,
                        Way::alternatives};
    doubt.way = ways[upto(4)];
    doubt.from = some_parties(problem.parties);
    doubt.to = some_parties(problem.parties);
    doubt.high = upto(doubts == 1 ? 4 : 3);
    doubt.low = one_in(2) ? upto(*doubt.high) : 0;
    if (one_in(12)) doubt.low += 1;
    if (doubt.way != Way::addable && doubt.way != Way::unknown && one_in(6)) doubt.high.reset();
    doubt.unlocated = one_in(3);
    for (std::size_t c = 0; c < problem.cells.size(); ++c) {
      if (doubt.unlocated || one_in(2)) doubt.cells.push_back(c);
    }
    if (doubt.way == Way::alternatives) {
      doubt.unlocated = false;
      doubt.cells.clear();
      add_options(problem, doubt);
    }
    problem.doubts.push_back(doubt);
  }

  void add_options(const DoubtProblem& problem, CellDoubt& doubt) {
    const std::int64_t options = 1 + upto(2);
    const auto last = static_cast<std::int64_t>(problem.cells.size()) - 1;
    for (std::int64_t o = 0; o < options; ++o) {
      std::vector<CellAlternative> option;
      const auto cell = static_cast<std::size_t>(upto(last));
      for (std::size_t c = 0; c <= cell; ++c) {
        if (c != cell && !one_in(4)) continue;
        const bool same = one_in(3);
        option.push_back({c, same ? problem.cells[c].votes : some_votes(problem.parties, 6)});
      }
      doubt.options.push_back(option);
    }
  }

  // The same doubt of another station, as station-level complaints are.
  void add_sibling(DoubtProblem& problem) {
    CellDoubt doubt = problem.doubts.back();
    doubt.id = std::to_string(problem.doubts.size());
    doubt.unlocated = false;
    doubt.cells = {(doubt.cells.front() + 1) % problem.cells.size()};
    problem.doubts.push_back(doubt);
  }

  // Of connected lists only what the search claims to decide: see doubts_lists.cpp.
  void add_lists_and_lots(DoubtProblem& problem) {
    const bool equal = problem.question.kind == QuestionKind::seats_equal;
    const bool remainders = problem.rules.rule == Rule::hare_largest_remainder;
    if (problem.parties > 2 && !remainders && !equal && one_in(5)) {
      problem.rules.connected = {{0, 1}};
      problem.question.who.resize(1);
    } else if (!equal && one_in(8)) {
      for (std::size_t c = 0; c < problem.seats.size(); ++c) {
        Lot lot;
        for (std::size_t p = 0; p < problem.parties; ++p) lot.push_back(p);
        for (std::size_t p = problem.parties; p-- > 1;) {
          std::swap(lot[p], lot[static_cast<std::size_t>(upto(static_cast<std::int64_t>(p)))]);
        }
        if (one_in(3)) lot.pop_back();
        problem.lots.push_back(lot);
      }
    }
  }

  void ask_something(DoubtProblem& problem) {
    DoubtQuestion& question = problem.question;
    const QuestionKind kinds[] = {QuestionKind::seats_at_least, QuestionKind::seats_at_least,
                                  QuestionKind::seats_at_least, QuestionKind::seats_equal,
                                  QuestionKind::wins,           QuestionKind::share_at_least,
                                  QuestionKind::lead_at_least};
    question.kind = kinds[upto(6)];
    const auto last = static_cast<std::int64_t>(problem.parties) - 1;
    const auto who = static_cast<std::size_t>(upto(last));
    for (std::size_t p = 0; p < problem.parties; ++p) {
      if (p == who || (problem.parties > 2 && one_in(6))) question.who.push_back(p);
    }
    if (one_in(3)) {
      question.constituency = static_cast<std::size_t>(
          upto(static_cast<std::int64_t>(problem.constituencies.size()) - 1));
    }
    Seats seats = 0;
    for (const Seats s : problem.seats) seats += s;
    question.seats = 1 + upto(std::max<Seats>(1, question.constituency ? 3 : seats * 2 / 3));
    question.share = Rational::of(1 + upto(4), 2 + upto(5));
    question.points = Rational::of(upto(2), 4 + upto(4));
    question.has_share = one_in(2);
    question.strict = one_in(2);
    question.base_is_fixed = one_in(3);
    question.base_beyond_valid = one_in(2) ? upto(4) : 0;
    const auto over = static_cast<std::size_t>(upto(last));
    const bool inside =
        std::find(question.who.begin(), question.who.end(), over) != question.who.end();
    if (!inside && one_in(2)) question.over = over;
  }

  std::mt19937_64 engine_;
};

std::size_t scaled(std::size_t count) {
  const char* percent = std::getenv("SCRUTINEER_TEST_SCALE");
  return percent ? std::max<std::size_t>(1, count * std::strtoul(percent, nullptr, 10) / 100)
                 : count;
}

// The witness is a resolution: replayed move by move, it stays within budgets and cells.
void expect_valid_witness(const DoubtProblem& problem, const DoubtAnswer& answer) {
  std::vector<std::vector<Votes>> left, now;
  std::vector<Votes> used(problem.doubts.size(), 0), added(problem.cells.size(), 0);
  for (const DoubtCell& cell : problem.cells) left.push_back(cell.votes);
  now = left;
  Votes cost = 0;
  for (const CellMove& move : answer.witness) {
    if (!move.option) continue;
    for (const auto& one : problem.doubts[move.doubt].options[*move.option]) {
      if (one.cell != move.cell) continue;
      Votes up = 0;
      Votes down = 0;
      for (std::size_t p = 0; p < problem.parties; ++p) {
        up += std::max<Votes>(0, one.votes[p] - now[move.cell][p]);
        down += std::max<Votes>(0, now[move.cell][p] - one.votes[p]);
      }
      cost += std::max(up, down);
      left[move.cell] = now[move.cell] = one.votes;
    }
  }
  for (const CellMove& move : answer.witness) {
    if (move.option) continue;
    cost += move.votes;
    used[move.doubt] += move.votes;
    const auto& cells = problem.doubts[move.doubt].cells;
    EXPECT_TRUE(std::find(cells.begin(), cells.end(), move.cell) != cells.end());
    if (move.from) {
      EXPECT_TRUE(problem.doubts[move.doubt].from[*move.from]);
      EXPECT_GE(left[move.cell][*move.from] -= move.votes, 0);
      now[move.cell][*move.from] -= move.votes;
    } else {
      added[move.cell] += move.votes;
    }
    if (move.to) {
      EXPECT_TRUE(problem.doubts[move.doubt].to[*move.to]);
      now[move.cell][*move.to] += move.votes;
    }
  }
  for (std::size_t d = 0; d < used.size(); ++d) {
    EXPECT_LE(used[d], problem.doubts[d].high.value_or(used[d]));
  }
  for (std::size_t c = 0; c < added.size(); ++c) {
    EXPECT_LE(added[c], problem.cells[c].can_be_added.value_or(added[c]));
  }
  std::vector<Votes> flat;
  for (const auto& cell : now) flat.insert(flat.end(), cell.begin(), cell.end());
  EXPECT_EQ(flat, answer.witness_votes);
  EXPECT_EQ(cost, answer.votes_needed);
  EXPECT_NE(*ask(problem, now), answer.holds);
}

void expect_same(const DoubtAnswer& answer, const brute::Findings& twin) {
  EXPECT_TRUE(answer.exact);
  EXPECT_FALSE(answer.search_stopped);
  EXPECT_EQ(answer.holds, twin.holds);
  EXPECT_EQ(static_cast<int>(answer.answer), static_cast<int>(twin.answer));
  EXPECT_EQ(answer.overlap_open, twin.overlap_open);
  EXPECT_EQ(answer.votes_in_doubt, twin.in_doubt);
  if (twin.answer != Answer::cannot_change) {
    EXPECT_EQ(answer.votes_needed, twin.needed);
  } else if (twin.lifted) {
    EXPECT_EQ(answer.votes_needed, twin.lifted);
  } else if (twin.lifted_never) {
    EXPECT_FALSE(answer.votes_needed.has_value());
  } else if (twin.none_to && answer.votes_needed) {
    EXPECT_GT(*answer.votes_needed, *twin.none_to);
  }
}

// Decisive and idle doubts, by enumeration without each of them.
void expect_same_without_each(const DoubtProblem& problem, const DoubtAnswer& answer,
                              const brute::Findings& whole) {
  for (std::size_t d = 0; d < problem.doubts.size(); ++d) {
    std::vector<bool> active(problem.doubts.size(), true);
    active[d] = false;
    const auto twin = brute::try_every_resolution(problem, active, kMostStates);
    if (!twin.finished) continue;
    const bool decisive =
        whole.answer != Answer::cannot_change && twin.answer == Answer::cannot_change;
    EXPECT_EQ(std::count(answer.decisive.begin(), answer.decisive.end(), d), decisive ? 1 : 0);
    if (whole.answer == Answer::cannot_change) continue;
    const bool idle = twin.answer == whole.answer && twin.needed == whole.needed;
    EXPECT_EQ(std::count(answer.idle.begin(), answer.idle.end(), d), idle ? 1 : 0);
  }
}

void compare_with_twin(Rule rule) {
  const std::size_t wanted = scaled(10'000);
  Maker maker(7 + static_cast<std::uint64_t>(rule));
  std::size_t answers[4] = {0, 0, 0, 0};
  for (std::size_t done = 0; done < wanted;) {
    const DoubtProblem problem = maker.make(rule);
    const std::vector<bool> active(problem.doubts.size(), true);
    const auto twin = brute::try_every_resolution(problem, active, kMostStates);
    if (!twin.finished) continue;
    ++done;
    const auto answer = resolve_doubts(problem);
    ASSERT_TRUE(answer.has_value());
    ++answers[static_cast<std::size_t>(answer->answer)];
    expect_same(*answer, twin);
    if (!answer->witness_votes.empty()) expect_valid_witness(problem, *answer);
    if (done % 10 == 0) expect_same_without_each(problem, *answer, twin);
    if (testing::Test::HasFailure()) {
      FAIL() << "election " << done << "\n"
             << describe(problem) << "\ntwin: answer " << static_cast<int>(twin.answer)
             << " needed " << twin.needed.value_or(-1) << " lifted " << twin.lifted.value_or(-1)
             << "\nours: answer " << static_cast<int>(answer->answer) << " needed "
             << answer->votes_needed.value_or(-1);
    }
  }
  for (const Answer kind : {Answer::cannot_change, Answer::can_change, Answer::must_change}) {
    EXPECT_GT(answers[static_cast<std::size_t>(kind)], wanted / 100);
  }
}

TEST(DoubtsEqualEnumeration, UnderDhondt) { compare_with_twin(Rule::dhondt); }
TEST(DoubtsEqualEnumeration, UnderSainteLague) { compare_with_twin(Rule::sainte_lague); }
TEST(DoubtsEqualEnumeration, UnderLargestRemainders) {
  compare_with_twin(Rule::hare_largest_remainder);
}
TEST(DoubtsEqualEnumeration, UnderQuotasThenHighestAverages) {
  compare_with_twin(Rule::hare_then_highest_averages);
}
TEST(DoubtsEqualEnumeration, UnderPlurality) { compare_with_twin(Rule::plurality); }

}  // namespace
}  // namespace scrutineer
