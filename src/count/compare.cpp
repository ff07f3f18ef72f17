#include "count/compare.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <string>
#include <tuple>
#include <utility>

#include "count/forms.hpp"

namespace scrutineer {

namespace {

constexpr std::array<std::string_view, 6> kNames = {
    "swapped-parties", "shifted", "transposed-digits", "tenfold", "one-digit", "other"};

bool is_swap(const std::vector<Votes>& a, const std::vector<Votes>& b,
             const std::vector<std::size_t>& where) {
  return where.size() == 2 && a[where[0]] == b[where[1]] && a[where[1]] == b[where[0]];
}

// The counts from the first to the last that differs stand one row up or down.
bool is_shift(const std::vector<Votes>& a, const std::vector<Votes>& b,
              const std::vector<std::size_t>& where) {
  const std::size_t first = where.front();
  const std::size_t last = where.back();
  if (last - first < 2) return false;
  bool down = true;
  bool up = true;
  for (std::size_t i = first; i < last; ++i) {
    down = down && b[i + 1] == a[i];
    up = up && b[i] == a[i + 1];
  }
  return down || up;
}

DifferenceKind kind_of_count(Votes a, Votes b) {
  if (a != 0 && b != 0 && (a / 10 == b || b / 10 == a)) return DifferenceKind::tenfold;
  const std::string x = std::to_string(a);
  const std::string y = std::to_string(b);
  if (x.size() != y.size()) return DifferenceKind::other;
  std::vector<std::size_t> where;
  for (std::size_t i = 0; i < x.size(); ++i) {
    if (x[i] != y[i]) where.push_back(i);
  }
  if (where.size() == 1) return DifferenceKind::one_digit;
  const bool neighbours = where.size() == 2 && where[1] == where[0] + 1;
  if (neighbours && x[where[0]] == y[where[1]] && x[where[1]] == y[where[0]]) {
    return DifferenceKind::transposed_digits;
  }
  return DifferenceKind::other;
}

class Comparer {
 public:
  Comparer(const Election& election, CopyComparison& result)
      : election_(election), result_(result) {}

  void compare(const Forms& reference, const Forms& copy) {
    NetEffect effect;
    effect.contest = reference.table().contest;
    effect.reference = reference.table().source;
    effect.copy = copy.table().source;
    effect.by_kind.resize(kNames.size());
    for (auto& kind : effect.by_kind) kind.by_party.assign(election_.parties.size(), 0);
    std::map<UnitIndex, std::size_t> rows;
    for (const std::size_t row : copy.rows()) rows[copy.unit(row)] = row;
    for (const std::size_t row : reference.rows()) {
      const auto found = rows.find(reference.unit(row));
      if (found == rows.end()) {
        ++effect.only_reference;
        continue;
      }
      compare_form(reference, row, copy, found->second, effect);
      rows.erase(found);
    }
    effect.only_copy = rows.size();
    result_.effects.push_back(std::move(effect));
  }

 private:
  void compare_form(const Forms& reference, std::size_t row, const Forms& copy,
                    std::size_t copy_row, NetEffect& effect) {
    ++effect.compared;
    Difference difference;
    std::vector<Votes> ours, theirs;
    const FormSlots slots;
    for (std::size_t slot = 0; slot < slots.first_party + election_.parties.size(); ++slot) {
      if (slot == slots.parties || slot == slots.largest) continue;
      const Count a = reference.count(row, slot);
      const Count b = copy.count(copy_row, slot);
      if (!a || !b) continue;
      if (slot >= slots.first_party) {
        ours.push_back(*a);
        theirs.push_back(*b);
      }
      if (*a != *b) difference.counts.push_back({slot, *a, *b});
    }
    if (difference.counts.empty()) {
      ++effect.equal;
      return;
    }
    difference.contest = effect.contest;
    difference.unit = reference.unit(row);
    difference.reference = effect.reference;
    difference.copy = effect.copy;
    difference.kind = kind_of(difference, ours, theirs);
    auto& of_kind = effect.by_kind[static_cast<std::size_t>(difference.kind)];
    ++of_kind.forms;
    for (const DifferingCount& count : difference.counts) {
      if (count.slot < slots.first_party) continue;
      of_kind.by_party[count.slot - slots.first_party] += count.copy - count.reference;
    }
    result_.differences.push_back(std::move(difference));
  }

  // Where only fields differ (the parties agree), a single one is looked at like a party's votes.
  static DifferenceKind kind_of(const Difference& difference, const std::vector<Votes>& ours,
                                const std::vector<Votes>& theirs) {
    if (ours != theirs) return kind_of_difference(ours, theirs);
    if (difference.counts.size() != 1) return DifferenceKind::other;
    return kind_of_count(difference.counts[0].reference, difference.counts[0].copy);
  }

