#include "count/plausibility.hpp"

#include <algorithm>
#include <cstdlib>
#include <iterator>
#include <map>
#include <optional>
#include <string>
#include <tuple>

#include "count/forms.hpp"
#include "count/unlikely.hpp"

namespace scrutineer {
namespace {

constexpr Votes kMostDistance = 4;
// Beyond this, products would not fit 128 bits; no polling station comes near.
constexpr Votes kMostVotes = 100'000'000;
constexpr Wide kMostRoot = static_cast<Wide>(100'000'000'000'000);
constexpr std::size_t kMostInGroup = 1'000'000;

// The parties' votes of a form, where all of them are stated.
struct VotesOfForm {
  UnitIndex unit;
  std::vector<Votes> votes;
  Votes total = 0;
  Count invalid;
};

std::vector<VotesOfForm> stated_votes(const Election& election, const ReturnTable& table,
                                      std::vector<std::size_t>& parties) {
  const Forms forms(election, table);
  const FormSlots slots;
  parties = forms.parties();
  std::vector<VotesOfForm> all;
  for (const std::size_t row : forms.rows()) {
    const Count total = forms.count(row, slots.parties);
    if (!total || *total > kMostVotes) continue;
    VotesOfForm form;
    form.unit = forms.unit(row);
    form.total = *total;
    for (const std::size_t party : parties) {
      form.votes.push_back(forms.count(row, slots.first_party + party).value_or(0));
    }
    form.invalid = forms.count(row, static_cast<std::size_t>(Field::invalid));
    all.push_back(std::move(form));
  }
  return all;
}

std::optional<UnitIndex> parent_of(const Election& election, std::optional<UnitIndex> unit) {
  return unit ? election.units[unit->value].parent : std::nullopt;
}

// Positions of forms by the unit `levels` above them; without those that have none.
std::map<UnitIndex, std::vector<std::size_t>> groups_of(const Election& election,
                                                        const std::vector<VotesOfForm>& forms,
                                                        int levels) {
  std::map<UnitIndex, std::vector<std::size_t>> groups;
  for (std::size_t f = 0; f < forms.size(); ++f) {
    std::optional<UnitIndex> above = forms[f].unit;
    for (int level = 0; level < levels; ++level) above = parent_of(election, above);
    if (above) groups[*above].push_back(f);
  }
  return groups;
}

class NearCopies {
 public:
  NearCopies(const Election& election, const ReturnTable& table)
      : election_(election), table_(table), forms_(stated_votes(election, table, parties_)) {}

  std::vector<Violation> run() {
    for (const int levels : {1, 2}) {
      for (const auto& [above, group] : groups_of(election_, forms_, levels)) {
        for (std::size_t i = 0; i < group.size(); ++i) {
          for (std::size_t j = 0; j < i; ++j) compare(group[j], group[i], group.size());
        }
      }
    }
    std::vector<Violation> found;
    for (auto& [pair, violation] : found_) found.push_back(std::move(violation));
    return found;
  }

 private:
  // What check.hpp calls so.
  bool is_identical_form(const VotesOfForm& a, const VotesOfForm& b) const {
    const auto without = std::count(a.votes.begin(), a.votes.end(), 0);
    return parent_of(election_, a.unit) == parent_of(election_, b.unit) &&
           static_cast<std::size_t>(without) + 3 <= a.votes.size();
  }

  // Invalid votes count as a party's do. Nothing where it is more than kMostDistance.
  static std::optional<Votes> distance(const VotesOfForm& a, const VotesOfForm& b) {
    Votes sum = a.invalid && b.invalid ? std::abs(*a.invalid - *b.invalid) : 0;
    if (sum > kMostDistance) return std::nullopt;
    for (std::size_t p = 0; p < a.votes.size(); ++p) {
      sum += std::abs(a.votes[p] - b.votes[p]);
      if (sum > kMostDistance) return std::nullopt;
    }
    return sum;
  }

  void compare(std::size_t first, std::size_t second, std::size_t group_size) {
    const VotesOfForm &a = forms_[first], &b = forms_[second];
    if (std::min(a.total, b.total) < kLeastIdentical || found_.contains({second, first})) return;
    const auto by = distance(a, b);
    if (!by || !is_unlikely(a, b, *by, group_size)) return;
    if (*by == 0 && is_identical_form(a, b)) return;
    Violation found = violation_of(table_, b.unit, "near-copy", Severity::warning);
    found.fields = {"parties"};
    const std::string& other = election_.units[a.unit.value].id;
    found.found = *by == 0 ? "the same votes as " + other
                           : std::to_string(*by) + " votes from those of " + other;
    found.expected = "other votes";
    found_.emplace(std::pair{second, first}, std::move(found));
  }

