// Areas in provinces and districts, with removals that differ between areas and districts more than
// chance would have it, and a share x that differs between districts too; a bias where asked for.
#pragma once

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "base/random.hpp"
#include "roll/disparity.hpp"

namespace scrutineer::roll {

struct DisparityCase {
  std::size_t provinces = 12, blocks = 6, areas = 6;  // areas of a block
  double rate = 0.04;
  double beta = 0;  // planted: log odds per 1.00 of x
};

inline std::vector<Area> made_areas(const DisparityCase& wish, std::uint64_t seed) {
  Random random(seed);
  std::vector<Area> areas;
  for (std::size_t p = 0; p < wish.provinces; ++p) {
    const double of_province = 0.3 * random.nearly_normal();
    const double share_of_province = 0.35 + 0.2 * random.uniform();
    for (std::size_t b = 0; b < wish.blocks; ++b) {
      const double of_block = 0.15 * random.nearly_normal();
      const double share_of_block = share_of_province + 0.08 * random.nearly_normal();
      for (std::size_t k = 0; k < wish.areas; ++k) {
        Area area;
        area.id = "area-" + std::to_string(areas.size());
        area.province = p;
        area.block = b;
        area.registered = random.between(1'000, 5'000);
        area.share = std::clamp(share_of_block + 0.08 * random.nearly_normal(), 0.02, 0.98);
        const double odds = std::log(wish.rate / (1 - wish.rate)) + of_province + of_block +
                            0.2 * random.nearly_normal() + wish.beta * (area.share - 0.45);
        const double share = 1 / (1 + std::exp(-odds));
        const auto n = static_cast<double>(area.registered);
        const double removed =
            n * share + std::sqrt(n * share * (1 - share)) * random.nearly_normal();
        area.removed = std::clamp<std::int64_t>(std::llround(removed), 0, area.registered);
        area.controls = {random.nearly_normal(), std::log(n)};
        areas.push_back(std::move(area));
      }
    }
  }
  const auto strata = comparable_strata(areas, {}, 3);
  for (std::size_t i = 0; i < areas.size(); ++i) areas[i].stratum = strata[i];
  return areas;
}

}  // namespace scrutineer::roll
