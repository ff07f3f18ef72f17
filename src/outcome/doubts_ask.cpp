#include "outcome/doubts_ask.hpp"

#include <algorithm>
#include <limits>
#include <numeric>

namespace scrutineer {

namespace doubting {

namespace {

// weight·votes + constant >= 0 (or > 0), with 128-bit parts that must end in 64 bits.
Result<VoteDemand> demand_of(const std::vector<Wide>& weights, Wide constant, bool strict) {
  VoteDemand demand;
  const Wide limit = std::numeric_limits<std::int64_t>::max();
  const Wide at_least = (strict ? 1 : 0) - constant;
  bool fits = at_least <= limit && at_least >= -limit;
  for (const Wide weight : weights) {
    fits = fits && weight <= limit && weight >= -limit;
    demand.weight.push_back(static_cast<std::int64_t>(weight));
  }
  demand.at_least = static_cast<std::int64_t>(at_least);
  if (!fits) return fail("The share of the question has too many digits for these votes.");
  return demand;
}

// votes of who − votes of over >= share × base. A base that votes move counts every party's votes.
Result<VoteDemand> lead_demand(const DoubtProblem& problem, const std::vector<Votes>& present,
                               Rational share, std::optional<std::size_t> over, bool strict) {
  const DoubtQuestion& question = problem.question;
  std::vector<Wide> weights(problem.parties, 0);
  for (const std::size_t p : question.who) weights[p] += share.denominator;
  if (over) weights[*over] -= share.denominator;
  Wide base = question.base_beyond_valid;
  if (question.base_is_fixed) base += std::accumulate(present.begin(), present.end(), Wide{0});
  if (!question.base_is_fixed) {
    for (Wide& weight : weights) weight -= share.numerator;
  }
  return demand_of(weights, -base * share.numerator, strict);
}

Holds compare(Seats low, Seats high, Seats seats) {
  if (low >= seats) return Holds::yes;
  return high < seats ? Holds::no : Holds::tie;
}

Result<Holds> ask_seats(const DoubtProblem& problem, const std::vector<std::vector<Votes>>& sums) {
  const auto who = who_of(problem);
  SeatRange range;
  for (std::size_t c = 0; c < sums.size(); ++c) {
    if (problem.question.constituency.value_or(c) != c) continue;
    const auto allocation = allocate_in(problem, c, sums[c]);
    if (!allocation) return tl::unexpected(allocation.error());
    const SeatRange here = seats_of(*allocation, who, !problem.rules.connected.empty());
    range.low += here.low;
    range.high += here.high;
  }
  return compare(range.low, range.high, problem.question.seats);
}

// The allocation stays as it is: yes. A lot that opens or closes, and could leave it so: tie.
Result<Holds> ask_equal(const DoubtProblem& problem, const std::vector<std::vector<Votes>>& sums,
                        const std::vector<std::vector<Votes>>& before) {
  Holds holds = Holds::yes;
  for (std::size_t c = 0; c < sums.size(); ++c) {
    if (problem.question.constituency.value_or(c) != c || sums[c] == before[c]) continue;
    const auto now = allocate_in(problem, c, sums[c]);
    if (!now) return tl::unexpected(now.error());
    const auto then = allocate_in(problem, c, before[c]);
    if (!then) return tl::unexpected(then.error());
    if (now->minimum == then->minimum && now->maximum == then->maximum) continue;
    for (std::size_t p = 0; p < problem.parties; ++p) {
      if (now->maximum[p] < then->minimum[p] || now->minimum[p] > then->maximum[p]) {
        return Holds::no;
      }
    }
    holds = Holds::tie;
  }
  return holds;
}

Holds ask_wins(const DoubtProblem& problem, const std::vector<Votes>& votes) {
  const auto who = who_of(problem);
  Votes ours = 0;
  std::optional<Votes> best;
  for (std::size_t p = 0; p < votes.size(); ++p) {
    if (who[p]) ours += votes[p];
    if (!who[p]) best = std::max(best.value_or(0), votes[p]);
  }
  if (!best || ours > *best) return Holds::yes;
  return ours == *best ? Holds::tie : Holds::no;
}

std::vector<std::vector<Votes>> sums_of(const DoubtProblem& problem,
                                        const std::vector<std::vector<Votes>>& cells) {
  std::vector<std::vector<Votes>> sums(problem.seats.size(), std::vector<Votes>(problem.parties));
  for (std::size_t c = 0; c < cells.size(); ++c) {
    for (std::size_t p = 0; p < problem.parties; ++p) {
      sums[problem.cells[c].constituency][p] += cells[c][p];
    }
  }
  return sums;
}

std::vector<Votes> votes_asked(const DoubtProblem& problem,
                               const std::vector<std::vector<Votes>>& sums) {
  if (problem.question.constituency) return sums[*problem.question.constituency];
  std::vector<Votes> votes(problem.parties, 0);
  for (const auto& sum : sums) {
    for (std::size_t p = 0; p < votes.size(); ++p) votes[p] += sum[p];
  }
  return votes;
}

}  // namespace

SeatRange seats_of(const Allocation& allocation, const std::vector<bool>& who, bool has_lists) {
  // While a lot between lists is open, what their members hold is known party by party only.
  const bool by_party =
      has_lists && std::any_of(allocation.ties.begin(), allocation.ties.end(),
                               [](const Tie& t) { return !t.drawn && t.list == 0; });
  SeatRange range;
  for (std::size_t p = 0; p < who.size(); ++p) {
    if (!who[p]) continue;
    range.low += allocation.minimum[p];
    range.high += by_party ? allocation.maximum[p] : allocation.minimum[p];
  }
  if (by_party) return range;
  for (const Tie& tie : allocation.ties) {
    if (tie.drawn) continue;
    const auto ours = static_cast<Seats>(std::count_if(tie.candidates.begin(), tie.candidates.end(),
                                                       [&](std::size_t p) { return who[p]; }));
    const Seats others = static_cast<Seats>(tie.candidates.size()) - ours;
    if (tie.block) {
      range.low += others == 0 ? tie.seats : 0;
      range.high += ours > 0 ? tie.seats : 0;
    } else {
      range.low += std::max<Seats>(0, tie.seats - others);
      range.high += std::min(tie.seats, ours);
    }
  }
  return range;
}

Result<Allocation> allocate_in(const DoubtProblem& problem, std::size_t constituency,
                               const std::vector<Votes>& votes) {
  ConstituencyVotes here;
  if (constituency < problem.constituencies.size())
    here.unit = problem.constituencies[constituency];
  here.seats = problem.seats[constituency];
  here.votes = votes;
  if (!problem.base_beyond_valid.empty()) {
    here.base_beyond_valid = problem.base_beyond_valid[constituency];
  }
  return allocate(here, problem.rules, problem.lots.empty() ? Lot{} : problem.lots[constituency]);
}

std::vector<bool> who_of(const DoubtProblem& problem) {
  std::vector<bool> who(problem.parties, false);
  for (const std::size_t p : problem.question.who) who[p] = true;
  return who;
}

std::vector<std::vector<Votes>> present_votes(const DoubtProblem& problem) {
  std::vector<std::vector<Votes>> votes;
  for (const DoubtCell& cell : problem.cells) votes.push_back(cell.votes);
  return votes;
}

Result<std::vector<VoteDemand>> demands_for_yes(const DoubtProblem& problem,
                                                const std::vector<Votes>& present) {
  const DoubtQuestion& question = problem.question;
  std::vector<VoteDemand> demands;
  const auto add = [&](Rational share, std::optional<std::size_t> over,
                       bool strict) -> Result<void> {
    auto demand = lead_demand(problem, present, share, over, strict);
    if (!demand) return tl::unexpected(demand.error());
    demands.push_back(std::move(*demand));
    return {};
  };
  const bool is_lead = question.kind == QuestionKind::lead_at_least;
  if (!is_lead || question.has_share) {
    if (auto done = add(question.share, std::nullopt, question.strict); !done) {
      return tl::unexpected(done.error());
    }
  }
  // "Strictly" speaks of the share where the question has one, and else of the lead.
  const bool strict_lead = question.strict && !question.has_share;
  const auto who = who_of(problem);
  for (std::size_t p = 0; is_lead && p < problem.parties; ++p) {
    if (who[p] || question.over.value_or(p) != p) continue;
    if (auto done = add(question.points, p, strict_lead); !done) {
      return tl::unexpected(done.error());
    }
  }
  return demands;
}

}  // namespace doubting

Result<Holds> ask(const DoubtProblem& problem, const std::vector<std::vector<Votes>>& cell_votes) {
  using namespace doubting;
  const auto sums = sums_of(problem, cell_votes);
  const auto before = sums_of(problem, present_votes(problem));
  if (problem.question.kind == QuestionKind::seats_at_least) return ask_seats(problem, sums);
  if (problem.question.kind == QuestionKind::seats_equal) return ask_equal(problem, sums, before);
  const auto votes = votes_asked(problem, sums);
  if (problem.question.kind == QuestionKind::wins) return ask_wins(problem, votes);
  const auto demands = demands_for_yes(problem, votes_asked(problem, before));
  if (!demands) return tl::unexpected(demands.error());
  for (const VoteDemand& demand : *demands) {
    Wide sum = 0;
    for (std::size_t p = 0; p < votes.size(); ++p) {
      sum += static_cast<Wide>(demand.weight[p]) * votes[p];
    }
    if (sum < demand.at_least) return Holds::no;
  }
  return Holds::yes;
}

}  // namespace scrutineer
