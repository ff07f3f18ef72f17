// Which cells of a published table are left out so that nobody is counted in a group of a few:
// small ones, and as many others as it takes that no small one follows by subtraction from what is
// published beside it (complementary suppression; Willenborg & de Waal 2001, "Elements of
// Statistical Disclosure Control", chapter 4). Whoever subtracts is left with bounds.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace scrutineer::roll {

// Cells that are tied by one equation, together with whatever else of it is public: the parts of a
// row and its sum, or a column whose total stands elsewhere. `parts` is where a further cell is
// taken from first; the sum goes only where there is no part left.
struct TiedCells {
  std::vector<std::size_t> parts;
  std::vector<std::size_t> sums;
};

// Of each cell whether it is left out: those from 1 to least − 1, then, as long as an equation has
// a single one, another of it: in a row or column that loses one anyway before others, the smallest
// first, of equals the first; nobody (0) only where there is no other.
std::vector<bool> suppressed_cells(const std::vector<std::int64_t>& cells,
                                   const std::vector<TiedCells>& equations, std::int64_t least);

}  // namespace scrutineer::roll
