#include "base/threads.hpp"

#include <algorithm>
#include <atomic>
#include <thread>
#include <vector>

namespace scrutineer {

namespace {

std::atomic<std::size_t>& allowed() {
  static std::atomic<std::size_t> count{1};
  return count;
}

}  // namespace

void set_threads(std::size_t count) { allowed() = std::max<std::size_t>(count, 1); }

std::size_t threads() { return allowed(); }

void for_each_piece(std::size_t count, const std::function<void(std::size_t)>& piece) {
  std::atomic<std::size_t> next{0};
  const auto work = [&] {
    for (std::size_t i = next++; i < count; i = next++) piece(i);
  };
  std::vector<std::jthread> helpers;
  for (std::size_t i = 1; i < std::min(threads(), count); ++i) helpers.emplace_back(work);
  work();
}

}  // namespace scrutineer
