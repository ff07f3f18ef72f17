// The readers and writers of the single files, one pair each. A reader appends to the draft and
// reports; a writer gives the canonical text of what the election holds. Not for other modules:
// folder/folder.hpp is the front door.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "folder/draft.hpp"
#include "folder/returns.hpp"
#include "folder/toml_document.hpp"

namespace scrutineer {

// election.toml. Languages first (units.csv needs them), then units.csv, then the rest.
void read_election_section(const TomlValue& document, Draft& draft);
void read_contests_and_parties(const TomlValue& document, Draft& draft);
void read_questions(const TomlValue& document, Draft& draft);
void read_checks(const TomlValue& document, Draft& draft);
// [roll] and its [[roll.field]]; nothing where there is none.
std::optional<RollSchema> read_roll_section(const TomlValue& document, std::string_view file,
                                            Problems& problems);
std::string write_election_toml(const Election& election);
// Whether a party or coalition may have the id: an identifier that no other column of returns has.
bool is_party_id(std::string_view id);
// An election of one file: its name, English, one source "file" that is the commission.
Election election_of_file(const std::string& name);

void read_units(std::string_view bytes, Draft& draft);
std::string write_units(const Election& election);

// What one file or several state, by source and contest, rows by (unit, revision).

class ReturnsReader {
 public:
  explicit ReturnsReader(Draft& draft);
  ~ReturnsReader();
  ReturnsReader(const ReturnsReader&) = delete;
  ReturnsReader& operator=(const ReturnsReader&) = delete;
  // Reads returns/*.csv; gives the canonical text of what this file alone states.
  std::string read(const std::string& path, std::string_view bytes);
  // All files together, into the draft.
  void finish();

 private:
  using Key = std::pair<SourceIndex, ContestIndex>;
  void merge(const std::string& path, const std::map<Key, ReturnRows>& rows);

  void check_size(const std::string& path, const Key& key, const ReturnRows& rows);

  Draft* draft_;
  std::map<Key, ReturnRows> all_;
  std::map<Key, Wide> totals_;  // of all counts
};
std::string returns_path(const Election& election, const ReturnTable& table);
std::string write_returns(const Election& election, const ReturnTable& table);

void read_claims(std::string_view bytes, Draft& draft);
std::string write_claims(const Election& election);

void read_doubts(std::string_view bytes, Draft& draft);
std::string write_doubts(const Election& election);
// roll/doubts.csv, which doubts.csv shares its ids with.
void read_roll_doubts(std::string_view bytes, Draft& draft);
// The doubts that are among these ids, or those that are not.
std::string write_doubts(const Election& election, const std::vector<std::string>& ids, bool among);
void read_doubt_votes(std::string_view bytes, Draft& draft);
std::string write_doubt_votes(const Election& election);
// What doubts.csv and doubt_votes.csv owe each other.
void check_alternatives(Draft& draft);

void read_cases(std::string_view bytes, Draft& draft);
std::string write_cases(const Election& election);
void read_accounts(std::string_view bytes, Draft& draft);
std::string write_accounts(const Election& election);
void read_rulings(std::string_view bytes, Draft& draft);
std::string write_rulings(const Election& election);

void read_panel_members(std::string_view bytes, Draft& draft);
std::string write_panel_members(const Election& election);
void read_panel_items(std::string_view bytes, Draft& draft);
std::string write_panel_items(const Election& election);
void read_panel_positions(std::string_view bytes, Draft& draft);
std::string write_panel_positions(const Election& election);
void read_panel_resolutions(std::string_view bytes, Draft& draft);
std::string write_panel_resolutions(const Election& election);

// What election.toml and units.csv owe each other: levels, the seats of the chamber.
void check_chambers(Draft& draft);

}  // namespace scrutineer
