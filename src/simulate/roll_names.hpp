// The names that simulated people bear: two tables of common Cambodian names in Khmer with their
// usual romanisations (roll_family_names.txt, roll_given_names.txt). How often a name is drawn
// falls with its place in the table (Zipf's law, 1/(place + 4)): that is our supposition and no
// statistic of any place. Used inside this folder only.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "base/random.hpp"

namespace scrutineer {

struct RollName {
  std::string khmer;
  std::vector<std::string> roman;  // at least one
};

// A name's number stands as often as its weight asks: one draw is one look.
class NameUrn {
 public:
  explicit NameUrn(const std::vector<std::uint16_t>& names_by_rank);
  std::uint16_t draw(Random& random) const { return slots_[random.below(slots_.size())]; }

 private:
  std::vector<std::uint16_t> slots_;
};

struct RollNames {
  std::vector<RollName> family, given;
  NameUrn families;
  std::array<NameUrn, 2> givens;   // [male]
  std::array<NameUrn, 2> joining;  // those that join another to a compound
};

// Read once from the tables.
const RollNames& roll_names();

}  // namespace scrutineer
