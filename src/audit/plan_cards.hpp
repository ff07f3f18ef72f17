// The cards of a stream as a plan assumes them: by kinds that have the same value for an assertion.
#pragma once

#include <cstdint>
#include <vector>

#include "audit/agenda.hpp"
#include "base/random.hpp"

namespace scrutineer {

struct AssumedCards {
  std::vector<std::size_t> assertions;      // of the agenda
  std::vector<std::vector<double>> values;  // by assertion here, then by kind
  std::vector<std::size_t> counts;          // by kind
  std::size_t size() const;
};

// As reported: votes by candidate, pools by their tallies, records with a few misreadings.
AssumedCards assumed_cards(const AuditAgenda& agenda, std::size_t stream,
                           const std::vector<std::size_t>& assertions);
// What is left after `read` cards, in the same proportions.
void take_away(AssumedCards& cards, std::size_t read);

// Kinds in the order in which one run draws them, made as they are asked for.
class AssumedOrder {
 public:
  AssumedOrder(const AssumedCards& cards, Random random);
  std::size_t size() const { return kinds_.size(); }
  std::uint32_t next();

 private:
  std::vector<std::uint32_t> kinds_;
  std::size_t drawn_ = 0;
  Random random_;
};

}  // namespace scrutineer
