// What the sources of a simulated country publish: the commission's returns, agents' copies, an
// observers' sample, posted sheets; the errors in them; a few complaints. Used inside this folder
// only.
#pragma once

#include "simulate/country.hpp"
#include "simulate/simulate.hpp"

namespace scrutineer {

struct CopiesRequest {
  SourceIndex commission;
  std::vector<std::size_t> agents_of;  // parties whose agents hold copies
  std::size_t errors = 0;              // of each kind in each source
  bool errors_of_commission = true;
};

// Fills everything of `simulation` but the facts; takes the country's election over.
void publish(Country country, const CopiesRequest& request, const Random& random,
             Simulation& simulation);

// The forms as columns; `all_fields`: also the names on the roll and the ballots handed out.
ReturnTable table_of(const Country& country, const std::vector<StationForm>& forms,
                     SourceIndex source, bool all_fields);

}  // namespace scrutineer
