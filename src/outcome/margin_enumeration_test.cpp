// Single-party margins against enumeration: every table of votes that any switches, additions or
// removals reach, not only those that margin_program.cpp holds to be the useful ones.
#include <algorithm>
#include <array>
#include <cstdlib>
#include <numeric>
#include <random>

#include <gtest/gtest.h>

#include "outcome/margin.hpp"
#include "seats/seats.hpp"

namespace scrutineer {
namespace {

constexpr Rule kRules[] = {Rule::dhondt, Rule::sainte_lague, Rule::hare_largest_remainder,
                           Rule::hare_then_highest_averages, Rule::plurality};
constexpr Change kChanges[] = {Change::switched, Change::added, Change::removed};
constexpr Votes kNone = 1'000'000;
constexpr std::size_t kParties = 4;  // smaller elections have parties without votes
// Added votes have no end; prices beyond this are only checked to be beyond.
constexpr Votes kMostAdded = 16;

// Sanitizer builds do a part of the work: SCRUTINEER_TEST_SCALE is a percentage.
int scale() {
  const char* text = std::getenv("SCRUTINEER_TEST_SCALE");
  return text == nullptr ? 100 : std::max(1, std::atoi(text));
}

using Table = std::vector<Votes>;

// Every table between `low` and `high`, cell by cell, with a sum in [least, most].
template <typename Visit>
void fill_table(Table& table, std::size_t p, Votes sum, const Table& low, const Table& high,
                Votes least, Votes most, const Visit& visit) {
  if (p == table.size()) {
    visit(table);
    return;
  }
  const bool last = p + 1 == table.size();
  for (Votes v = last ? std::max(low[p], least - sum) : low[p]; v <= high[p] && sum + v <= most;
       ++v) {
    table[p] = v;
    fill_table(table, p + 1, sum + v, low, high, least, most, visit);
  }
}

template <typename Visit>
void for_each_table(const Table& low, const Table& high, Votes least, Votes most,
                    const Visit& visit) {
  Table table(low.size(), 0);
  fill_table(table, 0, 0, low, high, least, most, visit);
}

// The allocator's answer for every table of a rule and a number of seats, computed once.
class Allocations {
 public:
  Allocations(AllocationRules rules, Seats seats, Votes most)
      : rules_(std::move(rules)), seats_(seats), side_(static_cast<std::size_t>(most) + 1) {}

  struct Entry {
    std::array<std::int8_t, kParties> least{}, most{};
    bool known = false;
  };

  const Entry& of(const Table& table) {
    std::size_t index = 0;
    for (const Votes v : table) index = index * side_ + static_cast<std::size_t>(v);
    if (entries_.empty()) entries_.resize(side_ * side_ * side_ * side_);
    Entry& entry = entries_[index];
    if (entry.known) return entry;
    const auto allocation = allocate({"", seats_, table, 0}, rules_);
    for (std::size_t p = 0; p < table.size(); ++p) {
      entry.least[p] = static_cast<std::int8_t>(allocation->minimum[p]);
      entry.most[p] = static_cast<std::int8_t>(allocation->maximum[p]);
    }
    entry.known = true;
    return entry;
  }

 private:
  AllocationRules rules_;
  Seats seats_;
  std::size_t side_;
  std::vector<Entry> entries_;
};

// Cheapest distance to each number of seats of each party: [party][seats], in four senses.
struct Cheapest {
  // at_least[outright][party][seats], at_most[outright][party][seats]
  Votes at_least[2][kParties][7];
  Votes at_most[2][kParties][7];
  // Cheapest distance to [party][least seats][most seats], over lots.
  Votes seen[kParties][7][7];

  Cheapest() {
    std::fill(&at_least[0][0][0], &at_least[0][0][0] + 2 * kParties * 7, kNone);
    std::fill(&at_most[0][0][0], &at_most[0][0][0] + 2 * kParties * 7, kNone);
    std::fill(&seen[0][0][0], &seen[0][0][0] + kParties * 7 * 7, kNone);
  }

  void see(const Allocations::Entry& entry, Votes distance) {
    for (std::size_t p = 0; p < kParties; ++p) {
      lower(seen[p][entry.least[p]][entry.most[p]], distance);
    }
  }

  // Holding more seats is also holding at least fewer; and so on.
  void close() {
    for (std::size_t p = 0; p < kParties; ++p) {
      for (int least = 0; least <= 6; ++least) {
        for (int most = least; most <= 6; ++most) {
          lower(at_least[1][p][least], seen[p][least][most]);
          lower(at_least[0][p][most], seen[p][least][most]);
          lower(at_most[1][p][most], seen[p][least][most]);
          lower(at_most[0][p][least], seen[p][least][most]);
        }
      }
      for (int outright = 0; outright < 2; ++outright) {
        for (int k = 5; k >= 0; --k) {
          lower(at_least[outright][p][k], at_least[outright][p][k + 1]);
        }
        for (int k = 1; k <= 6; ++k) lower(at_most[outright][p][k], at_most[outright][p][k - 1]);
      }
    }
  }

