// scrutineer audit counter: what a side that holds only some of the forms or ballots can say.
#include <algorithm>
#include <memory>

#include <CLI/CLI.hpp>
#include <fmt/core.h>

#include "base/text.hpp"
#include "cli/audit_counter.hpp"
#include "folder/records.hpp"

namespace scrutineer::cli {

namespace {

constexpr double kLeastRiskLimit = 1e-12;  // as SeatEvidence::set() asks

struct Request {
  Options options;
  std::string folder, source, basis, question, contest, unit;
  std::string drawn, interpretations, manifest, risk_limit = "0.05";
  bool sampled = false;
};

Result<std::optional<ContestIndex>> contest_of(const Request& request, const Election& election) {
  if (request.contest.empty()) return std::optional<ContestIndex>();
  std::string known;
  for (std::uint32_t c = 0; c < election.contests.size(); ++c) {
    if (election.contests[c].id == request.contest) return std::optional(ContestIndex{c});
    known += (c > 0 ? ", " : "") + election.contests[c].id;
  }
  return fail(fmt::format("--contest: no contest is called \"{}\"; this election has: {}.",
                          shown(request.contest), known));
}

Result<void> check_options(const Request& request) {
  const bool has_cards = !request.interpretations.empty();
  if (request.source.empty() && !has_cards) {
    return fail("--source: expected the source whose forms are held (or --interpretations).");
  }
  if ((has_cards || !request.drawn.empty()) && !request.sampled) {
    return fail(
        "--drawn and --interpretations are for evidence that was drawn at random: whoever states "
        "that adds --sampled. Without it nothing follows beyond what the held forms show.");
  }
  if (request.sampled && !has_cards && request.drawn.empty()) {
    return fail(
        "--sampled needs the stations that were drawn, those without a form too, in the order of "
        "the draw (--drawn FILE.csv with a column unit), or cards (--interpretations).");
  }
  if (has_cards && !request.drawn.empty()) {
    return fail("--drawn is for forms, --interpretations for ballots: expected one of them.");
  }
  if (has_cards && (request.unit.empty() || request.contest.empty())) {
    return fail("--interpretations needs --contest and --unit: where the cards were drawn.");
  }
  if (!has_cards && (!request.unit.empty() || !request.manifest.empty())) {
    return fail("--unit and --manifest go with --interpretations.");
  }
  return {};
}

Result<SourceIndex> basis_of(const Request& request, const Election& election) {
  if (!request.basis.empty()) return find_source(election, request.basis);
  if (const auto commission = commission_of(election)) return *commission;
  return fail("No source is a commission: name the count to compare with by --basis.");
}

Result<SourceIndex> holder_of(const Request& request, const Election& election, SourceIndex basis) {
  const auto source = find_source(election, request.source);
  if (!source) return source;
  if (*source == basis) {
    return fail(fmt::format(
        "--source: {} is the basis itself; a count is not compared with itself.", request.source));
  }
  const bool has_returns = std::any_of(election.returns.begin(), election.returns.end(),
                                       [&](const auto& table) { return table.source == *source; });
  if (!has_returns) {
    return fail(fmt::format("--source: {} has no forms: expected a file returns/{}.csv.",
                            request.source, request.source));
  }
  return source;
}

// Cards of the containers that lie in the constituency.
Result<std::optional<Votes>> cards_of_manifest(const Request& request, LoadedFolder& folder,
                                               UnitIndex unit) {
  if (request.manifest.empty()) return std::optional<Votes>();
  const auto bytes = read_input(request.manifest, folder.inputs);
  if (!bytes) return tl::unexpected(bytes.error());
  const std::string name = folder.inputs.back().path;
  const auto file = read_manifest(name, *bytes);
  if (!file) return tl::unexpected(file.error());
  Votes cards = 0;
  Errors errors;
  for (const Container& container : file->manifest.containers) {
    const auto place = find_unit(folder.election, container.unit);
    if (!place) {
      errors.push_back(described(name, 0, "unit", container.unit,
                                 fmt::format("the unit of container {}", container.id)));
      if (errors.size() == 1000) break;
    } else if (is_within(folder.election, *place, unit)) {
      cards += container.cards;
    }
  }
  if (!errors.empty()) return tl::unexpected(std::move(errors));
  return std::optional<Votes>(cards);
}

Result<void> take_sample(const Request& request, LoadedFolder& folder, ContestIndex contest,
                         CounterAudit& audit) {
  const SampleRequest asked{contest, audit.basis, audit.risk_limit};
  audit.sampled_contest = contest;
  const std::string& path =
      request.interpretations.empty() ? request.drawn : request.interpretations;
  const auto bytes = read_input(path, folder.inputs);
  if (!bytes) return tl::unexpected(bytes.error());
  const std::string name = folder.inputs.back().path;
  if (request.interpretations.empty()) {
    auto places = sampled_forms(folder.election, asked, *audit.source, name, *bytes);
    if (!places) return tl::unexpected(std::move(places.error()));
    audit.sampled = std::move(*places);
    return {};
  }
  const auto unit = find_unit(folder.election, request.unit);
  if (!unit) return tl::unexpected(unit.error());
  const auto cards = cards_of_manifest(request, folder, *unit);
  if (!cards) return tl::unexpected(cards.error());
  auto place = sampled_ballots(folder.election, asked, {name, *bytes, *unit, *cards});
  if (!place) return tl::unexpected(std::move(place.error()));
  audit.sampled = {std::move(*place)};
  return {};
}

Result<CounterAudit> audited(const Request& request, LoadedFolder& folder) {
  const Election& election = folder.election;
  CounterAudit audit;
  const auto basis = basis_of(request, election);
  if (!basis) return tl::unexpected(basis.error());
  audit.basis = *basis;
  const auto contest = contest_of(request, election);
  if (!contest) return tl::unexpected(contest.error());
  const auto risk_limit = share_option("--risk-limit", request.risk_limit);
  if (!risk_limit) return tl::unexpected(risk_limit.error());
  if (*risk_limit < kLeastRiskLimit) {
    return fail("--risk-limit: found " + request.risk_limit + ", expected at least 1e-12.");
  }
  audit.risk_limit = *risk_limit;
  std::optional<std::size_t> question;
  if (!request.question.empty()) {
    const auto found = find_question(election, request.question);
    if (!found) return tl::unexpected(found.error());
    question = *found;
  }
  if (!request.source.empty()) {
    const auto source = holder_of(request, election, *basis);
    if (!source) return tl::unexpected(source.error());
    audit.source = *source;
    for (std::uint32_t c = 0; c < election.contests.size(); ++c) {
      if (*contest && **contest != ContestIndex{c}) continue;
      if (question && election.questions[*question].contest != ContestIndex{c}) continue;
      auto held = held_forms(election, {c}, *source, *basis, question);
      if (!held) return tl::unexpected(std::move(held.error()));
      audit.held.push_back(std::move(*held));
    }
  }
  if (request.sampled) {
    auto taken = take_sample(request, folder, contest->value_or(ContestIndex{0}), audit);
    if (!taken) return tl::unexpected(std::move(taken.error()));
  }
  return audit;
}

int run(const Request& request) {
  if (const auto good = check_options(request); !good) return report_errors(good.error());
  auto folder = load({request.folder, "", 0});
  if (!folder) return report_errors(folder.error());
  const auto audit = audited(request, *folder);
  if (!audit) return report_errors(audit.error());
  if (!request.options.json) return emit(request.options, counter_text(folder->election, *audit));
  return emit(request.options,
              envelope("audit counter", *folder, counter_json(folder->election, *audit)));
}

}  // namespace

void add_audit_counter(CLI::App& audit, Action& action) {
  auto request = std::make_shared<Request>();
  CLI::App* verb = audit.add_subcommand(
      "counter", "What a side that holds only some of the forms or ballots can say with them");
  verb->add_option("folder", request->folder, "An election folder")->required();
  verb->add_option("--source", request->source, "Whose forms are held: returns/SOURCE.csv");
  verb->add_option("--basis", request->basis,
                   "Whose count they stand beside (default: the commission's)");
  verb->add_option("--question", request->question, "This question alone");
  verb->add_option("--contest", request->contest, "This contest alone");
  verb->add_flag("--sampled", request->sampled,
                 "The holder states that the evidence was drawn at random: a set of seat vectors");
  verb->add_option("--drawn", request->drawn,
                   "Forms: a CSV with the column unit, the stations in the order of the draw");
  verb->add_option("--interpretations", request->interpretations,
                   "Ballots: our CSV of cards of one constituency, in the order of the draw");
  verb->add_option("--unit", request->unit, "The constituency from which the cards were drawn");
  verb->add_option("--manifest", request->manifest,
                   "How many cards it has (default: the ballots of the basis)");
  verb->add_option("--risk-limit", request->risk_limit,
                   "The chance with which the truth may be excluded, by constituency")
      ->capture_default_str();
  add_common_options(*verb, request->options);
  verb->footer(
      "Forms show how votes were added up, not how they were cast (docs/counter-audit.md).\n"
      "Examples:\n"
      "  scrutineer audit counter FOLDER --source observers\n"
      "  scrutineer audit counter FOLDER --source agents --question majority --json\n"
      "  scrutineer audit counter FOLDER --source observers --sampled --drawn drawn.csv\n"
      "  scrutineer audit counter FOLDER --sampled --interpretations cards.csv \\\n"
      "      --contest council --unit east --manifest manifest.csv --risk-limit 1%");
  verb->callback([request, &action] { action = [request] { return run(*request); }; });
}

}  // namespace scrutineer::cli
