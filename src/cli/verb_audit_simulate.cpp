// scrutineer audit simulate: how many ballots would settle who holds a majority, and where.
#include <algorithm>
#include <cmath>
#include <memory>
#include <numeric>

#include <CLI/CLI.hpp>
#include <fmt/core.h>

#include "audit/majority_cost.hpp"
#include "audit/sample_sizes.hpp"
#include "base/text.hpp"
#include "cli/command.hpp"
#include "cli/table.hpp"
#include "simulate/majority_study.hpp"

namespace scrutineer::cli {

namespace {

struct Request {
  Options options;
  std::string path, question, design = "all", risk_limit = "5%", near_average;
  std::size_t draws = 20;
  std::int64_t audits = 10, round = 1, most_ballots = 200'000;
};

Result<std::size_t> question_of(const Request& request, const Election& election) {
  if (!request.question.empty()) return find_question(election, request.question);
  for (std::size_t q = 0; q < election.questions.size(); ++q) {
    if (election.questions[q].kind == QuestionKind::seats_at_least) return q;
  }
  return fail(
      "election.toml asks no question of kind seats-at-least; [[question]] would name who must "
      "hold how many seats.");
}

Result<MajorityStudy> study_of(const Request& request, const Election& election) {
  const auto question = question_of(request, election);
  if (!question) return tl::unexpected(question.error());
  TwinOptions options;
  options.seed = request.options.seed;
  if (!request.near_average.empty()) {
    options.assumption.votes_per_seat_within = parse_rational(request.near_average);
    if (!options.assumption.votes_per_seat_within ||
        *options.assumption.votes_per_seat_within < Rational::of(1, 1) ||
        *options.assumption.votes_per_seat_within > Rational::of(1'000, 1)) {
      return fail(fmt::format(
          "--votes-per-seat-within: found \"{}\", expected a factor from 1 to 1000, such as 2.",
          shown(request.near_average)));
    }
  }
  const auto votes =
      suppose_votes(election, election.questions[*question].contest, request.draws, options);
  if (!votes) return tl::unexpected(votes.error());
  return study_majority(election, *question, *votes);
}

Result<MajorityCost> cost_of(const Request& request, const MajorityStudy& study,
                             MajorityDesign design, double risk_limit) {
  MajorityCostOptions options;
  options.risk_limit = risk_limit;
  options.audits = request.audits;
  options.seed = request.options.seed;
  options.simulation = {request.round, request.most_ballots};
  return majority_cost(study.claims, design, options, [&](std::size_t done) {
    if (!shows_progress(request.options)) return;
    fmt::print(stderr, "{}: {} of {} …\n", name_of(design), done, study.claims.size());
  });
}

std::string statement_of(const Election& election, const MajorityStudy& study) {
  const std::string source = election.sources[study.source.value].id;
  std::string text;
  if (study.from_twins) {
    text = fmt::format(
        "Votes by constituency are not published. {} tables of votes were drawn from all that "
        "agree with what is published of the count of {}; each is audited as if it were the true "
        "one. They are synthetic and say nothing about what happened in any place.",
        study.claims.size(), source);
    for (const std::string& assumption : study.assumptions)
      text += " Supposed: " + assumption + ".";
  } else {
    text = fmt::format(
        "The votes that the source {} states are audited as if they were the true ones. Whether "
        "they are, only ballots can tell.",
        source);
  }
  return text +
         " It is assumed that every ballot was kept and can be drawn, one at a time, without "
         "replacement; that no more cards exist than were counted; and that people read each as "
         "the "
         "law does. Were the majority not real, an audit would confirm it all the same with a "
         "chance of at most the risk limit.";
}

Json spread_json(const std::vector<double>& ascending) {
  return {{"mean", number_json(mean_of(ascending))},
          {"least", number_json(ascending.front())},
          {"median", number_json(quantile(ascending, 0.5))},
          {"ninety_per_cent", number_json(quantile(ascending, 0.9))},
          {"most", number_json(ascending.back())}};
}

Json design_json(const MajorityStudy& study, const MajorityCost& cost) {
  Json by_unit = Json::array();
  for (std::size_t j = 0; j < study.units.size(); ++j) {
    by_unit.push_back(
        {{"unit", study.units[j]}, {"ballots", number_json(cost.by_constituency[j])}});
  }
  return {{"design", name_of(cost.design)},
          {"simulated", cost.is_simulated},
          {"audits", cost.is_simulated ? cost.ballots.size() : 0},
          {"confirmed", cost.confirmed},
          {"ballots", spread_json(cost.ballots)},
          {"means_of_tables", spread_json(cost.means)},
          {"by_unit", std::move(by_unit)}};
}

std::string designs_text(const std::vector<MajorityCost>& costs) {
  Table table({"design", "mean", "median", "90 %", "most", "confirmed"},
              {false, true, true, true, true, true});
  const auto whole = [](double value) { return grouped(std::llround(std::ceil(value))); };
  for (const MajorityCost& cost : costs) {
    table.add(
        {std::string(name_of(cost.design)) + (cost.is_simulated ? "" : " (expected)"),
         whole(mean_of(cost.ballots)), whole(quantile(cost.ballots, 0.5)),
         whole(quantile(cost.ballots, 0.9)), whole(cost.ballots.back()),
         cost.is_simulated ? fmt::format("{} of {}", cost.confirmed, cost.ballots.size()) : ""});
  }
  return table.text();
}

std::string places_text(const Election& election, const MajorityStudy& study,
                        const std::vector<MajorityCost>& costs) {
  std::vector<std::string> header{"ballots in"};
  for (const MajorityCost& cost : costs) header.emplace_back(name_of(cost.design));
  std::vector<bool> numbers(header.size(), true);
  numbers[0] = false;
  Table table(std::move(header), std::move(numbers));
  std::vector<std::size_t> order(study.units.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t i, std::size_t j) {
    return costs[0].by_constituency[i] > costs[0].by_constituency[j];
  });
  for (const std::size_t j : order) {
    const auto unit = find_unit(election, study.units[j]);
    std::vector<std::string> row{
        unit ? label(election, election.units[unit->value].name, study.units[j]) : study.units[j]};
    for (const MajorityCost& cost : costs)
      row.push_back(grouped(std::llround(cost.by_constituency[j])));
    table.add(std::move(row));
  }
  return table.text();
}

int print(const Request& request, const LoadedFolder& folder, const MajorityStudy& study,
          double risk_limit, const std::vector<MajorityCost>& costs) {
  const Election& election = folder.election;
  const Question& question = election.questions[study.question];
  const std::string statement = statement_of(election, study);
  if (!request.options.json) {
    std::string text = fmt::format(
        "{}\nBallots until \"{} {} at least {} seats\" is confirmed "
        "at a risk limit of {}:\n\n",
        wrapped(statement, 88), question.who, study.holds ? "holds" : "does not hold",
        question.seats, request.risk_limit);
    text += designs_text(costs) + "\n" + places_text(election, study, costs);
    return emit(request.options, text);
  }
  Json who = Json::array();
  for (const PartyIndex party : question.parties) who.push_back(election.parties[party.value].id);
  Json designs = Json::array();
  for (const MajorityCost& cost : costs) designs.push_back(design_json(study, cost));
  Json result = {{"question", question.id},
                 {"who", std::move(who)},
                 {"needed", question.seats},
                 {"holds", study.holds},
                 {"source", election.sources[study.source.value].id},
                 {"from_twins", study.from_twins},
                 {"tables", study.claims.size()},
                 {"assumptions", study.assumptions},
                 {"statement", statement},
                 {"risk_limit", number_json(risk_limit)},
                 {"seed", request.options.seed},
                 {"audits_of_each_table", request.audits},
                 {"ballots_between_decisions", request.round},
                 {"most_ballots", request.most_ballots},
                 {"designs", std::move(designs)}};
  return emit(request.options, envelope("audit simulate", folder, std::move(result)));
}

int run(const Request& request) {
  const auto risk_limit = share_option("--risk-limit", request.risk_limit);
  if (!risk_limit) return report_errors(risk_limit.error());
  const auto folder = read_folder(request.path);
  if (!folder) return report_errors(folder.error());
  const auto study = study_of(request, folder->election);
  if (!study) return report_errors(study.error());
  std::vector<MajorityCost> costs;
  for (const auto design :
       {MajorityDesign::adaptive, MajorityDesign::bundle, MajorityDesign::every_seat}) {
    if (request.design != "all" && request.design != name_of(design)) continue;
    auto cost = cost_of(request, *study, design, *risk_limit);
    if (!cost) return report_errors(cost.error());
    costs.push_back(std::move(*cost));
  }
  return print(request, *folder, *study, *risk_limit, costs);
}

}  // namespace

void add_audit_simulate(CLI::App& audit, Action& action) {
  auto request = std::make_shared<Request>();
  CLI::App* verb = audit.add_subcommand(
      "simulate", "How many ballots would settle who holds a majority, and where");
  verb->add_option("folder", request->path, "An election folder")->required();
  verb->add_option("--question", request->question,
                   "Of kind seats-at-least (default: the first one of the folder)");
  verb->add_option("--design", request->design, "What is confirmed, and where ballots are drawn")
      ->check(CLI::IsMember({"adaptive", "bundle", "every-seat", "all"}))
      ->capture_default_str();
  verb->add_option("--draws", request->draws,
                   "Tables of votes, where votes by constituency are not published")
      ->check(CLI::Range(1, 10'000))
      ->capture_default_str();
  verb->add_option("--votes-per-seat-within", request->near_average,
                   "Suppose of these tables that a constituency's votes for each seat lie within "
                   "this factor of the average");
  verb->add_option("--audits", request->audits, "Audits simulated on each table")
      ->check(CLI::Range(1, 100'000))
      ->capture_default_str();
  verb->add_option("--risk-limit", request->risk_limit, "Greatest chance to confirm what is wrong")
      ->capture_default_str();
  verb->add_option("--round", request->round, "Ballots drawn between decisions where to draw next")
      ->check(CLI::Range(1, 1'000'000))
      ->capture_default_str();
  verb->add_option("--most-ballots", request->most_ballots, "Give an audit up after so many")
      ->check(CLI::Range(std::int64_t{1}, std::int64_t{1'000'000'000}))
      ->capture_default_str();
  add_common_options(*verb, request->options);
  verb->footer(
      "Designs: adaptive confirms the majority alone, and draws where its evidence is weakest;\n"
      "bundle gives up the seats that can be spared and cost most, and confirms the others;\n"
      "every-seat confirms all seats of everybody (expected ballots, not simulated).\n"
      "Where the reported answer is no, all others hold the rest: that is what is confirmed.\n"
      "Method, proof and limits: docs/majority-audit.md.\n"
      "Examples:\n"
      "  scrutineer audit simulate examples/cambodia-2013 --question majority --draws 100\n"
      "  scrutineer audit simulate examples/cambodia-2013 --design adaptive --round 200 --json");
  verb->callback([request, &action] { action = [request] { return run(*request); }; });
}

}  // namespace scrutineer::cli
