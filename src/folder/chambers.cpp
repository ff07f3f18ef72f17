// What election.toml and units.csv owe each other: the units that elect a contest, and their seats.
#include <algorithm>
#include <string>
#include <vector>

#include "folder/parts.hpp"

namespace scrutineer {

namespace {

constexpr std::string_view kFile = "election.toml";

// The units of the level; for "country" without such a level, the one unit at the top.
std::vector<const Unit*> electing_units(const Election& election, const Contest& contest) {
  const auto level =
      std::find(election.levels.begin(), election.levels.end(), contest.constituencies);
  std::vector<const Unit*> units;
  for (const Unit& unit : election.units) {
    const bool elects = level == election.levels.end()
                            ? !unit.parent
                            : election.levels[unit.level] == contest.constituencies;
    if (elects) units.push_back(&unit);
  }
  return units;
}

bool is_alone_at_its_level(const Election& election, const Contest& contest) {
  return std::count_if(election.contests.begin(), election.contests.end(),
                       [&](const Contest& other) {
                         return other.constituencies == contest.constituencies;
                       }) == 1;
}

void check_seats(const Contest& contest, const std::vector<const Unit*>& units,
                 Problems& problems) {
  Seats sum = 0;
  std::size_t stated = 0;
  for (const Unit* unit : units) {
    sum += unit->seats.value_or(0);
    stated += unit->seats ? 1 : 0;
  }
  const bool all = stated == units.size();
  if (stated == 0 || (all ? sum == contest.seats : sum <= contest.seats)) return;
  const std::string place = "the " + std::to_string(stated) + " units of the level \"" +
                            contest.constituencies + "\" in units.csv";
  problems.describe(kFile, 0, "contest.seats",
                    std::to_string(contest.seats) + " seats of the contest \"" + contest.id +
                        "\" and " + std::to_string(sum) + " seats in " + place,
                    all ? "the same number" : "no more in the units than in the contest");
}

}  // namespace

void check_chambers(Draft& draft) {
  const Election& election = draft.election;
  if (!draft.units.readable()) return;
  for (const Contest& contest : election.contests) {
    const auto units = electing_units(election, contest);
    const bool by_top = std::find(election.levels.begin(), election.levels.end(),
                                  contest.constituencies) == election.levels.end();
    if (by_top && contest.constituencies == "country" && units.size() > 1) {
      draft.problems.describe(
          kFile, 0, "contest.constituencies",
          std::to_string(units.size()) + " units without a parent in units.csv",
          "one, as the contest \"" + contest.id + "\" is elected by the country as a whole");
    } else if (is_alone_at_its_level(election, contest)) {
      check_seats(contest, units, draft.problems);
    }
  }
}

}  // namespace scrutineer
