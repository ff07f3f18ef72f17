#include "outcome/doubts_arena.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

namespace scrutineer::doubting {

namespace {

bool is_seat_question(const DoubtQuestion& question) {
  return question.kind == QuestionKind::seats_at_least ||
         question.kind == QuestionKind::seats_equal;
}

// The area of each constituency: its own for questions on seats, one for all for those on votes;
// what the question does not look at is one free area, at the end.
std::vector<std::size_t> areas_of(const DoubtProblem& problem, std::vector<Area>& areas) {
  const std::size_t count = problem.seats.size();
  std::vector<std::size_t> area_of(count, 0);
  const auto& only = problem.question.constituency;
  if (only) {
    areas.resize(2);
    areas[0].constituency = *only;
    areas[1].free = true;
    for (std::size_t c = 0; c < count; ++c) area_of[c] = c == *only ? 0 : 1;
  } else if (is_seat_question(problem.question)) {
    areas.resize(count);
    for (std::size_t c = 0; c < count; ++c) {
      areas[c].constituency = c;
      area_of[c] = c;
    }
  } else {
    areas.resize(1);
  }
  for (Area& area : areas) area.votes.assign(problem.parties, 0);
  return area_of;
}

struct Touch {
  std::vector<std::size_t> doubts;
  std::vector<Speaker> speakers;
  bool lone = false;
};

std::size_t cells_named(const CellDoubt& doubt) {
  std::set<std::size_t> cells;
  for (const auto& option : doubt.options) {
    for (const CellAlternative& stated : option) cells.insert(stated.cell);
  }
  return cells.size();
}

// Places that one doubt alone speaks of lose the options that change nothing, or repeat another.
void set_apart(const DoubtProblem& problem, Touch& touch) {
  auto& speakers = touch.speakers;
  if (!touch.doubts.empty() || speakers.empty()) return;
  const std::size_t d = speakers.front().doubt;
  const bool alone = std::all_of(speakers.begin(), speakers.end(),
                                 [&](const Speaker& speaker) { return speaker.doubt == d; });
  if (!alone || cells_named(problem.doubts[d]) > 1) return;
  touch.lone = true;
  std::vector<Speaker> distinct;
  for (Speaker& speaker : speakers) {
    const bool repeats = std::any_of(distinct.begin(), distinct.end(), [&](const Speaker& other) {
      return other.votes == speaker.votes;
    });
    if (speaker.cost > 0 && !repeats) distinct.push_back(std::move(speaker));
  }
  speakers = std::move(distinct);
}

std::vector<Touch> touches(const DoubtProblem& problem, const Terms& terms) {
  std::vector<Touch> touch(problem.cells.size());
  for (std::size_t d = 0; d < problem.doubts.size(); ++d) {
    if (!terms.active[d]) continue;
    const CellDoubt& doubt = problem.doubts[d];
    if (doubt.way != Way::alternatives) {
      if (terms.high[d] == Votes{0}) continue;
      for (const std::size_t cell : doubt.cells) touch[cell].doubts.push_back(d);
      continue;
    }
    for (std::size_t option = 0; option < doubt.options.size(); ++option) {
      for (const CellAlternative& stated : doubt.options[option]) {
        touch[stated.cell].speakers.push_back(
            {d, option, stated.votes,
             votes_changed(problem.cells[stated.cell].votes, stated.votes)});
      }
    }
  }
  for (Touch& one : touch) set_apart(problem, one);
  return touch;
}

void add_cell(const DoubtCell& cell, std::size_t index, Place& place) {
  place.cells.push_back(index);
  if (place.votes.empty()) {
    place.votes = cell.votes;
    place.addable = cell.can_be_added;
    return;
  }
  for (std::size_t p = 0; p < cell.votes.size(); ++p) place.votes[p] += cell.votes[p];
  if (!cell.can_be_added) place.addable.reset();
  if (place.addable) *place.addable += *cell.can_be_added;
}

void make_places(const DoubtProblem& problem, const std::vector<std::size_t>& area_of,
                 Arena& arena) {
  auto touch = touches(problem, arena.terms);
  std::map<std::tuple<std::size_t, std::vector<std::size_t>, bool>, std::size_t> known;
  for (std::size_t c = 0; c < problem.cells.size(); ++c) {
    const std::size_t area = area_of[problem.cells[c].constituency];
    for (std::size_t p = 0; p < problem.parties; ++p) {
      arena.areas[area].votes[p] += problem.cells[c].votes[p];
    }
    if (touch[c].doubts.empty() && touch[c].speakers.empty()) continue;
    // Limits that are not stated stay apart from stated ones, which would be lost in the sum.
    const bool limited = problem.cells[c].can_be_added.has_value();
    const auto key = std::tuple(area, touch[c].doubts, limited);
    const auto found = known.find(key);
    if (touch[c].speakers.empty() && found != known.end()) {
      add_cell(problem.cells[c], c, arena.places[found->second]);
      continue;
    }
    if (touch[c].speakers.empty()) known.emplace(key, arena.places.size());
    arena.areas[area].places.push_back(arena.places.size());
    Place place;
    place.area = area;
    place.doubts = touch[c].doubts;
    place.speakers = std::move(touch[c].speakers);
    place.lone = touch[c].lone;
    if (place.lone) place.may_stay = may_stay(problem, problem.doubts[place.speakers[0].doubt]);
    add_cell(problem.cells[c], c, place);
    arena.places.push_back(std::move(place));
  }
}

Votes most_votes(const Place& place, std::size_t party) {
  Votes most = place.votes[party];
  for (const Speaker& speaker : place.speakers) most = std::max(most, speaker.votes[party]);
  return most;
}

// What one doubt can do in one place, alone; also marks what a vote may do in the area.
Votes reach(const CellDoubt& doubt, const Place& place, Votes unbounded, Area& area) {
  Votes sum = 0;
  const std::size_t parties = place.votes.size();
  for (std::size_t p = 0; p < parties; ++p) {
    bool leaves = allows(doubt, p, std::nullopt);
    const Votes votes = most_votes(place, p);
    if (votes > 0 && leaves) area.take_from[p] = true;
    for (std::size_t q = 0; q < parties; ++q) {
      if (!allows(doubt, p, q)) continue;
      leaves = true;
      if (votes > 0) area.switches = area.switch_to[p][q] = true;
    }
    if (leaves) sum += votes;
  }
  const Votes room = place.addable.value_or(unbounded);
  bool added = false;
  for (std::size_t q = 0; q < parties; ++q) {
    if (room == 0 || !allows(doubt, std::nullopt, q)) continue;
    area.add_to[q] = true;
    added = true;
  }
  return std::min(unbounded, sum + (added ? room : 0));
}

// Votes that a place has to give at all, whoever asks.
Votes votes_there(const Place& place, Votes unbounded) {
  Votes sum = place.addable.value_or(unbounded);
  for (std::size_t p = 0; p < place.votes.size(); ++p) sum += most_votes(place, p);
  return std::min(sum, unbounded);
}

void measure(Arena& arena) {
  const DoubtProblem& problem = *arena.problem;
  const std::size_t doubts = problem.doubts.size();
  std::vector<Wide> capacity(doubts, 0);
  Wide options = 0;
  for (Area& area : arena.areas) {
    area.add_to.assign(problem.parties, false);
    area.take_from.assign(problem.parties, false);
    area.switch_to.assign(problem.parties, std::vector<bool>(problem.parties, false));
    std::map<std::size_t, Wide> here;
    Wide there = 0;
    Wide stated = 0;
    Wide stated_alone = 0;
    for (const std::size_t index : area.places) {
      const Place& place = arena.places[index];
      for (const std::size_t d : place.doubts) {
        here[d] += reach(problem.doubts[d], place, arena.unbounded, area);
      }
      if (!place.doubts.empty()) there += votes_there(place, arena.unbounded);
      Votes most = 0;
      for (const Speaker& speaker : place.speakers) most = std::max(most, speaker.cost);
      (place.lone ? stated_alone : stated) += most;
    }
    Wide asked = 0;
    for (const auto& [d, sum] : here) {
      asked += std::min<Wide>(sum, arena.terms.high[d].value_or(arena.unbounded));
      capacity[d] += sum;
    }
    const Wide beside = std::min(there, asked) + stated;
    area.available_beside = static_cast<Votes>(std::min<Wide>(beside, arena.unbounded));
    area.available = static_cast<Votes>(std::min<Wide>(beside + stated_alone, arena.unbounded));
    options += stated + stated_alone;
  }
  Wide all = options;
  for (std::size_t d = 0; d < doubts; ++d) {
    const Wide most = std::min<Wide>(capacity[d], arena.terms.high[d].value_or(arena.unbounded));
    all += most;
    arena.terms.low[d] = static_cast<Votes>(std::min<Wide>(arena.terms.low[d], most));
  }
  Wide by_area = 0;
  for (const Area& area : arena.areas) by_area += area.available;
  arena.available = static_cast<Votes>(std::min({all, by_area, Wide{arena.unbounded}}));
}

std::vector<LoneOption> options_of(const Place& place) {
  std::vector<LoneOption> options;
  if (place.may_stay) options.push_back({0, std::vector<Votes>(place.votes.size(), 0)});
  for (const Speaker& speaker : place.speakers) {
    LoneOption option{speaker.cost, speaker.votes};
    for (std::size_t p = 0; p < place.votes.size(); ++p) option.change[p] -= place.votes[p];
    options.push_back(std::move(option));
  }
  return options;
}

// What alternatives there are in each area, and how far they depend on one another.
void take_alternatives(Arena& arena) {
  const DoubtProblem& problem = *arena.problem;
  std::map<std::size_t, std::set<std::size_t>> areas_of_doubt;
  for (const Place& place : arena.places) {
    for (const Speaker& speaker : place.speakers) areas_of_doubt[speaker.doubt].insert(place.area);
  }
  arena.separate = true;
  for (Area& area : arena.areas) {
    area.may_stay = true;
    for (const std::size_t index : area.places) {
      const Place& place = arena.places[index];
      if (place.speakers.empty()) continue;
      arena.has_options = area.alternatives = true;
      if (place.lone) area.lone.push_back(options_of(place));
      area.linked = area.linked || !place.lone;
      for (const Speaker& speaker : place.speakers) {
        area.may_stay = area.may_stay && areas_of_doubt[speaker.doubt].size() == 1 &&
                        may_stay(problem, problem.doubts[speaker.doubt]);
      }
    }
    arena.separate = arena.separate && area.may_stay;
  }
}

bool share_a_party(const std::vector<bool>& a, const std::vector<bool>& b) {
  for (std::size_t p = 0; p < a.size(); ++p) {
    if (a[p] && b[p]) return true;
  }
  return false;
}

bool may_overlap(const CellDoubt& a, const CellDoubt& b) {
  if (a.way != b.way || a.way == Way::alternatives) return false;
  if (a.way == Way::addable) return share_a_party(a.to, b.to);
  if (a.way == Way::removable) return share_a_party(a.from, b.from);
  if (a.way == Way::switchable) return share_a_party(a.from, b.from) && share_a_party(a.to, b.to);
  return share_a_party(a.from, b.from) || share_a_party(a.to, b.to);
}

}  // namespace

Terms terms_of(const DoubtProblem& problem) {
  Terms terms;
  for (const CellDoubt& doubt : problem.doubts) {
    const bool stated = doubt.way == Way::alternatives;
    terms.active.push_back(!stated || !doubt.options.empty());
    terms.low.push_back(stated ? 0 : doubt.low);
    terms.high.push_back(stated ? Count{} : doubt.high);
  }
  return terms;
}

bool may_stay(const DoubtProblem& problem, const CellDoubt& doubt) {
  return std::any_of(doubt.options.begin(), doubt.options.end(), [&](const auto& option) {
    return std::all_of(option.begin(), option.end(), [&](const CellAlternative& stated) {
      return stated.votes == problem.cells[stated.cell].votes;
    });
  });
}

bool allows(const CellDoubt& doubt, std::optional<std::size_t> from,
            std::optional<std::size_t> to) {
  if (from && !doubt.from[*from]) return false;
  if (to && !doubt.to[*to]) return false;
  switch (doubt.way) {
    case Way::removable:
      return from && !to;
    case Way::addable:
      return !from && to;
    case Way::switchable:
      return from && to && *from != *to;
    case Way::unknown:
      return (from || to) && from != to;
    case Way::alternatives:
      return false;
  }
  return false;
}

Votes votes_changed(const std::vector<Votes>& before, const std::vector<Votes>& after) {
  Votes raised = 0;
  Votes lowered = 0;
  for (std::size_t p = 0; p < before.size(); ++p) {
    raised += std::max<Votes>(0, after[p] - before[p]);
    lowered += std::max<Votes>(0, before[p] - after[p]);
  }
  return std::max(raised, lowered);
}

std::vector<std::vector<std::size_t>> overlap_groups(const DoubtProblem& problem,
                                                     const std::vector<bool>& active) {
  std::vector<std::vector<std::size_t>> groups;
  for (std::size_t d = 0; d < problem.doubts.size(); ++d) {
    const CellDoubt& doubt = problem.doubts[d];
    if (!active[d] || !doubt.unlocated || doubt.way == Way::alternatives) continue;
    std::vector<std::size_t> joined = {d};
    std::erase_if(groups, [&](const std::vector<std::size_t>& group) {
      const bool joins = std::any_of(group.begin(), group.end(), [&](std::size_t other) {
        return may_overlap(doubt, problem.doubts[other]);
      });
      if (joins) joined.insert(joined.end(), group.begin(), group.end());
      return joins;
    });
    std::sort(joined.begin(), joined.end());
    groups.push_back(std::move(joined));
  }
  std::erase_if(groups, [](const auto& group) { return group.size() < 2; });
  return groups;
}

Arena arrange(const DoubtProblem& problem, const Terms& terms) {
  Arena arena;
  arena.problem = &problem;
  arena.terms = terms;
  Wide total = 0;
  for (const DoubtCell& cell : problem.cells) {
    for (const Votes votes : cell.votes) total += votes;
  }
  // More votes than four thousand times all that were cast are not asked for by any seat or share.
  arena.unbounded =
      static_cast<Votes>(std::min<Wide>((total + 1) * 4096, (kMaximumCount - total) / 2));
  const auto area_of = areas_of(problem, arena.areas);
  make_places(problem, area_of, arena);
  take_alternatives(arena);
  measure(arena);
  arena.groups = overlap_groups(problem, terms.active);
  coarsen(arena);
  return arena;
}

}  // namespace scrutineer::doubting

namespace scrutineer {

Votes votes_alone(const DoubtProblem& problem, const CellDoubt& doubt) {
  Wide most = 0;
  for (const auto& option : doubt.options) {
    Wide changed = 0;
    for (const CellAlternative& stated : option) {
      changed += doubting::votes_changed(problem.cells[stated.cell].votes, stated.votes);
    }
    most = std::max(most, changed);
  }
  if (doubt.way == Way::alternatives)
    return static_cast<Votes>(std::min<Wide>(most, kMaximumCount));
  for (const std::size_t index : doubt.cells) {
    const DoubtCell& cell = problem.cells[index];
    for (std::size_t p = 0; p < problem.parties; ++p) {
      const bool moves = doubt.way != Way::addable && doubt.from[p];
      if (moves) most += cell.votes[p];
    }
    const bool adds = doubt.way == Way::addable || doubt.way == Way::unknown;
    if (adds) most += cell.can_be_added.value_or(kMaximumCount);
  }
  return static_cast<Votes>(std::min<Wide>(most, doubt.high.value_or(kMaximumCount)));
}

}  // namespace scrutineer
