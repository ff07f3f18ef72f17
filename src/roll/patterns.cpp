#include "roll/patterns.hpp"

#include <algorithm>

namespace scrutineer::roll {

namespace {

std::size_t place_of(Pattern pattern) {
  const std::uint64_t mixed = pattern * 0x9e3779b97f4a7c15U;
  return static_cast<std::size_t>(mixed ^ mixed >> 29U);
}

}  // namespace

PatternHistogram::PatternHistogram() : slots_(1024) {}

void PatternHistogram::add(Pattern pattern, std::uint64_t pairs) {
  if (pairs == 0) return;
  pairs_ += pairs;
  const std::size_t mask = slots_.size() - 1;
  std::size_t slot = place_of(pattern) & mask;
  while (slots_[slot].pairs != 0 && slots_[slot].pattern != pattern) slot = (slot + 1) & mask;
  const bool is_new = slots_[slot].pairs == 0;
  slots_[slot].pattern = pattern;
  slots_[slot].pairs += pairs;
  if (is_new && ++used_ * 2 > slots_.size()) grow();
}

void PatternHistogram::add(const PatternHistogram& other) {
  for (const PatternCount& count : other.slots_) add(count.pattern, count.pairs);
}

std::vector<PatternCount> PatternHistogram::sorted() const {
  std::vector<PatternCount> counts;
  for (const PatternCount& count : slots_) {
    if (count.pairs != 0) counts.push_back(count);
  }
  std::sort(counts.begin(), counts.end(),
            [](const PatternCount& a, const PatternCount& b) { return a.pattern < b.pattern; });
  return counts;
}

void PatternHistogram::grow() {
  std::vector<PatternCount> old(slots_.size() * 2);
  old.swap(slots_);
  const std::size_t mask = slots_.size() - 1;
  for (const PatternCount& count : old) {
    if (count.pairs == 0) continue;
    std::size_t slot = place_of(count.pattern) & mask;
    while (slots_[slot].pairs != 0) slot = (slot + 1) & mask;
    slots_[slot] = count;
  }
}

}  // namespace scrutineer::roll
