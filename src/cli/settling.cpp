#include "cli/settling.hpp"

#include <optional>

#include <CLI/CLI.hpp>

#include "audit/majority_cost.hpp"
#include "simulate/majority_study.hpp"

namespace scrutineer::cli {

namespace {

constexpr Rational kRiskLimit{1, 20};
// Audits that need more are told by formula: nobody would read so many ballots one by one.
constexpr double kMostSimulated = 60'000;
// Ballots between two decisions where to draw: fewer decisions take less time.
constexpr std::int64_t kRound = 10;

bool is_about_a_chamber(const Election& election, const Question& question) {
  return question.kind == QuestionKind::seats_at_least && !question.unit &&
         election.contests[question.contest.value].ballot == Ballot::list;
}

// Without costs where no audit is planned: seats without a margin, a rule that is not covered.
std::vector<MajorityCost> costs_of(const MajorityStudy& study, const MajorityCostOptions& options) {
  std::vector<MajorityCost> costs;
  MajorityCostOptions formula = options;
  formula.expected_only = true;
  const auto expected = majority_cost(study.claims, MajorityDesign::bundle, formula);
  if (!expected) return {};
  const bool is_simulated = mean_of(expected->ballots) <= kMostSimulated;
  if (is_simulated) {
    for (const MajorityDesign design : {MajorityDesign::adaptive, MajorityDesign::bundle}) {
      if (auto cost = majority_cost(study.claims, design, options))
        costs.push_back(std::move(*cost));
    }
  } else {
    costs.push_back(*expected);
  }
  if (auto all = majority_cost(study.claims, MajorityDesign::every_seat, options)) {
    costs.push_back(std::move(*all));
  }
  return costs;
}

}  // namespace

void add_settling_option(CLI::App& verb, std::size_t& draws) {
  verb.add_option("--draws", draws,
                  "Audits tried for \"how many ballots would settle it?\"; 0 leaves that out")
      ->check(CLI::Range(0, 10'000))
      ->capture_default_str();
}

std::vector<SettlingReport> settling_of(const Election& election, const SettlingOptions& options,
                                        const std::function<void(std::string)>& progress) {
  std::vector<SettlingReport> all;
  if (options.draws == 0) return all;
  TwinOptions twins;
  twins.seed = options.seed;
  std::optional<SupposedVotes> votes;
  ContestIndex supposed_of;
  for (std::size_t q = 0; q < election.questions.size(); ++q) {
    const Question& question = election.questions[q];
    if (!is_about_a_chamber(election, question)) continue;
    if (progress) progress("ballots that would settle \"" + question.id + "\"");
    if (!votes || supposed_of.value != question.contest.value) {
      auto supposed = suppose_votes(election, question.contest, options.draws, twins);
      if (!supposed) continue;
      votes = std::move(*supposed);
      supposed_of = question.contest;
    }
    const auto study = study_majority(election, q, *votes);
    if (!study) continue;
    MajorityCostOptions how;
    how.risk_limit = as_double(kRiskLimit);
    how.seed = options.seed;
    how.audits = study->from_twins ? 1 : static_cast<std::int64_t>(options.draws);
    how.simulation = {kRound, 0};
    SettlingReport report;
    report.question = q;
    report.holds = study->holds;
    report.from_twins = study->from_twins;
    report.draws = options.draws;
    report.risk_limit = kRiskLimit;
    report.seed = options.seed;
    report.units = study->units;
    report.costs = costs_of(*study, how);
    all.push_back(std::move(report));
  }
  return all;
}

}  // namespace scrutineer::cli
