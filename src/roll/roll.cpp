#include "roll/roll.hpp"

namespace scrutineer::roll {

namespace {

// FNV-1a, its bits mixed once more (the finaliser of MurmurHash3): only to find a place.
std::uint64_t place_of(std::string_view text) {
  std::uint64_t hash = 0xcbf29ce484222325U;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
  hash ^= hash >> 33U;
  hash *= 0xff51afd7ed558ccdU;
  return hash ^ hash >> 33U;
}

}  // namespace

Dictionary::Dictionary() : ends_{0}, slots_(16, 0) {}

std::string_view Dictionary::text(ValueId id) const {
  const std::uint64_t begin = id == 0 ? 0 : ends_[id - 1];
  return std::string_view(bytes_).substr(begin, ends_[id] - begin);
}

std::size_t Dictionary::bytes() const {
  return bytes_.capacity() + ends_.capacity() * sizeof(ends_[0]) +
         slots_.capacity() * sizeof(slots_[0]);
}

ValueId Dictionary::intern(std::string_view canonical) {
  if (canonical.empty()) return 0;
  const std::size_t mask = slots_.size() - 1;
  std::size_t slot = place_of(canonical) & mask;
  while (slots_[slot] != 0) {
    const ValueId id = slots_[slot] - 1;
    if (text(id) == canonical) return id;
    slot = (slot + 1) & mask;
  }
  const auto id = static_cast<ValueId>(ends_.size());
  bytes_ += canonical;
  ends_.push_back(bytes_.size());
  slots_[slot] = id + 1;
  // At most half full, so that a search is short.
  if (ends_.size() * 2 > slots_.size()) grow();
  return id;
}

void Dictionary::grow() {
  slots_.assign(slots_.size() * 2, 0);
  const std::size_t mask = slots_.size() - 1;
  for (ValueId id = 1; id < ends_.size(); ++id) {
    std::size_t slot = place_of(text(id)) & mask;
    while (slots_[slot] != 0) slot = (slot + 1) & mask;
    slots_[slot] = id + 1;
  }
}

std::string_view Snapshot::identifier(std::size_t row) const {
  const std::uint64_t begin = row == 0 ? 0 : identifier_ends[row - 1];
  return std::string_view(identifiers).substr(begin, identifier_ends[row] - begin);
}

}  // namespace scrutineer::roll
