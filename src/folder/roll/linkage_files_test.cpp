#include "folder/linkage_files.hpp"

#include <functional>

#include <fmt/core.h>
#include <gtest/gtest.h>

namespace scrutineer {
namespace {

// 300 links, one in ten in doubt, and 60 apparent removals, half of them without a candidate.
LinkageBytes files() {
  LinkageBytes files;
  files.pairs = {"pairs.csv", "id_a,id_b,weight,probability,class,differing\n"};
  for (int i = 0; i < 300; ++i) {
    files.pairs.bytes +=
        fmt::format("A{},B{},9.5,{},unchanged,\n", i, i, i % 10 == 0 ? "0.7" : "0.99999");
  }
  files.removed = {"removed.csv", "id,unit,best_id,best_probability\n"};
  for (int i = 300; i < 360; ++i) {
    files.removed.bytes +=
        i % 2 == 0 ? fmt::format("A{},u,B{},0.25\n", i, i) : fmt::format("A{},u,,\n", i);
  }
  return files;
}

std::string form_of(const LinkageFolder& folder, const ClericalDraw& draw) {
  std::string csv = "kind,old_id,same_person,found_elsewhere,old_entries\n";
  for (const auto kind : {roll::AskedOf::removals, roll::AskedOf::links}) {
    for (const auto& stratum : draw.of(kind).drawn) {
      for (const std::size_t record : stratum) {
        const bool is_link = kind == roll::AskedOf::links;
        csv += fmt::format("{},{},{}\n", name_of(kind), folder.old_id(kind, record),
                           is_link                               ? "yes,,"
                           : folder.new_id(kind, record).empty() ? ",no,2"
                                                                 : "unsure,no,");
      }
    }
  }
  return csv;
}

std::string first_error(const Errors& errors) { return to_sentence(errors.at(0)); }

void replace(std::string& text, const std::string& from, const std::string& to) {
  text.replace(text.find(from), from.size(), to);
}

TEST(LinkageFiles, a_draw_and_its_form_are_read_back) {
  const auto folder = read_linkage_folder(files());
  ASSERT_TRUE(folder);
  const auto draw = draw_clerical_form(*folder, "lottery", 100, 50);
  ASSERT_TRUE(draw);
  const auto again =
      read_clerical_draw({"form.draw.csv", clerical_draw_csv(*folder, *draw)}, *folder);
  ASSERT_TRUE(again);
  EXPECT_EQ(again->of_links.drawn, draw->of_links.drawn);
  EXPECT_EQ(again->of_removals.drawn, draw->of_removals.drawn);
  const auto answers = read_clerical_form({"form.csv", form_of(*folder, *draw)}, *folder, *again);
  ASSERT_TRUE(answers);
  EXPECT_EQ(answers->links.size(), 100U);
  const auto judged = roll::judge(draw->of_removals, answers->removals);
  ASSERT_TRUE(judged);
  EXPECT_GT(judged->unsure, 0);
  ASSERT_TRUE(roll::judge(draw->of_links, answers->links));
}

TEST(LinkageFiles, a_draw_of_other_files_or_another_seed_is_refused) {
  const auto folder = read_linkage_folder(files());
  const auto draw = draw_clerical_form(*folder, "lottery", 100, 50);
  const std::string text = clerical_draw_csv(*folder, *draw);
  LinkageBytes others = files();
  replace(others.pairs.bytes, "0.99999", "0.99998");
  EXPECT_NE(first_error(read_clerical_draw({"d", text}, *read_linkage_folder(others)).error())
                .find("digest"),
            std::string::npos);
  std::string changed = text;
  replace(changed, "stratum 1 drawn,", "stratum 1 drawn,1");
  EXPECT_FALSE(read_clerical_draw({"d", changed}, *folder));
  EXPECT_FALSE(read_clerical_draw({"d", "figure,value\n"}, *folder));
}

TEST(LinkageFiles, a_form_that_is_not_that_of_the_draw_is_refused_with_the_row) {
  const auto folder = read_linkage_folder(files());
  const auto draw = draw_clerical_form(*folder, "lottery", 100, 50);
  const std::string form = form_of(*folder, *draw);
  const auto refused = [&](const std::function<void(std::string&)>& change) -> std::string {
    std::string text = form;
    change(text);
    const auto read = read_clerical_form({"form.csv", text}, *folder, *draw);
    return read ? "" : first_error(read.error());
  };
  EXPECT_EQ(refused([](std::string&) {}), "");
  EXPECT_NE(refused([](std::string& text) { replace(text, ",yes,,", ",,,"); }).find("same_person"),
            std::string::npos);
  EXPECT_NE(
      refused([](std::string& text) { replace(text, "unsure,no", "no,"); }).find("found_elsewhere"),
      std::string::npos);
  EXPECT_NE(
      refused([](std::string& text) { replace(text, ",,no,2", ",,no,0"); }).find("at least 1"),
      std::string::npos);
  EXPECT_NE(refused([](std::string& text) { replace(text, "link,A", "link,Z"); }).find("drawn"),
            std::string::npos);
  EXPECT_NE(refused([](std::string& text) { text.resize(text.rfind("link,")); }).find("no row for"),
            std::string::npos);
  // Not one error for each of them.
  const auto emptied =
      read_clerical_form({"form.csv", form.substr(0, form.find('\n') + 1)}, *folder, *draw);
  ASSERT_EQ(emptied.error().size(), 1U);
  EXPECT_NE(first_error(emptied.error()).find(", nor for 149 others"), std::string::npos);
  EXPECT_NE(
      refused([](std::string& text) { text += text.substr(text.rfind("link,")); }).find("once"),
      std::string::npos);
}

TEST(LinkageFiles, what_is_not_of_one_comparison_is_refused) {
  LinkageBytes twice = files();
  twice.removed.bytes += "A7,u,,\n";
  EXPECT_NE(first_error(read_linkage_folder(twice).error()).find("row 62"), std::string::npos);
  LinkageBytes wild = files();
  replace(wild.pairs.bytes, "0.99999", "1.5");
  EXPECT_NE(first_error(read_linkage_folder(wild).error()).find("probability"), std::string::npos);
  LinkageBytes units = files();
  units.units = NamedBytes{"units.csv",
                           "unit,old,new,unchanged,changed,moved_out,moved_in,ambiguous_old,"
                           "ambiguous_new,removed,added\nu,360,300,300,0,0,0,0,0,60,0\n"};
  ASSERT_TRUE(read_linkage_folder(units));
  replace(units.units->bytes, ",60,", ",59,");
  EXPECT_NE(first_error(read_linkage_folder(units).error()).find("59 in all units"),
            std::string::npos);
  LinkageBytes blank = files();
  blank.removed.bytes += ",,,\n";
  EXPECT_FALSE(read_linkage_folder(blank));
}

}  // namespace
}  // namespace scrutineer
