#include "outcome/doubts_brute_force.hpp"

#include <algorithm>
#include <numeric>

namespace scrutineer::brute {

namespace {

using Table = std::vector<std::vector<Votes>>;

// What one resolution has done so far. `left`: counted votes nobody has touched.
struct State {
  Table left, come;
  std::vector<Votes> added;         // by cell
  std::vector<Votes> used, spoken;  // by doubt; spoken: of its overlap group, that it may mean
  auto operator<=>(const State&) const = default;
};

struct Start {
  State state;
  Votes cost = 0;
};

bool permits(const CellDoubt& doubt, int from, int to) {
  const bool from_ok = from >= 0 && doubt.from[static_cast<std::size_t>(from)];
  const bool to_ok = to >= 0 && doubt.to[static_cast<std::size_t>(to)];
  const bool removes = from_ok && to < 0;
  const bool adds = from < 0 && to_ok;
  const bool switches = from_ok && to_ok && from != to;
  switch (doubt.way) {
    case Way::removable:
      return removes;
    case Way::addable:
      return adds;
    case Way::switchable:
      return switches;
    case Way::unknown:
      return removes || adds || switches;
    case Way::alternatives:
      return false;
  }
  return false;
}

class Twin {
 public:
  Twin(const DoubtProblem& problem, const std::vector<bool>& active, std::size_t most_states)
      : problem_(problem), active_(active), most_states_(most_states) {}

  Findings run() {
    Table present;
    for (const DoubtCell& cell : problem_.cells) present.push_back(cell.votes);
    holds_ = found_.holds = *ask(problem_, present);
    list_starts();
    find_groups();
    set_lows();
    for (const Start& start : starts_) {
      start_cost_ = start.cost;
      seen_.clear();
      walk(start.state);
      if (!running_) return found_;
    }
    conclude();
    found_.finished = true;
    if (found_.answer == Answer::cannot_change) lift();
    return found_;
  }

 private:
  // Every choice of one option for each alternatives doubt, and of who speaks of each cell.
  void list_starts() {
    State none;
    for (const DoubtCell& cell : problem_.cells) none.left.push_back(cell.votes);
    none.come.assign(problem_.cells.size(), std::vector<Votes>(problem_.parties, 0));
    none.added.assign(problem_.cells.size(), 0);
    none.used.assign(problem_.doubts.size(), 0);
    none.spoken = none.used;
    std::vector<std::vector<const CellAlternative*>> stated(problem_.cells.size());
    choose(0, stated, none);
  }

  void choose(std::size_t d, const std::vector<std::vector<const CellAlternative*>>& stated,
              const State& none) {
    if (d == problem_.doubts.size()) {
      speak(0, stated, {none, 0});
      return;
    }
    const CellDoubt& doubt = problem_.doubts[d];
    if (!active_[d] || doubt.way != Way::alternatives || doubt.options.empty()) {
      choose(d + 1, stated, none);
      return;
    }
    for (const auto& option : doubt.options) {
      auto more = stated;
      for (const CellAlternative& one : option) more[one.cell].push_back(&one);
      choose(d + 1, more, none);
    }
  }

  void speak(std::size_t cell, const std::vector<std::vector<const CellAlternative*>>& stated,
             const Start& start) {
    if (cell == stated.size()) {
      starts_.push_back(start);
      return;
    }
    if (stated[cell].empty()) speak(cell + 1, stated, start);
    for (const CellAlternative* one : stated[cell]) {
      Start next = start;
      Votes up = 0;
      Votes down = 0;
      for (std::size_t p = 0; p < problem_.parties; ++p) {
        const Votes change = one->votes[p] - problem_.cells[cell].votes[p];
        (change > 0 ? up : down) += change > 0 ? change : -change;
      }
      next.cost += std::max(up, down);
      next.state.left[cell] = one->votes;
      speak(cell + 1, stated, next);
    }
  }

