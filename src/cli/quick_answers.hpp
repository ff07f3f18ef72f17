// A quick count's results as JSON and as text.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/command.hpp"
#include "count/quick_compare.hpp"
#include "count/quick_estimate.hpp"
#include "count/quick_plan.hpp"

namespace scrutineer::cli {

struct PlannedMargin {
  std::optional<PartyIndex> party;  // none: the lead, or a share of the assumed deviation
  std::optional<double> value;      // in the earlier count
  double margin = 0;                // half the width of the expected interval
};

struct QuickPlan {
  std::string allocation;
  double confidence = 0.95, response = 1;
  QuickFrame frame;
  std::vector<std::size_t> sizes;
  std::optional<EarlierCount> earlier;
  std::string earlier_source;
  std::vector<PlannedMargin> margins;  // the lead first
  std::size_t size() const;
};

Json plan_json(const Election& election, const QuickPlan& plan);
std::string plan_text(const Election& election, const QuickPlan& plan);

struct QuickAnswer {
  std::string contest, source, official;  // official: empty where none is asked for
  std::optional<bool> drawn_by_seed;
  QuickSample sample;
  QuickEstimate estimate;
  std::optional<QuickComparison> comparison;
};

Json estimate_json(const Election& election, const QuickAnswer& answer);
std::string estimate_text(const Election& election, const QuickAnswer& answer);

}  // namespace scrutineer::cli
