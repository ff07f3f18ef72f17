#include "outcome/doubts_search.hpp"

#include <algorithm>
#include <limits>

namespace scrutineer::doubting {

namespace {

constexpr std::size_t kFewAreas = 16;  // of which every level is priced to the end
constexpr std::int64_t kTriesOfMany = 40;
constexpr Votes kNever = std::numeric_limits<Votes>::max() / 4;

struct Priced {
  Region region;
  Votes cost = 0;  // proven: alone in its area, nothing cheaper
  bool tried = false;
  bool solved = false;  // `plan` has that cost
  Plan plan;
};

// One level of one area: its price is a lower bound until `exact`.
struct Choice {
  Seats level = 0;
  Seats value = 0;  // above the area's lowest
  Votes price = 0;
  bool exact = false;
  std::optional<Votes> scanned;  // regions with bounds up to here have been priced
  std::vector<Priced> priced;
};

struct Node {
  std::size_t area = 0;
  std::vector<Choice> choices;
};

class Search {
 public:
  Search(const Arena& arena, const Demand& demand, std::int64_t nodes)
      : arena_(arena), demand_(demand), nodes_(nodes), cut_(arena.available + 1) {}

  Attempt run() {
    required_ = demand_.needed;
    for (std::size_t a = 0; a < arena_.areas.size(); ++a) list_levels(a);
    if (!pick_exactly()) return conclude();
    const std::vector<const Priced*> picked = pick();
    consider(picked);
    const Votes floor = table_[0][at_least(required_)];
    if (best_ && best_->cost == floor) return conclude();
    if (!branch()) open_ = std::min(open_, floor);
    return conclude();
  }

 private:
  std::size_t at_least(Seats value) const {
    return static_cast<std::size_t>(std::max<Seats>(0, value));
  }

  // Without a move an area stays where it is, at no cost; only options may force it lower.
  void list_levels(std::size_t index) {
    const Area& area = arena_.areas[index];
    const Seats present = demand_.present[index];
    if (area.places.empty()) {
      required_ -= present;
      return;
    }
    Node node;
    node.area = index;
    const Seats base = area.may_stay ? present : 0;
    required_ -= base;
    Choice still;
    still.exact = area.may_stay;
    node.choices.push_back(still);
    const Seats most = highest_level(arena_, demand_, index);
    for (Seats level = 1; level <= most; ++level) {
      const Seats value = value_at(arena_, demand_, index, level) - base;
      if (value <= 0) continue;
      const auto least = least_at(arena_, demand_, index, level);
      if (!least || *least >= cut_) break;
      Choice choice;
      choice.level = level;
      choice.value = value;
      choice.price = *least;
      node.choices.push_back(choice);
      if (value >= demand_.needed) break;
    }
    areas_.push_back(std::move(node));
  }

  // table_[i][t]: the least price at which the areas from i on reach t more.
  void tabulate() {
    const std::size_t width = at_least(required_) + 1;
    table_.assign(areas_.size() + 1, std::vector<Votes>(width, kNever));
    table_.back()[0] = 0;
    for (std::size_t i = areas_.size(); i-- > 0;) {
      for (std::size_t t = 0; t < width; ++t) {
        for (const Choice& choice : areas_[i].choices) {
          const Votes rest = table_[i + 1][at_least(static_cast<Seats>(t) - choice.value)];
          if (choice.price >= kNever || rest >= kNever) continue;
          table_[i][t] = std::min(table_[i][t], choice.price + rest);
        }
      }
    }
  }

  // Prices what the cheapest sum uses until all of it is exact. False: there is no affordable sum.
  bool pick_exactly() {
    while (true) {
      tabulate();
      if (table_[0][at_least(required_)] >= cut_) return false;
      bool all_exact = true;
      std::size_t left = at_least(required_);
      for (std::size_t i = 0; i < areas_.size(); ++i) {
        Choice& choice = chosen(i, left);
        left = at_least(static_cast<Seats>(left) - choice.value);
        if (choice.exact) continue;
        price(areas_[i].area, choice);
        all_exact = false;
      }
      if (all_exact) return true;
    }
  }

  Choice& chosen(std::size_t i, std::size_t left) {
    for (Choice& choice : areas_[i].choices) {
      const Votes rest = table_[i + 1][at_least(static_cast<Seats>(left) - choice.value)];
      if (choice.price < kNever && rest < kNever && choice.price + rest == table_[i][left]) {
        return choice;
      }
    }
    return areas_[i].choices.front();
  }

