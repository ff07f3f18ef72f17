// How often the planted number of wrongful removals lies within its interval, with the real linkage
// between: simulated rolls are linked, clerical answers and a field sample of apparent removals are
// taken from the truth. And how often removals are found to fall on one side's areas, with and
// without a bias that was planted. The table of docs/roll-removals.md.
//   roll_removals [seeds] [people] [communes] [bias]   without a bias: with none (1), and with 2
#include <array>
#include <cmath>
#include <cstdlib>
#include <map>
#include <optional>
#include <unordered_set>

#include <fmt/core.h>
#include <sys/resource.h>

#include "base/numbers.hpp"
#include "base/threads.hpp"
#include "roll/changes.hpp"
#include "roll/clerical_sample.hpp"
#include "roll/disparity_checks.hpp"
#include "roll/removals.hpp"
#include "roll/survey.hpp"
#include "roll_truth.hpp"
#include "simulate/roll.hpp"

namespace scrutineer::roll {
namespace {

constexpr std::int64_t kRemovalsJudged = 600;
constexpr std::array<std::int64_t, 2> kLinksJudged = {600, 4'000};
// Communes that are visited, and names in each at most.
struct Visits {
  std::int64_t communes = 0;
  std::size_t names = 0;
};
constexpr std::array<Visits, 2> kVisits = {{{40, 24}, {30, 10}}};
constexpr std::size_t kCommunesOfDistrict = 4;  // communes that follow each other in a province
constexpr std::uint64_t kOrders = 999;

template <typename T>
T sure(Result<T> result) {
  if (result) return std::move(*result);
  fmt::print(stderr, "{}\n", to_sentence(result.error().front()));
  std::exit(1);
}

// Two rolls, linked, with the truth beside them.
struct Case {
  Rolls rolls;
  Linkage linkage;
  RollChanges changes;
  std::vector<Texts> persons;  // [snapshot][row]
  std::unordered_map<std::string, std::int64_t> old_entries;
  std::unordered_set<std::string> on_new_roll;
  std::unordered_set<std::string> wrongly_removed;
  CsvTable communes;

  bool is_removed(std::size_t old_row) const { return !on_new_roll.contains(persons[0][old_row]); }
};

Case made_case(std::uint64_t seed, std::int64_t people, std::size_t communes, Rational bias) {
  RollPlan plan;
  plan.seed = seed;
  plan.people = people;
  plan.communes = communes;
  plan.bias = bias;
  std::array<std::string, kRollParts> files;
  sure(simulate_roll(plan, [&](RollPart part, std::string_view csv) -> Result<void> {
    files[static_cast<std::size_t>(part)] += csv;
    return {};
  }));
  const auto table = [&](RollPart part) {
    return sure(read_csv("simulated", files[static_cast<std::size_t>(part)]));
  };
  Case made;
  const CsvTable truth = table(RollPart::truth);
  const auto person_of = persons_of(truth);
  made.rolls.schema = voter_schema();
  for (const RollPart part : {RollPart::old_snapshot, RollPart::new_snapshot}) {
    const CsvTable snapshot = table(part);
    Texts& persons = made.persons.emplace_back();
    for (const std::string& id : column(snapshot, "voter_id")) {
      persons.push_back(person_of.at(id));
      if (part == RollPart::old_snapshot) {
        ++made.old_entries[persons.back()];
      } else {
        made.on_new_roll.insert(persons.back());
      }
    }
    add(made.rolls, snapshot);
  }
  const Texts ids = column(truth, "id_a"), statuses = column(truth, "status");
  for (std::size_t i = 0; i < ids.size(); ++i) {
    if (statuses[i] == name_of(RollStatus::wrongly_removed)) {
      made.wrongly_removed.insert(person_of.at(ids[i]));
    }
  }
  made.communes = table(RollPart::communes);
  made.linkage = sure(link(made.rolls));
  made.changes = changes_between(made.rolls, made.linkage);
  return made;
}

// Removed persons by a sample whose answers are the truth. `shown`: the new row beside each record.
JudgedBounds judged(const Case& made, const std::vector<double>& probabilities,
                    const std::vector<std::size_t>& old_rows,
                    const std::vector<std::optional<std::size_t>>& shown, std::int64_t size,
                    std::uint64_t seed) {
  const ClericalSample sample = sure(draw_clerical_sample(probabilities, size, seed));
  std::vector<ClericalAnswer> answers;
  for (std::size_t h = 0; h < sample.drawn.size(); ++h) {
    for (const std::size_t record : sample.drawn[h]) {
      const std::string& person = made.persons[0][old_rows[record]];
      const bool is_same = shown[record] && made.persons[1][*shown[record]] == person;
      answers.push_back({h, is_same ? Answer::yes : Answer::no,
                         made.on_new_roll.contains(person) ? Answer::yes : Answer::no,
                         made.old_entries.at(person)});
    }
  }
  return sure(judge(sample, answers));
}

JudgedBounds judged_links(const Case& made, std::int64_t size, std::uint64_t seed) {
  std::vector<double> is_false;
  std::vector<std::size_t> rows;
  std::vector<std::optional<std::size_t>> shown;
  for (const Link& link : made.linkage.links) {
    is_false.push_back(1 - link.probability());
    rows.push_back(link.left);
    shown.emplace_back(link.right);
  }
  return judged(made, is_false, rows, shown, size, seed);
}

JudgedBounds judged_removals(const Case& made, std::uint64_t seed) {
  std::vector<double> is_there;
  std::vector<std::optional<std::size_t>> shown;
  for (const auto& best : best_candidates(made.linkage, made.changes.removed)) {
    is_there.push_back(best ? best->probability() : 0);
    shown.push_back(best ? std::optional<std::size_t>(best->row) : std::nullopt);
  }
  const std::vector<std::size_t> rows(made.changes.removed.begin(), made.changes.removed.end());
  return judged(made, is_there, rows, shown, kRemovalsJudged, seed);
}

// The share wrongly removed of apparent removals, asked in drawn communes.
Estimate asked_share(const Case& made, const Visits& visits, std::uint64_t seed) {
  std::map<ValueId, std::vector<std::uint32_t>> by_commune;
  for (const std::uint32_t row : made.changes.removed) {
    by_commune[made.rolls.snapshots[0].columns[*made.changes.unit_field][row]].push_back(row);
  }
  SurveyFrame frame{{"country"}, {}};
  std::vector<const std::vector<std::uint32_t>*> lists;
  for (const auto& [commune, rows] : by_commune) {
    frame.clusters.push_back({std::to_string(commune), 0, static_cast<std::int64_t>(rows.size())});
    lists.push_back(&rows);
  }
  const std::int64_t visited =
      std::min(visits.communes, static_cast<std::int64_t>(lists.size() / 2));
  const SurveyDraw draw = sure(draw_survey(frame, {visited}, visits.names, seed));
  std::vector<std::vector<std::optional<bool>>> answers;
  for (const DrawnCluster& cluster : draw.clusters) {
    answers.emplace_back();
    for (const std::size_t place : cluster.names) {
      const std::uint32_t row = (*lists[cluster.cluster])[place];
      answers.back().push_back(made.wrongly_removed.contains(made.persons[0][row]));
    }
  }
  const DesignedSample sample = sure(designed_sample(frame, draw, answers));
  return sure(survey_share(sample.design, sample.people)).estimate;
}

// Communes with the opposition's share, four that follow each other in a province as a district.
std::vector<Area> areas_of(const Case& made) {
  std::unordered_map<std::string, const UnitChanges*> changes;
  for (const UnitChanges& unit : made.changes.units) {
    changes[std::string(made.rolls.values[*made.changes.unit_field].text(unit.unit))] = &unit;
  }
  const Texts codes = column(made.communes, "commune"), names = column(made.communes, "province");
  const Texts shares = column(made.communes, "opposition");
  std::map<std::string, std::size_t> provinces;
  std::map<std::string, std::size_t> communes_of;
  std::vector<Area> areas;
  for (std::size_t i = 0; i < codes.size(); ++i) {
    const auto unit = changes.find(canonical_text(codes[i]));
    if (unit == changes.end()) continue;
    Area area;
    area.id = codes[i];
    area.province = provinces.emplace(names[i], provinces.size()).first->second;
    area.block = communes_of[names[i]]++ / kCommunesOfDistrict + 1'000 * area.province;
    area.registered = static_cast<std::int64_t>(unit->second->old_entries);
    area.removed = static_cast<std::int64_t>(unit->second->removed);
    area.share = std::strtod(shares[i].c_str(), nullptr);
    areas.push_back(std::move(area));
  }
  const auto strata = comparable_strata(areas, std::vector<std::size_t>(areas.size(), 0), 3);
  for (std::size_t i = 0; i < areas.size(); ++i) areas[i].stratum = strata[i];
  return areas;
}

struct Rejections {
  int regression = 0, areas = 0, blocks = 0, all = 0;
};

void test_disparity(const Case& made, std::uint64_t seed, Rejections& rejections) {
  const std::vector<Area> areas = areas_of(made);
  const DisparityModel model = sure(fit_disparity(areas, 0.95));
  const PermutationTest of_areas = sure(permutation_test(areas, Permuted::areas, kOrders, seed));
  const PermutationTest of_blocks = sure(permutation_test(areas, Permuted::blocks, kOrders, seed));
  rejections.regression += model.p < 0.05 ? 1 : 0;
  rejections.areas += of_areas.p < 0.05 ? 1 : 0;
  rejections.blocks += of_blocks.p < 0.05 ? 1 : 0;
  rejections.all += std::max({model.p, of_areas.p, of_blocks.p}) < 0.05 ? 1 : 0;
}

// Estimates of one figure over the seeds.
struct Coverage {
  int seeds = 0, inside = 0;
  double width = 0, squares = 0, error = 0, planted = 0;
  void add(const Estimate& estimate, double truth) {
    ++seeds;
    inside += estimate.interval.low <= truth && truth <= estimate.interval.high ? 1 : 0;
    width += estimate.interval.high - estimate.interval.low;
    error += estimate.value - truth;
    squares += (estimate.value - truth) * (estimate.value - truth);
    planted += truth;
  }
  void print(const std::string& what) const {
    // What the design allows: ± 1.96 times the error that was really made.
    const double allowed = 2 * 1.96 * std::sqrt(squares / seeds);
    fmt::print(
        "  {}: inside in {} of {}; planted {:.0f} on average, error {:+.1f}, width {:.0f}, "
        "{:.2f} times ± 1.96 errors\n",
        what, inside, seeds, planted / seeds, error / seeds, width / seeds,
        width / seeds / allowed);
  }
};

struct Coverages {
  std::array<Coverage, kLinksJudged.size()> removed;
  std::array<std::array<Coverage, kVisits.size()>, kLinksJudged.size()> wrongful;
};

void estimate(const Case& made, std::uint64_t seed, Coverages& coverages) {
  const LinkCounts counts{static_cast<std::int64_t>(made.persons[0].size()),
                          static_cast<std::int64_t>(made.linkage.links.size())};
  double removed = 0;
  for (const auto& [person, entries] : made.old_entries) {
    removed += made.on_new_roll.contains(person) ? 0 : 1;
  }
  const JudgedBounds unlinked = judged_removals(made, seed);
  for (std::size_t k = 0; k < kLinksJudged.size(); ++k) {
    const JudgedBounds linked = judged_links(made, kLinksJudged[k], seed);
    const Removals removals = sure(removals_with_unsure(counts, unlinked, linked, 0.95));
    coverages.removed[k].add(removals.removed, removed);
    for (std::size_t v = 0; v < kVisits.size(); ++v) {
      FieldShare field;
      field.wrongful = asked_share(made, kVisits[v], seed);
      field.taken_for_links = BehindLinks::like_removed;
      coverages.wrongful[k][v].add(wrongful_by_audit(removals, field).wrongly_removed,
                                   static_cast<double>(made.wrongly_removed.size()));
    }
  }
}

double cpu_seconds() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec);
}

void run(int seeds, std::int64_t people, std::size_t communes, Rational bias) {
  Coverages coverages;
  Rejections rejections;
  double hidden = 0;
  for (int k = 1; k <= seeds; ++k) {
    const auto seed = static_cast<std::uint64_t>(k);
    const Case made = made_case(seed, people, communes, bias);
    estimate(made, seed, coverages);
    test_disparity(made, seed, rejections);
    for (const Link& link : made.linkage.links) hidden += made.is_removed(link.left) ? 1 : 0;
  }
  fmt::print("bias {} for ten points, {} seeds, {} people in {} communes\n", to_string(bias), seeds,
             people, communes);
  fmt::print("  links whose person has no record in the new roll: {:.1f} a seed\n", hidden / seeds);
  for (std::size_t k = 0; k < kLinksJudged.size(); ++k) {
    fmt::print("  {} apparent removals and {} links judged\n", kRemovalsJudged, kLinksJudged[k]);
    coverages.removed[k].print("  removed");
    for (std::size_t v = 0; v < kVisits.size(); ++v) {
      coverages.wrongful[k][v].print(
          fmt::format("  wrongly removed, {} names at most in {} communes", kVisits[v].names,
                      kVisits[v].communes));
    }
  }
  fmt::print("  disparity at .05: regression {}, areas {}, districts {}, all three {}\n",
             rejections.regression, rejections.areas, rejections.blocks, rejections.all);
  fmt::print("  {:.0f} CPU seconds so far\n", cpu_seconds());
  std::fflush(stdout);
}

}  // namespace
}  // namespace scrutineer::roll

int main(int count, char** arguments) {
  using namespace scrutineer;
  const auto number = [&](int place, std::int64_t usual) {
    return count > place ? std::strtoll(arguments[place], nullptr, 10) : usual;
  };
  const auto seeds = static_cast<int>(number(1, 100));
  const std::int64_t people = number(2, 96'754);
  const auto communes = static_cast<std::size_t>(number(3, 163));
  const auto bias = count > 4 ? parse_rational(arguments[4]) : std::nullopt;
  if (seeds < 1 || people < 1'000 || communes < 20 || (count > 4 && !bias)) {
    fmt::print(stderr, "roll_removals [seeds] [people] [communes] [bias]\n");
    return 2;
  }
  set_threads(2);
  const Rational none{1, 1}, twice{2, 1};
  if (bias) {
    roll::run(seeds, people, communes, *bias);
    return 0;
  }
  roll::run(seeds, people, communes, none);
  roll::run(seeds, people, communes, twice);
  return 0;
}
