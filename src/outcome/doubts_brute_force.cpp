#include "outcome/doubts_brute_force.hpp"

#include <algorithm>
#include <cstdint>
#include <map>
#include <numeric>
#include <unordered_map>
#include <unordered_set>

namespace scrutineer::brute {

namespace {

// What one resolution has done so far, one number after another, so that thousands are compared
// quickly: see Places.
using State = std::vector<Votes>;

struct Hash {
  std::size_t operator()(const State& state) const {
    std::uint64_t hash = 0;
    for (const Votes v : state) {
      hash = (hash ^ static_cast<std::uint64_t>(v)) * 0x9E3779B97F4A7C15U;
      hash ^= hash >> 32;
    }
    return static_cast<std::size_t>(hash);
  }
};

using States = std::unordered_set<State, Hash>;

// Where a state keeps what.
struct Places {
  std::size_t cells, parties, doubts;

  // By cell and party. `left`: counted votes nobody has touched.
  std::size_t left(std::size_t cell, std::size_t party) const { return cell * parties + party; }
  std::size_t come(std::size_t cell, std::size_t party) const { return left(cells + cell, party); }
  std::size_t added(std::size_t cell) const { return left(2 * cells, cell); }
  // By doubt; spoken: of its overlap group, that it may mean.
  std::size_t used(std::size_t doubt) const { return added(cells + doubt); }
  std::size_t spoken(std::size_t doubt) const { return used(doubts + doubt); }
  std::size_t size() const { return spoken(doubts); }
};

struct Start {
  State state;
  Votes cost = 0;
};

// One vote that a doubt may move; -1: from or to nobody.
struct Step {
  std::size_t doubt, cell;
  int from, to;
  std::vector<std::size_t> speakers;  // the doubts that may mean this vote
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
      : problem_(problem),
        active_(active),
        most_states_(most_states),
        at_{problem.cells.size(), problem.parties, problem.doubts.size()} {}

  Findings run() {
    std::vector<std::vector<Votes>> present;
    for (const DoubtCell& cell : problem_.cells) present.push_back(cell.votes);
    holds_ = found_.holds = *ask(problem_, present);
    list_starts();
    find_groups();
    list_steps();
    set_lows();
    for (const Start& start : starts_) {
      start_cost_ = start.cost;
      walk(start.state);
      if (states_ > most_states_) return found_;
    }
    conclude();
    found_.finished = true;
    if (found_.answer == Answer::cannot_change) lift();
    return found_;
  }

 private:
  // Every choice of one option for each alternatives doubt, and of who speaks of each cell.
  void list_starts() {
    State none(at_.size(), 0);
    for (std::size_t cell = 0; cell < at_.cells; ++cell)
      set_left(none, cell, problem_.cells[cell].votes);
    std::vector<std::vector<const CellAlternative*>> stated(problem_.cells.size());
    choose(0, stated, none);
  }

