// Removals between two snapshots of a roll, in persons, and how many of them were wrongful. Four
// numbers that are never mixed:
//
//   apparent   records of the old roll without a link to the new one: D_app = N_A − M. A link that
//              was missed looks like a removal; a false link hides one.
//   removed    persons of the old roll without any record in the new one:
//              D = D_app (1 − r) + M f₀, where r is the share of apparent removals whose person
//              does have a record in the new roll, and f₀ the share of links whose person has none.
//              Both from clerical samples that search all of the new roll.
//   wrongly removed   removed persons who are entitled to be on it: what a field audit, an
//              accounting of known causes, and a list of names can each say something about.
//   added      is not removed with the sign turned; it is not dealt with here.
//
// Method and the worked example: docs/field-audits.md.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "roll/clerical_sample.hpp"
#include "roll/intervals.hpp"

namespace scrutineer::roll {

struct LinkCounts {
  std::int64_t old_records = 0;  // N_A
  std::int64_t links = 0;        // M, one to one
  std::int64_t apparent() const { return old_records - links; }
};

struct Removals {
  LinkCounts counts;
  Estimate missed_share;  // r, of apparent removals; in persons, 1 − D of them / D_app
  Estimate unlinked;      // D_app (1 − r): removed persons among apparent removals
  Estimate false_share;   // f₀, of links
  Estimate hidden;        // M f₀: removed persons whose record has a false link
  Estimate removed;       // D
};

// From samples of the unlinked and of the linked records. In both, an event is a person *without*
// a record in the new roll (1/k of one where the old roll has k records of the person). Fails where
// samples do not add up to the counts.
Result<Removals> estimate_removals(const LinkCounts& counts, const std::vector<Judged>& unlinked,
                                   const std::vector<Judged>& linked, double confidence);

// The same with unsure answers: values with each of them half an event, intervals from the lower
// end with all of them on the new roll to the upper end with none (Manski 1989). Without any, as
// above.
Result<Removals> removals_with_unsure(const LinkCounts& counts, const JudgedBounds& unlinked,
                                      const JudgedBounds& linked, double confidence);

// What a field sample of removals was drawn from; decides what its share multiplies.
enum class DrawnFrom : std::uint8_t {
  // All apparent removals, as the linkage leaves them. Those who turn out to be on the new roll are
  // no wrongful removals, so the share corrects for r by itself: W = D_app p + M f₀ p'.
  apparent_removals,
  // Persons found to be absent from the new roll before they were drawn: W = D p.
  confirmed_removals,
};

// What is taken for p', the wrongful share of the removed persons behind false links, whom a sample
// of apparent removals cannot meet.
enum class BehindLinks : std::uint8_t {
  not_known,     // any share: the value takes the one below, the interval runs from none to all
  like_removed,  // that of removed persons without a link, p / (1 − r): an assumption
  sampled,       // `behind_links`
};

struct FieldShare {
  DrawnFrom drawn_from = DrawnFrom::apparent_removals;
  Estimate wrongful;                                     // of what it was drawn from, persons
  BehindLinks taken_for_links = BehindLinks::not_known;  // where drawn from apparent removals
  Estimate behind_links;
};

struct AuditRoute {
  DrawnFrom drawn_from = DrawnFrom::apparent_removals;
  BehindLinks taken_for_links = BehindLinks::not_known;
  Estimate wrongly_removed;
};
AuditRoute wrongful_by_audit(const Removals& removals, const FieldShare& field);

// Expected deaths in one cell of age and sex of the old roll.
struct DeathCell {
  std::int64_t persons = 0;
  double yearly_probability = 0;
};

// Persons × the probability to die within `years`. `table_error`: the relative standard error of
// the life table as a whole, which no number of persons averages away. Fails outside 0 to 1.
Result<Estimate> expected_deaths(const std::vector<DeathCell>& cells, double years,
                                 double table_error, double confidence);

// Removals with a known lawful cause: persons, so a removed duplicate counts only where the person
// has no record left (else the person is not removed, and D does not hold it).
struct KnownCause {
  std::string cause;
  Estimate persons;
};

// D less the known causes, not below 0. It bounds wrongful removals from below only as far as the
// causes are complete and each is counted at its most (all expected deaths, as if each had been
// struck off): a lawful cause that is missing here makes it too large.
struct AccountingRoute {
  Estimate unexplained;
  std::vector<KnownCause> causes;
};
AccountingRoute unexplained_removals(const Removals& removals, std::vector<KnownCause> causes);

// The three side by side. By name: persons each known to be removed and entitled; a lower bound
// without any uncertainty of sampling.
struct WrongfulRemovals {
  std::optional<AuditRoute> audit;
  std::optional<AccountingRoute> accounting;
  std::optional<std::int64_t> by_name;
  // Sentences on routes that contradict each other: then at least one rests on a wrong assumption,
  // and none may be quoted alone.
  std::vector<std::string> contradictions;
};
WrongfulRemovals side_by_side(const Removals& removals, std::optional<AuditRoute> audit,
                              std::optional<AccountingRoute> accounting,
                              std::optional<std::int64_t> by_name);

}  // namespace scrutineer::roll
