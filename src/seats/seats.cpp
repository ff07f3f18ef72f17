#include "seats/seats.hpp"

#include <algorithm>
#include <numeric>

#include "seats/protocol.hpp"
#include "seats/share.hpp"

namespace scrutineer {

namespace {

// A protocol of more lines than this is of no use to anybody.
constexpr Seats kMostSteps = 100'000;

Error error_in(const ConstituencyVotes& constituency, const std::string& what, std::string found,
               std::string expected) {
  Error error;
  error.message = constituency.unit.empty() ? "" : "Constituency " + constituency.unit + ": ";
  error.message += what + " is " + found + ", expected " + expected + ".";
  error.found = std::move(found);
  error.expected = std::move(expected);
  return error;
}

void check_counts(const ConstituencyVotes& constituency, Errors& errors) {
  const std::string range = "a whole number from 0 to " + std::to_string(kMaximumCount);
  const auto check = [&](const std::string& what, std::int64_t value) {
    if (value >= 0 && value <= kMaximumCount) return;
    errors.push_back(error_in(constituency, what, std::to_string(value), range));
  };
  check("the number of seats", constituency.seats);
  check("the threshold's base beyond the valid votes", constituency.base_beyond_valid);
  Wide sum = constituency.base_beyond_valid;
  for (std::size_t p = 0; p < constituency.votes.size(); ++p) {
    check("the count of party " + std::to_string(p + 1), constituency.votes[p]);
    sum += constituency.votes[p];
  }
  for (const Votes elsewhere : constituency.votes_elsewhere) {
    check("a party's count in the rest of the contest", elsewhere);
  }
  if (errors.empty() && sum > kMaximumCount) {
    errors.push_back(error_in(constituency, "the sum of all counts", to_string(sum),
                              "at most " + std::to_string(kMaximumCount)));
  }
}

// Every position of every group is a party, and none is named twice.
void check_positions(const ConstituencyVotes& constituency,
                     const std::vector<std::vector<std::size_t>>& groups, const std::string& what,
                     Errors& errors) {
  std::vector<bool> seen(constituency.votes.size(), false);
  for (const auto& group : groups) {
    for (const std::size_t p : group) {
      if (p >= seen.size() || seen[p]) {
        errors.push_back(error_in(constituency, what, "party " + std::to_string(p + 1),
                                  "each party of the table at most once"));
        return;
      }
      seen[p] = true;
    }
  }
}

// What takes part in a stage: a party, or a connected list as one.
struct Entrant {
  std::vector<std::size_t> parties;  // ascending; the first names the list
  std::optional<std::size_t> connected;
};

struct Stage {
  std::vector<Seats> minimum, maximum;  // by entrant
  std::vector<Tie> ties;
  std::vector<Step> steps;
  Seats vacant = 0;
};

// The tied entrants in the order of the recorded lot; a list is drawn with its first drawn member.
std::vector<std::size_t> drawn_of(const std::vector<Entrant>& entrants, const Shares& shares,
                                  const Lot& lot) {
  std::vector<std::size_t> drawn;
  for (const std::size_t party : lot) {
    for (const std::size_t tied : shares.tied) {
      const auto& parties = entrants[tied].parties;
      const bool named = std::find(parties.begin(), parties.end(), party) != parties.end();
      const bool again = std::find(drawn.begin(), drawn.end(), tied) != drawn.end();
      if (named && !again && static_cast<Seats>(drawn.size()) < shares.open) drawn.push_back(tied);
    }
  }
  return drawn;
}

// A tie as it stood, with what the lot decided of it; and what is still open.
void add_ties(const std::vector<Entrant>& entrants, const Shares& shares,
              const std::vector<std::size_t>& drawn, std::size_t list, Stage& stage) {
  const auto decided = static_cast<Seats>(drawn.size());
  Tie tie;
  tie.block = shares.prize > 1;
  tie.list = list;
  for (const std::size_t tied : shares.tied) tie.candidates.push_back(entrants[tied].parties[0]);
  std::sort(tie.candidates.begin(), tie.candidates.end());
  if (decided > 0) {
    tie.drawn = true;
    tie.seats = decided * shares.prize;
    stage.ties.push_back(tie);
  }
  if (decided == shares.open) return;
  tie.drawn = false;
  tie.seats = (shares.open - decided) * shares.prize;
  for (const std::size_t tied : drawn) std::erase(tie.candidates, entrants[tied].parties[0]);
  stage.ties.push_back(tie);
}

Stage run_stage(Rule rule, Seats seats, const std::vector<Entrant>& entrants,
                const std::vector<Votes>& votes, const Lot& lot, std::size_t list,
                bool with_steps) {
  std::vector<Votes> of_entrants;
  for (const Entrant& entrant : entrants) {
    Votes sum = 0;
    for (const std::size_t p : entrant.parties) sum += votes[p];
    of_entrants.push_back(sum);
  }
  const Sharing sharing{rule, seats,
                        std::accumulate(of_entrants.begin(), of_entrants.end(), Votes{0})};
  const bool one_by_one = with_steps && (rule == Rule::dhondt || rule == Rule::sainte_lague);
  const Shares shares = share_seats(sharing, of_entrants, one_by_one);
  const auto drawn = drawn_of(entrants, shares, lot);
  Stage stage;
  stage.vacant = shares.vacant;
  stage.minimum = shares.certain;
  for (const std::size_t winner : drawn) stage.minimum[winner] += shares.prize;
  stage.maximum = stage.minimum;
  if (shares.open > 0) add_ties(entrants, shares, drawn, list, stage);
  if (static_cast<Seats>(drawn.size()) < shares.open) {
    for (const std::size_t tied : shares.tied) {
      stage.maximum[tied] = std::max(stage.maximum[tied], shares.certain[tied] + shares.prize);
    }
  }
  if (with_steps) stage.steps = steps_of(sharing, of_entrants, shares, drawn);
  for (Step& step : stage.steps) {
    const Entrant& entrant = entrants.empty() ? Entrant{{0}, {}} : entrants[step.party];
    step.of_list = entrant.connected.has_value();
    step.party = entrant.connected.value_or(entrant.parties[0]);
  }
  return stage;
}

std::vector<Entrant> entrants_of(std::size_t parties, const AllocationRules& rules) {
  std::vector<Entrant> entrants;
  std::vector<bool> inside(parties, false);
  for (std::size_t list = 0; list < rules.connected.size(); ++list) {
    if (rules.connected[list].empty()) continue;
    entrants.push_back({rules.connected[list], list});
    std::sort(entrants.back().parties.begin(), entrants.back().parties.end());
    for (const std::size_t p : rules.connected[list]) inside[p] = true;
  }
  for (std::size_t p = 0; p < parties; ++p) {
    if (!inside[p]) entrants.push_back({{p}, std::nullopt});
  }
  return entrants;
}

// Shares a connected list's seats among its members. While a lot between lists is open, the members
// are shared out under each number that it can leave: a largest remainder may fall as seats grow.
void share_inside(Rule rule, const Entrant& list, Seats low, Seats high,
                  const std::vector<Votes>& votes, const Lot& lot, bool with_steps,
                  Allocation& allocation) {
  std::vector<Entrant> members;
  for (const std::size_t p : list.parties) members.push_back({{p}, std::nullopt});
  const std::size_t number = *list.connected + 1;
  const Stage least = run_stage(rule, low, members, votes, lot, number, with_steps);
  const Stage most = run_stage(rule, high, members, votes, lot, number, false);
  for (std::size_t i = 0; i < members.size(); ++i) {
    const std::size_t p = list.parties[i];
    allocation.minimum[p] = std::min(least.minimum[i], most.minimum[i]);
    allocation.maximum[p] = std::max(least.maximum[i], most.maximum[i]);
  }
  if (low != high || low == 0) return;
  allocation.ties.insert(allocation.ties.end(), least.ties.begin(), least.ties.end());
  allocation.steps.insert(allocation.steps.end(), least.steps.begin(), least.steps.end());
}

// The votes that count, after the threshold: those of a party below it are set to zero.
std::vector<Votes> votes_that_count(const ConstituencyVotes& constituency,
                                    const AllocationRules& rules, bool with_steps,
                                    std::vector<Step>& steps) {
  std::vector<Votes> votes = constituency.votes;
  if (!rules.threshold) return votes;
  const Votes base = std::accumulate(votes.begin(), votes.end(), constituency.base_beyond_valid);
  for (std::size_t p = 0; p < votes.size(); ++p) {
    const Votes counted = p < constituency.votes_elsewhere.size()
                              ? votes[p] + constituency.votes_elsewhere[p]
                              : votes[p];
    if (passes(*rules.threshold, counted, base)) continue;
    Step below;
    below.kind = Step::Kind::below_threshold;
    below.party = p;
    below.votes = counted;
    if (base > 0) below.value = Rational::of(counted, base);
    if (with_steps) steps.push_back(below);
    votes[p] = 0;
  }
  return votes;
}

}  // namespace

bool Allocation::settled() const {
  return std::all_of(ties.begin(), ties.end(), [](const Tie& tie) { return tie.drawn; });
}

Result<Allocation> allocate(const ConstituencyVotes& constituency, const AllocationRules& rules,
                            const Lot& lot, bool with_steps) {
  Errors errors;
  check_counts(constituency, errors);
  check_positions(constituency, rules.connected, "a connected list", errors);
  check_positions(constituency, {lot}, "the recorded lot", errors);
  if (with_steps && constituency.seats > kMostSteps) {
    errors.push_back(error_in(constituency, "the number of seats",
                              std::to_string(constituency.seats),
                              "at most " + std::to_string(kMostSteps) + " where steps are asked"));
  }
  if (!errors.empty()) return tl::unexpected(errors);

  Allocation allocation;
  const auto votes = votes_that_count(constituency, rules, with_steps, allocation.steps);
  const auto entrants = entrants_of(votes.size(), rules);
  const Stage lists =
      run_stage(rules.rule, constituency.seats, entrants, votes, lot, 0, with_steps);
  allocation.vacant = lists.vacant;
  allocation.ties = lists.ties;
  allocation.steps.insert(allocation.steps.end(), lists.steps.begin(), lists.steps.end());
  allocation.minimum.assign(votes.size(), 0);
  allocation.maximum.assign(votes.size(), 0);
  allocation.list_minimum.assign(rules.connected.size(), 0);
  allocation.list_maximum.assign(rules.connected.size(), 0);
  for (std::size_t i = 0; i < entrants.size(); ++i) {
    if (entrants[i].connected) {
      allocation.list_minimum[*entrants[i].connected] = lists.minimum[i];
      allocation.list_maximum[*entrants[i].connected] = lists.maximum[i];
      share_inside(rules.rule, entrants[i], lists.minimum[i], lists.maximum[i], votes, lot,
                   with_steps, allocation);
    } else {
      allocation.minimum[entrants[i].parties[0]] = lists.minimum[i];
      allocation.maximum[entrants[i].parties[0]] = lists.maximum[i];
    }
  }
  allocation.seats = allocation.minimum;
  return allocation;
}

}  // namespace scrutineer
