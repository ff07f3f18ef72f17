// What the readers of the files share while a folder is read: the election as far as it is known,
// the names that later files refer to, and the problems found so far.
#pragma once

#include <cstdint>
#include <set>
#include <string>

#include "election/election.hpp"
#include "folder/names.hpp"
#include "folder/problems.hpp"
#include "roll/findings.hpp"

namespace scrutineer {

// A coalition or a party: what `who` may name.
struct Who {
  std::vector<PartyIndex> parties;
};

struct FilePlace {
  std::string file;
  std::int64_t row = 0;
};

struct Draft {
  Election election;
  Problems problems;
  Names<UnitIndex> units{"a unit", "units.csv"};
  Names<PartyIndex> parties{"a party", "election.toml"};
  Names<Who> sides{"a party or coalition", "election.toml"};
  Names<SourceIndex> sources{"a source", "election.toml"};
  Names<ContestIndex> contests{"a contest", "election.toml"};
  Names<CaseIndex> cases{"a case", "cases.csv"};
  // Where each doubt stands: doubts.csv and roll/doubts.csv share their ids.
  Names<FilePlace> doubts{"a doubt", "doubts.csv"};
  roll::Findings roll;
  // What doubt_votes.csv names, for check_alternatives().
  std::set<std::string, std::less<>> doubts_with_votes;
  bool doubt_votes_readable = true;
};

}  // namespace scrutineer
