// Rivest's consistent sampler (R. Rivest, "Consistent sampling with replacement", 2018). Fractions
// are strings of decimal digits after "0."; they compare as strings, and nothing is ever rounded.
#include <algorithm>
#include <queue>

#include <fmt/core.h>

#include "audit/decimal.hpp"
#include "audit/sampler.hpp"

namespace scrutineer {

namespace {

constexpr std::size_t kLeastDigits = 64;

// Of the digest's decimal digits, the last first: the leading ones are not uniform.
std::string digits_of(std::string_view text) {
  std::string digits = to_decimal(sha256(text));
  if (digits.size() < kLeastDigits) digits.insert(0, kLeastDigits - digits.size(), '0');
  std::reverse(digits.begin(), digits.end());
  return digits;
}

struct Waiting {
  std::string fraction;
  std::size_t index;
  std::int64_t time;
  bool operator>(const Waiting& other) const {
    return fraction != other.fraction ? fraction > other.fraction : index > other.index;
  }
};

}  // namespace

std::string rivest_uniform(std::string_view text) { return "0." + digits_of(text); }

std::string rivest_first_fraction(std::string_view id, std::string_view seed) {
  return rivest_uniform(sha256_hex(seed) + std::string(id));
}

std::string rivest_next_fraction(std::string_view fraction) {
  // What is above has at least the same leading nines.
  const std::size_t nines = std::min(fraction.find_first_not_of('9', 2), fraction.size());
  for (int i = 1;; ++i) {
    std::string next(fraction.substr(0, nines));
    next += digits_of(fmt::format("{}:{}", fraction, i));
    if (next > fraction) return next;
  }
}

std::vector<Draw> draw_rivest(std::string_view seed, std::span<const std::string> ids,
                              std::size_t size, bool with_replacement) {
  std::vector<Waiting> first;
  const std::string digest = sha256_hex(seed);
  for (std::size_t i = 0; i < ids.size(); ++i) {
    first.push_back({rivest_uniform(digest + ids[i]), i, 1});
  }
  std::priority_queue<Waiting, std::vector<Waiting>, std::greater<>> waiting(std::greater<>{},
                                                                             std::move(first));
  std::vector<Draw> draws;
  while (draws.size() < size && !waiting.empty()) {
    const Waiting next = waiting.top();
    waiting.pop();
    draws.push_back({next.index, next.time, next.fraction});
    if (with_replacement) {
      waiting.push({rivest_next_fraction(next.fraction), next.index, next.time + 1});
    }
  }
  return draws;
}

std::string arlo_id(std::string_view batch, std::int64_t number) {
  // Python quotes with " only where there is a ' and no ".
  const bool has_single = batch.find('\'') != std::string_view::npos;
  const bool has_double = batch.find('"') != std::string_view::npos;
  const char quote = has_single && !has_double ? '"' : '\'';
  std::string text;
  for (const char c : batch) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '\\' || c == quote) {
      text += '\\';
      text += c;
    } else if (c == '\n') {
      text += "\\n";
    } else if (c == '\r') {
      text += "\\r";
    } else if (c == '\t') {
      text += "\\t";
    } else if (byte < 0x20 || byte == 0x7f) {
      text += fmt::format("\\x{:02x}", static_cast<unsigned>(byte));
    } else {
      text += c;
    }
  }
  return fmt::format("({}{}{}, {})", quote, text, quote, number);
}

}  // namespace scrutineer
