// Audits: martingales over a million values, samples planned by simulation, tickets of many cards.
#include <string>

#include <benchmark/benchmark.h>

#include "audit/martingale.hpp"
#include "audit/sample_sizes.hpp"
#include "audit/sampler.hpp"

namespace scrutineer {
namespace {

std::vector<double> polling(std::int64_t count) {
  std::vector<double> values;
  for (std::int64_t i = 1; i <= count; ++i) {
    const std::int64_t draw = (7919 * i + 13) % 1000;
    values.push_back(draw < 510 ? 1 : draw < 960 ? 0 : 0.5);
  }
  return values;
}

std::vector<double> comparison(std::int64_t count) {
  const double clean = 1 / 1.98;
  std::vector<double> values;
  for (std::int64_t i = 1; i <= count; ++i) values.push_back(i % 1000 == 500 ? clean / 2 : clean);
  return values;
}

MeanClaim of(double u, std::int64_t cards) { return {0.5, u, cards, false}; }

// Ten million cards, so that all of the million values count.
void feed(benchmark::State& state, const std::string& method,
          const Martingale::Parameters& parameters, bool compares) {
  const auto values = compares ? comparison(1'000'000) : polling(1'000'000);
  const auto fresh = Martingale::make(method, parameters, of(compares ? 2 / 1.98 : 1, 10'000'000));
  for (auto _ : state) {
    Martingale martingale = *fresh;
    martingale.feed(values);
    benchmark::DoNotOptimize(martingale.p_value());
  }
}

void sample_sizes(benchmark::State& state, std::int64_t cards, std::int64_t runs) {
  const auto values = comparison(cards);
  const auto fresh =
      Martingale::make("alpha-optimal-comparison", {{"p2", 1e-4}}, of(2 / 1.98, cards));
  for (auto _ : state) {
    const auto sizes = simulate_sample_sizes(*fresh, values, .05, runs, 314159265);
    state.counters["cards"] = static_cast<double>(sizes.quantile(.8));
  }
}

void polling_sizes(benchmark::State& state, std::int64_t cards, std::int64_t runs) {
  const auto values = polling(cards);
  const auto fresh =
      Martingale::make("alpha-shrink-trunc", {{"eta", .53}, {"c", .015}}, of(1, cards));
  for (auto _ : state) {
    const auto sizes = simulate_sample_sizes(*fresh, values, .05, runs, 314159265);
    state.counters["cards"] = static_cast<double>(sizes.quantile(.8));
  }
}

std::vector<std::string> ids(std::int64_t count) {
  std::vector<std::string> list;
  for (std::int64_t i = 1; i <= count; ++i) list.push_back("card-" + std::to_string(i));
  return list;
}

void add_all() {
  const auto add = [](const std::string& title, auto run) {
    benchmark::RegisterBenchmark(title.c_str(), run)->Unit(benchmark::kMillisecond);
  };
  const std::vector<std::pair<std::string, Martingale::Parameters>> methods = {
      {"alpha-fixed", {{"eta", .53}}},
      {"alpha-shrink-trunc", {{"eta", .53}, {"c", .015}}},
      {"agrapa", {{"lambda", .5}}},
      {"square-kelly", {}},
      {"plug-in", {}},
      {"kaplan-markov", {{"g", .1}}}};
  for (const auto& [method, parameters] : methods) {
    add("million/" + method, [=, name = method, values = parameters](benchmark::State& s) {
      feed(s, name, values, false);
    });
  }
  add("million/alpha-optimal-comparison",
      [](benchmark::State& s) { feed(s, "alpha-optimal-comparison", {{"p2", 1e-4}}, true); });
  add("sizes/comparison-10k-1000-runs", [](benchmark::State& s) { sample_sizes(s, 10'000, 1000); });
  add("sizes/comparison-100k-1000-runs",
      [](benchmark::State& s) { sample_sizes(s, 100'000, 1000); });
  add("sizes/comparison-1M-20-runs", [](benchmark::State& s) { sample_sizes(s, 1'000'000, 20); });
  add("sizes/polling-10k-1000-runs", [](benchmark::State& s) { polling_sizes(s, 10'000, 1000); });
  add("sizes/polling-100k-100-runs", [](benchmark::State& s) { polling_sizes(s, 100'000, 100); });
  add("draw/ours-1000-of-146662", [](benchmark::State& s) {
    const auto cards = ids(146'662);
    for (auto _ : s) benchmark::DoNotOptimize(draw_by_ticket({"seed", "ballots"}, cards, 1000));
  });
  add("draw/shangrla-1000-of-146662", [](benchmark::State& s) {
    for (auto _ : s) benchmark::DoNotOptimize(draw_shangrla("12345678901234567890", 146'662, 1000));
  });
  for (const std::int64_t count : {100'000, 1'000'000}) {
    add("draw/rivest-1000-of-" + std::to_string(count), [count](benchmark::State& s) {
      const auto cards = ids(count);
      for (auto _ : s) benchmark::DoNotOptimize(draw_rivest("seed", cards, 1000, true));
    });
  }
}

}  // namespace
}  // namespace scrutineer

int main(int argc, char** argv) {
  scrutineer::add_all();
  benchmark::Initialize(&argc, argv);
  benchmark::RunSpecifiedBenchmarks();
}
