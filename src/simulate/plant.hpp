// Errors of each kind, planted in the forms of one source. Used inside this folder only.
#pragma once

#include <vector>

#include "simulate/country.hpp"
#include "simulate/simulate.hpp"

namespace scrutineer {

struct PlantRequest {
  SourceIndex source;
  std::vector<ErrorKind> kinds;
  std::size_t of_each = 0;
};

// At most one error in a form; a station whose form was copied gets none. Where fewer forms suit a
// kind than are asked for, fewer are planted. `forms`: one for each station, ascending.
void plant_errors(const Country& country, const PlantRequest& request, Random random,
                  std::vector<StationForm>& forms, Simulation& simulation);

}  // namespace scrutineer
