#include "findings/catalogue.hpp"

#include <filesystem>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>

#include <gtest/gtest.h>

namespace scrutineer {
namespace {

TEST(Catalogue, HasEveryTextInEveryLanguageAndNoneIsEmpty) {
  ASSERT_GT(catalogue().size(), 200u);
  for (const auto& [id, text] : catalogue()) {
    EXPECT_EQ(text.size(), catalogue_languages().size()) << id;
    for (const std::string& language : catalogue_languages()) {
      ASSERT_GT(text.count(language), 0U) << id << " lacks " << language;
      EXPECT_FALSE(text.at(language).empty()) << id << " " << language;
    }
  }
}

TEST(Catalogue, HasTheSamePlaceholdersInEveryLanguage) {
  for (const auto& [id, text] : catalogue())
    for (const auto& [language, words] : text)
      EXPECT_EQ(placeholders(words), placeholders(text.at("en"))) << id << " " << language;
}

TEST(Catalogue, SpeaksNoVerdict) {
  const std::regex verdict("\\b(fraud|stolen|rigged|void)\\b", std::regex::icase);
  for (const auto& [id, text] : catalogue())
    EXPECT_FALSE(std::regex_search(text.at("en"), verdict)) << id;
}

TEST(Catalogue, WritesKhmerInKhmerLetters) {
  std::set<std::string> same_in_both = {"rule.sainte-lague", "doubt.sentence"};
  for (const auto& [id, text] : catalogue()) {
    if (placeholders(text.at("km")).size() * 6 > text.at("km").size()) continue;
    const bool khmer = text.at("km").find("\xe1\x9e") != std::string::npos;
    const bool only_figures = text.at("en") == text.at("km");
    EXPECT_TRUE(khmer || only_figures || same_in_both.contains(id)) << id;
  }
}

// Every id that a source file asks for by name stands in the catalogue.
TEST(Catalogue, HasEveryIdThatTheProgramAsksFor) {
  namespace fs = std::filesystem;
  const std::regex asks(
      "\\b(?:say|words|add|line|say_in)\\(\\s*(?:language, )?\"([a-z0-9.-]+[a-z0-9])\"");
  std::size_t found = 0;
  for (const std::string folder : {"findings", "report"}) {
    for (const auto& entry :
         fs::directory_iterator(fs::path(SCRUTINEER_SOURCE_DIR) / "src" / folder)) {
      const std::string name = entry.path().filename().string();
      if (entry.path().extension() != ".cpp" || name.ends_with("_test.cpp")) continue;
      std::ostringstream bytes;
      bytes << std::ifstream(entry.path()).rdbuf();
      const std::string source = bytes.str();
      for (std::sregex_iterator it(source.begin(), source.end(), asks), end; it != end; ++it) {
        ++found;
        EXPECT_TRUE(catalogue().contains((*it)[1].str())) << name << ": " << (*it)[1].str();
      }
    }
  }
  EXPECT_GT(found, 150u);
}

TEST(Catalogue, FillsPlaceholdersAndShowsWhatIsMissing) {
  EXPECT_EQ(say_in("en", "count.votes.many", {{"number", everywhere("12")}}), "12 votes");
  EXPECT_EQ(say_in("en", "count.votes.many"), "⟦number⟧ votes");
  EXPECT_EQ(say_in("en", "no.such-text"), "⟦no.such-text⟧");
}

TEST(Catalogue, PutsSpacesAroundLatinNamesInKhmer) {
  const std::string words = say_in("km", "hemicycle.title", {{"source", everywhere("COMFREL")}});
  EXPECT_TRUE(words.ends_with(" COMFREL")) << words;
}

TEST(Catalogue, NeverFillsPlaceholdersInsideOfValues) {
  EXPECT_EQ(say_in("en", "count.votes.many", {{"number", everywhere("{number}")}}),
            "{number} votes");
}

TEST(Catalogue, NamesEveryFaultOfAFileOfTexts) {
  const auto read = read_catalogue("x.txt", "a.b\nen: one\na.b\nNot an id\n");
  ASSERT_FALSE(read);
  ASSERT_EQ(read.error().size(), 2u);
  EXPECT_EQ(read.error()[0].row, 3);
  EXPECT_EQ(read.error()[1].row, 4);
}

}  // namespace
}  // namespace scrutineer
