#include "folder/toml_document.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <sstream>
#include <utility>

#include <fmt/format.h>

#include "base/text.hpp"
#include "folder/toml_parser.hpp"

namespace scrutineer {

namespace {

constexpr std::size_t kLargestToml = std::size_t{4} << 20U;
constexpr std::size_t kMostDots = 16;

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

// The position after the string that begins at `at`, of any of TOML's four kinds.
std::size_t end_of_string(std::string_view bytes, std::size_t at) {
  const char quote = bytes[at];
  const std::string three(3, quote);
  const bool several_lines = bytes.substr(at).starts_with(three);
  const std::string_view end = std::string_view(three).substr(0, several_lines ? 3 : 1);
  for (at += end.size(); at < bytes.size(); ++at) {
    if (bytes.substr(at).starts_with(end)) return at + end.size();
    if (bytes[at] == '\n' && !several_lines) return at;
    if (bytes[at] == '\\' && quote == '"') ++at;
  }
  return bytes.size();
}

// What lies outside texts and comments is ASCII, with few dots in a line: the parser nests a table
// for each part of a key without a limit, and would run out of stack.
std::optional<Error> find_unfit(const std::string& file, std::string_view bytes) {
  std::int64_t line = 1;
  std::size_t dots = 0;
  for (std::size_t at = bytes.starts_with("\xEF\xBB\xBF") ? 3 : 0; at < bytes.size();) {
    const char c = bytes[at];
    const bool is_text = c == '"' || c == '\'';
    if (is_text || c == '#') {
      const std::size_t end = is_text ? end_of_string(bytes, at) : bytes.find('\n', at);
      const std::string_view passed = bytes.substr(at, end - at);
      line += std::count(passed.begin(), passed.end(), '\n');
      at += passed.size();
      continue;
    }
    if (c == '.' && ++dots > kMostDots) {
      return described(file, line, "", "a key of many parts",
                       "at most " + std::to_string(kMostDots) + " dots outside texts in a line");
    }
    if (static_cast<unsigned char>(c) >= 0x80) {
      std::size_t end = at + 1;
      while (end < bytes.size() && (static_cast<unsigned char>(bytes[end]) & 0xC0U) == 0x80) ++end;
      return described(file, line, "",
                       "\"" + shown(bytes.substr(at, end - at)) + "\" outside a text",
                       "keys in ASCII, and texts in straight quotation marks");
    }
    if (c == '\n') {
      dots = 0;
      ++line;
    }
    ++at;
  }
  return std::nullopt;
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
  if (auto unfit = find_unfit(file, bytes)) return fail(std::move(*unfit));
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
