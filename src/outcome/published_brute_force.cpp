#include "outcome/published_brute_force.hpp"

#include <algorithm>
#include <numeric>

#include "outcome/doubts_ask.hpp"

namespace scrutineer::brute {

namespace {

Votes total(const std::vector<Votes>& votes) {
  return std::accumulate(votes.begin(), votes.end(), Votes{0});
}

// Every way of writing `votes` as a sum over parties, each at most `most`.
template <typename Visit>
void each_split(std::vector<Votes>& split, std::size_t party, Votes votes,
                const std::vector<Votes>& most, const Visit& visit) {
  if (party + 1 == split.size()) {
    split[party] = votes;
    if (votes <= most[party]) visit(split);
    return;
  }
  for (Votes own = 0; own <= std::min(votes, most[party]); ++own) {
    split[party] = own;
    each_split(split, party + 1, votes - own, most, visit);
  }
}

// Every table that votes of this kind make of `votes`, and how many it takes; votes are added in
// layers of `layer`, the other kinds all come at layer 0.
template <typename Visit>
void each_change(const std::vector<Votes>& votes, Change change, Votes layer, const Visit& visit) {
  std::vector<Votes> split(votes.size(), 0), after(votes);
  if (change == Change::added) {
    each_split(split, 0, layer, std::vector<Votes>(votes.size(), layer), [&](const auto& come) {
      for (std::size_t p = 0; p < votes.size(); ++p) after[p] = votes[p] + come[p];
      visit(after, layer);
    });
    return;
  }
  const Votes all = total(votes);
  const bool switched = change == Change::switched;
  const std::vector<Votes> most = switched ? std::vector<Votes>(votes.size(), all) : votes;
  for (Votes left = switched ? all : 0; left <= all; ++left) {
    each_split(split, 0, left, most, [&](const auto& now) {
      Votes gone = 0;
      for (std::size_t p = 0; p < votes.size(); ++p) gone += std::max<Votes>(0, votes[p] - now[p]);
      visit(now, gone);
    });
  }
}

void lower(std::optional<Votes>& entry, Votes cost) {
  if (!entry || cost < *entry) entry = cost;
}

}  // namespace

std::optional<std::vector<Seats>> Published::seats(const std::vector<Votes>& votes,
                                                   std::size_t constituency) const {
  const auto allocation = allocate({"", problem_.seats[constituency], votes, 0}, problem_.rules);
  if (!allocation || !allocation->settled()) return std::nullopt;
  return allocation->seats;
}

const Profile& Published::profile(const std::vector<Votes>& votes, std::size_t constituency,
                                  const std::vector<bool>& who, Change change) {
  const Seats all = problem_.seats[constituency];
  const auto [found, inserted] = profiles_.try_emplace({votes, all, who, change});
  Profile& profile = found->second;
  if (!inserted) return profile;
  profile.at_best.resize(static_cast<std::size_t>(all) + 1);
  profile.at_worst = profile.at_best;
  // Added votes: so many that all seats have gone to whoever gets them; more would only be a dearer
  // way to as much.
  const Votes most = change == Change::added ? 2 * (all + 1) * (total(votes) + 1) : 0;
  bool all_tried = false;
  for (Votes layer = 0; layer <= most && !all_tried; ++layer) {
    each_change(votes, change, layer, [&](const std::vector<Votes>& after, Votes cost) {
      const auto allocation = allocate({"", all, after, 0}, problem_.rules);
      const auto range = doubting::seats_of(*allocation, who, !problem_.rules.connected.empty());
      // Between connected lists the best of each member is added up, which may be too many.
      lower(profile.at_best[static_cast<std::size_t>(std::min(range.high, all))], cost);
      lower(profile.at_worst[static_cast<std::size_t>(range.low)], cost);
    });
    all_tried =
        profile.at_best.back() && profile.at_worst.back() && profile.at_worst.front().has_value();
  }
  return profile;
}

std::optional<Votes> Published::price(const VoteTable& table, const SeatTarget& target,
                                      Change change, const std::vector<std::size_t>& only_in) {
  std::vector<bool> who(problem_.parties, false);
  for (const std::size_t party : target.who) who[party] = true;
  std::vector<std::optional<Votes>> sum{0};  // by seats so far
  for (std::size_t c = 0; c < table.size(); ++c) {
    if (target.constituency.value_or(c) != c) continue;
    const Profile& here = profile(table[c], c, who, change);
    const bool open = only_in.empty() || std::count(only_in.begin(), only_in.end(), c) > 0;
    const auto& costs = target.at_least ? here.at_best : here.at_worst;
    std::vector<std::optional<Votes>> next(sum.size() + costs.size() - 1);
    for (std::size_t before = 0; before < sum.size(); ++before) {
      for (std::size_t k = 0; k < costs.size(); ++k) {
        if (!sum[before] || !costs[k] || (!open && *costs[k] > 0)) continue;
        lower(next[before + k], *sum[before] + *costs[k]);
      }
    }
    sum = std::move(next);
  }
  std::optional<Votes> least;
  for (std::size_t k = 0; k < sum.size(); ++k) {
    const auto held = static_cast<Seats>(k);
    const bool reached = target.at_least ? held >= target.seats : held <= target.seats;
    if (reached && sum[k]) lower(least, *sum[k]);
  }
  return least;
}

std::optional<Votes> Published::margin(const std::vector<Votes>& votes, std::size_t constituency,
                                       std::size_t party, Change change) {
  const auto now = seats(votes, constituency);
  if (!now) return std::nullopt;
  std::vector<bool> who(problem_.parties, false);
  who[party] = true;
  const Profile& here = profile(votes, constituency, who, change);
  std::optional<Votes> least;
  for (auto k = static_cast<std::size_t>((*now)[party]) + 1; k < here.at_worst.size(); ++k) {
    if (here.at_worst[k]) lower(least, *here.at_worst[k]);
  }
  return least;
}

// What speaks of this constituency alone, once its votes are chosen.
bool Published::agrees_in(const VoteTable& table, std::size_t constituency) {
  const auto now = seats(table[constituency], constituency);
  if (!now) return false;
  return std::all_of(problem_.facts.begin(), problem_.facts.end(), [&](const Fact& fact) {
    if (fact.constituency != constituency || !fact.party) return true;
    std::optional<Votes> value;
    if (fact.kind == Fact::Kind::seats) {
      value = (*now)[*fact.party];
    } else if (fact.kind == Fact::Kind::margin) {
      value = margin(table[constituency], constituency, *fact.party, fact.way);
    } else {
      return true;
    }
    return value && fact.low <= *value && *value <= fact.high;
  });
}

bool Published::agrees_as_a_whole(const VoteTable& table) const {
  return std::all_of(problem_.facts.begin(), problem_.facts.end(), [&](const Fact& fact) {
    if (fact.kind != Fact::Kind::seats || fact.constituency || !fact.party) return true;
    Seats sum = 0;
    for (std::size_t c = 0; c < table.size(); ++c) sum += (*seats(table[c], c))[*fact.party];
    return fact.low <= sum && sum <= fact.high;
  });
}

// Cell after cell; sums are compared with what is stated of them as soon as they are complete.
struct Published::Walk {
  Published& owner;
  Votes most_votes;
  std::size_t most_tables, most_steps;
  Tables result;
  VoteTable table;
  std::size_t steps = 0;

