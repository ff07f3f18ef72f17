// Expectations: notes/audit.md 3.1: tests of ColoradoRLA, cryptorandom, SHANGRLA, Rivest's sampler
// and Arlo, and figures made with them.
#include "audit/sampler.hpp"

#include <algorithm>
#include <set>

#include <gtest/gtest.h>

#include "audit/decimal.hpp"

namespace scrutineer {
namespace {

TEST(Sampler, DrawsWhatColoradoDraws) {
  const std::vector<std::int64_t> expected = {
      740, 180, 264, 789, 238, 448, 272, 611, 761, 208, 596, 88,  160, 113, 766, 427,
      184, 816, 653, 411, 779, 331, 339, 487, 594, 235, 65,  527, 821, 490, 461, 251,
      471, 414, 174, 567, 300, 134, 144, 357, 786, 792, 218, 550, 787, 537, 197};
  // Its test draws without replacement: the 32nd number of the sequence is the 8th again.
  const auto all = draw_colorado("3546311556112163624615351222", 876, expected.size(), false);
  std::vector<std::int64_t> drawn;
  for (const Draw& draw : all) {
    drawn.push_back(static_cast<std::int64_t>(draw.index) + 1);
    EXPECT_EQ(draw.ticket, std::to_string(draw.index + 1));
  }
  EXPECT_EQ(drawn, expected);
  const auto again = draw_colorado("3546311556112163624615351222", 876, 32, true);
  EXPECT_EQ(again[31].index, again[7].index);
  EXPECT_EQ(again[31].time, 2);
  EXPECT_EQ(draw_colorado("1", 5, 100, false).size(), 5U);
}

constexpr const char* kSeed = "12345678901234567890";

TEST(Sampler, GivesTheNumbersOfCryptorandom) {
  const double expected[] = {0.9272915426537484,  0.1916135318809483, 0.5846237047310486,
                             0.18694233108130068, 0.9022661737961881, 0.052310932788987144};
  for (std::size_t k = 0; k < 6; ++k) EXPECT_EQ(cryptorandom_fraction(kSeed, k), expected[k]);
  EXPECT_EQ(cryptorandom_integers(kSeed, 1, 1001, 5),
            (std::vector<std::int64_t>{876, 766, 536, 423, 164}));
  EXPECT_EQ(to_hex(cryptorandom_hash(kSeed, 1)).substr(0, 16), "310d959ce6547664");
}

TEST(Sampler, GivesTheSampleNumbersOfShangrla) {
  auto draws = draw_shangrla(kSeed, 3, 3);
  ASSERT_EQ(draws.size(), 3U);
  std::sort(draws.begin(), draws.end(),
            [](const Draw& a, const Draw& b) { return a.index < b.index; });
  EXPECT_EQ(draws[0].ticket,
            "107373025055971426206438240162655579071782265061443679236137775396717521217875");
  EXPECT_EQ(draws[1].ticket,
            "22187331182636096824950341820271553460210580445127181080319953661337870225765");
  EXPECT_EQ(draws[2].ticket,
            "67694800188467982284240476251286987912056668487745824365565470238935418020535");
  EXPECT_EQ(draw_shangrla(kSeed, 3, 3)[0].index, 1U);
}

TEST(Sampler, GivesTheFractionsOfRivest) {
  EXPECT_EQ(rivest_uniform("abc"),
            "0.56998071861792858926477341561059638840106636224182943832566300809078486324348");
  const std::string first = rivest_first_fraction("AB-130", "01382438112797316654");
  EXPECT_EQ(first,
            "0.26299714122838008416507544297546663599715395525154425586041245287750224561854");
  EXPECT_EQ(rivest_next_fraction(first),
            "0.8232357229934205790595761924514048157652891124687533667363938813600770093316");
  // Leading nines are kept, so that it ends.
  EXPECT_EQ(rivest_next_fraction("0.99912").substr(0, 5), "0.999");
  EXPECT_GT(rivest_next_fraction("0.99912"), "0.99912");
  EXPECT_GT(rivest_next_fraction("0.999"), "0.999");
}

TEST(Sampler, DrawsWhatArloDraws) {
  std::vector<std::string> ids;
  std::vector<std::string> names;
  for (int pct = 1; pct <= 4; ++pct) {
    for (int number = 1; number <= 25; ++number) {
      const std::string batch = "pct " + std::to_string(pct);
      ids.push_back(arlo_id(batch, number));
      names.push_back(batch + "," + std::to_string(number));
    }
  }
  struct Row {
    const char* fraction;
    const char* name;
    std::int64_t time;
  };
  const Row rows[] = {
      {"0.000617786129909912", "pct 2,3", 1},  {"0.002991631653037245", "pct 3,24", 1},
      {"0.012057030610635061", "pct 1,25", 1}, {"0.017930028930651931", "pct 4,19", 1},
      {"0.025599454926985137", "pct 3,15", 1}, {"0.045351055354441163", "pct 1,7", 1},
      {"0.063913979803461405", "pct 1,8", 1},  {"0.064553852798863609", "pct 1,22", 1},
      {"0.078998835671540970", "pct 1,20", 1}, {"0.090240829778172783", "pct 3,12", 1},
      {"0.096136506157297637", "pct 1,20", 2}, {"0.104280162683637014", "pct 4,17", 1},
      {"0.108948480696023984", "pct 1,25", 2}, {"0.111195681310332785", "pct 1,4", 1},
      {"0.114438612046531251", "pct 4,3", 1},  {"0.130457464320709301", "pct 2,1", 1},
      {"0.133484785501449819", "pct 1,12", 1}, {"0.134519219670087860", "pct 3,20", 1},
      {"0.135840440920085144", "pct 3,10", 1}, {"0.138772253094235762", "pct 4,20", 1}};
  const auto draws =
      draw_rivest("12345678901234567890abcdefghijklmnopqrstuvwxyz😊", ids, std::size(rows), true);
  ASSERT_EQ(draws.size(), std::size(rows));
  for (std::size_t i = 0; i < draws.size(); ++i) {
    EXPECT_EQ(draws[i].ticket.substr(0, 20), rows[i].fraction);
    EXPECT_EQ(names[draws[i].index], rows[i].name);
    EXPECT_EQ(draws[i].time, rows[i].time);
  }
  EXPECT_EQ(draw_rivest("x", ids, 1000, false).size(), 100U);
}

TEST(Sampler, WritesIdsAsPythonDoes) {
  EXPECT_EQ(arlo_id("pct 2", 3), "('pct 2', 3)");
  EXPECT_EQ(arlo_id("O'Hara", 3), "(\"O'Hara\", 3)");
  EXPECT_EQ(arlo_id("a'\"b\\", 1), "('a\\'\"b\\\\', 1)");
  EXPECT_EQ(arlo_id("a\tb\x01", 1), "('a\\tb\\x01', 1)");
}

std::vector<std::string> numbered(std::size_t count) {
  std::vector<std::string> ids;
  for (std::size_t i = 1; i <= count; ++i) ids.push_back("card-" + std::to_string(i));
  return ids;
}

const DrawSeed kOurs = {"12 44 7", "ballots"};

// By hand: printf '%s' 'scrutineer|v1|12 44 7|ballots|card-1' | sha256sum
TEST(Sampler, TicketsAreDigestsThatAnybodyCanCompute) {
  const auto ids = numbered(1);
  const auto draws = draw_by_ticket(kOurs, ids, 1);
  ASSERT_TRUE(draws);
  EXPECT_EQ((*draws)[0].ticket, sha256_hex("scrutineer|v1|12 44 7|ballots|card-1"));
}

TEST(Sampler, ALargerSampleIsALongerPrefix) {
  const auto ids = numbered(500);
  const auto all = *draw_by_ticket(kOurs, ids, 1000);
  EXPECT_EQ(all.size(), 500U);
  EXPECT_TRUE(std::is_sorted(all.begin(), all.end(),
                             [](const Draw& a, const Draw& b) { return a.ticket < b.ticket; }));
  for (const std::size_t size : {0U, 1U, 50U, 499U}) {
    const auto some = *draw_by_ticket(kOurs, ids, size);
    ASSERT_EQ(some.size(), size);
    for (std::size_t i = 0; i < size; ++i) EXPECT_EQ(some[i].index, all[i].index);
  }
  const std::vector<std::int64_t> weights(500, 1);
  const auto longer = *draw_by_number(kOurs, weights, 400);
  const auto shorter = *draw_by_number(kOurs, weights, 100);
  for (std::size_t i = 0; i < 100; ++i) EXPECT_EQ(shorter[i].ticket, longer[i].ticket);
}

// The order does not depend on what else is in the list: the cards of one contest, in the order of
// all, are the draw from that contest alone (SHANGRLA's draws are not: notes/audit.md 5.5).
TEST(Sampler, TheCardsOfAContestAreASampleOfIt) {
  const auto ids = numbered(300);
  std::vector<std::string> contest;
  for (std::size_t i = 0; i < ids.size(); i += 3) contest.push_back(ids[i]);
  std::vector<std::string> in_all;
  const auto draws = *draw_by_ticket(kOurs, ids, 300);
  for (const Draw& draw : draws) {
    if (draw.index % 3 == 0) in_all.push_back(ids[draw.index]);
  }
  std::vector<std::string> alone;
  const auto of_contest = *draw_by_ticket(kOurs, contest, 300);
  for (const Draw& draw : of_contest) {
    alone.push_back(contest[draw.index]);
  }
  EXPECT_EQ(in_all, alone);
  EXPECT_EQ(std::set<std::string>(alone.begin(), alone.end()).size(), alone.size());
}

TEST(Sampler, WeightsAreChances) {
  const std::vector<std::int64_t> weights = {1, 0, 3, 6};
  std::vector<int> times(4, 0);
  const auto draws = *draw_by_number(kOurs, weights, 10000);
  for (const Draw& draw : draws) ++times[draw.index];
  EXPECT_EQ(times[1], 0);
  EXPECT_NEAR(times[0], 1000, 150);
  EXPECT_NEAR(times[2], 3000, 250);
  EXPECT_NEAR(times[3], 6000, 250);
}

TEST(Sampler, RefusesWhatCannotBeDrawnFrom) {
  const auto ids = numbered(3);
  EXPECT_FALSE(draw_by_ticket({"", "ballots"}, ids, 1));
  EXPECT_FALSE(draw_by_ticket({"1", "a|b"}, ids, 1));
  const std::vector<std::string> twice = {"a", "b", "a", ""};
  const auto result = draw_by_ticket(kOurs, twice, 1);
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().size(), 2U);
  EXPECT_FALSE(draw_by_number(kOurs, std::vector<std::int64_t>{0, 0}, 1));
  EXPECT_FALSE(draw_by_number(kOurs, std::vector<std::int64_t>{1, -1}, 1));
}

TEST(Decimal, DigestsAreNumbers) {
  Sha256Digest digest{};
  EXPECT_EQ(to_decimal(digest), "0");
  EXPECT_EQ(fraction_of(digest), 0);
  digest[31] = 255;
  EXPECT_EQ(to_decimal(digest), "255");
  EXPECT_EQ(remainder_of(digest, 100), 55);
  digest[22] = 1;  // 2^72
  EXPECT_EQ(to_decimal(digest), "4722366482869645213951");
  EXPECT_EQ(remainder_of(digest, 1'000'000'007), 80065260);
  digest.fill(255);
  EXPECT_EQ(fraction_of(digest), 1);  // to the nearest
  digest.fill(0);
  digest[0] = 128;
  EXPECT_EQ(fraction_of(digest), .5);
}

}  // namespace
}  // namespace scrutineer
