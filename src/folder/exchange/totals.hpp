// Stated totals against the sums of the rows below them. Not for other modules.
#pragma once

#include "folder/exchange/sketch.hpp"

namespace scrutineer::exchange {

// Notes on stated totals that are not the sum of the rows below them.
void note_totals(Sketch& sketch);

}  // namespace scrutineer::exchange