  // How many whole-number points lie within `distance` of one, in as many dimensions as parties.
  static Wide points_within(std::size_t dimensions, Votes distance) {
    std::vector<Wide> within(static_cast<std::size_t>(distance) + 1, 1);
    for (std::size_t d = 0; d < dimensions; ++d) {
      for (std::size_t r = within.size(); r-- > 1;) {
        for (std::size_t used = 1; used <= r; ++used) within[r] += 2 * within[r - used];
      }
    }
    return within.back();
  }

  // Two Poisson counts with sum v are equal, or differ by any given number, with a chance of at
  // most 1/√(4v + 1), near enough. So the chance of a pair within the distance is at most
  // points/√∏(4v + 1), and each form has (size − 1)/2 pairs; all squared.
  static bool is_unlikely(const VotesOfForm& a, const VotesOfForm& b, Votes distance,
                          std::size_t group_size) {
    const bool with_invalid = a.invalid && b.invalid;
    Wide product = with_invalid ? 4 * (*a.invalid + *b.invalid) + 1 : 1;
    for (std::size_t p = 0; p < a.votes.size() && product < kMostRoot * kMostRoot; ++p) {
      product *= 4 * (a.votes[p] + b.votes[p]) + 1;
    }
    const Wide pairs = points_within(a.votes.size() + (with_invalid ? 1 : 0), distance) *
                       static_cast<Wide>(std::min(group_size, kMostInGroup) - 1) * 10'000;
    const Wide least = pairs / (2 * kAllowedByChance);
    return least < kMostRoot && least * least <= product;
  }

  const Election& election_;
  const ReturnTable& table_;
  std::vector<std::size_t> parties_;
  std::vector<VotesOfForm> forms_;
  std::map<std::pair<std::size_t, std::size_t>, Violation> found_;  // by positions of both forms
};

// The rows of each unit by revision, where there are several.
template <typename Visit>
void for_each_revised(const ReturnTable& table, Visit visit) {
  std::map<UnitIndex, std::vector<std::size_t>> rows;
  for (std::size_t row = 0; row < table.unit.size(); ++row) rows[table.unit[row]].push_back(row);
  for (auto& [unit, list] : rows) {
    std::sort(list.begin(), list.end(),
              [&](std::size_t a, std::size_t b) { return table.revision[a] < table.revision[b]; });
    for (std::size_t i = 1; i < list.size(); ++i) visit(unit, list[i - 1], list[i]);
  }
}

}  // namespace

std::vector<Violation> find_near_copies(const Election& election, const ReturnTable& table) {
  return NearCopies(election, table).run();
}

std::vector<Violation> find_repeated_returns(const Election& /*election*/,
                                             const ReturnTable& table) {
  std::vector<Violation> all;
  for_each_revised(table, [&](UnitIndex unit, std::size_t before, std::size_t after) {
    for (const Column& column : table.columns) {
      if (column.cells[before] != column.cells[after]) return;
    }
    Violation found = violation_of(table, unit, "repeated-return", Severity::warning);
    found.found = "revision " + std::to_string(table.revision[after]) + " states what revision " +
                  std::to_string(table.revision[before]) + " does";
    found.expected = "other counts";
    all.push_back(std::move(found));
  });
  return all;
}

std::vector<Violation> find_implausible(const Election& election) {
  std::vector<Violation> all;
  for (const ReturnTable& table : election.returns) {
    for (const auto& find :
         {find_near_copies, find_unlikely_counts, find_unusual_ballots, find_repeated_returns}) {
      std::vector<Violation> found = find(election, table);
      std::move(found.begin(), found.end(), std::back_inserter(all));
    }
  }
  const auto key = [&](const Violation& v) {
    return std::tie(election.sources[v.source.value].id, election.contests[v.contest.value].id,
                    election.units[v.unit.value].id, v.code);
  };
  std::stable_sort(all.begin(), all.end(),
                   [&](const Violation& a, const Violation& b) { return key(a) < key(b); });
  return all;
}

}  // namespace scrutineer
