#include "outcome/certified_program_simplex.hpp"

#include <cstddef>

#include <ClpSimplex.hpp>
#include <CoinError.hpp>
#include <CoinFinite.hpp>

namespace scrutineer {
namespace {

constexpr int kIterationLimit = 100'000;

// Clp reads columns: the matrix of a program turned, with room for slack columns behind.
struct Columns {
  std::vector<CoinBigIndex> start;
  std::vector<int> row;
  std::vector<double> value, lower, upper, cost;
  std::vector<double> row_lower, row_upper;

  explicit Columns(const Program& program) {
    const auto& variables = program.variables();
    std::vector<std::vector<std::pair<int, double>>> entries(variables.size());
    for (std::size_t i = 0; i < program.rows().size(); ++i) {
      const auto& program_row = program.rows()[i];
      for (const Term& term : program_row.terms) {
        entries[term.variable].emplace_back(static_cast<int>(i),
                                            static_cast<double>(term.coefficient));
      }
      row_lower.push_back(program_row.lower ? static_cast<double>(*program_row.lower)
                                            : -COIN_DBL_MAX);
      row_upper.push_back(program_row.upper ? static_cast<double>(*program_row.upper)
                                            : COIN_DBL_MAX);
    }
    start.push_back(0);
    for (std::size_t j = 0; j < variables.size(); ++j) {
      add(entries[j], static_cast<double>(variables[j].lower),
          static_cast<double>(variables[j].upper), static_cast<double>(variables[j].cost));
    }
  }

  void add(const std::vector<std::pair<int, double>>& entries, double least, double most,
           double price) {
    for (const auto& [at, coefficient] : entries) {
      row.push_back(at);
      value.push_back(coefficient);
    }
    start.push_back(static_cast<CoinBigIndex>(row.size()));
    lower.push_back(least);
    upper.push_back(most);
    cost.push_back(price);
  }

  void load_into(ClpSimplex& clp) const {
    clp.loadProblem(static_cast<int>(lower.size()), static_cast<int>(row_lower.size()),
                    start.data(), row.data(), value.data(), lower.data(), upper.data(), cost.data(),
                    row_lower.data(), row_upper.data());
    clp.setDualTolerance(1e-9);
    clp.setPrimalTolerance(1e-8);
    clp.setMaximumIterations(kIterationLimit);
  }
};

}  // namespace

struct Simplex::Model {
  ClpSimplex clp;
  bool usable = false;
};

Simplex::Simplex(const Program& program) : model_(std::make_unique<Model>()) {
  try {
    model_->clp.setLogLevel(0);
    Columns(program).load_into(model_->clp);
    model_->usable = true;
  } catch (const CoinError&) {
    model_->usable = false;
  }
}

Simplex::~Simplex() = default;

Proposal Simplex::solve(const Box& box) {
  Proposal proposal;
  if (!model_->usable) return proposal;
  ClpSimplex& clp = model_->clp;
  try {
    for (std::size_t j = 0; j < box.lower.size(); ++j) {
      clp.setColumnBounds(static_cast<int>(j), static_cast<double>(box.lower[j]),
                          static_cast<double>(box.upper[j]));
    }
    clp.setMaximumIterations(clp.numberIterations() + kIterationLimit);
    clp.dual();
    if (clp.status() != 0 && clp.status() != 1) clp.primal();
    if (clp.status() == 0) {
      proposal.state = Proposal::State::optimal;
      proposal.point.assign(clp.primalColumnSolution(),
                            clp.primalColumnSolution() + clp.numberColumns());
      proposal.duals.assign(clp.dualRowSolution(), clp.dualRowSolution() + clp.numberRows());
    } else if (clp.status() == 1) {
      proposal.state = Proposal::State::infeasible;
      const std::unique_ptr<double[]> ray(clp.infeasibilityRay());
      if (ray) proposal.duals.assign(ray.get(), ray.get() + clp.numberRows());
    }
  } catch (const CoinError&) {
    proposal = Proposal{};
  }
  return proposal;
}

std::vector<double> elastic_ray(const Program& program, const Box& box) {
  try {
    Columns columns(program);
    for (std::size_t j = 0; j < box.lower.size(); ++j) {
      columns.lower[j] = static_cast<double>(box.lower[j]);
      columns.upper[j] = static_cast<double>(box.upper[j]);
      columns.cost[j] = 0;
    }
    for (std::size_t i = 0; i < program.rows().size(); ++i) {
      columns.add({{static_cast<int>(i), 1.0}}, 0, COIN_DBL_MAX, 1);
      columns.add({{static_cast<int>(i), -1.0}}, 0, COIN_DBL_MAX, 1);
    }
    ClpSimplex clp;
    clp.setLogLevel(0);
    columns.load_into(clp);
    clp.primal();
    if (clp.status() != 0) return {};
    return {clp.dualRowSolution(), clp.dualRowSolution() + clp.numberRows()};
  } catch (const CoinError&) {
    return {};
  }
}

}  // namespace scrutineer
