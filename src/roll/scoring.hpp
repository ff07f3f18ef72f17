// The weight of a pair: what its levels say, and how rare the values are on which it agrees (term
// frequencies: Winkler 2000, "Frequency-Based Matching in Fellegi-Sunter Model of Record Linkage").
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <vector>

#include "roll/comparisons.hpp"
#include "roll/levels.hpp"
#include "roll/logarithm.hpp"
#include "roll/model.hpp"
#include "roll/patterns.hpp"

namespace scrutineer::roll {

// What a model says of each level and value, in whole numbers.
struct Scoring {
  struct OfComparison {
    std::array<Weight, kLevels> levels{};
    // The most that a pair can have that agrees neither exactly nor in its skeleton.
    Weight best_rest = 0;
    // Added where values are equal, [value], and where skeletons are, [skeleton].
    std::vector<Weight> exact, alike;
  };
  // Where a family name is the other's given name: [0] the left family name with the right given
  // name, [1] the left given name with the right family name.
  struct Across {
    std::array<std::vector<Weight>, 2> exact, alike;
    std::array<Weight, 2> rest{};
  };
  struct Together {
    std::size_t first = 0, second = 0;
    std::array<std::array<Weight, kLevels>, kLevels> levels{};
  };
  std::vector<OfComparison> comparisons;
  Across across;
  std::vector<Together> together;  // the model's interactions
  Weight best_together = 0;        // the most that they can add

  static Scoring of(const Comparisons& comparisons, const Model& model,
                    const std::vector<SideFrequencies>& frequencies);
};

struct ScoredPattern {
  Pattern pattern = 0;
  Weight weight = 0;
};

// Compares rows of records. One for each thread; what it is made from must outlive it.
class PairComparer {
 public:
  PairComparer(const Comparisons& comparisons, const Scoring* scoring);

  Pattern pattern(const ValueId* left, const ValueId* right);
  // The pattern and its weight, interactions included; nothing where the weight is below `least`,
  // often without looking at every comparison.
  std::optional<ScoredPattern> score(const ValueId* left, const ValueId* right, Weight least);
  // The same of every pair.
  ScoredPattern weigh(const ValueId* left, const ValueId* right);

 private:
  struct NameRow {
    ValueId value = 0, skeleton = 0;
  };
  NameRow name(const ValueId* row, std::size_t comparison) const;
  std::optional<Weight> across(const ValueId* left, const ValueId* right);
  Level level_across(NameRow left, NameRow right);

  const Comparisons* comparisons_;
  const Scoring* scoring_;
  std::vector<LevelFinder> finders_;
  std::vector<LevelFinder> across_;  // of the names' space, where there is one
  std::vector<std::uint8_t> is_cheap_;
};

}  // namespace scrutineer::roll
