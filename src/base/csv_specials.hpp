// The bytes at which a CSV cell may end: the separator, line ends and quotation marks. Cells are a
// few bytes long: 64 bytes are looked at together, so that no branch depends on where a cell ends.
// Not for other modules but those that read large CSV files.
#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

namespace scrutineer {

// The text must outlive it.
class CsvSpecials {
 public:
  CsvSpecials(const char* begin, const char* end, char separator)
      : end_(end), separator_(separator) {
    look_at(begin);
  }

  // The first of them at or after `from`, or the end. Quick where `from` moves on.
  const char* next(const char* from) {
    while (true) {
      const auto offset = static_cast<std::size_t>(from - block_);
      if (offset < kBlock) {
        const std::uint64_t left = special_ >> offset;
        if (left != 0) return from + std::countr_zero(left);
        from = block_ + kBlock;
      }
      if (from >= end_) return end_;
      look_at(from);
    }
  }

 private:
  void look_at(const char* block) {
    block_ = block;
    special_ = 0;
    const auto size = static_cast<std::size_t>(end_ - block);
#ifdef __SSE2__
    if (size >= kBlock) {
      for (std::size_t i = 0; i < kBlock; i += 16) {
        const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(block + i));
        const auto are = [&](char c) { return _mm_cmpeq_epi8(bytes, _mm_set1_epi8(c)); };
        const __m128i any = _mm_or_si128(_mm_or_si128(are(separator_), are('"')),
                                         _mm_or_si128(are('\n'), are('\r')));
        special_ |= static_cast<std::uint64_t>(_mm_movemask_epi8(any)) << i;
      }
      return;
    }
#endif
    for (std::size_t i = 0; i < std::min(size, kBlock); ++i) {
      const char c = block[i];
      const bool is = c == separator_ || c == '"' || c == '\n' || c == '\r';
      special_ |= std::uint64_t{is} << i;
    }
  }

  static constexpr std::size_t kBlock = 64;
  const char* end_;
  char separator_;
  const char* block_ = nullptr;
  std::uint64_t special_ = 0;  // by byte from block_
};

}  // namespace scrutineer
