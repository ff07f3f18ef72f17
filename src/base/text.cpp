#include "base/text.hpp"

#include <algorithm>
#include <cstdint>
#include <utility>

namespace scrutineer {

namespace {

constexpr std::size_t kLongestQuotation = 80;
constexpr std::size_t kLongestCompared = 128;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_letter(char c) { return is_lower(c) || is_upper(c); }

// The length of the well-formed character at `at`, or 0 (the table of RFC 3629, section 4).
std::size_t character_length(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) {
    return at + i < text.size() ? static_cast<unsigned char>(text[at + i]) : 0U;
  };
  const auto within = [&](std::size_t i, unsigned low, unsigned high) {
    return byte(i) >= low && byte(i) <= high;
  };
  const unsigned first = byte(0);
  if (first < 0x80) return 1;
  if (first >= 0xC2 && first <= 0xDF) return within(1, 0x80, 0xBF) ? 2 : 0;
  if (first >= 0xE0 && first <= 0xEF) {
    const unsigned low = first == 0xE0 ? 0xA0 : 0x80;
    const unsigned high = first == 0xED ? 0x9F : 0xBF;
    return within(1, low, high) && within(2, 0x80, 0xBF) ? 3 : 0;
  }
  if (first >= 0xF0 && first <= 0xF4) {
    const unsigned low = first == 0xF0 ? 0x90 : 0x80;
    const unsigned high = first == 0xF4 ? 0x8F : 0xBF;
    return within(1, low, high) && within(2, 0x80, 0xBF) && within(3, 0x80, 0xBF) ? 4 : 0;
  }
  return 0;
}

constexpr std::string_view kNoBreakSpace = "\xC2\xA0";

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

}  // namespace

std::size_t find_invalid_utf8(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = character_length(text, at);
    if (length == 0) return at;
    at += length;
  }
  return std::string_view::npos;
}

std::string_view trimmed(std::string_view text) {
  for (bool changed = true; changed;) {
    const std::size_t before = text.size();
    while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
    while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
    if (text.starts_with(kNoBreakSpace)) text.remove_prefix(kNoBreakSpace.size());
    if (text.ends_with(kNoBreakSpace)) text.remove_suffix(kNoBreakSpace.size());
    changed = text.size() != before;
  }
  return text;
}

std::string shown(std::string_view text) {
  static constexpr std::string_view kHexadecimal = "0123456789ABCDEF";
  std::string result;
  for (std::size_t at = 0; at < text.size();) {
    if (result.size() >= kLongestQuotation) return result + "…";
    const auto byte = static_cast<unsigned char>(text[at]);
    std::size_t length = character_length(text, at);
    if (length == 0 || byte < 0x20 || byte == 0x7F) {
      result += "\\x";
      result += kHexadecimal[byte >> 4U];
      result += kHexadecimal[byte & 15U];
      length = 1;
    } else {
      result += text.substr(at, length);
    }
    at += length;
  }
  return result;
}

Error described(std::string file, std::int64_t row, std::string column, std::string found,
                std::string expected) {
  Error error{std::move(file), row, std::move(column), std::move(found), std::move(expected), ""};
  error.message = "found " + error.found + ", expected " + error.expected + ".";
  return error;
}

bool is_identifier(std::string_view text) {
  if (text.empty() || text.size() > 64) return false;
  if (!is_lower(text.front()) && !is_digit(text.front())) return false;
  return std::all_of(text.begin(), text.end(), [](char c) {
    return is_lower(c) || is_digit(c) || c == '-' || c == '_' || c == '.';
  });
}

constexpr std::size_t kLongestSlug = 50;

std::string slug(std::string_view name) {
  std::string result;
  for (const char c : name) {
    const char lower = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    const bool kept = (lower >= 'a' && lower <= 'z') || (lower >= '0' && lower <= '9') ||
                      lower == '_' || lower == '.';
    if (kept) {
      result += lower;
    } else if (!result.empty() && result.back() != '-') {
      result += '-';
    }
    if (result.size() == kLongestSlug) break;
  }
  const std::size_t first = result.find_first_not_of("-_.");
  if (first == std::string::npos) return "x";
  return result.substr(first, result.find_last_not_of("-_.") + 1 - first);
}

bool is_unit_code(std::string_view text) {
  if (text.empty() || text.size() > 64) return false;
  if (!is_letter(text.front()) && !is_digit(text.front())) return false;
  return std::all_of(text.begin(), text.end(), [](char c) {
    return is_letter(c) || is_digit(c) || c == '-' || c == '_' || c == '.' || c == '/';
  });
}

namespace {

bool subtag(std::string_view text, std::size_t shortest, std::size_t longest, bool letters_only) {
  return text.size() >= shortest && text.size() <= longest &&
         std::all_of(text.begin(), text.end(),
                     [&](char c) { return is_letter(c) || (!letters_only && is_digit(c)); });
}

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  for (std::size_t start = 0;;) {
    const std::size_t end = text.find(separator, start);
    parts.push_back(text.substr(start, end - start));
    if (end == std::string_view::npos) return parts;
    start = end + 1;
  }
}

}  // namespace

// RFC 5646, section 2.1: language [-script] [-region] *variant *(singleton-extension) [x-private].
bool is_language_tag(std::string_view text) {
  if (text.size() > 35) return false;
  const auto parts = split(text, '-');
  if (!subtag(parts[0], 2, 8, true)) return false;
  std::size_t at = 1;
  if (at < parts.size() && subtag(parts[at], 4, 4, true)) ++at;
  if (at < parts.size() &&
      (subtag(parts[at], 2, 2, true) || (parts[at].size() == 3 && is_digit(parts[at].front()) &&
                                         is_digit(parts[at][1]) && is_digit(parts[at][2])))) {
    ++at;
  }
  while (at < parts.size() && (subtag(parts[at], 5, 8, false) ||
                               (subtag(parts[at], 4, 4, false) && is_digit(parts[at].front())))) {
    ++at;
  }
  while (at < parts.size() && subtag(parts[at], 1, 1, false)) {
    const bool is_private = parts[at] == "x" || parts[at] == "X";
    const std::size_t first = ++at;
    while (at < parts.size() && subtag(parts[at], is_private ? 1 : 2, 8, false)) ++at;
    if (at == first) return false;
  }
  return at == parts.size();
}

std::optional<std::string> nearest(std::string_view name,
                                   const std::vector<std::string>& candidates) {
  std::optional<std::string> best;
  if (name.size() > kLongestCompared) return best;
  std::size_t best_distance = std::max<std::size_t>(name.size() / 3, 1) + 1;
  std::vector<std::size_t> row;
  const auto folded = [](char c) { return is_upper(c) ? static_cast<char>(c - 'A' + 'a') : c; };
  for (const std::string& candidate : candidates) {
    const std::size_t longer = std::max(candidate.size(), name.size());
    if (longer - std::min(candidate.size(), name.size()) >= best_distance) continue;
    row.resize(candidate.size() + 1);
    for (std::size_t j = 0; j < row.size(); ++j) row[j] = j;
    for (std::size_t i = 1; i <= name.size(); ++i) {
      std::size_t diagonal = std::exchange(row[0], i);
      for (std::size_t j = 1; j < row.size(); ++j) {
        const bool same = folded(name[i - 1]) == folded(candidate[j - 1]);
        const std::size_t replaced = diagonal + (same ? 0 : 1);
        diagonal = std::exchange(row[j], std::min({row[j] + 1, row[j - 1] + 1, replaced}));
      }
    }
    if (row.back() < best_distance) {
      best_distance = row.back();
      best = candidate;
    }
  }
  return best;
}

}  // namespace scrutineer
