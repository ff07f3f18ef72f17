#include "audit/ceremony.hpp"

#include <algorithm>

#include <fmt/core.h>

#include "base/digest.hpp"
#include "base/text.hpp"

namespace scrutineer {

std::string commitment_lines(std::vector<CommittedFile> files) {
  std::sort(files.begin(), files.end(),
            [](const CommittedFile& a, const CommittedFile& b) { return a.path < b.path; });
  std::string lines;
  for (const CommittedFile& file : files) lines += file.sha256 + "  " + file.path + "\n";
  return lines;
}

std::string commitment_root(std::string_view lines) {
  return sha256_hex("scrutineer audit commitment v1\n" + std::string(lines));
}

Result<std::string> dice_digits_of(const AuditDesign& design, std::string_view dice) {
  std::string digits;
  for (const char c : dice) {
    if (c >= '0' && c <= '9') {
      digits += c;
    } else if (c != ' ') {
      return fail(
          fmt::format("--dice: found \"{}\", expected digits as they were thrown.", shown(dice)));
    }
  }
  if (digits.size() < static_cast<std::size_t>(design.dice_digits)) {
    return fail(fmt::format("--dice: found {} digits, expected at least the {} of audit.toml.",
                            digits.size(), design.dice_digits));
  }
  if (digits.size() > 1000) return fail("--dice: expected at most 1,000 digits.");
  return digits;
}

Result<void> check_beacon(const AuditDesign& design, std::string_view beacon_value) {
  if (design.beacon.empty() && !beacon_value.empty()) {
    return fail("--beacon: audit.toml names no beacon, so that none may be chosen now.");
  }
  if (!design.beacon.empty() && trimmed(beacon_value).empty()) {
    return fail(fmt::format("--beacon: expected what the beacon gave that audit.toml names: {}.",
                            shown(design.beacon)));
  }
  const bool clean = find_invalid_utf8(beacon_value) == std::string_view::npos &&
                     std::none_of(beacon_value.begin(), beacon_value.end(),
                                  [](char c) { return static_cast<unsigned char>(c) < 0x20; });
  if (!clean || beacon_value.size() > 10'000) return fail("--beacon: expected one line of text.");
  return {};
}

std::string seed_of(std::string_view root, std::string_view dice, std::string_view beacon_value) {
  return sha256_hex(
      fmt::format("scrutineer audit seed v1\n{}\n{}\n{}\n", root, dice, beacon_value));
}

}  // namespace scrutineer
