// scrutineer roll encode: a roll as keyed Bloom filters, and pairs of two such files, for parties
// who may not show each other their rolls (docs/roll-privacy.md: pseudonymous, never anonymous).
#include <algorithm>
#include <chrono>
#include <memory>
#include <numeric>

#include <CLI/CLI.hpp>
#include <fmt/core.h>

#include "base/csv.hpp"
#include "base/digest.hpp"
#include "base/numbers.hpp"
#include "base/text.hpp"
#include "cli/encoded_file.hpp"
#include "cli/key_file.hpp"
#include "cli/roll_changes.hpp"
#include "cli/roll_reading.hpp"
#include "cli/roll_verbs.hpp"
#include "cli/whole_file.hpp"
#include "roll/encoding_pairs.hpp"

namespace scrutineer::cli {

namespace {

struct Request {
  Options options;
  RollOptions roll;
  KeyChoice key;
  std::string path, output, identifiers, salt = "year";
  std::string other, least = "80%";
};

// The header of the filters: which key, fields and salt they were made with, so that no two files
// are compared that say nothing of each other. Whoever lacks the key reads nothing in it.
std::string header_of(const privacy::SecretKey& key, const ReadRolls& read,
                      const std::string& salt) {
  std::string made_with = "1024 bits, salt " + salt;
  for (const roll::Field& field : read.rolls.schema) {
    made_with += "\n" + std::string(name_of(field.kind));
  }
  const privacy::Digest digest = key.digest("scrutineer roll encode fields v1", made_with);
  return std::string(kFilterColumn) +
         privacy::to_hexadecimal({reinterpret_cast<const char*>(digest.data()), std::size_t{8}});
}

struct EncodedText {
  std::string filters, identifiers;  // two files, of the same rows in one order
  std::uint64_t bits = 0, empty = 0;
};

// In the order of the filters, which is that of no roll.
EncodedText encoded_text(const Request& request, const ReadRolls& read,
                         const privacy::SecretKey& key) {
  const auto keyed = [&](std::string_view text) {
    return key.digest("scrutineer roll encode v1", text);
  };
  const std::vector<roll::Encoding> encodings =
      roll::encoded(read.rolls, 0, keyed, {request.salt == "year"});
  std::vector<std::uint32_t> order(encodings.size());
  std::iota(order.begin(), order.end(), 0U);
  std::stable_sort(order.begin(), order.end(),
                   [&](std::uint32_t a, std::uint32_t b) { return encodings[a] < encodings[b]; });
  EncodedText text;
  append_csv_header(text.filters, {"entry", header_of(key, read, request.salt)});
  append_csv_header(text.identifiers, {"entry", "id"});
  for (std::size_t i = 0; i < order.size(); ++i) {
    const roll::Encoding& encoding = encodings[order[i]];
    const std::string number = std::to_string(i + 1);
    append_csv_row(text.filters, {number, privacy::to_hexadecimal(bytes_of(encoding))});
    append_csv_row(text.identifiers,
                   {number, std::string(read.rolls.snapshots[0].identifier(order[i]))});
    text.bits += encoding.count();
    if (encoding.count() == 0) ++text.empty;
  }
  return text;
}

int run_encode(const Request& request) {
  if (request.path.empty() || request.output.empty() || request.identifiers.empty()) {
    return report_errors(
        fail("Expected a roll, -o, the file to be handed over, and --identifiers, the one to be "
             "kept.")
            .value());
  }
  const auto key = key_of(request.key);
  if (!key) return report_errors(key.error());
  const auto read = read_rolls({request.path}, request.roll);
  if (!read) return report_errors(read.error());
  const EncodedText text = encoded_text(request, *read, *key);
  if (const auto kept = keep_key(request.key, *key); !kept) return report_errors(kept.error());
  for (const auto& [option, path, bytes] :
       {std::tuple("--identifiers", request.identifiers, &text.identifiers),
        std::tuple("--output", request.output, &text.filters)}) {
    if (const auto written = write_whole_file(option, path, *bytes); !written) {
      return report_errors(written.error());
    }
  }
  const std::size_t entries = read->rolls.snapshots[0].rows();
  const double share = entries == 0 ? 0
                                    : static_cast<double>(text.bits) /
                                          static_cast<double>(entries * roll::kEncodingBits);
  if (!request.options.json) {
    return emit(
        request.options,
        reading_text(*read) +
            fmt::format("\n{} entries as filters of 1,024 bits, {:.1f} % of them set; {} state "
                        "nothing.\nFilters are pseudonyms, never anonymous: hand {} to nobody but "
                        "the parties' linkage, and keep the key and {} from it.\n",
                        count_text(entries), 100 * share, count_text(text.empty), request.output,
                        request.identifiers));
  }
  return emit(request.options, envelope("roll encode", read->inputs,
                                        {{"file", request.output},
                                         {"identifiers", request.identifiers},
                                         {"fields", schema_json(*read)},
                                         {"salt", request.salt},
                                         {"entries", entries},
                                         {"empty", text.empty},
                                         {"share_of_bits_set", number_json(share)},
                                         {"sha256", sha256_hex(text.filters)}}));
}

Result<EncodedFile> read_encoded(const std::string& path, std::vector<InputFile>& inputs) {
  const auto bytes = read_input(path, inputs);
  if (!bytes) return tl::unexpected(bytes.error());
  return parse_encoded(shown(path), *bytes);
}

std::string pairs_csv(const EncodedFile& left, const EncodedFile& right,
                      const roll::EncodedPairs& found) {
  std::string csv;
  append_csv_header(csv, {"entry_a", "entry_b", "dice"});
  for (const roll::EncodedPair& pair : found.pairs) {
    append_csv_row(csv, {left.entries[pair.left], right.entries[pair.right],
                         fmt::format("{:.4f}", pair.dice.value())});
  }
  return csv;
}

int run_compare(const Request& request) {
  const auto least = parse_rational(request.least);
  if (!least || *least <= Rational{0, 1} || *least > Rational{1, 1} ||
      least->denominator > 1'000'000) {
    return report_errors(fail(fmt::format("--least: found \"{}\", expected a share above 0 such as "
                                          "80% or 0.8.",
                                          shown(request.least)))
                             .value());
  }
  LoadedFolder inputs;
  const auto left = read_encoded(request.path, inputs.inputs);
  if (!left) return report_errors(left.error());
  const auto right = read_encoded(request.other, inputs.inputs);
  if (!right) return report_errors(right.error());
  if (left->header != right->header) {
    return report_errors(
        fail(fmt::format("{} and {} were made with different keys, fields or salts: nothing of one "
                         "can be compared with the other.",
                         shown(request.path), shown(request.other)))
            .value());
  }
  const auto start = std::chrono::steady_clock::now();
  const roll::EncodedPairs found =
      roll::best_pairs(left->encodings, right->encodings,
                       {static_cast<std::uint64_t>(least->numerator),
                        static_cast<std::uint64_t>(least->denominator)});
  if (shows_progress(request.options)) {
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
    fmt::print(stderr, "{} comparisons in {:.2f} s\n", count_text(found.compared), took.count());
  }
  if (const auto written =
          write_whole_file("--output", request.output, pairs_csv(*left, *right, found));
      !written) {
    return report_errors(written.error());
  }
  if (request.options.json) {
    return emit(request.options, envelope("roll encode compare", inputs,
                                          {{"file", request.output},
                                           {"entries_a", left->entries.size()},
                                           {"entries_b", right->entries.size()},
                                           {"compared", found.compared},
                                           {"pairs", found.pairs.size()},
                                           {"tied", found.tied},
                                           {"not_mutual", found.not_mutual}}));
  }
  return emit(
      request.options,
      fmt::format("{} pairs, each the other's best, with Dice's coefficient {} or more; "
                  "{} entries of the first file have two that are as good, {} one that "
                  "has a better one.\n{} pairs were compared. Written: {}.\n",
                  count_text(found.pairs.size()), request.least, count_text(found.tied),
                  count_text(found.not_mutual), count_text(found.compared), request.output));
}

void add_compare(CLI::App& encode, Action& action) {
  auto request = std::make_shared<Request>();
  CLI::App* verb = encode.add_subcommand("compare", "Pairs of two encoded files; needs no key");
  verb->add_option("a", request->path, "What one party encoded")->required();
  verb->add_option("b", request->other, "What the other did, with the same key")->required();
  verb->add_option("-o,--output", request->output, "CSV of entry_a,entry_b,dice")->required();
  verb->add_option("--least", request->least, "The least Dice coefficient")->capture_default_str();
  add_common_options(*verb, request->options);
  verb->footer("Example:\n  scrutineer roll encode compare a.clk.csv b.clk.csv -o pairs.csv");
  verb->callback([request, &action] { action = [request] { return run_compare(*request); }; });
}

}  // namespace

void add_roll_encode(CLI::App& roll, Action& action) {
  auto request = std::make_shared<Request>();
  CLI::App* verb = roll.add_subcommand(
      "encode", "A roll as keyed Bloom filters, to be compared without being shown");
  verb->add_option("roll", request->path, "The roll, CSV");
  verb->add_option("-o,--output", request->output, "The filters, CSV, to be handed over");
  verb->add_option("--identifiers", request->identifiers,
                   "CSV of entry,id: which filter is whose, to be kept");
  add_key_options(*verb, request->key, "which the parties share and nobody else has");
  verb->add_option("--salt", request->salt,
                   "year: other bits in each year of birth; none: finds errors in the year, and is "
                   "easier to attack")
      ->check(CLI::IsMember({"year", "none"}))
      ->capture_default_str();
  add_roll_options(*verb, request->roll);
  add_common_options(*verb, request->options);
  add_compare(*verb, action);
  verb->footer(
      "Examples:\n"
      "  scrutineer roll encode a.csv --new-key shared.key -o a.clk.csv --identifiers a.ids.csv\n"
      "  scrutineer roll encode b.csv --key-file shared.key -o b.clk.csv --identifiers b.ids.csv\n"
      "  scrutineer roll encode compare a.clk.csv b.clk.csv -o pairs.csv --least 80%");
  verb->callback([verb, request, &action] {
    if (verb->get_subcommands().empty()) action = [request] { return run_encode(*request); };
  });
}

}  // namespace scrutineer::cli
