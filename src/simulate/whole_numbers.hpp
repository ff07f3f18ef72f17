// From a point of fractions to one of whole numbers nearby that satisfies the same rows exactly.
// Used inside this folder only.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "outcome/published_rows.hpp"

namespace scrutineer {

// Rounds, then repairs: while rows are broken, a variable of the one that is by the most is moved
// by as much as the row lacks, alone or against another of its group (which keeps the group's
// total); of all such moves the one that leaves least broken. Nothing where that ends before all
// holds.
std::optional<std::vector<Votes>> whole_numbers(const std::vector<FactRow>& rows,
                                                const std::vector<double>& point,
                                                const std::vector<std::size_t>& groups);

}  // namespace scrutineer
