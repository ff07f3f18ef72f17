// Everything that works in several threads, on inputs that are cut into many pieces: the same as
// with one. ./run test runs this program under the thread sanitizer too.
#include "base/threads.hpp"

#include <gtest/gtest.h>

#include "base/random.hpp"
#include "count/check.hpp"
#include "count/consolidate.hpp"
#include "count/history.hpp"
#include "folder/folder.hpp"

namespace scrutineer {
namespace {

// 60,000 stations in 40 districts, three megabytes; one form in a hundred does not add up.
std::string large_file() {
  Random random(5);
  std::string file = "district,unit,registered,cast,invalid,valid,a,b,c\n";
  for (int station = 0; station < 60'000; ++station) {
    const std::int64_t a = random.between(0, 200), b = random.between(0, 200), c = 40;
    const std::int64_t valid = a + b + c + (station % 100 == 0 ? 1 : 0);
    file += "District number " + std::to_string(station / 1500) + "," + std::to_string(station);
    for (const std::int64_t count :
         {std::int64_t{700}, valid + 3, std::int64_t{3}, valid, a, b, c}) {
      file += "," + std::to_string(count);
    }
    file += "\n";
  }
  return file;
}

// All that is found and added up, as one text.
std::string answers(const std::string& file) {
  const auto folder = parse_returns_table("r.csv", file);
  if (!folder) return to_sentence(folder.error().front());
  const Election& election = folder->election;
  std::string text = folder->inputs.front().sha256;
  const auto rules = rules_of(election);
  for (const Violation& found : check_returns(election, *rules).violations) {
    text += election.units[found.unit.value].id + found.code + found.found + "\n";
  }
  const ReturnTable& table = election.returns.front();
  const auto add = [&](const std::vector<Count>& counts) {
    for (const Count count : counts) text += count ? std::to_string(*count) + " " : "- ";
    text += "\n";
  };
  const Consolidation sums = consolidate(election, table);
  for (const ConsolidatedUnit& unit : sums.inner()) add(unit.sum);
  const History history = history_of(election, table);
  for (const Publication& one : history.publications) add(one.sum);
  return text;
}

TEST(Threads, FourReadCheckAndAddUpAsOneDoes) {
  const std::string file = large_file();
  set_threads(1);
  const std::string with_one = answers(file);
  EXPECT_NE(with_one.find("parties-equal-valid"), std::string::npos);
  set_threads(4);
  EXPECT_EQ(answers(file), with_one);
}

}  // namespace
}  // namespace scrutineer
