#include "roll/equal_pairs.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <vector>

#include "roll/dates.hpp"

namespace scrutineer::roll {

namespace {

double pairs_of(double n) { return n * (n - 1) / 2; }

// Columns of one snapshot that make a person's name, sex and date of birth.
struct Identity {
  std::vector<const std::vector<ValueId>*> names;
  const std::vector<ValueId>* sex = nullptr;
  const std::vector<ValueId>* date = nullptr;
  std::size_t date_field = 0;

  Identity(const Rolls& rolls, std::size_t snapshot) {
    for (std::size_t f = 0; f < rolls.schema.size(); ++f) {
      const auto* column = &rolls.snapshots[snapshot].columns[f];
      const FieldKind kind = rolls.schema[f].kind;
      if (kind == FieldKind::family_name || kind == FieldKind::given_name ||
          kind == FieldKind::full_name) {
        names.push_back(column);
      }
      if (kind == FieldKind::sex && sex == nullptr) sex = column;
      if (kind == FieldKind::birth_date && date == nullptr) date = column, date_field = f;
    }
  }
  bool is_stated(std::uint32_t row) const {
    return (*date)[row] != 0 && std::all_of(names.begin(), names.end(),
                                            [row](const auto* name) { return (*name)[row] != 0; });
  }
  ValueId sex_of(std::uint32_t row) const { return sex == nullptr ? 0 : (*sex)[row]; }
  // Names and sex of a before, with, or after those of b: below, equal to, above 0.
  int compare_names(std::uint32_t a, std::uint32_t b) const {
    if (sex_of(a) != sex_of(b)) return sex_of(a) < sex_of(b) ? -1 : 1;
    for (const auto* name : names) {
      if ((*name)[a] != (*name)[b]) return (*name)[a] < (*name)[b] ? -1 : 1;
    }
    return 0;
  }
};

// By sex: the chance that two entries have one date of birth.
std::map<ValueId, double> date_coincidences(const Identity& identity,
                                            const std::vector<std::uint32_t>& rows) {
  std::map<ValueId, std::vector<std::uint32_t>> counts;  // [date]
  for (const std::uint32_t row : rows) {
    auto& of_sex = counts[identity.sex_of(row)];
    const ValueId date = (*identity.date)[row];
    if (date >= of_sex.size()) of_sex.resize(date + 1, 0);
    ++of_sex[date];
  }
  std::map<ValueId, double> chances;
  for (const auto& [sex, dates] : counts) {
    double all = 0, equal = 0;
    for (const std::uint32_t n : dates) {
      all += n;
      equal += pairs_of(n);
    }
    chances[sex] = all > 1 ? equal / pairs_of(all) : 0;
  }
  return chances;
}

// What people of one name and sex say: pairs of one date less those expected, both scaled.
struct Sums {
  double excess = 0, squares = 0, groups = 0;
  void add(double pairs, double people, double chance) {
    const double beyond = (pairs - pairs_of(people) * chance) / (1 - chance);
    excess += beyond;
    squares += beyond * beyond;
    ++groups;
  }
  Estimate estimate(double most, double confidence) const {
    Estimate doubles;
    doubles.value = std::clamp(excess, 0.0, most);
    if (groups > 1) {
      // Of the sum over names, each drawn anew (what a bootstrap over names tends to).
      const double variance = (squares - excess * excess / groups) * groups / (groups - 1);
      doubles.standard_error = std::sqrt(std::max(0.0, variance));
    }
    doubles.interval = plain_interval(doubles, confidence);
    return within(doubles, 0, most);
  }
};

// Counts pairs of equal dates among rows of one name and sex, sorted by date.
class DatePairs {
 public:
  DatePairs(const Identity& identity, const Dictionary& dates, EqualPairs& found)
      : identity_(identity), dates_(dates), found_(found) {}

  std::uint64_t count(const std::uint32_t* first, const std::uint32_t* end) {
    std::uint64_t pairs = 0;
    while (first != end) {
      const ValueId date = (*identity_.date)[*first];
      const auto* next = std::find_if(
          first, end, [&](std::uint32_t row) { return (*identity_.date)[row] != date; });
      const auto people = static_cast<std::uint64_t>(next - first);
      const std::uint64_t equal = people * (people - 1) / 2;
      pairs += equal;
      if (equal > 0 && is_default(date)) found_.on_default_days += equal;
      first = next;
    }
    return pairs;
  }

 private:
  // Also where no day is stated.
  bool is_default(ValueId date) const {
    const BirthDate parts = birth_date(dates_.text(date));
    return parts.is_default_day || parts.day == 0;
  }

  const Identity& identity_;
  const Dictionary& dates_;
  EqualPairs& found_;
};

}  // namespace

std::optional<EqualPairs> equal_pairs(const Rolls& rolls, std::size_t snapshot, double confidence) {
  const Identity identity(rolls, snapshot);
  if (identity.names.empty() || identity.date == nullptr) return std::nullopt;
  std::vector<std::uint32_t> rows;
  for (std::uint32_t row = 0; row < rolls.snapshots[snapshot].rows(); ++row) {
    if (identity.is_stated(row)) rows.push_back(row);
  }
  std::sort(rows.begin(), rows.end(), [&](std::uint32_t a, std::uint32_t b) {
    const int order = identity.compare_names(a, b);
    return order != 0 ? order < 0 : (*identity.date)[a] < (*identity.date)[b];
  });
  const auto chances = date_coincidences(identity, rows);
  EqualPairs found;
  found.entries = rows.size();
  Sums sums;
  DatePairs date_pairs(identity, rolls.values[identity.date_field], found);
  for (auto first = rows.begin(); first != rows.end();) {
    const auto end = std::find_if(first, rows.end(), [&](std::uint32_t row) {
      return identity.compare_names(*first, row) != 0;
    });
    const std::uint64_t pairs = date_pairs.count(&*first, &*first + (end - first));
    const double chance = chances.at(identity.sex_of(*first));
    const auto people = static_cast<double>(end - first);
    found.pairs += pairs;
    found.by_chance += pairs_of(people) * chance;
    if (chance < 1) sums.add(static_cast<double>(pairs), people, chance);
    first = end;
  }
  found.doubles = sums.estimate(static_cast<double>(found.pairs), confidence);
  return found;
}

}  // namespace scrutineer::roll
