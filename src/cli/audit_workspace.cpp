#include "cli/audit_workspace.hpp"

#include <algorithm>

#include <fmt/core.h>

#include "base/csv.hpp"
#include "base/digest.hpp"
#include "base/text.hpp"
#include "folder/records.hpp"

namespace scrutineer::cli {

namespace {

// The contests as readers of cards take them. Those that nobody stood in have none.
std::vector<CardContest> card_contests(const std::vector<AuditContest>& contests) {
  std::vector<CardContest> known;
  for (const AuditContest& contest : contests) known.push_back({contest.id, contest.candidates});
  return known;
}

Result<const std::string*> needed(const FileContents& files, const std::string& path,
                                  const std::string& what) {
  const auto at = files.find(path);
  if (at == files.end()) return fail(described(path, 0, "", "no such file", what));
  return &at->second;
}

template <typename T>
void take(Errors& errors, const Result<T>& result) {
  if (!result) errors.insert(errors.end(), result.error().begin(), result.error().end());
}

// A row that says where its card lies must say it as the sample does; it need not say it.
Errors misplaced(const Workspace& audit, const std::vector<std::size_t>& drawn, const Cards& read,
                 const std::string& path) {
  Errors errors;
  for (const std::size_t card : drawn) {
    const auto at = read.find(audit.agenda.cards.id(card));
    if (!at || audit.agenda.cards.is_phantom(card)) continue;
    const CardPlace stated = read.place(*at);
    const CardPlace drawn_at = {audit.manifest.containers[audit.agenda.cards.container(card)].id,
                                audit.agenda.cards.position(card)};
    const bool agrees = (stated.container.empty() || stated.container == drawn_at.container) &&
                        (stated.position == 0 || stated.position == drawn_at.position);
    if (agrees) continue;
    errors.push_back(described(path, 0, "",
                               fmt::format("card \"{}\" in \"{}\", number {}", shown(read.id(*at)),
                                           shown(stated.container), stated.position),
                               fmt::format("\"{}\", number {}, as in sample.csv",
                                           shown(drawn_at.container), drawn_at.position)));
  }
  return errors;
}

Error broken(const std::string& path) {
  return described(path, 0, "", "a file that this program has not written, or that was changed",
                   "the file as it was written");
}

// Null where there is no such key.
Json at(const Json& json, const char* key) {
  if (!json.is_object()) return nullptr;
  const auto found = json.find(key);
  return found == json.end() ? Json(nullptr) : *found;
}

}  // namespace

std::string text_at(const Json& json, const char* key) {
  const Json value = at(json, key);
  return value.is_string() ? value.get<std::string>() : "";
}

bool flag_at(const Json& json, const char* key) {
  const Json value = at(json, key);
  return value.is_boolean() && value.get<bool>();
}

std::uint64_t number_at(const Json& json, const char* key) {
  const Json value = at(json, key);
  return value.is_number_unsigned() ? value.get<std::uint64_t>() : 0;
}

Json list_at(const Json& json, const char* key) {
  const Json value = at(json, key);
  return value.is_array() ? value : Json::array();
}

Result<Workspace> open_audit(const std::string& path) {
  Workspace audit;
  audit.path = path;
  auto folder = read_folder(path);
  if (!folder) return tl::unexpected(folder.error());
  audit.folder = std::move(*folder);
  auto files = read_audit_files(path);
  if (!files) return tl::unexpected(files.error());
  audit.files = std::move(*files);

  Errors errors;
  const auto design_bytes = needed(audit.files, "audit/audit.toml", "what the audit is asked");
  take(errors, design_bytes);
  AuditDesign design;
  if (design_bytes) {
    const auto read = parse_audit_design(**design_bytes);
    take(errors, read);
    if (read) design = *read;
  }
  const auto manifest_bytes =
      needed(audit.files, "audit/manifest.csv", "the containers of cards with their numbers");
  take(errors, manifest_bytes);
  if (manifest_bytes) {
    auto manifest = parse_manifest("audit/manifest.csv", **manifest_bytes);
    take(errors, manifest);
    if (manifest) audit.manifest = std::move(*manifest);
  }
  const auto source = audited_source(audit.folder.election, design);
  if (errors.empty()) take(errors, source);
  if (source && audit.has("audit/records.csv")) {
    const std::string& bytes = audit.files.at("audit/records.csv");
    const auto known = card_contests(audited_contests(audit.folder.election, *source));
    auto records = parse_cards("audit/records.csv", bytes, &known);
    take(errors, records);
    if (records) audit.records = std::move(*records);
  }
  if (!errors.empty()) return tl::unexpected(errors);
  auto agenda = make_agenda(audit.folder.election, design, audit.manifest, audit.records_or_none());
  if (!agenda) return tl::unexpected(agenda.error());
  audit.agenda = std::move(*agenda);
  return audit;
}

LoadedFolder inputs_of(const Workspace& audit) {
  LoadedFolder inputs;
  inputs.inputs = audit.folder.inputs;
  for (const auto& [path, bytes] : audit.files) {
    const std::string digest = sha256_hex(bytes);
    inputs.inputs.push_back({path, digest, digest});
  }
  std::sort(inputs.inputs.begin(), inputs.inputs.end(),
            [](const InputFile& a, const InputFile& b) { return a.path < b.path; });
  return inputs;
}

std::vector<CommittedFile> files_to_commit(const Workspace& audit, const std::string& assertions) {
  const Election& election = audit.folder.election;
  const std::string& basis = election.sources[audit.agenda.basis.value].id;
  std::vector<CommittedFile> files;
  for (const InputFile& input : audit.folder.inputs) {
    bool is_needed =
        input.path == "election.toml" || input.path == "units.csv" || input.path == "claims.csv";
    if (input.path.starts_with("returns/")) {
      // Of the basis by its name; or of nobody by its name, so that it may be of the basis.
      const std::string name = input.path.substr(8, input.path.find('.', 8) - 8);
      is_needed =
          name == basis || std::none_of(election.sources.begin(), election.sources.end(),
                                        [&](const Source& source) { return source.id == name; });
    }
    if (is_needed) files.push_back({input.path, input.sha256});
  }
  for (const char* path : {"audit/audit.toml", "audit/manifest.csv", "audit/records.csv"}) {
    if (audit.has(path)) files.push_back({path, sha256_hex(audit.files.at(path))});
  }
  files.push_back({"audit/assertions.json", sha256_hex(assertions)});
  std::sort(files.begin(), files.end(),
            [](const CommittedFile& a, const CommittedFile& b) { return a.path < b.path; });
  return files;
}

Result<Commitment> commitment_of(const Workspace& audit) {
  const std::string path = "audit/commitment.json";
  const auto bytes = needed(audit.files, path, "the commitment; run scrutineer audit commit first");
  if (!bytes) return tl::unexpected(bytes.error());
  const Json json = parsed_json(**bytes);
  Commitment commitment;
  commitment.root = text_at(json, "root");
  for (const Json& file : list_at(json, "files")) {
    commitment.files.push_back({text_at(file, "path"), text_at(file, "sha256")});
  }
  if (commitment_root(commitment_lines(commitment.files)) != commitment.root) {
    return fail(broken(path));
  }
  const auto assertions = needed(audit.files, "audit/assertions.json", "as it was committed to");
  if (!assertions) return tl::unexpected(assertions.error());
  const auto now = files_to_commit(audit, **assertions);
  Errors errors;
  const auto add = [&](const std::string& file, std::string found, std::string expected) {
    errors.push_back(described(file, 0, "", std::move(found), std::move(expected)));
  };
  for (const CommittedFile& file : commitment.files) {
    const auto at = std::find_if(now.begin(), now.end(),
                                 [&](const CommittedFile& one) { return one.path == file.path; });
    if (at == now.end()) {
      add(file.path, "no such file", "the file that was committed to");
    } else if (at->sha256 != file.sha256) {
      add(file.path, "another content than was committed to",
          "the file with the SHA-256 " + file.sha256);
    }
  }
  for (const CommittedFile& file : now) {
    const bool known = std::any_of(commitment.files.begin(), commitment.files.end(),
                                   [&](const CommittedFile& one) { return one.path == file.path; });
    if (!known) add(file.path, "a file that was not committed to", "none that the audit rests on");
  }
  if (!errors.empty()) return tl::unexpected(errors);
  return commitment;
}

Result<SeedCeremony> seed_of(const Workspace& audit, const Commitment& commitment) {
  const std::string path = "audit/seed.json";
  const auto bytes = needed(audit.files, path, "the seed; run scrutineer audit seed first");
  if (!bytes) return tl::unexpected(bytes.error());
  const Json json = parsed_json(**bytes);
  SeedCeremony ceremony{text_at(json, "dice"), text_at(json, "beacon_value"),
                        text_at(json, "seed")};
  if (text_at(json, "commitment") != commitment.root) {
    return fail(described(path, 0, "", "a seed of another commitment", commitment.root));
  }
  const auto dice = dice_digits_of(audit.agenda.design, ceremony.dice);
  if (!dice) return tl::unexpected(dice.error());
  if (const auto beacon = check_beacon(audit.agenda.design, ceremony.beacon_value); !beacon) {
    return tl::unexpected(beacon.error());
  }
  if (ceremony.seed != scrutineer::seed_of(commitment.root, *dice, ceremony.beacon_value)) {
    return fail(described(path, 0, "",
                          "a seed that does not follow from commitment, dice and beacon",
                          "SHA-256 of these, as docs/formats/audit-folder.md has it"));
  }
  return ceremony;
}

Result<StreamSizes> parse_sizes(const Workspace& audit, const std::string& name,
                                const std::string& bytes, const StreamSizes& before) {
  const auto table = read_csv(name, bytes);
  if (!table) return tl::unexpected(table.error());
  if (table->header() != std::vector<std::string>{"contest", "unit", "size"}) {
    return fail(described(name, table->header_number(), "", "other columns", "contest,unit,size"));
  }
  Errors errors;
  StreamSizes sizes = before;
  std::vector<bool> is_known(sizes.size(), false);
  for (std::size_t row = 0; row < table->rows(); ++row) {
    const std::int64_t number = table->number(row);
    const auto stream = audit.agenda.find_stream(table->cell(row, 0), table->cell(row, 1));
    const auto size = parse_count(table->cell(row, 2));
    if (!stream || is_known[*stream]) {
      errors.push_back({name, number, "unit", std::string(table->cell(row, 1)),
                        "a contest and a unit of assertions.json, each once", ""});
      continue;
    }
    is_known[*stream] = true;
    const auto most = static_cast<Votes>(audit.agenda.streams[*stream].cards.size());
    if (!size || *size > most || *size < static_cast<Votes>(before[*stream])) {
      errors.push_back({name, number, "size", std::string(table->cell(row, 2)),
                        fmt::format("a number of cards from {} (drawn before) to {} (all)",
                                    before[*stream], most),
                        ""});
      continue;
    }
    sizes[*stream] = static_cast<std::size_t>(*size);
  }
  if (!errors.empty()) return tl::unexpected(errors);
  return sizes;
}

std::string write_sizes(const Workspace& audit, const StreamSizes& sizes) {
  std::string csv;
  append_csv_header(csv, {"contest", "unit", "size"});
  for (std::size_t s = 0; s < sizes.size(); ++s) {
    const AuditStream& stream = audit.agenda.streams[s];
    append_csv_row(
        csv, {audit.agenda.contests[stream.contest].id, stream.unit, std::to_string(sizes[s])});
  }
  return csv;
}

Result<DrawnRounds> drawn_rounds(const Workspace& audit, const std::string& seed) {
  DrawnRounds drawn;
  drawn.order = order_of(audit.agenda, seed);
  StreamSizes before(audit.agenda.streams.size(), 0);
  for (std::size_t round = 1; round <= rounds_drawn(audit.files); ++round) {
    const std::string path = round_path(round, "sizes.csv");
    const auto bytes = needed(audit.files, path, "the sizes that the round was drawn with");
    if (!bytes) return tl::unexpected(bytes.error());
    const auto sizes = parse_sizes(audit, path, **bytes, before);
    if (!sizes) return tl::unexpected(sizes.error());
    before = *sizes;
    drawn.sizes.push_back(before);
  }
  drawn.cards = cards_of_rounds(audit.agenda, drawn.order, drawn.sizes);
  return drawn;
}

Result<ReadRounds> read_rounds(const Workspace& audit, const DrawnRounds& drawn,
                               std::size_t rounds) {
  const auto known = card_contests(audit.agenda.contests);
  ReadRounds read;
  Errors errors;
  for (std::size_t round = 1; round <= rounds; ++round) {
    const std::string path = round_path(round, "interpretations.csv");
    const auto bytes = needed(audit.files, path,
                              "what people read on the cards of the round, in the columns of "
                              "interpretations-template.csv");
    take(errors, bytes);
    if (!bytes) continue;
    auto cards = parse_cards(path, **bytes, &known);
    take(errors, cards);
    if (!cards) continue;
    for (const AuditStream& stream : audit.agenda.streams) {
      const std::string& contest = audit.agenda.contests[stream.contest].id;
      if (cards->find_contest(contest)) continue;
      errors.push_back(described(path, 1, "", "no column \"" + contest + "\"",
                                 "one, as in interpretations-template.csv"));
      break;
    }
    const Errors wrong = check_interpretations(audit.agenda, drawn.cards[round - 1], *cards, path);
    errors.insert(errors.end(), wrong.begin(), wrong.end());
    const Errors elsewhere = misplaced(audit, drawn.cards[round - 1], *cards, path);
    errors.insert(errors.end(), elsewhere.begin(), elsewhere.end());
    read.interpretations.push_back(std::move(*cards));
  }
  if (!errors.empty()) return tl::unexpected(errors);
  for (const Cards& cards : read.interpretations) {
    read.rounds.push_back(read_round(audit.agenda, cards));
  }
  return read;
}

}  // namespace scrutineer::cli
