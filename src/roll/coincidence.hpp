// How often two different people agree in a field by coincidence: the u of Fellegi and Sunter,
// worked out from how often each value comes instead of estimated from pairs.
#pragma once

#include <array>
#include <cstddef>
#include <vector>

#include "roll/comparisons.hpp"
#include "roll/levels.hpp"

namespace scrutineer::roll {

// [level]; sums to 1 over the levels of stated values. The share of kNotStated is 0.
using LevelShares = std::array<double, kLevels>;

// The frequencies of one comparison on both sides.
struct SideFrequencies {
  Frequencies left, right;
};
std::vector<SideFrequencies> side_frequencies(const Comparisons& comparisons, const Sides& sides);

// Of all pairs in which both are stated. Exact for equal values and equal skeletons; for the levels
// between them and "different" exact where the different values make at most `most_value_pairs`
// pairs, else from rows taken at even distances. Pairs of a row with itself are left out.
LevelShares coincidence_shares(const Comparisons& comparisons, std::size_t comparison,
                               const Sides& sides, const std::vector<SideFrequencies>& all,
                               std::size_t most_value_pairs = std::size_t{1} << 22U);

}  // namespace scrutineer::roll
