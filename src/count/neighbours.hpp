// What the forms around a form lead one to expect of it. Shares vary from place to place: from
// station to station of a commune, from commune to commune of a district, and so on up the tree.
// How much they vary is estimated from the forms themselves, level by level; a form's expected
// shares are then those of its commune, drawn towards those of its district where the commune says
// little, and so on: hierarchical credibility (Bühlmann & Straub 1970; Jewell 1975). Votes about
// the expected shares follow a Dirichlet-multinomial law. Used inside this folder only.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "election/election.hpp"

namespace scrutineer {

// The counts of a form, of whatever is compared (the parties' votes; invalid and valid votes).
struct FormCounts {
  UnitIndex unit;
  std::vector<Votes> counts;
  Votes total = 0;
  bool stands = true;  // as a neighbour of others: its own sums hold
};

class Neighbours {
 public:
  // All forms have counts of the same things. `election` and `forms` outlive it.
  Neighbours(const Election& election, const std::vector<FormCounts>& forms);

  // The weights of the Dirichlet-multinomial law that a form's counts are expected to follow, from
  // all other forms that stand; all positive. Empty where none stands near it.
  std::vector<double> expected(std::size_t form) const;

 private:
  // The forms below a unit that stand.
  struct Group {
    std::vector<Votes> counts;
    Votes total = 0;
    std::size_t members = 0;  // forms, or groups of the level below that is used
  };
  // A level of the tree whose units have some members each.
  struct Level {
    std::uint32_t level = 0;
    std::vector<Group> groups;        // by unit
    double spread = 0, own_part = 0;  // of members' shares, divided by p(1 − p): see estimate()
  };
  struct Member {
    const std::vector<Votes>* counts;
    Votes total;
    std::size_t members;
  };

  void leave_out_far_ones();
  std::vector<std::vector<double>> median_shares() const;
  double share(std::size_t form, std::size_t kind) const;
  bool add_level(std::uint32_t level);
  void estimate(Level& level, const std::vector<std::vector<Member>>& members) const;
  std::optional<UnitIndex> above(UnitIndex unit, std::uint32_t level) const;

  const Election& election_;
  const std::vector<FormCounts>& forms_;
  std::vector<bool> stands_;
  std::size_t kinds_;
  std::vector<Level> levels_;  // the deepest first
};

}  // namespace scrutineer
