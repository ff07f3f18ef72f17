#include "roll/assignment.hpp"

#include <algorithm>
#include <functional>
#include <limits>
#include <numeric>
#include <queue>
#include <span>
#include <utility>

#include "base/threads.hpp"
#include "roll/components.hpp"

namespace scrutineer::roll {

namespace {

using Gain = std::int64_t;
constexpr Gain kFar = std::numeric_limits<Gain>::max();
constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();

// One component with its records numbered from 0. Every left record has a column of its own besides
// the right records', of gain 0: it stays without a link. So all left records are assigned.
class Solver {
 public:
  Solver(std::span<const Edge> edges, Weight least) {
    for (const Edge& edge : edges) {
      lefts_.push_back(edge.left);
      rights_.push_back(edge.right);
    }
    compress(lefts_);
    compress(rights_);
    arcs_.resize(lefts_.size());
    for (const Edge& edge : edges) {
      const std::uint32_t row = place(lefts_, edge.left);
      arcs_[row].push_back({place(rights_, edge.right), Gain{edge.weight} - least});
    }
    const std::size_t columns = rights_.size() + lefts_.size();
    for (std::uint32_t row = 0; row < arcs_.size(); ++row) {
      arcs_[row].push_back({static_cast<std::uint32_t>(rights_.size()) + row, 0});
    }
    row_of_.assign(columns, kNone);
    column_of_.assign(arcs_.size(), kNone);
    price_.assign(columns, 0);
  }

  void solve() {
    for (std::uint32_t row = 0; row < arcs_.size(); ++row) augment(row);
  }

  void add_links(Weight least, std::vector<AssignedLink>& links) const {
    const std::vector<bool> ambiguous = ambiguous_columns();
    for (std::uint32_t row = 0; row < arcs_.size(); ++row) {
      const std::uint32_t column = column_of_[row];
      if (column >= rights_.size()) continue;
      links.push_back({lefts_[row], rights_[column], static_cast<Weight>(gain(row, column) + least),
                       ambiguous[column]});
    }
  }

 private:
  struct Arc {
    std::uint32_t column = 0;
    Gain gain = 0;
  };

  static void compress(std::vector<std::uint32_t>& numbers) {
    std::sort(numbers.begin(), numbers.end());
    numbers.erase(std::unique(numbers.begin(), numbers.end()), numbers.end());
  }
  static std::uint32_t place(const std::vector<std::uint32_t>& numbers, std::uint32_t number) {
    return static_cast<std::uint32_t>(std::lower_bound(numbers.begin(), numbers.end(), number) -
                                      numbers.begin());
  }
  Gain gain(std::uint32_t row, std::uint32_t column) const {
    for (const Arc& arc : arcs_[row]) {
      if (arc.column == column) return arc.gain;
    }
    return 0;
  }

  // Dijkstra from a free row over reduced costs price - gain (prices are never negative, and 0 for
  // free columns), to the nearest free column; the assignment changes along the path.
  void augment(std::uint32_t start) {
    std::vector<Gain> distance(price_.size(), kFar);
    std::vector<std::uint32_t> from(price_.size(), kNone);
    std::vector<bool> is_done(price_.size());
    std::priority_queue<std::pair<Gain, std::uint32_t>, std::vector<std::pair<Gain, std::uint32_t>>,
                        std::greater<>>
        queue;
    // The best value of the start; distances are counted from it, so that none is negative.
    Gain best = -kFar;
    for (const Arc& arc : arcs_[start]) best = std::max(best, arc.gain - price_[arc.column]);
    const auto relax = [&](std::uint32_t row, Gain base, Gain value) {
      for (const Arc& arc : arcs_[row]) {
        const Gain next = base + value - (arc.gain - price_[arc.column]);
        if (is_done[arc.column] || next >= distance[arc.column]) continue;
        distance[arc.column] = next;
        from[arc.column] = row;
        queue.push({next, arc.column});
      }
    };
    relax(start, 0, best);
    std::vector<std::uint32_t> done;
    std::uint32_t end = kNone;
    while (end == kNone) {
      const auto [length, column] = queue.top();
      queue.pop();
      if (is_done[column]) continue;
      is_done[column] = true;
      if (row_of_[column] == kNone) {
        end = column;
        break;
      }
      done.push_back(column);
      const std::uint32_t row = row_of_[column];
      relax(row, length, gain(row, column) - price_[column]);
    }
    for (const std::uint32_t column : done) price_[column] += distance[end] - distance[column];
    for (std::uint32_t column = end; column != kNone;) {
      const std::uint32_t row = from[column];
      row_of_[column] = row;
      std::swap(column_of_[row], column);
      if (row == start) break;
    }
  }

