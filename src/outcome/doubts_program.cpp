#include "outcome/doubts_program.hpp"

#include <algorithm>
#include <limits>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "outcome/certified_program.hpp"

namespace scrutineer::doubting {

namespace {

struct Flow {
  std::size_t doubt, place;
  std::optional<std::size_t> from, to;
  std::size_t variable;
};

class Builder {
 public:
  Builder(const Arena& arena, const Order& order) : arena_(arena), order_(order) {
    rows_of_area_.resize(arena.areas.size());
    for (std::size_t r = 0; r < order.rows.size(); ++r) {
      rows_of_area_[order.rows[r].area].push_back(r);
    }
    terms_of_row_.resize(order.rows.size());
    needs_low_ = order.with_low && std::any_of(arena.terms.low.begin(), arena.terms.low.end(),
                                               [](Votes low) { return low > 0; });
    vote_cost_ = order.most ? -1 : 1;
  }

  // False where the numbers do not fit; the search then claims nothing.
  bool build() {
    if (arena_.has_options) add_options();
    for (std::size_t area = 0; area < arena_.areas.size(); ++area) {
      if (!takes_part(area)) continue;
      for (const std::size_t place : arena_.areas[area].places) {
        choose_speaker(place);
        if (order_.areas[area]) add_place(place);
      }
    }
    add_budgets();
    return add_demands();
  }

  // Asks for just these votes, place by place of the coarse arena where it merges several.
  void follow(const Plan& coarse) {
    std::map<std::tuple<std::size_t, std::optional<std::size_t>, std::optional<std::size_t>>,
             std::vector<Term>>
        terms;
    for (const Flow& flow : flows_) {
      const std::size_t place = arena_.place_in_coarse[flow.place];
      if (arena_.coarse->places[place].cells.empty()) {
        terms[{place, flow.from, flow.to}].push_back({flow.variable, 1});
      }
    }
    std::map<std::tuple<std::size_t, std::optional<std::size_t>, std::optional<std::size_t>>, Votes>
        wanted;
    for (const Use& use : coarse.uses) wanted[{use.place, use.from, use.to}] += use.votes;
    for (auto& [key, row] : terms) {
      const auto found = wanted.find(key);
      const Votes votes = found == wanted.end() ? 0 : found->second;
      program_.add_row(std::move(row), votes, votes);
    }
  }

  const Program& program() const { return program_; }

  Plan read(const std::vector<std::int64_t>& values) const {
    Plan plan;
    if (arena_.has_options) plan.speakers.resize(arena_.places.size());
    for (const Flow& flow : flows_) {
      const Votes votes = values[flow.variable];
      if (votes == 0) continue;
      plan.uses.push_back({flow.doubt, flow.place, flow.from, flow.to, votes});
      plan.cost += votes;
    }
    for (const auto& [key, variable] : speaks_) {
      if (values[variable] == 0) continue;
      plan.speakers[key.first] = key.second;
      const Place& place = arena_.places[key.first];
      if (order_.areas[place.area]) plan.cost += place.speakers[key.second].cost;
    }
    return plan;
  }

 private:
  // Options chosen elsewhere matter only where they bind what is chosen here.
  bool takes_part(std::size_t area) const {
    return order_.areas[area] || (!arena_.separate && arena_.areas[area].alternatives);
  }

  // Exactly one option of each alternatives doubt holds. Lone places need no such variables.
  void add_options() {
    std::set<std::size_t> linked;
    for (const Place& place : arena_.places) {
      for (const Speaker& speaker : place.speakers) {
        if (!place.lone && takes_part(place.area)) linked.insert(speaker.doubt);
      }
    }
    for (const std::size_t d : linked) {
      std::vector<Term> one;
      for (std::size_t option = 0; option < arena_.problem->doubts[d].options.size(); ++option) {
        const std::size_t variable = program_.add_variable(0, 1, true);
        option_[{d, option}] = variable;
        one.push_back({variable, 1});
      }
      program_.add_row(std::move(one), 1, 1);
    }
  }

