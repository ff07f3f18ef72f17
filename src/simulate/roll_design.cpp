// From a plan to its communes and to how many people each status takes from each of them.
#include <algorithm>
#include <cmath>
#include <numeric>

#include <fmt/core.h>

#include "simulate/country.hpp"
#include "simulate/roll_people.hpp"
#include "simulate/split.hpp"

namespace scrutineer {

namespace {

struct Province {
  const char* id;
  std::int64_t seats;  // in 2013: the provinces' sizes, roughly
};
constexpr std::array<Province, 24> kProvinces = {
    {{"banteay-meanchey", 6}, {"battambang", 8},   {"kampong-cham", 18},
     {"kampong-chhnang", 4},  {"kampong-speu", 6}, {"kampong-thom", 6},
     {"kampot", 6},           {"kandal", 11},      {"kep", 1},
     {"koh-kong", 1},         {"kratie", 3},       {"mondul-kiri", 1},
     {"oddar-meanchey", 1},   {"pailin", 1},       {"phnom-penh", 12},
     {"preah-sihanouk", 1},   {"preah-vihear", 1}, {"prey-veng", 11},
     {"pursat", 4},           {"ratanak-kiri", 1}, {"siem-reap", 6},
     {"stung-treng", 1},      {"svay-rieng", 5},   {"takeo", 8}}};

constexpr std::int64_t kMillion = 1'000'000, kUsualOpposition = 450;
// Of a commune's people at most so many leave or move: the rest keeps every draw short.
constexpr std::int64_t kMostChanges = 450'000;

class PlanChecker {
 public:
  explicit PlanChecker(const RollPlan& plan) : plan_(plan) {}

