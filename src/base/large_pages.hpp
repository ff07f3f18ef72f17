// Memory for arrays of many megabytes that are read here and there. The system is asked for large
// pages: with small ones nearly every such reading waits for the page's address too. Where it has
// none to give, the memory is the same as any other.
#pragma once

#include <cstddef>
#include <new>
#include <vector>

#ifdef __linux__
#include <sys/mman.h>
#endif

namespace scrutineer {

template <typename T>
struct LargePages {
  using value_type = T;

  LargePages() = default;
  template <typename U>
  LargePages(const LargePages<U>& /*other*/) {}

  T* allocate(std::size_t count) {
    const std::size_t bytes = count * sizeof(T);
    if (!is_large(bytes)) return static_cast<T*>(::operator new(bytes));
    void* memory = ::operator new(bytes, kPage);
#ifdef __linux__
    ::madvise(memory, bytes, MADV_HUGEPAGE);
#endif
    return static_cast<T*>(memory);
  }
  void deallocate(T* memory, std::size_t count) {
    if (is_large(count * sizeof(T))) {
      ::operator delete(memory, kPage);
    } else {
      ::operator delete(memory);
    }
  }
  bool operator==(const LargePages& /*other*/) const { return true; }

 private:
  static constexpr std::align_val_t kPage{std::size_t{2} << 20U};
  static bool is_large(std::size_t bytes) { return bytes >= std::size_t{8} << 20U; }
};

template <typename T>
using LargeVector = std::vector<T, LargePages<T>>;

}  // namespace scrutineer
