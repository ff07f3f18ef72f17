#include "count/plausibility.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <iterator>
#include <map>
#include <optional>
#include <string>
#include <tuple>

#include "count/forms.hpp"

namespace scrutineer {
namespace {

constexpr Votes kMostDistance = 4;
constexpr std::size_t kLeastNeighbours = 4;
constexpr Votes kLeastPredicted = 3 * 16;
constexpr Wide kLeastExchanged = 50;
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

Violation warning(const ReturnTable& table, UnitIndex unit, std::string code) {
  Violation found;
  found.code = std::move(code);
  found.severity = Severity::warning;
  found.source = table.source;
  found.contest = table.contest;
  found.unit = unit;
  return found;
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
    Violation found = warning(table_, b.unit, "near-copy");
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

// A party's votes among its neighbours', and all votes of these.
struct NeighbourVotes {
  Votes of_party = 0, in_all = 0;
};

// Forms beside their neighbours: the other forms below the parent, or below the grandparent where
// these are few. For each party the neighbour with the most and the one with the least votes of it
// are left out, so that one wrong form does not make its neighbours look wrong.
class Neighbours {
 public:
  Neighbours(const Election& election, const ReturnTable& table)
      : forms_(stated_votes(election, table, parties_)), group_of_(forms_.size()) {
    for (const int levels : {1, 2}) {
      for (auto& [above, members] : groups_of(election, forms_, levels)) {
        if (members.size() < kLeastNeighbours + 1) continue;
        for (const std::size_t f : members) {
          if (!group_of_[f]) group_of_[f] = groups_.size();
        }
        groups_.push_back(summed(members));
      }
    }
  }

  const std::vector<std::size_t>& parties() const { return parties_; }

  // visit(form, neighbours by party)
  template <typename Visit>
  void for_each(Visit visit) const {
    for (std::size_t f = 0; f < forms_.size(); ++f) {
      if (!group_of_[f]) continue;
      std::vector<NeighbourVotes> neighbours;
      for (std::size_t p = 0; p < parties_.size(); ++p) {
        neighbours.push_back(beside(groups_[*group_of_[f]], f, p));
      }
      visit(forms_[f], neighbours);
    }
  }

 private:
  struct Group {
    std::vector<Votes> sums;
    Votes total = 0;
    std::vector<std::array<std::size_t, 2>> most, least;  // by party: forms
  };

  Group summed(const std::vector<std::size_t>& members) const {
    Group group;
    for (const std::size_t f : members) group.total += forms_[f].total;
    for (std::size_t p = 0; p < parties_.size(); ++p) {
      std::vector<std::size_t> order = members;
      const auto fewer = [&](std::size_t a, std::size_t b) {
        return std::tie(forms_[a].votes[p], a) < std::tie(forms_[b].votes[p], b);
      };
      std::sort(order.begin(), order.end(), fewer);
      Votes sum = 0;
      for (const std::size_t f : members) sum += forms_[f].votes[p];
      group.sums.push_back(sum);
      group.least.push_back({order[0], order[1]});
      group.most.push_back({order[order.size() - 1], order[order.size() - 2]});
    }
    return group;
  }

  NeighbourVotes beside(const Group& group, std::size_t f, std::size_t p) const {
    NeighbourVotes result{group.sums[p], group.total};
    const auto leave_out = [&](std::size_t form) {
      result.of_party -= forms_[form].votes[p];
      result.in_all -= forms_[form].total;
    };
    leave_out(f);
    const auto [most, second_most] = group.most[p];
    const auto [least, second_least] = group.least[p];
    leave_out(most == f ? second_most : most);
    leave_out(least == f ? second_least : least);
    return result;
  }

  std::vector<std::size_t> parties_;
  std::vector<VotesOfForm> forms_;
  std::vector<Group> groups_;
  std::vector<std::optional<std::size_t>> group_of_;  // by form
};

// votes · share of `part` in `all`, in sixteenths of a vote.
Votes predicted_sixteenths(Votes votes, Votes part, Votes all) {
  return all <= 0 ? 0 : static_cast<Votes>(static_cast<Wide>(16) * votes * part / all);
}

std::string in_votes(Votes sixteenths) { return std::to_string((sixteenths + 8) / 16); }

bool is_far_above(Votes high, Votes low) { return high >= 4 * low + 8 * 16; }

// Predicted from the votes of the others on the same form, so that the count itself does not count.
bool is_tenfold(Votes count, Votes predicted) {
  const Votes here = 16 * count;
  if (is_far_above(here, predicted)) return !is_far_above(16 * (count / 10), predicted);
  return is_far_above(predicted, here) && !is_far_above(predicted, 160 * count) && count > 0;
}

// (a − e)²/e + (b − f)²/f in sixteenths, as the numerator over e·f; e and f at least
// kLeastPredicted.
Wide squared_distance(Votes a, Votes e, Votes b, Votes f) {
  return static_cast<Wide>(a - e) * (a - e) * std::max(f, kLeastPredicted) +
         static_cast<Wide>(b - f) * (b - f) * std::max(e, kLeastPredicted);
}

bool are_exchanged(Votes a, Votes e, Votes b, Votes f) {
  const Wide now = squared_distance(16 * a, e, 16 * b, f);
  const Wide exchanged = squared_distance(16 * b, e, 16 * a, f);
  const Wide unit = static_cast<Wide>(std::max(e, kLeastPredicted)) * std::max(f, kLeastPredicted);
  return now >= kLeastExchanged * 16 * unit && 4 * exchanged <= now;
}

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

std::vector<Violation> find_tenfold_counts(const Election& election, const ReturnTable& table) {
  std::vector<Violation> all;
  const Neighbours neighbours(election, table);
  neighbours.for_each([&](const VotesOfForm& form, const std::vector<NeighbourVotes>& others) {
    for (std::size_t p = 0; p < others.size(); ++p) {
      const Votes predicted = predicted_sixteenths(form.total - form.votes[p], others[p].of_party,
                                                   others[p].in_all - others[p].of_party);
      if (!is_tenfold(form.votes[p], predicted)) continue;
      Violation found = warning(table, form.unit, "tenfold-count");
      found.fields = {election.parties[neighbours.parties()[p]].id};
      found.found = std::to_string(form.votes[p]);
      found.expected = "about " + in_votes(predicted) + ", as the neighbours have it";
      all.push_back(std::move(found));
    }
  });
  return all;
}

std::vector<Violation> find_exchanged_parties(const Election& election, const ReturnTable& table) {
  std::vector<Violation> all;
  const Neighbours neighbours(election, table);
  neighbours.for_each([&](const VotesOfForm& form, const std::vector<NeighbourVotes>& others) {
    std::vector<Votes> predicted;
    for (const NeighbourVotes& of : others) {
      predicted.push_back(predicted_sixteenths(form.total, of.of_party, of.in_all));
    }
    for (std::size_t p = 0; p < others.size(); ++p) {
      for (std::size_t q = p + 1; q < others.size(); ++q) {
        if (!are_exchanged(form.votes[p], predicted[p], form.votes[q], predicted[q])) continue;
        Violation found = warning(table, form.unit, "exchanged-parties");
        found.fields = {election.parties[neighbours.parties()[p]].id,
                        election.parties[neighbours.parties()[q]].id};
        found.found = std::to_string(form.votes[p]) + " and " + std::to_string(form.votes[q]);
        found.expected = "about " + in_votes(predicted[p]) + " and " + in_votes(predicted[q]) +
                         ", as the neighbours have it";
        all.push_back(std::move(found));
      }
    }
  });
  return all;
}

std::vector<Violation> find_repeated_returns(const Election& /*election*/,
                                             const ReturnTable& table) {
  std::vector<Violation> all;
  for_each_revised(table, [&](UnitIndex unit, std::size_t before, std::size_t after) {
    for (const Column& column : table.columns) {
      if (column.cells[before] != column.cells[after]) return;
    }
    Violation found = warning(table, unit, "repeated-return");
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
         {find_near_copies, find_tenfold_counts, find_exchanged_parties, find_repeated_returns}) {
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
