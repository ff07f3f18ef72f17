// scrutineer VERB [ARGS] [--json] [--out FILE] [--quiet] [--seed N] [--threads N]
#include <cstdio>
#include <exception>
#include <string>
#include <thread>

#include <CLI/CLI.hpp>

#include "base/threads.hpp"
#include "cli/command.hpp"

#ifndef SCRUTINEER_VERSION
#error "the build gives the version"
#endif

namespace {

int run(int argc, char** argv) {
  using namespace scrutineer::cli;
  CLI::App app(
      "scrutineer: there were irregularities; could they have changed the outcome?\n"
      "Every figure is computed from the claims of an election folder (docs/formats/).",
      "scrutineer");
  app.set_version_flag("--version", std::string("scrutineer ") + SCRUTINEER_VERSION);
  app.require_subcommand(1);
  app.fallthrough();
  app.failure_message([](const CLI::App* failed, const CLI::Error& error) {
    // The verb that was meant, as far as it was named.
    std::string verb = failed->get_name();
    while (!failed->get_subcommands().empty()) {
      failed = failed->get_subcommands().front();
      verb += " " + failed->get_name();
    }
    return std::string(error.what()) + "\nTry: " + verb + " --help\n";
  });
  scrutineer::set_threads(std::thread::hardware_concurrency());  // --threads sets another number
  Action action;
  add_check(app, action);
  add_seats(app, action);
  add_margin(app, action);
  add_outcome(app, action);
  add_count(app, action);
  add_audit(app, action);
  add_report(app, action);
  add_convert(app, action);
  add_demo(app, action);
  add_roll(app, action);
  add_simulate(app, action);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? kDone : kBadInput;
  }
  return action();
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return run(argc, argv);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "scrutineer: internal error: %s\nPlease report it with the command.\n",
                 error.what());
    return scrutineer::cli::kInternalError;
  }
}