  // One of the options that hold and name the place gives its votes; its own stand where none does.
  void choose_speaker(std::size_t index) {
    const Place& place = arena_.places[index];
    if (place.speakers.empty()) return;
    if (place.lone) return choose_alone(index);
    const std::size_t own = program_.add_variable(0, 1, true);
    std::vector<Term> one = {{own, 1}};
    for (std::size_t s = 0; s < place.speakers.size(); ++s) {
      const Speaker& speaker = place.speakers[s];
      const std::size_t holds = option_.at({speaker.doubt, speaker.option});
      const Votes cost = order_.areas[place.area] ? speaker.cost : 0;
      const std::size_t speaks = program_.add_variable(0, 1, true, vote_cost_ * cost);
      speaks_[{index, s}] = speaks;
      one.push_back({speaks, 1});
      program_.add_row({{speaks, 1}, {holds, -1}}, std::nullopt, 0);
      program_.add_row({{own, 1}, {holds, 1}}, std::nullopt, 1);
      add_to_rows(place.area, gains_of(place, speaker), speaks);
    }
    program_.add_row(std::move(one), 1, 1);
  }

  // What a speaker adds to each row of the area.
  std::vector<Wide> gains_of(const Place& place, const Speaker& speaker) {
    std::vector<Wide> gains;
    for (const std::size_t r : rows_of_area_[place.area]) {
      Wide gain = 0;
      for (std::size_t p = 0; p < place.votes.size(); ++p) {
        gain += static_cast<Wide>(order_.rows[r].weight[p]) * (speaker.votes[p] - place.votes[p]);
      }
      fits_ = fits_ && gain <= kLargest && gain >= -kLargest;
      gains.push_back(gain);
    }
    return gains;
  }

  void add_to_rows(std::size_t area, const std::vector<Wide>& gains, std::size_t variable) {
    for (std::size_t i = 0; i < gains.size(); ++i) {
      if (gains[i] == 0) continue;
      terms_of_row_[rows_of_area_[area][i]].push_back(
          {variable, static_cast<std::int64_t>(gains[i])});
    }
  }

  // An option of a lone place, as the rows and the price see it; without a speaker it stays.
  struct Choice {
    std::optional<std::size_t> speaker;
    std::vector<Wide> gains;
    Votes cost = 0;

    bool outdoes(const Choice& other) const {
      if (cost > other.cost) return false;
      for (std::size_t i = 0; i < gains.size(); ++i) {
        if (gains[i] < other.gains[i]) return false;
      }
      return true;
    }
  };

  // A choice that concerns nobody else: what another option outdoes in every row and in price is
  // never needed, and staying needs no variable.
  void choose_alone(std::size_t index) {
    const Place& place = arena_.places[index];
    const bool priced = order_.areas[place.area];
    std::vector<Choice> kept;
    const auto consider = [&](Choice choice) {
      for (const Choice& other : kept) {
        if (other.outdoes(choice)) return;
      }
      std::erase_if(kept, [&](const Choice& other) { return choice.outdoes(other); });
      kept.push_back(std::move(choice));
    };
    if (place.may_stay) {
      consider({std::nullopt, std::vector<Wide>(rows_of_area_[place.area].size(), 0), 0});
    }
    for (std::size_t s = 0; s < place.speakers.size(); ++s) {
      const Speaker& speaker = place.speakers[s];
      consider({s, gains_of(place, speaker), priced ? vote_cost_ * speaker.cost : 0});
    }
    std::vector<Term> one;
    for (const Choice& choice : kept) {
      if (!choice.speaker) continue;
      const std::size_t speaks = program_.add_variable(0, 1, true, choice.cost);
      speaks_[{index, *choice.speaker}] = speaks;
      one.push_back({speaks, 1});
      add_to_rows(place.area, choice.gains, speaks);
    }
    const bool stays = one.size() < kept.size();
    if (!stays) program_.add_row(std::move(one), 1, 1);
    if (stays && one.size() > 1) program_.add_row(std::move(one), std::nullopt, 1);
  }

  std::vector<std::int64_t> weights(std::size_t area, std::optional<std::size_t> party) const {
    std::vector<std::int64_t> weights;
    for (const std::size_t r : rows_of_area_[area]) {
      weights.push_back(party ? order_.rows[r].weight[*party] : 0);
    }
    return weights;
  }

  bool in_group(std::size_t d) const {
    return std::any_of(arena_.groups.begin(), arena_.groups.end(), [&](const auto& group) {
      return std::find(group.begin(), group.end(), d) != group.end();
    });
  }

