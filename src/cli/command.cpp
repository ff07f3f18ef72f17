#include "cli/command.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <numeric>

#include <CLI/CLI.hpp>
#include <fmt/core.h>
#include <unistd.h>

#include "audit/evidence_product.hpp"
#include "base/digest.hpp"
#include "base/text.hpp"
#include "base/threads.hpp"
#include "cli/error_lines.hpp"
#include "count/doubts.hpp"

namespace scrutineer::cli {

void add_common_options(CLI::App& verb, Options& options) {
  verb.add_flag("--json", options.json, "Print one JSON object instead of a table");
  verb.add_option("--out", options.out, "Write to this file instead of standard output");
  verb.add_flag("--quiet", options.quiet, "No progress");
  verb.add_option("--seed", options.seed, "Recorded seed of random choices")
      ->check(CLI::Validator(
          [](const std::string& text) {
            std::uint64_t seed = 0;
            const char* end = text.data() + text.size();
            const auto read = std::from_chars(text.data(), end, seed);
            return read.ec == std::errc() && read.ptr == end
                       ? std::string()
                       : "found " + text +
                             ", expected a whole number from 0 to 18446744073709551615";
          },
          "", "seed"));
  verb.add_option_function<int>(
          "--threads", [](int count) { set_threads(static_cast<std::size_t>(count)); },
          "Threads to use (default: as many as the machine has); the answer does not depend on it")
      ->check(CLI::Range(1, 1024));
}

void add_source_options(CLI::App& verb, InputChoice& choice) {
  verb.add_option("folder", choice.path, "Election folder, or a CSV: unit,seats,party,votes")
      ->required();
  verb.add_option("--method", choice.method,
                  "Rule of allocation, for a CSV or to try another one: " + all_names<Rule>());
  verb.add_option("--seats", choice.seats, "Seats of a CSV that has one constituency")
      ->check(CLI::Range(1, 1'000'000));
}

Result<std::string> read_input(const std::string& path, std::vector<InputFile>& inputs) {
  std::error_code error;
  const bool is_file = std::filesystem::is_regular_file(path, error);
  std::ifstream file;
  if (is_file) file.open(path, std::ios::binary);  // of a folder, reading would throw
  const std::string bytes{std::istreambuf_iterator<char>(file), {}};
  if (!is_file || !file) {
    return fail(fmt::format("{} cannot be read; is it there, and a file?", shown(path)));
  }
  const std::string digest = sha256_hex(bytes);
  inputs.push_back({std::filesystem::path(path).filename().string(), digest, digest});
  return bytes;
}

Result<void> check_public_seed(const std::string& text) {
  if (find_invalid_utf8(text) == std::string_view::npos && !trimmed(text).empty()) return {};
  return fail("--public-seed: expected a text that everybody knows.");
}

Result<double> share_option(const std::string& option, const std::string& text, bool to_one) {
  const auto value = parse_rational(text);
  if (!value || *value <= Rational{0, 1} || *value > Rational{1, 1} ||
      (!to_one && *value == Rational{1, 1})) {
    return fail(
        fmt::format("{}: found \"{}\", expected a share such as 5% or 0.05.", option, shown(text)));
  }
  return as_double(*value);
}

int report_errors(const Errors& errors) {
  for (const std::string& line : error_lines(errors)) fmt::print(stderr, "{}\n", line);
  if (errors.size() > 1)
    fmt::print(stderr, "{} errors; nothing was read or written.\n", errors.size());
  return kBadInput;
}

Result<LoadedFolder> load(const InputChoice& choice) {
  std::optional<Rule> rule;
  if (!choice.method.empty()) {
    rule = from_name<Rule>(choice.method);
    if (!rule) {
      return fail(fmt::format("--method: found \"{}\", expected one of {}.", choice.method,
                              all_names<Rule>()));
    }
  }
  std::error_code ignored;
  if (std::filesystem::is_regular_file(choice.path, ignored)) {
    TableOptions options;
    options.rule = rule.value_or(Rule::dhondt);
    if (choice.seats > 0) options.seats = choice.seats;
    return read_table(choice.path, options);
  }
  Result<LoadedFolder> folder = read_folder(choice.path);
  if (folder && rule) {
    for (Contest& contest : folder->election.contests) contest.rule = *rule;
  }
  return folder;
}

Json envelope(const std::string& verb, const LoadedFolder& folder, Json result) {
  Json inputs = Json::array();
  for (const InputFile& file : folder.inputs) {
    inputs.push_back({{"path", file.path},
                      {"sha256", file.sha256},
                      {"canonical_sha256", file.canonical_sha256}});
  }
  return {{"scrutineer", SCRUTINEER_VERSION},
          {"verb", verb},
          {"inputs", std::move(inputs)},
          {"result", std::move(result)}};
}

int emit(const Options& options, const std::string& text, int status) {
  if (options.out.empty()) {
    std::fwrite(text.data(), 1, text.size(), stdout);
    return status;
  }
  const std::string temporary = options.out + ".part";
  std::ofstream file(temporary, std::ios::binary);
  file << text;
  file.close();
  std::error_code error;
  if (file) std::filesystem::rename(temporary, options.out, error);
  if (!file || error) {
    std::filesystem::remove(temporary, error);
    fmt::print(stderr, "--out: {} cannot be written; is its folder there, and yours?\n",
               options.out);
    return kBadInput;
  }
  return status;
}

int emit(const Options& options, const Json& json, int status) {
  return emit(options, json.dump(2) + "\n", status);
}

void take_doubts_of_count(Election& election) {
  for (Doubt& doubt : doubts_of_count(election)) election.doubts.push_back(std::move(doubt));
}

namespace {

std::size_t edit_distance(const std::string& a, const std::string& b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replace = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, replace});
    }
  }
  return row.back();
}

