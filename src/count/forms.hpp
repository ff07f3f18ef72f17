// The forms of one source: for each unit the current row, read slot by slot (rules.hpp).
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "count/rules.hpp"
#include "election/election.hpp"

namespace scrutineer {

// Columnar, as the returns are; a form is a row of it. Lives as long as the election that it reads.
class Forms {
 public:
  Forms(const Election& election, const ReturnTable& table);

  // Rows with the highest revision of their unit, ascending by unit.
  const std::vector<std::size_t>& rows() const { return rows_; }
  UnitIndex unit(std::size_t row) const { return table_->unit[row]; }

  // The count in a slot: a field (registered from units.csv where the form does not say), a party
  // (its list total, else the sum of its candidates), the parties' sum or the largest of them. A
  // party's count is stated where its column is; the sum where every party of the table's is.
  Count count(std::size_t row, std::size_t slot) const;

  // What the candidates of a party add up to; empty where none is stated or one is not.
  Count candidates(std::size_t row, std::size_t party) const;
  Count list_total(std::size_t row, std::size_t party) const;

  // The same count of many rows: out[i] for rows[i], -1 where it is not stated. Precondition:
  // where the table has one row a unit, in order, the rows ascend.
  void fill(std::size_t slot, std::span<const std::size_t> rows, std::int64_t* out) const;
  // Whether any row may state the count: not, where the table has no column that it comes from.
  bool has(std::size_t slot) const;
  // At least the largest count in any slot of any row.
  Votes largest_count() const { return largest_count_; }

  const std::vector<std::size_t>& parties() const { return parties_; }  // with columns
  // Parties of which both a list total and candidates have columns.
  const std::vector<std::size_t>& with_candidates() const { return with_candidates_; }
  const ReturnTable& table() const { return *table_; }

 private:
  struct PartyColumns {
    const Column* list = nullptr;
    std::vector<const Column*> candidates;
  };
  const Election* election_;
  const ReturnTable* table_;
  std::vector<const Column*> fields_;
  std::vector<PartyColumns> by_party_;
  void order_rows();
  void fill_parties(std::size_t slot, std::span<const std::size_t> rows, std::int64_t* out) const;
  void bound_counts();

  std::vector<std::size_t> parties_, with_candidates_;
  bool in_order_ = false;  // rows ascend by unit, and no unit has two
  Votes largest_count_ = 0;
  std::vector<std::size_t> rows_;
};

// Those of every table of the election, in its order: read once for everything that is asked.
using AllForms = std::vector<std::shared_ptr<const Forms>>;
AllForms all_forms(const Election& election);

}  // namespace scrutineer
