// The report of an outcome as JSON (docs/schema/outcome.json) and as a table for a terminal.
#pragma once

#include <string>

#include "cli/command.hpp"
#include "outcome/outcome.hpp"

namespace scrutineer::cli {

Json outcome_json(const Election& election, const OutcomeReport& report);
std::string outcome_text(const Election& election, const OutcomeReport& report,
                         const std::vector<Chamber>& chambers);

// "165", "165–168", "at least 7", "cannot": what one kind of change would cost.
std::string price_text(const PriceBounds& price);

// Every contest's chambers.
Result<std::vector<Chamber>> all_chambers(const Election& election);

}  // namespace scrutineer::cli
