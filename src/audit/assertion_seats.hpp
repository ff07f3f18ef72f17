// The parts of seat assertions that bounds of seats share: entrants, and one key against another.
#pragma once

#include <cstddef>
#include <vector>

#include "audit/assertion_parts.hpp"

namespace scrutineer {

// What takes part in a sharing: a party, or the members of a connected list that count.
struct Entrant {
  Contender name;
  std::vector<std::size_t> parties;
  Votes votes = 0;
};

struct SharingOf {
  Rule rule = Rule::dhondt;
  Seats seats = 0;
  std::vector<Entrant> entrants;
};

// Connected lists first, then the parties outside them; only those above the threshold.
std::vector<Entrant> entrants_among(const ContestTally& tally,
                                    const std::vector<std::vector<std::size_t>>& connected,
                                    const std::vector<bool>& above);

// a's W-th seat comes before b's L-th.
Result<Assertion> key_assertion(const ContestTally& tally, const SharingOf& sharing,
                                const Entrant& a, Seats w, const Entrant& b, Seats l);

}  // namespace scrutineer
