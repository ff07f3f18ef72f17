#include "cli/roll_reading.hpp"

#include <array>
#include <filesystem>
#include <optional>

#include <CLI/CLI.hpp>
#include <fmt/core.h>

#include "base/digest.hpp"
#include "base/text.hpp"
#include "cli/table.hpp"

namespace scrutineer::cli {

namespace {

using roll::FieldKind;

// COLUMN=KIND, the last '=' of it.
Result<RollField> field_of(const std::string& text) {
  const std::size_t at = text.rfind('=');
  const std::string kind = at == std::string::npos ? "" : text.substr(at + 1);
  if (const auto value = from_name<FieldKind>(kind); value && at > 0) {
    return RollField{text.substr(0, at), *value, {}, {}};
  }
  return fail(fmt::format("--field: found \"{}\", expected COLUMN=KIND, where KIND is one of {}.",
                          shown(text), all_names<FieldKind>()));
}

Result<RollGuess> schema_of(const std::vector<RollInput>& inputs, const RollOptions& options) {
  RollGuess guess;
  if (options.schema != "auto") {
    if (!options.fields.empty()) {
      return fail("--schema and --field both say which column is what; one of them is expected.");
    }
    auto schema = read_roll_schema(options.schema);
    if (!schema) return tl::unexpected(schema.error());
    guess.schema = std::move(*schema);
  } else if (options.fields.empty()) {
    auto guessed = guess_roll_schema(inputs);
    if (!guessed) return guessed;
    guess = std::move(*guessed);
  }
  Errors errors;
  for (const std::string& text : options.fields) {
    const auto field = field_of(text);
    if (field) {
      guess.schema.fields.push_back(*field);
    } else {
      errors.push_back(field.error().front());
    }
  }
  if (!errors.empty()) return tl::unexpected(std::move(errors));
  if (options.identifier == "none") {
    guess.schema.identifiers.clear();
  } else if (!options.identifier.empty()) {
    guess.schema.identifiers = {options.identifier};
  }
  return guess;
}

}  // namespace

void add_roll_options(CLI::App& verb, RollOptions& options) {
  verb.add_option("--schema", options.schema,
                  "An election folder, or a TOML file, whose section [roll] says which column is "
                  "what; auto: guessed by headers and contents, and printed")
      ->default_str(options.schema);
  verb.add_option("--field", options.fields,
                  "COLUMN=KIND, once for each column, instead of a schema; kinds: " +
                      all_names<FieldKind>())
      ->allow_extra_args(false);
  verb.add_option("--id", options.identifier,
                  "The column that tells rows apart; none: the number of the row");
}

Result<ReadRolls> read_rolls(const std::vector<std::string>& paths, const RollOptions& options) {
  ReadRolls read;
  std::vector<std::optional<RollFile>> files;  // until they are read
  std::vector<RollInput> inputs;
  Errors errors;
  for (const std::string& path : paths) {
    auto file = RollFile::open(path, path);
    if (file) {
      files.emplace_back(std::move(*file));
    } else {
      errors.insert(errors.end(), file.error().begin(), file.error().end());
    }
  }
  if (!errors.empty()) return tl::unexpected(std::move(errors));
  for (std::size_t i = 0; i < paths.size(); ++i) inputs.push_back({paths[i], files[i]->bytes()});
  auto guess = schema_of(inputs, options);
  if (!guess) return tl::unexpected(guess.error());
  read.schema = std::move(guess->schema);
  read.reasons = std::move(guess->reasons);
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    const RollInput& input = inputs[i];
    auto reading = read_roll(input.name, input.bytes, read.schema, read.rolls);
    if (!reading) {
      errors.insert(errors.end(), reading.error().begin(), reading.error().end());
      continue;
    }
    read.readings.push_back(std::move(*reading));
    const std::string digest = sha256_hex(input.bytes);
    const std::string name = std::filesystem::path(input.name).filename().string();
    read.inputs.inputs.push_back({name, digest, digest});
    files[i].reset();
  }
  if (!errors.empty()) return tl::unexpected(std::move(errors));
  return read;
}

Json schema_json(const ReadRolls& read) {
  Json fields = Json::array();
  for (std::size_t f = 0; f < read.rolls.schema.size(); ++f) {
    Json columns = Json::array();
    for (const RollReading& reading : read.readings) {
      const RollColumn& column = reading.columns[f];
      columns.push_back({{"header", column.header},
                         {"stated", column.stated},
                         {"unreadable", column.unreadable}});
    }
    fields.push_back({{"field", read.rolls.schema[f].name},
                      {"kind", name_of(read.rolls.schema[f].kind)},
                      {"columns", std::move(columns)}});
  }
  return fields;
}

std::string reading_text(const ReadRolls& read) {
  std::string text;
  Table table({"file", "column", "taken for", "stated", "different values"},
              {false, false, false, true, true});
  for (std::size_t i = 0; i < read.readings.size(); ++i) {
    for (std::size_t f = 0; f < read.rolls.schema.size(); ++f) {
      const RollColumn& column = read.readings[i].columns[f];
      table.add({f == 0 ? read.inputs.inputs[i].path : "", column.header,
                 std::string(name_of(read.rolls.schema[f].kind)),
                 grouped(static_cast<std::int64_t>(column.stated)),
                 grouped(static_cast<std::int64_t>(column.values))});
    }
  }
  text += table.text();
  for (const std::string& reason : read.reasons) text += reason + "\n";
  for (const RollReading& reading : read.readings) {
    for (const RollWarning& warning : reading.warnings) text += to_sentence(warning) + "\n";
  }
  return text;
}

}  // namespace scrutineer::cli
