// Every statement of the truth is held against the two snapshots, read back from their CSV.
#include "simulate/roll.hpp"

#include <cmath>
#include <map>
#include <set>
#include <tuple>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "base/csv.hpp"
#include "base/threads.hpp"
#include "simulate/roll_people.hpp"

namespace scrutineer {
namespace {

struct Files {
  std::array<std::string, kRollParts> text;
  RollSummary summary;
  const std::string& of(RollPart part) const { return text[static_cast<std::size_t>(part)]; }
};

Files make(const RollPlan& plan) {
  Files files;
  auto summary = simulate_roll(plan, [&](RollPart part, std::string_view csv) -> Result<void> {
    files.text[static_cast<std::size_t>(part)] += csv;
    return {};
  });
  if (!summary) throw std::logic_error(to_sentence(summary.error()[0]));
  files.summary = std::move(*summary);
  return files;
}

RollPlan small(std::uint64_t seed) {
  RollPlan plan;
  plan.seed = seed;
  plan.people = 6'000;
  plan.communes = 40;
  return plan;
}

using Row = std::map<std::string, std::string>;

std::vector<Row> rows_of(const std::string& csv) {
  const auto table = *read_csv("roll.csv", csv);
  std::vector<Row> rows;
  for (std::size_t r = 0; r < table.rows(); ++r) {
    Row& row = rows.emplace_back();
    for (std::size_t c = 0; c < table.header().size(); ++c) {
      row[table.header()[c]] = table.cell(r, c);
    }
  }
  return rows;
}

// A snapshot by identifier; the identifiers must differ.
std::map<std::string, Row> by_id(const std::string& csv) {
  std::map<std::string, Row> rows;
  for (Row& row : rows_of(csv)) {
    const std::string id = row["voter_id"];
    if (!rows.emplace(id, std::move(row)).second) throw std::logic_error("twice: " + id);
  }
  return rows;
}

std::set<std::string> parts_of(const std::string& text) {
  std::set<std::string> parts;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find(';', at), text.size());
    parts.insert(text.substr(at, end - at));
    at = end + 1;
  }
  return parts;
}

std::set<std::string> differences(const Row& a, const Row& b) {
  std::set<std::string> fields;
  for (const char* field : {"family_name", "given_name", "sex", "birth_date", "commune", "house"}) {
    if (a.at(field) != b.at(field)) fields.insert(field);
  }
  return fields;
}

// What is wrong with the truth as a statement about the snapshots; empty where nothing is. Both are
// in the same script.
std::string contradiction(const Files& files) {
  const auto olds = by_id(files.of(RollPart::old_snapshot));
  const auto news = by_id(files.of(RollPart::new_snapshot));
  std::set<std::string> old_seen, new_seen;
  for (const Row& truth : rows_of(files.of(RollPart::truth))) {
    const std::string &a = truth.at("id_a"), &b = truth.at("id_b"), &status = truth.at("status");
    if (!a.empty() && (!olds.contains(a) || !old_seen.insert(a).second)) return "old id " + a;
    if (!b.empty() && (!news.contains(b) || !new_seen.insert(b).second)) return "new id " + b;
    const bool only_new = status == "added" || status == "duplicate-added";
    const bool in_both = status == "kept" || status == "moved" || status == "duplicate-kept";
    if (a.empty() != only_new || b.empty() != (!only_new && !in_both)) return status + " " + a + b;
    const bool second = status.starts_with("duplicate");
    const std::string &of_a = truth.at("a_duplicate_of"), &of_b = truth.at("b_duplicate_of");
    if (of_a.empty() != !(second && !a.empty()) || of_b.empty() != !(second && !b.empty())) {
      return "duplicate of nobody: " + a + b;
    }
    if ((!of_a.empty() && (of_a == a || !olds.contains(of_a))) ||
        (!of_b.empty() && (of_b == b || !news.contains(of_b)))) {
      return "duplicate of an unknown one: " + a + b;
    }
    if (!in_both) continue;
    std::set<std::string> stated = parts_of(truth.at("differs"));
    std::set<std::string> found = differences(olds.at(a), news.at(b));
    if (stated.erase("name_order") > 0) {
      for (const char* name : {"family_name", "given_name"}) {
        if (found.erase(name) == 0) return "names not exchanged: " + a;
        stated.erase(name);
      }
    }
    if (stated != found) return "differs otherwise than stated: " + a + " " + truth.at("differs");
    if (found.contains("commune") != (status == "moved")) return "moved or not: " + a;
  }
  if (old_seen.size() != olds.size() || new_seen.size() != news.size()) return "entries left out";
  return "";
}

TEST(Roll, truth_agrees_with_both_snapshots_in_either_script) {
  for (const RollScript script : {RollScript::khmer, RollScript::roman}) {
    RollPlan plan = small(1);
    plan.old_script = plan.new_script = script;
    EXPECT_EQ(contradiction(make(plan)), "") << name_of(script);
  }
}

