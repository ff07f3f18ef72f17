// What it would take to settle the questions about a chamber by ballots drawn at random, for the
// report (docs/majority-audit.md).
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "election/election.hpp"
#include "report/report.hpp"

namespace CLI {
class App;
}

namespace scrutineer::cli {

struct SettlingOptions {
  std::size_t draws = 100;  // tables of votes, or audits of votes that are all stated; 0: none
  std::uint64_t seed = 0;
};

// --draws of a verb that writes a report.
void add_settling_option(CLI::App& verb, std::size_t& draws);

// Each question of kind seats-at-least about a whole chamber. Empty where there is none, or where
// what is published does not allow votes to be supposed.
std::vector<SettlingReport> settling_of(const Election& election, const SettlingOptions& options,
                                        const std::function<void(std::string)>& progress);

}  // namespace scrutineer::cli
