// Names of the formats and kinds of notes, as the command line and --json write them.
#include <algorithm>
#include <array>

#include "folder/exchange.hpp"

namespace scrutineer {

namespace {
constexpr std::array<std::string_view, 5> kFormats = {"folder", "nist-json", "nist-xml", "eml",
                                                      "csv"};
constexpr std::array<std::string_view, 7> kKinds = {
    "left-out",      "assumed",          "renamed",         "stated-total",
    "total-differs", "looks-like-total", "outside-district"};
}  // namespace

std::string_view name_of(Format format) { return kFormats[static_cast<std::size_t>(format)]; }

std::optional<Format> format_from_name(std::string_view name) {
  const auto found = std::find(kFormats.begin(), kFormats.end(), name);
  if (found == kFormats.end()) return std::nullopt;
  return static_cast<Format>(found - kFormats.begin());
}

std::string_view name_of(NoteKind kind) { return kKinds[static_cast<std::size_t>(kind)]; }

}  // namespace scrutineer
