#include "count/neighbours.hpp"

#include <algorithm>
#include <cmath>

namespace scrutineer {
namespace {

// A level is used where its units have so many members on average: fewer say nothing of how much
// they vary.
constexpr std::size_t kLeastMembers = 3;
// Shares are compared where both sides of the count are expected to be so many.
constexpr double kLeastExpected = 5;
constexpr double kMedianOfChiSquared = 0.4549364;  // one degree of freedom
constexpr double kLeastSpread = 1e-6;
// A form with a count five standard deviations off says nothing about its neighbours; it is
// compared with the medians of so many forms.
constexpr double kFarSquared = 25;
constexpr std::size_t kLeastForMedians = 5;

// The median's upper confidence bound (97 per cent): few values must not seem to vary little.
double upper_median(std::vector<double>& values) {
  const auto size = static_cast<double>(values.size());
  const auto rank = static_cast<std::size_t>(size / 2 + std::sqrt(size));
  const auto at = values.begin() + static_cast<std::ptrdiff_t>(std::min(rank, values.size() - 1));
  std::nth_element(values.begin(), at, values.end());
  return *at;
}

}  // namespace

Neighbours::Neighbours(const Election& election, const std::vector<FormCounts>& forms)
    : election_(election), forms_(forms), kinds_(forms.empty() ? 0 : forms[0].counts.size()) {
  for (const FormCounts& form : forms) stands_.push_back(form.stands && form.total > 0);
  leave_out_far_ones();
  for (auto level = static_cast<std::uint32_t>(election_.levels.size()); level-- > 0;) {
    if (!add_level(level)) levels_.pop_back();
  }
}

std::optional<UnitIndex> Neighbours::above(UnitIndex unit, std::uint32_t level) const {
  std::optional<UnitIndex> at = election_.units[unit.value].parent;
  while (at && election_.units[at->value].level > level) at = election_.units[at->value].parent;
  return at && election_.units[at->value].level == level ? at : std::nullopt;
}

// The median shares of the nearest kLeastForMedians forms or more: one wrong form among a few does
// not move them, as it would their sums.
std::vector<std::vector<double>> Neighbours::median_shares() const {
  std::vector<std::vector<double>> medians(forms_.size());
  for (auto level = static_cast<std::uint32_t>(election_.levels.size()); level-- > 0;) {
    std::vector<std::vector<std::size_t>> groups(election_.units.size());
    for (std::size_t f = 0; f < forms_.size(); ++f) {
      const auto unit = above(forms_[f].unit, level);
      if (stands_[f] && unit) groups[unit->value].push_back(f);
    }
    for (const std::vector<std::size_t>& group : groups) {
      const auto has_none = [&](std::size_t f) { return medians[f].empty(); };
      if (group.size() < kLeastForMedians || std::none_of(group.begin(), group.end(), has_none)) {
        continue;
      }
      std::vector<double> shares;
      for (std::size_t k = 0; k < kinds_; ++k) {
        std::vector<double> values;
        for (const std::size_t f : group) values.push_back(share(f, k));
        const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
        std::nth_element(values.begin(), middle, values.end());
        shares.push_back(*middle);
      }
      for (const std::size_t f : group) {
        if (has_none(f)) medians[f] = shares;
      }
    }
  }
  return medians;
}

double Neighbours::share(std::size_t form, std::size_t kind) const {
  return static_cast<double>(forms_[form].counts[kind]) / static_cast<double>(forms_[form].total);
}

void Neighbours::leave_out_far_ones() {
  const std::vector<std::vector<double>> medians = median_shares();
  std::vector<double> squares;
  const auto for_each_count = [&](auto visit) {
    for (std::size_t f = 0; f < forms_.size(); ++f) {
      for (std::size_t k = 0; k < medians[f].size(); ++k) {
        const double off = share(f, k) - medians[f][k];
        visit(f, off * off, medians[f][k], static_cast<double>(forms_[f].total));
      }
    }
  };
  for_each_count([&](std::size_t, double square, double median, double votes) {
    if (votes * median < kLeastExpected || votes * (1 - median) < kLeastExpected) return;
    squares.push_back(square / (median * (1 - median)));
  });
  if (squares.empty()) return;
  const double spread = std::max(kLeastSpread, upper_median(squares) / kMedianOfChiSquared);
  for_each_count([&](std::size_t f, double square, double median, double votes) {
    if (square > kFarSquared * std::max(median, 1 / votes) * spread) stands_[f] = false;
  });
}

bool Neighbours::add_level(std::uint32_t number) {
  const Level* below = levels_.empty() ? nullptr : &levels_.back();
  std::vector<std::vector<Member>> members(election_.units.size());
  if (below == nullptr) {
    for (std::size_t f = 0; f < forms_.size(); ++f) {
      const auto unit = above(forms_[f].unit, number);
      if (stands_[f] && unit) {
        members[unit->value].push_back({&forms_[f].counts, forms_[f].total, 1});
      }
    }
  } else {
    for (std::uint32_t u = 0; u < below->groups.size(); ++u) {
      const Group& group = below->groups[u];
      if (group.members == 0) continue;
      if (const auto unit = above({u}, number)) {
        members[unit->value].push_back({&group.counts, group.total, group.members});
      }
    }
  }
  Level level;
  level.level = number;
  level.groups.resize(election_.units.size());
  std::size_t groups = 0, in_all = 0;
  for (std::size_t u = 0; u < members.size(); ++u) {
    if (members[u].empty()) continue;
    Group& group = level.groups[u];
    group.counts.assign(kinds_, 0);
    for (const Member& member : members[u]) {
      for (std::size_t k = 0; k < kinds_; ++k) group.counts[k] += (*member.counts)[k];
      group.total += member.total;
    }
    group.members = members[u].size();
    ++groups;
    in_all += group.members;
  }
  if (groups > 0 && in_all >= kLeastMembers * groups) estimate(level, members);
  levels_.push_back(std::move(level));
  return levels_.back().spread > 0;
}

// A member's share about that of the other members has the variance p(1 − p)·spread·m/(m − 1) for m
// members. `own_part` is what the members' places contribute; the rest of the spread is what the
// members' own shares vary by chance: 1/votes for a form, the spread below/members for a group.
void Neighbours::estimate(Level& level, const std::vector<std::vector<Member>>& members) const {
  std::vector<double> squares;
  double chance = 0;
  std::size_t compared = 0;
  for (std::size_t u = 0; u < members.size(); ++u) {
    const auto m = static_cast<double>(members[u].size());
    if (members[u].size() < 2) continue;
    for (const Member& member : members[u]) {
      const auto votes = static_cast<double>(member.total);
      chance +=
          levels_.empty() ? 1 / votes : levels_.back().spread / static_cast<double>(member.members);
      ++compared;
      const auto others = static_cast<double>(level.groups[u].total - member.total);
      for (std::size_t k = 0; k < kinds_; ++k) {
        const auto count = static_cast<double>((*member.counts)[k]);
        const double share = (static_cast<double>(level.groups[u].counts[k]) - count) / others;
        if (votes * share < kLeastExpected || votes * (1 - share) < kLeastExpected) continue;
        const double off = count / votes - share;
        squares.push_back(off * off / (share * (1 - share)) * (m - 1) / m);
      }
    }
  }
  if (squares.empty()) return;
  level.spread = std::max(kLeastSpread, upper_median(squares) / kMedianOfChiSquared);
  level.own_part = std::max(kLeastSpread, level.spread - chance / static_cast<double>(compared));
}

std::vector<double> Neighbours::expected(std::size_t form) const {
  const FormCounts& here = forms_[form];
  std::vector<const Group*> groups;  // without the form itself, `members` says
  std::vector<double> members;
  bool takes_one = stands_[form];
  for (const Level& level : levels_) {
    const auto unit = above(here.unit, level.level);
    const Group* group = unit ? &level.groups[unit->value] : nullptr;
    const auto count = static_cast<double>(group == nullptr ? 0 : group->members);
    groups.push_back(group);
    members.push_back(count - (takes_one ? 1 : 0));
    takes_one = takes_one && count <= 1;
  }
  std::vector<double> shares;
  double variance = 0;  // of the shares, divided by p(1 − p)
  for (std::size_t l = levels_.size(); l-- > 0;) {
    if (!shares.empty()) variance += levels_[l + 1].own_part;
    if (groups[l] == nullptr || members[l] <= 0) continue;
    const Votes total = groups[l]->total - (stands_[form] ? here.total : 0);
    const auto count = [&](std::size_t k) {
      return static_cast<double>(groups[l]->counts[k] - (stands_[form] ? here.counts[k] : 0));
    };
    const double spread = levels_[l].spread / members[l];
    const bool first = shares.empty();
    if (first) shares.assign(kinds_, 0);
    const double weight = first ? 1 : variance / (variance + spread);
    for (std::size_t k = 0; k < kinds_; ++k) {
      // Half a vote for each, where nothing above says anything: no count is impossible.
      const double more = first ? 0.5 : 0;
      const double share =
          (count(k) + more) / (static_cast<double>(total) + more * static_cast<double>(kinds_));
      shares[k] += weight * (share - shares[k]);
    }
    variance = first ? spread : variance * spread / (variance + spread);
  }
  if (shares.empty()) return shares;
  variance += levels_.front().own_part;
  const double weight = std::max(1.0, 1 / variance - 1);
  for (double& share : shares) share *= weight;
  return shares;
}

}  // namespace scrutineer
