// What a seed draws, round by round. Every stream is its cards by ascending ticket (sampler.hpp,
// domain "cards"); a round asks for a longer prefix of some streams, and its cards are those that
// no earlier round had. Sizes are lengths of prefixes, not numbers of new cards.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "audit/agenda.hpp"
#include "base/digest.hpp"

namespace scrutineer {

inline constexpr std::string_view kAuditDomain = "cards";

struct AuditOrder {
  std::vector<Sha256Digest> tickets;                // by card
  std::vector<std::vector<std::size_t>> by_stream;  // cards in the order in which they are drawn
};
AuditOrder order_of(const AuditAgenda& agenda, const std::string& seed);

using StreamSizes = std::vector<std::size_t>;  // by stream

// The cards of each round, by ticket: those of its prefixes without those of earlier rounds.
std::vector<std::vector<std::size_t>> cards_of_rounds(const AuditAgenda& agenda,
                                                      const AuditOrder& order,
                                                      const std::vector<StreamSizes>& rounds);

}  // namespace scrutineer
