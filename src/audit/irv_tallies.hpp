// Tallies of an instant runoff: who has how many ballots while a set remains.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "election/ranked.hpp"

namespace scrutineer {

// A set of at most 128 candidates.
class CandidateSet {
 public:
  CandidateSet() = default;
  bool holds(std::size_t c) const { return (words_[c >> 6U] >> (c & 63U) & 1U) != 0; }
  void set(std::size_t c, bool there) {
    const std::uint64_t bit = std::uint64_t{1} << (c & 63U);
    std::uint64_t& word = words_[c >> 6U];
    word = there ? word | bit : word & ~bit;
  }
  CandidateSet with(std::size_t c) const {
    CandidateSet more = *this;
    more.set(c, true);
    return more;
  }
  bool intersects(const CandidateSet& other) const {
    return ((words_[0] & other.words_[0]) | (words_[1] & other.words_[1])) != 0;
  }
  // Whether this holds somebody whom `other` does not.
  bool exceeds(const CandidateSet& other) const {
    return ((words_[0] & ~other.words_[0]) | (words_[1] & ~other.words_[1])) != 0;
  }
  std::size_t size() const;
  std::uint64_t hash() const;
  friend auto operator<=>(const CandidateSet&, const CandidateSet&) = default;

 private:
  std::array<std::uint64_t, 2> words_{};
};

struct CandidateSetHash {
  std::size_t operator()(const CandidateSet& set) const {
    return static_cast<std::size_t>(set.hash());
  }
};

// The rankings laid out one after another. Not for two threads at once.
class IrvTallies {
 public:
  explicit IrvTallies(const RankedContest& contest);
  std::size_t candidates() const { return candidates_; }
  // Ballots that stand for each candidate while `set` remains; 0 for the others.
  std::vector<Votes> among(const CandidateSet& set) const;
  // Ballots that put `a` first.
  Votes first(std::size_t a) const { return first_[a]; }
  // Ballots that name `b`, and not after `a`.
  Votes without(std::size_t a, std::size_t b) const { return without_[a * candidates_ + b]; }

 private:
  std::size_t candidates_ = 0;
  std::vector<std::uint8_t> choices_;
  std::vector<std::size_t> ends_;
  std::vector<Votes> counts_;
  std::vector<Votes> first_, without_;
};

}  // namespace scrutineer
