// The majority audit: the tables of docs/majority-audit.md, over twins of examples/cambodia-2013.
//   majority_audit [tables | errors | few]   what the designs need on 100 twins, and 10,000 audits
//   of a majority that is lost by a tie; one of both; or a little of both, as the tests run it.
// Exit status 1 where a goal is missed.
#include <algorithm>
#include <cstdio>
#include <string>
#include <vector>

#include <fmt/core.h>

#include "audit_battery.hpp"
#include "folder/folder.hpp"
#include "majority_audit.hpp"
#include "simulate/majority_study.hpp"

namespace scrutineer::battery {
namespace {

constexpr std::uint64_t kSeed = 20130728;
constexpr const char* kFolder = "examples/cambodia-2013";
constexpr double kGoal = 0.8, kRiskLimit = 0.05;

struct Amount {
  std::size_t twins = 100;
  std::int64_t audits = 30, wrong = 10'000, most_ballots = 5'000;
  Votes small = 1'500;
  std::vector<std::int64_t> rounds = {100, 500};  // looked at beside every single ballot
  bool both_kinds = true;                         // of twins
};

std::string spread(std::vector<double> values, const char* format) {
  std::sort(values.begin(), values.end());
  const auto at = [&](double share) {
    const auto rank =
        static_cast<std::size_t>(share * static_cast<double>(values.size() - 1) + 0.5);
    return fmt::format(fmt::runtime(format), values[rank]);
  };
  return fmt::format("{} | {} | {} | {}", at(0), at(0.5), at(0.9), at(1));
}

double mean(const std::vector<double>& values) {
  double sum = 0;
  for (const double value : values) sum += value;
  return sum / static_cast<double>(values.size());
}

bool report(const Errors& errors) {
  fmt::print("{}\n", to_sentence(errors[0]));
  return false;
}

// One kind of twin: how the designs' mean ballots are distributed over the twins.
bool print_costs(const std::vector<MajorityClaim>& claims, const std::string& name,
                 std::int64_t audits, std::int64_t round) {
  std::vector<double> adaptive, bundle, every_seat, ratios;
  std::int64_t confirmed = 0, of_bundle = 0;
  for (std::size_t twin = 0; twin < claims.size(); ++twin) {
    const auto cost = cost_of(claims[twin], audits, kSeed + twin, round);
    if (!cost) return report(cost.error());
    adaptive.push_back(cost->adaptive);
    bundle.push_back(cost->bundle);
    every_seat.push_back(cost->every_seat);
    ratios.push_back(cost->ratio());
    confirmed += cost->adaptive_confirmed;
    of_bundle += cost->bundle_confirmed;
  }
  const auto all = static_cast<std::int64_t>(claims.size()) * audits;
  fmt::print(
      "\n**{}, {} audits on each of {} twins, where to draw decided every {}**\n\n"
      "| design | mean | least | median | 90 % | most | confirmed "
      "|\n|---|---|---|---|---|---|---|\n",
      name, audits, claims.size(), round == 1 ? "ballot" : fmt::format("{} ballots", round));
  const auto row = [](const char* design, const std::vector<double>& values,
                      const std::string& share) {
    fmt::print("| {} | {:.0f} | {} | {} |\n", design, mean(values), spread(values, "{:.0f}"),
               share);
  };
  row("adaptive", adaptive, fmt::format("{} of {}", confirmed, all));
  row("bundle", bundle, fmt::format("{} of {}", of_bundle, all));
  row("every seat (expected)", every_seat, "");
  fmt::print("| adaptive / bundle | {:.2f} | {} | |\n", mean(ratios), spread(ratios, "{:.2f}"));
  std::fflush(stdout);
  return confirmed == all && of_bundle == all && mean(adaptive) <= kGoal * mean(bundle);
}

bool print_wrong(const MajorityClaim& claim, Boundary boundary, const std::string& name,
                 const Amount& amount, const MajoritySimulation& options) {
  const auto lost = lost_by_a_tie(claim, boundary);
  if (!lost) return report(lost.error());
  std::string where;
  for (std::size_t j = 0; j < lost->tied.size(); ++j) {
    if (lost->tied[j] == 0) continue;
    where += fmt::format("{}{} {}", where.empty() ? "" : ", ", claim.constituencies[j].tally.unit,
                         lost->tied[j]);
  }
  const auto wrong = wrong_confirmations(*lost, kRiskLimit, amount.wrong, kSeed, options);
  const bool is_bad = wrong >= too_many(amount.wrong, kRiskLimit);
  fmt::print("| {} | {} | {}{} |\n", name, where, wrong, is_bad ? " FAILS" : "");
  std::fflush(stdout);
  return !is_bad;
}

bool print_errors(const MajorityClaim& claim, const Amount& amount) {
  fmt::print(
      "\n**A majority lost by a tie: {} audits at 5 %, a row fails at {} wrong confirmations**\n\n"
      "| cards | seats that are level, and lost by lot | confirmed |\n|---|---|---|\n",
      amount.wrong, too_many(amount.wrong, kRiskLimit));
  const MajoritySimulation cut{100, amount.most_ballots};
  const std::string of_twin = fmt::format("a twin's, at most {} drawn", amount.most_ballots);
  const MajorityClaim small = shrunk(claim, amount.small);
  Votes all = 0;
  for (const MajorityConstituency& one : small.constituencies) all += one.tally.cards;
  const std::string to_the_end = fmt::format("{} in all, to the end", all);
  bool passed = print_wrong(claim, Boundary::narrowest, of_twin, amount, cut);
  passed = print_wrong(small, Boundary::narrowest, to_the_end, amount, {40, 0}) && passed;
  return print_wrong(small, Boundary::largest, to_the_end, amount, {40, 0}) && passed;
}

Result<std::vector<MajorityClaim>> twins(std::size_t draws, bool near_average) {
  const auto folder = read_folder(kFolder);
  if (!folder) return tl::unexpected(folder.error());
  const auto& questions = folder->election.questions;
  const auto question = std::find_if(questions.begin(), questions.end(),
                                     [](const Question& one) { return one.id == "majority"; });
  TwinOptions options;
  options.seed = kSeed;
  if (near_average) options.assumption.votes_per_seat_within = Rational::of(2, 1);
  const auto votes = suppose_votes(folder->election, question->contest, draws, options);
  if (!votes) return tl::unexpected(votes.error());
  auto study = study_majority(folder->election,
                              static_cast<std::size_t>(question - questions.begin()), *votes);
  if (!study) return tl::unexpected(study.error());
  return std::move(study->claims);
}

bool print_tables(const Amount& amount) {
  const std::string any = "Any votes that agree with what is published",
                    plausible = any + ", for each seat within a factor of 2 of the average";
  const auto near = twins(amount.twins, true);
  if (!near) return report(near.error());
  bool passed = print_costs(*near, plausible, amount.audits, 1);
  if (amount.both_kinds) {
    const auto free = twins(amount.twins, false);
    if (!free) return report(free.error());
    passed = print_costs(*free, any, amount.audits / 3, 1) && passed;
  }
  for (const std::int64_t round : amount.rounds) {
    print_costs(*near, plausible, amount.audits / 3, round);
  }
  return passed;
}

int run(const Amount& amount, bool with_tables, bool with_errors) {
  fmt::print("Risk limit 5 %, seed {}.\n", kSeed);
  bool passed = !with_tables || print_tables(amount);
  if (with_errors) {
    const auto near = twins(1, true);
    passed = (near ? print_errors(near->front(), amount) : report(near.error())) && passed;
  }
  fmt::print("\n{}\n", passed ? "Every goal is met." : "A goal is MISSED.");
  return passed ? 0 : 1;
}

}  // namespace
}  // namespace scrutineer::battery

int main(int argc, char** argv) {
  const std::string part = argc > 1 ? argv[1] : "";
  scrutineer::battery::Amount amount;
  if (part == "few") amount = {2, 6, 60, 1'000, 1'000, {}, false};
  return scrutineer::battery::run(amount, part != "errors", part != "tables");
}
