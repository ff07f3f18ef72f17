// The exact half of certified_program.hpp: everything here is integer arithmetic (GMP where 128
// bits could overflow) and decides; nothing here proposes. Used inside this folder only.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "base/numbers.hpp"
#include "outcome/certified_program.hpp"

namespace scrutineer {

// The box of the variables; branch and bound narrows the program's own.
struct Box {
  std::vector<std::int64_t> lower, upper;
};
Box box_of(const Program& program);

// Multipliers are whole numbers in units of 2^-40.
inline constexpr int kMultiplierBits = 40;

// The multipliers of a proposed dual solution. A multiplier that would use an unbounded side of its
// row proves nothing, and is set to zero.
std::vector<Wide> round_duals(const Program& program, const std::vector<double>& duals);

// The same for a proposed ray of infeasibility, which may be scaled freely: the largest becomes
// about 2^61 units, so that nothing is lost in rounding.
std::vector<Wide> round_ray(const Program& program, const std::vector<double>& ray);

// ceil of the bound that the multipliers prove over the box (Neumaier & Shcherbina 2004, formula in
// certified_program.hpp). Empty where they prove none, or none that 128 bits hold.
std::optional<Wide> proven_bound(const Program& program, const Box& box,
                                 const std::vector<Wide>& multipliers);

// Farkas: with costs set to zero, the bound is positive, so no point of the box satisfies the rows.
bool proves_infeasible(const Program& program, const Box& box,
                       const std::vector<Wide>& multipliers);

// Whether one row alone cannot be met within the box.
bool some_row_is_out_of_reach(const Program& program, const Box& box);

// Whether whole values lie in the program's bounds and satisfy every row; and what they cost.
bool satisfies(const Program& program, const std::vector<std::int64_t>& values);
Wide cost_of(const Program& program, const std::vector<std::int64_t>& values);

}  // namespace scrutineer
