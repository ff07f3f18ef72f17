#include "audit/plan_batches.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

#include "audit/batch.hpp"
#include "base/random.hpp"

namespace scrutineer {

namespace {

// Draws beyond this count nothing new: every batch was drawn long before.
constexpr std::int64_t kMostDraws = 1'000'000;

struct Batch {
  std::size_t cards = 0, containers = 0;
  BatchBounds bounds;
  bool is_lost = false;  // phantoms: whatever is claimed of them is not found
};

// u_p: the greatest part of an assertion's margin that the batch can have claimed in vain, which is
// all that it reported: Σ A_record / (N (mean − 1/2)).
template <typename Mean>
double bound_of(const AuditAgenda& agenda, const std::vector<std::size_t>& assertions, double cards,
                const Mean& mean) {
  double bound = 0;
  for (const std::size_t a : assertions) {
    const AuditAssertion& one = agenda.assertions[a];
    const auto all = static_cast<double>(agenda.streams[one.stream].cards.size());
    const double margin = all * (to_double(*one.record_mean) - 0.5);
    bound = std::max(bound, cards * mean(one) / margin);
  }
  return bound;
}

std::vector<Batch> batches_of(const AuditAgenda& agenda, std::size_t s,
                              const std::vector<std::size_t>& assertions) {
  const AuditStream& stream = agenda.streams[s];
  const AuditContest& contest = agenda.contests[stream.contest];
  std::vector<Batch> all(contest.pools.size() + 1);
  std::optional<std::uint32_t> last;
  for (const std::size_t card : stream.cards) {
    if (agenda.cards.is_phantom(card)) continue;
    const std::uint32_t container = agenda.cards.container(card);
    Batch& batch = all[contest.pool_of[container]];
    ++batch.cards;
    // Cards of a container stand together.
    if (last != container) ++batch.containers;
    last = container;
  }
  all.back() = {stream.phantoms, 0, {}, true};
  std::vector<Batch> batches;
  for (std::size_t p = 0; p < all.size(); ++p) {
    Batch& batch = all[p];
    batch.bounds.overstatement = bound_of(
        agenda, assertions, static_cast<double>(batch.cards), [&](const AuditAssertion& one) {
          return batch.is_lost ? 0.5 : to_double(one.pool_means[p]);
        });
    if (batch.bounds.overstatement > 0) batches.push_back(batch);
  }
  return batches;
}

struct Counted {
  std::int64_t cards = 0, containers = 0;
};

// Draws batches until the line is reached; what is in those that were drawn, each once.
Counted counted_in_run(const std::vector<Batch>& batches, const std::vector<double>& upto,
                       double log_factor, double log_lost, double line, Random random) {
  std::vector<bool> drawn(batches.size(), false);
  std::size_t different = 0;
  Counted counted;
  double log_e = 0;
  // Whoever has counted every ballot needs no test.
  for (std::int64_t draw = 0; log_e < line && different < batches.size() && draw < kMostDraws;
       ++draw) {
    const double at = random.uniform() * upto.back();
    const auto place = std::upper_bound(upto.begin(), upto.end(), at);
    const std::size_t p =
        std::min(static_cast<std::size_t>(place - upto.begin()), batches.size() - 1);
    if (!drawn[p]) ++different;
    if (!drawn[p] && !batches[p].is_lost) {
      counted.cards += static_cast<std::int64_t>(batches[p].cards);
      counted.containers += static_cast<std::int64_t>(batches[p].containers);
    }
    drawn[p] = true;
    log_e += batches[p].is_lost ? log_lost : log_factor;
  }
  return counted;
}

}  // namespace

BatchForecast forecast_batches(const AuditAgenda& agenda, std::size_t stream,
                               const std::vector<std::size_t>& assertions,
                               const PlanOptions& options) {
  const std::vector<Batch> batches = batches_of(agenda, stream, assertions);
  std::vector<BatchBounds> bounds;
  std::vector<double> upto;
  double lost = 0;
  for (const Batch& batch : batches) {
    bounds.push_back(batch.bounds);
    upto.push_back((upto.empty() ? 0 : upto.back()) + batch.bounds.overstatement);
    if (batch.is_lost) lost += batch.bounds.overstatement;
  }
  const auto claim = batch_claim(bounds);
  if (!claim) return {};  // what the batches could hide changes nothing: no ballot is needed
  const double values[] = {1, 0};
  const double weights[] = {1 - lost / upto.back(), lost / upto.back()};
  const double bet = kelly_bet(values, weights, claim->t);
  const double line = -std::log(
      rounded_down({agenda.design.risk_limit.numerator, agenda.design.risk_limit.denominator}));
  std::vector<std::int64_t> sizes;
  double containers = 0;
  for (std::int64_t run = 0; run < options.runs; ++run) {
    const Counted counted = counted_in_run(
        batches, upto, std::log1p(bet * (1 - claim->t)), std::log1p(-bet * claim->t), line,
        Random(options.seed).fork(stream).fork(static_cast<std::uint64_t>(run)));
    sizes.push_back(counted.cards);
    containers += static_cast<double>(counted.containers);
  }
  return {size_forecast(std::move(sizes)), containers / static_cast<double>(options.runs)};
}

AuditPlan plan_batches(const AuditAgenda& agenda, const PlanOptions& options) {
  AuditPlan plan;
  for (std::size_t t = 0; t < agenda.targets.size(); ++t) {
    const AgendaTarget& target = agenda.targets[t];
    if (!target.is_targeted || target.chamber || target.standing != Standing::contested) continue;
    TargetForecast forecast;
    forecast.target = t;
    for (std::size_t s = 0; s < agenda.streams.size(); ++s) {
      std::vector<std::size_t> here;
      for (const std::size_t a : target.assertions) {
        const AuditAssertion& one = agenda.assertions[a];
        if (one.stream == s && one.test) here.push_back(a);
      }
      if (here.empty()) continue;
      const auto [size, containers] = forecast_batches(agenda, s, here, options);
      plan.next_round.cards += size.mean;
      plan.next_round.containers += containers;
      forecast.streams.push_back({s, here.front(), size});
      forecast.size.mean += size.mean;
      forecast.size.median += size.median;
      forecast.size.high += size.high;
    }
    if (!forecast.streams.empty()) plan.targets.push_back(std::move(forecast));
  }
  return plan;
}

}  // namespace scrutineer
