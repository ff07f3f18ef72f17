#include "outcome/margin_unit.hpp"

#include <algorithm>
#include <numeric>

#include "outcome/margin_bounds.hpp"

namespace scrutineer {

namespace {

bool all_single(const Entrants& entrants) {
  return std::all_of(entrants.parties.begin(), entrants.parties.end(),
                     [](const auto& parties) { return parties.size() == 1; });
}

// Whether the program of one entrant answers the question.
bool is_exact(const UnitQuestion& question, const Entrants& entrants) {
  if (entrants.asked.size() != 1) return false;
  if (!question.rules.threshold) return true;
  const bool divides =
      is_divisor_rule(question.rules.rule) || question.rules.rule == Rule::plurality;
  return divides && question.rules.threshold->scope == Scope::constituency && all_single(entrants);
}

}  // namespace

std::vector<Votes> Entrants::votes_of(const std::vector<Votes>& by_party) const {
  std::vector<Votes> votes;
  for (const auto& members : parties) {
    Votes sum = 0;
    for (const std::size_t p : members) sum += by_party[p];
    votes.push_back(sum);
  }
  return votes;
}

std::vector<Votes> Entrants::to_parties(const std::vector<Votes>& before,
                                        const std::vector<Votes>& after) const {
  std::vector<Votes> votes = before;
  const std::vector<Votes> now = votes_of(before);
  for (std::size_t e = 0; e < parties.size(); ++e) {
    Votes change = after[e] - now[e];
    for (const std::size_t p : parties[e]) {
      const Votes part = std::max(change, -votes[p]);
      votes[p] += part;
      change -= part;
    }
  }
  return votes;
}

Entrants entrants_of(const UnitQuestion& question) {
  Entrants entrants;
  std::vector<bool> inside(question.table.votes.size(), false);
  for (const auto& list : question.rules.connected) {
    if (list.empty()) continue;
    entrants.parties.push_back(list);
    std::sort(entrants.parties.back().begin(), entrants.parties.back().end());
    for (const std::size_t p : list) inside[p] = true;
  }
  for (std::size_t p = 0; p < inside.size(); ++p) {
    if (!inside[p]) entrants.parties.push_back({p});
  }
  std::size_t covered = 0;
  for (std::size_t e = 0; e < entrants.parties.size(); ++e) {
    const auto& members = entrants.parties[e];
    if (!std::includes(question.who.begin(), question.who.end(), members.begin(), members.end())) {
      continue;
    }
    entrants.asked.push_back(e);
    covered += members.size();
  }
  if (covered != question.who.size()) entrants.asked.clear();
  return entrants;
}

MarginProgram program_of(const UnitQuestion& question, const Entrants& entrants, Seats target,
                         bool outright) {
  MarginProgram program;
  program.rule = question.rules.rule;
  program.seats = question.table.seats;
  program.votes = entrants.votes_of(question.table.votes);
  program.entrant = entrants.asked.front();
  program.threshold = question.rules.threshold;
  program.base_beyond_valid = question.table.base_beyond_valid;
  program.change = question.change;
  program.at_least = question.at_least;
  program.target = target;
  program.outright = outright;
  return program;
}

UnitAnswer unit_margin(const UnitQuestion& question, Seats target, bool outright, Votes from,
                       bool with_plan, Votes most) {
  if (from == 0) {
    const auto now = held_seats(question.table, question.rules, question.lot, question.who);
    if (holds(now.value_or(HeldSeats{}), question.at_least, target, outright)) {
      return {0, 0, question.table.votes};
    }
  }
  const Entrants entrants = entrants_of(question);
  if (!is_exact(question, entrants)) {
    return bounded_margin(question, target, outright, std::max<Votes>(from, 1));
  }
  // A recorded lot was drawn for the votes as they are. Where it went against `who`, one vote is
  // enough to have it drawn anew, or decided.
  const auto plan = least_votes(program_of(question, entrants, target, outright),
                                std::max<Votes>(from, 1), with_plan, most);
  if (!plan) return {std::nullopt, most < kMaximumCount ? most + 1 : kOutOfReach, {}};
  UnitAnswer answer{plan->votes, plan->votes, {}};
  if (with_plan) answer.after = entrants.to_parties(question.table.votes, plan->after);
  return answer;
}

std::vector<Move> moves_between(std::size_t constituency, const std::vector<Votes>& before,
                                const std::vector<Votes>& after, Change change) {
  std::vector<Move> moves;
  std::size_t to = 0;
  Votes given = 0;  // to `to` so far
  for (std::size_t p = 0; p < before.size(); ++p) {
    if (change == Change::added && after[p] > before[p]) {
      moves.push_back({constituency, std::nullopt, p, after[p] - before[p]});
    }
    if (change == Change::removed && after[p] < before[p]) {
      moves.push_back({constituency, p, std::nullopt, before[p] - after[p]});
    }
    if (change != Change::switched) continue;
    for (Votes left = before[p] - after[p]; left > 0 && to < after.size();) {
      const Votes part = std::min(left, after[to] - before[to] - given);
      if (part <= 0) {
        ++to;
        given = 0;
        continue;
      }
      moves.push_back({constituency, p, to, part});
      left -= part;
      given += part;
    }
  }
  return moves;
}

}  // namespace scrutineer
