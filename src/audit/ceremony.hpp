// The commitment, and the seed that nobody could know before it: everything that an audit rests on
// is digested and published, then dice are thrown in public. Both can be redone with sha256sum and
// a shell:
//   (echo "scrutineer audit commitment v1"; sha256sum audit/audit.toml …) | sha256sum
//   printf 'scrutineer audit seed v1\n%s\n%s\n%s\n' ROOT DICE BEACON | sha256sum
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "audit/design.hpp"
#include "base/result.hpp"

namespace scrutineer {

struct CommittedFile {
  std::string path;  // relative to the election's folder, forward slashes
  std::string sha256;
  friend bool operator==(const CommittedFile&, const CommittedFile&) = default;
};

// As sha256sum prints them, by path.
std::string commitment_lines(std::vector<CommittedFile> files);
std::string commitment_root(std::string_view lines);

// Spaces between digits are taken out. An error where there are fewer than `design` asks for, where
// anything else is among them, or where a beacon is missing, or not asked for.
Result<std::string> dice_digits_of(const AuditDesign& design, std::string_view dice);
Result<void> check_beacon(const AuditDesign& design, std::string_view beacon_value);

std::string seed_of(std::string_view root, std::string_view dice, std::string_view beacon_value);

}  // namespace scrutineer
