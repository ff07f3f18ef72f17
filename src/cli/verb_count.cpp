// scrutineer count: returns of every side, checked, compared, consolidated.
#include <CLI/CLI.hpp>

#include "cli/command.hpp"

namespace scrutineer::cli {

void add_count(CLI::App& app, Action& action) {
  CLI::App* verb = app.add_subcommand("count", "Returns and quick counts");
  verb->require_subcommand(1);
  add_quick(*verb, action);
}

}  // namespace scrutineer::cli
