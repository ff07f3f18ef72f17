// scrutineer audit records, audit manifest: what exports of election systems hold, whether records
// and manifest agree, and both as our own CSV.
#include <algorithm>
#include <map>
#include <memory>

#include <CLI/CLI.hpp>
#include <fmt/core.h>

#include "audit/records.hpp"
#include "base/text.hpp"
#include "cli/command.hpp"
#include "cli/table.hpp"
#include "folder/records.hpp"

namespace scrutineer::cli {

namespace {

struct Request {
  Options options;
  std::vector<std::string> files;
  std::string manifest, candidates, to;
};

// Names of candidates by contest and candidate, where a file gives them beside the records.
using Names = std::map<std::pair<std::string, std::string>, std::string>;

struct ContestSummary {
  RecordTally tally;
  ContestFacts facts;
};

struct Summary {
  CardsExport records;
  std::vector<ContestSummary> contests;
  std::map<std::string, Votes> containers;  // records; "": not stated
  Votes missing = 0;
  Names names;
  std::optional<ManifestFile> manifest;
  std::vector<RecordFinding> findings;
};

Result<CardsExport> read_records(const Request& request, std::vector<InputFile>& inputs) {
  Errors errors;
  std::vector<RecordsInput> files;
  for (const std::string& path : request.files) {
    auto bytes = read_input(path, inputs);
    if (bytes) {
      files.push_back({inputs.back().path, std::move(*bytes)});
    } else {
      errors.insert(errors.end(), bytes.error().begin(), bytes.error().end());
    }
  }
  if (!errors.empty()) return tl::unexpected(std::move(errors));
  return read_cards_exports(files);
}

Result<ManifestFile> read_containers(const std::string& path, std::vector<InputFile>& inputs) {
  const auto bytes = read_input(path, inputs);
  if (!bytes) return tl::unexpected(bytes.error());
  return read_manifest(inputs.back().path, *bytes);
}

Result<Names> read_names(const std::string& path, std::vector<InputFile>& inputs) {
  const auto bytes = read_input(path, inputs);
  if (!bytes) return tl::unexpected(bytes.error());
  auto list = read_candidate_names(inputs.back().path, *bytes);
  if (!list) return tl::unexpected(std::move(list.error()));
  Names names;
  for (NamedCandidate& one : *list) {
    names[{std::move(one.contest), std::move(one.candidate)}] = std::move(one.name);
  }
  return names;
}

// What the export calls overvoted without its marks is no blank.
ContestSummary summary_of(const CardsExport& records, std::size_t contest) {
  const ContestFacts& facts = records.facts[contest];
  ContestSummary summary{tally_of(records.cards, contest, facts.most_choices), facts};
  summary.tally.blanks -= facts.overvoted;
  summary.tally.overvotes += facts.overvoted;
  return summary;
}

Result<Summary> summarize(const Request& request, std::vector<InputFile>& inputs) {
  Summary summary;
  auto records = read_records(request, inputs);
  if (!records) return tl::unexpected(std::move(records.error()));
  summary.records = std::move(*records);
  if (!request.candidates.empty()) {
    auto names = read_names(request.candidates, inputs);
    if (!names) return tl::unexpected(std::move(names.error()));
    summary.names = std::move(*names);
  }
  const Cards& cards = summary.records.cards;
  for (std::size_t contest = 0; contest < cards.contests().size(); ++contest) {
    summary.contests.push_back(summary_of(summary.records, contest));
  }
  for (std::size_t card = 0; card < cards.size(); ++card) {
    ++summary.containers[cards.place(card).container];
    summary.missing += cards.is_missing(card) ? 1 : 0;
  }
  if (request.manifest.empty()) return summary;
  auto manifest = read_containers(request.manifest, inputs);
  if (!manifest) return tl::unexpected(std::move(manifest.error()));
  summary.manifest = std::move(*manifest);
  summary.findings = check_records(cards, summary.manifest->manifest);
  return summary;
}

Json text_or_null(const std::string& text) { return text.empty() ? Json(nullptr) : Json(text); }

Json contest_json(const Summary& summary, std::size_t contest) {
  const CardContest& known = summary.records.cards.contests()[contest];
  const ContestSummary& own = summary.contests[contest];
  Json candidates = Json::array();
  for (std::size_t i = 0; i < known.candidates.size(); ++i) {
    const auto name = summary.names.find({known.id, known.candidates[i]});
    const RecordTally::Candidate& votes = own.tally.candidates[i];
    candidates.push_back(
        {{"candidate", known.candidates[i]},
         {"name", name == summary.names.end() ? Json(nullptr) : Json(name->second)},
         {"cards", votes.cards},
         {"first", votes.first},
         {"points", votes.points}});
  }
  return {{"contest", known.id},
          {"ranked", own.facts.is_ranked},
          {"most_choices", to_json(own.facts.most_choices)},
          {"cards", own.tally.cards},
          {"blanks", own.tally.blanks},
          {"overvotes", own.tally.overvotes},
          {"candidates", std::move(candidates)}};
}

Json findings_json(const Summary& summary) {
  if (!summary.manifest) return nullptr;
  Json findings = Json::array();
  for (const RecordFinding& one : summary.findings) {
    findings.push_back({{"kind", std::string(name_of(one.kind))},
                        {"contradiction", is_contradiction(one.kind)},
                        {"container", one.container},
                        {"card", text_or_null(one.card)},
                        {"position", one.position > 0 ? Json(one.position) : Json(nullptr)},
                        {"records", one.records},
                        {"cards", one.cards},
                        {"text", to_sentence(one)}});
  }
  const Manifest& manifest = summary.manifest->manifest;
  return {{"format", std::string(name_of(summary.manifest->format))},
          {"containers", manifest.containers.size()},
          {"cards", manifest.cards()},
          {"findings", std::move(findings)}};
}

Json summary_json(const Summary& summary) {
  Json contests = Json::array();
  for (std::size_t i = 0; i < summary.contests.size(); ++i) {
    contests.push_back(contest_json(summary, i));
  }
  Json containers = Json::array();
  for (const auto& [container, records] : summary.containers) {
    containers.push_back({{"container", text_or_null(container)}, {"records", records}});
  }
  return {{"format", std::string(name_of(summary.records.format))},
          {"cards", summary.records.cards.size()},
          {"missing", summary.missing},
          {"contests", std::move(contests)},
          {"containers", std::move(containers)},
          {"manifest", findings_json(summary)},
          {"notes", summary.records.notes}};
}

std::string contest_text(const Summary& summary, std::size_t contest) {
  const CardContest& known = summary.records.cards.contests()[contest];
  const ContestSummary& own = summary.contests[contest];
  std::string text = fmt::format("\n{}\n", known.id);
  std::string rule = own.facts.is_ranked ? ", ranked" : "";
  if (own.facts.most_choices) rule = fmt::format(", choose {}", grouped(*own.facts.most_choices));
  text += fmt::format("  cards {}{}; blank {}, overvoted {}\n", grouped(own.tally.cards), rule,
                      grouped(own.tally.blanks), grouped(own.tally.overvotes));
  const bool has_points =
      std::any_of(own.tally.candidates.begin(), own.tally.candidates.end(),
                  [](const RecordTally::Candidate& one) { return one.points != one.cards; });
  Table table({"", "candidate", has_points ? "points" : "", "cards", "named first"},
              {false, false, true, true, true});
  for (std::size_t i = 0; i < known.candidates.size(); ++i) {
    const auto name = summary.names.find({known.id, known.candidates[i]});
    const RecordTally::Candidate& votes = own.tally.candidates[i];
    table.add(
        {"",
         name == summary.names.end() ? known.candidates[i]
                                     : fmt::format("{} ({})", name->second, known.candidates[i]),
         has_points ? grouped(votes.points) : "", grouped(votes.cards), grouped(votes.first)});
  }
  return text + table.text();
}

std::string findings_text(const Summary& summary) {
  if (!summary.manifest) return "";
  const Manifest& manifest = summary.manifest->manifest;
  std::string text = fmt::format("\nManifest: {} containers, {} cards.\n",
                                 grouped(static_cast<Votes>(manifest.containers.size())),
                                 grouped(manifest.cards()));
  if (summary.findings.empty()) text += "The records agree with it.\n";
  constexpr std::size_t kMostShown = 100;
  for (std::size_t i = 0; i < summary.findings.size() && i < kMostShown; ++i) {
    text += "  " + to_sentence(summary.findings[i]) + "\n";
  }
  if (summary.findings.size() > kMostShown) {
    text += fmt::format("  … and {} more (--json gives them all)\n",
                        summary.findings.size() - kMostShown);
  }
  return text;
}

std::string summary_text(const Summary& summary) {
  const auto nowhere = summary.containers.find("");
  const bool has_nowhere = nowhere != summary.containers.end();
  std::string text =
      fmt::format("{} cards ({}), {} contests, {} containers\n",
                  grouped(static_cast<Votes>(summary.records.cards.size())),
                  name_of(summary.records.format), summary.contests.size(),
                  grouped(static_cast<Votes>(summary.containers.size() - (has_nowhere ? 1 : 0))));
  if (has_nowhere) {
    text +=
        fmt::format("{} cards do not say in which container they are.\n", grouped(nowhere->second));
  }
  if (summary.missing > 0) {
    text += fmt::format("{} cards are missing.\n", grouped(summary.missing));
  }
  for (const std::string& note : summary.records.notes) text += note + "\n";
  for (std::size_t i = 0; i < summary.contests.size(); ++i) text += contest_text(summary, i);
  return text + findings_text(summary);
}

int run_records(const Request& request) {
  LoadedFolder inputs;
  const auto summary = summarize(request, inputs.inputs);
  if (!summary) return report_errors(summary.error());
  const bool disagrees =
      std::any_of(summary->findings.begin(), summary->findings.end(),
                  [](const RecordFinding& finding) { return is_contradiction(finding.kind); });
  const int status = disagrees ? kAnswerIsNo : kDone;
  if (request.to == "csv") {
    return emit(request.options, write_cards(summary->records.cards), status);
  }
  if (!request.options.json) return emit(request.options, summary_text(*summary), status);
  return emit(request.options, envelope("audit records", inputs, summary_json(*summary)), status);
}

std::string manifest_text(const ManifestFile& file) {
  const Manifest& manifest = file.manifest;
  std::string text = fmt::format("{} containers ({}), {} cards\n",
                                 grouped(static_cast<Votes>(manifest.containers.size())),
                                 name_of(file.format), grouped(manifest.cards()));
  for (const std::string& note : file.notes) text += note + "\n";
  constexpr std::size_t kMostShown = 40;
  Table table({"container", "unit", "cards", "place"}, {false, false, true, false});
  for (std::size_t i = 0; i < manifest.containers.size() && i < kMostShown; ++i) {
    const Container& one = manifest.containers[i];
    table.add({one.id, one.unit, grouped(one.cards), one.place});
  }
  text += table.text();
  if (manifest.containers.size() > kMostShown) {
    text += fmt::format("… and {} more (--json gives them all)\n",
                        manifest.containers.size() - kMostShown);
  }
  return text;
}

int run_manifest(const Request& request) {
  LoadedFolder inputs;
  const auto file = read_containers(request.manifest, inputs.inputs);
  if (!file) return report_errors(file.error());
  if (request.to == "csv") return emit(request.options, write_manifest(file->manifest));
  if (!request.options.json) return emit(request.options, manifest_text(*file));
  Json containers = Json::array();
  for (const Container& one : file->manifest.containers) {
    containers.push_back({{"container", one.id},
                          {"unit", text_or_null(one.unit)},
                          {"cards", one.cards},
                          {"place", text_or_null(one.place)}});
  }
  Json result = {{"format", std::string(name_of(file->format))},
                 {"cards", file->manifest.cards()},
                 {"containers", std::move(containers)},
                 {"notes", file->notes}};
  return emit(request.options, envelope("audit manifest", inputs, std::move(result)));
}

void add_output_options(CLI::App& verb, Request& request) {
  verb.add_option("--to", request.to, "Write all of it in our format instead")
      ->check(CLI::IsMember({"csv"}));
  verb.add_flag("--json", request.options.json, "Print one JSON object instead of a table");
  verb.add_option("-o,--out", request.options.out, "Write to this file, not to standard output");
  verb.add_flag("--quiet", request.options.quiet, "No progress");
}

}  // namespace

void add_audit_records(CLI::App& audit, Action& action) {
  auto request = std::make_shared<Request>();
  CLI::App* verb =
      audit.add_subcommand("records", "What cast-vote records hold, added up by contest");
  verb->add_option("files", request->files,
                   "Our CSV, or exports of Dominion, Hart, ES&S, ClearBallot or RAIRE; told by "
                   "content; several files are parts of one export")
      ->required();
  verb->add_option("--manifest", request->manifest,
                   "Compare with this manifest; exit status 1 where both cannot be right");
  verb->add_option("--candidates", request->candidates,
                   "Dominion's CandidateManifest.json, for names beside the numbers");
  add_output_options(*verb, *request);
  verb->footer(
      "Nothing is dropped in silence: what is left out is said (docs/formats/records.md).\n"
      "Every error of every file is printed, and nothing is read; exit status 2.\n"
      "Examples:\n"
      "  scrutineer audit records cvrs.csv\n"
      "  scrutineer audit records CvrExport_*.json --candidates CandidateManifest.json --json\n"
      "  scrutineer audit records cvrs.csv --manifest manifest.csv\n"
      "  scrutineer audit records Hart_CVRs.zip --to csv -o records.csv");
  verb->callback([request, &action] { action = [request] { return run_records(*request); }; });
}

void add_audit_manifest(CLI::App& audit, Action& action) {
  auto request = std::make_shared<Request>();
  CLI::App* verb = audit.add_subcommand("manifest", "Which containers hold how many cards");
  verb->add_option("file", request->manifest,
                   "Our CSV, or batches of tabulators as CSV or workbook (XLSX)")
      ->required();
  add_output_options(*verb, *request);
  verb->footer(
      "Examples:\n"
      "  scrutineer audit manifest manifest.csv\n"
      "  scrutineer audit manifest batches.xlsx --to csv -o manifest.csv");
  verb->callback([request, &action] { action = [request] { return run_manifest(*request); }; });
}

}  // namespace scrutineer::cli
