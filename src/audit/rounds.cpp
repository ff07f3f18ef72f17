#include "audit/rounds.hpp"

#include <algorithm>

#include "audit/sampler.hpp"

namespace scrutineer {

AuditOrder order_of(const AuditAgenda& agenda, const std::string& seed) {
  AuditOrder order;
  order.tickets = tickets_of({seed, std::string(kAuditDomain)}, agenda.cards.ids());
  const auto before = [&](std::size_t a, std::size_t b) {
    return order.tickets[a] != order.tickets[b] ? order.tickets[a] < order.tickets[b] : a < b;
  };
  for (const AuditStream& stream : agenda.streams) {
    order.by_stream.push_back(stream.cards);
    std::sort(order.by_stream.back().begin(), order.by_stream.back().end(), before);
  }
  return order;
}

std::vector<std::vector<std::size_t>> cards_of_rounds(const AuditAgenda& agenda,
                                                      const AuditOrder& order,
                                                      const std::vector<StreamSizes>& rounds) {
  std::vector<bool> taken(agenda.cards.size(), false);
  std::vector<std::vector<std::size_t>> cards;
  for (const StreamSizes& sizes : rounds) {
    std::vector<std::size_t> fresh;
    for (std::size_t s = 0; s < sizes.size(); ++s) {
      const auto& stream = order.by_stream[s];
      for (std::size_t i = 0; i < std::min(sizes[s], stream.size()); ++i) {
        if (taken[stream[i]]) continue;
        taken[stream[i]] = true;
        fresh.push_back(stream[i]);
      }
    }
    std::sort(fresh.begin(), fresh.end(), [&](std::size_t a, std::size_t b) {
      return order.tickets[a] != order.tickets[b] ? order.tickets[a] < order.tickets[b] : a < b;
    });
    cards.push_back(std::move(fresh));
  }
  return cards;
}

}  // namespace scrutineer