  void set_left(State& state, std::size_t cell, const std::vector<Votes>& votes) const {
    for (std::size_t p = 0; p < at_.parties; ++p) state[at_.left(cell, p)] = votes[p];
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
      set_left(next.state, cell, one->votes);
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

  // What is asked depends on the votes of constituencies alone.
  Holds holds_for(const State& state) {
    State sums(problem_.seats.size() * at_.parties, 0);
    for (std::size_t c = 0; c < at_.cells; ++c) {
      for (std::size_t p = 0; p < at_.parties; ++p) {
        sums[problem_.cells[c].constituency * at_.parties + p] +=
            state[at_.left(c, p)] + state[at_.come(c, p)];
      }
    }
    const auto known = asked_.find(sums);
    if (known != asked_.end()) return known->second;
    std::vector<std::vector<Votes>> cells(at_.cells, std::vector<Votes>(at_.parties));
    for (std::size_t c = 0; c < at_.cells; ++c) {
      for (std::size_t p = 0; p < at_.parties; ++p) {
        cells[c][p] = state[at_.left(c, p)] + state[at_.come(c, p)];
      }
    }
    return asked_[sums] = *ask(problem_, cells);
  }

  void list_steps() {
    const int parties = static_cast<int>(problem_.parties);
    for (std::size_t d = 0; d < problem_.doubts.size(); ++d) {
      if (!active_[d]) continue;
      for (const std::size_t cell : problem_.doubts[d].cells) {
        for (int from = -1; from < parties; ++from) {
          for (int to = -1; to < parties; ++to) {
            if (permits(problem_.doubts[d], from, to)) add_step(d, cell, from, to);
          }
        }
      }
    }
  }

  void add_step(std::size_t d, std::size_t cell, int from, int to) {
    Step step{d, cell, from, to, {}};
    for (std::size_t other = 0; other < problem_.doubts.size(); ++other) {
      const bool means = group_[other] == group_[d] && permits(problem_.doubts[other], from, to);
      if (means) step.speakers.push_back(other);
    }
    steps_.push_back(std::move(step));
  }

  bool is_there(const State& state, const Step& step) const {
    if (step.from >= 0) return state[at_.left(step.cell, static_cast<std::size_t>(step.from))] > 0;
    const Count& room = problem_.cells[step.cell].can_be_added;
    return !room || state[at_.added(step.cell)] < *room;
  }

  // Moves one vote that is there to be moved.
  void move(State& state, const Step& step) const {
    if (step.from >= 0) {
      --state[at_.left(step.cell, static_cast<std::size_t>(step.from))];
    } else if (problem_.cells[step.cell].can_be_added) {
      ++state[at_.added(step.cell)];
    }
    if (step.to >= 0) ++state[at_.come(step.cell, static_cast<std::size_t>(step.to))];
  }

  void walk(const State& first) {
    States seen;
    std::vector<const State*> open = {&*seen.insert(first).first};
    State next;
    while (!open.empty()) {
      const State& state = *open.back();
      open.pop_back();
      for (const Step& step : steps_) {
        const Count& high = problem_.doubts[step.doubt].high;
        const bool spent = high && state[at_.used(step.doubt)] >= *high;
        if (spent || !is_there(state, step)) continue;
        next = state;
        move(next, step);
        ++next[at_.used(step.doubt)];
        for (const std::size_t speaker : step.speakers) ++next[at_.spoken(speaker)];
        const auto [place, is_new] = seen.insert(next);
        if (!is_new) continue;
        if (++states_ > most_states_) return;
        open.push_back(&*place);
      }
    }
    for (const State& state : seen) judge(state);
  }

  void judge(const State& state) {
    Votes cost = start_cost_;
    for (std::size_t d = 0; d < at_.doubts; ++d) cost += state[at_.used(d)];
    found_.in_doubt = std::max(found_.in_doubt, cost);
    const bool changed = holds_for(state) != holds_;
    bool enough = true;
    bool apart = true;
    for (std::size_t d = 0; d < low_.size(); ++d) {
      enough = enough && state[at_.spoken(d)] >= low_[d];
      for (std::size_t other = 0; other < d; ++other) {
        const bool both = state[at_.used(d)] > 0 && state[at_.used(other)] > 0;
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
    std::unordered_map<State, Votes, Hash> least;  // what it costs to come to a state
    std::map<Votes, std::vector<const State*>> by_cost;
    const auto reach = [&](const State& state, Votes cost) {
      const auto [place, is_new] = least.try_emplace(state, cost);
      if (!is_new && place->second <= cost) return;
      place->second = cost;
      by_cost[cost].push_back(&place->first);
    };
    for (const Start& start : starts_) reach(start.state, start.cost);
    std::size_t states = 0;
    State next;
    for (; !by_cost.empty(); by_cost.erase(by_cost.begin())) {
      auto& [cost, layer] = *by_cost.begin();
      std::erase_if(layer, [&, now = cost](const State* state) { return least[*state] < now; });
      for (const State* state : layer) {
        if (holds_for(*state) == holds_) continue;
        found_.lifted = cost;
        return;
      }
      found_.none_to = cost;
      states += layer.size();
      if (states > most_states_) return;
      for (const State* state : layer) {
        for (const Step& step : steps_) {
          if (!is_there(*state, step)) continue;
          next = *state;
          move(next, step);
          reach(next, cost + 1);
        }
      }
    }
    found_.lifted_never = true;
  }

  const DoubtProblem& problem_;
  const std::vector<bool>& active_;
  std::size_t most_states_;
  Places at_;
  std::size_t states_ = 0;
  Holds holds_ = Holds::no;
  Findings found_;
  std::vector<Start> starts_;
  std::vector<std::size_t> group_;
  std::vector<Step> steps_;
  std::vector<Votes> low_;
  std::unordered_map<State, Holds, Hash> asked_;
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
