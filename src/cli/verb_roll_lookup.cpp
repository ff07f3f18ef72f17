// scrutineer roll lookup build: a directory in which a voter can look up "am I on the roll, was I
// removed?" and from which nobody can read the roll (docs/roll-privacy.md says what it costs to
// guess). verb_roll_lookup_query.cpp has the other side.
#include <memory>

#include <CLI/CLI.hpp>
#include <fmt/core.h>

#include "base/threads.hpp"
#include "cli/key_file.hpp"
#include "cli/lookup_directory.hpp"
#include "cli/new_folder.hpp"
#include "cli/roll_changes.hpp"
#include "cli/roll_reading.hpp"
#include "cli/roll_verbs.hpp"
#include "roll/voter_lookup.hpp"

namespace scrutineer::cli {

namespace {

struct Request {
  Options options;
  RollOptions roll;
  KeyChoice key;
  std::string old_roll, new_roll, output, salt;
  bool is_open = false, with_unit = false;
  privacy::SlowHashCost cost;
  std::size_t least_bucket = 10;
};

// What is being made, and the key that only its owner keeps.
struct Plan {
  LookupDirectory directory;
  std::optional<privacy::SecretKey> key;
};

Result<Plan> plan_of(const Request& request) {
  if (request.is_open == request.key.is_given()) {
    return fail(
        "Expected one of --key-file or --new-key, where the holder of the key is asked, and "
        "--open, where anybody can look up and guess.");
  }
  Plan plan;
  plan.directory.is_open = request.is_open;
  plan.directory.cost = request.cost;
  plan.directory.salt = privacy::new_salt();
  if (!request.salt.empty()) {
    const auto bytes = privacy::from_hexadecimal(request.salt);
    if (!bytes || bytes->size() != plan.directory.salt.size()) {
      return fail("--salt: expected the 32 hexadecimal digits of a lookup.json.");
    }
    std::copy(bytes->begin(), bytes->end(), plan.directory.salt.begin());
  }
  if (!request.is_open) {
    auto key = key_of(request.key);
    if (!key) return tl::unexpected(key.error());
    plan.directory.public_key = privacy::generator_times(lookup_scalar(*key));
    plan.key = std::move(*key);
  }
  return plan;
}

Result<roll::VoterDirectory> voters_of(const Request& request, const ReadRolls& read,
                                       LookupDirectory& directory) {
  const auto texts = roll::EntryTexts::of(read.rolls);
  if (!texts) return tl::unexpected(texts.error());
  if (request.with_unit && !texts->has_unit()) {
    return fail("--with-unit: the roll has no unit (--field COLUMN=unit says which column is it).");
  }
  directory.has_two_names = texts->has_two_names();
  directory.has_unit = request.with_unit;
  directory.rolls = read.rolls.snapshots.size();
  std::optional<roll::RollChanges> changes;
  if (directory.rolls == 2) {
    tell(request.options, "Linking …");
    const auto linkage = roll::link(read.rolls);
    if (!linkage) return tl::unexpected(linkage.error());
    changes = roll::changes_between(read.rolls, *linkage);
  }
  return roll::voter_directory(read.rolls, *texts, changes ? &*changes : nullptr,
                               request.with_unit);
}

// Digests of all keys, slices of them at a time; where memory ends, its error.
Result<std::vector<privacy::DirectoryEntry>> entries_of(const Plan& plan,
                                                        const std::vector<roll::Voter>& voters) {
  std::vector<privacy::DirectoryEntry> entries(voters.size());
  const Slices slices{voters.size(), 64};
  std::vector<Errors> errors(slices.count());
  std::optional<privacy::Scalar> key;
  if (plan.key) key = lookup_scalar(*plan.key);
  for_each_piece(slices.count(), [&](std::size_t slice) {
    for (std::size_t i = slices.begin(slice); i < slices.end(slice); ++i) {
      entries[i].status = voters[i].status.byte();
      const auto digest = lookup_digest(plan.directory, voters[i].key, key ? &*key : nullptr);
      if (digest) {
        entries[i].digest = *digest;
      } else {
        errors[slice] = digest.error();
        return;
      }
    }
  });
  for (Errors& error : errors) {
    if (!error.empty()) return tl::unexpected(std::move(error));
  }
  return entries;
}

std::string build_text(const Request& request, const ReadRolls& read, const Plan& plan,
                       const roll::VoterDirectory& voters) {
  const LookupDirectory& made = plan.directory;
  std::string text = reading_text(read) + "\n";
  text += fmt::format(
      "{} different names with dates of birth in {} buckets of {} records; the smallest holds {} "
      "of them.\n",
      count_text(voters.voters.size()), count_text(std::uint64_t{1} << made.prefix_bits),
      made.bucket_records, made.least);
  text += fmt::format(
      "{} of them are of several entries of one roll, which are not told apart; {} entries state "
      "no name or no date of birth{} and cannot be looked up.\n",
      count_text(voters.keys_of_several), count_text(voters.without_key[0] + voters.without_key[1]),
      made.has_unit ? " or no unit" : "");
  if (made.is_open) {
    text +=
        "Open: whoever knows a voter's name and date of birth learns what the voter learns, and "
        "whoever does not can guess, one slow digest a guess (docs/roll-privacy.md).\n";
  }
  return text + fmt::format("Written into {}: lookup.json, buckets.bin.\n", request.output);
}

Json build_json(const Request& request, const ReadRolls& read, const Plan& plan,
                const roll::VoterDirectory& voters) {
  return {{"folder", request.output},
          {"fields", schema_json(read)},
          {"entries_without_a_key", voters.without_key[0] + voters.without_key[1]},
          {"keys_of_several_entries", voters.keys_of_several},
          {"lookup", lookup_json(plan.directory)}};
}

int run_build(const Request& request) {
  auto plan = plan_of(request);
  if (!plan) return report_errors(plan.error());
  NewFolder folder(request.output);
  if (const auto opened = folder.open(); !opened) return report_errors(opened.error());
  tell(request.options, "Reading …");
  std::vector<std::string> paths = {request.old_roll};
  if (!request.new_roll.empty()) paths.push_back(request.new_roll);
  const auto read = read_rolls(paths, request.roll);
  if (!read) return report_errors(read.error());
  const auto voters = voters_of(request, *read, plan->directory);
  if (!voters) return report_errors(voters.error());
  tell(request.options, fmt::format("Digests of {} names …", count_text(voters->voters.size())));
  const auto entries = entries_of(*plan, voters->voters);
  if (!entries) return report_errors(entries.error());
  const auto buckets = privacy::make_buckets(*entries, request.least_bucket);
  if (!buckets) return report_errors(buckets.error());
  LookupDirectory& directory = plan->directory;
  directory.names_with_dates = entries->size();
  directory.prefix_bits = buckets->prefix_bits;
  directory.bucket_records = buckets->bucket_records;
  directory.least = buckets->least;
  directory.padding = buckets->padding;
  directory.buckets_sha256 = sha256_hex(buckets->bytes);
  for (const auto& written : {folder.add("buckets.bin", buckets->bytes),
                              folder.add("lookup.json", lookup_json(directory).dump(2) + "\n")}) {
    if (!written) return report_errors(written.error());
  }
  // The key last: a directory whose key is not kept could never be asked.
  if (plan->key) {
    if (const auto kept = keep_key(request.key, *plan->key); !kept) {
      return report_errors(kept.error());
    }
  }
  if (const auto closed = folder.close(); !closed) return report_errors(closed.error());
  if (!request.options.json) {
    return emit(request.options, build_text(request, *read, *plan, *voters));
  }
  return emit(request.options, envelope("roll lookup build", read->inputs,
                                        build_json(request, *read, *plan, *voters)));
}

void add_build(CLI::App& lookup, Action& action) {
  auto request = std::make_shared<Request>();
  CLI::App* verb =
      lookup.add_subcommand("build", "A directory to be published, of one roll or two");
  verb->add_option("roll", request->old_roll, "The roll, or its earlier snapshot, CSV")->required();
  verb->add_option("new", request->new_roll, "The later snapshot: says who was removed");
  verb->add_option("-o,--output", request->output, "A new folder for the directory")->required();
  add_key_options(*verb, request->key, "whoever holds it is asked for each look-up");
  verb->add_flag("--open", request->is_open,
                 "No key: anybody computes a slow digest of a name and a date of birth");
  verb->add_option("--hash-passes", request->cost.passes, "Argon2id, of --open: passes")
      ->check(CLI::Range(privacy::kLeastCost.passes, privacy::kGreatestCost.passes))
      ->capture_default_str();
  verb->add_option("--hash-memory", request->cost.memory_mib, "Argon2id, of --open: MiB")
      ->check(CLI::Range(privacy::kLeastCost.memory_mib, privacy::kGreatestCost.memory_mib))
      ->capture_default_str();
  verb->add_option("--least-bucket", request->least_bucket,
                   "How many names a bucket holds at least, among which one hides")
      ->check(CLI::Range(1, 1'000'000))
      ->capture_default_str();
  verb->add_flag("--with-unit", request->with_unit, "A voter must state the unit too");
  verb->add_option("--salt", request->salt,
                   "The salt of a lookup.json, to make the same directory again and compare");
  add_roll_options(*verb, request->roll);
  add_common_options(*verb, request->options);
  verb->footer(
      "Examples:\n"
      "  scrutineer roll lookup build old.csv new.csv --new-key lookup.key -o out/lookup\n"
      "  scrutineer roll lookup build roll.csv --open -o out/lookup");
  verb->callback([request, &action] { action = [request] { return run_build(*request); }; });
}

}  // namespace

void add_roll_lookup(CLI::App& roll, Action& action) {
  CLI::App* lookup =
      roll.add_subcommand("lookup", "A voter's question to a roll that is not published");
  lookup->require_subcommand(1);
  lookup->fallthrough();
  add_build(*lookup, action);
  add_roll_lookup_query(*lookup, action);
}

}  // namespace scrutineer::cli