  std::vector<const Priced*> pick() {
    std::vector<const Priced*> picked;
    std::size_t left = at_least(required_);
    for (std::size_t i = 0; i < areas_.size(); ++i) {
      const Choice& choice = chosen(i, left);
      left = at_least(static_cast<Seats>(left) - choice.value);
      if (!choice.priced.empty()) picked.push_back(&best_of(choice));
    }
    return picked;
  }

  // Lists the regions of a level in the order of their bounds, and tries the cheapest until no
  // other can be cheaper, or enough have been tried: then the price stays a lower bound.
  void price(std::size_t area, Choice& choice) {
    choice.exact = true;
    Votes limit = choice.price;
    std::int64_t tries = areas_.size() <= kFewAreas ? nodes_ : kTriesOfMany;
    while (tries > 0 && !exhausted()) {
      scan(area, choice, limit);
      const Votes least = try_cheapest(area, choice, tries);
      const bool all = limit >= cut_ - 1;
      choice.price = std::max(choice.price, all ? least : std::min(least, limit + 1));
      if (all || least <= limit) return;
      limit = std::min(std::max(2 * limit, limit + 1), std::min(least, cut_ - 1));
    }
  }

  // Lists every region with a bound up to `limit` that was not listed before.
  void scan(std::size_t area, Choice& choice, Votes limit) {
    if (choice.scanned && *choice.scanned >= limit) return;
    Regions list = regions_at(arena_, demand_, area, choice.level, choice.scanned, limit);
    choice.scanned = limit;
    complete_ = complete_ && list.complete;
    for (Region& region : list.found) {
      Priced priced;
      priced.cost = region.bound;
      priced.region = std::move(region);
      choice.priced.push_back(std::move(priced));
    }
  }

  // The least cost of the listed regions, of which the cheapest are solved first.
  Votes try_cheapest(std::size_t area, Choice& choice, std::int64_t& tries) {
    while (!choice.priced.empty()) {
      const auto least = std::min_element(choice.priced.begin(), choice.priced.end(), cheaper);
      if (least->tried || exhausted() || tries == 0) return least->cost;
      --tries;
      if (!try_region(area, *least)) choice.priced.erase(least);
    }
    return kNever;
  }

  static bool cheaper(const Priced& a, const Priced& b) { return a.cost < b.cost; }

  // The cheapest of the regions that have a plan; else of all.
  static const Priced& best_of(const Choice& choice) {
    return *std::min_element(choice.priced.begin(), choice.priced.end(),
                             [](const Priced& a, const Priced& b) {
                               return a.solved != b.solved ? a.solved : cheaper(a, b);
                             });
  }

  // The region's own cheapest plan; false where it has none that is of interest.
  bool try_region(std::size_t area, Priced& priced) {
    Order order;
    order.areas.assign(arena_.areas.size(), false);
    order.areas[area] = true;
    order.rows = priced.region.rows;
    Attempt attempt = attempt_of(order);
    if (attempt.state == Attempt::State::impossible) return false;
    priced.tried = true;
    priced.solved = attempt.state == Attempt::State::found && attempt.optimal;
    priced.cost = priced.solved ? attempt.plan.cost : std::max(attempt.lower, priced.cost);
    if (attempt.state == Attempt::State::found) priced.plan = std::move(attempt.plan);
    return priced.cost < cut_;
  }

  bool exhausted() const { return spent_ >= nodes_; }

  Attempt attempt_of(Order& order, std::int64_t node_price = 1) {
    order.nodes = std::max<std::int64_t>(1, (nodes_ - spent_) / node_price);
    order.below = cut_;
    Attempt attempt = solve(arena_, order);
    spent_ += (attempt.nodes + 1) * node_price;
    return attempt;
  }

  // Several areas' own plans, side by side, where budgets agree.
  std::optional<Plan> side_by_side(const std::vector<const Priced*>& picked) const {
    Plan plan;
    std::vector<Votes> used(arena_.terms.active.size(), 0);
    for (const Priced* priced : picked) {
      if (!priced->solved) return std::nullopt;
      plan.cost += priced->plan.cost;
      for (const Use& use : priced->plan.uses) {
        used[use.doubt] += use.votes;
        plan.uses.push_back(use);
      }
      if (plan.speakers.empty()) plan.speakers.resize(priced->plan.speakers.size());
      for (std::size_t i = 0; i < priced->plan.speakers.size(); ++i) {
        if (priced->plan.speakers[i]) plan.speakers[i] = priced->plan.speakers[i];
      }
    }
    for (std::size_t d = 0; d < used.size(); ++d) {
      if (arena_.terms.high[d] && used[d] > *arena_.terms.high[d]) return std::nullopt;
    }
    return plan;
  }