  // Where a vote from `from` may go: of two places to go, one that no row likes better is dropped,
  // and so is what helps no row, unless votes are wanted for their own sake. Doubts that may
  // overlap keep all: where the vote goes decides which of them it counts for.
  std::vector<std::optional<std::size_t>> destinations(std::size_t d, std::size_t area,
                                                       std::optional<std::size_t> from) const {
    const CellDoubt& doubt = arena_.problem->doubts[d];
    const bool any = needs_low_ && in_group(d);
    std::vector<std::pair<std::optional<std::size_t>, std::vector<std::int64_t>>> kept;
    const auto at_most = [](const auto& a, const auto& b) {
      for (std::size_t i = 0; i < a.size(); ++i) {
        if (a[i] > b[i]) return false;
      }
      return true;
    };
    const auto consider = [&](std::optional<std::size_t> to) {
      auto weight = weights(area, to);
      for (const auto& other : kept) {
        if (!any && at_most(weight, other.second)) return;
      }
      std::erase_if(kept, [&](const auto& other) { return !any && at_most(other.second, weight); });
      kept.emplace_back(to, std::move(weight));
    };
    if (allows(doubt, from, std::nullopt) && from) consider(std::nullopt);
    for (std::size_t q = 0; q < arena_.problem->parties; ++q) {
      if (allows(doubt, from, q)) consider(q);
    }
    std::vector<std::optional<std::size_t>> found;
    const auto start = weights(area, from);
    for (const auto& [to, weight] : kept) {
      const bool helps = order_.most || needs_low_ || !at_most(weight, start);
      if (helps) found.push_back(to);
    }
    return found;
  }

  void add_flow(std::size_t d, std::size_t index, std::optional<std::size_t> from,
                std::optional<std::size_t> to, Votes most, std::vector<Term>& limit) {
    const Place& place = arena_.places[index];
    const Votes high = std::min(most, arena_.terms.high[d].value_or(most));
    if (high == 0) return;
    const std::size_t variable = program_.add_variable(0, high, true, vote_cost_);
    flows_.push_back({d, index, from, to, variable});
    limit.push_back({variable, 1});
    budget_[d].push_back({variable, 1});
    for (const std::size_t r : rows_of_area_[place.area]) {
      const auto& weight = order_.rows[r].weight;
      const std::int64_t change = (to ? weight[*to] : 0) - (from ? weight[*from] : 0);
      if (change != 0) terms_of_row_[r].push_back({variable, change});
    }
  }

  void add_place(std::size_t index) {
    const Place& place = arena_.places[index];
    if (place.lone) return;
    for (std::size_t p = 0; p < place.votes.size(); ++p) {
      Votes most = place.votes[p];
      for (const Speaker& speaker : place.speakers) most = std::max(most, speaker.votes[p]);
      if (most == 0) continue;
      std::vector<Term> limit;
      for (const std::size_t d : place.doubts) {
        for (const auto to : destinations(d, place.area, p)) {
          add_flow(d, index, p, to, most, limit);
        }
      }
      // A station loses no votes that it does not have, whoever asks, and whichever vector holds.
      const bool alone = limit.size() <= 1;
      for (std::size_t s = 0; s < place.speakers.size(); ++s) {
        const Votes more = place.speakers[s].votes[p] - place.votes[p];
        if (more != 0 && !limit.empty()) limit.push_back({speaks_.at({index, s}), -more});
      }
      if (!limit.empty() && !(alone && place.speakers.empty())) {
        program_.add_row(std::move(limit), std::nullopt, place.votes[p]);
      }
    }
    std::vector<Term> limit;
    const Votes room = place.addable.value_or(arena_.unbounded);
    for (const std::size_t d : place.doubts) {
      for (const auto to : destinations(d, place.area, std::nullopt)) {
        add_flow(d, index, std::nullopt, to, room, limit);
      }
    }
    if (limit.size() > 1) program_.add_row(std::move(limit), std::nullopt, room);
  }

  // At most `high` in all; where asked, at least `low`. Votes of doubts that may overlap count for
  // each of them that could speak of them.
  void add_budgets() {
    const Terms& terms = arena_.terms;
    for (const auto& [d, used] : budget_) {
      if (terms.high[d] && used.size() > 1) program_.add_row(used, std::nullopt, *terms.high[d]);
    }
    if (!needs_low_) return;
    for (const auto& group : arena_.groups) cover_together(group);
    for (std::size_t d = 0; d < terms.low.size(); ++d) {
      if (!terms.active[d] || terms.low[d] <= 0) continue;
      std::vector<Term>& used = budget_[d];
      if (used.empty()) used.push_back({program_.add_variable(0, 0, true), 1});
      program_.add_row(used, terms.low[d], std::nullopt);
    }
  }

  void cover_together(const std::vector<std::size_t>& group) {
    for (const std::size_t d : group) budget_[d].clear();
    for (const Flow& flow : flows_) {
      if (std::find(group.begin(), group.end(), flow.doubt) == group.end()) continue;
      for (const std::size_t d : group) {
        const bool spoken = allows(arena_.problem->doubts[d], flow.from, flow.to);
        if (spoken) budget_[d].push_back({flow.variable, 1});
      }
    }
  }

