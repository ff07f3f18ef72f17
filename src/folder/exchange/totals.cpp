// Stated totals against the sums of the rows below them.
#include "folder/exchange/totals.hpp"

#include <algorithm>
#include <map>
#include <numeric>

#include "folder/exchange/sketch.hpp"

namespace scrutineer::exchange {

namespace {

constexpr std::size_t kMostNotes = 1'000;

// Units below others before those above them.
std::vector<std::size_t> bottom_up(const Election& election) {
  std::vector<std::size_t> depth(election.units.size(), 0);
  for (std::size_t i = 0; i < depth.size(); ++i) {
    for (auto at = election.units[i].parent; at; at = election.units[at->value].parent) ++depth[i];
  }
  std::vector<std::size_t> order(election.units.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return depth[a] > depth[b]; });
  return order;
}

}  // namespace

void note_totals(Sketch& sketch) {
  const Election& election = sketch.election;
  const std::vector<std::size_t> order = bottom_up(election);
  std::size_t noted = 0;
  for (const auto& [contest, rows] : sketch.rows) {
    for (const auto& [key, cells] : rows.columns) {
      std::vector<Count> stated(election.units.size());
      for (std::size_t i = 0; i < cells.size(); ++i) stated[rows.rows[i].unit.value] = cells[i];
      std::vector<Wide> below(election.units.size(), 0);
      std::vector<bool> has_below(election.units.size(), false);
      for (const std::size_t unit : order) {
        const std::string name =
            key.second.empty() ? std::string(name_of(static_cast<Field>(key.first))) : key.second;
        if (stated[unit] && has_below[unit] && below[unit] != *stated[unit] &&
            noted++ < kMostNotes) {
          sketch.notes.push_back(
              {NoteKind::total_differs,
               "The unit \"" + election.units[unit].id + "\" states " +
                   std::to_string(*stated[unit]) + " for \"" + name + "\" in the contest \"" +
                   election.contests[contest].id + "\"; the units below it add up to " +
                   to_string(below[unit]) + ".",
               election.contests[contest].id, election.units[unit].id, name, stated[unit]});
        }
        const auto parent = election.units[unit].parent;
        if (!parent || (!stated[unit] && !has_below[unit])) continue;
        below[parent->value] += stated[unit] ? static_cast<Wide>(*stated[unit]) : below[unit];
        has_below[parent->value] = true;
      }
    }
  }
}

}  // namespace scrutineer::exchange
