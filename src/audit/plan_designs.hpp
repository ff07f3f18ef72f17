// What each design that the files allow would take, from nothing: by comparing cards, from pools,
// by batches, by polling.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "audit/plan.hpp"

namespace scrutineer {

// What is drawn and compared: the kinds of evidence that an audit of a folder can be made of, and
// batch comparison, which needs the tallies of pools and counts every ballot of what it draws.
enum class AuditedBy : std::uint8_t { comparison, pools, batches, polling };
std::string_view name_of(AuditedBy design);

struct DesignForecast {
  AuditedBy by = AuditedBy::polling;
  std::string reason;                // why it is not possible; else empty
  std::vector<std::string> targets;  // ids, by position in the agenda
  AuditPlan plan;
};

// `asked` is the agenda of the design that was chosen; another evidence has its own methods.
std::vector<DesignForecast> forecast_designs(const Election& election, const AuditDesign& asked,
                                             const Manifest& manifest, const Cards* records,
                                             const PlanOptions& options);

}  // namespace scrutineer
