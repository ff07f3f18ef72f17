// The wrong-outcome battery: the tables of docs/audit-battery.md.
//   audit_battery [RUNS [KIND]]   default 10,000, of every kind; exit status 1 where a cell fails
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string>

#include <fmt/core.h>

#include "audit_battery_cases.hpp"
#include "audit_battery_contests.hpp"

namespace scrutineer::battery {
namespace {

constexpr std::uint64_t kSeed = 20130728;

struct Table {
  std::int64_t runs;
  int failed = 0;
  int slow = 0;

  void head(const std::string& name) const {
    fmt::print(
        "\n**{}**\n\n| method | wrong at 5 % | wrong at 1 % | mean draws | of Kelly's |\n"
        "|---|---|---|---|---|\n",
        name);
  }

  void add(const Kind& kind) {
    head(kind.name);
    const auto never =
        static_cast<double>(kind.right.weights.empty() ? kind.right.assertions[0].values.size()
                                                       : kind.right.most_draws);
    const auto draws = [&](const Method& method) {
      return mean_draws(audit_of(kind.right, method), std::min<std::int64_t>(runs, 2000), kSeed + 1,
                        never);
    };
    const double kelly = draws(kind.kelly);
    for (const Method& method : kind.methods) {
      row(method.name, wrong_confirmations(audit_of(kind.wrong, method), runs, kSeed),
          draws(method), kelly);
    }
  }

  void add(const ContestKind& kind) {
    head(kind.name);
    const auto never = static_cast<double>(kind.right.assertions[0].values.size());
    const auto draws = [&](const ContestMethod& method) {
      return mean_draws(audit_of(kind.right, method.methods), std::min<std::int64_t>(runs, 1000),
                        kSeed + 1, never);
    };
    const double kelly = draws(kind.kelly);
    for (const ContestMethod& method : kind.methods) {
      row(method.name, wrong_confirmations(audit_of(kind.wrong, method.methods), runs, kSeed),
          draws(method), kelly);
    }
  }

  std::string rate(std::int64_t wrong, double alpha) {
    const bool is_bad = wrong >= too_many(runs, alpha);
    failed += is_bad ? 1 : 0;
    return fmt::format("{}{}", wrong, is_bad ? " FAILS" : "");
  }

  void row(const std::string& method, const Rates& rates, double draws, double kelly) {
    const double ratio = draws / kelly;
    slow += ratio > 1.5 ? 1 : 0;
    fmt::print("| {} | {} | {} | {:.0f} | {:.2f}{} |\n", method, rate(rates.at_5, .05),
               rate(rates.at_1, .01), draws, ratio, ratio > 1.5 ? " SLOW" : "");
    std::fflush(stdout);
  }
};

int run(std::int64_t runs, const std::string& only) {
  Table table{runs};
  fmt::print("{} audits a cell; a cell fails at {} wrong confirmations at 5 %, {} at 1 %.\n", runs,
             too_many(runs, .05), too_many(runs, .01));
  const auto is_asked = [&only](const std::string& name) {
    return name.find(only) != std::string::npos;
  };
  for (const auto& list : {kinds(), reported_cases()}) {
    for (const Kind& kind : list) {
      if (is_asked(kind.name)) table.add(kind);
    }
  }
  for (const ContestKind& kind : contest_kinds()) {
    if (is_asked(kind.name)) table.add(kind);
  }
  const std::string strata = "strata, two of 400 and 600 cards";
  if (is_asked(strata)) table.head(strata);
  for (const StrataKind& kind : strata_kinds(100)) {
    if (!is_asked(strata)) break;
    const std::int64_t few = std::min<std::int64_t>(runs, 300);
    table.row(kind.method, wrong_confirmations(kind.wrong, runs, kSeed),
              mean_draws(kind.right, few, kSeed + 1, 1000),
              mean_draws(kind.kelly, few, kSeed + 1, 1000));
  }
  fmt::print("\n{} cells fail; {} methods need more than 1.5 times Kelly's draws.\n", table.failed,
             table.slow);
  return table.failed + table.slow > 0 ? 1 : 0;
}

}  // namespace
}  // namespace scrutineer::battery

// Sanitizer builds do a part of the work: SCRUTINEER_TEST_SCALE is a percentage.
int main(int argc, char** argv) {
  const std::int64_t runs = argc > 1 ? std::strtol(argv[1], nullptr, 10) : 10'000;
  const char* percent = std::getenv("SCRUTINEER_TEST_SCALE");
  const std::int64_t scale = percent != nullptr ? std::strtol(percent, nullptr, 10) : 100;
  return scrutineer::battery::run(std::max<std::int64_t>(runs * scale / 100, 10),
                                  argc > 2 ? argv[2] : "");
}
