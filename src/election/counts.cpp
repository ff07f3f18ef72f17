#include "election/counts.hpp"

#include <algorithm>

namespace scrutineer {

Counts Counts::to_be_written(std::size_t size) {
  Counts counts;
  counts.narrow_.resize(size);
  return counts;
}

void Counts::widen() {
  wide_.assign(narrow_.begin(), narrow_.end());
  narrow_ = {};
  is_wide_ = true;
}

void Counts::set(std::size_t row, Count count) {
  if (!is_wide_ && !fits(count)) widen();
  if (is_wide_) {
    wide_[row] = count.value_or(kNotStated);
  } else {
    narrow_[row] = static_cast<std::int32_t>(count.value_or(kNotStated));
  }
}

void Counts::push_back(Count count) {
  if (!is_wide_ && !fits(count)) widen();
  if (is_wide_) {
    wide_.push_back(count.value_or(kNotStated));
  } else {
    narrow_.push_back(static_cast<std::int32_t>(count.value_or(kNotStated)));
  }
}

void Counts::resize(std::size_t size) {
  if (is_wide_) {
    wide_.resize(size, kNotStated);
  } else {
    narrow_.resize(size, kNotStated);
  }
}

void Counts::reserve(std::size_t size) {
  if (is_wide_) {
    wide_.reserve(size);
  } else {
    narrow_.reserve(size);
  }
}

bool Counts::states_anything() const {
  return std::any_of(begin(), end(), [](Count count) { return count.has_value(); });
}

bool operator==(const Counts& a, const Counts& b) {
  return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin());
}

}  // namespace scrutineer
