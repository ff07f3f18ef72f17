// Shares of a field audit, as text and as JSON.
#pragma once

#include <string>

#include <fmt/core.h>

#include "cli/command.hpp"
#include "roll/survey.hpp"

namespace scrutineer::cli {

inline std::string percent(double share) { return fmt::format("{:.2f} %", 100 * share); }

inline std::string percents(const roll::Estimate& estimate) {
  return fmt::format("{} ({} to {})", percent(estimate.value), percent(estimate.interval.low),
                     percent(estimate.interval.high));
}

inline Json share_json(const roll::SurveyShare& share) {
  return {{"share", number_json(share.estimate.value)},
          {"low", number_json(share.estimate.interval.low)},
          {"high", number_json(share.estimate.interval.high)},
          {"design_effect", number_json(share.design_effect)},
          {"degrees", number_json(share.degrees)},
          {"people", share.answered}};
}

}  // namespace scrutineer::cli
