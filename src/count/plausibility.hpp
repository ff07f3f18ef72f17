// What the forms of one source show by themselves, although every sum holds: forms that are nearly
// another's, counts that their neighbours make unlikely (unlikely.hpp), returns that came twice.
// All are warnings: what is unlikely happens, too. How often they are wrong is in docs/simulate.md.
#pragma once

#include <vector>

#include "count/check.hpp"
#include "election/election.hpp"

namespace scrutineer {

// Two forms below one parent, or below one grandparent, that differ by so few votes (invalid ones
// included) that chance would bring fewer than kAllowedByChance such pairs in 10,000 forms, were
// all counts Poisson numbers of these means and as close together as can be. That bound is
// generous: honest forms of simulated elections with two to eight
// parties gave a tenth of it or less. Forms of less than kLeastIdentical votes say
// too little; what is an "identical-form" (check.hpp) is not repeated. Code "near-copy"; `unit` is
// the later of the two.
inline constexpr std::int64_t kAllowedByChance = 100;
std::vector<Violation> find_near_copies(const Election& election, const ReturnTable& table);

// A later revision that states what an earlier one of the unit does. Code "repeated-return".
std::vector<Violation> find_repeated_returns(const Election& election, const ReturnTable& table);

// All of these, and those of unlikely.hpp, for all tables, by source, contest, unit, code.
std::vector<Violation> find_implausible(const Election& election);

}  // namespace scrutineer
