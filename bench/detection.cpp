// The tables of docs/simulate.md: errors of each kind planted in twins, and what is found of them.
// detection FOLDER [TWINS [ERRORS [FACTOR]]]: twins of the seeds 1, 2, …; so many errors of each
// kind in each source; --votes-per-seat-within FACTOR.
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
  result.by_form = result.by_source = result.in_all;
  return result;
}

void print_sizes(const char* what, const DetectedSizes& sizes) {
  fmt::print("\n| {} | planted | told |\n|---|--:|--:|\n", what);
  for (std::size_t i = 0; i < sizes.size(); ++i) {
    const bool is_last = i + 1 == sizes.size();
    fmt::print("| {} | {} | {} |\n",
               is_last ? fmt::format("{} votes or more", sizes[i].least)
                       : fmt::format("{} to {}", sizes[i].least, sizes[i + 1].least - 1),
               sizes[i].planted, sizes[i].by_source);
  }
}

void print(const Detection& detection) {
  fmt::print(
      "| planted | forms | by the form alone | by its neighbours | told by its source alone | "
      "named by the copies | found |\n");
  fmt::print("|---|--:|--:|--:|--:|--:|--:|\n");
  for (std::size_t k = 0; k < kErrorKinds; ++k) {
    const DetectedKind& kind = detection.kinds[k];
    fmt::print("| {} | {} | {} | {} | {} | {} | {} |\n", name_of(static_cast<ErrorKind>(k)),
               kind.planted, kind.by_form, kind.by_neighbours, kind.by_source, kind.by_copies,
               kind.in_all);
  }
  print_sizes("exchanged counts that differ by", detection.exchanges);
  print_sizes("tenfold counts, totals following, off by", detection.tenfold_counts);
  fmt::print("\nExchanges of a count and ten times as many: {}, told {}\n",
             detection.tenfold_exchanges.planted, detection.tenfold_exchanges.by_source);
  fmt::print("\nHonest forms: {}\n", detection.honest_forms);
  const auto in_ten_thousand = [&](std::size_t count) {
    return 1e4 * static_cast<double>(count) / static_cast<double>(detection.honest_forms);
  };
  const auto lines = [&](const char* what, const std::map<std::string, std::size_t>& counts) {
    for (const auto& [code, count] : counts) {
      fmt::print("{} {}: {} ({:.1f} in 10,000)\n", what, code, count, in_ten_thousand(count));
    }
  };
  lines("error", detection.honest_errors);
  lines("warning", detection.honest_warnings);
  fmt::print("warnings in all: {:.1f} in 10,000\n",
             in_ten_thousand(detection.warnings_of_honest_forms()));
}

Result<Detection> detect(const Election& original, const TwinOptions& options) {
  const Result<Simulation> twin = simulate_twin(original, options);
  if (!twin) return tl::unexpected(twin.error());
  const auto rules = rules_of(twin->election);
  if (!rules) return tl::unexpected(rules.error());
  Detection detection = Detector(*twin, *rules).run();
  detection.kinds[static_cast<std::size_t>(ErrorKind::unknown_station)] = find_unknown(*twin);
  return detection;
}

int run(int argc, char** argv) {
  if (argc < 2) return 2;
  const Result<LoadedFolder> folder = read_folder(argv[1]);
  if (!folder) return fail_with(folder.error());
  TwinOptions options;
  const std::uint64_t twins = argc > 2 ? std::strtoull(argv[2], nullptr, 10) : 20;
  options.errors = argc > 3 ? std::strtoull(argv[3], nullptr, 10) : 5;
  if (argc > 4) options.assumption.votes_per_seat_within = parse_rational(argv[4]);
  Detection sum;
  for (options.seed = 1; options.seed <= twins; ++options.seed) {
    const Result<Detection> detection = detect(folder->election, options);
    if (!detection) return fail_with(detection.error());
    add(sum, *detection);
  }
  print(sum);
  return 0;
}

}  // namespace
}  // namespace scrutineer

int main(int argc, char** argv) { return scrutineer::run(argc, argv); }
