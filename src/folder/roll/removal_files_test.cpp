#include "folder/removal_files.hpp"

#include <gtest/gtest.h>

#include "folder/roll_files.hpp"

namespace scrutineer {
namespace {

template <typename T>
std::string error_of(const Result<T>& result) {
  return result ? "" : to_sentence(result.error().at(0));
}

TEST(RemovalFiles, causes_have_both_ends_of_an_interval_or_none) {
  const auto causes = read_causes(
      {"causes.csv", "cause,persons,low,high\nstruck off,120,,\nmoved,50,40,70\n"}, 0.95);
  ASSERT_TRUE(causes);
  EXPECT_EQ((*causes)[0].persons.interval.high, 120);
  EXPECT_EQ((*causes)[1].persons.interval.low, 40);
  EXPECT_NEAR((*causes)[1].persons.standard_error, 30 / 3.92, 0.01);
  EXPECT_NE(error_of(read_causes({"c", "cause,persons,low,high\na,5,4,\n"}, 0.95)).find("both"),
            std::string::npos);
  EXPECT_NE(error_of(read_causes({"c", "cause,persons,low,high\na,5,6,7\n"}, 0.95)).find("low"),
            std::string::npos);
  EXPECT_FALSE(read_causes({"c", "cause,persons\na,\n"}, 0.95));
  EXPECT_FALSE(read_causes({"c", "cause,persons\na,1e999\n"}, 0.95));
}

TEST(RemovalFiles, a_life_table_has_probabilities) {
  const auto cells =
      read_deaths({"d", "persons,yearly_probability,age\n100,0.01,50\n40,1/20,70\n"});
  ASSERT_TRUE(cells);
  EXPECT_DOUBLE_EQ((*cells)[1].yearly_probability, 0.05);
  EXPECT_FALSE(read_deaths({"d", "persons,yearly_probability\n100,1.5\n"}));
  EXPECT_FALSE(read_deaths({"d", "persons,yearly_probability\n100,\n"}));
  EXPECT_FALSE(read_deaths({"d", "persons\n100\n"}));
}

TEST(RemovalFiles, areas_have_every_share_and_control_that_is_asked_for) {
  const std::string text =
      "unit,province,district,a,b,age\nu1,p,d,0.4,12%,-1.5\nu2,p,d,0.5,0,2e1\n";
  const auto areas = read_areas({"areas.csv", text}, {"a", "b"}, {"age"});
  ASSERT_TRUE(areas);
  EXPECT_DOUBLE_EQ((*areas)[0].shares[1], 0.12);
  EXPECT_DOUBLE_EQ((*areas)[1].controls[0], 20);
  EXPECT_NE(error_of(read_areas({"areas.csv", text}, {"c"}, {})).find("c"), std::string::npos);
  EXPECT_FALSE(read_areas({"areas.csv", text + "u1,p,d,0,0,1\n"}, {"a"}, {}));
  EXPECT_FALSE(read_areas({"areas.csv", text + "u3,p,d,1.5,0,1\n"}, {"a"}, {}));
  EXPECT_FALSE(read_areas({"areas.csv", text + "u3,p,d,0,0,inf\n"}, {"a"}, {"age"}));
}

TEST(RemovalFiles, dates_are_days_of_the_calendar) {
  const auto dates = read_removal_dates({"dates.csv", "id,date\na,1970-01-02\nb,2013-07-28\n"});
  ASSERT_TRUE(dates);
  EXPECT_EQ((*dates)[0].day, 1);
  EXPECT_EQ(day_text((*dates)[1].day), "2013-07-28");
  EXPECT_FALSE(read_removal_dates({"dates.csv", "id,date\na,2013-02-30\n"}));
  EXPECT_FALSE(read_removal_dates({"dates.csv", "id,date\na,2013\n"}));
  EXPECT_FALSE(read_removal_dates({"dates.csv", "id,date\na,2013-02-03\na,2013-02-03\n"}));
}

TEST(RemovalFiles, cells_of_rows_are_as_they_are_written) {
  const std::string roll = "id,name,born\n1,\"SOK, Dara\",1970\n\n2, Chan ,1980\n3,Kim,1990\n";
  const auto cells = roll_cells("roll.csv", roll, {"born", "name"}, {0, 1});
  ASSERT_TRUE(cells);
  EXPECT_EQ((*cells)[0], (std::vector<std::string>{"1970", "SOK, Dara"}));
  EXPECT_EQ((*cells)[1], (std::vector<std::string>{"1980", "Chan"}));
  EXPECT_FALSE(roll_cells("roll.csv", roll, {"sex"}, {0}));
  EXPECT_FALSE(roll_cells("roll.csv", roll, {"name"}, {5}));
}

}  // namespace
}  // namespace scrutineer
