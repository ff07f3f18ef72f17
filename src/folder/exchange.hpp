// The front door of the exchange formats (docs/formats/exchange.md): election results as other
// programs write them, to an Election and back. The parse_* and write_* functions are pure;
// read_exchange() and write_exchange() are the thin layer of files.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "election/election.hpp"
#include "folder/folder.hpp"

namespace scrutineer {

enum class Format { folder, nist_json, nist_xml, eml, csv };
std::string_view name_of(Format format);
std::optional<Format> format_from_name(std::string_view name);

// What a reader or a writer has to say about what it did: nothing is dropped in silence.
enum class NoteKind {
  left_out,          // the other side cannot hold it
  assumed,           // the input does not say it; what was taken instead
  renamed,           // an id became another, as identifiers here are lower-case and short
  stated_total,      // a row that repeats the rows below it, and was placed above them
  total_differs,     // a stated total that is not the sum of the rows below it
  looks_like_total,  // a station whose counts all equal the sum of the others
  outside_district   // votes where the contest was not held
};
std::string_view name_of(NoteKind kind);

struct Note {
  NoteKind kind = NoteKind::left_out;
  std::string text;                  // one sentence
  std::string contest, unit, party;  // ids of the election, where the note is about one
  Count votes;
};

struct Imported {
  Format format = Format::folder;
  Election election;
  std::vector<Note> notes;
};

struct ExchangeInput {
  std::string name;  // for messages
  std::string bytes;
};

// NIST SP 1500-100 v2 (Election Results Reporting), JSON and XML: the same election for the same
// report. EML-NL: any of a definition (110a), polling stations (110b), candidates (230b), counts
// (510) and a result (520) of one election together. CSV: as OpenElections writes it.
Result<Imported> parse_nist_json(std::string_view name, std::string_view bytes);
Result<Imported> parse_nist_xml(std::string_view name, std::string_view bytes);
Result<Imported> parse_eml(const std::vector<ExchangeInput>& files);
Result<Imported> parse_openelections(std::string_view name, std::string_view bytes);

// By content: the first bytes, and the root element, the type of the object or the header.
Result<Format> detect_format(std::string_view name, std::string_view bytes);

struct Exported {
  std::string bytes;
  std::vector<Note> notes;  // what the format cannot hold
};

// The counts of one source: `source` (an id), or the commission's where it is empty. The same
// election gives the same bytes.
Result<Exported> write_nist_json(const Election& election, const std::string& source = "");
Result<Exported> write_nist_xml(const Election& election, const std::string& source = "");
Result<Exported> write_eml(const Election& election, const std::string& source = "");
Result<Exported> write_openelections(const Election& election, const std::string& source = "");

// One folder, one file, or several EML files. The digests are those of the files as found.
struct ReadExchange {
  Imported imported;
  std::vector<InputFile> inputs;
};
Result<ReadExchange> read_exchange(const std::vector<std::filesystem::path>& paths);

// Writes a new file (or a new or empty folder): completely, or not at all. Gives the notes.
Result<std::vector<Note>> write_exchange(const Election& election, Format format,
                                         const std::filesystem::path& target,
                                         const std::string& source = "");

}  // namespace scrutineer
