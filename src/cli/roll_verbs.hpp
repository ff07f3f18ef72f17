// The verbs below `scrutineer roll` that have files of their own.
#pragma once

#include "cli/command.hpp"

namespace scrutineer::cli {

void add_roll_encode(CLI::App& roll, Action& action);
void add_roll_intersect(CLI::App& roll, Action& action);
void add_roll_lookup(CLI::App& roll, Action& action);
void add_roll_lookup_query(CLI::App& lookup, Action& action);  // below lookup
void add_roll_survey(CLI::App& roll, Action& action);

}  // namespace scrutineer::cli