  Errors check() {
    within("people", plan_.people, 2 * kFewestPeopleOfCommune, kMostPeopleOfRoll);
    within("old year", plan_.old_year, 1900, 9'000);
    within("new year", plan_.new_year, plan_.old_year, plan_.old_year + 100);
    for (const RollShare& share : roll_shares()) {
      within(share.name, plan_.*share.share, 0, kMillion, "a share from 0 to 1, in millionths");
    }
    const std::int64_t changes = plan_.moved + plan_.died + plan_.moved_away +
                                 plan_.wrongly_removed + plan_.duplicates_kept +
                                 plan_.duplicates_removed + plan_.duplicates_added;
    if (changes > kMostChanges) {
      add(fmt::format("more than {} of {} people move, leave or are doubled.", kMostChanges,
                      kMillion));
    }
    for (const Rational& ratio : {plan_.bias, plan_.error_bias}) {
      if (ratio >= Rational{1, 10} && ratio <= Rational{10, 1}) continue;
      add(fmt::format("bias: found {}, expected a ratio from 1/10 to 10.", to_string(ratio)));
    }
    plan_.places.empty() ? check_number() : check_places();
    return std::move(errors_);
  }

 private:
  void add(std::string sentence) { errors_.push_back(fail(std::move(sentence)).value()[0]); }

  void within(std::string_view name, std::int64_t value, std::int64_t low, std::int64_t high,
              const char* what = "a number") {
    if (value >= low && value <= high) return;
    add(fmt::format("{}: found {}, expected {} from {} to {}.", name, value, what, low, high));
  }

  void check_number() {
    within("communes", static_cast<std::int64_t>(std::min(plan_.communes, kMostCommunes + 1)), 2,
           static_cast<std::int64_t>(kMostCommunes));
    if (plan_.people / kFewestPeopleOfCommune < static_cast<std::int64_t>(plan_.communes)) {
      add(fmt::format("{} communes have fewer than {} of the {} people each.", plan_.communes,
                      kFewestPeopleOfCommune, plan_.people));
    }
  }

  void check_places() {
    std::int64_t sum = 0;
    for (const RollCommune& place : plan_.places) {
      within("people of a commune", place.people, kFewestPeopleOfCommune / 2, kMostPeopleOfRoll);
      within("opposition of a commune", place.opposition, 0, 1'000);
      sum += std::clamp<std::int64_t>(place.people, 0, kMostPeopleOfRoll);
    }
    within("communes", static_cast<std::int64_t>(plan_.places.size()), 2,
           static_cast<std::int64_t>(kMostCommunes));
    if (sum != plan_.people) {
      add(fmt::format("people: found {}, expected {}, which the communes add up to.", plan_.people,
                      sum));
    }
  }

  const RollPlan& plan_;
  Errors errors_;
};

// Communes of a province follow each other; one has between two thirds and four thirds of the
// average. The opposition's shares vary by province and by commune.
std::vector<RollCommune> draw_communes(const RollPlan& plan) {
  Random random = Random(plan.seed).fork("communes");
  std::vector<Votes> sizes;
  sizes.reserve(kProvinces.size());
  for (const Province& province : kProvinces) sizes.push_back(province.seats);
  const std::vector<Votes> numbers = apportion(static_cast<Votes>(plan.communes), sizes);
  std::vector<RollCommune> communes;
  std::vector<Votes> weights;
  for (std::size_t p = 0; p < kProvinces.size(); ++p) {
    const double here = 450 + 90 * random.nearly_normal();
    for (Votes i = 1; i <= numbers[p]; ++i) {
      const double share = here + 80 * random.nearly_normal();
      communes.push_back({fmt::format("{:02}{:04}", p + 1, i), place_name(random), kProvinces[p].id,
                          0, std::clamp<std::int64_t>(std::lround(share), 50, 950)});
      weights.push_back(4'000 + random.between(0, 2'000) + random.between(0, 2'000));
    }
  }
  const std::vector<Votes> people = apportion(plan.people, weights);
  for (std::size_t c = 0; c < communes.size(); ++c) communes[c].people = people[c];
  return communes;
}

// Draws communes one by one; one that is full is drawn no more.
class CommuneUrn {
 public:
  CommuneUrn(std::vector<std::int64_t> weights) : weights_(std::move(weights)) { add_up(); }

  std::size_t draw(Random& random) const {
    const auto ticket = static_cast<std::int64_t>(random.below(static_cast<std::uint64_t>(all())));
    return static_cast<std::size_t>(std::upper_bound(sums_.begin(), sums_.end(), ticket) -
                                    sums_.begin());
  }
  void close(std::size_t commune) {
    weights_[commune] = 0;
    add_up();
  }

 private:
  std::int64_t all() const { return sums_.back(); }
  void add_up() {
    sums_.resize(weights_.size());
    std::partial_sum(weights_.begin(), weights_.end(), sums_.begin());
  }

  std::vector<std::int64_t> weights_, sums_;
};

// Of a million people, how many get this status.
std::int64_t share_of(const RollPlan& plan, RollStatus status) {
  switch (status) {
    case RollStatus::kept:
      return 0;
    case RollStatus::moved:
      return plan.moved;
    case RollStatus::died:
      return plan.died;
    case RollStatus::moved_away:
      return plan.moved_away;
    case RollStatus::duplicate_removed:
      return plan.duplicates_removed;
    case RollStatus::wrongly_removed:
      return plan.wrongly_removed;
    case RollStatus::added:
      return plan.added;
    case RollStatus::duplicate_kept:
      return plan.duplicates_kept;
    case RollStatus::duplicate_added:
      return plan.duplicates_added;
  }
  return 0;
}

// Each status has its number of people over the whole roll; where they live is drawn person by
// person, so that communes differ as chance makes them differ, and by the bias where one is asked.
void draw_quotas(RollDesign& design) {
  const std::size_t communes = design.communes.size();
  design.quotas.assign(communes, {});
  std::vector<std::int64_t> room;
  room.reserve(communes);
  for (const RollCommune& commune : design.communes) room.push_back(commune.people / 2);
  for (std::size_t s = 0; s < kRollStatuses; ++s) {
    const auto status = static_cast<RollStatus>(s);
    const bool takes_room = status != RollStatus::added;
    std::vector<std::int64_t> weights;
    for (std::size_t c = 0; c < communes; ++c) {
      const double factor = status == RollStatus::wrongly_removed
                                ? factor_of(design.plan.bias, design.communes[c].opposition)
                                : 1;
      const double weight = 65'536 * factor * static_cast<double>(design.communes[c].people);
      weights.push_back(takes_room && room[c] == 0 ? 0 : 1 + static_cast<std::int64_t>(weight));
    }
    CommuneUrn urn(std::move(weights));
    Random random = Random(design.plan.seed).fork("quotas").fork(s);
    const std::int64_t number = static_cast<std::int64_t>(static_cast<Wide>(design.plan.people) *
                                                          share_of(design.plan, status) / kMillion);
    for (std::int64_t i = 0; i < number; ++i) {
      const std::size_t c = urn.draw(random);
      ++design.quotas[c][s];
      if (takes_room && --room[c] == 0) urn.close(c);
    }
  }
}

}  // namespace

double factor_of(const Rational& ratio_by_ten_points, std::int64_t opposition) {
  const double ratio = as_double(ratio_by_ten_points);
  const std::int64_t distance = opposition - kUsualOpposition;  // in thousandths
  const std::int64_t tens = std::abs(distance) / 100;
  double factor = 1;
  for (std::int64_t i = 0; i < tens; ++i) factor *= ratio;
  // The rest, a fraction of ten points, in binary digits: for each a square root more.
  double root = ratio;
  std::int64_t rest = std::abs(distance) % 100;
  for (int digit = 0; digit < 30; ++digit) {
    root = std::sqrt(root);
    rest *= 2;
    if (rest < 100) continue;
    factor *= root;
    rest -= 100;
  }
  return distance < 0 ? 1 / factor : factor;
}

Result<RollDesign> design_roll(const RollPlan& plan) {
  Errors errors = PlanChecker(plan).check();
  if (!errors.empty()) return tl::unexpected(std::move(errors));
  RollDesign design;
  design.plan = plan;
  design.communes = plan.places.empty() ? draw_communes(plan) : plan.places;
  design.people_before.push_back(0);
  for (const RollCommune& commune : design.communes) {
    design.people_before.push_back(design.people_before.back() + commune.people);
  }
  draw_quotas(design);
  return design;
}

}  // namespace scrutineer
