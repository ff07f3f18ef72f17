// One-to-one links from weighted candidate pairs: the set of pairs, each record in one at most,
// with the greatest sum of log odds. Candidates fall into components that share no record; each is
// solved exactly by shortest augmenting paths (Jonker & Volgenant 1987, on sparse rows), and pairs
// that another solution of the same sum would have otherwise are ambiguous.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "roll/candidates.hpp"

namespace scrutineer::roll {

struct AssignedLink {
  std::uint32_t left = 0, right = 0;
  Weight log_odds = 0;
  // Another assignment of the same sum links one of the two otherwise, or not at all.
  bool is_ambiguous = false;
  bool operator==(const AssignedLink&) const = default;
};

struct Assignment {
  std::vector<AssignedLink> links;  // by left row
  std::uint64_t components = 0;
  std::uint64_t greedy_components = 0;  // that were too large to be solved exactly
  std::uint64_t greedy_records = 0;     // in them
};

// `edges` by left, then right row, with their log odds as weights; those of `least` log odds and
// more take part, and count by how much they exceed it. Components of more than `most_nodes`
// records are linked greedily, the greatest log odds first.
Assignment assign(const std::vector<Edge>& edges, Weight least, std::size_t most_nodes = 2000);

}  // namespace scrutineer::roll
