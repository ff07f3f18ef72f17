#include "roll/voter_lookup.hpp"

#include <algorithm>

namespace scrutineer::roll {

namespace {

// Bits of the byte, frozen: it is on disk.
constexpr unsigned kNewShift = 2, kRemoved = 4, kElsewhere = 5, kChanged = 6;

std::uint8_t together(std::uint8_t a, std::uint8_t b) {
  return static_cast<std::uint8_t>(std::min(a + b, 2));
}

void add(VoterStatus& status, const VoterStatus& other) {
  status.old_entries = together(status.old_entries, other.old_entries);
  status.new_entries = together(status.new_entries, other.new_entries);
  status.is_removed = status.is_removed || other.is_removed;
  status.is_elsewhere = status.is_elsewhere || other.is_elsewhere;
  status.has_changed = status.has_changed || other.has_changed;
}

// Keys of all entries of a snapshot, by row.
std::vector<std::string> keys_of(const Rolls& rolls, const EntryTexts& texts, std::size_t snapshot,
                                 bool with_unit) {
  std::vector<std::string> keys;
  for (std::size_t row = 0; row < rolls.snapshots[snapshot].rows(); ++row) {
    const std::string names = texts.names(snapshot, row);
    const std::string_view date = texts.date(snapshot, row);
    keys.push_back(with_unit ? voter_key(names, date, texts.unit(snapshot, row))
                             : voter_key(names, date));
  }
  return keys;
}

std::vector<VoterStatus> old_statuses(std::size_t rows, const RollChanges* changes,
                                      const std::vector<std::string>& old_keys,
                                      const std::vector<std::string>& new_keys) {
  std::vector<VoterStatus> statuses(rows, VoterStatus{1, 0, false, false, false});
  if (changes == nullptr) return statuses;
  for (const std::uint32_t row : changes->removed) statuses[row].is_removed = true;
  for (const EntryLink& entry : changes->links) {
    VoterStatus& status = statuses[entry.link.left];
    status.is_elsewhere = old_keys[entry.link.left] != new_keys[entry.link.right];
    status.has_changed = !entry.differing.empty();
  }
  return statuses;
}

}  // namespace

std::uint8_t VoterStatus::byte() const {
  const auto bit = [](bool is_set, unsigned place) { return is_set ? 1U << place : 0U; };
  return static_cast<std::uint8_t>(old_entries | static_cast<unsigned>(new_entries) << kNewShift |
                                   bit(is_removed, kRemoved) | bit(is_elsewhere, kElsewhere) |
                                   bit(has_changed, kChanged));
}

VoterStatus VoterStatus::of(std::uint8_t byte) {
  const auto bit = [&](unsigned place) { return (byte >> place & 1U) != 0; };
  return {static_cast<std::uint8_t>(byte & 3U), static_cast<std::uint8_t>(byte >> kNewShift & 3U),
          bit(kRemoved), bit(kElsewhere), bit(kChanged)};
}

std::string voter_key(std::string_view names, std::string_view date) {
  if (names.empty() || date.empty()) return {};
  return std::string(names) + "\n\n" + std::string(date);
}

std::string voter_key(std::string_view names, std::string_view date, std::string_view unit) {
  const std::string key = voter_key(names, date);
  return key.empty() || unit.empty() ? std::string() : key + "\n" + std::string(unit);
}

VoterDirectory voter_directory(const Rolls& rolls, const EntryTexts& texts,
                               const RollChanges* changes, bool with_unit) {
  VoterDirectory directory;
  std::vector<std::vector<std::string>> keys(2);
  for (std::size_t s = 0; s < rolls.snapshots.size(); ++s) {
    keys[s] = keys_of(rolls, texts, s, with_unit);
  }
  std::vector<VoterStatus> old = old_statuses(keys[0].size(), changes, keys[0], keys[1]);
  std::vector<Voter> entries;
  for (std::size_t s = 0; s < 2; ++s) {
    directory.entries[s] = keys[s].size();
    for (std::size_t row = 0; row < keys[s].size(); ++row) {
      if (keys[s][row].empty()) {
        ++directory.without_key[s];
        continue;
      }
      entries.push_back({keys[s][row], s == 0 ? old[row] : VoterStatus{0, 1, false, false, false}});
    }
  }
  std::sort(entries.begin(), entries.end(),
            [](const Voter& a, const Voter& b) { return a.key < b.key; });
  for (Voter& entry : entries) {
    if (!directory.voters.empty() && directory.voters.back().key == entry.key) {
      add(directory.voters.back().status, entry.status);
    } else {
      directory.voters.push_back(std::move(entry));
    }
  }
  for (const Voter& voter : directory.voters) {
    if (voter.status.old_entries > 1 || voter.status.new_entries > 1) ++directory.keys_of_several;
  }
  return directory;
}

std::array<std::string, 5> dates_in_registers(std::string_view date) {
  const std::string year(date.substr(0, 4));
  return {std::string(date), year + "-01-01", year + "-12-31", std::string(date.substr(0, 7)),
          year};
}

}  // namespace scrutineer::roll
