// The forms of one source: for each unit the current row, read slot by slot (rules.hpp).
#pragma once

#include <cstddef>
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

  const std::vector<std::size_t>& parties() const { return parties_; }  // with columns
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
  std::vector<std::size_t> parties_;
  std::vector<std::size_t> rows_;
};

}  // namespace scrutineer
