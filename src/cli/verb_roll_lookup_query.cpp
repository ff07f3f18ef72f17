// scrutineer roll lookup query | answer: what a directory says of the people of a small file, and
// the holder's part where the digests need a key. Nothing of a person is printed, the digest of the
// file neither: names and dates are few enough to be tried.
#include <algorithm>
#include <memory>

#include <CLI/CLI.hpp>
#include <fmt/core.h>

#include "base/text.hpp"
#include "cli/key_file.hpp"
#include "cli/lookup_directory.hpp"
#include "cli/roll_reading.hpp"
#include "cli/roll_verbs.hpp"
#include "cli/table.hpp"
#include "cli/whole_file.hpp"
#include "roll/voter_lookup.hpp"

namespace scrutineer::cli {

namespace {

struct Request {
  Options options;
  RollOptions roll;
  KeyChoice key;
  std::string directory, people, request, answer;
  std::size_t most = 50;
};

constexpr std::size_t kDates = std::tuple_size_v<decltype(roll::dates_in_registers(""))>;
constexpr std::array<std::string_view, kDates> kDateNames = {"stated", "first_of_january",
                                                             "last_of_december", "month", "year"};
// One person or a family, not a list.
constexpr std::size_t kMostPeople = 100;

// A person of the file: the keys that a register may have of them.
struct Person {
  std::uint64_t row = 0;  // as a spreadsheet shows it
  std::array<std::string, kDates> keys;
};

struct Found {
  std::uint64_t row = 0;
  std::optional<std::size_t> date;  // which of the keys was there
  roll::VoterStatus status;
};

Result<std::vector<Person>> people_of(const Request& request, const LookupDirectory& directory) {
  RollOptions options = request.roll;
  options.identifier = "none";
  const auto read = read_rolls({request.people}, options);
  if (!read) return tl::unexpected(read.error());
  const std::string name = shown(request.people);
  for (const RollWarning& warning : read->readings[0].warnings) {
    if (warning.kind == RollWarningKind::unknown_order ||
        warning.kind == RollWarningKind::mixed_orders) {
      return fail(fmt::format(
          "{}, column {}: found a date that can be read in two ways, expected YYYY-MM-DD.", name,
          warning.header));
    }
  }
  const auto texts = roll::EntryTexts::of(read->rolls);
  if (!texts) return tl::unexpected(texts.error());
  if (texts->has_two_names() != directory.has_two_names ||
      (directory.has_unit && !texts->has_unit())) {
    return fail(fmt::format("{}: expected the columns {}, birth_date{}, as the directory has them.",
                            name, directory.has_two_names ? "family_name, given_name" : "full_name",
                            directory.has_unit ? ", unit" : ""));
  }
  const std::size_t rows = read->rolls.snapshots[0].rows();
  if (rows == 0 || rows > kMostPeople) {
    return fail(fmt::format("{}: found {} rows, expected 1 to {}.", name, rows, kMostPeople));
  }
  std::vector<Person> people(rows);
  Errors errors;
  for (std::size_t row = 0; row < rows; ++row) {
    people[row].row = row + 2;
    const auto dates = roll::dates_in_registers(texts->date(0, row));
    for (std::size_t d = 0; d < kDates; ++d) {
      people[row].keys[d] =
          directory.has_unit ? roll::voter_key(texts->names(0, row), dates[d], texts->unit(0, row))
                             : roll::voter_key(texts->names(0, row), dates[d]);
    }
    if (texts->date(0, row).empty() || people[row].keys[0].empty()) {
      errors.push_back({"", 0, "", "", "",
                        fmt::format("{}, row {}: expected a name and a date of birth{}, with the "
                                    "year in four digits.",
                                    name, row + 2, directory.has_unit ? " and a unit" : "")});
    }
  }
  if (!errors.empty()) return tl::unexpected(std::move(errors));
  return people;
}

// The mask of one key: follows from the asker's own key, so that the answer can be unmasked later.
privacy::BlindedText blinded(const LookupDirectory& directory, const privacy::SecretKey& key,
                             const std::string& voter_key) {
  const std::string text = lookup_text(directory, voter_key);
  return privacy::blinded(
      text, privacy::Scalar::reduced(key.digest("scrutineer roll lookup blind v1", text)));
}

using Digests = std::vector<std::array<privacy::Digest, kDates>>;

Result<Digests> digests_by_answer(const Request& request, const LookupDirectory& directory,
                                  const privacy::SecretKey& key,
                                  const std::vector<Person>& people) {
  const auto answer = read_request(request.answer, true);
  if (!answer) return tl::unexpected(answer.error());
  std::vector<privacy::BlindedText> blinds;
  std::vector<privacy::Point> asked;
  for (const Person& person : people) {
    for (const std::string& one : person.keys) {
      asked.push_back(blinds.emplace_back(blinded(directory, key, one)).point);
    }
  }
  if (!privacy::is_proven(*directory.public_key, asked, answer->points)) {
    return fail(fmt::format(
        "{}: is not the answer to these people under this key by the holder of the directory's "
        "key: the proof does not hold.",
        shown(request.answer)));
  }
  Digests digests(people.size());
  for (std::size_t i = 0; i < asked.size(); ++i) {
    const auto digest =
        privacy::unblinded(lookup_text(directory, people[i / kDates].keys[i % kDates]),
                           blinds[i].blind, answer->points.points[i]);
    if (!digest) return fail(shown(request.answer) + ": a point is none.");
    digests[i / kDates][i % kDates] = *digest;
  }
  return digests;
}

// By the slow hash, or by the holder of the key.
Result<Digests> digests_here(const LookupDirectory& directory, const privacy::Scalar* key,
                             const std::vector<Person>& people) {
  Digests digests(people.size());
  for (std::size_t p = 0; p < people.size(); ++p) {
    for (std::size_t d = 0; d < kDates; ++d) {
      const auto digest = lookup_digest(directory, people[p].keys[d], key);
      if (!digest) return tl::unexpected(digest.error());
      digests[p][d] = *digest;
    }
  }
  return digests;
}

Found found_of(const LookupDirectory& directory, const Person& person,
               const std::array<privacy::Digest, kDates>& digests) {
  for (std::size_t d = 0; d < kDates; ++d) {
    const auto status = look_up(directory, digests[d]);
    if (status) return {person.row, d, roll::VoterStatus::of(*status)};
  }
  return {person.row, std::nullopt, {}};
}

std::string sentence(const Found& found, std::size_t rolls) {
  if (!found.date) {
    return "no entry has this name and date of birth, nor a default day, the month or the year "
           "alone";
  }
  const roll::VoterStatus& status = found.status;
  std::string text;
  if (status.old_entries > 1 || status.new_entries > 1) {
    text = "several entries have this name and date of birth, and are not told apart: ";
  }
  if (rolls == 1) return text + "on the roll";
  if (status.new_entries > 0 && status.old_entries > 0) {
    text += "on the old roll and on the new one";
    if (status.is_removed) text += "; one of the old roll has no entry in the new one";
  } else if (status.new_entries > 0) {
    text += "on the new roll; on the old one not under this name and date of birth";
  } else if (status.is_elsewhere) {
    text += "on the old roll; on the new one with another name or date of birth";
    if (status.is_removed) text += ", and one not";
  } else {
    text += "on the old roll, and not on the new one: an apparent removal";
  }
  if (status.has_changed) text += "; what is stated differs between the rolls";
  return text;
}

int print_found(const Request& request, const LookupDirectory& directory,
                const LoadedFolder& inputs, const std::vector<Found>& found) {
  const bool are_all = std::all_of(found.begin(), found.end(),
                                   [](const Found& one) { return one.date.has_value(); });
  const int status = are_all ? kDone : kAnswerIsNo;
  if (!request.options.json) {
    std::string text;
    for (const Found& one : found) {
      text += fmt::format("row {}: {}", one.row, sentence(one, directory.rolls));
      if (one.date && *one.date > 0) {
        text +=
            fmt::format(" (date of birth as a register may have it: {})", kDateNames[*one.date]);
      }
      text += ".\n";
    }
    return emit(request.options, text, status);
  }
  Json people = Json::array();
  for (const Found& one : found) {
    people.push_back({{"row", one.row},
                      {"date", one.date ? Json(kDateNames[*one.date]) : Json(nullptr)},
                      {"old_entries", one.status.old_entries},
                      {"new_entries", one.status.new_entries},
                      {"removed", one.status.is_removed},
                      {"elsewhere", one.status.is_elsewhere},
                      {"changed", one.status.has_changed}});
  }
  return emit(request.options,
              envelope("roll lookup query", inputs,
                       {{"rolls", directory.rolls}, {"people", std::move(people)}}),
              status);
}

int write_request(const Request& request, const LookupDirectory& directory,
                  const privacy::SecretKey& key, const std::vector<Person>& people) {
  std::vector<privacy::Point> points;
  for (const Person& person : people) {
    for (const std::string& one : person.keys) {
      points.push_back(blinded(directory, key, one).point);
    }
  }
  if (const auto kept = keep_key(request.key, key); !kept) return report_errors(kept.error());
  const std::string bytes = request_json(*directory.public_key, points).dump(2) + "\n";
  if (const auto written = write_whole_file("--request", request.request, bytes); !written) {
    return report_errors(written.error());
  }
  return kDone;
}

int run_query(const Request& request) {
  LoadedFolder inputs;
  const auto directory = read_lookup_directory(request.directory, inputs.inputs);
  if (!directory) return report_errors(directory.error());
  const auto people = people_of(request, *directory);
  if (!people) return report_errors(people.error());
  Result<Digests> digests;
  if (directory->is_open) {
    if (request.key.is_given() || !request.request.empty() || !request.answer.empty()) {
      return report_errors(
          fail("The directory is open: expected no key, no --request and no --answer.").value());
    }
    digests = digests_here(*directory, nullptr, *people);
  } else {
    const auto key = key_of(request.key);
    if (!key) return report_errors(key.error());
    const privacy::Scalar scalar = lookup_scalar(*key);
    const bool is_holder = privacy::generator_times(scalar) == *directory->public_key;
    if (!is_holder && request.request.empty() == request.answer.empty()) {
      return report_errors(
          fail("The key is not the directory's: expected --request, to ask its holder, or "
               "--answer, what the holder answered.")
              .value());
    }
    if (!request.request.empty()) return write_request(request, *directory, *key, *people);
    digests = is_holder ? digests_here(*directory, &scalar, *people)
                        : digests_by_answer(request, *directory, *key, *people);
  }
  if (!digests) return report_errors(digests.error());
  std::vector<Found> found;
  for (std::size_t p = 0; p < people->size(); ++p) {
    found.push_back(found_of(*directory, (*people)[p], (*digests)[p]));
  }
  return print_found(request, *directory, inputs, found);
}

int run_answer(const Request& request) {
  const auto key = key_of(request.key);
  if (!key) return report_errors(key.error());
  const privacy::Scalar scalar = lookup_scalar(*key);
  const auto asked = read_request(request.request, false);
  if (!asked) return report_errors(asked.error());
  const privacy::Point public_key = privacy::generator_times(scalar);
  if (asked->public_key != public_key) {
    return report_errors(
        fail(shown(request.request) + ": is for a directory of another key.").value());
  }
  const std::size_t points = asked->points.points.size();
  if (points > request.most) {
    return report_errors(
        fail(fmt::format("{}: found {} points, expected at most {} (--most): each is a guess that "
                         "you compute.",
                         shown(request.request), points, request.most))
            .value());
  }
  const auto answer = privacy::evaluated(asked->points.points, scalar, privacy::Scalar::make());
  if (!answer) {
    return report_errors(fail(shown(request.request) + ": cannot be answered.").value());
  }
  return emit(request.options, answer_json(public_key, *answer));
}

void add_query(CLI::App& lookup, Action& action) {
  auto request = std::make_shared<Request>();
  CLI::App* verb = lookup.add_subcommand("query", "What a directory says of a voter, or of a few");
  verb->add_option("directory", request->directory, "The folder that `build` made")->required();
  verb->add_option("people", request->people,
                   "CSV of family_name,given_name,birth_date (or full_name); /dev/stdin")
      ->required();
  add_key_options(*verb, request->key,
                  "of the directory itself, or the asker's own, which masks the question");
  verb->add_option("--request", request->request, "Write a masked question for the key's holder");
  verb->add_option("--answer", request->answer, "What the holder answered to it");
  verb->add_option("--field", request->roll.fields, "COLUMN=KIND, as in roll diff")
      ->allow_extra_args(false);
  add_common_options(*verb, request->options);
  verb->footer(
      "Examples:\n"
      "  scrutineer roll lookup query out/lookup me.csv\n"
      "  scrutineer roll lookup query out/lookup me.csv --new-key mine.key --request ask.json\n"
      "  scrutineer roll lookup query out/lookup me.csv --key-file mine.key --answer said.json");
  verb->callback([request, &action] { action = [request] { return run_query(*request); }; });
}

void add_answer(CLI::App& lookup, Action& action) {
  auto request = std::make_shared<Request>();
  CLI::App* verb =
      lookup.add_subcommand("answer", "The holder's answer to a masked question: learns nothing");
  verb->add_option("request", request->request, "What `query --request` wrote")->required();
  add_key_options(*verb, request->key, "that of the directory");
  verb->add_option("--most", request->most, "Points that are answered; five a person")
      ->check(CLI::Range(std::size_t{1}, privacy::kMostBlinded))
      ->capture_default_str();
  add_common_options(*verb, request->options);
  verb->footer(
      "Example:\n  scrutineer roll lookup answer ask.json --key-file lookup.key --out said.json");
  verb->callback([request, &action] { action = [request] { return run_answer(*request); }; });
}

}  // namespace

void add_roll_lookup_query(CLI::App& lookup, Action& action) {
  add_query(lookup, action);
  add_answer(lookup, action);
}

}  // namespace scrutineer::cli
