#include <algorithm>
#include <string>

#include <gtest/gtest.h>

#include "folder/roll_files.hpp"

namespace scrutineer {
namespace {

using roll::FieldKind;

// "name:kind" of each field; kinds by their numbers in FieldKind.
std::vector<std::pair<std::string, FieldKind>> fields_of(const RollSchema& schema) {
  std::vector<std::pair<std::string, FieldKind>> fields;
  for (const RollField& field : schema.fields) fields.emplace_back(field.name, field.kind);
  return fields;
}

using Fields = std::vector<std::pair<std::string, FieldKind>>;

bool has_reason(const RollGuess& guess, std::string_view text) {
  return std::any_of(guess.reasons.begin(), guess.reasons.end(), [&](const std::string& reason) {
    return reason.find(text) != std::string::npos;
  });
}

TEST(GuessRollSchema, knows_the_columns_of_febrl) {
  const auto guess = guess_roll_schema(
      {{"a.csv",
        "rec_id, given_name, surname, street_number, address_1, suburb, postcode, state, "
        "date_of_birth, soc_sec_id\n"
        "rec-1, anna, waller, 6, main street, perth, 4011, wa, 19081209, 6988048\n"
        "rec-2, , berry, 69, giblin street, bittern, 4814, qld, 19990219, 7364009\n"}});
  ASSERT_TRUE(guess);
  EXPECT_EQ(guess->schema.identifiers, std::vector<std::string>{"rec_id"});
  EXPECT_EQ(fields_of(guess->schema), (Fields{{"given_name", FieldKind::given_name},
                                              {"surname", FieldKind::family_name},
                                              {"street_number", FieldKind::code},
                                              {"address_1", FieldKind::text},
                                              {"suburb", FieldKind::text},
                                              {"postcode", FieldKind::code},
                                              {"state", FieldKind::unit},
                                              {"date_of_birth", FieldKind::birth_date},
                                              {"soc_sec_id", FieldKind::code}}));
  EXPECT_EQ(guess->reasons.size(), 10U);
}

TEST(GuessRollSchema, leaves_out_the_answer_and_names_that_are_there_twice) {
  const auto guess =
      guess_roll_schema({{"a.csv",
                          "unique_id,cluster,full_name,first_name,surname,dob,gender,seen\n"
                          "1-1,1,ann lee,ann,lee,1630-08-01,female,2020-01-01\n"
                          "1-2,1,ann li,ann,li,1630-08-01,female,2020-01-01\n"}});
  ASSERT_TRUE(guess);
  EXPECT_EQ(fields_of(guess->schema), (Fields{{"first_name", FieldKind::given_name},
                                              {"surname", FieldKind::family_name},
                                              {"dob", FieldKind::birth_date},
                                              {"gender", FieldKind::sex}}));
  EXPECT_TRUE(has_reason(*guess, "column cluster: left out; it states whose record it is."));
  EXPECT_TRUE(has_reason(*guess, "column full_name: left out; its parts"));
  EXPECT_TRUE(has_reason(*guess, "column seen: left out; it holds dates"));
}

TEST(GuessRollSchema, reads_khmer_headers) {
  const auto guess = guess_roll_schema(
      {{"a.csv", "ល.រ,ឈ្មោះ,ភេទ,ថ្ងៃខែឆ្នាំកំណើត,ឃុំ/សង្កាត់\n១,សុខ ដារ៉ា,ប្រុស,០១/០១/១៩៧០,ទឹកថ្លា\n"}});
  ASSERT_TRUE(guess);
  EXPECT_EQ(guess->schema.identifiers, std::vector<std::string>{"ល.រ"});
  EXPECT_EQ(fields_of(guess->schema), (Fields{{"ឈ្មោះ", FieldKind::full_name},
                                              {"ភេទ", FieldKind::sex},
                                              {"ថ្ងៃខែឆ្នាំកំណើត", FieldKind::birth_date},
                                              {"ឃុំ/សង្កាត់", FieldKind::unit}}));
}

TEST(GuessRollSchema, believes_cells_more_than_names) {
  const auto guess =
      guess_roll_schema({{"a.csv", "id,name,dob,mf\n1,ann,x,M\n1,bob,y,F\n2,cid,2001-01-01,F\n"}});
  ASSERT_TRUE(guess);
  EXPECT_TRUE(guess->schema.identifiers.empty());
  EXPECT_EQ(
      fields_of(guess->schema),
      (Fields{{"name", FieldKind::full_name}, {"dob", FieldKind::text}, {"mf", FieldKind::sex}}));
  EXPECT_TRUE(has_reason(*guess, "column id: left out; it is called an identifier"));
}

TEST(GuessRollSchema, takes_the_fields_that_all_rolls_have) {
  const auto guess = guess_roll_schema(
      {{"old.csv", "voter_id,surname,dob,commune,house\n1,sok,1970-01-02,x,3\n"},
       {"new.csv", "id,Date of Birth,Family name,Commune\n7,02/01/1970,sok,x\n"}});
  ASSERT_TRUE(guess);
  EXPECT_EQ(guess->schema.identifiers, (std::vector<std::string>{"voter_id", "id"}));
  EXPECT_EQ(fields_of(guess->schema), (Fields{{"surname", FieldKind::family_name},
                                              {"dob", FieldKind::birth_date},
                                              {"commune", FieldKind::unit}}));
  EXPECT_EQ(guess->schema.fields[1].headers, (std::vector<std::string>{"dob", "Date of Birth"}));
  EXPECT_TRUE(has_reason(*guess, "house: left out; another roll has no such column."));
}

TEST(GuessRollSchema, refuses_rolls_with_no_field_in_common) {
  const auto guess = guess_roll_schema(
      {{"old.csv", "id,surname\n1,sok\n"}, {"new.csv", "id,dob\n1,1970-01-02\n"}});
  ASSERT_FALSE(guess);
  EXPECT_EQ(to_sentence(guess.error().front()),
            "old.csv: found no column that all rolls have and whose name is known, expected a "
            "schema that says what the columns hold.");
  EXPECT_FALSE(guess_roll_schema({}));
  const auto broken = guess_roll_schema({{"a.csv", ""}, {"b.csv", "x,x\n"}});
  ASSERT_FALSE(broken);
  EXPECT_EQ(broken.error().size(), 2U);
}

TEST(GuessRollSchema, takes_a_header_alone) {
  const auto guess = guess_roll_schema({{"a.csv", "id,name,dob\n"}});
  ASSERT_TRUE(guess);
  EXPECT_EQ(guess->schema.fields.size(), 2U);
}

}  // namespace
}  // namespace scrutineer
