// The table of docs/simulate.md: errors of each kind planted in a twin, and what is found of them.
// detection FOLDER [SEED [ERRORS [FACTOR]]]
#include <cstdlib>
#include <string>

#include <fmt/core.h>

#include "folder/folder.hpp"
#include "simulate/detection_for_tests.hpp"

namespace scrutineer {
namespace {

int fail_with(const Errors& errors) {
  for (const Error& error : errors) fmt::print(stderr, "{}\n", to_sentence(error));
  return 2;
}

// A return for an unknown station makes its whole file unreadable, and is named.
DetectedKind find_unknown(const Simulation& twin) {
  DetectedKind result;
  const FileContents files = canonical_files(twin.election);
  for (const auto& [name, text] : twin.unknown) {
    FileContents with = files;
    with[name.substr(0, name.size() - 4) + ".late.csv"] = text;
    const Result<LoadedFolder> read = parse_folder(with);
    const std::string source = name.substr(8, name.size() - 12);
    for (const PlantedError& error : twin.planted) {
      if (error.kind != ErrorKind::unknown_station) continue;
      if (twin.election.sources[error.source.value].id != source) continue;
      ++result.planted;
      bool named = false;
      for (std::size_t e = 0; !read && e < read.error().size(); ++e) {
        named = named || to_sentence(read.error()[e]).find(error.unit) != std::string::npos;
      }
      result.in_all += named ? 1 : 0;
    }
  }
  result.by_form = result.in_all;
  return result;
}

void print(const Detection& detection) {
  fmt::print(
      "| planted | forms | by the form alone | by its neighbours | named by the copies | found "
      "|\n");
  fmt::print("|---|--:|--:|--:|--:|--:|\n");
  for (std::size_t k = 0; k < kErrorKinds; ++k) {
    const DetectedKind& kind = detection.kinds[k];
    fmt::print("| {} | {} | {} | {} | {} | {} |\n", name_of(static_cast<ErrorKind>(k)),
               kind.planted, kind.by_form, kind.by_neighbours, kind.by_copies, kind.in_all);
  }
  fmt::print("\nHonest forms: {}\n", detection.honest_forms);
  const auto lines = [&](const char* what, const std::map<std::string, std::size_t>& counts) {
    for (const auto& [code, count] : counts) {
      fmt::print("{} {}: {} ({:.1f} in 10,000)\n", what, code, count,
                 1e4 * static_cast<double>(count) / static_cast<double>(detection.honest_forms));
    }
  };
  lines("error", detection.honest_errors);
  lines("warning", detection.honest_warnings);
}

int run(int argc, char** argv) {
  if (argc < 2) return 2;
  const Result<LoadedFolder> folder = read_folder(argv[1]);
  if (!folder) return fail_with(folder.error());
  TwinOptions options;
  options.seed = argc > 2 ? std::strtoull(argv[2], nullptr, 10) : 1;
  options.errors = argc > 3 ? std::strtoull(argv[3], nullptr, 10) : 100;
  if (argc > 4) options.assumption.votes_per_seat_within = parse_rational(argv[4]);
  const Result<Simulation> twin = simulate_twin(folder->election, options);
  if (!twin) return fail_with(twin.error());
  const auto rules = rules_of(twin->election);
  if (!rules) return fail_with(rules.error());
  Detection detection = Detector(*twin, *rules).run();
  detection.kinds[static_cast<std::size_t>(ErrorKind::unknown_station)] = find_unknown(*twin);
  print(detection);
  return 0;
}

}  // namespace
}  // namespace scrutineer

int main(int argc, char** argv) { return scrutineer::run(argc, argv); }
