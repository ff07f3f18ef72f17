// Forms whose counts are unlikely beside those of the places around them, although every sum
// holds, and what would explain them. All are warnings: what is unlikely happens, too. How often
// each is right and wrong on a country with planted errors is in docs/simulate.md.
#pragma once

#include <vector>

#include "count/check.hpp"
#include "election/election.hpp"

namespace scrutineer {

// A form that an error of writing explains so many times better than chance, after the law of its
// neighbours (neighbours.hpp). Were that law exact, at most one honest form in so many could be
// warned of for each explanation (Markov's inequality: the odds' mean is one).
inline constexpr double kLeastOdds = 50;

// "exchanged-parties": two parties' votes stand for each other. "tenfold-count": a count has a
// digit too many or too few at its end; of the digits too many, a nought is as likely as all others
// together. Of a form only the best explanation is told.
std::vector<Violation> find_unlikely_counts(const Election& election, const ReturnTable& table);

// Invalid votes, or blank ones, are so many, or so few, that the neighbours' law has them, or more
// extreme ones, in fewer than one of so many forms. Codes "unusual-invalid", "unusual-blank".
inline constexpr double kRareIn = 10'000;
std::vector<Violation> find_unusual_ballots(const Election& election, const ReturnTable& table);

}  // namespace scrutineer
