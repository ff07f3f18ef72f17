// Records of one roll that are of one person: connected by candidate pairs, and merged step by step
// as long as the pairs between two groups speak for it on average (agglomeration by average
// linkage), so that one strong pair between two groups that otherwise disagree, a weak bridge, does
// not join them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "roll/candidates.hpp"

namespace scrutineer::roll {

struct ClusterOptions {
  // Of the log odds between two groups that are merged: of the best pair, and on average. Records
  // of which little is stated pull the average down, so it may be below even.
  Weight least_best = 0;
  Weight least_average = -5 * kBit;
  // What a pair that is no candidate counts.
  Weight absent = -10 * kBit;
};

struct Clusters {
  // Of each row, the least row of its cluster: its own number where it is alone.
  std::vector<std::uint32_t> cluster_of;
  std::uint64_t clusters_of_several = 0;
  std::uint64_t records_in_them = 0;
  std::uint64_t bridges_cut = 0;  // candidate pairs of odds above one between clusters
};

// `edges` by rows, with log odds as weights.
Clusters cluster(const std::vector<Edge>& edges, std::size_t rows, const ClusterOptions& options);

}  // namespace scrutineer::roll
