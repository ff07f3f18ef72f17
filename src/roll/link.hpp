// Which records of two snapshots are of one person, and which of one snapshot: the whole way from
// columns of values to links and clusters. No key is shared, nothing is labelled; what the program
// learned is in the model, which stands beside every answer.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "roll/assignment.hpp"
#include "roll/candidates.hpp"
#include "roll/clusters.hpp"

namespace scrutineer::roll {

struct LinkOptions {
  CandidateOptions candidates;
  // Log odds from which a pair is linked; without it even odds, the prior being the one that
  // Linkage::prior states.
  std::optional<Weight> least_log_odds;
  std::size_t most_nodes = 2000;  // of a component that is assigned exactly
};

// A link between two snapshots, or a candidate pair within one.
struct Link {
  std::uint32_t left = 0, right = 0;  // rows
  Weight log_odds = 0;
  Pattern pattern = 0;  // the level of each comparison, in the order of the schema
  bool is_ambiguous = false;
  double probability() const { return probability_of(log_odds); }
};

struct Linkage {
  Model model;
  std::vector<PassReport> passes;
  bool is_exhaustive = false;
  std::uint64_t pairs_weighed = 0;
  // Log odds, before a pair is looked at, that two records are of one person, when each may have
  // one record on the other side and otherwise has none: M / ((n - M) (n' - M)) with M matches
  // among n and n' records. It is above the odds of a pair at random, for most records do have a
  // match.
  Weight prior = 0;
  std::vector<Edge> candidates;  // all that were kept, with these log odds as weights
  std::vector<Link> links;       // one to one, by left row
  std::uint64_t components = 0, greedy_components = 0, greedy_records = 0;
};

// An error where there are not two snapshots, or more rows than fit.
Result<void> check_snapshots(const Rolls& rolls);

// From candidates, however they were found, to links.
Linkage link_candidates(const Comparisons& comparisons, const Sides& sides, Candidates found,
                        const LinkOptions& options = {});

// snapshots[0] is the left side, snapshots[1] the right one.
Result<Linkage> link(const Rolls& rolls, const LinkOptions& options = {});

struct DedupeOptions {
  CandidateOptions candidates;
  ClusterOptions clusters;
};

struct Deduplication {
  Model model;
  std::vector<PassReport> passes;
  bool is_exhaustive = false;
  std::uint64_t pairs_weighed = 0;
  std::vector<Edge> candidates;  // all that were kept, with their log odds as weights
  Clusters clusters;
};

Result<Deduplication> dedupe(const Rolls& rolls, std::size_t snapshot = 0,
                             const DedupeOptions& options = {});

// Of the links as they stand, by the model: those of two people, and candidate pairs of one person
// neither of whose records is linked. What blocking missed is not known, and second entries of a
// person are not counted.
struct LinkErrors {
  double false_links = 0, missed_links = 0;
};
LinkErrors expected_errors(const Linkage& linkage);

// What is expected at a threshold, by the model, before pairs are made one to one: pairs at it or
// above that are of two people, and pairs below it that are of one.
struct Expectation {
  Weight least_log_odds = 0;
  std::uint64_t pairs = 0;
  double false_links = 0;
  double missed_links = 0;
};
std::vector<Expectation> expectations(const std::vector<Edge>& candidates,
                                      const std::vector<Weight>& thresholds);

// The same at thresholds from -4 to 8 bits, as a table that a person can read.
std::string expectation_table(const std::vector<Edge>& candidates);

// The model as a table that a person can read: a line for each level with m, u and its weight in
// bits, then the interactions.
std::string model_table(const Model& model, const std::vector<Field>& schema);

}  // namespace scrutineer::roll
