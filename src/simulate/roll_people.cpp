#include "simulate/roll_people.hpp"

#include <algorithm>

#include "simulate/roll_names.hpp"

namespace scrutineer {

namespace {

constexpr std::uint64_t kMillion = 1'000'000;
constexpr std::int64_t kAdult = 18;
// Of a hundred: given names of two parts; who has the name of the head of the house; heads whose
// name is one of the village's; who enters the roll because of age.
constexpr std::uint64_t kCompounds = 45, kNamedAsHead = 60, kNamedAsVillage = 60, kOfAge = 70;
constexpr std::int64_t kPeopleOfVillage = 700;
constexpr std::uint64_t kNamesOfVillage = 10, kMostOfHouse = 5;

// Adults by age, in groups of five years (the first of two): a population that grew fast, with few
// born in the late seventies. Its shape is general knowledge, its figures are ours.
struct AgeGroup {
  std::uint64_t adults;
  std::int64_t youngest, ages;
};
constexpr std::array<AgeGroup, 17> kAges = {{{60, 18, 2},
                                             {150, 20, 5},
                                             {140, 25, 5},
                                             {130, 30, 5},
                                             {70, 35, 5},
                                             {85, 40, 5},
                                             {85, 45, 5},
                                             {75, 50, 5},
                                             {60, 55, 5},
                                             {48, 60, 5},
                                             {36, 65, 5},
                                             {26, 70, 5},
                                             {18, 75, 5},
                                             {10, 80, 5},
                                             {5, 85, 5},
                                             {1, 90, 5},
                                             {1, 95, 5}}};

std::int64_t draw_age(Random& random) {
  std::uint64_t all = 0;
  for (const AgeGroup& group : kAges) all += group.adults;
  std::uint64_t ticket = random.below(all);
  std::size_t g = 0;
  while (ticket >= kAges[g].adults) ticket -= kAges[g++].adults;
  return kAges[g].youngest +
         static_cast<std::int64_t>(random.below(static_cast<std::uint64_t>(kAges[g].ages)));
}

House draw_house(std::uint64_t villages, Random& random) {
  const std::uint64_t village = 1 + random.below(villages);
  return {static_cast<std::uint32_t>(1'000 * village + 1 + random.below(300)), 0};
}

// The people of one commune, house by house. A village has a few family names of its own that most
// of its houses bear.
class Settlement {
 public:
  Settlement(const RollDesign& design, std::uint32_t commune, Random random)
      : plan_(design.plan), people_(design.communes[commune].people), random_(random) {
    villages_ = static_cast<std::uint64_t>(1 + people_ / kPeopleOfVillage);
    for (std::uint64_t i = 0; i < villages_ * kNamesOfVillage; ++i) {
      local_.push_back(names_.families.draw(random_));
    }
    houses_.assign(villages_, 0);
  }

  std::vector<RollEntry> residents() {
    std::vector<RollEntry> entries;
    const auto number = static_cast<std::size_t>(people_);
    entries.reserve(number + number / 8);
    while (entries.size() < number) {
      const std::uint64_t village = random_.below(villages_);
      const House house = next_house(village);
      const std::uint16_t head = name_of_head(village);
      const std::size_t members =
          std::min<std::size_t>(number - entries.size(), 1 + random_.below(kMostOfHouse));
      for (std::size_t m = 0; m < members; ++m) {
        RollEntry entry;
        entry.person = person(m == 0 ? head : name_of_member(head), draw_age(random_));
        entry.old_house = house;
        entries.push_back(entry);
      }
    }
    return entries;
  }

  // In the house of somebody who is there already; most come of age.
  RollEntry newcomer(const RollEntry& of_house) {
    RollEntry entry;
    const bool of_age = random_.below(100) < kOfAge;
    const std::int64_t age =
        of_age ? kAdult - (plan_.new_year - plan_.old_year) : draw_age(random_);
    entry.person = person(name_of_member(of_house.person.family), age);
    entry.new_house = of_house.old_house;
    return entry;
  }

 private:
  House next_house(std::uint64_t village) {
    const std::uint32_t number = ++houses_[village];
    const bool shared = random_.below(10) == 0;
    return {static_cast<std::uint32_t>(1'000 * (village + 1)) + number,
            static_cast<std::uint8_t>(shared ? 1 + random_.below(2) : 0)};
  }

  std::uint16_t name_of_head(std::uint64_t village) {
    if (random_.below(100) >= kNamedAsVillage) return names_.families.draw(random_);
    // The lesser of two draws: the first names are the village's commonest.
    const std::uint64_t rank =
        std::min(random_.below(kNamesOfVillage), random_.below(kNamesOfVillage));
    return local_[village * kNamesOfVillage + rank];
  }

  std::uint16_t name_of_member(std::uint16_t head) {
    return random_.below(100) < kNamedAsHead ? head : names_.families.draw(random_);
  }

  // `age` in the old snapshot's year.
  RollPerson person(std::uint16_t family, std::int64_t age) {
    RollPerson made;
    made.family = family;
    made.male = random_.below(100) < 48;
    const std::size_t sex = made.male ? 1 : 0;
    const std::string& family_text = names_.family[family].khmer;
    const bool compound = random_.below(100) < kCompounds;
    do {
      made.given = (compound ? names_.joining : names_.givens)[sex].draw(random_);
    } while (names_.given[made.given].khmer == family_text);
    if (compound) {
      do {
        made.second = names_.joining[sex].draw(random_);
      } while (made.second == made.given);
    }
    made.spelling = static_cast<std::uint16_t>(random_.below(0x10000));
    made.birth.year = static_cast<std::int16_t>(plan_.old_year - age);
    if (random_.below(kMillion) >= static_cast<std::uint64_t>(plan_.default_birthdays)) {
      made.birth.month = static_cast<std::uint8_t>(1 + random_.below(12));
      made.birth.day = static_cast<std::uint8_t>(
          1 + random_.below(days_in_month(made.birth.year, made.birth.month)));
    }
    return made;
  }

  const RollPlan& plan_;
  const RollNames& names_ = roll_names();
  std::int64_t people_;
  std::uint64_t villages_ = 1;
  Random random_;
  std::vector<std::uint16_t> local_;   // [village × kNamesOfVillage + rank]
  std::vector<std::uint32_t> houses_;  // [village], so far
};

// What becomes of the people of a commune.
class Fates {
 public:
  Fates(const RollDesign& design, std::uint32_t commune, Random random)
      : design_(design), commune_(commune), random_(random) {}

  void decide(Settlement& settlement, std::vector<RollEntry>& entries) {
    residents_ = entries.size();
    doubled_.assign(residents_, false);
    for (RollEntry& entry : entries) {
      entry.old_commune = entry.new_commune = commune_;
      entry.new_house = entry.old_house;
    }
    leave(RollStatus::died, entries);
    leave(RollStatus::moved_away, entries);
    leave(RollStatus::wrongly_removed, entries);
    for (std::int64_t i = 0; i < quota(RollStatus::moved); ++i) move(entries[take(entries)]);
    for (std::int64_t i = 0; i < quota(RollStatus::added); ++i) {
      RollEntry entry = settlement.newcomer(entries[random_.below(residents_)]);
      entry.status = RollStatus::added;
      entry.new_commune = commune_;
      entries.push_back(entry);
    }
    for (const RollStatus status :
         {RollStatus::duplicate_kept, RollStatus::duplicate_removed, RollStatus::duplicate_added}) {
      for (std::int64_t i = 0; i < quota(status); ++i) double_one(status, entries);
    }
  }

 private:
  std::int64_t quota(RollStatus status) const {
    return design_.quotas[commune_][static_cast<std::size_t>(status)];
  }

  // Somebody of whom nothing has been decided. Quotas leave half of the people alone.
  std::size_t take(const std::vector<RollEntry>& entries) {
    for (;;) {
      const std::size_t i = random_.below(residents_);
      if (entries[i].status == RollStatus::kept && !doubled_[i]) return i;
    }
  }

  // The risk of death doubles every eight years (Gompertz's law, roughly).
  bool survives(const RollEntry& entry) {
    const std::int64_t age = design_.plan.old_year - entry.person.birth.year;
    const std::int64_t doublings = std::clamp<std::int64_t>((age - kAdult) / 8, 0, 10);
    return random_.below(1'024) >= std::uint64_t{1} << static_cast<unsigned>(doublings);
  }

  void leave(RollStatus status, std::vector<RollEntry>& entries) {
    for (std::int64_t i = 0; i < quota(status); ++i) {
      std::size_t who = take(entries);
      while (status == RollStatus::died && survives(entries[who])) who = take(entries);
      entries[who].status = status;
      entries[who].new_commune = kNoCommune;
    }
  }

  // A commune that is not this one, as likely as it is large.
  std::uint32_t elsewhere() {
    const auto& before = design_.people_before;
    for (;;) {
      const auto ticket =
          static_cast<std::int64_t>(random_.below(static_cast<std::uint64_t>(before.back())));
      const auto at = std::upper_bound(before.begin(), before.end(), ticket) - before.begin() - 1;
      if (static_cast<std::uint32_t>(at) != commune_) return static_cast<std::uint32_t>(at);
    }
  }

  House house_in(std::uint32_t commune) {
    const std::int64_t people = design_.communes[commune].people;
    return draw_house(static_cast<std::uint64_t>(1 + people / kPeopleOfVillage), random_);
  }

  void move(RollEntry& entry) {
    entry.status = RollStatus::moved;
    entry.new_commune = elsewhere();
    entry.new_house = house_in(entry.new_commune);
  }

  void double_one(RollStatus status, std::vector<RollEntry>& entries) {
    const std::size_t original = take(entries);
    doubled_[original] = true;
    RollEntry entry = entries[original];
    entry.status = status;
    entry.original = static_cast<std::uint32_t>(original);
    if (random_.below(kMillion) < static_cast<std::uint64_t>(design_.plan.duplicates_elsewhere)) {
      entry.old_commune = entry.new_commune = elsewhere();
      entry.old_house = entry.new_house = house_in(entry.new_commune);
    }
    if (status == RollStatus::duplicate_removed) entry.new_commune = kNoCommune;
    if (status == RollStatus::duplicate_added) entry.old_commune = kNoCommune;
    entries.push_back(entry);
  }

  const RollDesign& design_;
  std::uint32_t commune_;
  Random random_;
  std::size_t residents_ = 0;
  std::vector<bool> doubled_;
};

// Whether names exchanged may read as before: such a slip would be none.
bool may_read_alike(const RollPerson& person) {
  const RollNames& names = roll_names();
  if (person.second != kNoSecondName) return false;
  const auto& family = names.family[person.family].roman;
  const auto& given = names.given[person.given].roman;
  return std::find_first_of(family.begin(), family.end(), given.begin(), given.end()) !=
         family.end();
}

// Which fields of each entry are written otherwise in one of the snapshots.
void draw_slips(const RollDesign& design, std::uint32_t commune, Random random,
                std::vector<RollEntry>& entries) {
  const RollPlan& plan = design.plan;
  const double factor = factor_of(plan.error_bias, design.communes[commune].opposition);
  const auto misspelt_share = [&](std::int64_t share) {
    return static_cast<std::int64_t>(std::min(5e5, factor * static_cast<double>(share)));
  };
  const std::array<std::int64_t, kRollSlips> shares = {misspelt_share(plan.family_name_errors),
                                                       misspelt_share(plan.given_name_errors),
                                                       plan.name_order_errors,
                                                       plan.birth_date_errors,
                                                       plan.sex_errors,
                                                       plan.house_errors};
  for (RollEntry& entry : entries) {
    entry.salt = random.next();
    for (std::size_t s = 0; s < kRollSlips; ++s) {
      if (random.below(kMillion) >= static_cast<std::uint64_t>(shares[s])) continue;
      const auto slip = static_cast<RollSlip>(s);
      // Who lives in another house has no slip in its number.
      if (slip == RollSlip::house && entry.status == RollStatus::moved) continue;
      if (slip == RollSlip::name_order && may_read_alike(entry.person)) continue;
      entry.slips[s] = random.below(2) == 0 ? RollSide::old_one : RollSide::new_one;
    }
  }
}

}  // namespace

std::vector<RollEntry> entries_of(const RollDesign& design, std::uint32_t commune) {
  const Random seed = Random(design.plan.seed).fork("entries").fork(commune);
  Settlement settlement(design, commune, seed.fork("people"));
  std::vector<RollEntry> entries = settlement.residents();
  Fates(design, commune, seed.fork("fates")).decide(settlement, entries);
  draw_slips(design, commune, seed.fork("slips"), entries);
  return entries;
}

}  // namespace scrutineer
