// Successive publications of one source: what each revision changed, and what it added up to. A
// revision never erases an earlier one; one that lowers a count should come with a claim of the
// kind "correction" that says why.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "count/compare.hpp"
#include "count/forms.hpp"
#include "election/election.hpp"

namespace scrutineer {

struct RevisedCount {
  std::size_t slot = 0;
  Count before, after;  // empty: not stated
};

// One form that a revision replaced.
struct Revised {
  UnitIndex unit;
  std::int64_t from = 0, to = 0;     // revisions
  std::string stated_at;             // of the later one
  std::vector<RevisedCount> counts;  // those that changed, by slot
  bool lowers =
      false;  // votes of a party, votes cast or valid votes are fewer, or no longer stated
  bool corrected = false;  // a claim of the kind "correction" speaks of the unit or one above it
};

// What the source's forms added up to once revision `revision` was out: of every unit the highest
// one up to it. Rows that stand above others that report are left out, as in consolidate.hpp.
struct Publication {
  std::int64_t revision = 0;
  std::size_t forms = 0;    // units that report by then
  std::size_t added = 0;    // of which for the first time
  std::size_t changed = 0;  // of which with other counts than before
  std::vector<Count> sum;   // by slot
};

struct History {
  SourceIndex source;
  ContestIndex contest;
  std::vector<Publication> publications;  // by revision
  std::vector<Revised> revised;           // by unit, then revision
};

History history_of(const Election& election, const ReturnTable& table);
History history_of(const Election& election, const Forms& forms);

}  // namespace scrutineer