template <typename Items>
Result<std::size_t> find(const Items& items, const std::string& id, const std::string& what) {
  std::string nearest;
  std::size_t best = 4;
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (items[i].id == id) return i;
    const std::size_t distance = edit_distance(items[i].id, id);
    if (distance < best) {
      best = distance;
      nearest = items[i].id;
    }
  }
  std::string sentence = fmt::format("no {} is called \"{}\" in this election", what, id);
  if (!nearest.empty()) return fail(sentence + fmt::format("; did you mean \"{}\"?", nearest));
  sentence += "; it has: ";
  for (std::size_t i = 0; i < items.size() && i < 12; ++i) {
    sentence += (i ? ", " : "") + items[i].id;
  }
  return fail(sentence + (items.size() > 12 ? ", …" : "."));
}

}  // namespace

Result<PartyIndex> find_party(const Election& election, const std::string& id) {
  const auto at = find(election.parties, id, "party");
  if (!at) return tl::unexpected(at.error());
  return PartyIndex{static_cast<std::uint32_t>(*at)};
}

Result<UnitIndex> find_unit(const Election& election, const std::string& id) {
  const auto at = find(election.units, id, "unit");
  if (!at) return tl::unexpected(at.error());
  return UnitIndex{static_cast<std::uint32_t>(*at)};
}

Result<SourceIndex> find_source(const Election& election, const std::string& id) {
  const auto at = find(election.sources, id, "source");
  if (!at) return tl::unexpected(at.error());
  return SourceIndex{static_cast<std::uint32_t>(*at)};
}

Result<std::size_t> find_question(const Election& election, const std::string& id) {
  return find(election.questions, id, "question");
}

Json by_party(const Election& election, const std::vector<std::optional<Seats>>& seats) {
  Json object = Json::object();
  for (std::size_t p = 0; p < seats.size(); ++p) {
    if (seats[p]) object[election.parties[p].id] = *seats[p];
  }
  return object;
}

Json by_party(const Election& election, const std::vector<Seats>& seats) {
  return by_party(election, std::vector<std::optional<Seats>>(seats.begin(), seats.end()));
}

Json log_json(double log_e) {
  if (std::isinf(log_e)) return log_e > 0 ? "infinity" : "-infinity";
  return rounded_down_to_digits(log_e);
}

Json parsed_json(std::string_view bytes) {
  constexpr int kDeepest = 16;
  const auto is_shallow = [](int depth, Json::parse_event_t, Json&) { return depth < kDeepest; };
  return Json::parse(bytes, is_shallow, false);
}

Json number_json(double value) {
  return std::isfinite(value) ? Json::parse(fmt::format("{:.6g}", value)) : Json(nullptr);
}

Json to_json(const std::optional<Votes>& value) { return value ? Json(*value) : Json(nullptr); }

std::string label(const Election& election, const LocalizedText& name, const std::string& id) {
  return text_in(name, "en", election.languages, id);
}

bool shows_progress(const Options& options) { return !options.quiet && isatty(STDERR_FILENO) == 1; }

}  // namespace scrutineer::cli
