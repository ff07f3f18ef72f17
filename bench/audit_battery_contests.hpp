// The battery by type of contest: records of whole cards, and the paper, on which as few cards as
// possible are another's, so that one assertion of the outcome is no longer true. Each type is
// audited by polling, by comparing cards and from pools.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "audit_battery.hpp"

namespace scrutineer::battery {

// A way to bet, with parameters for each assertion.
struct ContestMethod {
  std::string name;
  std::vector<Method> methods;
};

struct ContestKind {
  std::string name;  // "vote for two, polling"
  Population wrong, right;
  std::vector<ContestMethod> methods;
  ContestMethod kelly;
};
std::vector<ContestKind> contest_kinds();

}  // namespace scrutineer::battery
