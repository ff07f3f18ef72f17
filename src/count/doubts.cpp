#include "count/doubts.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "count/count.hpp"
#include "count/forms.hpp"
#include "election/basis.hpp"
#include "election/states.hpp"

namespace scrutineer {

namespace {

struct Version {
  std::string name;
  SourceIndex source;
  std::vector<Votes> votes;  // by party
};

class DoubtMaker {
 public:
  DoubtMaker(const Election& election, ContestIndex contest, SourceIndex basis)
      : election_(election),
        contest_(contest),
        basis_(basis),
        states_(unit_states(election, contest, basis)) {
    for (const Doubt& doubt : election.doubts) {
      for (const AlternativeVotes& line : doubt.alternatives) known_.insert(line.unit);
    }
    above_.assign(election.units.size(), false);
    // Totals of a whole constituency are counts of their own, not copies of one form.
    for (const UnitIndex unit : constituencies_of(election, contest)) whole_.insert(unit);
  }

  std::vector<Doubt> run() {
    std::vector<Forms> copies;
    const ReturnTable* ours = nullptr;
    for (const ReturnTable& table : election_.returns) {
      if (table.contest != contest_) continue;
      if (table.source == basis_) {
        ours = &table;
      } else {
        copies.emplace_back(election_, table);
      }
    }
    if (ours == nullptr) return {};
    const Forms forms(election_, *ours);
    std::stable_sort(copies.begin(), copies.end(), [](const Forms& a, const Forms& b) {
      return a.table().source < b.table().source;
    });
    std::vector<std::map<UnitIndex, std::size_t>> rows(copies.size());
    for (std::size_t c = 0; c < copies.size(); ++c) {
      for (const std::size_t row : copies[c].rows()) rows[c][copies[c].unit(row)] = row;
    }
    mark_units_above(forms);
    for (const std::size_t row : forms.rows()) {
      const UnitIndex unit = forms.unit(row);
      if (above_[unit.value] || known_.count(unit) > 0) continue;
      if (states_[unit.value] == UnitState::annulled) continue;
      std::vector<Version> versions = {own_version(forms, row)};
      for (std::size_t c = 0; c < copies.size(); ++c) {
        const auto found = rows[c].find(unit);
        if (found != rows[c].end() && whole_.count(unit) == 0)
          add_copy(copies[c], found->second, versions);
      }
      add_doubt(unit, std::move(versions));
    }
    return std::move(doubts_);
  }

 private:
  // A row above others that report is no cell of the basis.
  void mark_units_above(const Forms& forms) {
    for (const std::size_t row : forms.rows()) {
      for (auto at = election_.units[forms.unit(row).value].parent; at && !above_[at->value];
           at = election_.units[at->value].parent) {
        above_[at->value] = true;
      }
    }
  }

  Version own_version(const Forms& forms, std::size_t row) const {
    Version version{election_.sources[basis_.value].id, basis_, {}};
    for (std::size_t p = 0; p < election_.parties.size(); ++p) {
      version.votes.push_back(forms.count(row, FormSlots{}.first_party + p).value_or(0));
    }
    return version;
  }

  void add_copy(const Forms& copy, std::size_t row, std::vector<Version>& versions) const {
    const SourceIndex source = copy.table().source;
    Version version{election_.sources[source.value].id, source, versions.front().votes};
    for (const std::size_t party : copy.parties()) {
      if (const Count votes = copy.count(row, FormSlots{}.first_party + party)) {
        version.votes[party] = *votes;
      }
    }
    const bool is_known = std::any_of(versions.begin(), versions.end(), [&](const Version& other) {
      return other.votes == version.votes;
    });
    if (!is_known) versions.push_back(std::move(version));
  }

  void add_doubt(UnitIndex unit, std::vector<Version> versions) {
    const bool quarantined = states_[unit.value] == UnitState::quarantined;
    if (quarantined) {
      const std::vector<Votes> none(election_.parties.size(), 0);
      if (versions.front().votes != none) versions.push_back({"not-counted", basis_, none});
    }
    if (versions.size() < 2) return;
    Doubt doubt;
    doubt.id = "copies:" + election_.units[unit.value].id;
    doubt.contest = contest_;
    doubt.units = {unit};
    doubt.way = Way::alternatives;
    doubt.status = Status::alleged;
    doubt.source = versions[1].source;
    std::sort(versions.begin(), versions.end(),
              [](const Version& a, const Version& b) { return a.name < b.name; });
    for (const Version& version : versions) {
      for (std::uint32_t p = 0; p < version.votes.size(); ++p) {
        doubt.alternatives.push_back({unit, version.name, {p}, version.votes[p]});
      }
    }
    doubts_.push_back(std::move(doubt));
  }

  const Election& election_;
  ContestIndex contest_;
  SourceIndex basis_;
  std::vector<UnitState> states_;
  std::set<UnitIndex> known_, whole_;
  std::vector<bool> above_;
  std::vector<Doubt> doubts_;
};

}  // namespace

std::vector<Doubt> doubts_of_count(const Election& election, ContestIndex contest,
                                   SourceIndex basis) {
  return DoubtMaker(election, contest, basis).run();
}

std::vector<Doubt> doubts_of_count(const Election& election) {
  std::vector<Doubt> doubts;
  for (std::uint32_t c = 0; c < election.contests.size(); ++c) {
    const auto basis = counting_source(election, ContestIndex{c});
    if (!basis) continue;
    for (Doubt& doubt : doubts_of_count(election, {c}, *basis)) doubts.push_back(std::move(doubt));
  }
  return doubts;
}

}  // namespace scrutineer
