#include "simulate/roll_rows.hpp"

#include <charconv>
#include <numeric>

#include "simulate/roll_names.hpp"

namespace scrutineer {

namespace {

// Three in four write their name in its commonest romanisation. `bits`: 16 values, of this person.
const std::string& usual_roman(const RollName& name, unsigned bits) {
  const std::size_t others = name.roman.size() - 1;
  return others == 0 || bits < 12 ? name.roman[0] : name.roman[1 + bits % others];
}

std::string joined(const std::string& first, std::string second, bool apart) {
  if (apart) return first + " " + second;
  if (second.front() >= 'A' && second.front() <= 'Z') {
    second.front() = static_cast<char>(second.front() - 'A' + 'a');
  }
  return first + second;
}

class NameWriter {
 public:
  NameWriter(const RollPerson& person, RollScript script) : person_(person), script_(script) {
    family_ = spelt(names_.family[person.family], 0);
    first_ = spelt(names_.given[person.given], 4);
    if (person.second != kNoSecondName) second_ = spelt(names_.given[person.second], 8);
  }

  std::string family() const { return family_; }
  std::string given() const { return second_.empty() ? first_ : joined(first_, second_, false); }

  std::string wrong_family(Random random) const {
    if (random.below(2) == 0) {
      std::string other = other_roman(names_.family[person_.family], family_, random);
      if (other != family_) return other;
    }
    return misspelt(family_, script_, random);
  }

  std::string wrong_given(Random random) const {
    if (!second_.empty() && random.below(3) == 0) return joined(first_, second_, true);
    if (random.below(2) == 0) {
      std::string first = other_roman(names_.given[person_.given], first_, random);
      if (second_.empty() && first != first_) return first;
      if (!second_.empty()) {
        const std::string second = other_roman(names_.given[person_.second], second_, random);
        const std::string other =
            random.below(2) == 0 ? joined(first, second_, false) : joined(first_, second, false);
        if (other != given()) return other;
      }
    }
    return misspelt(given(), script_, random);
  }

 private:
  std::string spelt(const RollName& name, unsigned shift) const {
    if (script_ == RollScript::khmer) return name.khmer;
    return usual_roman(name, (static_cast<unsigned>(person_.spelling) >> shift) & 15U);
  }

  // The name itself where there is no other, and in Khmer.
  std::string other_roman(const RollName& name, const std::string& now, Random& random) const {
    if (script_ == RollScript::khmer || name.roman.size() < 2) return now;
    const std::size_t first = random.below(name.roman.size());
    return name.roman[first] != now ? name.roman[first]
                                    : name.roman[(first + 1) % name.roman.size()];
  }

  const RollNames& names_ = roll_names();
  const RollPerson& person_;
  RollScript script_;
  std::string family_, first_, second_;
};

// With noughts in front to at least `width` digits. Rows are most of the work: a formatter that
// reads its format each time would be half of it.
void append_number(std::string& text, std::uint64_t value, std::size_t width = 1) {
  std::array<char, 20> digits{};
  const char* end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
  const auto length = static_cast<std::size_t>(end - digits.data());
  if (length < width) text.append(width - length, '0');
  text.append(digits.data(), length);
}

void append_date(std::string& text, const BirthDay& day) {
  append_number(text, static_cast<std::uint64_t>(day.year), 4);
  text += '-';
  append_number(text, day.month, 2);
  text += '-';
  append_number(text, day.day, 2);
}

// One digit of the house, or the letter after it.
House other_house(House house, Random random) {
  if (random.below(4) == 0) {
    house.annex = static_cast<std::uint8_t>(house.annex == 0 ? 1 : 0);
    return house;
  }
  const std::uint32_t unit = random.below(2) == 0 ? 1 : 10;
  const std::uint32_t digit = house.number / unit % 10;
  const auto other = (digit + 1 + static_cast<std::uint32_t>(random.below(9))) % 10;
  house.number = house.number - digit * unit + other * unit;
  return house;
}

}  // namespace

WrittenEntry written(const RollEntry& entry, RollSide side, RollScript script) {
  const auto has = [&](RollSlip slip) {
    return entry.slips[static_cast<std::size_t>(slip)] == side;
  };
  const auto random = [&](RollSlip slip) {
    return Random(entry.salt).fork(static_cast<std::uint64_t>(slip));
  };
  const NameWriter names(entry.person, script);
  WrittenEntry row;
  row.family_name = has(RollSlip::family_name) ? names.wrong_family(random(RollSlip::family_name))
                                               : names.family();
  row.given_name =
      has(RollSlip::given_name) ? names.wrong_given(random(RollSlip::given_name)) : names.given();
  if (has(RollSlip::name_order)) std::swap(row.family_name, row.given_name);
  row.male = entry.person.male != has(RollSlip::sex);
  row.birth = entry.person.birth;
  if (has(RollSlip::birth_date)) {
    Random of_date = random(RollSlip::birth_date);
    row.birth = mistaken(row.birth, of_date);
  }
  row.house = side == RollSide::old_one ? entry.old_house : entry.new_house;
  if (has(RollSlip::house)) row.house = other_house(row.house, random(RollSlip::house));
  return row;
}

VoterIds::VoterIds(char letter, std::int64_t entries, Random random)
    : letter_(letter), entries_(static_cast<std::uint64_t>(std::max<std::int64_t>(entries, 1))) {
  shift_ = random.below(entries_);
  do {
    factor_ = 1 + random.below(entries_);
  } while (std::gcd(factor_, entries_) != 1);
  for (std::uint64_t most = 100'000'000; entries_ > most; most *= 10) ++digits_;
}

void VoterIds::append(std::string& csv, std::int64_t number) const {
  csv += letter_;
  append_number(csv, (static_cast<std::uint64_t>(number) * factor_ + shift_) % entries_, digits_);
}

void append_roll_row(std::string& csv, const VoterIds& ids, const RowPlace& place,
                     const WrittenEntry& entry) {
  ids.append(csv, place.number);
  csv += ',';
  csv += entry.family_name;
  csv += ',';
  csv += entry.given_name;
  csv += entry.male ? ",M," : ",F,";
  append_date(csv, entry.birth);
  csv += ',';
  csv += place.commune;
  csv += ',';
  append_number(csv, entry.house.number);
  if (entry.house.annex > 0) csv += static_cast<char>('A' + entry.house.annex - 1);
  csv += ',';
  append_number(csv, place.in_list);
  csv += '\n';
}

}  // namespace scrutineer
