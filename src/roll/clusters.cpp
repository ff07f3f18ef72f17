#include "roll/clusters.hpp"

#include <algorithm>
#include <limits>
#include <queue>
#include <unordered_map>

#include "base/numbers.hpp"
#include "roll/components.hpp"

namespace scrutineer::roll {

namespace {

// The candidate pairs between two groups.
struct Between {
  std::int64_t sum = 0;
  std::int64_t pairs = 0;
  Weight best = std::numeric_limits<Weight>::min();

  void add(const Between& other) {
    sum += other.sum;
    pairs += other.pairs;
    best = std::max(best, other.best);
  }
};

// Two groups that may be merged, with the sum over all pairs between them, absent ones included.
struct Merger {
  std::int64_t sum = 0;
  std::int64_t pairs = 0;
  std::uint32_t first = 0, second = 0;
  std::uint64_t version = 0;  // of both groups together; an older one is out of date
};

// By average, without division; among equals the least groups first.
struct IsWorse {
  bool operator()(const Merger& a, const Merger& b) const {
    const Wide left = static_cast<Wide>(a.sum) * b.pairs,
               right = static_cast<Wide>(b.sum) * a.pairs;
    if (left != right) return left < right;
    if (a.first != b.first) return a.first > b.first;
    return a.second != b.second ? a.second > b.second : a.version < b.version;
  }
};

class Agglomeration {
 public:
  Agglomeration(const std::vector<Edge>& edges, std::size_t rows, const ClusterOptions& options)
      : options_(options), sets_(rows), sizes_(rows, 1), versions_(rows, 0), others_(rows) {
    for (const Edge& edge : edges) {
      const Between one{edge.weight, 1, edge.weight};
      others_[edge.left][edge.right].add(one);
      others_[edge.right][edge.left].add(one);
    }
    for (const Edge& edge : edges) offer(edge.left, edge.right);
  }

  DisjointSets run() {
    while (!queue_.empty()) {
      const Merger merger = queue_.top();
      queue_.pop();
      if (merger.version == versions_[merger.first] + versions_[merger.second] &&
          is_alive(merger.first) && is_alive(merger.second)) {
        merge(merger.first, merger.second);
      }
    }
    return std::move(sets_);
  }

 private:
  bool is_alive(std::uint32_t group) { return sets_.find(group) == group; }

  void offer(std::uint32_t a, std::uint32_t b) {
    const Between& between = others_[a].at(b);
    if (between.best < options_.least_best) return;
    Merger merger;
    merger.pairs = sizes_[a] * sizes_[b];
    merger.sum = between.sum + (merger.pairs - between.pairs) * options_.absent;
    merger.first = std::min(a, b);
    merger.second = std::max(a, b);
    merger.version = versions_[a] + versions_[b];
    if (merger.sum >= merger.pairs * options_.least_average) queue_.push(merger);
  }

  // The second group goes into the first.
  void merge(std::uint32_t first, std::uint32_t second) {
    sets_.merge(first, second);
    sizes_[first] += sizes_[second];
    ++versions_[first];
    others_[first].erase(second);
    for (const auto& [other, between] : others_[second]) {
      if (other == first) continue;
      others_[other].erase(second);
      others_[first][other].add(between);
      others_[other][first].add(between);
    }
    others_[second].clear();
    for (const auto& [other, between] : others_[first]) offer(first, other);
  }

  ClusterOptions options_;
  DisjointSets sets_;
  std::vector<std::int64_t> sizes_;
  std::vector<std::uint64_t> versions_;
  std::vector<std::unordered_map<std::uint32_t, Between>> others_;
  std::priority_queue<Merger, std::vector<Merger>, IsWorse> queue_;
};

}  // namespace

Clusters cluster(const std::vector<Edge>& edges, std::size_t rows, const ClusterOptions& options) {
  DisjointSets sets = Agglomeration(edges, rows, options).run();
  Clusters result;
  result.cluster_of.resize(rows);
  std::vector<std::uint32_t> sizes(rows, 0);
  for (std::uint32_t row = 0; row < rows; ++row) {
    result.cluster_of[row] = sets.find(row);
    ++sizes[result.cluster_of[row]];
  }
  for (const std::uint32_t size : sizes) {
    if (size < 2) continue;
    ++result.clusters_of_several;
    result.records_in_them += size;
  }
  for (const Edge& edge : edges) {
    if (edge.weight > 0 && result.cluster_of[edge.left] != result.cluster_of[edge.right]) {
      ++result.bridges_cut;
    }
  }
  return result;
}

}  // namespace scrutineer::roll