  Walk(Published& published, Votes votes, std::size_t tables, std::size_t step_limit)
      : owner(published), most_votes(votes), most_tables(tables), most_steps(step_limit) {
    table.assign(owner.problem_.seats.size(), std::vector<Votes>(owner.problem_.parties, 0));
  }

  // How the sums stand once the cells up to this one are chosen.
  enum class Sums { short_of, agree, beyond };
  Sums sums(std::size_t c, std::size_t p) const {
    Sums state = Sums::agree;
    for (const Fact& fact : owner.problem_.facts) {
      if (fact.kind == Fact::Kind::seats || fact.kind == Fact::Kind::margin) continue;
      const bool votes = fact.kind == Fact::Kind::votes;
      Votes sum = 0;
      bool complete = true;
      for (std::size_t d = 0; d < table.size(); ++d) {
        for (std::size_t q = 0; q < table[d].size(); ++q) {
          if (fact.constituency && *fact.constituency != d) continue;
          if (votes && fact.party && *fact.party != q) continue;
          if (d < c || (d == c && q <= p)) {
            sum += table[d][q];
          } else {
            complete = false;
          }
        }
      }
      if (sum > fact.high) return Sums::beyond;
      if (votes && complete && sum < fact.low) state = Sums::short_of;
    }
    return state;
  }

  bool run(std::size_t c, std::size_t p) {
    if (c == table.size()) {
      if (!owner.agrees_as_a_whole(table)) return true;
      result.tables.push_back(table);
      return result.tables.size() < most_tables;
    }
    if (p == owner.problem_.parties) return !owner.agrees_in(table, c) || run(c + 1, 0);
    for (Votes votes = 0; votes <= most_votes; ++votes) {
      if (++steps > most_steps) return false;
      table[c][p] = votes;
      const Sums state = sums(c, p);
      if (state == Sums::beyond) break;
      if (state == Sums::agree && !run(c, p + 1)) return false;
    }
    table[c][p] = 0;
    return true;
  }
};

Published::Tables Published::agreeing(Votes most_votes, std::size_t most_tables,
                                      std::size_t most_steps) {
  Walk walk(*this, most_votes, most_tables, most_steps);
  walk.result.finished = walk.run(0, 0);
  return std::move(walk.result);
}

}  // namespace scrutineer::brute
