// scrutineer roll intersect start | answer | finish: which of a party's entries another party has
// too, by files that show neither the other's roll (privacy/masked_file.hpp; who learns what:
// docs/roll-privacy.md).
#include <algorithm>
#include <memory>
#include <numeric>

#include <CLI/CLI.hpp>
#include <fmt/core.h>

#include "base/csv.hpp"
#include "base/text.hpp"
#include "cli/key_file.hpp"
#include "cli/roll_changes.hpp"
#include "cli/roll_reading.hpp"
#include "cli/roll_verbs.hpp"
#include "cli/table.hpp"
#include "cli/whole_file.hpp"
#include "privacy/masked_file.hpp"
#include "roll/intersection_keys.hpp"

namespace scrutineer::cli {

namespace {

using privacy::MaskedFile, privacy::MaskedRound, privacy::Point, privacy::Scalar;

struct Request {
  Options options;
  RollOptions roll;
  KeyChoice key;
  std::string path, theirs, answer, output;
};

Scalar mask_of(const privacy::SecretKey& key) {
  return Scalar::of(key, "scrutineer roll intersect v1");
}

Result<MaskedFile> read_file(const std::string& path, MaskedRound round,
                             std::vector<InputFile>& inputs) {
  const auto bytes = read_input(path, inputs);
  if (!bytes) return tl::unexpected(bytes.error());
  return privacy::read_masked(shown(path), *bytes, round);
}

// A party's own keys under its mask. The order is that of the points; `place` of each key among
// them.
struct OwnKeys {
  roll::KeyedSnapshot keyed;
  MaskedFile file;
  std::vector<std::uint32_t> place;
};

Result<OwnKeys> own_keys(const ReadRolls& read, const Scalar& mask) {
  const auto texts = roll::EntryTexts::of(read.rolls);
  if (!texts) return tl::unexpected(texts.error());
  OwnKeys own;
  own.keyed = roll::keyed_snapshot(read.rolls, *texts, 0);
  const std::vector<Point> points = privacy::masked(own.keyed.keys, mask);
  std::vector<std::uint32_t> order(points.size());
  std::iota(order.begin(), order.end(), 0U);
  std::sort(order.begin(), order.end(),
            [&](std::uint32_t a, std::uint32_t b) { return points[a] < points[b]; });
  own.file.by = privacy::generator_times(mask);
  own.place.resize(points.size());
  for (std::uint32_t i = 0; i < order.size(); ++i) {
    own.file.points.push_back(points[order[i]]);
    own.place[order[i]] = i;
  }
  return own;
}

int run_start(const Request& request) {
  const auto key = key_of(request.key);
  if (!key) return report_errors(key.error());
  const auto read = read_rolls({request.path}, request.roll);
  if (!read) return report_errors(read.error());
  tell(request.options, "Masking keys …");
  const auto own = own_keys(*read, mask_of(*key));
  if (!own) return report_errors(own.error());
  if (const auto kept = keep_key(request.key, *key); !kept) return report_errors(kept.error());
  if (const auto written =
          write_whole_file("--output", request.output, privacy::masked_bytes(own->file));
      !written) {
    return report_errors(written.error());
  }
  const std::size_t entries = read->rolls.snapshots[0].rows();
  if (request.options.json) {
    return emit(request.options, envelope("roll intersect start", read->inputs,
                                          {{"file", request.output},
                                           {"fields", schema_json(*read)},
                                           {"entries", entries},
                                           {"keys", own->file.points.size()}}));
  }
  return emit(
      request.options,
      reading_text(*read) +
          fmt::format("\n{} entries, {} different keys under the mask of your secret. The "
                      "other party learns their number. Written: {}.\n",
                      count_text(entries), count_text(own->file.points.size()), request.output));
}

int run_answer(const Request& request) {
  const auto key = key_of(request.key);
  if (!key) return report_errors(key.error());
  LoadedFolder inputs;
  const auto theirs = read_file(request.theirs, MaskedRound::blinded, inputs.inputs);
  if (!theirs) return report_errors(theirs.error());
  const Scalar mask = mask_of(*key);
  MaskedFile answer{MaskedRound::answered, privacy::generator_times(mask), theirs->by, {}};
  if (answer.by == theirs->by) {
    return report_errors(
        fail(shown(request.theirs) +
             ": was made with this very secret: expected the other party's file, and a secret of "
             "your own on each side.")
            .value());
  }
  tell(request.options, "Masking their keys …");
  answer.points = privacy::masked_again(theirs->points, mask);
  if (const auto written =
          write_whole_file("--output", request.output, privacy::masked_bytes(answer));
      !written) {
    return report_errors(written.error());
  }
  if (request.options.json) {
    return emit(request.options,
                envelope("roll intersect answer", inputs,
                         {{"file", request.output}, {"keys", answer.points.size()}}));
  }
  return emit(request.options,
              fmt::format("{} keys of theirs under both masks. Each is a guess that they may check "
                          "against yours: is their roll so large? Written: {}.\n",
                          count_text(answer.points.size()), request.output));
}

// That the three belong together.
Result<void> check_exchange(const Request& request, const OwnKeys& own, const MaskedFile& theirs,
                            const MaskedFile& answer) {
  if (theirs.by == own.file.by) {
    return fail(shown(request.theirs) +
                ": was made with this very secret, expected the other party's file.");
  }
  if (answer.by != theirs.by) {
    return fail(fmt::format("{} and {} were made with different secrets, expected one party's.",
                            shown(request.theirs), shown(request.answer)));
  }
  if (answer.to != own.file.by || answer.points.size() != own.file.points.size()) {
    return fail(
        fmt::format("{}: is no answer to this roll under this secret: found {} keys, "
                    "expected {}.",
                    shown(request.answer), answer.points.size(), own.file.points.size()));
  }
  return {};
}

struct Common {
  std::vector<bool> is_common;  // by own key
  std::array<std::uint64_t, roll::kIntersectionKeys> entries_by_key{};
  std::uint64_t keys = 0, entries = 0;
  std::string csv;
};

Common common_of(const ReadRolls& read, const OwnKeys& own, const MaskedFile& theirs,
                 const MaskedFile& answer, const Scalar& mask) {
  std::vector<Point> both = privacy::masked_again(theirs.points, mask);
  std::sort(both.begin(), both.end());
  Common common;
  for (std::size_t k = 0; k < own.place.size(); ++k) {
    common.is_common.push_back(
        std::binary_search(both.begin(), both.end(), answer.points[own.place[k]]));
    common.keys += common.is_common.back() ? 1 : 0;
  }
  append_csv_header(common.csv, {"id", "keys"});
  for (std::size_t row = 0; row < own.keyed.places.size(); ++row) {
    std::string keys;
    for (std::size_t k = 0; k < roll::kIntersectionKeys; ++k) {
      const std::uint32_t place = own.keyed.places[row][k];
      if (place == roll::KeyedSnapshot::kNone || !common.is_common[place]) continue;
      keys += (keys.empty() ? "" : " ") + std::to_string(k + 1);
      ++common.entries_by_key[k];
    }
    if (keys.empty()) continue;
    ++common.entries;
    append_csv_row(common.csv, {std::string(read.rolls.snapshots[0].identifier(row)), keys});
  }
  return common;
}

int print_common(const Request& request, const ReadRolls& read, const LoadedFolder& inputs,
                 const OwnKeys& own, const MaskedFile& theirs, const Common& common) {
  const std::size_t entries = read.rolls.snapshots[0].rows();
  if (request.options.json) {
    Json by_key = Json::array();
    for (std::size_t k = 0; k < roll::kIntersectionKeys; ++k) {
      by_key.push_back({{"key", k + 1},
                        {"of", roll::kIntersectionKeyNames[k]},
                        {"entries", common.entries_by_key[k]}});
    }
    return emit(request.options, envelope("roll intersect finish", inputs,
                                          {{"file", request.output},
                                           {"entries", entries},
                                           {"entries_in_common", common.entries},
                                           {"own_keys", own.file.points.size()},
                                           {"their_keys", theirs.points.size()},
                                           {"keys_in_common", common.keys},
                                           {"by_key", std::move(by_key)}}));
  }
  Table table({"", "key", "entries"}, {true, false, true});
  for (std::size_t k = 0; k < roll::kIntersectionKeys; ++k) {
    table.add({std::to_string(k + 1), std::string(roll::kIntersectionKeyNames[k]),
               count_text(common.entries_by_key[k])});
  }
  return emit(
      request.options,
      table.text() + fmt::format("\n{} of your {} entries have a key that the other party "
                                 "has too; {} of your {} keys, of their {}.\nWritten: {}. "
                                 "It names entries: keep it as you keep the roll.\n",
                                 count_text(common.entries), count_text(entries),
                                 count_text(common.keys), count_text(own.file.points.size()),
                                 count_text(theirs.points.size()), request.output));
}

int run_finish(const Request& request) {
  const auto key = key_of(request.key);
  if (!key) return report_errors(key.error());
  const Scalar mask = mask_of(*key);
  const auto read = read_rolls({request.path}, request.roll);
  if (!read) return report_errors(read.error());
  LoadedFolder inputs = read->inputs;
  const auto theirs = read_file(request.theirs, MaskedRound::blinded, inputs.inputs);
  if (!theirs) return report_errors(theirs.error());
  const auto answer = read_file(request.answer, MaskedRound::answered, inputs.inputs);
  if (!answer) return report_errors(answer.error());
  tell(request.options, "Masking keys …");
  const auto own = own_keys(*read, mask);
  if (!own) return report_errors(own.error());
  if (const auto checked = check_exchange(request, *own, *theirs, *answer); !checked) {
    return report_errors(checked.error());
  }
  const Common common = common_of(*read, *own, *theirs, *answer, mask);
  if (const auto written = write_whole_file("--output", request.output, common.csv); !written) {
    return report_errors(written.error());
  }
  return print_common(request, *read, inputs, *own, *theirs, common);
}

void add_step(CLI::App& intersect, Action& action, const std::string& name,
              const std::string& meaning, int (*run)(const Request&)) {
  auto request = std::make_shared<Request>();
  CLI::App* verb = intersect.add_subcommand(name, meaning);
  const bool reads_roll = name != "answer";
  if (reads_roll) verb->add_option("roll", request->path, "Your roll, CSV")->required();
  if (name != "start") {
    verb->add_option("theirs", request->theirs, "The other party's file of `start`")->required();
  }
  if (name == "finish") {
    verb->add_option("answer", request->answer, "The other party's answer to your file")
        ->required();
  }
  verb->add_option("-o,--output", request->output,
                   name == "finish" ? "CSV of id,keys: your entries in common, to be kept"
                                    : "The file for the other party")
      ->required();
  add_key_options(*verb, request->key, "your secret, which the other party must not have");
  if (reads_roll) add_roll_options(*verb, request->roll);
  add_common_options(*verb, request->options);
  verb->footer(
      "Each party, with a secret of its own:\n"
      "  scrutineer roll intersect start roll.csv --new-key my.key -o my.blinded\n"
      "  scrutineer roll intersect answer their.blinded --key-file my.key -o for-them.answer\n"
      "  scrutineer roll intersect finish roll.csv their.blinded from-them.answer \\\n"
      "      --key-file my.key -o common.csv");
  verb->callback([request, run, &action] { action = [request, run] { return run(*request); }; });
}

}  // namespace

void add_roll_intersect(CLI::App& roll, Action& action) {
  CLI::App* intersect = roll.add_subcommand(
      "intersect", "Which of your entries another party has too, neither roll being shown");
  intersect->require_subcommand(1);
  intersect->fallthrough();
  add_step(*intersect, action, "start", "Your keys under the mask of your secret", run_start);
  add_step(*intersect, action, "answer", "Their keys under your mask too", run_answer);
  add_step(*intersect, action, "finish", "Your entries of which they have a key", run_finish);
}

}  // namespace scrutineer::cli
