// Elections whose official seats are known.
#include <cstdlib>
#include <fstream>
#include <map>
#include <sstream>

#include <gtest/gtest.h>

#include "seats/seats.hpp"

namespace scrutineer {
namespace {

using List = std::vector<Seats>;

// Denmark, European Parliament, 25 May 2014: lists A B C F I N O V; A+B+F and C+V connected.
TEST(SeatsReal, DenmarkEuropeanParliament2014) {
  const ConstituencyVotes votes{
      "denmark", 13, {435245, 148949, 208262, 249305, 65480, 183724, 605889, 379840}, 0};
  const AllocationRules rules{Rule::dhondt, {}, {{0, 1, 3}, {2, 7}}};
  const auto result = allocate(votes, rules);
  const List expected{3, 1, 1, 1, 0, 1, 4, 2};
  EXPECT_EQ(result->seats, expected);
  EXPECT_TRUE(result->settled());
  EXPECT_EQ(result->seats[0] + result->seats[1] + result->seats[3], 5);
  EXPECT_EQ(result->seats[2] + result->seats[7], 3);
  EXPECT_EQ(result->seats[4], 0);
  EXPECT_EQ(result->seats[5], 1);
  EXPECT_EQ(result->seats[6], 4);
}

struct District {
  Seats seats = 0;
  std::vector<Votes> votes = std::vector<Votes>(18, 0);  // columns lsi … libra
  List official;                                         // PS PD LSI PDIU PSD
};

// Every cell of the file is quoted text without commas, or a number.
std::vector<std::string> cells_of(const std::string& line) {
  std::vector<std::string> cells;
  std::stringstream stream(line);
  for (std::string cell; std::getline(stream, cell, ',');) {
    std::erase(cell, '"');
    std::erase(cell, '\r');
    cells.push_back(cell);
  }
  return cells;
}

std::map<std::string, District> albania(std::istream& file) {
  std::map<std::string, District> districts;
  std::string line;
  std::getline(file, line);
  while (std::getline(file, line)) {
    auto cells = cells_of(line);
    // A name of a place may hold a comma; the numbers are at the end of the line.
    const std::size_t end = cells.size();
    const auto number = [&](std::size_t from_end) { return std::stoll(cells[end - from_end]); };
    District& district = districts[cells[0]];
    for (std::size_t p = 0; p < 18; ++p) district.votes[p] += number(23 - p);
    district.official = {number(5), number(4), number(3), number(2), number(1)};
    district.seats = 0;
    for (const Seats seats : district.official) district.seats += seats;
  }
  return districts;
}

// PS PD LSI PDIU PSD among the columns lsi … libra.
constexpr std::size_t kNamed[] = {1, 5, 0, 12, 8};

List chamber(const std::map<std::string, District>& districts, const AllocationRules& rules,
             bool official) {
  List sums(5, 0);
  for (const auto& [name, district] : districts) {
    const auto result = allocate({name, district.seats, district.votes, 0}, rules);
    EXPECT_TRUE(result->settled());
    List seats;
    for (const std::size_t p : kNamed) seats.push_back(result->seats[p]);
    if (official) {
      EXPECT_EQ(seats, district.official) << name;
    }
    for (std::size_t i = 0; i < 5; ++i) sums[i] += seats[i];
  }
  return sums;
}

TEST(SeatsReal, Albania2017InTwelveDistricts) {
  const char* shared = std::getenv("SCRUTINEER_SHARED");
  const std::string root = shared != nullptr ? shared : SCRUTINEER_SOURCE_DIR "/../shared";
  std::ifstream file(root + "/data/albania-2017/albania2017.csv");
  if (!file) GTEST_SKIP() << "NOT CHECKED: no Albanian file under " << root;
  const auto districts = albania(file);
  ASSERT_EQ(districts.size(), 12u);
  Seats all = 0;
  for (const auto& entry : districts) all += entry.second.seats;
  EXPECT_EQ(all, 140);
  const List with{74, 43, 19, 3, 1}, without{73, 43, 19, 4, 1};
  EXPECT_EQ(chamber(districts, {Rule::dhondt, Threshold{Rational{3, 100}}, {}}, true), with);
  EXPECT_EQ(chamber(districts, {Rule::dhondt, {}, {}}, false), without);
}

}  // namespace
}  // namespace scrutineer
