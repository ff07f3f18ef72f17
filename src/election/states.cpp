#include "election/states.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <tuple>

namespace scrutineer {

namespace {

constexpr std::array<std::string_view, 3> kNames = {"counted", "quarantined", "annulled"};

// The statement on a unit that holds so far.
struct Stated {
  const Claim* claim = nullptr;
  std::size_t place = 0;
  UnitState state = UnitState::counted;
};

bool is_later(const Stated& a, const Stated& b) {
  if (a.claim == nullptr || b.claim == nullptr) return a.claim != nullptr;
  return std::tie(a.claim->date, a.claim->stated_at, a.place) >
         std::tie(b.claim->date, b.claim->stated_at, b.place);
}

bool may_state(const Election& election, const Claim& claim) {
  const Role role = election.sources[claim.source.value].role;
  return claim.source == claim.of || role == Role::commission || role == Role::court;
}

}  // namespace

std::string_view name_of(UnitState state) { return kNames[static_cast<std::size_t>(state)]; }

std::optional<UnitState> unit_state_of(std::string_view name) {
  const auto found = std::find(kNames.begin(), kNames.end(), name);
  if (found == kNames.end()) return std::nullopt;
  return static_cast<UnitState>(found - kNames.begin());
}

Corrections::Corrections(const Election& election) {
  for (const Claim& claim : election.claims) {
    if (!claim.corrects.empty()) ids_.push_back(claim.corrects);
  }
  std::sort(ids_.begin(), ids_.end());
}

bool Corrections::name(const Claim& claim) const {
  return std::binary_search(ids_.begin(), ids_.end(), claim.id);
}

std::vector<UnitState> unit_states(const Election& election, ContestIndex contest, SourceIndex of) {
  std::vector<UnitState> states(election.units.size(), UnitState::counted);
  const bool any = std::any_of(election.claims.begin(), election.claims.end(),
                               [](const Claim& claim) { return claim.kind == "unit-state"; });
  if (!any) return states;
  std::vector<Stated> stated(election.units.size());
  const Corrections corrections(election);
  for (std::size_t i = 0; i < election.claims.size(); ++i) {
    const Claim& claim = election.claims[i];
    if (claim.kind != "unit-state" || claim.of != of || !claim.unit) continue;
    if (claim.contest && *claim.contest != contest) continue;
    if (corrections.name(claim)) continue;
    const auto state = unit_state_of(claim.value);
    if (!state || !may_state(election, claim)) continue;
    const Stated now{&claim, i, *state};
    Stated& before = stated[claim.unit->value];
    if (is_later(now, before)) before = now;
  }
  // Units come parents first.
  for (std::size_t u = 0; u < states.size(); ++u) {
    const auto& parent = election.units[u].parent;
    if (parent && is_later(stated[parent->value], stated[u])) stated[u] = stated[parent->value];
    states[u] = stated[u].state;
  }
  return states;
}

}  // namespace scrutineer
