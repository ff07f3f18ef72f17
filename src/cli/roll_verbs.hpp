// The verbs below `scrutineer roll` that have files of their own.
#pragma once

#include "cli/command.hpp"

namespace scrutineer::cli {

void add_roll_clerical(CLI::App& roll, Action& action);
void add_roll_removals(CLI::App& roll, Action& action);
void add_roll_survey(CLI::App& roll, Action& action);

}  // namespace scrutineer::cli
