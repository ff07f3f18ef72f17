#include "outcome/partial.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <utility>

#include "outcome/partial_budget.hpp"

namespace scrutineer {

namespace {

// What the published seats say about the question: between these numbers of seats for `who`.
struct SeatInterval {
  bool known = false;
  Seats low = 0, high = 0;
};

SeatInterval published_seats(const PublishedProblem& facts, const std::vector<std::size_t>& who,
                             std::optional<std::size_t> constituency) {
  SeatInterval sum{true, 0, 0};
  for (const std::size_t party : who) {
    const auto find = [&](std::optional<std::size_t> place) {
      return std::find_if(facts.facts.begin(), facts.facts.end(), [&](const Fact& fact) {
        return fact.kind == Fact::Kind::seats && fact.party == party && fact.constituency == place;
      });
    };
    auto fact = find(constituency);
    if (fact != facts.facts.end()) {
      sum.low += fact->low;
      sum.high += fact->high;
      continue;
    }
    // Without a total of its own, the constituencies add up, if each one is stated.
    for (std::size_t c = 0; c < facts.constituencies.size(); ++c) {
      fact = constituency ? facts.facts.end() : find(c);
      if (fact == facts.facts.end()) return {};
      sum.low += fact->low;
      sum.high += fact->high;
    }
  }
  return sum;
}

class Answerer {
 public:
  Answerer(const Election& election, const Basis& basis, const PublishedProblem& facts,
           const Question& question, QuestionOutcome& outcome)
      : basis_(basis),
        facts_(facts),
        question_(question),
        outcome_(outcome),
        make_(election, basis, facts) {}

  Result<void> run(const std::vector<const Doubt*>& doubts) {
    outcome_.from_published_facts = true;
    outcome_.exact = false;
    outcome_.missing = basis_.missing;
    if (!find_target()) {
      outcome_.holds_known = false;
      outcome_.reason = OpenReason::missing;
      return {};
    }
    for (const Change change : {Change::switched, Change::added, Change::removed}) {
      auto range = price(change, {});
      if (!range) return tl::unexpected(range.error());
      bounds(change) = {range->low, range->high, true};
      for (const std::size_t fact : range->rests_on) rest_on(facts_.facts[fact]);
    }
    for (const Doubt* doubt : doubts) take(*doubt);
    return decide();
  }

 private:
  // Whether every seat stays: it does now, and any one of these next seats would end that. Only
  // those with a published margin bound the price from above; the others may cost anything from one
  // vote.
  void find_next_seats() {
    outcome_.holds = Holds::yes;
    for (const Fact& fact : facts_.facts) {
      if (fact.kind != Fact::Kind::margin || !fact.party || !fact.constituency) continue;
      if (place_ && *place_ != *fact.constituency) continue;
      const SeatInterval seats = published_seats(facts_, {*fact.party}, fact.constituency);
      if (!seats.known || seats.low != seats.high) continue;
      targets_.push_back({{*fact.party}, true, seats.high + 1, fact.constituency});
    }
  }

  bool find_target() {
    for (std::size_t c = 0; c < basis_.constituencies.size(); ++c) {
      if (question_.unit && basis_.constituencies[c].unit == *question_.unit) place_ = c;
    }
    if (question_.kind == QuestionKind::seats_equal) {
      find_next_seats();
      return std::any_of(facts_.facts.begin(), facts_.facts.end(),
                         [](const Fact& fact) { return fact.kind == Fact::Kind::seats; });
    }
    SeatTarget target;
    for (const PartyIndex party : question_.parties) target.who.push_back(party.value);
    std::sort(target.who.begin(), target.who.end());
    target.constituency = place_;
    const SeatInterval seats = published_seats(facts_, target.who, target.constituency);
    if (!seats.known) return false;
    const bool yes = seats.low >= question_.seats;
    if (!yes && seats.high >= question_.seats) return false;
    outcome_.holds = yes ? Holds::yes : Holds::no;
    target.at_least = !yes;
    target.seats = yes ? question_.seats - 1 : question_.seats;
    targets_ = {target};
    for (const Fact& fact : facts_.facts) {
      if (fact.kind == Fact::Kind::seats) rest_on(fact);
    }
    return true;
  }

  void rest_on(const Fact& fact) {
    for (const std::string& claim : fact.claims) rests_on_.insert(claim);
  }

  PriceBounds& bounds(Change change) {
    switch (change) {
      case Change::switched:
        return outcome_.price_switch;
      case Change::added:
        return outcome_.price_add;
      case Change::removed:
        return outcome_.price_remove;
    }
    return outcome_.price_switch;
  }

  Result<PriceRange> price(Change change, const std::vector<std::size_t>& places) {
    const auto key = std::make_pair(change, places);
    const auto found = prices_.find(key);
    if (found != prices_.end()) return found->second;
    Result<PriceRange> range = question_.kind == QuestionKind::seats_equal
                                   ? cheapest_next_seat(change, places)
                                   : price_range(facts_, targets_.front(), change, places);
    if (range) prices_.emplace(key, *range);
    return range;
  }

