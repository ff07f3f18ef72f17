// Small chambers whose majority is audited in tests.
#pragma once

#include <numeric>
#include <string>
#include <utility>
#include <vector>

#include "audit/majority.hpp"

namespace scrutineer {

struct PlaceForTests {
  Seats seats = 0;
  std::vector<Votes> votes;
  Votes invalid = 0;
};

// By D'Hondt; the first party's majority.
inline MajorityClaim claim_for_tests(const std::vector<PlaceForTests>& places, Seats needed) {
  MajorityClaim claim;
  claim.who = {0};
  claim.needed = needed;
  for (const PlaceForTests& place : places) {
    MajorityConstituency one;
    one.tally.unit = "c" + std::to_string(claim.constituencies.size());
    one.tally.votes = place.votes;
    one.tally.invalid = place.invalid;
    one.tally.cards = std::accumulate(place.votes.begin(), place.votes.end(), place.invalid);
    one.seats = place.seats;
    claim.constituencies.push_back(std::move(one));
  }
  return claim;
}

// Seats 3 + 2 + 2 + 1 of 12, 8 in all, of which the majority of 7 can spare one.
inline MajorityClaim four_places_for_tests() {
  return claim_for_tests({{5, {520, 380, 60}, 12},
                          {3, {450, 290, 20}, 5},
                          {3, {610, 300, 50}, 0},
                          {1, {90, 60, 10}, 3}},
                         7);
}

inline MajorityPlan plan_for_tests(const MajorityClaim& claim, MajorityDesign design) {
  MajorityOptions options;
  options.design = design;
  return plan_majority_audit(claim, options).value();
}

}  // namespace scrutineer
