// A chamber of 650 constituencies and 12 parties: what the majority question costs, for every rule
// and kind of change, beside plainly allocating the same chamber once.
#include <array>
#include <random>
#include <string>

#include <benchmark/benchmark.h>

#include "outcome/margin.hpp"
#include "seats/seats.hpp"

namespace scrutineer {
namespace {

constexpr std::array kRules = {Rule::dhondt, Rule::sainte_lague, Rule::hare_largest_remainder,
                               Rule::hare_then_highest_averages, Rule::plurality};
constexpr std::array kChanges = {Change::switched, Change::added, Change::removed};

// Party strengths fall off and vary from place to place; 5 to 12 seats, up to a million votes.
ContestVotes chamber(Rule rule) {
  std::mt19937_64 random(650);
  ContestVotes contest;
  contest.rules.rule = rule;
  for (int c = 0; c < 650; ++c) {
    ConstituencyVotes table;
    table.unit = "c" + std::to_string(c);
    table.seats = 5 + static_cast<Seats>(random() % 8);
    Votes strength = 400'000;
    for (int p = 0; p < 12; ++p) {
      table.votes.push_back(strength / 2 +
                            static_cast<Votes>(random() % static_cast<std::uint64_t>(strength)));
      strength = strength * 7 / 10;
    }
    contest.constituencies.push_back(std::move(table));
  }
  return contest;
}

Seats seats_held(const ContestVotes& contest, std::size_t party) {
  Seats sum = 0;
  for (const auto& table : contest.constituencies) {
    sum += allocate(table, contest.rules)->seats[party];
  }
  return sum;
}

void allocate_once(benchmark::State& state, Rule rule) {
  const ContestVotes contest = chamber(rule);
  for (auto _ : state) benchmark::DoNotOptimize(seats_held(contest, 0));
}

// The second party takes a majority of the chamber; the first loses what it holds of one.
void majority(benchmark::State& state, Rule rule, Change change, bool gain) {
  const ContestVotes contest = chamber(rule);
  Seats chamber_seats = 0;
  for (const auto& table : contest.constituencies) chamber_seats += table.seats;
  const Seats half = chamber_seats / 2;
  const SeatTarget target = gain ? SeatTarget{{1}, true, half + 1, {}}
                                 : SeatTarget{{0}, false, seats_held(contest, 0) / 2, {}};
  for (auto _ : state) {
    const auto margin = seat_margin(contest, target, change);
    state.counters["votes"] = static_cast<double>(margin->votes.value_or(-1));
  }
}

void any_seat(benchmark::State& state, Rule rule, Change change) {
  const ContestVotes contest = chamber(rule);
  for (auto _ : state) {
    const auto margin = any_seat_margin(contest, change);
    state.counters["votes"] = static_cast<double>(margin->votes.value_or(-1));
  }
}

void add_all() {
  for (const Rule rule : kRules) {
    const std::string name(name_of(rule));
    const auto add = [](const std::string& title, auto run) {
      benchmark::RegisterBenchmark(title.c_str(), run)->Unit(benchmark::kMillisecond);
    };
    add("allocate/" + name, [rule](benchmark::State& s) { allocate_once(s, rule); });
    for (const Change change : kChanges) {
      const std::string what = "/" + name + "/" + std::string(name_of(change));
      add("gain" + what, [=](benchmark::State& s) { majority(s, rule, change, true); });
      add("lose" + what, [=](benchmark::State& s) { majority(s, rule, change, false); });
      add("any-seat" + what, [=](benchmark::State& s) { any_seat(s, rule, change); });
    }
  }
}

}  // namespace
}  // namespace scrutineer

int main(int argc, char** argv) {
  scrutineer::add_all();
  benchmark::Initialize(&argc, argv);
  benchmark::RunSpecifiedBenchmarks();
}
