// Sanitizer builds do a part of the work: SCRUTINEER_TEST_SCALE is a percentage.
#pragma once

#include <algorithm>
#include <cstdlib>

namespace scrutineer::roll {

inline int scaled_for_tests(int count) {
  const char* percent = std::getenv("SCRUTINEER_TEST_SCALE");
  return percent == nullptr ? count : std::max(1, count * std::atoi(percent) / 100);
}

}  // namespace scrutineer::roll
