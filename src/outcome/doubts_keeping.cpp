// What must have happened, and may all the same have changed nothing: a resolution with at least
// `low` of each doubt that meets every demand. Areas are gone through one after another, the levels
// of each with the present one first, as votes that fall harmlessly keep it.
#include <algorithm>

#include "outcome/doubts_search.hpp"

namespace scrutineer::doubting {

namespace {

// A level that an area may be kept at, for each demand.
struct Kept {
  std::vector<Seats> values;
  std::vector<Row> rows;
};

// With `glance`, only the first regions of each level are looked at, and none is proven dead.
class Keeper {
 public:
  Keeper(const Arena& arena, const std::vector<Demand>& demands, std::int64_t nodes, bool glance)
      : arena_(arena), demands_(demands), nodes_(nodes), glance_(glance) {}

  Attempt run() {
    for (const Demand& demand : demands_) needed_.push_back(demand.needed);
    for (std::size_t a = 0; a < arena_.areas.size(); ++a) list_levels(a);
    if (!glance_ && listed_ > kMostListed) return result_;
    most_.assign(levels_.size() + 1, std::vector<Seats>(demands_.size(), 0));
    for (std::size_t i = levels_.size(); i-- > 0;) {
      most_[i] = most_[i + 1];
      for (std::size_t k = 0; k < demands_.size(); ++k) {
        Seats most = 0;
        for (const Kept& kept : levels_[i]) most = std::max(most, kept.values[k]);
        most_[i][k] += most;
      }
    }
    std::vector<Row> rows;
    descend(0, needed_, rows);
    if (result_.state != Attempt::State::found) {
      const bool all = complete_ && nodes_ > 0;
      result_.state = all ? Attempt::State::impossible : Attempt::State::stopped;
    }
    return result_;
  }

 private:
  // The present level first: votes that fall harmlessly keep it.
  std::vector<Seats> order_of_levels(const Demand& demand, std::size_t area) const {
    std::vector<Seats> order;
    const Seats most = highest_level(arena_, demand, area);
    for (Seats level = 0; level <= most; ++level) order.push_back(level);
    const auto distance = [&](Seats level) {
      const Seats gap = value_at(arena_, demand, area, level) - demand.present[area];
      return gap < 0 ? -gap : gap;
    };
    std::stable_sort(order.begin(), order.end(),
                     [&](Seats a, Seats b) { return distance(a) < distance(b); });
    return order;
  }

  void list_levels(std::size_t index) {
    if (arena_.areas[index].places.empty()) {
      for (std::size_t k = 0; k < demands_.size(); ++k) needed_[k] -= demands_[k].present[index];
      return;
    }
    std::vector<Kept> kept = {Kept{}};
    for (const Demand& demand : demands_) {
      std::vector<Kept> next;
      for (const Seats level : order_of_levels(demand, index)) {
        if (!glance_ && listed_ > kMostListed) return;
        Regions list =
            regions_at(arena_, demand, index, level, std::nullopt, arena_.areas[index].available);
        listed_ += list.found.size();
        complete_ = complete_ && list.complete && listed_ <= kMostListed;
        if (!glance_) drop_unreachable(index, list);
        std::stable_sort(list.found.begin(), list.found.end(),
                         [](const Region& a, const Region& b) { return a.bound < b.bound; });
        if (glance_ && list.found.size() > kGlanced) list.found.resize(kGlanced);
        for (const Region& region : list.found) {
          for (Kept both : kept) {
            both.values.push_back(value_at(arena_, demand, index, level));
            both.rows.insert(both.rows.end(), region.rows.begin(), region.rows.end());
            next.push_back(std::move(both));
          }
        }
      }
      kept = std::move(next);
    }
    levels_.push_back(std::move(kept));
  }

  // Options are few, but reach far: their bounds let many regions pass that none of them meets.
  void drop_unreachable(std::size_t area, Regions& list) {
    if (!arena_.areas[area].alternatives) return;
    std::erase_if(list.found, [&](const Region& region) {
      return attempt_of(region.rows).state == Attempt::State::impossible;
    });
  }

  void descend(std::size_t i, const std::vector<Seats>& left, std::vector<Row>& rows) {
    if (result_.state == Attempt::State::found || nodes_ <= 0) return;
    for (std::size_t k = 0; k < left.size(); ++k) {
      if (left[k] > most_[i][k]) return;
    }
    if (i == levels_.size()) {
      const Attempt attempt = attempt_of(rows);
      if (attempt.state == Attempt::State::found) result_ = attempt;
      if (attempt.state == Attempt::State::stopped) complete_ = false;
      failed_ = true;
      return;
    }
    // Once a first choice has failed, what contradicts itself already is not followed further.
    if (failed_ && i > 0 && attempt_of(rows).state == Attempt::State::impossible) return;
    for (const Kept& kept : levels_[i]) {
      std::vector<Seats> rest = left;
      for (std::size_t k = 0; k < rest.size(); ++k) rest[k] -= kept.values[k];
      rows.insert(rows.end(), kept.rows.begin(), kept.rows.end());
      descend(i + 1, rest, rows);
      rows.resize(rows.size() - kept.rows.size());
    }
  }

  Attempt attempt_of(const std::vector<Row>& rows) {
    Order order;
    order.areas.assign(arena_.areas.size(), true);
    order.rows = rows;
    order.with_low = true;
    order.nodes = std::max<std::int64_t>(1, nodes_);
    const Attempt attempt = solve(arena_, order);
    nodes_ -= attempt.nodes + 1;
    return attempt;
  }

  static constexpr std::size_t kGlanced = 30;

  const Arena& arena_;
  const std::vector<Demand>& demands_;
  std::int64_t nodes_;
  bool glance_;
  bool complete_ = true;
  bool failed_ = false;
  std::size_t listed_ = 0;
  std::vector<Seats> needed_;
  std::vector<std::vector<Kept>> levels_;
  std::vector<std::vector<Seats>> most_;
  Attempt result_;
};

}  // namespace

Attempt keeping(const Arena& arena, const std::vector<Demand>& demands, std::int64_t nodes) {
  // Where votes may fall harmlessly, a glance finds it; only "must" needs every region.
  constexpr std::int64_t kGlance = 500;
  const Attempt found = Keeper(arena, demands, std::min(nodes, kGlance), true).run();
  if (found.state == Attempt::State::found) return found;
  return Keeper(arena, demands, nodes, false).run();
}

}  // namespace scrutineer::doubting
