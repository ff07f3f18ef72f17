// Consolidation: what the forms of one source add up to, at every level of the tree of units. A
// unit's own row that stands above others is a stated total: compared with the sum of its children,
// never added to it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "count/forms.hpp"
#include "election/election.hpp"
#include "election/states.hpp"

namespace scrutineer {

// One unit, counts by slot (rules.hpp: fields, then `parties`, `largest` (unused), parties). Of its
// leaves some are counted, some set aside (states.hpp), and the rest has not reported.
struct ConsolidatedUnit {
  UnitIndex unit;
  std::vector<Count> sum;  // of what the lowest reporting units below state; empty: none states it
  std::vector<std::size_t> missing_in_sum;  // by slot: reporting units that do not state it
  std::vector<Count> stated;  // the unit's own row, where it stands above others that report
  std::size_t leaves = 0;     // units without others below them
  std::size_t reported = 0;   // of which counted, or below one whose own row stands for them
  std::size_t quarantined = 0, annulled = 0;         // of which report and are set aside
  std::vector<Count> quarantined_sum, annulled_sum;  // what those state; no elements: none
  std::vector<std::size_t> differs;  // slots where a stated total is not the complete sum
  std::size_t missing() const { return leaves - reported - quarantined - annulled; }
};

// A million leaves would take more room added up than their forms do: a leaf is read from its form
// when it is asked for. Lives as long as the election and the table that it reads.
class Consolidation {
 public:
  SourceIndex source;
  ContestIndex contest;
  std::vector<UnitIndex> missing;  // leaves without a report, ascending by id

  std::size_t size() const { return row_.size(); }  // all units of the election
  ConsolidatedUnit at(UnitIndex unit) const;
  // Units that lie below no other, ascending.
  const std::vector<UnitIndex>& tops() const { return tops_; }
  // Units that have others below them, ascending: parents before children as in units.csv.
  const std::vector<ConsolidatedUnit>& inner() const { return inner_; }

 private:
  friend class Consolidator;
  // What the row of a unit states; the largest party of a form is no count to add up.
  std::vector<Count> stated_by(std::size_t row) const;
  void take_row(std::size_t row, ConsolidatedUnit& unit) const;

  std::shared_ptr<const Forms> forms_;
  std::vector<UnitState> states_;
  std::size_t slots_ = 0;
  std::vector<std::uint32_t> row_;       // by unit: its current row, plus one; 0: none
  std::vector<std::uint32_t> inner_at_;  // by unit: its position in inner_, plus one; 0: a leaf
  std::vector<ConsolidatedUnit> inner_;
  std::vector<UnitIndex> tops_;
};

// One count of everything: the sum over the units at the top; empty where none states it.
Count whole_count(const Consolidation& sums, std::size_t slot);

// The parties with the most votes in all, at most so many, in the order of the election.
std::vector<std::size_t> largest_parties(const Election& election, const Consolidation& sums,
                                         std::size_t most);

Consolidation consolidate(const Election& election, const ReturnTable& table);
Consolidation consolidate(const Election& election, std::shared_ptr<const Forms> forms);

}  // namespace scrutineer
