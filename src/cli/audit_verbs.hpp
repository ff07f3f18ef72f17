// The verbs that take an audit step by step, below `audit`.
#pragma once

#include "cli/command.hpp"

namespace scrutineer::cli {

void add_audit_plan(CLI::App& audit, Action& action);
void add_audit_workflow(CLI::App& audit, Action& action);
void add_audit_verify(CLI::App& audit, Action& action);

}  // namespace scrutineer::cli
