// The parts of candidates.hpp: what is learned from, pairs by blocks, and all pairs.
#pragma once

#include "roll/candidates.hpp"

namespace scrutineer::roll {

// Sessions for learning: pairs that agree exactly in so many fields that few of them are of two
// people, so that what they do in the other fields is what a person's records do. Each set of
// fields is as small as that allows; where no set is telling enough, all fields but one are taken.
std::vector<Session> sessions_for(const Comparisons& comparisons, const Sides& sides,
                                  const Model& model, const CandidateOptions& options);

// Adds the edges, patterns and reports of all passes.
void weigh_blocks(const Comparisons& comparisons, const Sides& sides,
                  const std::vector<Pass>& passes, const CandidateOptions& options, Weight least,
                  Candidates& candidates);

// The reports of passes that there are too many of.
void add_passes_left_out(const Comparisons& comparisons, Candidates& candidates);

// The levels of all pairs of a left and a right value, one byte each.
class LevelTables {
 public:
  static std::uint64_t bytes(const Comparisons& comparisons);
  LevelTables(const Comparisons& comparisons, const std::vector<SideFrequencies>& frequencies);
  const Level* row(std::size_t comparison, ValueId left) const {
    return levels_[comparison].data() + static_cast<std::size_t>(left) * sizes_[comparison];
  }
  std::size_t size(std::size_t comparison) const { return sizes_[comparison]; }

 private:
  std::vector<std::size_t> sizes_;
  std::vector<std::vector<Level>> levels_;
};

// How many of all pairs are kept at most: 100 a record, or two million. Where there are more, most
// records are copies of few, and all pairs of them are too many for the memory and say nothing.
std::uint64_t most_kept(const Sides& sides);

// False, and nothing is added, where more pairs than that would be kept: blocks bound how many of
// them are compared. The same with any number of threads.
bool weigh_all(const Comparisons& comparisons, const Sides& sides, const LevelTables& tables,
               Weight least, Candidates& candidates);

}  // namespace scrutineer::roll
