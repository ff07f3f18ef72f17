// The folder that `roll diff` writes, read back: links with their probabilities, apparent removals
// with their best candidates, entries by unit, the digests of the rolls; and the clerical form that
// is drawn from them.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/csv.hpp"
#include "base/result.hpp"
#include "roll/clerical_sample.hpp"

namespace scrutineer {

// A file: what messages call it, and its bytes.
struct NamedBytes {
  std::string name;
  std::string bytes;
};

// Without these there is nothing to read; the others are empty where they are not there.
struct LinkageBytes {
  NamedBytes pairs, removed;
  std::optional<NamedBytes> added, units, snapshots;
};

// A row of units.csv, in the order of its columns behind `unit`.
inline constexpr std::array<std::string_view, 10> kUnitCounts = {
    "old",      "new",           "unchanged",     "changed", "moved_out",
    "moved_in", "ambiguous_old", "ambiguous_new", "removed", "added"};
struct UnitEntries {
  std::string unit;
  std::array<std::int64_t, kUnitCounts.size()> counts{};
  std::int64_t of(std::string_view column) const;
};

struct LinkedSnapshot {
  std::string snapshot;  // "old", "new"
  std::int64_t entries = 0;
  std::string sha256;
};

struct LinkageFolder {
  CsvTable pairs;  // id_a, id_b first
  CsvTable removed;
  std::vector<double> link_probability;     // by row of pairs
  std::vector<double> removal_probability;  // by row of removed, of the best candidate; 0: none
  std::int64_t unchanged = 0, changed = 0, moved = 0, ambiguous = 0;  // links
  std::optional<std::int64_t> added;
  std::vector<UnitEntries> units;
  std::vector<LinkedSnapshot> snapshots;
  std::string pairs_sha256, removed_sha256;

  std::int64_t links() const { return static_cast<std::int64_t>(pairs.rows()); }
  std::int64_t apparent() const { return static_cast<std::int64_t>(removed.rows()); }
  std::string_view old_id(roll::AskedOf kind, std::size_t row) const;
  // The linked entry of the new roll, or the best candidate: empty where there is none.
  std::string_view new_id(roll::AskedOf kind, std::size_t row) const;
};

// Fails with every fault: cells that cannot be read, an entry that stands twice, files that are not
// of one comparison.
Result<LinkageFolder> read_linkage_folder(const LinkageBytes& files);

// units.csv alone, of another comparison.
Result<std::vector<UnitEntries>> read_unit_entries(const NamedBytes& file);

// The probabilities of what a clerical sample asks: that a link is false, that the person of an
// apparent removal is on the new roll.
std::vector<double> asked_probabilities(const LinkageFolder& folder, roll::AskedOf kind);

// Who is to be judged. Follows from the two files, the sizes and the public seed alone.
struct ClericalDraw {
  std::string public_seed;
  std::int64_t links = 0, removals = 0;  // wished sizes
  roll::ClericalSample of_links, of_removals;
  const roll::ClericalSample& of(roll::AskedOf kind) const {
    return kind == roll::AskedOf::links ? of_links : of_removals;
  }
};
Result<ClericalDraw> draw_clerical_form(const LinkageFolder& folder, const std::string& public_seed,
                                        std::int64_t links, std::int64_t removals);

// What a draw was, as figure,value: the seed, the sizes, the digests of both files, every stratum.
std::string clerical_draw_csv(const LinkageFolder& folder, const ClericalDraw& draw);

// Draws again by what clerical_draw_csv() wrote, and fails where the text is another: then the form
// belongs to another linkage, or somebody changed the draw.
Result<ClericalDraw> read_clerical_draw(const NamedBytes& file, const LinkageFolder& folder);

// The form's answers, those of the links and those of the removals, in the order of the draw. Fails
// where a row is not filled in, was not drawn, stands twice or is missing.
struct ClericalAnswers {
  std::vector<roll::ClericalAnswer> links, removals;
};
Result<ClericalAnswers> read_clerical_form(const NamedBytes& file, const LinkageFolder& folder,
                                           const ClericalDraw& draw);

std::string_view name_of(roll::AskedOf kind);  // "link", "removal"

}  // namespace scrutineer
