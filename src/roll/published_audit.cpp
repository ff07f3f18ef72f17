#include "roll/published_audit.hpp"

#include <cmath>

namespace scrutineer::roll {

std::string_view sentence_part(ShareOf base) {
  switch (base) {
    case ShareOf::names_on_the_roll:
      return "names on the roll";
    case ShareOf::eligible_people:
      return "eligible people";
    case ShareOf::people_who_believe_they_are_registered:
      return "people who believe that they are registered";
    case ShareOf::past_voters:
      return "people who voted before";
    case ShareOf::removed_names:
      return "names removed from the roll";
    case ShareOf::not_stated:
      break;
  }
  return "a number that was not published";
}

double margin_at(double margin_at_half, double share) {
  return margin_at_half * std::sqrt(share * (1 - share) / 0.25);
}

Result<ShareReading> reading_of(const PublishedShare& published, std::int64_t names_on_the_roll) {
  if (!(published.share >= 0 && published.share <= 1) || names_on_the_roll <= 0) {
    return fail("A share lies between 0 and 1, and a roll has names.");
  }
  if (published.margin && !(*published.margin > 0 && *published.margin < 1)) {
    return fail("A margin lies between 0 and 1: 2.5 points are 0.025.");
  }
  ShareReading reading;
  if (published.base != ShareOf::names_on_the_roll) {
    reading.needs = sentence_part(published.base);
    return reading;
  }
  const auto names = static_cast<double>(names_on_the_roll);
  Estimate share{published.share, 0, {0, 1}};
  if (published.margin) {
    const double margin = margin_at(*published.margin, published.share);
    share.standard_error = margin / normal_quantile(0.95);
    share.interval = {published.share - margin, published.share + margin};
  }
  reading.names = sum_of({{names, within(share, 0, 1)}});
  return reading;
}

}  // namespace scrutineer::roll
