// Work spread over threads. Results never depend on how many there are: each piece writes only to
// its own place, and whoever asked joins the pieces in their order.
#pragma once

#include <cstddef>
#include <functional>

namespace scrutineer {

// How many threads may work at a time; 1 or more. Set once, before there is work.
void set_threads(std::size_t count);
std::size_t threads();

// piece(0), …, piece(count − 1), in any order and at the same time. Returns when all have ended. A
// piece throws nothing.
void for_each_piece(std::size_t count, const std::function<void(std::size_t)>& piece);

// `size` items cut into pieces of the same length but the last; the cut does not depend on threads.
struct Slices {
  std::size_t size = 0, length = 1;
  std::size_t count() const { return (size + length - 1) / length; }
  std::size_t begin(std::size_t slice) const { return slice * length; }
  std::size_t end(std::size_t slice) const {
    return slice * length + length < size ? slice * length + length : size;
  }
};

}  // namespace scrutineer
