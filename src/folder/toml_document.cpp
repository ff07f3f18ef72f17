#include "folder/toml_document.hpp"

#include <array>
#include <sstream>
#include <utility>

#include <fmt/format.h>

// Without exceptions: the parser returns its errors.
#define TOML_EXCEPTIONS 0
#define TOML_ENABLE_FORMATTERS 0
#include <toml++/toml.h>

#include "base/text.hpp"

namespace scrutineer {

namespace {

constexpr std::size_t kLargestToml = std::size_t{4} << 20U;

std::string written(const toml::date& date) {
  return fmt::format("{:04}-{:02}-{:02}", date.year, date.month, date.day);
}

TomlValue converted(const toml::node& node) {
  TomlValue value;
  value.line = static_cast<std::int64_t>(node.source().begin.line);
  if (const auto* text = node.as_string()) {
    value.kind = TomlValue::Kind::text;
    value.text = text->get();
  } else if (const auto* integer = node.as_integer()) {
    value.kind = TomlValue::Kind::integer;
    value.integer = integer->get();
    value.text = std::to_string(value.integer);
  } else if (const auto* boolean = node.as_boolean()) {
    value.kind = TomlValue::Kind::boolean;
    value.boolean = boolean->get();
    value.text = value.boolean ? "true" : "false";
  } else if (const auto* date = node.as_date()) {
    value.kind = TomlValue::Kind::date;
    value.text = written(date->get());
  } else if (const auto* list = node.as_array()) {
    value.kind = TomlValue::Kind::list;
    value.text = "[…]";
    for (const auto& item : *list) value.list.push_back(converted(item));
  } else if (const auto* table = node.as_table()) {
    value.kind = TomlValue::Kind::table;
    value.text = "{…}";
    for (const auto& [key, item] : *table) {
      value.table.push_back({std::string(key.str()), converted(item)});
    }
  } else if (const auto* number = node.as_floating_point()) {
    value.text = fmt::format("{}", number->get());
  } else {
    value.text = "a time";
  }
  return value;
}

}  // namespace

const TomlValue* TomlValue::find(std::string_view key) const {
  for (const TomlEntry& entry : table) {
    if (entry.key == key) return &entry.value;
  }
  return nullptr;
}

Result<TomlValue> read_toml(std::string_view name, std::string_view bytes) {
  const std::string file(name);
  if (bytes.size() > kLargestToml) {
    return fail(described(file, 0, "", std::to_string(bytes.size()) + " bytes",
                          "a file of at most " + std::to_string(kLargestToml) + " bytes"));
  }
  const toml::parse_result parsed = toml::parse(bytes);
  if (!parsed) {
    const toml::parse_error& error = parsed.error();
    Error result{file,         static_cast<std::int64_t>(error.source().begin.line),   "", "",
                 "valid TOML", "this is not TOML: " + shown(error.description()) + "."};
    return fail(std::move(result));
  }
  return converted(parsed.table());
}

std::string toml_text(std::string_view text) {
  std::string result = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      result += '\\';
      result += c;
    } else if (c == '\n') {
      result += "\\n";
    } else if (c == '\t') {
      result += "\\t";
    } else if (byte < 0x20 || byte == 0x7F) {
      result += fmt::format("\\u{:04X}", byte);
    } else {
      result += c;
    }
  }
  return result + "\"";
}

}  // namespace scrutineer
