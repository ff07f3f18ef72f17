// What every verb shares: options, loading an election, the JSON envelope, output and exit status.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "base/result.hpp"
#include "election/election.hpp"
#include "folder/folder.hpp"

namespace CLI {
class App;
}

namespace scrutineer::cli {

using Json = nlohmann::ordered_json;

// Exit status (docs/architecture.md): done; done and the answer is "no"; bad input; our own
// mistake.
inline constexpr int kDone = 0;
inline constexpr int kAnswerIsNo = 1;
inline constexpr int kBadInput = 2;
inline constexpr int kInternalError = 3;

struct Options {
  bool json = false;
  bool quiet = false;
  std::string out;
  std::uint64_t seed = 0;
};

// Adds --json, --out, --quiet, --seed and --threads to a verb.
void add_common_options(CLI::App& verb, Options& options);

// Runs the chosen verb and keeps its exit status.
using Action = std::function<int()>;

// Prints each error as one sentence to standard error; returns kBadInput.
int report_errors(const Errors& errors);

// A folder, or one CSV of unit,seats,party,votes. `method` and `seats` are for the CSV.
struct InputChoice {
  std::string path;
  std::string method;
  std::int64_t seats = 0;
};
void add_source_options(CLI::App& verb, InputChoice& choice);
Result<LoadedFolder> load(const InputChoice& choice);

// What the process holds until its end: a million stations need not be given back one by one.
template <typename T>
const T& kept(T&& value) {
  static const T* held = nullptr;  // reachable, so that a search for leaks passes over it
  held = new T(std::move(value));
  return *held;
}

// The bytes of a file that is no part of a folder; it is listed among the inputs by its name alone,
// so that outputs do not depend on where the files of one run stand.
Result<std::string> read_input(const std::string& path, std::vector<InputFile>& inputs);

// JSON that others may have written: discarded where it is none. What is nested deeper than
// anything of ours is left out, so that nothing that walks through the rest runs out of stack.
Json parsed_json(std::string_view bytes);

// The value of an option: a share between 0 and 1, neither included; `to_one`: 1 too.
Result<double> share_option(const std::string& option, const std::string& text,
                            bool to_one = false);

// A public seed must say something, in UTF-8.
Result<void> check_public_seed(const std::string& text);

// The object that --json prints: program, verb, inputs with digests, result.
Json envelope(const std::string& verb, const LoadedFolder& folder, Json result);

// Writes to --out (through a temporary file, so that nothing half-written remains) or to standard
// output; returns `status`, or kBadInput with a sentence where the file cannot be written.
int emit(const Options& options, const std::string& text, int status = kDone);
int emit(const Options& options, const Json& json, int status = kDone);

// What the count leaves open (count/doubts.hpp) stands beside what doubts.csv says.
void take_doubts_of_count(Election& election);

// The position of an id, or a sentence that names the nearest known one.
Result<PartyIndex> find_party(const Election& election, const std::string& id);
Result<UnitIndex> find_unit(const Election& election, const std::string& id);
Result<SourceIndex> find_source(const Election& election, const std::string& id);
Result<std::size_t> find_question(const Election& election, const std::string& id);

// Parties by id, from a vector by position; zero seats included, not stated left out.
Json by_party(const Election& election, const std::vector<std::optional<Seats>>& seats);
Json by_party(const Election& election, const std::vector<Seats>& seats);

Json to_json(const std::optional<Votes>& value);

// To six significant digits, as every figure of statistics is printed; nothing where it is not
// finite.
Json number_json(double value);
// The same of a logarithm of evidence, rounded down; what is infinite is "infinity", "-infinity".
Json log_json(double log_e);

// What a person calls it: the name in the first language, else the id.
std::string label(const Election& election, const LocalizedText& name, const std::string& id);

// Whether standard error is a terminal: progress goes there, and only then.
bool shows_progress(const Options& options);

// The verbs; each adds its subcommand to `app` and sets `action` when chosen.
void add_seats(CLI::App& app, Action& action);
void add_margin(CLI::App& app, Action& action);
void add_outcome(CLI::App& app, Action& action);
void add_check(CLI::App& app, Action& action);
void add_count(CLI::App& app, Action& action);
void add_audit(CLI::App& app, Action& action);
void add_report(CLI::App& app, Action& action);
void add_demo(CLI::App& app, Action& action);
void add_roll(CLI::App& app, Action& action);
void add_simulate(CLI::App& app, Action& action);
void add_simulate_roll(CLI::App& simulate, Action& action);  // below simulate
void add_quick(CLI::App& count, Action& action);             // below count
void add_convert(CLI::App& app, Action& action);
// Below audit.
void add_audit_counter(CLI::App& audit, Action& action);
void add_audit_irv(CLI::App& audit, Action& action);
void add_audit_records(CLI::App& audit, Action& action);
void add_audit_manifest(CLI::App& audit, Action& action);
void add_audit_simulate(CLI::App& audit, Action& action);

}  // namespace scrutineer::cli
