// A TOML file as plain values with their lines. The parser (toml++) stays behind this header.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace scrutineer {

struct TomlEntry;

struct TomlValue {
  enum class Kind { text, integer, boolean, date, list, table, other };
  Kind kind = Kind::other;
  std::int64_t line = 0;
  std::string text;  // text and date; for other kinds as an error message shows the value
  std::int64_t integer = 0;
  bool boolean = false;
  std::vector<TomlValue> list;
  std::vector<TomlEntry> table;  // by key

  const TomlValue* find(std::string_view key) const;
};

struct TomlEntry {
  std::string key;
  TomlValue value;
};

// A table. Syntax errors come with their line; nothing after the first one can be read.
Result<TomlValue> read_toml(std::string_view name, std::string_view bytes);

// "…" with the escapes of TOML 1.0.
std::string toml_text(std::string_view text);

}  // namespace scrutineer
