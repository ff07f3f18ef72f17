// scrutineer audit assertions|commit|seed|sample|assess: an audit step by step, each step a file in
// audit/ (docs/formats/audit-folder.md).
#include <algorithm>
#include <memory>
#include <set>

#include <CLI/CLI.hpp>
#include <fmt/core.h>

#include "base/csv.hpp"
#include "base/text.hpp"
#include "cli/audit_verbs.hpp"
#include "cli/audit_workspace.hpp"
#include "cli/table.hpp"

namespace scrutineer::cli {

namespace {

struct Request {
  Options options;
  std::string path, dice, beacon, sizes;
  std::int64_t size = 0;
};

int write_and_emit(const Request& request, const Workspace& audit, const FileContents& files,
                   const std::string& verb, Json result, const std::string& text,
                   int status = kDone) {
  if (auto written = write_audit_files(audit.path, files); !written) {
    return report_errors(written.error());
  }
  if (!request.options.json) return emit(request.options, text, status);
  return emit(request.options, envelope("audit " + verb, inputs_of(audit), std::move(result)),
              status);
}

std::string risk_text(const Workspace& audit) { return to_string(audit.agenda.design.risk_limit); }

// --- assertions ---

std::string assertions_table(const Workspace& audit) {
  const AuditAgenda& agenda = audit.agenda;
  Table table({"assertion", "claim", "cards", "margin", "difficulty"},
              {false, false, true, true, true});
  for (const AuditAssertion& one : agenda.assertions) {
    const auto difficulty = difficulty_of({}, one.assertion);
    const bool never = one.assertion.margin.numerator <= 0;
    table.add({one.id, claim_text(audit, one), grouped(one.assertion.cards),
               fmt::format("{:.4g}", diluted_margin(one.assertion)),
               never || !difficulty ? "never" : fmt::format("{:.4g}", *difficulty)});
  }
  std::string text = table.text();
  for (const AgendaTarget& target : agenda.targets) {
    text += fmt::format("{}: {}{}, {} assertions.\n", target.id, name_of(target.standing),
                        target.is_targeted ? "" : ", not asked for", target.assertions.size());
  }
  return text + "Written: audit/assertions.json\n";
}

int run_assertions(const Request& request) {
  const auto audit = open_audit(request.path);
  if (!audit) return report_errors(audit.error());
  const std::string text = assertions_text(*audit);
  const auto old = audit->files.find("audit/assertions.json");
  if (audit->has("audit/commitment.json") && (old == audit->files.end() || old->second != text)) {
    return report_errors(fail("The assertions were committed to, and by the files as they are now "
                              "they would be others; scrutineer audit verify says what changed.")
                             .value());
  }
  return write_and_emit(request, *audit, {{"audit/assertions.json", text}}, "assertions",
                        assertions_json(*audit), assertions_table(*audit));
}

// --- commit ---

int run_commit(const Request& request) {
  const auto audit = open_audit(request.path);
  if (!audit) return report_errors(audit.error());
  const auto assertions = audit->files.find("audit/assertions.json");
  if (assertions == audit->files.end()) {
    return report_errors(
        fail("There is no audit/assertions.json; run scrutineer audit assertions first.").value());
  }
  if (assertions->second != assertions_text(*audit)) {
    return report_errors(fail("audit/assertions.json is not what the files say now; run scrutineer "
                              "audit assertions again.")
                             .value());
  }
  const auto files = files_to_commit(*audit, assertions->second);
  const std::string text = commitment_text(files);
  const auto old = audit->files.find("audit/commitment.json");
  if (audit->has("audit/seed.json") && (old == audit->files.end() || old->second != text)) {
    return report_errors(
        fail("The seed was made from another commitment; a commitment stands once there is a seed.")
            .value());
  }
  const std::string lines = commitment_lines(files);
  return write_and_emit(
      request, *audit, {{"audit/commitment.json", text}}, "commit", Json::parse(text),
      lines + "Root: " + commitment_root(lines) +
          "\nPublish the root before the dice are thrown.\nWritten: audit/commitment.json\n");
}

// --- seed ---

int run_seed(const Request& request) {
  const auto audit = open_audit(request.path);
  if (!audit) return report_errors(audit.error());
  const auto commitment = commitment_of(*audit);
  if (!commitment) return report_errors(commitment.error());
  if (audit->has("audit/seed.json")) {
    return report_errors(
        fail("There is a seed already, in audit/seed.json; an audit has one seed.").value());
  }
  Errors errors;
  const auto dice = dice_digits_of(audit->agenda.design, request.dice);
  const auto beacon = check_beacon(audit->agenda.design, request.beacon);
  if (!dice) errors = dice.error();
  if (!beacon) errors.insert(errors.end(), beacon.error().begin(), beacon.error().end());
  if (!errors.empty()) return report_errors(errors);
  const SeedCeremony ceremony{*dice, request.beacon,
                              scrutineer::seed_of(commitment->root, *dice, request.beacon)};
  const std::string text = seed_text(*commitment, *audit, ceremony);
  return write_and_emit(request, *audit, {{"audit/seed.json", text}}, "seed", Json::parse(text),
                        "Seed: " + ceremony.seed + "\nWritten: audit/seed.json\n");
}

// --- sample ---

// The ids of what the last assessment confirmed, among its targets or its assertions.
std::set<std::string> confirmed_ids(const Json& assessment, const char* kind) {
  std::set<std::string> ids;
  for (const Json& one : list_at(assessment, kind)) {
    if (flag_at(one, "confirmed")) ids.insert(text_at(one, "id"));
  }
  return ids;
}

// Each stream that a target still needs.
std::vector<bool> open_streams(const Workspace& audit) {
  const std::size_t rounds = rounds_drawn(audit.files);
  Json last;
  if (rounds > 0) {
    last = parsed_json(audit.files.at(round_path(rounds, "assessment.json")));
  }
  const auto targets = confirmed_ids(last, "targets");
  const auto assertions = confirmed_ids(last, "assertions");
  std::vector<bool> open(audit.agenda.streams.size(), false);
  for (const AgendaTarget& target : audit.agenda.targets) {
    if (!target.is_targeted || targets.contains(target.id)) continue;
    for (const std::size_t a : target.assertions) {
      const AuditAssertion& one = audit.agenda.assertions[a];
      if (!assertions.contains(one.id)) open[one.stream] = true;
    }
  }
  return open;
}

Result<StreamSizes> planned_sizes(const Workspace& audit, std::size_t round,
                                  const StreamSizes& before) {
  const auto plan = audit.files.find("audit/plan.json");
  const Json json = plan == audit.files.end() ? Json() : parsed_json(plan->second);
  if (number_at(json, "round") != round) {
    return fail(
        fmt::format("audit/plan.json has no sizes for round {}; run scrutineer audit plan, "
                    "or give --size or --sizes.",
                    round));
  }
  std::string csv = "contest,unit,size\n";
  for (const Json& one : list_at(json, "next_round")) {
    append_csv_row(csv, {text_at(one, "contest"), text_at(one, "unit"),
                         std::to_string(number_at(one, "size"))});
  }
  return parse_sizes(audit, "audit/plan.json", csv, before);
}

Result<StreamSizes> wanted_sizes(const Request& request, const Workspace& audit, std::size_t round,
                                 const StreamSizes& before) {
  if (!request.sizes.empty()) {
    std::vector<InputFile> inputs;
    const auto bytes = read_input(request.sizes, inputs);
    if (!bytes) return tl::unexpected(bytes.error());
    return parse_sizes(audit, inputs.back().path, *bytes, before);
  }
  if (request.size == 0) return planned_sizes(audit, round, before);
  StreamSizes sizes = before;
  const auto open = open_streams(audit);
  for (std::size_t s = 0; s < sizes.size(); ++s) {
    if (!open[s]) continue;
    sizes[s] = std::min(audit.agenda.streams[s].cards.size(),
                        sizes[s] + static_cast<std::size_t>(request.size));
  }
  return sizes;
}

// The last round must have been assessed, and must have left something to do.
Result<void> check_last_round(const Workspace& audit, std::size_t rounds) {
  if (rounds == 0) return {};
  const auto at = audit.files.find(round_path(rounds, "assessment.json"));
  if (at == audit.files.end()) {
    return fail(
        fmt::format("Round {} has not been assessed; run scrutineer audit assess first.", rounds));
  }
  const std::string decision = text_at(parsed_json(at->second), "decision");
  if (decision == "continue") return {};
  if (decision != "confirmed" && decision != "full-count") {
    return fail(described(at->first, 0, "", "no decision", "the file that audit assess wrote"));
  }
  return fail(fmt::format("The audit has ended after round {}: {}.", rounds,
                          decision == "confirmed" ? "everything asked is confirmed"
                                                  : "only a full count can settle it"));
}

int run_sample(const Request& request) {
  auto audit = open_audit(request.path);
  if (!audit) return report_errors(audit.error());
  const auto commitment = commitment_of(*audit);
  if (!commitment) return report_errors(commitment.error());
  const auto ceremony = seed_of(*audit, *commitment);
  if (!ceremony) return report_errors(ceremony.error());
  const std::size_t round = rounds_drawn(audit->files) + 1;
  if (const auto last = check_last_round(*audit, round - 1); !last) {
    return report_errors(last.error());
  }
  auto drawn = drawn_rounds(*audit, ceremony->seed);
  if (!drawn) return report_errors(drawn.error());
  const StreamSizes before =
      round > 1 ? drawn->sizes.back() : StreamSizes(audit->agenda.streams.size(), 0);
  const auto sizes = wanted_sizes(request, *audit, round, before);
  if (!sizes) return report_errors(sizes.error());
  drawn->sizes.push_back(*sizes);
  drawn->cards = cards_of_rounds(audit->agenda, drawn->order, drawn->sizes);
  const auto& cards = drawn->cards.back();
  if (cards.empty()) {
    return report_errors(fail("With these sizes no new card would be drawn.").value());
  }
  std::size_t phantoms = 0;
  std::vector<bool> opened(audit->manifest.containers.size(), false);
  for (const std::size_t card : cards) {
    if (audit->agenda.cards.is_phantom(card)) {
      ++phantoms;
    } else {
      opened[audit->agenda.cards.container(card)] = true;
    }
  }
  const auto containers = std::count(opened.begin(), opened.end(), true);
  const FileContents files = sample_texts(*audit, *commitment, *drawn, round);
  Json written = Json::array();
  for (const auto& [path, bytes] : files) written.push_back(path);
  Json result = {{"commitment", commitment->root},   {"round", round},
                 {"cards", cards.size() - phantoms}, {"phantoms", phantoms},
                 {"containers", containers},         {"files", std::move(written)}};
  const std::string text = fmt::format(
      "Round {}: {} cards to fetch from {} containers{}.\nPrint {}, and write what is read into {} "
      "(its columns are those of interpretations-template.csv).\n",
      round, grouped(static_cast<std::int64_t>(cards.size() - phantoms)), grouped(containers),
      phantoms > 0 ? fmt::format(" (phantoms, which nobody can fetch: {})", phantoms) : "",
      round_path(round, "retrieval.html"), round_path(round, "interpretations.csv"));
  return write_and_emit(request, *audit, files, "sample", std::move(result), text);
}

// --- assess ---

std::string assessment_text(const Workspace& audit, const Assessment& assessment,
                            std::size_t round) {
  const AuditAgenda& agenda = audit.agenda;
  Table table({"target", "cards read", "p-value", "log e", "decision"},
              {false, true, true, true, false});
  for (std::size_t t = 0; t < agenda.targets.size(); ++t) {
    const TargetState& state = assessment.targets[t];
    table.add({agenda.targets[t].id, grouped(static_cast<std::int64_t>(state.sample_size)),
               fmt::format("{:.4g}", rounded_up_to_digits(state.p_value)),
               fmt::format("{:.4g}", rounded_down_to_digits(state.log_e)),
               std::string(name_of(state.decision)) +
                   (state.reason.empty() ? "" : " (" + state.reason + ")") +
                   (agenda.targets[t].is_targeted ? "" : ", not asked for")});
  }
  std::string text =
      fmt::format("After round {}, at a risk limit of {}:\n", round, risk_text(audit));
  text += table.text();
  if (!assessment.discrepancies.empty()) {
    text += fmt::format("Not as recorded: {}; audit/rounds/{}/assessment.json lists them.\n",
                        assessment.discrepancies.size(), round);
  }
  switch (assessment.decision) {
    case Decision::confirmed:
      return text + "Everything that was asked is confirmed: the audit may stop.\n";
    case Decision::full_count:
      return text + "Only a full count can settle what was asked.\n";
    case Decision::more_cards:
      break;
  }
  return text + "More cards are needed: scrutineer audit plan, then scrutineer audit sample.\n";
}

int run_assess(const Request& request) {
  const auto audit = open_audit(request.path);
  if (!audit) return report_errors(audit.error());
  const auto commitment = commitment_of(*audit);
  if (!commitment) return report_errors(commitment.error());
  const auto ceremony = seed_of(*audit, *commitment);
  if (!ceremony) return report_errors(ceremony.error());
  const auto drawn = drawn_rounds(*audit, ceremony->seed);
  if (!drawn) return report_errors(drawn.error());
  const std::size_t rounds = drawn->sizes.size();
  if (rounds == 0) {
    return report_errors(
        fail("No round has been drawn; run scrutineer audit sample first.").value());
  }
  const auto read = read_rounds(*audit, *drawn, rounds);
  if (!read) return report_errors(read.error());
  const Assessment assessment =
      assess(audit->agenda, drawn->order, drawn->cards, read->rounds, audit->records_or_none());
  Json json = assessment_json(*audit, *commitment, *drawn, *read, assessment);
  const FileContents files = {{round_path(rounds, "assessment.json"), text_of(json)}};
  const int status = assessment.decision == Decision::confirmed ? kDone : kAnswerIsNo;
  return write_and_emit(request, *audit, files, "assess", std::move(json),
                        assessment_text(*audit, assessment, rounds), status);
}

CLI::App* add_verb(CLI::App& audit, Action& action, const std::shared_ptr<Request>& request,
                   const char* name, const char* meaning, int (*run)(const Request&)) {
  CLI::App* verb = audit.add_subcommand(name, meaning);
  verb->add_option("folder", request->path, "Election folder with audit/ in it")->required();
  verb->add_flag("--json", request->options.json, "Print one JSON object instead of a table");
  verb->add_option("--out", request->options.out, "Write to this file instead of standard output");
  verb->callback([request, run, &action] { action = [request, run] { return run(*request); }; });
  return verb;
}

}  // namespace

void add_audit_workflow(CLI::App& audit, Action& action) {
  const auto fresh = [] { return std::make_shared<Request>(); };
  add_verb(audit, action, fresh(), "assertions",
           "What must be true of the ballots: writes audit/assertions.json", run_assertions)
      ->footer(
          "Reads audit/audit.toml, audit/manifest.csv and, for comparison, audit/records.csv.\n"
          "Example:\n  scrutineer audit assertions examples/audit-district");
  add_verb(audit, action, fresh(), "commit",
           "Digests of all that the audit rests on: writes audit/commitment.json", run_commit)
      ->footer(
          "The root can be made again with sha256sum; docs/formats/audit-folder.md says how.\n"
          "Example:\n  scrutineer audit commit examples/audit-district");
  auto request = fresh();
  CLI::App* verb =
      add_verb(audit, action, request, "seed",
               "The seed, from the commitment and public dice: writes audit/seed.json", run_seed);
  verb->add_option("--dice", request->dice, "The digits as they were thrown, in public")
      ->required();
  verb->add_option("--beacon", request->beacon,
                   "What the beacon gave that audit.toml names, where it names one");
  verb->footer(
      "Exit status 2 where nothing was committed to, where a file changed since, where there are\n"
      "too few digits, and where there is a seed already.\n"
      "Example:\n  scrutineer audit seed examples/audit-district --dice '31415 92653 58979 32384'");
  request = fresh();
  verb = add_verb(audit, action, request, "sample",
                  "Draws the next round: sample, retrieval list, template of interpretations",
                  run_sample);
  auto* size = verb->add_option("--size", request->size,
                                "So many more cards of each constituency that still needs them")
                   ->check(CLI::Range(std::int64_t{1}, kMostAuditCards));
  verb->add_option(
          "--sizes", request->sizes,
          "A CSV contest,unit,size: how many cards of each are drawn, earlier ones included")
      ->excludes(size);
  verb->footer(
      "Without a size it draws what audit/plan.json says.\n"
      "Example:\n  scrutineer audit sample examples/audit-district --size 200");
  add_verb(audit, action, fresh(), "assess",
           "What the cards say: reads interpretations.csv, writes assessment.json", run_assess)
      ->footer(
          "Exit status 0: everything asked is confirmed at the risk limit; 1: not yet, or only a\n"
          "full count can; 2: the files cannot be read, or do not belong together.\n"
          "Example:\n  scrutineer audit assess examples/audit-district");
}

}  // namespace scrutineer::cli