  // Unlocated doubts of one way that could mean the same vote, directly or through others.
  void find_groups() {
    const std::size_t count = problem_.doubts.size();
    group_.resize(count);
    std::iota(group_.begin(), group_.end(), std::size_t{0});
    for (std::size_t a = 0; a < count; ++a) {
      for (std::size_t b = 0; b < a; ++b) {
        if (!may_mean_the_same(a, b)) continue;
        const std::size_t old = group_[a];
        for (std::size_t& group : group_) {
          if (group == old) group = group_[b];
        }
      }
    }
  }

  bool may_mean_the_same(std::size_t a, std::size_t b) const {
    const CellDoubt& one = problem_.doubts[a];
    const CellDoubt& two = problem_.doubts[b];
    if (!active_[a] || !active_[b] || !one.unlocated || !two.unlocated) return false;
    if (one.way != two.way) return false;
    const int parties = static_cast<int>(problem_.parties);
    bool from = false;
    bool to = false;
    for (int p = 0; p < parties; ++p) {
      const auto i = static_cast<std::size_t>(p);
      from = from || (one.from[i] && two.from[i]);
      to = to || (one.to[i] && two.to[i]);
    }
    if (one.way == Way::removable) return from;
    if (one.way == Way::addable) return to;
    return one.way == Way::switchable ? from && to : from || to;
  }

  // A lower end beyond what the cells could give by themselves is taken as that.
  void set_lows() {
    const int parties = static_cast<int>(problem_.parties);
    for (std::size_t d = 0; d < problem_.doubts.size(); ++d) {
      const CellDoubt& doubt = problem_.doubts[d];
      Votes most = 0;
      for (const std::size_t cell : doubt.cells) {
        for (int p = 0; p < parties; ++p) {
          bool leaves = false;
          for (int q = -1; q < parties; ++q) leaves = leaves || permits(doubt, p, q);
          if (leaves) most += most_stated(cell, static_cast<std::size_t>(p));
        }
        bool comes = false;
        for (int q = 0; q < parties; ++q) comes = comes || permits(doubt, -1, q);
        if (comes) most += problem_.cells[cell].can_be_added.value_or(1000);
      }
      if (doubt.high) most = std::min(most, *doubt.high);
      low_.push_back(active_[d] && doubt.way != Way::alternatives ? std::min(doubt.low, most) : 0);
    }
  }

  Votes most_stated(std::size_t cell, std::size_t party) const {
    Votes most = problem_.cells[cell].votes[party];
    for (std::size_t d = 0; d < problem_.doubts.size(); ++d) {
      if (!active_[d]) continue;
      for (const auto& option : problem_.doubts[d].options) {
        for (const CellAlternative& one : option) {
          if (one.cell == cell) most = std::max(most, one.votes[party]);
        }
      }
    }
    return most;
  }

  Holds holds_for(const State& state) {
    Table sums(problem_.seats.size(), std::vector<Votes>(problem_.parties, 0));
    Table cells = state.left;
    for (std::size_t c = 0; c < cells.size(); ++c) {
      for (std::size_t p = 0; p < problem_.parties; ++p) {
        cells[c][p] += state.come[c][p];
        sums[problem_.cells[c].constituency][p] += cells[c][p];
      }
    }
    const auto known = asked_.find(sums);
    if (known != asked_.end()) return known->second;
    return asked_[sums] = *ask(problem_, cells);
  }

  // Moves one vote, if it is there to be moved.
  bool move(State& state, std::size_t cell, int from, int to) const {
    if (from >= 0) {
      Votes& votes = state.left[cell][static_cast<std::size_t>(from)];
      if (votes == 0) return false;
      --votes;
    } else {
      const Count& room = problem_.cells[cell].can_be_added;
      if (room && state.added[cell] >= *room) return false;
      if (room) ++state.added[cell];
    }
    if (to >= 0) ++state.come[cell][static_cast<std::size_t>(to)];
    return true;
  }

  template <typename Visit>
  void each_move(const Visit& visit) const {
    const int parties = static_cast<int>(problem_.parties);
    for (std::size_t d = 0; d < problem_.doubts.size(); ++d) {
      if (!active_[d]) continue;
      const CellDoubt& doubt = problem_.doubts[d];
      for (const std::size_t cell : doubt.cells) {
        for (int from = -1; from < parties; ++from) {
          for (int to = -1; to < parties; ++to) {
            if (permits(doubt, from, to)) visit(d, cell, from, to);
          }
        }
      }
    }
  }