 private:
  static void lower(Votes& value, Votes other) { value = std::min(value, other); }
};

Cheapest enumerate(const Table& votes, Change change, Allocations& allocations) {
  Cheapest cheapest;
  const Votes total = std::accumulate(votes.begin(), votes.end(), Votes{0});
  Table low(kParties, 0), high = votes;
  Votes least = 0, most = total;
  if (change == Change::switched) {
    high.assign(kParties, total);
    least = total;
  } else if (change == Change::added) {
    low = votes;
    most = total + kMostAdded;
    high.assign(kParties, most);
  }
  for_each_table(low, high, least, most, [&](const Table& table) {
    Votes distance = 0;
    for (std::size_t p = 0; p < kParties; ++p) {
      distance +=
          change == Change::added ? table[p] - votes[p] : std::max<Votes>(0, votes[p] - table[p]);
    }
    cheapest.see(allocations.of(table), distance);
  });
  cheapest.close();
  return cheapest;
}

// Compares one price list; returns the number of wrong entries.
int compare(const std::vector<Votes>& prices, const std::vector<Votes>& expected, bool adding) {
  int wrong = 0;
  for (std::size_t k = 0; k < expected.size(); ++k) {
    const Votes price = k < prices.size() ? prices[k] : kNone;
    if (adding && expected[k] == kNone) {
      wrong += price <= kMostAdded ? 1 : 0;
    } else {
      wrong += price != expected[k] ? 1 : 0;
    }
  }
  return wrong + (prices.size() > expected.size() ? 1 : 0);
}

int check(const Table& votes, Seats seats, const AllocationRules& rules, Allocations& allocations) {
  int wrong = 0;
  const auto now = allocations.of(votes);
  for (const Change change : kChanges) {
    const Cheapest cheapest = enumerate(votes, change, allocations);
    for (std::size_t p = 0; p < kParties; ++p) {
      for (const bool gain : {true, false}) {
        const auto list = price_list({"", seats, votes, 0}, rules, p, gain, change, seats);
        if (!list || !list->exact) return wrong + 1;
        for (const bool outright : {true, false}) {
          const Seats start = gain == outright ? now.least[p] : now.most[p];
          std::vector<Votes> expected;
          for (Seats k = gain ? start : start; gain ? k <= seats : k >= 0; k += gain ? 1 : -1) {
            expected.push_back((gain ? cheapest.at_least : cheapest.at_most)[outright][p][k]);
          }
          wrong +=
              compare(outright ? list->outright : list->to_tie, expected, change == Change::added);
        }
      }
    }
  }
  if (wrong > 0) {
    ADD_FAILURE() << name_of(rules.rule) << " " << seats << " seats: " << votes[0] << " "
                  << votes[1] << " " << votes[2] << " " << votes[3];
  }
  return wrong;
}

void check_every_small_election(Rule rule, std::optional<Threshold> threshold, int percent) {
  int count = 0;
  for (Seats seats = 1; seats <= 5; ++seats) {
    const AllocationRules rules{rule, threshold, {}};
    Allocations allocations(rules, seats, 14 + kMostAdded);
    int wrong = 0;
    for_each_table(Table(kParties, 0), Table(kParties, 14), 0, 14, [&](const Table& votes) {
      // Every party is asked about, so the order of the votes does not matter.
      if (!std::is_sorted(votes.begin(), votes.end()) || wrong > 10) return;
      if (count++ * percent % 100 >= percent) return;
      wrong += check(votes, seats, rules, allocations);
    });
    ASSERT_EQ(wrong, 0);
  }
}

class MarginOfRule : public testing::TestWithParam<Rule> {};
INSTANTIATE_TEST_SUITE_P(EachRule, MarginOfRule, testing::ValuesIn(kRules),
                         [](const auto& instance) {
                           std::string name(name_of(instance.param));
                           std::erase(name, '-');
                           return name;
                         });

TEST_P(MarginOfRule, EverySmallElectionEqualsEnumeration) {
  check_every_small_election(GetParam(), std::nullopt, scale());
}

TEST_P(MarginOfRule, RandomElectionsOfThirtyVotesEqualEnumeration) {
  std::mt19937_64 random(28'07'2013);
  const int cases = 2'000 * scale() / 100;
  for (Seats seats = 1; seats <= 5; ++seats) {
    const AllocationRules rules{GetParam(), {}, {}};
    Allocations allocations(rules, seats, 30 + kMostAdded);
    int wrong = 0;
    for (int i = 0; i < cases && wrong < 10; ++i) {
      Table votes(kParties, 0);
      const auto total = random() % 31;
      for (std::size_t v = 0; v < total; ++v) ++votes[(random() % 10) * (random() % 10) / 25];
      wrong += check(votes, seats, rules, allocations);
    }
    ASSERT_EQ(wrong, 0);
  }
}

// Thresholds that move with the votes: exact for the rules of highest averages and plurality.
TEST_P(MarginOfRule, ThresholdsOfAShareEqualEnumeration) {
  if (GetParam() == Rule::hare_largest_remainder) return;
  for (const Rational share : {Rational{1, 10}, Rational{1, 4}, Rational{1, 3}, Rational{2, 5}}) {
    for (const bool strict : {false, true}) {
      const Threshold threshold{share, Base::valid, Scope::constituency, strict};
      check_every_small_election(GetParam(), threshold, std::max(1, scale() / 4));
    }
  }
}

}  // namespace
}  // namespace scrutineer
