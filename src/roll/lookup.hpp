// Field audits that ask people first and look them up on the list. A person who is on it can be
// missed, by a clerk, by a spelling; so what was not found is not what is missing. How good the
// search is is measured by searching, in the same way, for people who are known to be on the list
// (sensitivity), and for people who are known not to be (false finds).
#pragma once

#include <cstdint>

#include "base/result.hpp"
#include "roll/intervals.hpp"

namespace scrutineer::roll {

// Of `searched` people who are known to be on the list (not to be on it), so many were found.
struct SearchTrial {
  std::int64_t searched = 0, found = 0;
};

struct LookupCorrection {
  Estimate missing;  // the share that is not on the list
  Estimate sensitivity, false_find;
};

// q = (q_obs − (1 − s)) / (s − f), where q_obs was not found; variance by the delta method, with
// the trials' own, the interval by the method of recovery with each part's interval
// (intervals.hpp). A trial that was not made: no search misses (or finds falsely), exactly, which
// is to be said where it is printed. Kept within 0 and 1. Fails where the search finds those who
// are absent as often as those who are there, or a trial is no trial.
Result<LookupCorrection> corrected_missing(const Estimate& not_found, const SearchTrial& known,
                                           const SearchTrial& absent, double confidence);

// How many people there are who ought to be on the list, by dual-system estimation:
// names · (share of names that stand for such a person) / (share of such people found on the list).
// Assumes that being asked does not depend on being listed. `validity` and `coverage` independent;
// the interval is that of the logarithm. Fails where a share is not above 0.
Result<Estimate> eligible_people(std::int64_t names, const Estimate& validity,
                                 const Estimate& coverage, double confidence);

}  // namespace scrutineer::roll
