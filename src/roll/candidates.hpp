// The pairs of records that may be of one person, with their weights: the model is learned from a
// sample of pairs, then every pair of every block, or every pair that there is, is weighed.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "roll/blocking.hpp"
#include "roll/comparisons.hpp"
#include "roll/model.hpp"
#include "roll/scoring.hpp"

namespace scrutineer::roll {

struct CandidateOptions {
  // All pairs are weighed, without blocking, where there are no more than so many.
  std::uint64_t exhaustive_pairs = 2'000'000'000;
  // … and the levels of all pairs of values fit into so many bytes.
  std::uint64_t exhaustive_bytes = std::uint64_t{1} << 30U;
  BlockLimits limits;
  // About so many rows of the left side are looked at to learn the model.
  std::uint64_t training_rows = 40'000;
  // Pairs are kept down to odds of 2^-kept_bits of being of one person, if every record had one
  // match.
  double kept_bits = 12;
  EmOptions em;
};

struct Edge {
  std::uint32_t left = 0, right = 0;  // rows; within one roll left < right
  Weight weight = 0;                  // log2 of m / u, without the prior
  bool operator==(const Edge&) const = default;
};

struct PassReport {
  std::string name;
  std::uint64_t pairs = 0;      // in its runs, those of earlier passes included
  std::uint64_t new_pairs = 0;  // that no earlier pass had
  std::uint64_t kept = 0;
  std::uint64_t divided_runs = 0, windowed_runs = 0;
  std::uint64_t pairs_left_out = 0;
  bool is_left_out = false;  // the whole pass: there are as many as there may be
};

struct Candidates {
  Model model;
  Scoring scoring;
  std::vector<Edge> edges;             // by left, then right row
  std::vector<PatternCount> patterns;  // of the edges
  std::vector<PassReport> passes;
  bool is_exhaustive = false;
  std::uint64_t pairs_weighed = 0;

  // Log odds of an edge.
  Weight log_odds(const Edge& edge) const { return edge.weight + to_weight(model.prior()); }
};

// What is learned before any pair is weighed.
struct LearnedModel {
  Model model;  // its interactions are a first estimate, of matches alone
  std::vector<SideFrequencies> frequencies;
  bool is_exhaustive = false;  // all pairs are to be weighed
  Weight least = 0;            // pairs below it are not kept
};
LearnedModel learn_model(const Comparisons& comparisons, const Sides& sides,
                         const CandidateOptions& options);

// From the edges and patterns of all pairs that were kept, in any order: sorted, each pair once,
// interactions learned, the edges weighed with them.
void finish_candidates(const Comparisons& comparisons, const Sides& sides,
                       const std::vector<SideFrequencies>& frequencies, Candidates& candidates);

// All three steps on this machine.
Candidates find_candidates(const Comparisons& comparisons, const Sides& sides,
                           const CandidateOptions& options);

}  // namespace scrutineer::roll