  bool add_demands() {
    for (std::size_t r = 0; r < order_.rows.size(); ++r) {
      const Row& row = order_.rows[r];
      Wide missing = row.at_least;
      for (std::size_t p = 0; p < row.weight.size(); ++p) {
        missing -= static_cast<Wide>(row.weight[p]) * arena_.areas[row.area].votes[p];
      }
      if (missing > kLargest || missing < -kLargest) return false;
      if (terms_of_row_[r].empty()) {
        if (missing <= 0) continue;
        terms_of_row_[r].push_back({program_.add_variable(0, 0, true), 1});
      }
      program_.add_row(terms_of_row_[r], static_cast<std::int64_t>(missing), std::nullopt);
    }
    return fits_;
  }

  static constexpr Wide kLargest = std::numeric_limits<std::int64_t>::max() / 4;

  const Arena& arena_;
  const Order& order_;
  Program program_;
  std::vector<std::vector<std::size_t>> rows_of_area_;
  std::vector<std::vector<Term>> terms_of_row_;
  std::map<std::size_t, std::vector<Term>> budget_;  // by doubt
  std::vector<Flow> flows_;
  std::map<std::pair<std::size_t, std::size_t>, std::size_t> option_;  // (doubt, option)
  std::map<std::pair<std::size_t, std::size_t>, std::size_t> speaks_;  // (place, speaker)
  std::int64_t vote_cost_ = 1;
  bool needs_low_ = false;
  bool fits_ = true;
};

}  // namespace

namespace {

Attempt run(const Arena& arena, const Order& order, const Plan* coarse) {
  Attempt attempt;
  attempt.upper = arena.available;
  Builder builder(arena, order);
  if (!builder.build()) return attempt;
  if (coarse != nullptr) builder.follow(*coarse);
  if (builder.program().variables().empty()) {  // nothing can move, and nothing has to
    attempt.state = Attempt::State::found;
    attempt.optimal = true;
    attempt.plan = builder.read({});
    return attempt;
  }
  SolveLimits limits;
  limits.nodes = order.nodes;
  if (order.below) limits.enough_lower = *order.below;
  const Solution solution = minimise(builder.program(), limits);
  attempt.nodes = solution.nodes;
  if (solution.state == Solution::State::infeasible) {
    attempt.state = Attempt::State::impossible;
    return attempt;
  }
  if (solution.lower && !order.most) attempt.lower = std::max<Votes>(0, *solution.lower);
  if (solution.lower && order.most) attempt.upper = -*solution.lower;
  if (!solution.values.empty()) {
    attempt.plan = builder.read(solution.values);
    attempt.state = Attempt::State::found;
    attempt.optimal = solution.state == Solution::State::optimal;
  } else if (order.below && attempt.lower >= *order.below) {
    attempt.state = Attempt::State::impossible;
  }
  return attempt;
}

// Many doubts of one kind make many plans of one price, which branch and bound would all visit. The
// coarse arena has one of them; what it finds is then spread over the doubts.
Attempt run_coarse_first(const Arena& arena, const Order& order) {
  const Attempt coarse = run(*arena.coarse, order, nullptr);
  if (coarse.state == Attempt::State::impossible) return coarse;
  Order rest = order;
  rest.nodes = std::max<std::int64_t>(1, order.nodes - coarse.nodes);
  Attempt spread;
  if (coarse.state == Attempt::State::found) {
    spread = run(arena, rest, &coarse.plan);
    spread.nodes += coarse.nodes;
    spread.lower = coarse.lower;
    spread.optimal = spread.state == Attempt::State::found && coarse.optimal &&
                     spread.plan.cost == coarse.plan.cost;
    if (spread.optimal) return spread;
  }
  Attempt full = run(arena, rest, nullptr);
  full.nodes += coarse.nodes;
  if (full.state == Attempt::State::impossible) return full;
  full.lower = std::max(full.lower, coarse.lower);
  const bool cheaper = spread.state == Attempt::State::found &&
                       (full.state != Attempt::State::found || spread.plan.cost < full.plan.cost);
  if (cheaper) {
    full.state = Attempt::State::found;
    full.plan = spread.plan;
  }
  full.optimal = full.state == Attempt::State::found && full.lower >= full.plan.cost;
  return full;
}

}  // namespace

Attempt solve(const Arena& arena, const Order& order) {
  if (arena.coarse && !order.most && !order.with_low) return run_coarse_first(arena, order);
  return run(arena, order, nullptr);
}

}  // namespace scrutineer::doubting
