// What the count leaves open, as doubts that outcome/ can weigh: forms of which copies differ, and
// units that are quarantined. Units that have not reported are doubts of their own there.
#pragma once

#include <vector>

#include "election/election.hpp"

namespace scrutineer {

// One doubt of the way `alternatives` for each unit of the basis whose votes another source states
// otherwise, or which is quarantined. The alternatives are "not-counted" (quarantined only), the
// basis' own votes under the basis' id, and every other vector under the id of the first source (in
// the order of election.toml) that states it. Where a copy is silent on a party, the basis' figure
// is taken. Totals of a constituency are counts of their own (each a basis for outcome), not
// copies; units of which doubts.csv has alternatives already are left to it. Ids begin with
// "copies:"; the source is the first that differs, or the basis. Status: alleged.
std::vector<Doubt> doubts_of_count(const Election& election, ContestIndex contest,
                                   SourceIndex basis);

// The same for every contest, of its counting_source() (count/count.hpp).
std::vector<Doubt> doubts_of_count(const Election& election);

}  // namespace scrutineer
