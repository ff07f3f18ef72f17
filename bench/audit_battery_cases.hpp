// The populations of the battery, by kind of evidence, at a tie (the least amount by which "w has
// won" can be wrong) and at a right outcome with a margin of 10 per cent; and the methods for each
// kind.
#pragma once

#include "audit_battery.hpp"

namespace scrutineer::battery {

struct Kind {
  std::string name;
  Population wrong, right;
  std::vector<Method> methods;
  Method kelly;  // the a-priori Kelly bet for the right population
};

// Polling with and without blanks, card comparison of three kinds of errors, pools, batches.
std::vector<Kind> kinds();

// Cases of notes/audit.md 5.1, three candidates; right: the same records without an error.
std::vector<Kind> reported_cases();

// Two strata; `bands` of StratifiedTest.
struct StrataKind {
  std::string method;
  Audit wrong, right, kelly;
};
std::vector<StrataKind> strata_kinds(std::size_t bands);

}  // namespace scrutineer::battery
