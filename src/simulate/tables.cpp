#include "simulate/tables.hpp"

#include <algorithm>
#include <cstdlib>
#include <map>
#include <numeric>
#include <utility>

#include "simulate/polytope.hpp"
#include "simulate/whole_numbers.hpp"

namespace scrutineer {
namespace {

// Steps of the walk for each free variable: before the first table, and between two. How little
// tables then depend on each other is in docs/simulate.md.
constexpr std::size_t kStepsBefore = 2'000;
constexpr std::size_t kStepsBetween = 500;
constexpr int kMostTries = 50;

std::string sentence(const Contradiction& contradiction) {
  std::string text = "these published facts cannot all be true of one table of votes: ";
  for (std::size_t i = 0; i < contradiction.claims.size(); ++i) {
    text += (i == 0 ? "" : ", ") + contradiction.claims[i];
  }
  return text + ".";
}

Seats seats_in_all(const PublishedProblem& problem) {
  return std::max<Seats>(1, std::accumulate(problem.seats.begin(), problem.seats.end(), Seats{0}));
}

// The stated total of a party's votes, or of all votes.
std::optional<Votes> stated_votes(const PublishedProblem& problem,
                                  std::optional<std::size_t> party) {
  for (const Fact& fact : problem.facts) {
    if (fact.kind == Fact::Kind::votes && !fact.constituency && fact.party == party) {
      return fact.high;
    }
  }
  return std::nullopt;
}

// Terms of one variable together, without a common factor, the first one positive.
std::vector<Term> normal_terms(const FactRow& row, std::int64_t& factor) {
  std::map<std::size_t, std::int64_t> sums;
  for (const Term& term : row.terms) sums[term.variable] += term.coefficient;
  std::vector<Term> terms;
  factor = 0;
  for (const auto& [variable, coefficient] : sums) {
    if (coefficient == 0) continue;
    terms.push_back({variable, coefficient});
    factor = std::gcd(factor, coefficient);
  }
  if (!terms.empty() && terms.front().coefficient < 0) factor = -factor;
  for (Term& term : terms) term.coefficient /= factor;
  return terms;
}

// Rows of the same terms as one: the two halves of a printed margin leave a strip between them.
std::vector<FactRow> merged(const std::vector<FactRow>& rows) {
  std::map<std::vector<std::pair<std::size_t, std::int64_t>>, FactRow> by_terms;
  for (const FactRow& row : rows) {
    std::int64_t factor = 1;
    std::vector<Term> terms = normal_terms(row, factor);
    if (terms.empty()) continue;
    std::vector<std::pair<std::size_t, std::int64_t>> key;
    for (const Term& term : terms) key.emplace_back(term.variable, term.coefficient);
    FactRow& kept = by_terms[std::move(key)];
    kept.terms = std::move(terms);
    const bool turned = factor < 0;
    const auto narrow_below = [&](std::int64_t value) {
      const auto bound = static_cast<std::int64_t>(ceil_divide(value, std::abs(factor)));
      kept.lower = std::max(kept.lower.value_or(bound), bound);
    };
    const auto narrow_above = [&](std::int64_t value) {
      const auto bound = static_cast<std::int64_t>(floor_divide(value, std::abs(factor)));
      kept.upper = std::min(kept.upper.value_or(bound), bound);
    };
    if (row.lower && turned) narrow_above(-*row.lower);
    if (row.lower && !turned) narrow_below(*row.lower);
    if (row.upper && turned) narrow_below(-*row.upper);
    if (row.upper && !turned) narrow_above(*row.upper);
  }
  std::vector<FactRow> result;
  for (auto& [key, row] : by_terms) result.push_back(std::move(row));
  return result;
}

// As if everybody voted alike everywhere: the point from which the walk's start is searched.
std::vector<double> even_point(const PublishedProblem& problem, const VoteBox& box) {
  std::vector<double> point;
  const auto seats = static_cast<double>(seats_in_all(problem));
  for (std::size_t c = 0; c < problem.constituencies.size(); ++c) {
    for (std::size_t p = 0; p < problem.parties; ++p) {
      const Votes all = box.upper[votes_at(problem, c, p)];
      point.push_back(static_cast<double>(std::max<Votes>(all, 1)) *
                      static_cast<double>(problem.seats[c]) / seats);
    }
  }
  return point;
}

// votes(c)/seats(c) within the factor a/b of total/seats.
void add_assumption(const PublishedProblem& problem, const Rational& factor, Votes total,
                    std::vector<FactRow>& rows) {
  const Wide all = seats_in_all(problem);
  for (std::size_t c = 0; c < problem.constituencies.size(); ++c) {
    FactRow row;
    for (std::size_t p = 0; p < problem.parties; ++p) {
      row.terms.push_back({votes_at(problem, c, p), 1});
    }
    const Wide share = static_cast<Wide>(total) * problem.seats[c];
    row.lower = static_cast<Votes>(ceil_divide(share * factor.denominator, all * factor.numerator));
    row.upper =
        static_cast<Votes>(floor_divide(share * factor.numerator, all * factor.denominator));
    rows.push_back(std::move(row));
  }
}

}  // namespace

struct TableSampler::State {
  PublishedProblem problem;
  std::vector<FactRow> rows;
  std::vector<std::size_t> groups;
  std::optional<Polytope> polytope;
  std::vector<double> point;
  Random random{0};
};

TableSampler::TableSampler(std::unique_ptr<State> state) : state_(std::move(state)) {}
TableSampler::TableSampler(TableSampler&&) noexcept = default;
TableSampler& TableSampler::operator=(TableSampler&&) noexcept = default;
TableSampler::~TableSampler() = default;

Result<TableSampler> TableSampler::of(PublishedProblem problem, std::uint64_t seed,
                                      const TableAssumption& assumption) {
  const Contradiction contradiction = find_contradiction(problem);
  if (!contradiction.facts.empty()) return fail(sentence(contradiction));
  const VoteBox box = box_of_votes(problem);
  if (!box.bounded || box.upper.empty()) {
    return fail(
        "what is published does not bound the votes, so that none can be drawn; claims of kind "
        "\"votes\", \"cast\" or \"registered\" for the whole contest would.");
  }
  auto state = std::make_unique<State>();
  std::vector<FactRow> rows = rows_of(problem);
  if (assumption.votes_per_seat_within) {
    const auto total = stated_votes(problem, std::nullopt);
    if (!total) {
      return fail(
          "votes for each seat can be kept near their average only where the total of "
          "valid votes is published.");
    }
    add_assumption(problem, *assumption.votes_per_seat_within, *total, rows);
  }
  state->rows = merged(rows);
  for (std::size_t v = 0; v < box.upper.size(); ++v) state->groups.push_back(v % problem.parties);
  const std::vector<double> near = even_point(problem, box);
  state->polytope.emplace(state->rows, box.upper, near, state->groups);
  const auto start = state->polytope->point_inside(near);
  if (!start) {
    return fail(
        "no table of votes was found with room around it that agrees with everything "
        "published; the facts may confine the votes too narrowly to draw from.");
  }
  state->random = Random(seed).fork("tables");
  state->point = state->polytope->walk(*start, kStepsBefore * state->polytope->free_variables(),
                                       state->random);
  state->problem = std::move(problem);
  return TableSampler(std::move(state));
}

Result<VoteTable> TableSampler::next() {
  State& state = *state_;
  for (int attempt = 0; attempt < kMostTries; ++attempt) {
    state.point = state.polytope->walk(
        std::move(state.point), kStepsBetween * state.polytope->free_variables(), state.random);
    const auto values = whole_numbers(state.rows, state.point, state.groups);
    if (!values) continue;
    VoteTable table(state.problem.constituencies.size(), std::vector<Votes>(state.problem.parties));
    for (std::size_t v = 0; v < values->size(); ++v) {
      table[v / state.problem.parties][v % state.problem.parties] = (*values)[v];
    }
    const auto broken = check_table(state.problem, table);
    if (!broken) return tl::unexpected(broken.error());
    if (broken->empty()) return table;
  }
  return fail(
      "no whole numbers of votes were found near the points of the walk that meet every "
      "published fact; another seed may help.");
}

}  // namespace scrutineer
