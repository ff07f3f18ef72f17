// A clerical sample of two rolls that were linked: which links and which apparent removals somebody
// looks at, and what the answers say, with those that stayed unsure counted both ways.
//
// What is asked of each record of the old roll is the same for both kinds: does its person have any
// record in the new roll? For a link that is answered by "these two are of one person"; where they
// are not, and for every apparent removal that is not its best candidate, all of the new roll has
// to be searched.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/result.hpp"
#include "roll/clerical.hpp"

namespace scrutineer::roll {

// The old roll's records of one kind: strata, and who is drawn from each.
struct ClericalSample {
  ClericalStrata strata;
  std::vector<std::int64_t> sizes;
  std::vector<std::vector<std::size_t>> drawn;  // by stratum, ascending
  std::vector<double> believed;  // by stratum: the mean probability over all its records
};

// `probabilities`: by the linkage, that a link is false, or that the person of an apparent removal
// is on the new roll. `size` records, or all where there are fewer, at least 20 (or all) from each
// of up to six strata. No strata where there is no record. Fails where `size` is less than that.
Result<ClericalSample> draw_clerical_sample(const std::vector<double>& probabilities,
                                            std::int64_t size, std::uint64_t seed);

enum class Answer : std::uint8_t { yes, no, unsure };

struct ClericalAnswer {
  std::size_t stratum = 0;
  Answer same_person = Answer::no;  // as the entry of the new roll that stands beside it
  Answer elsewhere = Answer::no;    // has another record there; asked where the first is no yes
  std::int64_t entries = 1;         // of the person in the old roll, k
};

// Whether the person has any record in the new roll.
Answer is_on_new_roll(const ClericalAnswer& answer);

// Removed persons (without a record in the new roll), by stratum. They are linear in the unsure
// answers, so that counting each as half an event lies in the middle of the other two.
struct JudgedBounds {
  std::vector<Judged> least;     // unsure: on the new roll
  std::vector<Judged> middle;    // unsure: half an event
  std::vector<Judged> greatest;  // unsure: removed
  std::int64_t unsure = 0;
};

// Answers of one sample, one for each record that was drawn. Fails where their number in a stratum
// is another, or somebody has fewer than one entry.
Result<JudgedBounds> judge(const ClericalSample& sample,
                           const std::vector<ClericalAnswer>& answers);

// What the linkage believed of a stratum beside what was found: of links, the share that is false
// (of two people, whether or not the person has another record); of apparent removals, the share
// whose person is on the new roll. Shares are of those without an unsure answer.
struct Calibration {
  double from = 0, to = 1;  // probabilities of the stratum
  std::int64_t records = 0, judged = 0, unsure = 0;
  double believed = 0;
  double found = 0;  // share; 0 where all are unsure
  Interval interval;
};
enum class AskedOf : std::uint8_t { links, removals };
std::vector<Calibration> calibration(AskedOf what, const ClericalSample& sample,
                                     const std::vector<ClericalAnswer>& answers, double confidence);

}  // namespace scrutineer::roll
