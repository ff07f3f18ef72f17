#include "outcome/certified_program_exact.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include <gmpxx.h>

namespace scrutineer {
namespace {

mpz_class big(Wide value) {
  const bool negative = value < 0;
  // Negated in unsigned arithmetic, where the most negative value has a magnitude too.
  __extension__ using Unsigned = unsigned __int128;
  Unsigned magnitude = static_cast<Unsigned>(value);
  if (negative) magnitude = ~magnitude + 1;
  mpz_class result(static_cast<unsigned long>(magnitude >> 64));
  result <<= 64;
  result += static_cast<unsigned long>(magnitude & ~std::uint64_t{0});
  return negative ? mpz_class(-result) : result;
}

std::optional<Wide> narrow(const mpz_class& value) {
  if (mpz_sizeinbase(value.get_mpz_t(), 2) > 120) return std::nullopt;
  const mpz_class magnitude = abs(value);
  const mpz_class high = magnitude >> 64;
  const mpz_class low = magnitude - (high << 64);
  const Wide result = (static_cast<Wide>(high.get_ui()) << 64) | static_cast<Wide>(low.get_ui());
  return value < 0 ? -result : result;
}

// The proven bound in units of 2^-40, or nothing where a multiplier uses an unbounded side.
std::optional<mpz_class> scaled_bound(const Program& program, const Box& box,
                                      const std::vector<Wide>& multipliers, bool with_costs) {
  const auto& variables = program.variables();
  const auto& rows = program.rows();
  if (multipliers.size() != rows.size()) return std::nullopt;
  std::vector<mpz_class> reduced(variables.size());
  if (with_costs) {
    for (std::size_t j = 0; j < variables.size(); ++j) {
      reduced[j] = static_cast<long>(variables[j].cost);
      reduced[j] <<= kMultiplierBits;
    }
  }
  mpz_class bound;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (multipliers[i] == 0) continue;
    const auto& side = multipliers[i] > 0 ? rows[i].lower : rows[i].upper;
    if (!side) return std::nullopt;
    const mpz_class multiplier = big(multipliers[i]);
    bound += multiplier * static_cast<long>(*side);
    for (const Term& term : rows[i].terms) {
      reduced[term.variable] -= multiplier * static_cast<long>(term.coefficient);
    }
  }
  for (std::size_t j = 0; j < variables.size(); ++j) {
    const int sign = sgn(reduced[j]);
    if (sign != 0) {
      bound += reduced[j] * static_cast<long>(sign > 0 ? box.lower[j] : box.upper[j]);
    }
  }
  return bound;
}

Wide rounded(double value) {
  constexpr double kLimit = 0x1p120;
  if (!std::isfinite(value)) return 0;
  return static_cast<Wide>(std::nearbyint(std::clamp(value, -kLimit, kLimit)));
}

std::vector<Wide> scaled(const Program& program, const std::vector<double>& values, double scale) {
  std::vector<Wide> result(program.rows().size(), 0);
  if (values.size() != result.size()) return result;
  for (std::size_t i = 0; i < result.size(); ++i) {
    result[i] = rounded(values[i] * scale);
    const auto& row = program.rows()[i];
    if ((result[i] > 0 && !row.lower) || (result[i] < 0 && !row.upper)) result[i] = 0;
  }
  return result;
}

}  // namespace

Box box_of(const Program& program) {
  Box box;
  for (const auto& variable : program.variables()) {
    box.lower.push_back(variable.lower);
    box.upper.push_back(variable.upper);
  }
  return box;
}

std::vector<Wide> round_duals(const Program& program, const std::vector<double>& duals) {
  return scaled(program, duals, std::ldexp(1.0, kMultiplierBits));
}

std::vector<Wide> round_ray(const Program& program, const std::vector<double>& ray) {
  double largest = 0;
  for (const double value : ray) {
    if (std::isfinite(value)) largest = std::max(largest, std::abs(value));
  }
  if (largest == 0) return std::vector<Wide>(program.rows().size(), 0);
  // A power of two, so that ratios of small whole numbers stay exact.
  return scaled(program, ray, std::ldexp(1.0, 61 - std::ilogb(largest)));
}

std::optional<Wide> proven_bound(const Program& program, const Box& box,
                                 const std::vector<Wide>& multipliers) {
  const auto bound = scaled_bound(program, box, multipliers, true);
  if (!bound) return std::nullopt;
  mpz_class whole;
  mpz_cdiv_q_2exp(whole.get_mpz_t(), bound->get_mpz_t(), kMultiplierBits);
  return narrow(whole);
}

bool proves_infeasible(const Program& program, const Box& box,
                       const std::vector<Wide>& multipliers) {
  const auto bound = scaled_bound(program, box, multipliers, false);
  return bound && sgn(*bound) > 0;
}

bool some_row_is_out_of_reach(const Program& program, const Box& box) {
  return std::any_of(program.rows().begin(), program.rows().end(), [&](const Program::Row& row) {
    Wide least = 0, most = 0;
    for (const Term& term : row.terms) {
      const Wide at_lower = static_cast<Wide>(term.coefficient) * box.lower[term.variable];
      const Wide at_upper = static_cast<Wide>(term.coefficient) * box.upper[term.variable];
      least += std::min(at_lower, at_upper);
      most += std::max(at_lower, at_upper);
    }
    return (row.lower && most < *row.lower) || (row.upper && least > *row.upper);
  });
}

bool satisfies(const Program& program, const std::vector<std::int64_t>& values) {
  const auto& variables = program.variables();
  if (values.size() != variables.size()) return false;
  for (std::size_t j = 0; j < values.size(); ++j) {
    if (values[j] < variables[j].lower || values[j] > variables[j].upper) return false;
  }
  return std::all_of(program.rows().begin(), program.rows().end(), [&](const Program::Row& row) {
    Wide activity = 0;
    for (const Term& term : row.terms) {
      activity += static_cast<Wide>(term.coefficient) * values[term.variable];
    }
    return (!row.lower || activity >= *row.lower) && (!row.upper || activity <= *row.upper);
  });
}

Wide cost_of(const Program& program, const std::vector<std::int64_t>& values) {
  Wide total = 0;
  for (std::size_t j = 0; j < values.size(); ++j) {
    total += static_cast<Wide>(program.variables()[j].cost) * values[j];
  }
  return total;
}

}  // namespace scrutineer
