// How many more cards it will take, and the sizes of the next round: simulated, while the cards
// that are left are as reported, from the martingales as they stand. For planning alone: no size
// that is chosen here, or by anybody, changes what an assessment is worth.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "audit/assess.hpp"

namespace scrutineer {

// Misreadings that a plan for card comparison expects, of all cards: of one vote and of two.
inline constexpr double kOneVoteErrors = 0.001;
inline constexpr double kTwoVoteErrors = 0.0001;

struct PlanOptions {
  std::int64_t runs = 200;
  std::uint64_t seed = 0;
};

// Cards in all, those already read included.
struct SizeForecast {
  double mean = 0;
  std::int64_t median = 0, high = 0;  // high: enough in 9 of 10 runs
};

// Of one size a run.
SizeForecast size_forecast(std::vector<std::int64_t> sizes);

struct StreamForecast {
  std::size_t stream = 0;
  std::size_t hardest = 0;  // assertion
  SizeForecast size;
};

struct TargetForecast {
  std::size_t target = 0;
  SizeForecast size;  // cards of its streams together
  std::vector<StreamForecast> streams;
  // Of a chamber: the cards that are expected where the seats to spare are given up beforehand,
  // those that save most, and every other is confirmed by itself.
  std::optional<double> bundle;
};

struct RoundForecast {
  StreamSizes sizes;      // prefixes, by stream
  double cards = 0;       // expected new cards: a card that two contests draw counts once
  double containers = 0;  // expected to be opened
};

struct AuditPlan {
  std::vector<TargetForecast> targets;  // those asked for, and not settled yet
  RoundForecast next_round;             // enough in 9 of 10 runs, target by target
  bool needs_full_count = false;        // a tie: no sample settles it
};

// `martingales` by assertion as they stand, `read` by stream.
AuditPlan plan_audit(const AuditAgenda& agenda,
                     const std::vector<std::optional<Martingale>>& martingales,
                     const StreamSizes& read, const PlanOptions& options);
// Before anything was drawn.
AuditPlan plan_audit(const AuditAgenda& agenda, const PlanOptions& options);

}  // namespace scrutineer
