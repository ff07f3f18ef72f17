// The results of count/ as JSON (docs/schema/count-*.json) and as tables for a terminal.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "cli/command.hpp"
#include "count/check.hpp"
#include "count/compare.hpp"
#include "count/consolidate.hpp"
#include "count/history.hpp"

namespace scrutineer::cli {

Json check_json(const Election& election, const CheckReport& report);
std::string check_text(const Election& election, const std::vector<CheckRule>& rules,
                       const CheckReport& report, bool all);

struct CountComparison {
  CopyComparison comparison;
  std::vector<FormMatrix> matrices;
  std::optional<std::uint32_t> level;  // differences summed by its units too
};
Json compare_json(const Election& election, const CountComparison& result);
std::string compare_text(const Election& election, const CountComparison& result, bool all);

struct CountConsolidation {
  struct OfContest {
    Consolidation sums;
    History history;
    std::vector<std::size_t> with_errors;  // by unit: forms in it and below that have an error
  };
  std::vector<OfContest> contests;
  std::optional<std::uint32_t> level;
  std::optional<UnitIndex> unit;
  // Whether a unit is of the level, and is the unit or stands directly below it.
  bool shows(const Election& election, UnitIndex shown) const;
};
Json consolidate_json(const Election& election, const CountConsolidation& result);
std::string consolidate_text(const Election& election, const CountConsolidation& result);

Json doubts_json(const Election& election, const std::vector<Doubt>& doubts);
std::string doubts_text(const Election& election, const std::vector<Doubt>& doubts, bool all);

// docs/checks.md is what rules_text() gives for no election.
Json rules_json(const std::vector<CheckRule>& rules);
std::string rules_text(const Election& election, const std::vector<CheckRule>& rules);

}  // namespace scrutineer::cli
