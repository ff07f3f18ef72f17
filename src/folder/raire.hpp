// Cast ballots of instant runoffs as RAIRE reads them (docs/formats/raire.md):
//
//   1                                    how many contests
//   Contest,339,4,15,16,17,18,winner,15  id, number of candidates, their ids; winner as reported
//   339,99813_1_6,18,17,15               contest, ballot, candidates in order of preference
//
// A ballot may rank nobody. An empty preference is passed over; a candidate who is named again
// counts where the ballot names it first, and such ballots are counted.
#pragma once

#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "election/ranked.hpp"

namespace scrutineer {

struct RaireFile {
  std::vector<RankedContest> contests;  // cards: the ballots of the contest in the file
  std::vector<Votes> with_repetitions;  // ballots that name somebody twice, by contest
};

// Every error of the file, with its row and column.
Result<RaireFile> parse_raire(std::string_view name, std::string_view bytes);

// The same file again, in its canonical order; ballots are numbered anew.
std::string write_raire(const RaireFile& file);

}  // namespace scrutineer
