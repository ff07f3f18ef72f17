#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include <fmt/core.h>

#include "base/numbers.hpp"
#include "base/random.hpp"
#include "roll/disparity.hpp"

namespace scrutineer::roll {

namespace {

constexpr std::int64_t kStep = std::int64_t{1} << 20;  // of a person
constexpr std::int64_t kMillion = 1'000'000;

// What changes places within its group: a residual stays, a share moves.
struct Group {
  std::vector<std::int64_t> residual;  // in steps
  std::vector<std::int64_t> share;     // in millionths
};

// y − n p for the areas of one stratum, p = Y / N, in steps; and its shares.
struct Residuals {
  std::vector<std::int64_t> of_area;  // by area

  void add(const std::vector<Area>& areas, const std::vector<std::size_t>& members) {
    std::int64_t removed = 0;
    std::int64_t registered = 0;
    for (const std::size_t i : members) {
      removed += areas[i].removed;
      registered += areas[i].registered;
    }
    if (registered == 0) return;
    for (const std::size_t i : members) {
      const Wide beyond = static_cast<Wide>(areas[i].removed) * registered -
                          static_cast<Wide>(areas[i].registered) * removed;
      of_area[i] = static_cast<std::int64_t>(floor_divide(beyond * kStep, registered));
    }
  }
};

std::int64_t millionths(const Area& area) { return std::llround(area.share * kMillion); }

std::vector<Group> groups_of_areas(const std::vector<Area>& areas) {
  std::map<std::size_t, std::vector<std::size_t>> strata;
  for (std::size_t i = 0; i < areas.size(); ++i) strata[areas[i].stratum].push_back(i);
  Residuals residuals{std::vector<std::int64_t>(areas.size(), 0)};
  std::vector<Group> groups;
  for (const auto& [stratum, members] : strata) {
    residuals.add(areas, members);
    Group group;
    for (const std::size_t i : members) {
      group.residual.push_back(residuals.of_area[i]);
      group.share.push_back(millionths(areas[i]));
    }
    groups.push_back(std::move(group));
  }
  return groups;
}

std::vector<Group> groups_of_blocks(const std::vector<Area>& areas) {
  std::map<std::size_t, std::vector<std::size_t>> provinces;
  for (std::size_t i = 0; i < areas.size(); ++i) provinces[areas[i].province].push_back(i);
  Residuals residuals{std::vector<std::int64_t>(areas.size(), 0)};
  std::vector<Group> groups;
  for (const auto& [province, members] : provinces) {
    residuals.add(areas, members);
    std::map<std::size_t, std::vector<std::size_t>> blocks;
    for (const std::size_t i : members) blocks[areas[i].block].push_back(i);
    Group group;
    for (const auto& [block, of_block] : blocks) {
      std::int64_t residual = 0;
      Wide weighted = 0;
      std::int64_t registered = 0;
      for (const std::size_t i : of_block) {
        residual += residuals.of_area[i];
        weighted += static_cast<Wide>(millionths(areas[i])) * areas[i].registered;
        registered += areas[i].registered;
      }
      if (registered == 0) continue;
      group.residual.push_back(residual);
      group.share.push_back(static_cast<std::int64_t>(floor_divide(weighted, registered)));
    }
    groups.push_back(std::move(group));
  }
  return groups;
}

// Σ residual · (share − the group's mean share), in steps times millionths. Residuals, rounded
// down, do not quite sum to 0 within a group; what is taken off is the same for every order.
Wide centred(const std::vector<Group>& groups) {
  Wide sum = 0;
  for (const Group& group : groups) {
    Wide residuals = 0;
    Wide shares = 0;
    for (std::size_t i = 0; i < group.share.size(); ++i) {
      sum += static_cast<Wide>(group.residual[i]) * group.share[i];
      residuals += group.residual[i];
      shares += group.share[i];
    }
    if (group.share.empty()) continue;
    sum -= floor_divide(residuals * shares, static_cast<Wide>(group.share.size()));
  }
  return sum;
}

Wide magnitude(Wide value) { return value < 0 ? -value : value; }

}  // namespace

Result<PermutationTest> permutation_test(const std::vector<Area>& areas, Permuted what,
                                         std::uint64_t draws, std::uint64_t seed) {
  std::int64_t registered = 0;
  for (const Area& area : areas) {
    if (area.registered < 0 || area.removed < 0 || area.removed > area.registered ||
        area.registered > 1'000'000'000'000 - registered) {
      return fail(fmt::format("{}: {} removed of {}.", area.id, area.removed, area.registered));
    }
    if (!(area.share >= 0 && area.share <= 1)) {
      return fail(fmt::format("{}: a share of {}.", area.id, area.share));
    }
    registered += area.registered;
  }
  std::vector<Group> groups =
      what == Permuted::areas ? groups_of_areas(areas) : groups_of_blocks(areas);
  PermutationTest test;
  for (const Group& group : groups) {
    if (group.share.size() > 1) test.moving += group.share.size();
  }
  const Wide observed = centred(groups);
  test.statistic =
      static_cast<double>(observed) / static_cast<double>(kStep) / static_cast<double>(kMillion);
  test.draws = draws;
  Random random(seed);
  for (std::uint64_t draw = 0; draw < draws; ++draw) {
    for (Group& group : groups) random.shuffle(group.share);
    if (magnitude(centred(groups)) >= magnitude(observed)) ++test.as_large;
  }
  test.p = static_cast<double>(test.as_large + 1) / static_cast<double>(draws + 1);
  return test;
}

}  // namespace scrutineer::roll
