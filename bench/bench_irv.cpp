// Instant runoffs: the search for assertions, from a file's bytes to a checked proof, on a
// generated contest of 36 candidates, and on real ones where ../shared has them.
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>

#include <benchmark/benchmark.h>

#include "audit/irv.hpp"
#include "base/random.hpp"
#include "folder/raire.hpp"

namespace scrutineer {
namespace {

// Up to three choices a ballot, as in Minneapolis; each candidate is four fifths as popular as the
// one before.
std::string generated(std::size_t candidates, int ballots) {
  Random random(36);
  RankedContest contest;
  contest.id = "mayor";
  for (std::size_t c = 0; c < candidates; ++c) contest.candidates.push_back(std::to_string(c));
  std::map<std::vector<std::uint16_t>, Votes> rankings;
  for (int i = 0; i < ballots; ++i) {
    std::vector<std::uint16_t> choices;
    while (choices.size() < 3) {
      std::uint16_t c = 0;
      while (c + 1U < candidates && random.below(5) > 0) ++c;
      if (std::find(choices.begin(), choices.end(), c) != choices.end()) break;
      choices.push_back(c);
    }
    rankings[choices] += 1;
  }
  for (const auto& [choices, count] : rankings) contest.rankings.push_back({choices, count});
  return write_raire({{contest}, {0}});
}

void solve(benchmark::State& state, const std::string& bytes, DifficultyTest test) {
  const auto file = parse_raire("bench", bytes);
  const RankedContest& contest = file->contests.front();
  for (auto _ : state) {
    const auto audit = irv_assertions(contest, {test, 0.05, 1.1});
    state.counters["assertions"] = static_cast<double>(audit ? audit->assertions.size() : 0);
    state.counters["sets"] = static_cast<double>(audit ? audit->sets_visited : 0);
    state.counters["difficulty"] = audit ? audit->difficulty : 0;
  }
  state.counters["rankings"] = static_cast<double>(contest.rankings.size());
}

void from_bytes(benchmark::State& state, const std::string& bytes) {
  for (auto _ : state) {
    const auto file = parse_raire("bench", bytes);
    const RankedContest& contest = file->contests.front();
    const auto audit = irv_assertions(contest, Difficulty{});
    benchmark::DoNotOptimize(
        fault_of(audit->proof, contest.candidates.size(), audit->winner, audit->assertions));
  }
}

void add(const std::string& name, const std::string& bytes) {
  for (const auto test :
       {DifficultyTest::one_on_margin, DifficultyTest::bravo, DifficultyTest::macro}) {
    const std::string title = "solve/" + name + "/" + std::string(name_of(test));
    benchmark::RegisterBenchmark(title.c_str(), [bytes, test](benchmark::State& state) {
      solve(state, bytes, test);
    })->Unit(benchmark::kMicrosecond);
  }
  benchmark::RegisterBenchmark(("file/" + name).c_str(), [bytes](benchmark::State& state) {
    from_bytes(state, bytes);
  })->Unit(benchmark::kMillisecond);
}

void add_all() {
  add("generated-36", generated(36, 80'000));
  const char* shared = std::getenv("SCRUTINEER_SHARED");
  const std::filesystem::path folder =
      std::string(shared != nullptr ? shared : "../shared") + "/data/audits/shangrla";
  for (const char* name :
       {"SFDA2019_PrelimReport12VBMJustDASheets", "Aspen_2009_CityCouncil", "Aspen_2009_Mayor",
        "Berkeley_2010_D7CityCouncil", "Oakland_2010_D4CityCouncil", "Oakland_2010_Mayor"}) {
    std::ifstream file(folder / (std::string(name) + ".raire"), std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(file), {}};
    if (!bytes.empty()) add(name, bytes);
  }
}

}  // namespace
}  // namespace scrutineer

int main(int argc, char** argv) {
  scrutineer::add_all();
  benchmark::Initialize(&argc, argv);
  benchmark::RunSpecifiedBenchmarks();
}
