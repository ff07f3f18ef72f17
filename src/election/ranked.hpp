// Ballots of a contest by preference (instant runoff), as distinct rankings with their counts. It
// knows no files.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/numbers.hpp"

namespace scrutineer {

// Candidates in order of preference, each at most once; empty on a ballot that ranks nobody.
struct Ranking {
  std::vector<std::uint16_t> choices;
  Votes count = 0;
  friend bool operator==(const Ranking&, const Ranking&) = default;
};

struct RankedContest {
  std::string id;
  std::vector<std::string> candidates;  // their ids
  std::optional<std::size_t> winner;    // as reported
  std::vector<Ranking> rankings;        // distinct, in the order of their choices
  Votes cards = 0;                      // the bound on cards; at least the sum of the counts
};

}  // namespace scrutineer
