// A column of three-valued counts: a number, zero, or not stated. Four bytes a cell as long as
// every number fits, eight from the first one that does not, so that a million stations with forty
// columns take 160 megabytes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <new>
#include <span>
#include <utility>
#include <vector>

#include "base/numbers.hpp"

namespace scrutineer {

class Counts {
 public:
  // What stands in a narrow or a wide cell that is not stated. Counts are never negative.
  static constexpr std::int32_t kNotStated = -1;

  Counts() = default;
  explicit Counts(std::size_t size) : narrow_(size, kNotStated) {}
  Counts(std::initializer_list<Count> counts) { append(counts.begin(), counts.end()); }
  // NOLINTNEXTLINE(google-explicit-constructor): a column is written as the list of its counts
  Counts(const std::vector<Count>& counts) { append(counts.begin(), counts.end()); }

  // Narrow cells with anything in them, each of which the caller writes: a page of memory is then
  // touched once, by the thread that writes it.
  static Counts to_be_written(std::size_t size);

  std::size_t size() const { return is_wide_ ? wide_.size() : narrow_.size(); }
  bool empty() const { return size() == 0; }

  // Constant, so that an assignment to what is only a copy does not compile; see set().
  // NOLINTNEXTLINE(readability-const-return-type)
  const Count operator[](std::size_t row) const {
    const Votes value = is_wide_ ? wide_[row] : narrow_[row];
    return value < 0 ? Count() : Count(value);
  }
  // Precondition of both: the count is not negative.
  void set(std::size_t row, Count count);
  void push_back(Count count);

  void resize(std::size_t size);
  void reserve(std::size_t size);

  // The cells where all are narrow, else nothing; kNotStated where not stated.
  std::span<const std::int32_t> narrow() const { return narrow_; }
  std::span<std::int32_t> narrow() { return narrow_; }
  bool is_wide() const { return is_wide_; }

  // Whether any cell states a count.
  bool states_anything() const;

  class Iterator {
   public:
    using value_type = Count;
    using difference_type = std::ptrdiff_t;
    Iterator() = default;
    Iterator(const Counts& counts, std::size_t row) : counts_(&counts), row_(row) {}
    Count operator*() const { return (*counts_)[row_]; }
    Iterator& operator++() {
      ++row_;
      return *this;
    }
    Iterator operator++(int) {
      Iterator before = *this;
      ++row_;
      return before;
    }
    friend bool operator==(const Iterator& a, const Iterator& b) { return a.row_ == b.row_; }

   private:
    const Counts* counts_ = nullptr;
    std::size_t row_ = 0;
  };
  Iterator begin() const { return {*this, 0}; }
  Iterator end() const { return {*this, size()}; }

  // The same counts, however they are kept.
  friend bool operator==(const Counts& a, const Counts& b);

 private:
  static bool fits(Count count) { return !count || *count <= INT32_MAX; }
  void widen();
  template <typename It>
  void append(It first, It last) {
    for (; first != last; ++first) push_back(*first);
  }

  template <typename T>
  struct Unwritten : std::allocator<T> {
    template <typename U>
    struct rebind {
      using other = Unwritten<U>;
    };
    template <typename U, typename... Values>
    void construct(U* place, Values&&... values) {
      if constexpr (sizeof...(Values) == 0) {
        ::new (static_cast<void*>(place)) U;  // indeterminate, unlike U()
      } else {
        ::new (static_cast<void*>(place)) U(std::forward<Values>(values)...);
      }
    }
  };

  bool is_wide_ = false;
  std::vector<std::int32_t, Unwritten<std::int32_t>> narrow_;
  std::vector<std::int64_t> wide_;
};

}  // namespace scrutineer