  const Election& election_;
  CopyComparison& result_;
};

// Whether a count that both forms state differs.
bool differs(const Election& election, const Forms& a, std::size_t row_a, const Forms& b,
             std::size_t row_b) {
  const FormSlots slots;
  for (std::size_t slot = 0; slot < slots.first_party + election.parties.size(); ++slot) {
    if (slot == slots.parties || slot == slots.largest) continue;
    const Count x = a.count(row_a, slot);
    const Count y = b.count(row_b, slot);
    if (x && y && *x != *y) return true;
  }
  return false;
}

}  // namespace

std::string_view name_of(DifferenceKind kind) { return kNames[static_cast<std::size_t>(kind)]; }

DifferenceKind kind_of_difference(const std::vector<Votes>& reference,
                                  const std::vector<Votes>& copy) {
  std::vector<std::size_t> where;
  for (std::size_t i = 0; i < reference.size(); ++i) {
    if (reference[i] != copy[i]) where.push_back(i);
  }
  if (where.empty()) return DifferenceKind::other;
  if (is_swap(reference, copy, where)) return DifferenceKind::swapped_parties;
  if (is_shift(reference, copy, where)) return DifferenceKind::shifted;
  if (where.size() > 1) return DifferenceKind::other;
  return kind_of_count(reference[where[0]], copy[where[0]]);
}

CopyComparison compare_copies(const Election& election, SourceIndex reference) {
  CopyComparison result;
  Comparer comparer(election, result);
  for (const ReturnTable& ours : election.returns) {
    if (ours.source != reference) continue;
    const Forms forms(election, ours);
    for (const ReturnTable& theirs : election.returns) {
      if (theirs.source == reference || theirs.contest != ours.contest) continue;
      comparer.compare(forms, Forms(election, theirs));
    }
  }
  return result;
}

std::vector<FormMatrix> differing_forms(const Election& election) {
  std::vector<FormMatrix> matrices;
  for (std::uint32_t c = 0; c < election.contests.size(); ++c) {
    std::vector<Forms> copies;
    for (const ReturnTable& table : election.returns) {
      if (table.contest.value == c) copies.emplace_back(election, table);
    }
    std::stable_sort(copies.begin(), copies.end(), [](const Forms& a, const Forms& b) {
      return a.table().source < b.table().source;
    });
    std::map<UnitIndex, std::vector<std::pair<std::size_t, std::size_t>>> by_unit;  // copy, row
    for (std::size_t i = 0; i < copies.size(); ++i) {
      for (const std::size_t row : copies[i].rows()) {
        by_unit[copies[i].unit(row)].emplace_back(i, row);
      }
    }
    for (const auto& [unit, forms] : by_unit) {
      if (forms.size() < 2) continue;
      FormMatrix matrix{{c}, unit, {}};
      std::vector<std::pair<std::size_t, std::size_t>> first;
      for (const auto& [copy, row] : forms) {
        std::size_t group = 0;
        while (group < first.size() && differs(election, copies[first[group].first],
                                               first[group].second, copies[copy], row)) {
          ++group;
        }
        if (group == first.size()) {
          first.emplace_back(copy, row);
          matrix.agreeing.emplace_back();
        }
        matrix.agreeing[group].push_back(copies[copy].table().source);
      }
      if (matrix.agreeing.size() > 1) matrices.push_back(std::move(matrix));
    }
  }
  return matrices;
}

std::vector<EffectInUnit> effects_by_unit(const Election& election,
                                          const CopyComparison& comparison, std::uint32_t level) {
  std::map<std::tuple<UnitIndex, ContestIndex, SourceIndex, DifferenceKind>, EffectInUnit> sums;
  const FormSlots slots;
  for (const Difference& difference : comparison.differences) {
    std::optional<UnitIndex> at = difference.unit;
    while (at && election.units[at->value].level > level) at = election.units[at->value].parent;
    if (!at || election.units[at->value].level != level) continue;
    EffectInUnit& sum = sums[{*at, difference.contest, difference.copy, difference.kind}];
    sum.by_party.resize(election.parties.size(), 0);
    ++sum.forms;
    for (const DifferingCount& count : difference.counts) {
      if (count.slot < slots.first_party) continue;
      sum.by_party[count.slot - slots.first_party] += count.copy - count.reference;
    }
  }
  std::vector<EffectInUnit> list;
  for (auto& [key, sum] : sums) {
    std::tie(sum.unit, sum.contest, sum.copy, sum.kind) = key;
    list.push_back(std::move(sum));
  }
  return list;
}

}  // namespace scrutineer