  // No tie is published, so no seat moves without a vote.
  Result<PriceRange> cheapest_next_seat(Change change, const std::vector<std::size_t>& places) {
    PriceRange cheapest;
    cheapest.low = 1;
    const auto& threshold = facts_.rules.threshold;
    const bool shared = threshold && threshold->scope == Scope::contest;
    cheapest.reachable = shared || places.empty() || !place_ ||
                         std::find(places.begin(), places.end(), *place_) != places.end();
    for (const SeatTarget& target : targets_) {
      const bool inside = places.empty() || std::find(places.begin(), places.end(),
                                                      *target.constituency) != places.end();
      if (!inside) continue;
      Result<PriceRange> range = price_range(facts_, target, change, places);
      if (!range) return range;
      if (!range->high || (cheapest.high && *cheapest.high <= *range->high)) continue;
      cheapest.high = range->high;
      cheapest.rests_on = range->rests_on;
    }
    return cheapest;
  }

  void take(const Doubt& doubt) {
    outcome_.doubts.push_back(doubt.id);
    budgets_.push_back(make_.budget_of(doubt));
    count(budgets_.back());
  }

  void count(const Budget& budget) {
    const Votes high = budget.high.value_or(0);
    Votes* sum = &outcome_.unknown;
    if (budget.doubt->way == Way::removable) sum = &outcome_.removable;
    if (budget.doubt->way == Way::addable) sum = &outcome_.addable;
    if (budget.doubt->way == Way::switchable) sum = &outcome_.switchable;
    // Doubts without units may speak of the same votes; the sum is the upper end of their union.
    *sum += high;
    outcome_.votes_in_doubt += high;
  }

  static std::vector<Change> changes_of(Way way) {
    switch (way) {
      case Way::removable:
        return {Change::removed};
      case Way::addable:
        return {Change::added};
      case Way::switchable:
        return {Change::switched};
      case Way::unknown:
        return {Change::switched, Change::added, Change::removed};
      case Way::alternatives:
        return {};
    }
    return {};
  }

  // Alone and unrestricted as to parties, a doubt that reaches the greatest price changes the
  // answer whatever the unpublished votes were.
  Result<std::optional<Votes>> certain_price(const Budget& budget) {
    std::optional<Votes> least;
    if (budget.below_constituency || !budget.doubt->from.empty() || !budget.doubt->to.empty()) {
      return least;
    }
    for (const Change change : changes_of(budget.doubt->way)) {
      Result<PriceRange> range = price(change, budget.places);
      if (!range) return tl::unexpected(range.error());
      if (!range->high || !budget.high || *budget.high < *range->high) continue;
      if (change == Change::added && !make_.has_names_for(budget, *range->high)) continue;
      if (!least || *range->high < *least) least = range->high;
    }
    return least;
  }

  // The fewest votes of these kinds that could change the answer under any agreeing table; nothing
  // where none could, as they lie elsewhere. At a
  // fixed quota and threshold a switched vote does at least what one removed from its giver or
  // added to its taker does, so where ways are mixed the least price of switching bounds them all.
  // Where the total itself moves the rule (largest remainders, thresholds), nothing is claimed.
  Result<std::optional<Votes>> least_price(const std::vector<const Budget*>& budgets) {
    std::set<Change> changes;
    std::set<std::size_t> places;
    bool everywhere = false;
    for (const Budget* budget : budgets) {
      const std::vector<Change> own = changes_of(budget->doubt->way);
      changes.insert(own.begin(), own.end());
      if (own.empty()) changes.insert(Change::switched);
      everywhere = everywhere || budget->everywhere;
      places.insert(budget->places.begin(), budget->places.end());
    }
    const bool total_matters =
        facts_.rules.rule == Rule::hare_largest_remainder || facts_.rules.threshold.has_value();
    if (changes.size() > 1 && total_matters) return std::optional<Votes>{0};
    const Change change = changes.size() == 1 ? *changes.begin() : Change::switched;
    std::vector<std::size_t> only_in;
    if (!everywhere) only_in.assign(places.begin(), places.end());
    Result<PriceRange> range = price(change, only_in);
    if (!range) return tl::unexpected(range.error());
    return range->reachable ? std::optional<Votes>{range->low} : std::nullopt;
  }

  struct Verdict {
    Answer answer = Answer::not_determined;
    std::optional<Votes> low, high;
    std::vector<const Budget*> deciding;
  };

