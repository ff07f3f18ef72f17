#include <algorithm>
#include <string>

#include <fmt/core.h>

#include "base/numbers.hpp"
#include "base/random.hpp"
#include "roll/survey_plan.hpp"

namespace scrutineer::roll {

namespace {

constexpr std::size_t kMostNames = 1'000'000;

// One stratum while it is drawn from: its clusters with names, by id.
class StratumDraw {
 public:
  StratumDraw(const SurveyFrame& frame, std::vector<std::size_t> clusters, std::int64_t count,
              std::size_t take, Random random)
      : frame_(frame),
        open_(std::move(clusters)),
        count_(count),
        take_(static_cast<std::int64_t>(take)),
        random_(random) {}

  std::vector<DrawnCluster> drawn() {
    take_the_certain();
    pick_the_others();
    std::sort(drawn_.begin(), drawn_.end(), [&](const DrawnCluster& a, const DrawnCluster& b) {
      return frame_.clusters[a.cluster].id < frame_.clusters[b.cluster].id;
    });
    return std::move(drawn_);
  }

 private:
  std::int64_t names(std::size_t cluster) const { return frame_.clusters[cluster].names; }

  std::int64_t open_names() const {
    std::int64_t sum = 0;
    for (const std::size_t cluster : open_) sum += names(cluster);
    return sum;
  }

  void add(std::size_t cluster, bool certain, std::int64_t wanted, double chance) {
    const std::int64_t n = std::min(wanted, names(cluster));
    DrawnCluster one;
    one.cluster = cluster;
    one.certain = certain;
    one.weight = static_cast<double>(names(cluster)) / static_cast<double>(n) / chance;
    one.names = random_.fork(frame_.clusters[cluster].id)
                    .sample(static_cast<std::size_t>(names(cluster)), static_cast<std::size_t>(n));
    drawn_.push_back(std::move(one));
  }

  // A cluster with a chance of one or more is taken, and the others share what is left; that can
  // make further ones certain.
  void take_the_certain() {
    const std::int64_t all = open_names();
    const Wide people = static_cast<Wide>(count_) * take_;
    while (count_ > 0) {
      const std::int64_t left = open_names();
      std::vector<std::size_t> others;
      for (const std::size_t cluster : open_) {
        if (static_cast<Wide>(names(cluster)) * count_ < left) {
          others.push_back(cluster);
          continue;
        }
        // Its part of all people, upwards, and two at least, so that its variance is to be had.
        const Wide part = floor_divide(people * names(cluster) + all - 1, all);
        add(cluster, true, std::max<std::int64_t>(2, static_cast<std::int64_t>(part)), 1);
      }
      if (others.size() == open_.size()) return;
      count_ -= static_cast<std::int64_t>(open_.size() - others.size());
      open_ = std::move(others);
    }
  }

  void pick_the_others() {
    if (count_ == 0) return;
    const std::int64_t all = open_names();
    random_.shuffle(open_);
    // On a line of `all` times `count_` steps cluster i has count · N_i of them, fewer than `all`;
    // the marks are `all` apart, so that none holds two.
    Wide mark = static_cast<Wide>(random_.below(static_cast<std::uint64_t>(all)));
    Wide end = 0;
    for (const std::size_t cluster : open_) {
      const Wide steps = static_cast<Wide>(names(cluster)) * count_;
      end += steps;
      if (mark >= end) continue;
      mark += all;
      add(cluster, false, take_, static_cast<double>(steps) / static_cast<double>(all));
    }
  }

  const SurveyFrame& frame_;
  std::vector<std::size_t> open_;
  std::int64_t count_;  // still to be drawn
  std::int64_t take_;
  Random random_;
  std::vector<DrawnCluster> drawn_;
};

Errors frame_errors(const SurveyFrame& frame, const std::vector<std::int64_t>& clusters) {
  Errors errors;
  const auto report = [&](std::string message) {
    errors.push_back(Error{
        .file = {}, .column = {}, .found = {}, .expected = {}, .message = std::move(message)});
  };
  if (clusters.size() != frame.strata.size()) {
    report(fmt::format("Sizes are given for {} strata, and the frame has {}.", clusters.size(),
                       frame.strata.size()));
    return errors;
  }
  std::vector<std::string> ids;
  std::vector<std::int64_t> available(frame.strata.size(), 0);
  Votes all = 0;
  for (const FrameCluster& cluster : frame.clusters) {
    ids.push_back(cluster.id);
    if (cluster.stratum >= frame.strata.size()) {
      report(fmt::format("{} stands in a stratum that the frame does not name.", cluster.id));
    } else if (cluster.names < 0 || cluster.names > kMaximumCount - all) {
      report(fmt::format("{} has {} names.", cluster.id, cluster.names));
    } else if (cluster.names > 0) {
      all += cluster.names;
      ++available[cluster.stratum];
    }
  }
  std::sort(ids.begin(), ids.end());
  const auto twice = std::adjacent_find(ids.begin(), ids.end());
  if (twice != ids.end()) report(fmt::format("{} stands twice in the frame.", *twice));
  for (std::size_t h = 0; h < clusters.size(); ++h) {
    if (clusters[h] < 0 || clusters[h] > available[h]) {
      report(fmt::format("{} clusters of {} are to be drawn, and {} have names.", clusters[h],
                         frame.strata[h], available[h]));
    }
  }
  return errors;
}

}  // namespace

Result<SurveyDraw> draw_survey(const SurveyFrame& frame, const std::vector<std::int64_t>& clusters,
                               std::size_t take, std::uint64_t seed) {
  if (take == 0 || take > kMostNames) {
    return fail(fmt::format("Between 1 and {} names are taken of each cluster.", kMostNames));
  }
  Errors errors = frame_errors(frame, clusters);
  if (!errors.empty()) return tl::unexpected<Errors>(std::move(errors));
  std::vector<std::vector<std::size_t>> open(frame.strata.size());
  for (std::size_t i = 0; i < frame.clusters.size(); ++i) {
    if (frame.clusters[i].names > 0) open[frame.clusters[i].stratum].push_back(i);
  }
  const Random random(seed);
  SurveyDraw draw;
  for (std::size_t h = 0; h < open.size(); ++h) {
    std::sort(open[h].begin(), open[h].end(), [&](std::size_t a, std::size_t b) {
      return frame.clusters[a].id < frame.clusters[b].id;
    });
    StratumDraw stratum(frame, std::move(open[h]), clusters[h], take, random.fork(frame.strata[h]));
    for (DrawnCluster& cluster : stratum.drawn()) draw.clusters.push_back(std::move(cluster));
  }
  return draw;
}

}  // namespace scrutineer::roll
