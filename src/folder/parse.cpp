// The files of a folder, in the order in which they refer to each other; and back.
#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include "base/digest.hpp"
#include "base/text.hpp"
#include "folder/folder.hpp"
#include "folder/parts.hpp"
#include "folder/roll_findings/parts.hpp"

namespace scrutineer {

namespace {

using Reader = void (*)(std::string_view, Draft&);
using Writer = std::string (*)(const Election&);

struct OptionalFile {
  const char* path;
  Reader read;
  Writer write;
};

// In the order of reading: a file may refer to those before it.
constexpr std::array<OptionalFile, 10> kOptionalFiles = {{
    {"cases.csv", read_cases, write_cases},
    {"claims.csv", read_claims, write_claims},
    {"doubts.csv", read_doubts, write_doubts},
    {"doubt_votes.csv", read_doubt_votes, write_doubt_votes},
    {"accounts.csv", read_accounts, write_accounts},
    {"rulings.csv", read_rulings, write_rulings},
    {"panel/members.csv", read_panel_members, write_panel_members},
    {"panel/items.csv", read_panel_items, write_panel_items},
    {"panel/positions.csv", read_panel_positions, write_panel_positions},
    {"panel/resolutions.csv", read_panel_resolutions, write_panel_resolutions},
}};

// What was found about a roll. Each reader gives the canonical text.
struct RollFile {
  const char* path;
  std::string (*read)(std::string_view, Draft&);
};
constexpr std::array<RollFile, 6> kRollFiles = {{
    {"roll/flow.csv", read_roll_flow},
    {"roll/units.csv", read_roll_units},
    {"roll/removals.csv", read_roll_removals},
    {"roll/audits.csv", read_roll_audits},
    {"roll/snapshots.csv", read_roll_snapshots},
    {"roll/disparity.csv", read_roll_disparity},
}};
constexpr const char* kRollDoubts = "roll/doubts.csv";

bool is_returns(const std::string& path) {
  return path.starts_with("returns/") && path.ends_with(".csv") &&
         find_invalid_utf8(path) == std::string::npos &&
         path.find('/', std::string_view("returns/").size()) == std::string::npos;
}

bool is_left_alone(const std::string& path) {
  return path.starts_with("surveys/") || path.starts_with("rolls/") || path.starts_with("audit/");
}

// A CSV or TOML file that nothing reads is a misspelled name: it would be lost in silence.
void check_names(const FileContents& files, Problems& problems) {
  std::vector<std::string> known = {"election.toml", "units.csv"};
  for (const OptionalFile& file : kOptionalFiles) known.emplace_back(file.path);
  for (const RollFile& file : kRollFiles) known.emplace_back(file.path);
  known.emplace_back(kRollDoubts);
  for (const auto& [path, bytes] : files) {
    if (!is_left_alone(path) && find_invalid_utf8(path) != std::string::npos) {
      problems.describe(shown(path), 0, "", "a file name that is not UTF-8", "a name in UTF-8");
      continue;
    }
    std::string extension = path.substr(std::min(path.size(), path.rfind('.')));
    for (char& c : extension) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    if (extension != ".csv" && extension != ".toml") continue;
    if (is_returns(path) || is_left_alone(path)) continue;
    if (std::find(known.begin(), known.end(), path) != known.end()) continue;
    const auto meant = nearest(path, known);
    problems.describe(
        shown(path), 0, "", "a file that is no part of the format",
        meant ? "a known name (did you mean \"" + *meant + "\"?)"
              : "one of election.toml, units.csv, returns/<source>.csv, claims.csv, "
                "doubts.csv, doubt_votes.csv, cases.csv, accounts.csv, rulings.csv, "
                "panel/*.csv, roll/*.csv; surveys/, rolls/ and audit/ are for files of their own");
  }
}

std::string_view content(const FileContents& files, const std::string& path) {
  const auto found = files.find(path);
  return found == files.end() ? std::string_view() : std::string_view(found->second);
}

void mark_toml_unreadable(Draft& draft) {
  draft.parties.mark_unreadable();
  draft.sides.mark_unreadable();
  draft.sources.mark_unreadable();
  draft.contests.mark_unreadable();
}

// The two files that every folder has.
void read_required(const FileContents& files, Draft& draft) {
  for (const char* path : {"election.toml", "units.csv"}) {
    if (!files.contains(path)) {
      draft.problems.describe(path, 0, "", "no such file", "it in the folder");
    }
  }
  TomlValue document;
  bool readable = files.contains("election.toml");
  if (readable) {
    Result<TomlValue> toml = read_toml("election.toml", content(files, "election.toml"));
    readable = toml.has_value();
    if (readable) {
      document = std::move(*toml);
      read_election_section(document, draft);
    } else {
      draft.problems.add_all(toml.error());
    }
  }
  if (!readable) mark_toml_unreadable(draft);
  if (files.contains("units.csv")) {
    read_units(content(files, "units.csv"), draft);
  } else {
    draft.units.mark_unreadable();
  }
  if (!readable) return;
  read_contests_and_parties(document, draft);
  check_chambers(draft);
  read_questions(document, draft);
  read_checks(document, draft);
  draft.election.roll = read_roll_section(document, "election.toml", draft.problems);
}

// A file with nothing but its header says nothing, and is left out.
bool has_rows(const std::string& text) { return std::count(text.begin(), text.end(), '\n') > 1; }

// The files of roll/ but for its doubts, in canonical form.
FileContents read_roll(const FileContents& files, Draft& draft) {
  FileContents canonical;
  for (const RollFile& file : kRollFiles) {
    if (files.contains(file.path))
      canonical[file.path] = file.read(content(files, file.path), draft);
  }
  draft.roll.is_there = !canonical.empty() || files.contains(kRollDoubts);
  return canonical;
}

// The doubts of the roll stand in their own file.
void share_out_doubts(LoadedFolder& folder, FileContents& canonical) {
  const auto& ids = folder.roll.doubts;
  if (canonical.contains("doubts.csv")) {
    canonical["doubts.csv"] = write_doubts(folder.election, ids, false);
  }
  folder.roll_files[kRollDoubts] = write_doubts(folder.election, ids, true);
}

}  // namespace

Result<LoadedFolder> parse_folder(const FileContents& files) {
  Draft draft;
  check_names(files, draft.problems);
  read_required(files, draft);
  std::map<std::string, std::string> canonical;
  ReturnsReader returns(draft);
  for (const auto& [path, bytes] : files) {
    if (is_returns(path)) canonical[path] = returns.read(path, bytes);
  }
  returns.finish();
  for (const OptionalFile& file : kOptionalFiles) {
    // Alternatives may belong to doubts of either file.
    if (file.read == read_doubt_votes && files.contains(kRollDoubts)) {
      read_roll_doubts(content(files, kRollDoubts), draft);
    }
    if (files.contains(file.path)) file.read(content(files, file.path), draft);
  }
  check_alternatives(draft);
  FileContents roll_files = read_roll(files, draft);
  if (!draft.problems.empty()) return tl::unexpected<Errors>(draft.problems.take());

  LoadedFolder folder{std::move(draft.election), {}, std::move(draft.roll), std::move(roll_files)};
  canonical["election.toml"] = write_election_toml(folder.election);
  canonical["units.csv"] = write_units(folder.election);
  for (const OptionalFile& file : kOptionalFiles) {
    if (files.contains(file.path)) canonical[file.path] = file.write(folder.election);
  }
  if (files.contains(kRollDoubts)) share_out_doubts(folder, canonical);
  canonical.insert(folder.roll_files.begin(), folder.roll_files.end());
  for (const auto& [path, text] : canonical) {
    folder.inputs.push_back({path, sha256_hex(content(files, path)), sha256_hex(text)});
  }
  return folder;
}

FileContents canonical_files(const Election& election) {
  FileContents files;
  files["election.toml"] = write_election_toml(election);
  files["units.csv"] = write_units(election);
  for (const ReturnTable& table : election.returns) {
    if (!table.unit.empty()) files[returns_path(election, table)] = write_returns(election, table);
  }
  for (const OptionalFile& file : kOptionalFiles) {
    std::string text = file.write(election);
    if (has_rows(text)) files[file.path] = std::move(text);
  }
  return files;
}

FileContents canonical_files(const LoadedFolder& folder) {
  FileContents files = canonical_files(folder.election);
  if (!folder.roll.doubts.empty()) {
    std::string own = write_doubts(folder.election, folder.roll.doubts, false);
    if (has_rows(own)) {
      files["doubts.csv"] = std::move(own);
    } else {
      files.erase("doubts.csv");
    }
  }
  for (const auto& [path, text] : folder.roll_files) {
    if (has_rows(text)) files[path] = text;
  }
  return files;
}

}  // namespace scrutineer
