// A country in the making: its places, and what each station truly counted. Used inside this folder
// only.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "base/random.hpp"
#include "election/election.hpp"
#include "simulate/split.hpp"

namespace scrutineer {

// One paper: what a source states of one station. The truth is one too.
struct StationForm {
  std::size_t station = 0;  // position in Country::stations
  std::int64_t revision = 0;
  std::string stated_at;
  Votes registered = 0, issued = 0, cast = 0, valid = 0, invalid = 0;
  std::vector<Votes> votes;  // by party
};

struct Country {
  Election election;
  std::vector<UnitIndex> stations;
  std::vector<StationForm> truth;  // by station
};

// What is fixed for a constituency before it is split.
struct ConstituencyTotals {
  UnitIndex unit;
  std::vector<Votes> votes;  // by party
  Votes invalid = 0, registered = 0;
  std::size_t stations = 1;
};

// Adds districts, communes and stations below each constituency, with registered voters, and counts
// its votes there; every total is met exactly. Levels get the names district, commune and station.
void settle_country(const std::vector<ConstituencyTotals>& totals, const Random& random,
                    Country& country);

// A made-up name of two to four syllables, the first letter large.
std::string place_name(Random& random);

}  // namespace scrutineer
