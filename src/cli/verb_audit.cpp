// scrutineer audit: the mathematics of an audit by itself: a list of values through a martingale,
// and what a seed draws.
#include <algorithm>
#include <charconv>
#include <cmath>
#include <functional>
#include <memory>

#include <CLI/CLI.hpp>
#include <fmt/core.h>

#include "audit/martingale.hpp"
#include "audit/sampler.hpp"
#include "base/csv.hpp"
#include "base/digest.hpp"
#include "base/text.hpp"
#include "cli/audit_verbs.hpp"
#include "cli/command.hpp"
#include "cli/table.hpp"

namespace scrutineer::cli {

namespace {

struct MartingaleRequest {
  Options options;
  std::string method, data, column;
  std::vector<std::string> parameters;
  double t = 0.5, u = 1, alpha = 0.05;
  std::int64_t cards = 0;
};

struct SamplerRequest {
  Options options;  // but its seed, which is a text here
  std::string scheme = "ours", seed, ids, column, domain = "ballots";
  std::int64_t cards = 0, size = 0;
  bool with_replacement = false;
};

std::optional<double> number_of(std::string_view text) {
  text = trimmed(text);
  double value = 0;
  const char* end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, value);
  if (text.empty() || read.ec != std::errc() || read.ptr != end) return std::nullopt;
  return value;
}

// One column of a CSV. A file without a header is one whose first cell `is_value` accepts.
struct Column {
  std::string name;
  std::vector<std::string> cells;
  std::vector<std::int64_t> rows;
  std::vector<InputFile> inputs;
};

Result<Column> read_column(const std::string& path, const std::string& name,
                           const std::function<bool(std::string_view)>& is_value) {
  Column column;
  const auto bytes = read_input(path, column.inputs);
  if (!bytes) return tl::unexpected(bytes.error());
  const auto table = read_csv(path, *bytes);
  if (!table) return tl::unexpected(table.error());
  std::size_t at = 0;
  std::string known;
  for (const std::string& header : table->header()) known += (known.empty() ? "" : ", ") + header;
  if (!name.empty()) {
    const auto found = std::find(table->header().begin(), table->header().end(), name);
    if (found == table->header().end()) {
      return fail(described(path, table->header_number(), "", fmt::format("the columns {}", known),
                            fmt::format("one called \"{}\"", shown(name))));
    }
    at = static_cast<std::size_t>(found - table->header().begin());
  } else if (table->header().size() > 1) {
    return fail(
        fmt::format("{} has more than one column; choose with --column one of: {}.", path, known));
  }
  column.name = table->header()[at];
  if (name.empty() && is_value(column.name)) {
    column.cells.push_back(column.name);
    column.rows.push_back(table->header_number());
    column.name.clear();
  }
  for (std::size_t row = 0; row < table->rows(); ++row) {
    column.cells.emplace_back(table->cell(row, at));
    column.rows.push_back(table->number(row));
  }
  if (column.cells.empty()) {
    return fail(described(path, 0, column.name, "no values", "one in each row"));
  }
  return column;
}

Result<std::vector<double>> values_of(const std::string& path, const Column& column,
                                      const MeanClaim& claim) {
  constexpr std::size_t kMostErrors = 1000;
  Errors errors;
  std::vector<double> values;
  for (std::size_t i = 0; i < column.cells.size() && errors.size() < kMostErrors; ++i) {
    const auto value = number_of(column.cells[i]);
    // Written so that NaN fails.
    if (!value || !(*value >= 0 && *value <= claim.u)) {
      errors.push_back({path, column.rows[i], column.name, column.cells[i],
                        fmt::format("a number from 0 to u = {:g}", claim.u), ""});
    }
    values.push_back(value.value_or(0));
  }
  if (claim.cards && values.size() > static_cast<std::size_t>(*claim.cards)) {
    errors.push_back(described(path, 0, column.name, fmt::format("{} values", values.size()),
                               fmt::format("at most the {} cards of --n", *claim.cards)));
  }
  if (!errors.empty()) return tl::unexpected(errors);
  return values;
}

Result<Martingale::Parameters> parameters_of(const std::vector<std::string>& texts) {
  Martingale::Parameters parameters;
  for (const std::string& text : texts) {
    const std::size_t equals = text.find('=');
    const auto value = number_of(equals == std::string::npos ? "" : text.substr(equals + 1));
    if (!value || equals == 0) {
      return fail(fmt::format("--params: found \"{}\", expected a name and a number: eta=0.55.",
                              shown(text)));
    }
    parameters[text.substr(0, equals)] = *value;
  }
  return parameters;
}

struct Step {
  double value, p, log_e;
};

std::string martingale_text(const MartingaleRequest& request, const std::vector<Step>& steps,
                            std::optional<std::size_t> first) {
  Table table({"draw", "value", "p"}, {true, true, true});
  for (std::size_t i = 0; i < steps.size(); ++i) {
    table.add({std::to_string(i + 1), fmt::format("{:g}", steps[i].value),
               fmt::format("{:g}", rounded_up_to_digits(steps[i].p))});
  }
  std::string text = table.text();
  if (first) {
    text +=
        fmt::format("Confirmed at a risk limit of {:g} after {} values.\n", request.alpha, *first);
  } else {
    text += fmt::format("Not confirmed at a risk limit of {:g}.\n", request.alpha);
  }
  return text;
}

int run_martingale(const MartingaleRequest& request) {
  const auto parameters = parameters_of(request.parameters);
  if (!parameters) return report_errors(parameters.error());
  MeanClaim claim;
  claim.t = request.t;
  claim.u = request.u;
  if (request.cards > 0) claim.cards = request.cards;
  auto martingale = Martingale::make(request.method, *parameters, claim);
  if (!martingale) return report_errors(martingale.error());
  const auto column = read_column(request.data, request.column, [](std::string_view cell) {
    return number_of(cell).has_value();
  });
  if (!column) return report_errors(column.error());
  const auto values = values_of(request.data, *column, claim);
  if (!values) return report_errors(values.error());
  std::vector<Step> steps;
  std::optional<std::size_t> first;
  for (const double value : *values) {
    martingale->feed(value);
    steps.push_back({value, martingale->p_value(), martingale->log_e()});
    if (!first && steps.back().p <= request.alpha) first = steps.size();
  }
  if (!request.options.json) {
    return emit(request.options, martingale_text(request, steps, first));
  }
  Json list = Json::array();
  for (const Step& step : steps) {
    list.push_back({{"value", step.value},
                    {"p_value", rounded_up_to_digits(step.p)},
                    {"log_e", log_json(step.log_e)}});
  }
  Json result = {{"method", request.method},
                 {"parameters", *parameters},
                 {"t", request.t},
                 {"u", request.u},
                 {"cards", request.cards > 0 ? Json(request.cards) : Json(nullptr)},
                 {"alpha", request.alpha},
                 {"sample_size", steps.size()},
                 {"p_value", rounded_up_to_digits(martingale->p_value())},
                 {"log_e", log_json(martingale->greatest_log_e())},
                 {"confirmed", first.has_value()},
                 {"confirmed_after", first ? Json(*first) : Json(nullptr)},
                 {"steps", std::move(list)}};
  LoadedFolder inputs;
  inputs.inputs = column->inputs;
  return emit(request.options, envelope("audit martingale", inputs, std::move(result)));
}

Result<std::vector<Draw>> draw(const SamplerRequest& request, const std::vector<std::string>& ids) {
  const auto size = static_cast<std::size_t>(request.size);
  const DrawSeed seed = {request.seed, request.domain};
  const auto cards = static_cast<std::int64_t>(ids.size());
  const bool again = request.with_replacement;
  if (request.scheme == "ours") {
    if (!again) return draw_by_ticket(seed, ids, size);
    return draw_by_number(seed, std::vector<std::int64_t>(ids.size(), 1), size);
  }
  if (request.scheme == "colorado") return draw_colorado(request.seed, cards, size, again);
  if (request.scheme == "rivest") return draw_rivest(request.seed, ids, size, again);
  if (request.scheme == "shangrla") {
    if (again) return fail("SHANGRLA draws without replacement; leave --with-replacement out.");
    return draw_shangrla(request.seed, ids.size(), size);
  }
  if (!again) return fail("cryptorandom's numbers are with replacement; say --with-replacement.");
  std::vector<Draw> draws;
  std::vector<std::int64_t> times(ids.size(), 0);
  for (const std::int64_t number : cryptorandom_integers(request.seed, 1, cards + 1, size)) {
    const auto index = static_cast<std::size_t>(number - 1);
    draws.push_back({index, ++times[index], std::to_string(number)});
  }
  return draws;
}

int run_sampler(const SamplerRequest& request) {
  LoadedFolder inputs;
  std::vector<std::string> ids;
  if (!request.ids.empty()) {
    const auto column =
        read_column(request.ids, request.column, [](std::string_view) { return false; });
    if (!column) return report_errors(column.error());
    ids = column->cells;
    inputs.inputs = column->inputs;
  } else if (request.cards < 1) {
    return report_errors(fail("Give --n, or the ids of the cards with --ids.").value());
  }
  for (std::int64_t i = 1; i <= request.cards && request.ids.empty(); ++i) {
    ids.push_back(std::to_string(i));
  }
  if (trimmed(request.seed).empty() || find_invalid_utf8(request.seed) != std::string_view::npos) {
    return report_errors(fail("--seed: expected a text that everybody knows.").value());
  }
  const auto draws = draw(request, ids);
  if (!draws) return report_errors(draws.error());
  if (!request.options.json) {
    std::string csv;
    append_csv_header(csv, {"draw", "id", "time", "ticket"});
    for (std::size_t i = 0; i < draws->size(); ++i) {
      const Draw& one = (*draws)[i];
      append_csv_row(csv,
                     {std::to_string(i + 1), ids[one.index], std::to_string(one.time), one.ticket});
    }
    return emit(request.options, csv);
  }
  Json list = Json::array();
  for (const Draw& one : *draws) {
    list.push_back({{"id", ids[one.index]}, {"time", one.time}, {"ticket", one.ticket}});
  }
  Json result = {{"scheme", request.scheme},
                 {"seed", request.seed},
                 {"domain", request.scheme == "ours" ? Json(request.domain) : Json(nullptr)},
                 {"cards", ids.size()},
                 {"size", draws->size()},
                 {"with_replacement", request.with_replacement},
                 {"draws", std::move(list)}};
  return emit(request.options, envelope("audit sampler", inputs, std::move(result)));
}

std::string methods_text() {
  std::string text = "Methods, and their parameters with what they are if not given:\n";
  for (const MartingaleMethod& method : martingale_methods()) {
    text += fmt::format("  {}\n", method.name);
    text += wrapped(std::string(method.meaning), 76, "      ");
    for (const MethodParameter& parameter : method.parameters) {
      text += fmt::format("      {}{}: {}\n", parameter.name,
                          parameter.standard ? fmt::format(" = {:g}", *parameter.standard) : "",
                          parameter.meaning);
    }
  }
  return text;
}

void add_martingale(CLI::App& audit, Action& action) {
  auto request = std::make_shared<MartingaleRequest>();
  CLI::App* verb = audit.add_subcommand(
      "martingale", "Is the mean of these values, in drawing order, more than t?");
  verb->add_option("--method", request->method, "How to bet; the list is below")->required();
  verb->add_option("--params", request->parameters, "name=number, with commas between")
      ->delimiter(',');
  verb->add_option("--data", request->data, "CSV with a column of values, with or without header")
      ->required();
  verb->add_option("--column", request->column, "Which column, where there are more");
  verb->add_option("--n", request->cards, "Drawn without replacement from so many cards")
      ->check(CLI::Range(std::int64_t{1}, std::int64_t{1'000'000'000'000}));
  verb->add_option("--t", request->t, "The claim is that the mean is more than this")
      ->capture_default_str();
  verb->add_option("--u", request->u, "No value is more than this")->capture_default_str();
  verb->add_option("--alpha", request->alpha, "The risk limit")
      ->check(CLI::Range(1e-12, 1.0))
      ->capture_default_str();
  add_common_options(*verb, request->options);
  verb->footer(
      methods_text() +
      "p-values are rounded up. Minerva and other rules for rounds that are fixed in\n"
      "advance are not offered: whoever chooses the next round's size by what was seen\n"
      "exceeds their risk limit.\n"
      "Examples:\n"
      "  scrutineer audit martingale --method alpha-shrink-trunc --params eta=0.53,c=0.015 \\\n"
      "      --data values.csv --n 100000\n"
      "  scrutineer audit martingale --method kelly-comparison --params p1=0.001 --u 1.0101 \\\n"
      "      --data values.csv --n 100000 --json");
  verb->callback([request, &action] { action = [request] { return run_martingale(*request); }; });
}

void add_sampler(CLI::App& audit, Action& action) {
  auto request = std::make_shared<SamplerRequest>();
  CLI::App* verb = audit.add_subcommand("sampler", "The cards that a seed draws, as CSV");
  verb->add_option("--scheme", request->scheme, "Whose rule")
      ->check(CLI::IsMember({"ours", "colorado", "cryptorandom", "shangrla", "rivest"}))
      ->capture_default_str();
  verb->add_option("--seed", request->seed, "A text that nobody could choose alone, such as dice")
      ->required();
  verb->add_option("--n", request->cards, "Cards, which are then called 1, 2, …")
      ->check(CLI::Range(1, 100'000'000));
  verb->add_option("--ids", request->ids, "Instead: a CSV with a column of ids, with a header");
  verb->add_option("--column", request->column, "Which column, where there are more");
  verb->add_option("--size", request->size, "How many to draw")
      ->required()
      ->check(CLI::Range(0, 100'000'000));
  verb->add_option("--domain", request->domain, "What is drawn: part of our tickets")
      ->capture_default_str();
  verb->add_flag("--with-replacement", request->with_replacement,
                 "What was drawn can be drawn again");
  verb->add_flag("--json", request->options.json, "Print one JSON object instead of CSV");
  verb->add_option("--out", request->options.out, "Write to this file instead of standard output");
  verb->add_flag("--quiet", request->options.quiet, "No progress");
  verb->footer(
      "Ours: by ascending ticket, which is the SHA-256 of scrutineer|v1|SEED|DOMAIN|ID; a larger\n"
      "sample begins with the smaller one. By hand:\n"
      "  printf '%s' 'scrutineer|v1|SEED|ballots|1' | sha256sum\n"
      "Examples:\n"
      "  scrutineer audit sampler --seed '31416 27182' --n 5000 --size 200\n"
      "  scrutineer audit sampler --scheme colorado --seed 3546311556112163624615351222 \\\n"
      "      --n 876 --size 47");
  verb->callback([request, &action] { action = [request] { return run_sampler(*request); }; });
}

}  // namespace

void add_audit(CLI::App& app, Action& action) {
  CLI::App* audit =
      app.add_subcommand("audit", "Audits that settle an outcome with few ballots, step by step");
  audit->require_subcommand(1);
  add_martingale(*audit, action);
  add_sampler(*audit, action);
  add_audit_irv(*audit, action);
  add_audit_records(*audit, action);
  add_audit_manifest(*audit, action);
  add_audit_simulate(*audit, action);
  add_audit_plan(*audit, action);
  add_audit_workflow(*audit, action);
  add_audit_verify(*audit, action);
  add_audit_counter(*audit, action);
}

}  // namespace scrutineer::cli