  // What the picked regions cost together.
  void consider(const std::vector<const Priced*>& picked) {
    if (arena_.separate) {
      if (auto plan = side_by_side(picked)) {
        keep(std::move(*plan));
        return;
      }
    }
    Order order;
    order.areas.assign(arena_.areas.size(), false);
    for (std::size_t a = 0; a < arena_.areas.size(); ++a) {
      order.areas[a] = arena_.areas[a].alternatives && !arena_.separate;
    }
    for (const Priced* priced : picked) {
      for (const Row& row : priced->region.rows) {
        order.rows.push_back(row);
        order.areas[row.area] = true;
      }
    }
    // The time that a node takes grows with the square of the areas.
    const std::int64_t size = static_cast<std::int64_t>(picked.size()) / 4;
    const Attempt attempt = attempt_of(order, 1 + size * size / 8);
    if (attempt.state == Attempt::State::found) keep(attempt.plan);
    const bool settled = attempt.state == Attempt::State::impossible ||
                         (attempt.state == Attempt::State::found && attempt.optimal);
    if (!settled) open_ = std::min(open_, std::max(attempt.lower, price_of(picked)));
  }

  static Votes price_of(const std::vector<const Priced*>& picked) {
    Votes sum = 0;
    for (const Priced* priced : picked) sum += priced->cost;
    return sum;
  }

  void keep(Plan plan) {
    if (best_ && best_->cost <= plan.cost) return;
    if (plan.cost >= cut_) return;
    cut_ = plan.cost;
    best_ = std::move(plan);
  }

  // Branch and bound over areas and regions, with the table as the bound of what is left. False:
  // too many regions to look at, and nothing more is claimed.
  bool branch() {
    std::size_t listed = 0;
    for (Node& node : areas_) {
      for (Choice& choice : node.choices) {
        if (choice.value == 0 && choice.exact && choice.priced.empty()) continue;
        if (exhausted() || listed > kMostListed) return false;
        scan(node.area, choice, cut_ - 1);
        listed += choice.priced.size();
        std::erase_if(choice.priced, [&](Priced& priced) {
          return !priced.tried && !exhausted() && !try_region(node.area, priced);
        });
        Votes least = kNever;
        for (const Priced& priced : choice.priced) least = std::min(least, priced.cost);
        choice.price = least;
        choice.exact = true;
        std::stable_sort(choice.priced.begin(), choice.priced.end(), cheaper);
      }
    }
    tabulate();
    std::vector<const Priced*> picked;
    descend(0, at_least(required_), 0, picked);
    return true;
  }

  void descend(std::size_t i, std::size_t left, Votes cost, std::vector<const Priced*>& picked) {
    const Votes floor = table_[i][left] >= kNever ? kNever : cost + table_[i][left];
    if (floor >= cut_) return;
    if (exhausted()) {
      open_ = std::min(open_, floor);
      return;
    }
    if (i == areas_.size()) {
      consider(picked);
      return;
    }
    for (const Choice& choice : areas_[i].choices) {
      const std::size_t rest = at_least(static_cast<Seats>(left) - choice.value);
      if (choice.priced.empty()) {
        if (choice.price < kNever) descend(i + 1, rest, cost, picked);
        continue;
      }
      for (const Priced& priced : choice.priced) {
        picked.push_back(&priced);
        descend(i + 1, rest, cost + priced.cost, picked);
        picked.pop_back();
      }
    }
  }

  Attempt conclude() {
    Attempt attempt;
    attempt.nodes = spent_;
    const Votes known = complete_ ? std::min(open_, cut_) : 0;
    if (best_) {
      attempt.state = Attempt::State::found;
      attempt.plan = *best_;
      attempt.lower = known;
      attempt.optimal = known >= best_->cost;
    } else if (complete_ && open_ >= cut_) {
      attempt.state = Attempt::State::impossible;
    } else {
      attempt.state = Attempt::State::stopped;
      attempt.lower = known;
    }
    return attempt;
  }

  const Arena& arena_;
  const Demand& demand_;
  std::int64_t nodes_;
  std::int64_t spent_ = 0;
  Votes cut_;            // nothing that costs so much is of interest
  Votes open_ = kNever;  // the cheapest that was left unexplored
  bool complete_ = true;
  Seats required_ = 0;
  std::vector<Node> areas_;
  std::vector<std::vector<Votes>> table_;
  std::optional<Plan> best_;
};

}  // namespace

Attempt cheapest(const Arena& arena, const Demand& demand, std::int64_t nodes) {
  return Search(arena, demand, nodes).run();
}

}  // namespace scrutineer::doubting
