// scrutineer check: is this folder well formed, and can what it publishes hold together?
#include <memory>

#include <CLI/CLI.hpp>
#include <fmt/core.h>

#include "cli/command.hpp"
#include "count/rules.hpp"
#include "outcome/facts.hpp"
#include "outcome/outcome.hpp"

namespace scrutineer::cli {

namespace {

struct Request {
  Options options;
  InputChoice source;
};

struct Found {
  std::string contest, source;
  std::vector<std::string> claims;
};

// For every source that speaks of a contest: the smallest set of its published facts that cannot
// all be true of one table of votes.
std::vector<Found> contradictions(const Election& election) {
  std::vector<Found> list;
  for (std::uint32_t contest = 0; contest < election.contests.size(); ++contest) {
    for (std::uint32_t s = 0; s < election.sources.size(); ++s) {
      const Basis basis = arrange(election, {contest}, {s});
      const PublishedProblem facts = gather_facts(election, basis);
      if (!has_facts(facts)) continue;
      const Contradiction contradiction = find_contradiction(facts);
      if (contradiction.facts.empty()) continue;
      list.push_back({election.contests[contest].id, election.sources[s].id, contradiction.claims});
    }
  }
  return list;
}

int run(const Request& request) {
  const Result<LoadedFolder> folder = load(request.source);
  if (!folder) return report_errors(folder.error());
  const Election& election = folder->election;
  const auto rules = rules_of(election);
  if (!rules) return report_errors(rules.error());
  const std::vector<Found> found = contradictions(election);
  std::size_t rows = 0;
  for (const ReturnTable& table : election.returns) rows += table.unit.size();
  if (request.options.json) {
    Json list = Json::array();
    for (const Found& f : found) {
      list.push_back({{"contest", f.contest}, {"source", f.source}, {"claims", f.claims}});
    }
    Json result = {{"well_formed", true},
                   {"units", election.units.size()},
                   {"parties", election.parties.size()},
                   {"sources", election.sources.size()},
                   {"returns", rows},
                   {"claims", election.claims.size()},
                   {"doubts", election.doubts.size()},
                   {"cases", election.cases.size()},
                   {"contradictions", list}};
    return emit(request.options, envelope("check", *folder, result),
                found.empty() ? kDone : kAnswerIsNo);
  }
  std::string text = fmt::format(
      "{}: well formed. {} units, {} parties, {} sources, {} returns, {} claims, {} doubts, {} "
      "cases.\n",
      election.id, election.units.size(), election.parties.size(), election.sources.size(), rows,
      election.claims.size(), election.doubts.size(), election.cases.size());
  for (const InputFile& file : folder->inputs) {
    text += fmt::format("  {}  {}{}\n", file.sha256, file.path,
                        file.sha256 == file.canonical_sha256 ? "" : "  (not in canonical form)");
  }
  for (const Found& f : found) {
    text += fmt::format(
        "These statements about the count of {} cannot all be true of one vote table, "
        "and none of them can be left out of the contradiction:\n",
        f.source);
    for (const std::string& claim : f.claims) text += "  " + claim + "\n";
  }
  return emit(request.options, text, found.empty() ? kDone : kAnswerIsNo);
}

}  // namespace

void add_check(CLI::App& app, Action& action) {
  auto request = std::make_shared<Request>();
  CLI::App* verb =
      app.add_subcommand("check", "Is this folder well formed and free of contradictions?");
  add_source_options(*verb, request->source);
  add_common_options(*verb, request->options);
  verb->footer(
      "Every error of every file is printed, with file, row and column; exit status 2.\n"
      "Published facts that cannot hold together are named; exit status 1.\n"
      "Examples:\n"
      "  scrutineer check examples/cambodia-2013\n"
      "  scrutineer check examples/cambodia-2013 --json");
  verb->callback([request, &action] { action = [request] { return run(*request); }; });
}

}  // namespace scrutineer::cli
