// scrutineer audit plan: how many cards and containers it will take, by each design that the files
// allow, and the sizes of the next round.
#include <cmath>
#include <memory>

#include <CLI/CLI.hpp>
#include <fmt/core.h>

#include "audit/plan_designs.hpp"
#include "base/text.hpp"
#include "cli/audit_verbs.hpp"
#include "cli/audit_workspace.hpp"
#include "cli/table.hpp"

namespace scrutineer::cli {

namespace {

struct Request {
  Options options;
  std::string path;
  std::int64_t runs = 200;
};

std::string count_text(double value) {
  return grouped(static_cast<std::int64_t>(std::llround(value)));
}

Json size_json(const SizeForecast& size) {
  return {{"mean", number_json(size.mean)}, {"median", size.median}, {"high", size.high}};
}

Json targets_json(const std::vector<std::string>& ids, const AuditPlan& plan) {
  Json targets = Json::array();
  for (const TargetForecast& one : plan.targets) {
    Json json = {{"id", ids[one.target]}};
    json.update(size_json(one.size));
    if (one.bundle) json["bundle"] = number_json(*one.bundle);
    targets.push_back(std::move(json));
  }
  return targets;
}

Json plan_json(const Workspace& audit, const AuditPlan& plan,
               const std::vector<DesignForecast>& designs, const PlanOptions& options,
               const std::optional<std::string>& root) {
  const AuditAgenda& agenda = audit.agenda;
  std::vector<std::string> ids;
  for (const AgendaTarget& target : agenda.targets) ids.push_back(target.id);
  Json targets = targets_json(ids, plan);
  for (std::size_t i = 0; i < plan.targets.size(); ++i) {
    Json streams = Json::array();
    for (const StreamForecast& one : plan.targets[i].streams) {
      const AuditStream& stream = agenda.streams[one.stream];
      Json json = {{"contest", agenda.contests[stream.contest].id},
                   {"unit", stream.unit},
                   {"hardest", agenda.assertions[one.hardest].id}};
      json.update(size_json(one.size));
      streams.push_back(std::move(json));
    }
    targets[i]["streams"] = std::move(streams);
  }
  Json sizes = Json::array();
  for (std::size_t s = 0; s < agenda.streams.size(); ++s) {
    if (plan.next_round.sizes[s] == 0) continue;
    sizes.push_back({{"contest", agenda.contests[agenda.streams[s].contest].id},
                     {"unit", agenda.streams[s].unit},
                     {"size", plan.next_round.sizes[s]}});
  }
  Json table = Json::array();
  for (const DesignForecast& design : designs) {
    const bool possible = design.reason.empty();
    table.push_back({{"evidence", std::string(name_of(design.by))},
                     {"reason", possible ? Json(nullptr) : Json(design.reason)},
                     {"targets", targets_json(design.targets, design.plan)},
                     {"cards", number_json(design.plan.next_round.cards)},
                     {"containers", number_json(design.plan.next_round.containers)}});
  }
  return {{"schema", 1},
          {"commitment", root ? Json(*root) : Json(nullptr)},
          {"round", rounds_drawn(audit.files) + 1},
          {"seed", options.seed},
          {"runs", options.runs},
          {"one_vote_errors", kOneVoteErrors},
          {"two_vote_errors", kTwoVoteErrors},
          {"full_count", plan.needs_full_count},
          {"targets", std::move(targets)},
          {"next_round", std::move(sizes)},
          {"cards", number_json(plan.next_round.cards)},
          {"containers", number_json(plan.next_round.containers)},
          {"designs", std::move(table)}};
}

std::string plan_text(const Workspace& audit, const AuditPlan& plan,
                      const std::vector<DesignForecast>& designs) {
  std::string text;
  if (!designs.empty()) {
    Table table({"design", "target", "cards, mean", "median", "9 of 10"},
                {false, false, true, true, true});
    for (const DesignForecast& design : designs) {
      const std::string name(name_of(design.by));
      if (!design.reason.empty()) table.add({name, "not possible", "", "", ""});
      for (const TargetForecast& one : design.plan.targets) {
        table.add({name, design.targets[one.target], count_text(one.size.mean),
                   grouped(one.size.median), grouped(one.size.high)});
        if (one.bundle) {
          table.add(
              {"", "  seats to spare given up first, expected", count_text(*one.bundle), "", ""});
        }
      }
    }
    text += table.text();
    for (const DesignForecast& design : designs) {
      if (!design.reason.empty()) {
        text += fmt::format("{}: {}\n", name_of(design.by), design.reason);
        continue;
      }
      const bool counts_batches = design.by == AuditedBy::batches;
      if (counts_batches && design.plan.targets.empty()) continue;
      text += fmt::format("{}: {} of {} cards from {} containers {}.\n", name_of(design.by),
                          counts_batches ? "counts by hand" : "a first round",
                          count_text(design.plan.next_round.cards),
                          count_text(design.plan.next_round.containers),
                          counts_batches ? "are expected" : "would end it in 9 of 10 audits");
    }
  }
  const std::size_t round = rounds_drawn(audit.files) + 1;
  Table next({"contest", "unit", "cards in all"}, {false, false, true});
  for (std::size_t s = 0; s < audit.agenda.streams.size(); ++s) {
    if (plan.next_round.sizes[s] == 0) continue;
    const AuditStream& stream = audit.agenda.streams[s];
    next.add({audit.agenda.contests[stream.contest].id, stream.unit,
              grouped(static_cast<std::int64_t>(plan.next_round.sizes[s]))});
  }
  text += fmt::format("Round {}, by {}: {} cards from {} containers are expected.\n", round,
                      name_of(audit.agenda.design.evidence), count_text(plan.next_round.cards),
                      count_text(plan.next_round.containers));
  text += next.text();
  if (plan.needs_full_count) {
    text += "Something that is asked is tied: no sample settles it, only a full count.\n";
  }
  return text + "Written: audit/plan.json\n";
}

// The martingales as the rounds so far have left them.
struct WhatWasRead {
  std::vector<std::optional<Martingale>> martingales;
  StreamSizes read;
  std::string root;
};

Result<WhatWasRead> what_was_read(const Workspace& audit, std::size_t rounds) {
  const auto commitment = commitment_of(audit);
  if (!commitment) return tl::unexpected(commitment.error());
  const auto ceremony = seed_of(audit, *commitment);
  if (!ceremony) return tl::unexpected(ceremony.error());
  const auto drawn = drawn_rounds(audit, ceremony->seed);
  if (!drawn) return tl::unexpected(drawn.error());
  const auto read = read_rounds(audit, *drawn, rounds);
  if (!read) return tl::unexpected(read.error());
  const Cards* records = audit.records_or_none();
  return WhatWasRead{
      martingales_after(audit.agenda, drawn->order, drawn->cards, read->rounds, records),
      assess(audit.agenda, drawn->order, drawn->cards, read->rounds, records).prefix,
      commitment->root};
}

int run_plan(const Request& request) {
  const auto audit = open_audit(request.path);
  if (!audit) return report_errors(audit.error());
  const PlanOptions options{request.runs, request.options.seed};
  const std::size_t rounds = rounds_drawn(audit->files);
  AuditPlan plan;
  std::vector<DesignForecast> designs;
  std::optional<std::string> root;
  if (rounds == 0) {
    designs = forecast_designs(audit->folder.election, audit->agenda.design, audit->manifest,
                               audit->records_or_none(), options);
    plan = plan_audit(audit->agenda, options);
    if (audit->has("audit/commitment.json")) {
      const auto commitment = commitment_of(*audit);
      if (!commitment) return report_errors(commitment.error());
      root = commitment->root;
    }
  } else {
    const auto was_read = what_was_read(*audit, rounds);
    if (!was_read) return report_errors(was_read.error());
    plan = plan_audit(audit->agenda, was_read->martingales, was_read->read, options);
    root = was_read->root;
  }
  const Json json = plan_json(*audit, plan, designs, options, root);
  if (auto written = write_audit_files(audit->path, {{"audit/plan.json", text_of(json)}});
      !written) {
    return report_errors(written.error());
  }
  if (!request.options.json) return emit(request.options, plan_text(*audit, plan, designs));
  return emit(request.options, envelope("audit plan", inputs_of(*audit), json));
}

}  // namespace

void add_audit_plan(CLI::App& audit, Action& action) {
  auto request = std::make_shared<Request>();
  CLI::App* verb = audit.add_subcommand(
      "plan", "How many cards it will take, by each design; writes audit/plan.json");
  verb->add_option("folder", request->path, "Election folder with audit/ in it")->required();
  verb->add_option("--runs", request->runs, "Audits that are simulated")
      ->check(CLI::Range(20, 100'000))
      ->capture_default_str();
  add_common_options(*verb, request->options);
  verb->footer(
      "Simulated while the ballots are as reported; for comparison with 1 card in 1,000 misread "
      "by\n"
      "one vote and 1 in 10,000 by two. After a round, from what was read so far. The sizes of "
      "the\n"
      "next round end the audit in 9 of 10 runs; any other size is as sound. Batches count every\n"
      "ballot of the stations drawn. Seats to spare given up first: the others, each by itself.\n"
      "Example:\n  scrutineer audit plan examples/audit-district --seed 1");
  verb->callback([request, &action] { action = [request] { return run_plan(*request); }; });
}

}  // namespace scrutineer::cli
