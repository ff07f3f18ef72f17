// Everything that works in several threads, on inputs that are cut into many pieces: the same as
// with one. ./run test runs this program under the thread sanitizer too.
#include "base/threads.hpp"

#include <gtest/gtest.h>

#include "base/random.hpp"
#include "count/check.hpp"
#include "count/consolidate.hpp"
#include "count/history.hpp"
#include "folder/folder.hpp"
#include "roll/link.hpp"
#include "roll/rolls_for_tests.hpp"

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

// Two snapshots of the same people, some of whom are written otherwise in the second one, or stand
// twice.
roll::Rolls two_snapshots(std::size_t people) {
  Random random(7);
  roll::Rolls rolls;
  rolls.schema = roll::voter_schema();
  std::vector<std::vector<std::string>> before, after;
  for (std::size_t i = 0; i < people; ++i) {
    before.push_back(roll::random_person(random));
    after.push_back(before.back());
    if (i % 3 == 0) roll::slip(random, after.back());
    if (i % 50 == 0) before.push_back(before.back());
  }
  roll::add_snapshot(rolls, before);
  roll::add_snapshot(rolls, after);
  return rolls;
}

// Links, candidates and clusters as one text.
std::string linked(const roll::Rolls& rolls, std::uint64_t exhaustive_pairs) {
  roll::LinkOptions options;
  options.candidates.exhaustive_pairs = exhaustive_pairs;
  options.candidates.limits.few_pairs = 0;
  std::string text;
  const auto add = [&](std::uint32_t left, std::uint32_t right, std::int64_t weight) {
    text +=
        std::to_string(left) + " " + std::to_string(right) + " " + std::to_string(weight) + "\n";
  };
  const auto linkage = roll::link(rolls, options);
  if (!linkage) return to_sentence(linkage.error().front());
  for (const roll::Edge& edge : linkage->candidates) add(edge.left, edge.right, edge.weight);
  for (const roll::Link& link : linkage->links) add(link.left, link.right, link.is_ambiguous);
  text += roll::model_table(linkage->model, rolls.schema);
  roll::DedupeOptions within;
  within.candidates = options.candidates;
  const auto found = roll::dedupe(rolls, 0, within);
  if (!found) return to_sentence(found.error().front());
  for (const std::uint32_t cluster : found->clusters.cluster_of) add(cluster, 0, 0);
  return text;
}

TEST(Threads, FourLinkTwoRollsAsOneDoes) {
  const roll::Rolls rolls = two_snapshots(3000);
  for (const std::uint64_t exhaustive_pairs : {0ULL, 2'000'000'000ULL}) {
    set_threads(1);
    const std::string with_one = linked(rolls, exhaustive_pairs);
    EXPECT_GT(with_one.size(), 60'000U);
    set_threads(4);
    EXPECT_EQ(linked(rolls, exhaustive_pairs), with_one);
  }
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
