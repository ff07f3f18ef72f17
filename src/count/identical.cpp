#include "count/identical.hpp"

#include <algorithm>
#include <bit>
#include <cstdint>
#include <utility>

#include "base/threads.hpp"
#include "count/check.hpp"

namespace scrutineer {

namespace {

constexpr std::size_t kFormsAtATime = 4096;
constexpr std::uint64_t kNoDigest = 0;
constexpr std::size_t kParts = 16;  // by the four highest bits of a digest

// One step of a mixing function: equal votes give equal digests; others differ nearly always, and
// where they do not the votes themselves are compared.
std::uint64_t mix(std::uint64_t digest, std::uint64_t value) {
  digest = (digest ^ value) * 0x9E3779B97F4A7C15ULL;
  return digest ^ (digest >> 29U);
}

class Finder {
 public:
  Finder(const Election& election, const Forms& forms) : election_(election), forms_(forms) {}

  std::vector<IdenticalForm> run() {
    digest();
    // Equal digests are in the same part; a part's table is small enough for a cache.
    std::vector<std::vector<Pair>> parts(kParts);
    for_each_piece(kParts, [&](std::size_t part) { parts[part] = pairs_of(part); });
    std::vector<Pair> pairs;
    for (const auto& part : parts) pairs.insert(pairs.end(), part.begin(), part.end());
    std::sort(pairs.begin(), pairs.end());
    std::vector<IdenticalForm> found;
    for (const auto& [later, first] : pairs) {
      found.push_back({forms_.rows()[later], forms_.rows()[first]});
    }
    return found;
  }

 private:
  using Pair = std::pair<std::uint32_t, std::uint32_t>;  // positions in the rows: a form, the first

  std::vector<Pair> pairs_of(std::size_t part) const {
    std::vector<std::uint32_t> members;
    for (std::size_t i = 0; i < digests_.size(); ++i) {
      const bool belongs = digests_[i] != kNoDigest && digests_[i] >> 60U == part;
      if (belongs) members.push_back(static_cast<std::uint32_t>(i));
    }
    // Open addressing, at most half full; holds positions in the rows, plus one.
    std::vector<std::uint32_t> table(std::bit_ceil(2 * members.size() + 2), 0);
    std::vector<Pair> pairs;
    for (const std::uint32_t i : members) {
      std::size_t at = (digests_[i] >> 8U) & (table.size() - 1);
      while (table[at] != 0 && !are_equal(table[at] - 1, i)) at = (at + 1) & (table.size() - 1);
      if (table[at] == 0) {
        table[at] = i + 1;
      } else {
        pairs.emplace_back(i, table[at] - 1);
      }
    }
    return pairs;
  }

  std::uint64_t parent(std::size_t i) const {
    const auto& above = election_.units[forms_.unit(forms_.rows()[i]).value].parent;
    return above ? above->value + std::uint64_t{1} : 0;
  }

  void digest() {
    const Slices slices{forms_.rows().size(), kFormsAtATime};
    digests_.assign(slices.size, kNoDigest);
    for_each_piece(slices.count(), [&](std::size_t slice) {
      const std::size_t begin = slices.begin(slice);
      const auto rows = std::span(forms_.rows()).subspan(begin, slices.end(slice) - begin);
      std::vector<std::int64_t> votes(rows.size());
      std::vector<std::int64_t> sum(rows.size());
      std::vector<std::uint32_t> with_votes(rows.size());
      for (std::size_t i = 0; i < rows.size(); ++i) digests_[begin + i] = parent(begin + i);
      for (const std::size_t party : forms_.parties()) {
        forms_.fill(FormSlots{}.first_party + party, rows, votes.data());
        for (std::size_t i = 0; i < rows.size(); ++i) {
          sum[i] = sum[i] < 0 || votes[i] < 0 ? -1 : sum[i] + votes[i];
          with_votes[i] += votes[i] > 0 ? 1U : 0U;
          digests_[begin + i] = mix(digests_[begin + i], static_cast<std::uint64_t>(votes[i]));
        }
      }
      for (std::size_t i = 0; i < rows.size(); ++i) {
        const bool counts = sum[i] >= kLeastIdentical && with_votes[i] >= 3;
        digests_[begin + i] = counts ? digests_[begin + i] | 1U : kNoDigest;
      }
    });
  }

  bool are_equal(std::size_t a, std::size_t b) const {
    if (digests_[a] != digests_[b] || parent(a) != parent(b)) return false;
    return std::all_of(forms_.parties().begin(), forms_.parties().end(), [&](std::size_t party) {
      const std::size_t slot = FormSlots{}.first_party + party;
      return forms_.count(forms_.rows()[a], slot) == forms_.count(forms_.rows()[b], slot);
    });
  }

  const Election& election_;
  const Forms& forms_;
  std::vector<std::uint64_t> digests_;  // by position in the rows; kNoDigest: too few votes
};

}  // namespace

std::vector<IdenticalForm> identical_forms(const Election& election, const Forms& forms) {
  return Finder(election, forms).run();
}

}  // namespace scrutineer
