// What a doubt can move where votes are not published by constituency. Used inside this folder
// only.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "election/basis.hpp"
#include "election/election.hpp"
#include "outcome/published.hpp"

namespace scrutineer {

// The budget of one doubt as the ways of changing votes see it.
struct Budget {
  const Doubt* doubt = nullptr;
  bool everywhere = false;
  std::vector<std::size_t> places;  // constituencies, where not everywhere; may be none
  bool below_constituency = false;  // only part of a constituency
  Count high;                       // empty = all
  bool touches_votes() const { return everywhere || !places.empty(); }
};

class BudgetMaker {
 public:
  BudgetMaker(const Election& election, const Basis& basis, const PublishedProblem& facts)
      : election_(election), basis_(basis), facts_(facts) {}

  Budget budget_of(const Doubt& doubt) const;

  // Whether so many votes may be added wherever in its places the doubt likes.
  bool has_names_for(const Budget& budget, Votes votes) const;

 private:
  Count alternatives_budget(const Doubt& doubt) const;
  Count stated_total(Fact::Kind kind) const;
  Count names_left(std::optional<std::size_t> constituency) const;

  const Election& election_;
  const Basis& basis_;
  const PublishedProblem& facts_;
};

}  // namespace scrutineer
