#include "base/threads.hpp"

#include <numeric>
#include <vector>

#include <gtest/gtest.h>

namespace scrutineer {
namespace {

TEST(Threads, EveryPieceIsDoneOnceWhateverTheirNumber) {
  for (const std::size_t count : {1U, 2U, 5U}) {
    set_threads(count);
    std::vector<int> done(1000, 0);
    for_each_piece(done.size(), [&](std::size_t piece) { ++done[piece]; });
    EXPECT_EQ(done, std::vector<int>(1000, 1));
  }
  set_threads(1);
}

TEST(Threads, NoPieceIsNoWork) {
  for_each_piece(0, [](std::size_t) { FAIL(); });
}

TEST(Threads, SlicesCoverEverythingOnce) {
  for (const std::size_t size : {0U, 1U, 9U, 10U, 11U}) {
    const Slices slices{size, 5};
    std::size_t covered = 0;
    for (std::size_t i = 0; i < slices.count(); ++i) {
      EXPECT_EQ(slices.begin(i), covered);
      covered = slices.end(i);
    }
    EXPECT_EQ(covered, size);
  }
}

}  // namespace
}  // namespace scrutineer