  void walk(const State& first) {
    std::vector<State> open = {first};
    seen_.insert(first);
    while (!open.empty() && running_) {
      const State state = std::move(open.back());
      open.pop_back();
      judge(state);
      each_move([&](std::size_t d, std::size_t cell, int from, int to) {
        const CellDoubt& doubt = problem_.doubts[d];
        if (!running_ || (doubt.high && state.used[d] >= *doubt.high)) return;
        State next = state;
        if (!move(next, cell, from, to)) return;
        ++next.used[d];
        for (std::size_t other = 0; other < problem_.doubts.size(); ++other) {
          if (group_[other] == group_[d] && permits(problem_.doubts[other], from, to)) {
            ++next.spoken[other];
          }
        }
        if (!seen_.insert(next).second) return;
        if (++states_ > most_states_) running_ = false;
        open.push_back(std::move(next));
      });
    }
  }

  void judge(const State& state) {
    const Votes cost =
        start_cost_ + std::accumulate(state.used.begin(), state.used.end(), Votes{0});
    found_.in_doubt = std::max(found_.in_doubt, cost);
    const bool changed = holds_for(state) != holds_;
    bool enough = true;
    bool apart = true;
    for (std::size_t d = 0; d < low_.size(); ++d) {
      enough = enough && state.spoken[d] >= low_[d];
      for (std::size_t other = 0; other < d; ++other) {
        const bool both = state.used[d] > 0 && state.used[other] > 0;
        if (group_[d] == group_[other] && both) apart = false;
      }
    }
    if (changed) sum_ = std::min(sum_.value_or(cost), cost);
    if (changed && apart) alone_ = std::min(alone_.value_or(cost), cost);
    if (enough) (changed ? some_change_ : some_keep_) = true;
  }

  void conclude() {
    if (!sum_) {
      found_.answer = Answer::cannot_change;
    } else if (!alone_) {
      found_.overlap_open = true;
      found_.needed = sum_;
    } else {
      const bool must = some_change_ && !some_keep_;
      found_.answer = must ? Answer::must_change : Answer::can_change;
      found_.needed = alone_;
    }
  }

  // Cheapest first, without budgets: places, ways and parties stay.
  void lift() {
    std::map<Votes, std::set<State>> by_cost;
    for (const Start& start : starts_) by_cost[start.cost].insert(start.state);
    std::set<State> done;
    std::size_t states = 0;
    while (!by_cost.empty()) {
      const auto [cost, layer] = *by_cost.begin();
      by_cost.erase(by_cost.begin());
      for (const State& state : layer) {
        if (holds_for(state) != holds_) {
          found_.lifted = cost;
          return;
        }
      }
      found_.none_to = cost;
      for (const State& state : layer) {
        if (!done.insert(state).second) continue;
        if (++states > most_states_) return;
        each_move([&](std::size_t, std::size_t cell, int from, int to) {
          State next = state;
          if (move(next, cell, from, to)) by_cost[cost + 1].insert(std::move(next));
        });
      }
    }
    found_.lifted_never = true;
  }

  const DoubtProblem& problem_;
  const std::vector<bool>& active_;
  std::size_t most_states_;
  std::size_t states_ = 0;
  bool running_ = true;
  Holds holds_ = Holds::no;
  Findings found_;
  std::vector<Start> starts_;
  std::vector<std::size_t> group_;
  std::vector<Votes> low_;
  std::set<State> seen_;
  std::map<Table, Holds> asked_;
  Votes start_cost_ = 0;
  std::optional<Votes> sum_, alone_;
  bool some_change_ = false;
  bool some_keep_ = false;
};

}  // namespace

Findings try_every_resolution(const DoubtProblem& problem, const std::vector<bool>& active,
                              std::size_t most_states) {
  return Twin(problem, active, most_states).run();
}

}  // namespace scrutineer::brute
