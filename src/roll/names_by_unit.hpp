// How frequent a family name is where both entries live. Villages share surnames: two entries of
// one name and one commune say less where half the commune has that name, and more where it is
// otherwise unknown. On average this is in the model's interactions; this is what the value says.
#pragma once

#include <cstdint>
#include <optional>
#include <unordered_map>
#include <vector>

#include "roll/coincidence.hpp"
#include "roll/model.hpp"

namespace scrutineer::roll {

// Of the first family name and the first unit; without both fields it adds nothing. What it is made
// from must outlive it.
class NamesByUnit {
 public:
  NamesByUnit(const Comparisons& comparisons, const Sides& sides,
              const std::vector<SideFrequencies>& frequencies, const Model& model);

  // Added to the weight of a pair with one family name and one unit, instead of the average: log2
  // of the name's share of all entries over its share of the unit's, the geometric mean of both
  // sides. The entries themselves do not count, and kEntries of the whole roll count beside those
  // of a unit, so that a small unit says little.
  Weight operator()(const ValueId* left, const ValueId* right) const;

  static constexpr double kEntries = 50;

 private:
  // How many entries have a name and a unit, where it is more than one.
  using Counts = std::unordered_map<std::uint64_t, std::uint32_t>;
  struct Fields {
    std::size_t name = 0, unit = 0;  // comparisons
  };

  Counts counted(const Records& records) const;
  double log2_ratio(std::size_t side, ValueId name, ValueId unit) const;

  std::optional<Fields> fields_;
  std::vector<Counts> counts_;  // of the left side and, if there is another, the right one
  const std::vector<SideFrequencies>* frequencies_;
  double average_ = 0;  // bits that the model takes off for all names alike
};

}  // namespace scrutineer::roll
