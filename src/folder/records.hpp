// Cast-vote records, interpretations and manifests of containers (docs/formats/records.md): our own
// CSV, and the exports of election systems. Pure: bytes in, cards out.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "audit/cards.hpp"
#include "base/result.hpp"

namespace scrutineer {

struct RecordsInput {
  std::string name;  // for messages
  std::string bytes;
};

// Our CSV. Contests and candidates are those of the known ones that have a column, in their order;
// or where none are given those that the file names, in the order in which it names them.
Result<Cards> parse_cards(std::string_view name, std::string_view bytes,
                          const std::vector<CardContest>* known = nullptr);
// The same again, its cards in their order. A missing card lists no contest.
std::string write_cards(const Cards& cards);
// One cell of it; empty where the card does not list the contest, as a missing one does not.
std::string card_cell(const Cards& cards, std::size_t card, std::size_t contest);

enum class CardsFormat { ours, dominion_csv, dominion_json, hart, ess, clear_ballot, raire };
std::string_view name_of(CardsFormat format);

// What an export says of a contest besides the marks on its cards.
struct ContestFacts {
  std::optional<Votes> most_choices;  // how many a ballot may choose; nothing on ranked ballots
  bool is_ranked = false;
  // Cards that the export calls overvoted without keeping what was chosen: no marks here.
  Votes overvoted = 0;
};

struct CardsExport {
  CardsFormat format = CardsFormat::ours;
  Cards cards;
  std::vector<ContestFacts> facts;  // by contest
  std::vector<std::string> notes;   // sentences: what was left out, or taken for something
};

// Finds the format by what is in the file. Several files are parts of one export: cards go on where
// the last file ended, and no card may be in two.
Result<CardsExport> read_cards_export(std::string_view name, std::string_view bytes);
Result<CardsExport> read_cards_exports(const std::vector<RecordsInput>& files);

// Dominion's CandidateManifest.json: the names of what records number.
struct NamedCandidate {
  std::string contest, candidate, name;
};
Result<std::vector<NamedCandidate>> read_candidate_names(std::string_view name,
                                                         std::string_view bytes);

// Our CSV of containers.
Result<Manifest> parse_manifest(std::string_view name, std::string_view bytes);
std::string write_manifest(const Manifest& manifest);

enum class ManifestFormat { ours, batches };
std::string_view name_of(ManifestFormat format);

struct ManifestFile {
  ManifestFormat format = ManifestFormat::ours;
  Manifest manifest;
  std::vector<std::string> notes;
};

// Ours, or batches of tabulators as audit software exchanges them, as CSV or as a workbook (the
// first sheet). A container is then TABULATOR-BATCH, as in the records.
Result<ManifestFile> read_manifest(std::string_view name, std::string_view bytes);

}  // namespace scrutineer