  Result<Verdict> judge(const std::vector<const Budget*>& all) {
    Verdict verdict;
    std::vector<const Budget*> budgets;
    std::copy_if(all.begin(), all.end(), std::back_inserter(budgets),
                 [](const Budget* budget) { return budget->touches_votes(); });
    // One of the alternatives holds, whatever the others do; unpublished counts may be none of
    // them.
    const bool forced = std::any_of(budgets.begin(), budgets.end(), [](const Budget* budget) {
      return budget->doubt->way == Way::alternatives;
    });
    for (const Budget* budget : budgets) {
      if (forced) break;
      Result<std::optional<Votes>> certain = certain_price(*budget);
      if (!certain) return tl::unexpected(certain.error());
      if (!*certain) continue;
      verdict.answer = Answer::can_change;
      if (!verdict.high || **certain < *verdict.high) verdict.high = *certain;
      verdict.deciding.push_back(budget);
    }
    if (budgets.empty()) {
      verdict.answer = Answer::cannot_change;
      return verdict;
    }
    Result<std::optional<Votes>> least = least_price(budgets);
    if (!least) return tl::unexpected(least.error());
    verdict.low = *least;
    Votes together = 0;
    bool bounded = true;
    for (const Budget* budget : budgets) {
      bounded = bounded && budget->high.has_value();
      together += budget->high.value_or(0);
    }
    if (verdict.answer != Answer::can_change && (!*least || (bounded && together < **least))) {
      verdict.answer = Answer::cannot_change;
    }
    return verdict;
  }

  Result<void> decide() {
    std::vector<const Budget*> all;
    for (const Budget& budget : budgets_) all.push_back(&budget);
    Result<Verdict> verdict = judge(all);
    if (!verdict) return tl::unexpected(verdict.error());
    outcome_.answer = verdict->answer;
    outcome_.reason =
        verdict->answer == Answer::not_determined ? OpenReason::missing : OpenReason::none;
    outcome_.votes_needed = verdict->low;
    outcome_.votes_needed_high = verdict->high;
    outcome_.confidence = joint_confidence(verdict->answer, all, verdict->deciding);
    outcome_.rests_on.assign(rests_on_.begin(), rests_on_.end());
    return weigh(all);
  }

  // A hard bound among the deciding doubts makes "can" unconditional; "cannot" needs every bound.
  std::optional<Rational> joint_confidence(Answer answer, const std::vector<const Budget*>& all,
                                           const std::vector<const Budget*>& deciding) const {
    if (answer == Answer::can_change) {
      std::optional<Rational> best;
      for (const Budget* budget : deciding) {
        if (!budget->doubt->confidence) return std::nullopt;
        if (!best || *budget->doubt->confidence > *best) best = budget->doubt->confidence;
      }
      return best;
    }
    if (answer != Answer::cannot_change) return std::nullopt;
    // Bonferroni: the chances that the bounds fail add up.
    std::optional<Rational> joint;
    for (const Budget* budget : all) {
      if (!budget->doubt->confidence) continue;
      const Rational own = *budget->doubt->confidence;
      const Rational before = joint.value_or(Rational{1, 1});
      const std::int64_t denominator = before.denominator * own.denominator;
      const std::int64_t numerator =
          before.numerator * own.denominator + own.numerator * before.denominator - denominator;
      joint = Rational::of(std::max<std::int64_t>(0, numerator), denominator);
    }
    return joint;
  }

  // Decisive: without it the answer would be "cannot". Idle: without it nothing changes.
  Result<void> weigh(const std::vector<const Budget*>& all) {
    for (const Budget* left_out : all) {
      std::vector<const Budget*> rest;
      std::copy_if(all.begin(), all.end(), std::back_inserter(rest),
                   [&](const Budget* budget) { return budget != left_out; });
      Result<Verdict> verdict = judge(rest);
      if (!verdict) return tl::unexpected(verdict.error());
      if (outcome_.answer == Answer::can_change && verdict->answer == Answer::cannot_change) {
        outcome_.decisive_doubts.push_back(left_out->doubt->id);
      }
      if (verdict->answer == outcome_.answer && verdict->high == outcome_.votes_needed_high) {
        outcome_.idle_doubts.push_back(left_out->doubt->id);
      }
    }
    return {};
  }

  const Basis& basis_;
  const PublishedProblem& facts_;
  const Question& question_;
  QuestionOutcome& outcome_;
  BudgetMaker make_;
  std::optional<std::size_t> place_;  // the constituency that the question is about
  std::vector<SeatTarget> targets_;
  std::vector<Budget> budgets_;
  std::set<std::string> rests_on_;
  std::map<std::pair<Change, std::vector<std::size_t>>, PriceRange> prices_;
};

}  // namespace

Result<void> answer_from_facts(const Election& election, const Basis& basis,
                               const PublishedProblem& facts, const Question& question,
                               const std::vector<const Doubt*>& doubts, QuestionOutcome& outcome) {
  return Answerer(election, basis, facts, question, outcome).run(doubts);
}

}  // namespace scrutineer