  // A column's assignment differs in some solution of the same sum where it lies on a cycle of
  // steps without loss: its row moves to a column that is worth as much, and so on, until a free
  // column is taken and one of price 0 becomes free. Columns that share such a cycle are strongly
  // connected (Tarjan 1972); node 0 stands for all free columns.
  std::vector<bool> ambiguous_columns() const {
    std::vector<std::vector<std::uint32_t>> steps(price_.size() + 1);
    for (std::uint32_t column = 0; column < price_.size(); ++column) {
      const std::uint32_t row = row_of_[column];
      if (row == kNone) {
        steps[column + 1].push_back(0);
        continue;
      }
      if (price_[column] == 0) steps[0].push_back(column + 1);
      const Gain value = gain(row, column) - price_[column];
      for (const Arc& arc : arcs_[row]) {
        if (arc.column != column && arc.gain - price_[arc.column] == value) {
          steps[column + 1].push_back(arc.column + 1);
        }
      }
    }
    return in_cycles(steps);
  }

  static std::vector<bool> in_cycles(const std::vector<std::vector<std::uint32_t>>& steps);

  std::vector<std::uint32_t> lefts_, rights_;
  std::vector<std::vector<Arc>> arcs_;
  std::vector<std::uint32_t> row_of_, column_of_;
  std::vector<Gain> price_;
};

// Of the nodes but the first, whether their strongly connected component has another node.
std::vector<bool> Solver::in_cycles(const std::vector<std::vector<std::uint32_t>>& steps) {
  const std::size_t size = steps.size();
  std::vector<std::uint32_t> number(size, 0), low(size, 0), stack;
  std::vector<bool> is_open(size), result(size - 1);
  std::uint32_t next = 0;
  struct Frame {
    std::uint32_t node = 0;
    std::size_t step = 0;
  };
  for (std::uint32_t root = 0; root < size; ++root) {
    std::vector<Frame> frames;
    const auto enter = [&](std::uint32_t node) {
      number[node] = low[node] = ++next;
      stack.push_back(node);
      is_open[node] = true;
      frames.push_back({node, 0});
    };
    if (number[root] == 0) enter(root);
    while (!frames.empty()) {
      Frame& frame = frames.back();
      const std::uint32_t node = frame.node;
      if (frame.step < steps[node].size()) {
        const std::uint32_t to = steps[node][frame.step++];
        if (number[to] == 0) {
          enter(to);
        } else if (is_open[to]) {
          low[node] = std::min(low[node], number[to]);
        }
        continue;
      }
      frames.pop_back();
      if (!frames.empty()) low[frames.back().node] = std::min(low[frames.back().node], low[node]);
      if (low[node] != number[node]) continue;
      const bool is_cycle = stack.back() != node;
      for (std::uint32_t member = kNone; member != node;) {
        member = stack.back();
        stack.pop_back();
        is_open[member] = false;
        if (member != 0) result[member - 1] = is_cycle;
      }
    }
  }
  return result;
}

// The greatest log odds first; equal ones by row. Where a record's best candidates are equal, the
// link is ambiguous.
void link_greedily(std::vector<Edge> edges, std::vector<AssignedLink>& links) {
  std::stable_sort(edges.begin(), edges.end(),
                   [](const Edge& a, const Edge& b) { return a.weight > b.weight; });
  std::vector<std::uint32_t> lefts, rights;
  for (const Edge& edge : edges) {
    lefts.push_back(edge.left);
    rights.push_back(edge.right);
  }
  std::sort(lefts.begin(), lefts.end());
  std::sort(rights.begin(), rights.end());
  const auto place = [](const std::vector<std::uint32_t>& sorted, std::uint32_t number) {
    return static_cast<std::size_t>(std::lower_bound(sorted.begin(), sorted.end(), number) -
                                    sorted.begin());
  };
  // The link of each record, + 1; and the weight at which it was linked.
  std::vector<std::size_t> link_of_left(lefts.size(), 0), link_of_right(rights.size(), 0);
  for (const Edge& edge : edges) {
    std::size_t& left = link_of_left[place(lefts, edge.left)];
    std::size_t& right = link_of_right[place(rights, edge.right)];
    for (const std::size_t link : {left, right}) {
      if (link != 0 && links[link - 1].log_odds == edge.weight) links[link - 1].is_ambiguous = true;
    }
    if (left != 0 || right != 0) continue;
    links.push_back({edge.left, edge.right, edge.weight, false});
    left = right = links.size();
  }
}

// Edges of `least` and more by component; components in the order of their least left row.
struct ComponentEdges {
  std::vector<Edge> edges;
  std::vector<std::size_t> ends;  // of each component

