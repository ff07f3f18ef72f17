// The verbs below `scrutineer roll` that have files of their own.
#pragma once

#include "cli/command.hpp"

namespace scrutineer::cli {

void add_roll_parts(CLI::App& roll, Action& action);  // plan, worker, merge
void add_roll_encode(CLI::App& roll, Action& action);
void add_roll_intersect(CLI::App& roll, Action& action);
void add_roll_lookup(CLI::App& roll, Action& action);
void add_roll_lookup_query(CLI::App& lookup, Action& action);  // below lookup
void add_roll_clerical(CLI::App& roll, Action& action);
void add_roll_removals(CLI::App& roll, Action& action);
void add_roll_survey(CLI::App& roll, Action& action);
// `roll survey coverage`, below the verbs of the field audit.
void add_survey_coverage(CLI::App& survey, Action& action);

}  // namespace scrutineer::cli
