// The floating-point half of certified_program.hpp: Clp proposes primal points, dual solutions and
// rays of infeasibility. Nothing here is believed before certified_program_exact.hpp has checked
// it. One object serves one program on one thread; it starts each solve from the last basis.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "outcome/certified_program.hpp"
#include "outcome/certified_program_exact.hpp"

namespace scrutineer {

struct Proposal {
  enum class State { optimal, infeasible, unknown };
  State state = State::unknown;
  std::vector<double> point;  // by variable
  std::vector<double> duals;  // by row; where infeasible, the ray (of either sign), or empty
};

class Simplex {
 public:
  explicit Simplex(const Program& program);
  ~Simplex();
  Simplex(const Simplex&) = delete;
  Simplex& operator=(const Simplex&) = delete;

  Proposal solve(const Box& box);

 private:
  struct Model;
  std::unique_ptr<Model> model_;
};

// A ray of infeasibility by another way: the duals of the program that pays for broken rows.
std::vector<double> elastic_ray(const Program& program, const Box& box);

}  // namespace scrutineer
