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

constexpr std::array<std::pair<std::string_view, FieldKind>, 8> kKinds = {{
    {"family_name", FieldKind::family_name},
    {"given_name", FieldKind::given_name},
    {"full_name", FieldKind::full_name},
    {"sex", FieldKind::sex},
    {"birth_date", FieldKind::birth_date},
    {"unit", FieldKind::unit},
    {"code", FieldKind::code},
    {"text", FieldKind::text},
}};

std::string kinds_list() {
  std::string list;
  for (const auto& [name, kind] : kKinds) list += (list.empty() ? "" : ", ") + std::string(name);
  return list;
}

// COLUMN=KIND, the last '=' of it.
Result<RollField> field_of(const std::string& text) {
  const std::size_t at = text.rfind('=');
  const std::string kind = at == std::string::npos ? "" : text.substr(at + 1);
  for (const auto& [name, value] : kKinds) {
    if (kind == name && at > 0) return RollField{text.substr(0, at), value, {}, {}};
  }
  return fail(fmt::format("--field: found \"{}\", expected COLUMN=KIND, where KIND is one of {}.",
                          shown(text), kinds_list()));
}

Result<RollGuess> schema_of(const std::vector<RollInput>& inputs, const RollOptions& options) {
  RollGuess guess;
  if (options.fields.empty()) {
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

std::string_view kind_name(FieldKind wanted) {
  for (const auto& [name, kind] : kKinds) {
    if (kind == wanted) return name;
  }
  return "text";
}

std::optional<FieldKind> kind_from_name(std::string_view wanted) {
  for (const auto& [name, kind] : kKinds) {
    if (name == wanted) return kind;
  }
  return std::nullopt;
}

void add_roll_options(CLI::App& verb, RollOptions& options) {
  verb.add_option(
          "--field", options.fields,
          "COLUMN=KIND, once for each column, instead of a guess by headers and contents; kinds: " +
              kinds_list())
      ->allow_extra_args(false);
  verb.add_option("--id", options.identifier,
                  "The column that tells rows apart; none: the number of the row");
}

Result<ReadRolls> read_rolls(const std::vector<std::string>& paths, const RollOptions& options) {
  ReadRolls read;
  std::vector<RollFile> files;
  std::vector<RollInput> inputs;
  Errors errors;
  for (const std::string& path : paths) {
    auto file = RollFile::open(path, path);
    if (file) {
      files.push_back(std::move(*file));
    } else {
      errors.insert(errors.end(), file.error().begin(), file.error().end());
    }
  }
  if (!errors.empty()) return tl::unexpected(std::move(errors));
  for (std::size_t i = 0; i < paths.size(); ++i) inputs.push_back({paths[i], files[i].bytes()});
  auto guess = schema_of(inputs, options);
  if (!guess) return tl::unexpected(guess.error());
  read.schema = std::move(guess->schema);
  read.reasons = std::move(guess->reasons);
  for (const RollInput& input : inputs) {
    auto reading = read_roll(input.name, input.bytes, read.schema, read.rolls);
    if (!reading) {
      errors.insert(errors.end(), reading.error().begin(), reading.error().end());
      continue;
    }
    read.readings.push_back(std::move(*reading));
    const std::string digest = sha256_hex(input.bytes);
    const std::string name = std::filesystem::path(input.name).filename().string();
    read.inputs.inputs.push_back({name, digest, digest});
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
                      {"kind", kind_name(read.rolls.schema[f].kind)},
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
                 std::string(kind_name(read.rolls.schema[f].kind)),
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
