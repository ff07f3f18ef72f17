#include "folder/exchange/text_check.hpp"

#include <algorithm>
#include <string>

#include "base/text.hpp"

namespace scrutineer::exchange {

std::int64_t line_at(std::string_view bytes, std::size_t position) {
  const auto end = bytes.begin() + static_cast<std::ptrdiff_t>(std::min(position, bytes.size()));
  return 1 + std::count(bytes.begin(), end, '\n');
}

std::string_view without_mark(std::string_view bytes) {
  if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
  return bytes;
}

std::optional<Error> refuse_bytes(std::string_view name, std::string_view bytes,
                                  std::string_view what) {
  const auto refuse = [&](std::int64_t row, std::string found, std::string expected) {
    return described(shown(name), row, "", std::move(found), std::move(expected));
  };
  if (trimmed(without_mark(bytes)).empty()) {
    return refuse(0, "an empty file", std::string(what));
  }
  if (bytes.starts_with("PK\x03\x04")) {
    return refuse(0, "a zip file", std::string(what) + "; unpack it first");
  }
  if (bytes.size() > kLargestDocument) {
    return refuse(0, std::to_string(bytes.size()) + " bytes",
                  "at most " + std::to_string(kLargestDocument));
  }
  if (const std::size_t at = find_invalid_utf8(bytes); at != std::string_view::npos) {
    return refuse(line_at(bytes, at), "the byte " + shown(bytes.substr(at, 1)),
                  "text in UTF-8; save the file in that encoding (it may be Windows-1252 now)");
  }
  const auto control = std::find_if(bytes.begin(), bytes.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x20 && c != '\t' && c != '\n' && c != '\r';
  });
  if (control != bytes.end()) {
    const auto at = static_cast<std::size_t>(control - bytes.begin());
    return refuse(line_at(bytes, at), "the control character " + shown(bytes.substr(at, 1)),
                  "text; the file may be damaged, or no text file");
  }
  return std::nullopt;
}

}  // namespace scrutineer::exchange
