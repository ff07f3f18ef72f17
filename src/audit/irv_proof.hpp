// Why a set of assertions settles an instant runoff, written out so that anybody can check it: from
// the end of the count backwards. A node is a set of candidates who are the last to stand; its
// steps are all the others, each as the one who left just before. A step is either contradicted
// by an assertion, or leads to the node with that one candidate more. The first node is the end,
// where nobody stands yet, and its steps are everybody who is not the reported winner. If no node
// holds all candidates, no order of elimination with another winner agrees with the assertions.
//
// The checker here knows nothing of how proofs are found (irv.cpp), and reads assertions only.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "audit/assertion.hpp"

namespace scrutineer {

struct IrvStep {
  std::size_t candidate = 0;
  std::optional<std::size_t> assertion;  // by position; else `node` is where it leads
  std::size_t node = 0;
  friend bool operator==(const IrvStep&, const IrvStep&) = default;
};

struct IrvNode {
  std::vector<std::size_t> standing;  // ascending
  std::vector<IrvStep> steps;         // by candidate
  friend bool operator==(const IrvNode&, const IrvNode&) = default;
};

struct IrvProof {
  std::vector<IrvNode> nodes;
  friend bool operator==(const IrvProof&, const IrvProof&) = default;
};

// Whether an assertion rules out that `leaving` is eliminated while exactly `standing` (ascending,
// without it) remain besides.
bool contradicts(const Assertion& assertion, std::size_t leaving,
                 const std::vector<std::size_t>& standing);

// What is wrong with a proof, as a sentence; nothing where it holds.
std::optional<std::string> fault_of(const IrvProof& proof, std::size_t candidates,
                                    std::size_t winner, const std::vector<Assertion>& assertions);

}  // namespace scrutineer
