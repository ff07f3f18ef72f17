#include "audit/irv_proof.hpp"

#include <algorithm>

#include <fmt/core.h>

namespace scrutineer {

namespace {

bool holds(const std::vector<std::size_t>& set, std::size_t candidate) {
  return std::binary_search(set.begin(), set.end(), candidate);
}

std::vector<std::size_t> with(std::vector<std::size_t> set, std::size_t candidate) {
  set.insert(std::lower_bound(set.begin(), set.end(), candidate), candidate);
  return set;
}

// The steps of a node: each candidate who may have left before, once.
std::vector<std::size_t> expected_steps(const IrvNode& node, bool is_end, std::size_t candidates,
                                        std::size_t winner) {
  std::vector<std::size_t> expected;
  for (std::size_t c = 0; c < candidates; ++c) {
    if (!holds(node.standing, c) && !(is_end && c == winner)) expected.push_back(c);
  }
  return expected;
}

std::optional<std::string> fault_of_step(const IrvProof& proof, std::size_t number,
                                         const IrvStep& step,
                                         const std::vector<Assertion>& assertions) {
  const IrvNode& node = proof.nodes[number];
  if (step.assertion) {
    if (*step.assertion >= assertions.size()) {
      return fmt::format("Node {} names assertion {}, which is not there.", number,
                         *step.assertion);
    }
    if (contradicts(assertions[*step.assertion], step.candidate, node.standing)) return {};
    return fmt::format("Node {}: assertion {} does not rule out that candidate {} leaves.", number,
                       *step.assertion, step.candidate);
  }
  if (step.node < proof.nodes.size() &&
      proof.nodes[step.node].standing == with(node.standing, step.candidate)) {
    return {};
  }
  return fmt::format("Node {} does not lead on to the node with candidate {} more.", number,
                     step.candidate);
}

}  // namespace

bool contradicts(const Assertion& assertion, std::size_t leaving,
                 const std::vector<std::size_t>& standing) {
  if (const auto* claim = std::get_if<NotEliminatedBefore>(&assertion.assorter)) {
    // The claim's winner leaves now or has left, and the loser has not.
    return claim->winner != claim->loser && !holds(standing, claim->winner) &&
           (claim->loser == leaving || holds(standing, claim->loser));
  }
  if (const auto* claim = std::get_if<NotEliminatedNext>(&assertion.assorter)) {
    return claim->winner == leaving && holds(standing, claim->loser) &&
           claim->continuing == with(standing, leaving);
  }
  return false;
}

std::optional<std::string> fault_of(const IrvProof& proof, std::size_t candidates,
                                    std::size_t winner, const std::vector<Assertion>& assertions) {
  if (proof.nodes.empty() || !proof.nodes.front().standing.empty()) {
    return "A proof starts with the node where nobody stands.";
  }
  for (std::size_t number = 0; number < proof.nodes.size(); ++number) {
    const IrvNode& node = proof.nodes[number];
    const auto& standing = node.standing;
    if (std::adjacent_find(standing.begin(), standing.end(), std::greater_equal<>()) !=
            standing.end() ||
        (!standing.empty() && standing.back() >= candidates)) {
      return fmt::format("Node {} is no set of candidates.", number);
    }
    if (standing.size() == candidates && number > 0) {
      return fmt::format("Node {} is a whole order of elimination that nothing contradicts.",
                         number);
    }
    std::vector<std::size_t> steps;
    for (const IrvStep& step : node.steps) steps.push_back(step.candidate);
    if (steps != expected_steps(node, number == 0, candidates, winner)) {
      return fmt::format("Node {} leaves out a candidate, or names one twice.", number);
    }
    for (const IrvStep& step : node.steps) {
      if (auto fault = fault_of_step(proof, number, step, assertions)) return fault;
    }
  }
  return {};
}

}  // namespace scrutineer
