// Shares that others published about a roll, and what they may be multiplied by. "10.8 per cent of
// those who thought that they were registered" is no number of names until somebody knows how many
// thought so; the number of names on the roll is a base only for shares of names of the roll.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/result.hpp"
#include "roll/intervals.hpp"

namespace scrutineer::roll {

// Whom a share is a share of.
enum class ShareOf : std::uint8_t {
  names_on_the_roll,
  eligible_people,
  people_who_believe_they_are_registered,
  past_voters,
  removed_names,
  not_stated,
};
std::string_view sentence_part(ShareOf base);  // "names on the roll", …

struct PublishedShare {
  double share = 0;
  ShareOf base = ShareOf::not_stated;
  // As published for the whole audit, at a share of one half; of 95 per cent where nothing else is
  // said.
  std::optional<double> margin;
};

// Half the interval of another share of the same people, if its design effect is that of the
// published margin: margin · √(p (1 − p) / ¼).
double margin_at(double margin_at_half, double share);

struct ShareReading {
  // Multiplied by the names of the roll: how many names it is about. Nothing where the roll is not
  // its base. The interval is that of the published margin, and [0, all] where there is none.
  std::optional<Estimate> names;
  // What number it multiplies, to be found elsewhere; empty where the roll is its base.
  std::string_view needs;
};

// Fails where the share or the margin lies outside 0 to 1, or the roll has no names.
Result<ShareReading> reading_of(const PublishedShare& published, std::int64_t names_on_the_roll);

}  // namespace scrutineer::roll
