// What each design that the files allow would take, from nothing: by comparing cards, from pools,
// by polling.
#pragma once

#include <string>
#include <vector>

#include "audit/plan.hpp"

namespace scrutineer {

struct DesignForecast {
  Evidence evidence = Evidence::polling;
  std::string reason;                // why it is not possible; else empty
  std::vector<std::string> targets;  // ids, by position in the agenda
  AuditPlan plan;
};

// `asked` is the agenda of the design that was chosen; another evidence has its own methods.
std::vector<DesignForecast> forecast_designs(const Election& election, const AuditDesign& asked,
                                             const Manifest& manifest, const Cards* records,
                                             const PlanOptions& options);

}  // namespace scrutineer
