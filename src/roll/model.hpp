// The model of Fellegi and Sunter (1969, "A Theory for Record Linkage"): how often each level comes
// among pairs of one person (m) and among pairs of two (u), a field independent of the next, and
// how many pairs of one person there are.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "roll/coincidence.hpp"
#include "roll/logarithm.hpp"
#include "roll/patterns.hpp"

namespace scrutineer::roll {

struct ComparisonModel {
  LevelShares m{}, u{};
  double stated_pairs = 0;  // pairs of which both sides state the field
  // Bits of the comparisons of the same group, itself included: names; places, codes and texts.
  // They change together (whoever moves has another unit and another house).
  std::uint32_t kin = 0;
  bool is_learned = false;  // m; otherwise it is what we start from
};

// Two comparisons that do not agree independently of each other: people of one family name in one
// village, places of birth and postal codes.
struct Interaction {
  std::size_t first = 0, second = 0;  // comparisons
  std::array<LevelShares, kLevels>
      bits{};               // [level of the first][of the second], added to a weight
  double of_strangers = 0;  // of bits[exact][exact], what pairs of two people take off
};

struct Model {
  std::vector<ComparisonModel> comparisons;
  std::vector<Interaction> interactions;  // a forest: no two paths between comparisons
  double pairs = 0;                       // that there are
  double matches = 0;                     // of them of one person, expected

  // log2 of m / u; 0 where a level is not used or not stated.
  double weight(std::size_t comparison, Level level) const;
  double weight(Pattern pattern) const;
  // log2 of the odds that a pair of which nothing is known is of one person.
  double prior() const;
};

// What is expected before anything is learned: nine matches in ten agree exactly.
LevelShares first_guess(FieldKind kind, bool has_swapped);

// Pairs that were chosen by agreeing in some comparisons: what they say of the others.
struct Session {
  std::string name;
  std::vector<PatternCount> patterns;
  std::uint32_t conditioned = 0;  // bit k: comparison k is left out, its m cannot be learned here
  // Pairs of two people to be expected, where that can be told: dates of birth depend on no other
  // field, so of pairs that agree in the others the share that agrees in the date by chance.
  std::optional<double> coincidences;
  // Known to be less than one pair in ten, so that there are no two classes to be told apart.
  bool has_few_coincidences() const;
};

struct EmOptions {
  int most_iterations = 500;
  double enough = 1e-6;       // stop when no share moves more
  double prior_pairs = 4;     // the first guess counts as so many pairs (Dirichlet)
  double least_share = 1e-9;  // of matches
  double most_share = 0.9999;
};

struct EmResult {
  std::vector<LevelShares> m, u;  // of the comparisons that are not conditioned
  double share = 0;               // of the session's pairs that are of one person
  double pairs = 0;
  std::vector<double> objective;  // log2 likelihood and log2 prior, by iteration; never falls
};

// Expectation–maximisation (Dempster, Laird & Rubin 1977; Winkler 1988) on the session's patterns,
// m and u from `model` as a start. u is the session's own: pairs of two people that agree in one
// field agree more often in others than pairs at random (neighbours share a postal code and a place
// of birth), and with u kept as it is they would be taken for a class of their own. Where
// coincidences are known and fewer than one pair in ten there are no rounds: what is seen less what
// they show. (Two classes would be told apart all the same: those who moved, whose unit and house
// have both changed, against those who did not.)
EmResult learn(const Session& session, const Model& model, const EmOptions& options = {});

// All sessions' m, each weighted by the matches that it saw: of sessions that chose by none of the
// comparison's kin, if there are such. Comparisons that no session saw keep the model's m. Sessions
// with fewer than 10 expected matches say nothing.
void learn_m(Model& model, const std::vector<Session>& sessions, const EmOptions& options = {});

// The interactions of matches, from sessions that chose by neither comparison's kin and have few
// coincidences: enough to see matches that differ in two fields at once (who moved has another unit
// and another house), which a model of independent fields takes for strangers.
void learn_first_dependence(Model& model, const std::vector<Session>& sessions);

// Weights made to fall, or stay, from level to level where a kind's levels are ordered: neighbours
// that rise are pooled, their shares kept.
void make_monotone(Model& model, const std::vector<FieldKind>& kinds);

// Takes the expected matches out of u, and adds the interactions that matter most, in both classes:
// a tree over the comparisons (C. K. Chow & C. N. Liu 1968, "Approximating discrete probability
// distributions with dependence trees"), the one that moves the weights of matches most.
// `kept` holds nearly all pairs of one person, `random` pairs at random. It starts from the
// interactions that the model has.
void learn_dependence(Model& model, const std::vector<PatternCount>& kept,
                      const std::vector<PatternCount>& random);

// How many of the pairs are of one person, where `patterns` counts all pairs that can be.
double expected_matches(const Model& model, const std::vector<PatternCount>& patterns);

}  // namespace scrutineer::roll
