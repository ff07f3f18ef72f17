// scrutineer simulate: a country from a seed, or a twin of a real election, with the truth beside
// it.
#include <algorithm>
#include <array>
#include <filesystem>
#include <memory>
#include <set>

#include <CLI/CLI.hpp>
#include <fmt/core.h>

#include "base/csv.hpp"
#include "cli/command.hpp"
#include "cli/table.hpp"
#include "simulate/simulate.hpp"

namespace scrutineer::cli {

namespace {

namespace fs = std::filesystem;

struct Request {
  Options options;
  CountryOptions country;
  std::string output, fit, near_average;
  std::size_t stations = 0, draws = 0;
  bool errors_of_commission = false, has_draws = false;
  std::vector<std::string> for_fit_only, for_country_only;  // options given
};

// A folder to be written: a country and its truth stand beside each other.
struct Output {
  fs::path path;
  FileContents files;
};

fs::path beside(const fs::path& folder, const std::string& suffix) {
  fs::path path = folder.lexically_normal();
  if (!path.has_filename()) path = path.parent_path();
  path += suffix;
  return path;
}

// Nothing is written unless everything may be.
Result<void> write(const std::vector<Output>& outputs) {
  Errors errors;
  for (const Output& output : outputs) {
    std::error_code error;
    const bool exists = fs::exists(output.path, error);
    if (!exists || (fs::is_directory(output.path, error) && fs::is_empty(output.path, error))) {
      continue;
    }
    errors.push_back(fail("--output: " + output.path.string() +
                          " is there already and not empty; name a new or an empty folder.")
                         .value()[0]);
  }
  if (!errors.empty()) return tl::unexpected(std::move(errors));
  for (const Output& output : outputs) {
    if (auto written = write_files(output.files, output.path); !written) return written;
  }
  return {};
}

Json facts_json(const Simulation& simulation) {
  static constexpr std::array kKinds = {"seats", "votes", "registered", "cast", "margin"};
  Json list = Json::array();
  for (const MetFact& met : simulation.facts) {
    const Fact& fact = met.fact;
    Json line = {{"kind", kKinds[static_cast<std::size_t>(fact.kind)]}};
    line["unit"] =
        fact.constituency ? Json(simulation.constituencies[*fact.constituency]) : Json(nullptr);
    line["party"] = fact.party ? Json(simulation.election.parties[*fact.party].id) : Json(nullptr);
    line["low"] = fact.low;
    line["high"] = fact.high;
    line["twin"] = met.value;
    Json claims = Json::array();
    for (const std::string& claim : std::set(fact.claims.begin(), fact.claims.end())) {
      claims.push_back(claim);
    }
    line["claims"] = claims;
    list.push_back(std::move(line));
  }
  return list;
}

std::string facts_text(const Simulation& simulation) {
  static constexpr std::array kKinds = {"seats", "votes", "registered", "cast", "margin"};
  Table table({"fact", "where", "party", "published", "here"}, {false, false, false, true, true});
  std::string several;
  for (const MetFact& met : simulation.facts) {
    const Fact& fact = met.fact;
    const std::string where =
        fact.constituency ? simulation.constituencies[*fact.constituency] : "in all";
    const std::string published =
        fact.low == fact.high ? grouped(fact.low) : grouped(fact.low) + " to " + grouped(fact.high);
    table.add({kKinds[static_cast<std::size_t>(fact.kind)], where,
               fact.party ? simulation.election.parties[*fact.party].id : "", published,
               grouped(met.value)});
    if (fact.low == fact.high) continue;
    several += fmt::format("{} in {}: {}. Sources differ (",
                           kKinds[static_cast<std::size_t>(fact.kind)], where, published);
    for (std::size_t i = 0; i < fact.claims.size(); ++i) {
      several += (i == 0 ? "" : ", ") + fact.claims[i];
    }
    several += fmt::format("); here it is {}.\n", grouped(met.value));
  }
  std::string text = "Facts that it agrees with, each exactly:\n\n" + table.text();
  if (!several.empty()) text += "\n" + several;
  for (const std::string& assumption : simulation.assumptions) {
    text += "Supposed: " + assumption + ".\n";
  }
  return text;
}

Json planted_json(const Simulation& simulation) {
  Json list = Json::array();
  for (std::size_t k = 0; k < kErrorKinds; ++k) {
    const auto count =
        std::count_if(simulation.planted.begin(), simulation.planted.end(),
                      [&](const PlantedError& e) { return static_cast<std::size_t>(e.kind) == k; });
    list.push_back({{"kind", name_of(static_cast<ErrorKind>(k))}, {"count", count}});
  }
  return list;
}

Votes registered_in_all(const Simulation& simulation) {
  Votes sum = 0;
  for (const Column& column : simulation.truth.columns) {
    if (column.field != Field::registered) continue;
    for (const Count& count : column.cells) sum += count.value_or(0);
  }
  return sum;
}

Json common_json(const Request& request, const Simulation& simulation, const std::string& truth) {
  Json sources = Json::array();
  for (const ReturnTable& table : simulation.election.returns) {
    sources.push_back({{"id", simulation.election.sources[table.source.value].id},
                       {"returns", table.unit.size()}});
  }
  Json assumptions = Json::array();
  for (const std::string& assumption : simulation.assumptions) assumptions.push_back(assumption);
  return {{"synthetic", true},
          {"seed", request.country.seed},
          {"election", simulation.election.id},
          {"folder", request.output},
          {"truth", truth.empty() ? Json(nullptr) : Json(truth)},
          {"draws", request.draws},
          {"units", simulation.election.units.size()},
          {"stations", truth.empty() ? 0 : simulation.truth.unit.size()},
          {"registered", registered_in_all(simulation)},
          {"sources", sources},
          {"planted", planted_json(simulation)},
          {"facts", facts_json(simulation)},
          {"assumptions", assumptions}};
}

int print(const Request& request, const LoadedFolder& inputs, const Simulation& simulation,
          const std::string& truth, const std::string& intro) {
  if (request.options.json) {
    return emit(request.options,
                envelope("simulate", inputs, common_json(request, simulation, truth)));
  }
  std::string text = intro;
  if (!simulation.planted.empty()) {
    Table table({"planted error", "forms"}, {false, true});
    for (const Json& line : planted_json(simulation)) {
      table.add({line["kind"].get<std::string>(), grouped(line["count"].get<std::int64_t>())});
    }
    text += "\n" + table.text();
  }
  if (!simulation.facts.empty()) text += "\n" + facts_text(simulation);
  return emit(request.options, text);
}

int write_one(const Request& request, const LoadedFolder& inputs, const Simulation& simulation) {
  const fs::path truth = beside(request.output, "-truth");
  auto written = write(
      {{request.output, canonical_files(simulation.election)}, {truth, truth_files(simulation)}});
  if (!written) return report_errors(written.error());
  const std::string intro = fmt::format(
      "Synthetic: {} stations, {} registered voters, made from seed {}.\n"
      "The election folder: {}\nThe truth and the planted errors: {}\n",
      grouped(static_cast<Votes>(simulation.truth.unit.size())),
      grouped(registered_in_all(simulation)), request.country.seed, request.output, truth.string());
  return print(request, inputs, simulation, truth.string(), intro);
}

// One CSV of all tables, and a folder for each.
int write_family(const Request& request, const LoadedFolder& inputs,
                 const std::vector<Simulation>& family) {
  FileContents files;
  std::string& tables = files["tables.csv"];
  const Election& first = family.front().election;
  std::vector<std::string> names{"draw", "unit"};
  for (const Party& party : first.parties) names.push_back(party.id);
  append_csv_header(tables, names);
  for (std::size_t d = 0; d < family.size(); ++d) {
    const std::string draw = fmt::format("{:03}", d + 1);
    for (auto& [name, bytes] : canonical_files(family[d].election))
      files[draw + "/" + name] = bytes;
    const ReturnTable& truth = family[d].truth;
    for (std::size_t row = 0; row < truth.unit.size(); ++row) {
      std::vector<std::string> cells{draw, first.units[truth.unit[row].value].id};
      for (const Column& column : truth.columns) {
        if (column.party) cells.push_back(std::to_string(column.cells[row].value_or(0)));
      }
      append_csv_row(tables, cells);
    }
    files[draw + "/facts.txt"] = truth_files(family[d])["facts.csv"];
  }
  if (auto written = write({{request.output, files}}); !written) {
    return report_errors(written.error());
  }
  const std::string intro = fmt::format(
      "Synthetic: {0} tables that agree with everything published, made from seed {1}.\n"
      "All of them: {2}/tables.csv; each as an election folder: {2}/001 to {2}/{0:03}\n"
      "The facts are shown as the first table has them.\n",
      family.size(), request.country.seed, request.output);
  return print(request, inputs, family.front(), "", intro);
}

int run_fit(const Request& request) {
  const Result<LoadedFolder> folder = read_folder(request.fit);
  if (!folder) return report_errors(folder.error());
  TwinOptions options;
  options.seed = request.country.seed;
  options.errors = request.country.errors;
  options.errors_of_commission = request.errors_of_commission;
  if (request.stations > 0) options.stations = request.stations;
  if (!request.near_average.empty()) {
    options.assumption.votes_per_seat_within = parse_rational(request.near_average);
    if (!options.assumption.votes_per_seat_within ||
        *options.assumption.votes_per_seat_within < Rational::of(1, 1) ||
        *options.assumption.votes_per_seat_within > Rational::of(1'000, 1)) {
      return report_errors(fail("--votes-per-seat-within: found \"" + request.near_average +
                                "\", expected a factor from 1 to 1000, such as 2 or 3/2.")
                               .value());
    }
  }
  if (request.draws > 0) {
    const auto family = simulate_family(folder->election, request.draws, options);
    if (!family) return report_errors(family.error());
    return write_family(request, *folder, *family);
  }
  const auto twin = simulate_twin(folder->election, options);
  if (!twin) return report_errors(twin.error());
  return write_one(request, *folder, *twin);
}

int run(const Request& request) {
  if (request.fit.empty() && !request.for_fit_only.empty()) {
    return report_errors(
        fail(request.for_fit_only.front() + " is for twins: name a folder with --fit.").value());
  }
  if (!request.fit.empty() && !request.for_country_only.empty()) {
    return report_errors(fail(request.for_country_only.front() +
                              " is for made-up countries; a twin has what was published.")
                             .value());
  }
  if (!request.fit.empty()) return run_fit(request);
  CountryOptions options = request.country;
  if (request.stations > 0) options.stations = request.stations;
  const auto country = simulate_country(options);
  if (!country) return report_errors(country.error());
  return write_one(request, {}, *country);
}

}  // namespace

void add_simulate(CLI::App& app, Action& action) {
  auto request = std::make_shared<Request>();
  CLI::App* verb = app.add_subcommand(
      "simulate", "A synthetic country with planted errors, or a twin of a real election");
  verb->add_option("--fit", request->fit,
                   "A twin: agrees with everything that this election folder has published");
  auto* draws =
      verb->add_option("--draws", request->draws,
                       "With --fit: so many tables by constituency instead of one country")
          ->check(CLI::Range(1, 10'000));
  auto* near = verb->add_option(
      "--votes-per-seat-within", request->near_average,
      "With --fit: suppose that a constituency's votes for each seat lie within this factor of the "
      "average; not published, but plausible");
  auto* of_commission = verb->add_flag("--errors-of-commission", request->errors_of_commission,
                                       "With --fit: plant errors in the commission's returns too");
  verb->add_option("--stations", request->stations,
                   "Polling stations (default 2000; of a twin as many as claimed)")
      ->check(CLI::Range(std::size_t{1}, kMostStations));
  auto* provinces = verb->add_option("--provinces", request->country.provinces, "Constituencies")
                        ->check(CLI::Range(std::size_t{1}, kMostProvinces))
                        ->capture_default_str();
  auto* parties = verb->add_option("--parties", request->country.parties, "Parties")
                      ->check(CLI::Range(std::size_t{2}, kMostParties))
                      ->capture_default_str();
  auto* seats = verb->add_option("--seats", request->country.seats, "Seats of the assembly")
                    ->check(CLI::Range(1, 100'000))
                    ->capture_default_str();
  verb->add_option("--errors", request->country.errors,
                   "Planted errors of each kind in each source")
      ->check(CLI::Range(0, 10'000))
      ->capture_default_str();
  // Required, and asked for below: a verb below this one has an output of its own.
  verb->add_option("-o,--output", request->output,
                   "The new folder; the truth goes to OUTPUT-truth");
  add_common_options(*verb, request->options);
  verb->footer(
      "Everything written says that it is synthetic. The same seed gives the same bytes.\n"
      "Examples:\n"
      "  scrutineer simulate --seed 1 -o out/country\n"
      "  scrutineer simulate --seed 7 --stations 500 --provinces 4 --parties 3 -o out/small\n"
      "  scrutineer simulate --fit examples/cambodia-2013 --seed 1 -o out/twin\n"
      "  scrutineer simulate --fit examples/cambodia-2013 --draws 100 -o out/family\n"
      "  scrutineer simulate roll --seed 1 -o out/roll");
  add_simulate_roll(*verb, action);
  verb->callback([=, &action] {
    if (!verb->get_subcommands().empty()) return;
    if (request->output.empty()) throw CLI::RequiredError("--output");
    request->country.seed = request->options.seed;
    const std::vector<std::pair<CLI::Option*, const char*>> fit_only = {
        {draws, "--draws"},
        {near, "--votes-per-seat-within"},
        {of_commission, "--errors-of-commission"}};
    for (const auto& [option, name] : fit_only) {
      if (option->count() > 0) request->for_fit_only.emplace_back(name);
    }
    const std::vector<std::pair<CLI::Option*, const char*>> country_only = {
        {provinces, "--provinces"}, {parties, "--parties"}, {seats, "--seats"}};
    for (const auto& [option, name] : country_only) {
      if (option->count() > 0) request->for_country_only.emplace_back(name);
    }
    if (draws->count() > 0 && of_commission->count() > 0) {
      request->for_country_only.emplace_back("--errors-of-commission (beside --draws)");
    }
    action = [request] { return run(*request); };
  });
}

}  // namespace scrutineer::cli
