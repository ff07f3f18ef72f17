// Linkage on public test data with known truth: the synthetic Australian records of FEBRL
// (Christen 2005), where records of one person have one number in their identifier. The same
// constants as everywhere, no label used.
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <map>

#include <gtest/gtest.h>

#include "base/csv.hpp"
#include "roll/link.hpp"
#include "roll/rolls_for_tests.hpp"

namespace scrutineer::roll {
namespace {

std::string folder() {
  const char* shared = std::getenv("SCRUTINEER_SHARED");
  return std::string(shared != nullptr ? shared : SCRUTINEER_SOURCE_DIR "/../shared") +
         "/data/rolls/";
}

std::vector<Field> febrl_schema() {
  return {{"given_name", FieldKind::given_name},
          {"surname", FieldKind::family_name},
          {"street_number", FieldKind::code},
          {"address_1", FieldKind::text},
          {"address_2", FieldKind::text},
          {"suburb", FieldKind::text},
          {"postcode", FieldKind::code},
          {"state", FieldKind::unit},
          {"date_of_birth", FieldKind::birth_date},
          {"soc_sec_id", FieldKind::code}};
}

// Adds a file's rows, only those that `takes` lets in, and the persons' numbers. False where there
// is no such file.
template <typename Takes>
bool add_febrl(Rolls& rolls, const std::string& name, std::vector<std::string>& persons,
               Takes takes) {
  std::ifstream file(folder() + name);
  if (!file) return false;
  const std::string bytes{std::istreambuf_iterator<char>(file), {}};
  const CsvTable table = *read_csv(name, bytes);
  std::vector<std::vector<std::string>> rows;
  for (std::size_t r = 0; r < table.rows(); ++r) {
    if (!takes(r)) continue;
    std::vector<std::string>& row = rows.emplace_back();
    for (const Field& field : rolls.schema) {
      const auto column = std::find(table.header().begin(), table.header().end(), field.name) -
                          table.header().begin();
      row.emplace_back(table.cell(r, static_cast<std::size_t>(column)));
    }
    const std::string id(table.cell(r, 0));  // rec-1070-org, rec-561-dup-0
    persons.push_back(id.substr(4, id.find('-', 4) - 4));
  }
  add_snapshot(rolls, rows);
  return true;
}

double f1(double right, double found, double truth) { return 2 * right / (found + truth); }

// Links of the two files of FEBRL 4; of the second one only the first `rows`.
void check_febrl_4(std::size_t rows, double least) {
  Rolls rolls;
  rolls.schema = febrl_schema();
  std::vector<std::string> left, right;
  const auto all = [](std::size_t) { return true; };
  const auto first = [&](std::size_t r) { return r < rows; };
  if (!add_febrl(rolls, "febrl_dataset4a.csv", left, all) ||
      !add_febrl(rolls, "febrl_dataset4b.csv", right, first)) {
    GTEST_SKIP() << "NOT CHECKED: no febrl_dataset4a.csv and 4b.csv in " << folder();
  }
  const Linkage linkage = *link(rolls);
  double right_links = 0;
  for (const Link& found : linkage.links) right_links += left[found.left] == right[found.right];
  EXPECT_GE(
      f1(right_links, static_cast<double>(linkage.links.size()), static_cast<double>(right.size())),
      least);
}

TEST(Febrl4, is_linked_one_to_one) { check_febrl_4(5000, 0.999); }

TEST(Febrl4, is_linked_where_half_of_the_second_file_is_deleted) { check_febrl_4(2500, 0.998); }

void check_clusters(const std::string& name, double least) {
  Rolls rolls;
  rolls.schema = febrl_schema();
  std::vector<std::string> persons;
  if (!add_febrl(rolls, name, persons, [](std::size_t) { return true; })) {
    GTEST_SKIP() << "NOT CHECKED: no " << name << " in " << folder();
  }
  const Deduplication found = *dedupe(rolls);
  std::map<std::string, double> by_person;
  std::map<std::uint32_t, std::map<std::string, double>> by_cluster;
  for (std::size_t row = 0; row < persons.size(); ++row) {
    ++by_person[persons[row]];
    ++by_cluster[found.clusters.cluster_of[row]][persons[row]];
  }
  const auto pairs = [](double n) { return n * (n - 1) / 2; };
  double truth = 0, right = 0, all = 0;
  for (const auto& [person, n] : by_person) truth += pairs(n);
  for (const auto& [cluster, people] : by_cluster) {
    double size = 0;
    for (const auto& [person, n] : people) {
      right += pairs(n);
      size += n;
    }
    all += pairs(size);
  }
  EXPECT_GE(f1(right, all, truth), least);
}

TEST(Febrl1, is_clustered) { check_clusters("febrl_dataset1.csv", 0.995); }

TEST(Febrl2, is_clustered) { check_clusters("febrl_dataset2.csv", 0.995); }

}  // namespace
}  // namespace scrutineer::roll
