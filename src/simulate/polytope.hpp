// A random walk through the points that satisfy linear rows: hit-and-run (Smith 1984; Lovász &
// Vempala 2006), whose points are uniformly distributed in the long run. Used inside this folder
// only.
//
// Rows that leave less than a vote of room (totals, printed margins) are kept as equations; some
// variables are solved for, the others are free. A step changes a few free variables along a random
// line and stops anywhere on it with equal chance. Only +, −, ×, / and square roots of IEEE doubles
// are used, in a fixed order, so that a seed gives the same points on any machine.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "base/random.hpp"
#include "outcome/published_rows.hpp"

namespace scrutineer {

class Polytope {
 public:
  // `scale`: how many votes a variable may typically have; `near`: a point to search from;
  // `groups`: variables of one group (one party) are often moved against each other. Inequalities
  // are kept with a vote to spare for each of their variables, so that the nearest whole numbers
  // satisfy them.
  Polytope(const std::vector<FactRow>& rows, const std::vector<std::int64_t>& upper,
           std::vector<double> scale, std::vector<std::size_t> groups);

  // A point inside, by projecting `near` onto one broken row after the other (Agmon 1954); nothing
  // where none was found.
  std::optional<std::vector<double>> point_inside(const std::vector<double>& near) const;

  // The point after so many steps. Precondition: `point` is inside.
  std::vector<double> walk(std::vector<double> point, std::size_t steps, Random& random) const;

  bool contains(const std::vector<double>& point) const;
  std::size_t free_variables() const { return free_.size(); }

 private:
  struct Entry {
    std::size_t at = 0;
    double coefficient = 0;
  };
  struct Row {
    std::vector<Entry> terms;
    double lower = 0, upper = 0;
  };
  struct Solved {  // x[variable] = constant − sum of terms over free variables
    std::size_t variable = 0;
    double constant = 0;
    std::vector<Entry> terms;
  };
  struct Direction {  // and the rows that it changes, with how fast
    std::vector<std::size_t> touched, rows;
    std::vector<bool> is_touched, is_row;
    std::vector<double> by_variable, rates;
  };

  void add_row(const FactRow& row);
  void solve_equations();
  bool project(const Row& row, double spare, std::vector<double>& point) const;
  std::optional<std::vector<double>> approach(std::vector<double> point, double spare) const;
  void settle(std::vector<double>& point) const;
  std::vector<double> activities(const std::vector<double>& point) const;
  void choose(Direction& direction, Random& random) const;
  void clear(Direction& direction) const;
  void add(Direction& direction, std::size_t variable, double amount) const;
  void find_rates(Direction& direction) const;
  void step(std::vector<double>& point, std::vector<double>& activity, const Direction& direction,
            Random& random) const;

  std::vector<double> upper_, scale_;
  std::vector<std::size_t> groups_;
  std::vector<Row> equations_, inequalities_;
  std::vector<std::vector<Entry>> rows_of_;  // by variable: inequalities with coefficients
  std::vector<Solved> solved_;
  std::vector<std::vector<Entry>> follows_;  // by variable: positions in solved_ with coefficients
  std::vector<std::size_t> free_;
  std::vector<std::vector<std::size_t>> free_by_group_;
};

}  // namespace scrutineer
