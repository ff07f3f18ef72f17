// scrutineer simulate roll: two snapshots of a register that does not exist, with the truth beside
// them. Files are written as they are made, into a folder beside the new one that takes its place
// at the end.
#include <algorithm>
#include <cmath>
#include <memory>

#include <CLI/CLI.hpp>
#include <fmt/core.h>

#include "base/text.hpp"
#include "cli/command.hpp"
#include "cli/new_folder.hpp"
#include "cli/table.hpp"
#include "simulate/roll.hpp"

namespace scrutineer::cli {

namespace {

// The roll of Cambodia's election of 2013 (examples/cambodia-2013) and its communes.
constexpr std::int64_t kFullPeople = 9'675'453, kFullCommunes = 1'633;

struct Request {
  Options options;
  RollPlan plan;
  std::string output, bias = "1", error_bias = "1", old_script = "khmer", new_script = "khmer";
  std::int64_t scale = 100;
  bool has_people = false, has_communes = false;
  std::vector<std::string> shares;  // as roll_shares(); empty: as the plan has it
};

Result<std::int64_t> millionths(const std::string& option, const std::string& text) {
  const auto value = parse_rational(text);
  if (!value || *value < Rational{0, 1} || *value > Rational{1, 1}) {
    return fail(fmt::format("--{}: found \"{}\", expected a share from 0 to 1, such as 4% or 0.04.",
                            option, shown(text)));
  }
  return static_cast<std::int64_t>(static_cast<Wide>(value->numerator) * 1'000'000 /
                                   value->denominator);
}

Result<RollPlan> plan_of(const Request& request) {
  RollPlan plan = request.plan;
  Errors errors;
  const auto keep = [&](const auto& result, auto& target) {
    if (result) {
      target = *result;
    } else {
      errors.insert(errors.end(), result.error().begin(), result.error().end());
    }
  };
  plan.seed = request.options.seed;
  if (!request.has_people) plan.people = kFullPeople / request.scale;
  if (!request.has_communes) {
    // A tenth of the communes with a tenth of the people each, at 1:100.
    const double share = static_cast<double>(plan.people) / static_cast<double>(kFullPeople);
    const std::int64_t communes = std::min(std::lround(kFullCommunes * std::sqrt(share)),
                                           plan.people / kFewestPeopleOfCommune);
    plan.communes = static_cast<std::size_t>(std::clamp<std::int64_t>(communes, 2, kMostCommunes));
  }
  const auto script = [](const std::string& name) {
    return name == "roman" ? RollScript::roman : RollScript::khmer;
  };
  plan.old_script = script(request.old_script);
  plan.new_script = script(request.new_script);
  const auto ratio = [](const std::string& option, const std::string& text) -> Result<Rational> {
    if (const auto value = parse_rational(text)) return *value;
    return fail(fmt::format("--{}: found \"{}\", expected a ratio such as 1.5 or 3/2.", option,
                            shown(text)));
  };
  keep(ratio("bias", request.bias), plan.bias);
  keep(ratio("error-bias", request.error_bias), plan.error_bias);
  for (std::size_t s = 0; s < request.shares.size(); ++s) {
    const RollShare& share = roll_shares()[s];
    if (request.shares[s].empty()) continue;
    keep(millionths(std::string(share.name), request.shares[s]), plan.*share.share);
  }
  if (!errors.empty()) return tl::unexpected(std::move(errors));
  return plan;
}

Json plan_json(const RollPlan& plan) {
  Json shares = Json::object();
  for (const RollShare& share : roll_shares()) {
    shares[std::string(share.name)] = plan.*share.share;
  }
  return {{"synthetic", true},
          {"seed", plan.seed},
          {"people", plan.people},
          {"communes", plan.communes},
          {"old_script", name_of(plan.old_script)},
          {"new_script", name_of(plan.new_script)},
          {"old_year", plan.old_year},
          {"new_year", plan.new_year},
          {"bias_by_ten_points", to_string(plan.bias)},
          {"error_bias_by_ten_points", to_string(plan.error_bias)},
          {"shares_in_millionths", shares}};
}

Json result_json(const Request& request, const RollPlan& plan, const RollSummary& summary,
                 const std::vector<NewFile>& files) {
  Json statuses = Json::array(), slips = Json::array(), written = Json::array();
  for (std::size_t s = 0; s < kRollStatuses; ++s) {
    statuses.push_back(
        {{"status", name_of(static_cast<RollStatus>(s))}, {"entries", summary.by_status[s]}});
  }
  for (std::size_t s = 0; s < kRollSlips; ++s) {
    slips.push_back({{"field", name_of(static_cast<RollSlip>(s))}, {"entries", summary.slips[s]}});
  }
  for (const NewFile& file : files) {
    written.push_back(
        {{"name", file.name}, {"bytes", file.bytes}, {"sha256", to_hex(file.digest.digest())}});
  }
  return {{"folder", request.output},
          {"plan", plan_json(plan)},
          {"old_rows", summary.old_rows},
          {"new_rows", summary.new_rows},
          {"statuses", statuses},
          {"differing", slips},
          {"files", written}};
}

std::string text_of(const Request& request, const RollPlan& plan, const RollSummary& summary) {
  std::string text = fmt::format(
      "Synthetic: two snapshots of a roll, {} and {} entries in {} communes, made from seed {}.\n"
      "The folder: {} (old.csv, new.csv, communes.csv, the truth in truth.csv, plan.json)\n\n",
      grouped(summary.old_rows), grouped(summary.new_rows), plan.communes, plan.seed,
      request.output);
  Table statuses({"what became of entries", "entries"}, {false, true});
  for (std::size_t s = 0; s < kRollStatuses; ++s) {
    statuses.add({std::string(name_of(static_cast<RollStatus>(s))), grouped(summary.by_status[s])});
  }
  Table slips({"differs in writing", "entries in both"}, {false, true});
  for (std::size_t s = 0; s < kRollSlips; ++s) {
    slips.add({std::string(name_of(static_cast<RollSlip>(s))), grouped(summary.slips[s])});
  }
  return text + statuses.text() + "\n" + slips.text();
}

int run(const Request& request) {
  const Result<RollPlan> plan = plan_of(request);
  if (!plan) return report_errors(plan.error());
  NewFolder folder(request.output);
  if (const auto opened = folder.open(); !opened) return report_errors(opened.error());
  std::vector<NewFile> files(kRollParts + 1);
  static constexpr std::array kNames = {"communes.csv", "old.csv", "new.csv", "truth.csv",
                                        "plan.json"};
  for (std::size_t f = 0; f < files.size(); ++f) {
    files[f].name = kNames[f];
    files[f].open(folder);
  }
  const Result<RollSummary> summary =
      simulate_roll(*plan, [&](RollPart part, std::string_view csv) {
        return files[static_cast<std::size_t>(part)].add(csv);
      });
  if (!summary) return report_errors(summary.error());
  Result<void> written = files.back().add(plan_json(*plan).dump(2) + "\n");
  for (NewFile& file : files) {
    if (written) written = file.close();
  }
  if (written) written = folder.close();
  if (!written) return report_errors(written.error());
  if (request.options.json) {
    return emit(request.options,
                envelope("simulate roll", {}, result_json(request, *plan, *summary, files)));
  }
  return emit(request.options, text_of(request, *plan, *summary));
}

}  // namespace

void add_simulate_roll(CLI::App& simulate, Action& action) {
  auto request = std::make_shared<Request>();
  CLI::App* verb = simulate.add_subcommand(
      "roll", "Two snapshots of a register of voters, with the truth beside them");
  verb->fallthrough(false);  // an option of the verb above is none of this one
  verb->add_option("-o,--output", request->output, "The new folder")->required();
  auto* scale = verb->add_option("--scale", request->scale,
                                 "One in so many of 9,675,453 people (Cambodia's roll of 2013)")
                    ->check(CLI::Range(1, 50'000))
                    ->capture_default_str();
  auto* people = verb->add_option("--people", request->plan.people, "People in the old snapshot")
                     ->check(CLI::Range(std::int64_t{100}, kMostPeopleOfRoll))
                     ->excludes(scale);
  auto* communes = verb->add_option("--communes", request->plan.communes,
                                    "Communes (default: 1633 at full size, 163 at 1:100)")
                       ->check(CLI::Range(std::size_t{2}, kMostCommunes));
  verb->add_option("--bias", request->bias,
                   "How many times as often people are wrongly removed where the opposition has "
                   "ten points more")
      ->capture_default_str();
  verb->add_option("--error-bias", request->error_bias, "The same of names that are misspelt")
      ->capture_default_str();
  verb->add_option("--old-script", request->old_script, "Of names in the old snapshot")
      ->check(CLI::IsMember({"khmer", "roman"}))
      ->capture_default_str();
  verb->add_option("--new-script", request->new_script, "Of names in the new snapshot")
      ->check(CLI::IsMember({"khmer", "roman"}))
      ->capture_default_str();
  request->shares.resize(roll_shares().size());
  for (std::size_t s = 0; s < roll_shares().size(); ++s) {
    const RollShare& share = roll_shares()[s];
    const std::string usual =
        fmt::format("{:g}%", static_cast<double>(request->plan.*share.share) / 1e4);
    verb->add_option("--" + std::string(share.name), request->shares[s],
                     fmt::format("{} (default {})", share.meaning, usual))
        ->group("Shares");
  }
  add_common_options(*verb, request->options);
  verb->footer(
      "Nobody in it exists. The same seed gives the same bytes.\n"
      "Examples:\n"
      "  scrutineer simulate roll --seed 1 -o out/roll\n"
      "  scrutineer simulate roll --scale 1 --bias 3/2 --wrongly-removed 1% -o out/full");
  verb->callback([=, &action] {
    request->has_people = people->count() > 0;
    request->has_communes = communes->count() > 0;
    action = [request] { return run(*request); };
  });
}

}  // namespace scrutineer::cli
