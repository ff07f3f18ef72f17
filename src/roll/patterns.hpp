// How two records agree, all comparisons together: a level of three bits for each. Records are
// many, patterns few; what is learned of pairs is learned from how often each pattern comes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "roll/levels.hpp"

namespace scrutineer::roll {

using Pattern = std::uint64_t;

inline Level level_in(Pattern pattern, std::size_t comparison) {
  return static_cast<Level>(pattern >> (3 * comparison) & 7U);
}
inline Pattern pattern_bits(Level level, std::size_t comparison) {
  return static_cast<Pattern>(level) << (3 * comparison);
}

struct PatternCount {
  Pattern pattern = 0;
  std::uint64_t pairs = 0;
  bool operator==(const PatternCount&) const = default;
};

// Counts pairs by pattern.
class PatternHistogram {
 public:
  PatternHistogram();
  void add(Pattern pattern, std::uint64_t pairs = 1);
  void add(const PatternHistogram& other);
  // By pattern, ascending.
  std::vector<PatternCount> sorted() const;
  std::uint64_t pairs() const { return pairs_; }

 private:
  void grow();
  std::vector<PatternCount> slots_;  // open addressing; pairs == 0: free
  std::size_t used_ = 0;
  std::uint64_t pairs_ = 0;
};

}  // namespace scrutineer::roll
