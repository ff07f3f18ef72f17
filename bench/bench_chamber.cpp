// A chamber of 650 constituencies and 12 parties: what one update of its combined e-value costs,
// for majorities that are reported with little and with much to spare, and what making all of its
// bounds on seats costs.
#include <cmath>
#include <string>

#include <benchmark/benchmark.h>

#include "audit/chamber.hpp"
#include "base/random.hpp"

namespace scrutineer {
namespace {

constexpr std::size_t kConstituencies = 650;

// Party strengths fall off and vary from place to place; 5 to 12 seats, up to a million votes.
std::vector<std::pair<ContestTally, Seats>> chamber_of(Random& random) {
  std::vector<std::pair<ContestTally, Seats>> chamber;
  for (std::size_t c = 0; c < kConstituencies; ++c) {
    ContestTally tally;
    tally.unit = "c" + std::to_string(c);
    Votes strength = 600'000;
    for (int p = 0; p < 12; ++p) {
      tally.votes.push_back(strength / 2 + random.between(0, strength));
      tally.cards += tally.votes.back();
      strength = strength * 7 / 10;
    }
    chamber.emplace_back(std::move(tally), random.between(5, 12));
  }
  return chamber;
}

std::vector<ConstituencyBounds> bounds_of(Rule rule) {
  Random random(650);
  std::vector<ConstituencyBounds> all;
  for (const auto& [tally, seats] : chamber_of(random)) {
    all.push_back(*constituency_bounds(tally, seats, {rule, {}, {}}, {0, 1}));
  }
  return all;
}

void make_bounds(benchmark::State& state, Rule rule) {
  std::size_t assertions = 0;
  for (auto _ : state) {
    assertions = 0;
    for (const auto& one : bounds_of(rule)) assertions += one.assertions.size();
  }
  state.counters["assertions"] = static_cast<double>(assertions);
}

// `spare` per cent of the reported seats may be lost.
void update(benchmark::State& state) {
  Random random(1);
  std::vector<Seats> reported;
  Seats all = 0;
  for (const auto& one : bounds_of(Rule::dhondt)) {
    reported.push_back(one.reported);
    all += one.reported;
  }
  auto chamber = ChamberEvidence::make(reported, all - all * state.range(0) / 100);
  std::vector<double> log_e;
  const auto draw = [&](std::size_t j) {
    log_e.clear();
    for (Seats d = 0; d < reported[j]; ++d) log_e.push_back(4 * random.uniform() - 1);
  };
  for (std::size_t j = 0; j < kConstituencies; ++j) {
    draw(j);
    chamber->set(j, log_e);
  }
  for (auto _ : state) {
    const std::size_t j = random.below(kConstituencies);
    draw(j);
    chamber->set(j, log_e);
    benchmark::DoNotOptimize(chamber->weakest());
  }
  state.counters["seats"] = static_cast<double>(all);
}

BENCHMARK(update)->Arg(1)->Arg(5)->Arg(20)->Arg(50)->Arg(100)->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(make_bounds, dhondt, Rule::dhondt)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(make_bounds, largest_remainders, Rule::hare_largest_remainder)
    ->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace scrutineer

BENCHMARK_MAIN();