  std::span<const Edge> component(std::size_t c) const {
    const std::size_t begin = c == 0 ? 0 : ends[c - 1];
    return std::span(edges).subspan(begin, ends[c] - begin);
  }
};

ComponentEdges components_of(const std::vector<Edge>& edges, Weight least) {
  std::uint32_t lefts = 0, rights = 0;
  for (const Edge& edge : edges) {
    lefts = std::max(lefts, edge.left + 1);
    rights = std::max(rights, edge.right + 1);
  }
  DisjointSets sets(std::size_t{lefts} + rights);
  for (const Edge& edge : edges) {
    if (edge.weight >= least) sets.merge(edge.left, lefts + edge.right);
  }
  std::vector<std::uint32_t> number(lefts, kNone);
  ComponentEdges result;
  for (const Edge& edge : edges) {
    if (edge.weight < least) continue;
    std::uint32_t& component = number[sets.find(edge.left)];
    if (component == kNone) {
      component = static_cast<std::uint32_t>(result.ends.size());
      result.ends.push_back(0);
    }
    ++result.ends[component];
  }
  std::exclusive_scan(result.ends.begin(), result.ends.end(), result.ends.begin(), std::size_t{0});
  result.edges.resize(static_cast<std::size_t>(
      std::count_if(edges.begin(), edges.end(), [&](const Edge& e) { return e.weight >= least; })));
  for (const Edge& edge : edges) {
    if (edge.weight >= least) result.edges[result.ends[number[sets.find(edge.left)]]++] = edge;
  }
  return result;
}

std::size_t records_in(std::span<const Edge> component) {
  std::vector<std::uint32_t> rights;
  std::size_t lefts = 0;
  for (std::size_t e = 0; e < component.size(); ++e) {
    rights.push_back(component[e].right);
    lefts += e == 0 || component[e].left != component[e - 1].left ? 1 : 0;
  }
  std::sort(rights.begin(), rights.end());
  return lefts +
         static_cast<std::size_t>(std::unique(rights.begin(), rights.end()) - rights.begin());
}

}  // namespace

Assignment assign(const std::vector<Edge>& edges, Weight least, std::size_t most_nodes) {
  const ComponentEdges components = components_of(edges, least);
  const Slices slices{components.ends.size(), 4096};
  std::vector<Assignment> pieces(slices.count());
  for_each_piece(slices.count(), [&](std::size_t slice) {
    Assignment& piece = pieces[slice];
    for (std::size_t c = slices.begin(slice); c < slices.end(slice); ++c) {
      const std::span<const Edge> component = components.component(c);
      if (component.size() == 1) {
        const Edge& edge = component[0];
        piece.links.push_back({edge.left, edge.right, edge.weight, edge.weight == least});
        continue;
      }
      const std::size_t records = records_in(component);
      if (records > most_nodes) {
        ++piece.greedy_components;
        piece.greedy_records += records;
        link_greedily({component.begin(), component.end()}, piece.links);
        continue;
      }
      Solver solver(component, least);
      solver.solve();
      solver.add_links(least, piece.links);
    }
  });
  Assignment result;
  result.components = components.ends.size();
  for (const Assignment& piece : pieces) {
    result.links.insert(result.links.end(), piece.links.begin(), piece.links.end());
    result.greedy_components += piece.greedy_components;
    result.greedy_records += piece.greedy_records;
  }
  std::sort(result.links.begin(), result.links.end(),
            [](const AssignedLink& a, const AssignedLink& b) { return a.left < b.left; });
  return result;
}

}  // namespace scrutineer::roll
