// What the published figures of field audits may be multiplied by, and what their margins say of
// their designs: the readings of published_audit.hpp for all figures that an election folder
// states.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "election/election.hpp"
#include "roll/findings.hpp"

namespace scrutineer::roll {

// The names on the roll, and who states them.
struct NamesOnTheRoll {
  Votes names = 0;
  std::optional<UnitIndex> unit;  // one of those of units.csv that state it; else of the flow, or …
  std::string snapshot;           // … of the snapshot of this name
};
// The registered names of the units at the top, where all of them state some; else those of the new
// roll of flow.csv; else of the last snapshot. Nothing where none of them is stated.
std::optional<NamesOnTheRoll> names_on_the_roll(const Election& election, const Findings& findings);

// Names of the roll that a share stands for: ends rounded outward. Without a margin and an interval
// of its own the ends are missing.
struct NameRange {
  Votes value = 0;
  Count low, high;
};

struct AuditReading {
  std::size_t figure = 0;             // position in Findings::audits
  std::optional<NameRange> names;     // where its base is the roll and the roll's names are known
  std::optional<double> margin_here;  // the audit's margin at this share
};

// What the margin of an audit implies, at a share of one half and 95 per cent.
struct DesignEffect {
  double effect = 1;
  std::optional<double> take;         // people in a cluster, where there is more than one
  std::optional<double> correlation;  // within clusters, with equal weights
};
struct ImpliedDesign {
  std::string audit;
  double margin = 0;
  Votes people = 0;
  Count clusters;
  DesignEffect one_way;                   // all people answered the same question
  std::optional<DesignEffect> half_each;  // where the audit asked both ways: half of them each
};

struct AuditReadings {
  std::optional<NamesOnTheRoll> roll;
  std::vector<AuditReading> figures;   // one for each of Findings::audits, in its order
  std::vector<ImpliedDesign> designs;  // audits with a margin and a number of people, as they come
};
AuditReadings read_audits(const Election& election, const Findings& findings);

}  // namespace scrutineer::roll
