#include "audit/irv_tallies.hpp"

#include <bit>

namespace scrutineer {

std::size_t CandidateSet::size() const {
  return static_cast<std::size_t>(std::popcount(words_[0]) + std::popcount(words_[1]));
}

// splitmix64's finish over both words.
std::uint64_t CandidateSet::hash() const {
  std::uint64_t mixed = words_[0] + 0x9e3779b97f4a7c15U * (words_[1] + 1);
  mixed = (mixed ^ (mixed >> 30U)) * 0xbf58476d1ce4e5b9U;
  mixed = (mixed ^ (mixed >> 27U)) * 0x94d049bb133111ebU;
  return mixed ^ (mixed >> 31U);
}

IrvTallies::IrvTallies(const RankedContest& contest) : candidates_(contest.candidates.size()) {
  first_.assign(candidates_, 0);
  without_.assign(candidates_ * candidates_, 0);
  std::vector<bool> named(candidates_);
  for (const Ranking& ranking : contest.rankings) {
    if (ranking.choices.empty()) continue;
    first_[ranking.choices.front()] += ranking.count;
    named.assign(candidates_, false);
    for (const std::uint16_t choice : ranking.choices) {
      // Whoever has not been named is not before this choice.
      named[choice] = true;
      for (std::size_t a = 0; a < candidates_; ++a) {
        if (!named[a]) without_[a * candidates_ + choice] += ranking.count;
      }
      choices_.push_back(static_cast<std::uint8_t>(choice));
    }
    ends_.push_back(choices_.size());
    counts_.push_back(ranking.count);
  }
}

std::vector<Votes> IrvTallies::among(const CandidateSet& set) const {
  // One byte a candidate is quicker to ask than a bit.
  std::array<std::uint8_t, 128> in{};
  for (std::size_t c = 0; c < candidates_; ++c) in[c] = set.holds(c) ? 1 : 0;
  std::vector<Votes> tally(candidates_, 0);
  std::size_t at = 0;
  for (std::size_t i = 0; i < ends_.size(); ++i) {
    for (const std::size_t end = ends_[i]; at < end; ++at) {
      const std::uint8_t choice = choices_[at];
      if (in[choice] == 0) continue;
      tally[choice] += counts_[i];
      break;
    }
    at = ends_[i];
  }
  return tally;
}

}  // namespace scrutineer
