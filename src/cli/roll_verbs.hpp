// The verbs below `scrutineer roll` that have files of their own.
#pragma once

#include "cli/command.hpp"

namespace scrutineer::cli {

void add_roll_parts(CLI::App& roll, Action& action);  // plan, worker, merge
void add_roll_survey(CLI::App& roll, Action& action);

}  // namespace scrutineer::cli
