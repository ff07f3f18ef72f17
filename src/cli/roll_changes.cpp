#include "cli/roll_changes.hpp"

#include <CLI/CLI.hpp>
#include <fmt/core.h>

#include "cli/table.hpp"

namespace scrutineer::cli {

void add_candidate_options(CLI::App& verb, roll::CandidateOptions& options) {
  verb.add_option("--all-pairs", options.exhaustive_pairs,
                  "All pairs are weighed where there are no more than so many; else those that "
                  "agree in one of several keys")
      ->capture_default_str();
}

void tell(const Options& options, const std::string& text) {
  if (shows_progress(options)) fmt::print(stderr, "{}\n", text);
}

std::string count_text(std::uint64_t count) { return grouped(static_cast<std::int64_t>(count)); }

}  // namespace scrutineer::cli
