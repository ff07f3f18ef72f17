// Sets of seat vectors: by their definition, by coverage, and where everything was drawn.
#include "audit/seat_set.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>

#include <gtest/gtest.h>

#include "audit/martingale.hpp"
#include "base/random.hpp"
#include "seats/seats.hpp"

namespace scrutineer {
namespace {

using Vector = std::vector<Seats>;

void for_each_vector(std::size_t parties, Seats seats,
                     const std::function<void(const Vector&)>& visit) {
  Vector s;
  const std::function<void(Seats)> fill = [&](Seats left) {
    if (s.size() + 1 == parties) {
      s.push_back(left);
      visit(s);
      s.pop_back();
      return;
    }
    for (Seats own = 0; own <= left; ++own) {
      s.push_back(own);
      fill(left - own);
      s.pop_back();
    }
  };
  fill(seats);
}

SeatDraw card(std::size_t parties, std::size_t party) {
  SeatDraw draw{std::vector<Votes>(parties, 0), false, 1};
  if (party < parties) draw.votes[party] = 1;  // else blank
  return draw;
}

// The cards of an election, in a random order; `blank` of them without a vote.
std::vector<SeatDraw> cards_of(const std::vector<Votes>& votes, Votes blank, Random& random) {
  std::vector<SeatDraw> cards;
  for (std::size_t p = 0; p < votes.size(); ++p) {
    for (Votes v = 0; v < votes[p]; ++v) cards.push_back(card(votes.size(), p));
  }
  for (Votes v = 0; v < blank; ++v) cards.push_back(card(votes.size(), votes.size()));
  random.shuffle(cards);
  return cards;
}

SeatSample sample_of(std::vector<SeatDraw> all, std::size_t drawn, Rule rule, Seats seats,
                     Votes most = 1) {
  SeatSample sample;
  sample.rule = rule;
  sample.seats = seats;
  sample.parties = all[0].votes.size();
  sample.population = static_cast<std::int64_t>(all.size());
  sample.most_cards = most;
  all.resize(drawn);
  sample.drawn = std::move(all);
  return sample;
}

// E_s from its definition: every pair, every draw, every fixed bet of the mixture by itself.
double evidence_by_definition(const SeatSample& sample, const Vector& s) {
  double sum = 0;
  int pairs = 0;
  for (std::size_t a = 0; a < s.size(); ++a) {
    for (std::size_t b = 0; b < s.size(); ++b) {
      if (a == b || s[a] == 0) continue;
      ++pairs;
      const double r = static_cast<double>(divisor(sample.rule, s[a])) /
                       static_cast<double>(divisor(sample.rule, s[b] + 1));
      double mixture = 0;
      double weights = 0;
      for (int i = 1; i <= 12; ++i) {
        const double part = i / 13.0;
        double product = 1;
        double seen = 0;
        for (std::size_t j = 0; j < sample.drawn.size(); ++j) {
          const SeatDraw& draw = sample.drawn[j];
          double x = 0.5;
          if (draw.is_missing) {
            x -= static_cast<double>(draw.cards) / (2.0 * static_cast<double>(sample.most_cards));
          } else {
            x += (static_cast<double>(draw.votes[b]) * r - static_cast<double>(draw.votes[a])) /
                 (2.0 * static_cast<double>(sample.most_cards));
          }
          const double left = static_cast<double>(sample.population) - static_cast<double>(j);
          const double m = (static_cast<double>(sample.population) / 2 - seen) / left;
          if (m <= 1e-12) {
            product = 1e200;
            break;
          }
          if (m < (1 + r) / 2) product *= 1 + part / m * (x - m);
          seen += x;
        }
        mixture += (1 - part) * (1 - part) * product;
        weights += (1 - part) * (1 - part);
      }
      sum += mixture / weights;
    }
  }
  return pairs == 0 ? 1 : sum / pairs;
}

TEST(SeatSet, EachVectorsEvidenceIsThatOfItsDefinitionAndTheSetIsWhatItKeeps) {
  Random random(20130728);
  int excluded = 0;
  for (int run = 0; run < 40; ++run) {
    const Rule rule = run % 2 == 0 ? Rule::dhondt : Rule::sainte_lague;
    const auto parties = static_cast<std::size_t>(random.between(1, 4));
    const Seats seats = random.between(1, 5);
    std::vector<SeatDraw> all;
    const bool are_forms = run % 4 >= 2;
    if (are_forms) {
      for (int station = 0; station < 40; ++station) {
        SeatDraw draw{{}, random.below(12) == 0, random.between(12, 20)};
        for (std::size_t p = 0; p < parties; ++p) {
          draw.votes.push_back(random.between(0, p == 0 ? 7 : 1));
        }
        all.push_back(draw);
      }
    } else {
      std::vector<Votes> votes;
      for (std::size_t p = 0; p < parties; ++p) votes.push_back(random.between(0, 150));
      all = cards_of(votes, 10, random);
    }
    const auto drawn = static_cast<std::size_t>(random.below(all.size() / 2));
    const SeatSample sample = sample_of(std::move(all), drawn, rule, seats, are_forms ? 20 : 1);
    const auto evidence = SeatEvidence::make(sample);
    ASSERT_TRUE(evidence.has_value());
    std::vector<Vector> kept;
    for_each_vector(parties, seats, [&](const Vector& s) {
      const double expected = evidence_by_definition(sample, s);
      const double found = evidence->against(s);
      if (expected < 1e100) {
        EXPECT_LE(found, expected * (1 + 1e-9));  // it is a lower bound
        EXPECT_GE(found, expected * (1 - 1e-6) - 1e-9);
      } else {
        EXPECT_GE(found, 1e100);
      }
      (found < 20 ? kept.push_back(s) : static_cast<void>(++excluded));
    });
    const SeatSet set = evidence->set(0.05);
    EXPECT_TRUE(set.is_listed);
    EXPECT_EQ(set.vectors, kept);
    // Without a list: nothing that the list has is lost.
    const SeatSet bounds = evidence->set(0.05, 0);
    for (const Vector& s : kept) {
      for (std::size_t p = 0; p < parties; ++p) {
        EXPECT_LE(set.least[p], s[p]);
        EXPECT_GE(set.most[p], s[p]);
        EXPECT_FALSE(bounds.is_listed);
        EXPECT_LE(bounds.least[p], s[p]);
        EXPECT_GE(bounds.most[p], s[p]);
      }
    }
  }
  EXPECT_GT(excluded, 50);
}

// All vectors that some draw of the lots gives.
std::vector<Vector> outcomes(const std::vector<Votes>& votes, Rule rule, Seats seats) {
  std::vector<Vector> list;
  const Wide none = 0;
  for_each_vector(votes.size(), seats, [&](const Vector& s) {
    for (std::size_t a = 0; a < s.size(); ++a) {
      for (std::size_t b = 0; b < s.size(); ++b) {
        if (a == b || s[a] == 0) continue;
        if (none + votes[a] * divisor(rule, s[b] + 1) < none + votes[b] * divisor(rule, s[a])) {
          return;
        }
      }
    }
    list.push_back(s);
  });
  return list;
}

TEST(SeatSet, WhenEverythingIsDrawnExactlyTheOutcomeIsLeftAndOfATieEveryDraw) {
  Random random(7);
  int tied = 0;
  for (int run = 0; run < 150; ++run) {
    const Rule rule = run % 2 == 0 ? Rule::dhondt : Rule::sainte_lague;
    const auto parties = static_cast<std::size_t>(random.between(2, 4));
    const Seats seats = random.between(1, 5);
    std::vector<Votes> votes;
    for (std::size_t p = 0; p < parties; ++p) votes.push_back(random.between(p == 0 ? 1 : 0, 12));
    auto all = cards_of(votes, 3, random);
    const std::size_t drawn = all.size();
    const auto set = SeatEvidence::make(sample_of(std::move(all), drawn, rule, seats))->set(0.05);
    EXPECT_EQ(set.vectors, outcomes(votes, rule, seats));
    const Allocation allocation = *allocate({"", seats, votes}, {rule, {}, {}});
    EXPECT_EQ(set.least, allocation.minimum);
    EXPECT_EQ(set.most, allocation.maximum);
    tied += set.vectors.size() > 1 ? 1 : 0;
  }
  EXPECT_GT(tied, 10);
}

// Of 400 runs at 5 per cent, 45 or more happen with a chance of 4.6 in ten million. Each run looks
// again and again and counts if the truth was ever excluded, which Ville's inequality allows.
constexpr int kRuns = 400;
constexpr int kTooMany = 45;

bool ever_excluded(const std::vector<SeatDraw>& all, const Vector& s, Votes most,
                   std::size_t step) {
  for (std::size_t drawn = step; drawn < all.size(); drawn += step) {
    const auto evidence = SeatEvidence::make(sample_of(all, drawn, Rule::dhondt, 2, most));
    if (evidence->against(s) >= 20) return true;
  }
  return false;
}

TEST(SeatSet, TheTruthIsExcludedNoMoreOftenThanTheRiskLimitByBallots) {
  Random random(1);
  int excluded = 0;
  int settled = 0;
  for (int run = 0; run < kRuns; ++run) {
    // Exactly tied for the last seat, so that the nulls are at their boundary.
    const auto all = cards_of({120, 60, 20}, 20, random);
    excluded += ever_excluded(all, {2, 0, 0}, 1, 20) ? 1 : 0;
    const auto last = SeatEvidence::make(sample_of(all, 150, Rule::dhondt, 2));
    settled += last->set(0.05).most[2] == 0 ? 1 : 0;
  }
  EXPECT_LT(excluded, kTooMany);
  EXPECT_GT(settled, kRuns / 2);  // it does say something
}

TEST(SeatSet, TheTruthIsExcludedNoMoreOftenThanTheRiskLimitByForms) {
  Random random(2);
  int excluded = 0;
  int informed = 0;
  for (int run = 0; run < kRuns; ++run) {
    std::vector<SeatDraw> all;
    for (int station = 0; station < 60; ++station) {
      // In all 2 to 1, tied for the second seat; stations differ, some forms cannot be read.
      const Votes size = station % 2 == 0 ? 30 : 60;
      const Votes of_a = station % 4 < 2 ? size : size / 3;
      all.push_back({{of_a, size - of_a, 0}, random.below(60) == 0, size});
    }
    random.shuffle(all);
    excluded += ever_excluded(all, {2, 0, 0}, 60, 5) ? 1 : 0;
    const auto last = SeatEvidence::make(sample_of(all, 40, Rule::dhondt, 2, 60));
    informed += last->against({0, 0, 2}) >= 20 ? 1 : 0;
  }
  EXPECT_LT(excluded, kTooMany);
  EXPECT_GT(informed, kRuns / 2);
}

TEST(SeatSet, AMissingFormNeverExcludesMore) {
  Random random(3);
  for (int run = 0; run < 20; ++run) {
    std::vector<SeatDraw> all;
    for (int station = 0; station < 30; ++station) {
      all.push_back({{random.between(0, 9), random.between(0, 3)}, false, 12});
    }
    SeatSample sample = sample_of(all, 20, Rule::dhondt, 3, 12);
    const auto read = SeatEvidence::make(sample);
    sample.drawn[random.below(20)].is_missing = true;
    const auto missing = SeatEvidence::make(sample);
    // For fixed bets in parts of 1/m a lower value lowers every later product but through m; the
    // set may only be compared as a whole.
    EXPECT_GE(missing->set(0.05).vectors.size(), read->set(0.05).vectors.size());
  }
}

TEST(SeatSet, OneSeatOnePartyAndNoDraws) {
  SeatSample sample = sample_of({card(2, 0), card(2, 0)}, 0, Rule::dhondt, 1);
  EXPECT_EQ(SeatEvidence::make(sample)->set(0.05).vectors, (std::vector<Vector>{{0, 1}, {1, 0}}));
  sample = sample_of({card(1, 0)}, 1, Rule::dhondt, 3);
  EXPECT_EQ(SeatEvidence::make(sample)->set(0.05).vectors, (std::vector<Vector>{{3}}));
}

TEST(SeatSet, WhatContradictsItselfIsRefused) {
  const SeatSample good = sample_of({card(2, 0), card(2, 1)}, 1, Rule::dhondt, 2);
  const auto refused = [&](const std::function<void(SeatSample&)>& change) {
    SeatSample sample = good;
    change(sample);
    return !SeatEvidence::make(sample).has_value();
  };
  EXPECT_FALSE(refused([](SeatSample&) {}));
  EXPECT_TRUE(refused([](SeatSample& s) { s.rule = Rule::plurality; }));
  EXPECT_TRUE(refused([](SeatSample& s) { s.rule = Rule::hare_largest_remainder; }));
  EXPECT_TRUE(refused([](SeatSample& s) { s.seats = 0; }));
  EXPECT_TRUE(refused([](SeatSample& s) { s.population = 0; }));
  EXPECT_TRUE(refused([](SeatSample& s) { s.drawn[0].votes = {1, 1}; }));
  EXPECT_TRUE(refused([](SeatSample& s) { s.drawn[0].votes = {-1, 1}; }));
  EXPECT_TRUE(refused([](SeatSample& s) { s.drawn[0].votes = {1}; }));
  EXPECT_TRUE(refused([](SeatSample& s) { s.drawn[0].cards = 2; }));
  EXPECT_TRUE(refused([](SeatSample& s) { s.seats = 1'000'000; }));
}

}  // namespace
}  // namespace scrutineer
