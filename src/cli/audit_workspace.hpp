// An audit as its files have it, for the verbs that take it step by step
// (docs/formats/audit-folder.md). Every file that a step writes is a pure function of earlier
// files, so that `audit verify` can make all of them again.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "audit/assess.hpp"
#include "audit/ceremony.hpp"
#include "cli/command.hpp"
#include "folder/audit_files.hpp"

namespace scrutineer::cli {

struct Workspace {
  std::filesystem::path path;
  LoadedFolder folder;
  FileContents files;  // of audit/
  Manifest manifest;
  std::optional<Cards> records;
  AuditAgenda agenda;

  const Cards* records_or_none() const { return records ? &*records : nullptr; }
  bool has(const std::string& file) const { return files.contains(file); }
};

// Reads the election and audit/, and makes the agenda.
Result<Workspace> open_audit(const std::string& path);
// The inputs of a step, for the envelope of --json.
LoadedFolder inputs_of(const Workspace& audit);

// What the commitment is made of, as the files are now.
std::vector<CommittedFile> files_to_commit(const Workspace& audit, const std::string& assertions);

struct Commitment {
  std::string root;
  std::vector<CommittedFile> files;
};
// Fails where there is none, where it contradicts itself, and where a file has changed since.
Result<Commitment> commitment_of(const Workspace& audit);

struct SeedCeremony {
  std::string dice, beacon_value, seed;
};
Result<SeedCeremony> seed_of(const Workspace& audit, const Commitment& commitment);

// sizes.csv: the length of the prefix of every stream.
Result<StreamSizes> parse_sizes(const Workspace& audit, const std::string& name,
                                const std::string& bytes, const StreamSizes& before);
std::string write_sizes(const Workspace& audit, const StreamSizes& sizes);

// All rounds so far with their cards.
struct DrawnRounds {
  AuditOrder order;
  std::vector<StreamSizes> sizes;
  std::vector<std::vector<std::size_t>> cards;
};
Result<DrawnRounds> drawn_rounds(const Workspace& audit, const std::string& seed);

// interpretations.csv of the first `rounds` rounds, checked.
struct ReadRounds {
  std::vector<Cards> interpretations;
  std::vector<ReadRound> rounds;  // point into them
};
Result<ReadRounds> read_rounds(const Workspace& audit, const DrawnRounds& drawn,
                               std::size_t rounds);

// The texts of files.
std::string assertions_text(const Workspace& audit);
std::string commitment_text(const std::vector<CommittedFile>& files);
std::string seed_text(const Commitment& commitment, const Workspace& audit,
                      const SeedCeremony& ceremony);
// sample.csv, retrieval.csv, retrieval.html and the template of interpretations, by path.
FileContents sample_texts(const Workspace& audit, const Commitment& commitment,
                          const DrawnRounds& drawn, std::size_t round);
// The cards of a round that people fetch, and the page that they take along.
std::vector<std::size_t> to_fetch(const Workspace& audit, const std::vector<std::size_t>& drawn);
std::string retrieval_page(const Workspace& audit, const Commitment& commitment,
                           const std::vector<std::size_t>& cards, std::size_t round);
Json assessment_json(const Workspace& audit, const Commitment& commitment, const DrawnRounds& drawn,
                     const ReadRounds& read, const Assessment& assessment);
Json assertions_json(const Workspace& audit);

// A file that was changed may hold anything: what is not there, or is something else, reads as "",
// false, 0 and an empty list.
std::string text_at(const Json& json, const char* key);
bool flag_at(const Json& json, const char* key);
std::uint64_t number_at(const Json& json, const char* key);
Json list_at(const Json& json, const char* key);

std::string text_of(const Json& json);
std::string fraction_text(const Fraction& value);

// One assertion for a person: "a before b, 3rd seat against 2nd".
std::string claim_text(const Workspace& audit, const AuditAssertion& one);

}  // namespace scrutineer::cli
