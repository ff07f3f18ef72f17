// The counts of one source as a quick count uses them: by station, complete or not.
#pragma once

#include <optional>
#include <vector>

#include "count/forms.hpp"
#include "election/election.hpp"

namespace scrutineer {

// The returns of a source for a contest, or nothing.
const ReturnTable* returns_of(const Election& election, ContestIndex contest, SourceIndex source);

// Shares are of the valid votes where every form that states all parties states these too, else of
// the parties' votes together.
class QuickData {
 public:
  QuickData(const Election& election, const ReturnTable& table);

  struct Station {
    std::vector<Votes> votes;  // in the order of parties()
    Votes base = 0;
  };
  bool has_form(UnitIndex unit) const;
  // Nothing where the form is missing, or a party or the base is not stated.
  std::optional<Station> station(UnitIndex unit) const;
  std::optional<Votes> field(UnitIndex unit, Field field) const;

  const std::vector<PartyIndex>& parties() const { return parties_; }
  bool of_valid() const { return of_valid_; }

 private:
  std::optional<std::size_t> row(UnitIndex unit) const;

  Forms forms_;
  std::vector<PartyIndex> parties_;
  std::vector<std::optional<std::size_t>> row_of_;  // by unit
  bool of_valid_ = true;
};

}  // namespace scrutineer
