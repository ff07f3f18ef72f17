// Replays the seeds of the fuzzers, and what they once broke on, in the ordinary tests.
#include <filesystem>
#include <fstream>
#include <iterator>

#include <gtest/gtest.h>

#include "checks.hpp"

namespace scrutineer {
namespace {

void replay(const std::string& name, std::string (*check)(std::string_view)) {
  const std::filesystem::path folder = std::string(SCRUTINEER_SOURCE_DIR) + "/fuzz/corpus/" + name;
  std::size_t seeds = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    std::ifstream stream(entry.path(), std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(stream), {}};
    EXPECT_EQ(check(bytes), "") << entry.path();
    // Cut off anywhere, as a file that was copied in part.
    for (std::size_t size = 0; size < bytes.size(); size += 1 + bytes.size() / 400) {
      EXPECT_EQ(check(std::string_view(bytes).substr(0, size)), "") << entry.path() << size;
    }
    ++seeds;
  }
  EXPECT_GE(seeds, 3U) << folder;
}

TEST(Seeds, OfCsvHold) { replay("csv", fuzz::check_csv); }
TEST(Seeds, OfTomlHold) { replay("toml", fuzz::check_toml); }
TEST(Seeds, OfClaimsHold) { replay("claims", fuzz::check_claims); }
TEST(Seeds, OfNistJsonHold) { replay("nist_json", fuzz::check_nist_json); }
TEST(Seeds, OfNistXmlHold) { replay("nist_xml", fuzz::check_nist_xml); }
TEST(Seeds, OfEmlHold) { replay("eml", fuzz::check_eml); }
TEST(Seeds, OfOpenElectionsHold) { replay("openelections", fuzz::check_openelections); }
TEST(Seeds, OfRaireHold) { replay("raire", fuzz::check_raire); }
TEST(Seeds, OfRecordsHold) { replay("records", fuzz::check_records); }
TEST(Seeds, OfManifestsHold) { replay("manifest", fuzz::check_manifest); }
TEST(Seeds, OfAuditDesignsHold) { replay("audit_design", fuzz::check_audit_design); }
TEST(Seeds, OfRollsHold) { replay("roll", fuzz::check_roll); }
TEST(Seeds, OfRollPartsHold) { replay("roll_parts", fuzz::check_roll_parts); }
TEST(Seeds, OfRollPartiesHold) { replay("roll_parties", fuzz::check_roll_parties); }

// Whatever walks through such a text by calling itself runs out of stack.
TEST(Seeds, AMillionBracketsAreRefused) {
  std::string json = "{\"version\":";
  json.append(1'000'000, '[').append(1'000'000, ']') += "}";
  EXPECT_EQ(fuzz::check_roll_parties(json), "");
  EXPECT_EQ(fuzz::check_roll_parts(json), "");
}

}  // namespace
}  // namespace scrutineer