RC_GTEST_PROP(Roll, truth_agrees_with_the_snapshots_of_any_plan, ()) {
  RollPlan plan;
  plan.seed = *rc::gen::arbitrary<std::uint64_t>();
  plan.communes = *rc::gen::inRange<std::size_t>(2, 15);
  plan.people = *rc::gen::inRange<std::int64_t>(
      kFewestPeopleOfCommune * static_cast<std::int64_t>(plan.communes), 1'200);
  plan.bias = Rational::of(*rc::gen::inRange(1, 100), 10);
  for (const RollShare& share : roll_shares()) {
    plan.*share.share = *rc::gen::element(0, 60'000) * *rc::gen::inRange(0, 2);
  }
  const Files files = make(plan);
  RC_ASSERT(contradiction(files) == "");
  RC_ASSERT(files.summary.by_status[static_cast<std::size_t>(RollStatus::wrongly_removed)] ==
            plan.people * plan.wrongly_removed / 1'000'000);
}

TEST(Roll, a_truth_that_is_changed_is_seen_by_these_tests) {
  Files files = make(small(2));
  std::string& truth = files.text[static_cast<std::size_t>(RollPart::truth)];
  const std::size_t kept = truth.find(",kept,,,\n");
  truth.replace(kept, 9, ",kept,,,sex\n");
  EXPECT_NE(contradiction(files), "");
}

TEST(Roll, the_same_seed_gives_the_same_bytes_with_one_thread_and_with_two) {
  const std::size_t before = threads();
  set_threads(1);
  const Files one = make(small(3));
  set_threads(2);
  const Files two = make(small(3)), other = make(small(4));
  set_threads(before);
  EXPECT_EQ(one.text, two.text);
  for (std::size_t part = 0; part < kRollParts; ++part) EXPECT_NE(one.text[part], other.text[part]);
}

TEST(Roll, nobody_is_counted_otherwise_than_planned) {
  const RollPlan plan = small(5);
  const Files files = make(plan);
  std::map<std::string, std::int64_t> counts;
  for (const Row& row : rows_of(files.of(RollPart::truth))) ++counts[row.at("status")];
  const std::map<std::string, std::int64_t> planned = {{"moved", 180},
                                                       {"died", 60},
                                                       {"moved-away", 30},
                                                       {"wrongly-removed", 60},
                                                       {"added", 240},
                                                       {"duplicate-kept", 30},
                                                       {"duplicate-removed", 30},
                                                       {"duplicate-added", 12},
                                                       {"kept", 6'000 - 180 - 60 - 30 - 60}};
  EXPECT_EQ(counts, planned);
  for (std::size_t s = 0; s < kRollStatuses; ++s) {
    EXPECT_EQ(files.summary.by_status[s],
              planned.at(std::string(name_of(static_cast<RollStatus>(s)))));
    std::int64_t sum = 0;
    for (const auto& commune : files.summary.by_commune) sum += commune[s];
    EXPECT_EQ(sum, files.summary.by_status[s]);
  }
  EXPECT_EQ(files.summary.old_rows, 6'000 + 60);
  EXPECT_EQ(files.summary.new_rows, 6'000 - 150 + 240 + 30 + 12);
}

// Within five standard deviations of the binomial law.
void expect_share(double share, std::int64_t count, std::int64_t of, const std::string& what) {
  const double mean = share * static_cast<double>(of);
  EXPECT_NEAR(static_cast<double>(count), mean, 5 * std::sqrt(mean * (1 - share))) << what;
}

TEST(Roll, errors_are_as_frequent_as_asked_at_one_to_a_hundred) {
  RollPlan plan;
  plan.seed = 6;
  const Files files = make(plan);
  const auto status = [&](RollStatus s) {
    return files.summary.by_status[static_cast<std::size_t>(s)];
  };
  const std::int64_t in_both =
      status(RollStatus::kept) + status(RollStatus::moved) + status(RollStatus::duplicate_kept);
  const auto slips = [&](RollSlip s) { return files.summary.slips[static_cast<std::size_t>(s)]; };
  expect_share(.1, slips(RollSlip::given_name), in_both, "given names");
  expect_share(.04, slips(RollSlip::family_name), in_both, "family names");
  expect_share(.04, slips(RollSlip::birth_date), in_both, "dates of birth");
  expect_share(.002, slips(RollSlip::sex), in_both, "sexes");
  // Who moved has none; names that read alike cannot be exchanged (four in a hundred).
  expect_share(.02, slips(RollSlip::house), in_both - status(RollStatus::moved), "houses");
  EXPECT_NEAR(static_cast<double>(slips(RollSlip::name_order)),
              .0098 * static_cast<double>(in_both), 160);
}

TEST(Roll, a_slip_stands_in_either_snapshot_with_an_even_chance) {
  RollPlan plan = small(15);
  for (const RollShare& share : roll_shares()) {
    if (share.name.ends_with("-errors")) plan.*share.share = 0;
  }
  const Files right = make(plan);
  plan.given_name_errors = 100'000;
  const Files wrong = make(plan);
  for (const RollPart part : {RollPart::old_snapshot, RollPart::new_snapshot}) {
    const auto before = by_id(right.of(part)), after = by_id(wrong.of(part));
    std::int64_t changed = 0;
    for (const auto& [id, row] : after) {
      const std::set<std::string> fields = differences(before.at(id), row);
      EXPECT_TRUE(fields.empty() || fields == std::set<std::string>{"given_name"});
      changed += fields.empty() ? 0 : 1;
    }
    expect_share(.05, changed, static_cast<std::int64_t>(after.size()), "slips of one snapshot");
  }
}

TEST(Roll, dates_are_days_that_exist_and_nobody_is_a_child) {
  RollPlan plan = small(7);
  plan.birth_date_errors = 0;
  const Files files = make(plan);
  std::int64_t defaults = 0;
  for (const auto& [part, year] :
       {std::pair(RollPart::old_snapshot, 2012), std::pair(RollPart::new_snapshot, 2013)}) {
    for (const Row& row : rows_of(files.of(part))) {
      const std::string& date = row.at("birth_date");
      const int born = std::stoi(date.substr(0, 4)), month = std::stoi(date.substr(5, 2));
      defaults += date.ends_with("-01-01") && year == 2012 ? 1 : 0;
      EXPECT_LE(18, year - born);
      EXPECT_LE(std::stoi(date.substr(8, 2)),
                days_in_month(born, static_cast<std::uint8_t>(month)));
    }
  }
  // One in 365 of the others is born that day.
  expect_share(.12 + .88 / 365.25, defaults, files.summary.old_rows, "default birthdays");
}

TEST(Roll, lists_of_a_commune_are_numbered_and_in_another_order) {
  const Files files = make(small(8));
  for (const RollPart part : {RollPart::old_snapshot, RollPart::new_snapshot}) {
    std::map<std::string, int> last;
    for (const Row& row : rows_of(files.of(part))) {
      EXPECT_EQ(std::stoi(row.at("list_number")), ++last[row.at("commune")]);
    }
    EXPECT_EQ(last.size(), 40U);
  }
  const auto olds = by_id(files.of(RollPart::old_snapshot));
  const auto news = by_id(files.of(RollPart::new_snapshot));
  int same = 0, kept = 0;
  for (const Row& row : rows_of(files.of(RollPart::truth))) {
    if (row.at("status") != "kept") continue;
    ++kept;
    same += olds.at(row.at("id_a")).at("list_number") == news.at(row.at("id_b")).at("list_number");
  }
  EXPECT_LT(same, kept / 50);
}

TEST(Roll, second_entries_are_of_the_person_that_the_truth_names) {
  RollPlan plan = small(14);
  plan.family_name_errors = plan.given_name_errors = plan.name_order_errors = 0;
  plan.birth_date_errors = plan.sex_errors = 0;
  plan.duplicates_added = 20'000;
  const Files files = make(plan);
  const auto olds = by_id(files.of(RollPart::old_snapshot));
  const auto news = by_id(files.of(RollPart::new_snapshot));
  const auto same = [](const Row& one, const Row& other) {
    const std::set<std::string> fields = differences(one, other);
    return !fields.contains("family_name") && !fields.contains("given_name") &&
           !fields.contains("sex") && !fields.contains("birth_date");
  };
  int compared = 0;
  for (const Row& row : rows_of(files.of(RollPart::truth))) {
    for (const auto& [rows, id, of] : {std::tuple(&olds, "id_a", "a_duplicate_of"),
                                       std::tuple(&news, "id_b", "b_duplicate_of")}) {
      if (row.at(of).empty()) continue;
      ++compared;
      EXPECT_TRUE(same(rows->at(row.at(id)), rows->at(row.at(of)))) << row.at(id);
    }
  }
  EXPECT_EQ(compared, 2 * 30 + 30 + 120);
}

TEST(Roll, second_entries_are_elsewhere_as_often_as_asked) {
  RollPlan plan = small(9);
  plan.duplicates_kept = 100'000;
  plan.duplicates_elsewhere = 300'000;
  const Files files = make(plan);
  const auto olds = by_id(files.of(RollPart::old_snapshot));
  std::int64_t elsewhere = 0, all = 0;
  for (const Row& row : rows_of(files.of(RollPart::truth))) {
    if (row.at("status") != "duplicate-kept") continue;
    ++all;
    elsewhere +=
        olds.at(row.at("id_a")).at("commune") != olds.at(row.at("a_duplicate_of")).at("commune");
  }
  EXPECT_EQ(all, 600);
  expect_share(.3, elsewhere, all, "elsewhere");
}

// Wrong removals of a hundred people where the opposition has more than 45 per cent, and less.
std::pair<double, double> rates(const Files& files, RollStatus status) {
  std::array<double, 2> people{}, removed{};
  for (std::size_t c = 0; c < files.summary.communes.size(); ++c) {
    const std::size_t side = files.summary.communes[c].opposition > 450 ? 1 : 0;
    people[side] += static_cast<double>(files.summary.communes[c].people);
    removed[side] +=
        static_cast<double>(files.summary.by_commune[c][static_cast<std::size_t>(status)]);
  }
  return {100 * removed[1] / people[1], 100 * removed[0] / people[0]};
}

TEST(Roll, only_a_bias_that_is_asked_for_falls_on_one_side) {
  RollPlan plan = small(10);
  plan.people = 40'000;
  plan.communes = 100;
  plan.wrongly_removed = 50'000;
  const auto [strong, weak] = rates(make(plan), RollStatus::wrongly_removed);
  EXPECT_NEAR(strong, 5, .8);
  EXPECT_NEAR(weak, 5, .8);
  plan.bias = Rational::of(3, 2);
  const Files biased = make(plan);
  const auto [more, less] = rates(biased, RollStatus::wrongly_removed);
  EXPECT_GT(more, 1.6 * less);
  const auto [died, died_too] = rates(biased, RollStatus::died);
  EXPECT_NEAR(died, died_too, .4);
}

TEST(Roll, a_bias_of_errors_makes_names_differ_on_one_side) {
  RollPlan plan = small(11);
  plan.error_bias = Rational::of(2, 1);
  plan.places = {{"1", "A", "x", 3'000, 450}, {"2", "B", "y", 3'000, 650}};
  const Files files = make(plan);
  const auto olds = by_id(files.of(RollPart::old_snapshot));
  std::map<std::string, std::int64_t> wrong, all;
  for (const Row& row : rows_of(files.of(RollPart::truth))) {
    if (row.at("status") != "kept") continue;
    const std::string& commune = olds.at(row.at("id_a")).at("commune");
    ++all[commune];
    wrong[commune] += parts_of(row.at("differs")).contains("given_name") ? 1 : 0;
  }
  expect_share(.1, wrong["1"], all["1"], "as asked at 45 per cent");
  expect_share(.4, wrong["2"], all["2"], "four times at 65");
}

TEST(Roll, factors_are_powers_of_the_ratio) {
  for (const Rational& ratio : {Rational{3, 2}, Rational{1, 7}, Rational{1, 1}, Rational{10, 1}}) {
    for (const std::int64_t opposition : {0, 50, 333, 449, 450, 451, 550, 777, 1'000}) {
      const double power = std::pow(as_double(ratio), static_cast<double>(opposition - 450) / 100);
      EXPECT_NEAR(factor_of(ratio, opposition) / power, 1, 1e-7) << opposition;
    }
  }
}

TEST(Roll, a_snapshot_in_roman_letters_has_no_khmer) {
  RollPlan plan = small(12);
  plan.new_script = RollScript::roman;
  const Files files = make(plan);
  EXPECT_EQ(files.of(RollPart::new_snapshot).find("\u1780"), std::string::npos);
  EXPECT_NE(files.of(RollPart::old_snapshot).find("\u1780"), std::string::npos);
  EXPECT_NE(files.of(RollPart::new_snapshot).find("Sok"), std::string::npos);
}

TEST(Roll, numbers_out_of_range_are_refused_all_together) {
  RollPlan plan;
  plan.people = 100;
  plan.communes = 3;
  plan.died = -1;
  plan.bias = Rational::of(11, 1);
  plan.new_year = 2011;
  const auto refused = simulate_roll(
      plan, [](RollPart, std::string_view) -> Result<void> { throw std::logic_error("written"); });
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().size(), 4U);
  plan = {};
  plan.places = {{"1", "A", "x", 60, 450}, {"2", "B", "y", 50, 1'001}};
  EXPECT_EQ(simulate_roll(plan, {}).error().size(), 2U);  // and they do not add up
  plan = {};
  plan.moved = 450'000;
  EXPECT_EQ(simulate_roll(plan, {}).error().size(), 1U);
}

TEST(Roll, what_the_sink_says_ends_the_work) {
  int calls = 0;
  const auto stopped = simulate_roll(small(13), [&](RollPart, std::string_view) -> Result<void> {
    if (++calls < 6) return {};
    return fail("the disk is full.");
  });
  ASSERT_FALSE(stopped);
  EXPECT_EQ(to_sentence(stopped.error()[0]), "the disk is full.");
  EXPECT_EQ(calls, 6);
}

}  // namespace
}  // namespace scrutineer
