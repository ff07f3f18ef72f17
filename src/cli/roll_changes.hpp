// What `roll diff` and `roll merge` have in common: the folder of changes, and what is said of it.
#pragma once

#include <functional>
#include <string>

#include "cli/roll_reading.hpp"
#include "roll/link.hpp"

namespace scrutineer::cli {

struct LinkedRolls {
  ReadRolls read;
  roll::Linkage linkage;
};

// Opens the folder of --output (none where it is empty), calls `link`, and writes what became of
// the entries. `verb` is what the envelope of --json calls it.
int tell_changes(const Options& options, const std::string& verb, const std::string& output,
                 const std::function<Result<LinkedRolls>()>& link);

// --all-pairs: up to how many pairs all of them are weighed.
void add_candidate_options(CLI::App& verb, roll::CandidateOptions& options);

// A line of progress on a terminal.
void tell(const Options& options, const std::string& text);

// "1,234,567".
std::string count_text(std::uint64_t count);
// Log odds in bits, to thousandths; they are kept in units of 1/1024.
std::string bits_text(roll::Weight weight);
std::string probability_text(double probability);

// Which pairs were looked at, and which were not.
Json passes_json(const std::vector<roll::PassReport>& passes);
std::string passes_text(std::uint64_t weighed, bool is_exhaustive,
                        const std::vector<roll::PassReport>& passes);

}  // namespace scrutineer::cli
