#include "audit/sampler.hpp"

#include <algorithm>
#include <numeric>
#include <unordered_map>

#include <fmt/core.h>

#include "audit/decimal.hpp"
#include "base/text.hpp"

namespace scrutineer {

namespace {

std::string prefix_of(const DrawSeed& seed) {
  return "scrutineer|v1|" + seed.seed + "|" + seed.domain + "|";
}

Errors problems_of(const DrawSeed& seed) {
  Errors errors;
  const auto add = [&](std::string text) { errors.push_back({"", 0, "", "", "", text}); };
  if (seed.seed.empty()) add("The seed is empty.");
  if (seed.domain.find('|') != std::string::npos) {
    add(fmt::format("The domain \"{}\" holds a |, which separates it from the id.",
                    shown(seed.domain)));
  }
  return errors;
}

Errors problems_of(std::span<const std::string> ids) {
  Errors errors;
  std::unordered_map<std::string_view, std::size_t> first;
  for (std::size_t i = 0; i < ids.size(); ++i) {
    if (ids[i].empty()) {
      errors.push_back({"", 0, "", "", "", fmt::format("The {}th id is empty.", i + 1)});
      continue;
    }
    const auto [at, added] = first.emplace(ids[i], i);
    if (added) continue;
    errors.push_back({"", 0, "", "", "",
                      fmt::format("The id \"{}\" stands twice in the list, as number {} and {}.",
                                  shown(ids[i]), at->second + 1, i + 1)});
  }
  return errors;
}

// The first `size` positions by ascending digest.
std::vector<std::size_t> first_by_digest(const std::vector<Sha256Digest>& digests,
                                         std::size_t size) {
  std::vector<std::size_t> order(digests.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  const auto end = order.begin() + static_cast<std::ptrdiff_t>(std::min(size, order.size()));
  std::partial_sort(order.begin(), end, order.end(), [&](std::size_t a, std::size_t b) {
    return digests[a] != digests[b] ? digests[a] < digests[b] : a < b;
  });
  order.erase(end, order.end());
  return order;
}

}  // namespace

std::vector<Sha256Digest> tickets_of(const DrawSeed& seed, std::span<const std::string> ids) {
  std::string text = prefix_of(seed);
  const std::size_t prefix = text.size();
  std::vector<Sha256Digest> tickets;
  tickets.reserve(ids.size());
  for (const std::string& id : ids) {
    text.resize(prefix);
    text += id;
    tickets.push_back(sha256(text));
  }
  return tickets;
}

Result<std::vector<Draw>> draw_by_ticket(const DrawSeed& seed, std::span<const std::string> ids,
                                         std::size_t size) {
  Errors errors = problems_of(seed);
  for (Error& error : problems_of(ids)) errors.push_back(std::move(error));
  if (!errors.empty()) return tl::unexpected(errors);
  const auto tickets = tickets_of(seed, ids);
  std::vector<Draw> draws;
  for (const std::size_t index : first_by_digest(tickets, size)) {
    draws.push_back({index, 1, to_hex(tickets[index])});
  }
  return draws;
}

Result<std::vector<Draw>> draw_by_number(const DrawSeed& seed,
                                         std::span<const std::int64_t> weights, std::size_t size) {
  if (Errors errors = problems_of(seed); !errors.empty()) return tl::unexpected(errors);
  constexpr std::int64_t kMost = std::int64_t{1} << 62;
  std::vector<std::int64_t> ends;
  std::int64_t total = 0;
  for (const std::int64_t weight : weights) {
    if (weight < 0 || weight > kMost - total) {
      return fail("The weights of a draw are negative, or add up to more than 2^62.");
    }
    total += weight;
    ends.push_back(total);
  }
  if (total == 0) return fail("There is nothing to draw from: all weights are 0.");
  const std::string prefix = prefix_of(seed);
  std::vector<std::int64_t> times(weights.size(), 0);
  std::vector<Draw> draws;
  for (std::size_t i = 1; i <= size; ++i) {
    const std::int64_t number = remainder_of(sha256(prefix + std::to_string(i)), total);
    const auto at =
        static_cast<std::size_t>(std::upper_bound(ends.begin(), ends.end(), number) - ends.begin());
    draws.push_back({at, ++times[at], std::to_string(number)});
  }
  return draws;
}

std::vector<Draw> draw_colorado(std::string_view seed, std::int64_t cards, std::size_t size,
                                bool with_replacement) {
  if (!with_replacement) size = std::min(size, static_cast<std::size_t>(cards));
  std::unordered_map<std::int64_t, std::int64_t> times;
  std::vector<Draw> draws;
  for (std::size_t i = 1; draws.size() < size; ++i) {
    const std::int64_t index = remainder_of(sha256(fmt::format("{},{}", seed, i)), cards);
    const std::int64_t time = ++times[index];
    if (time > 1 && !with_replacement) continue;
    draws.push_back({static_cast<std::size_t>(index), time, std::to_string(index + 1)});
  }
  return draws;
}

Sha256Digest cryptorandom_hash(std::string_view seed, std::size_t k) {
  return sha256(std::string(seed) + "," + std::string(k, '\0'));
}

double cryptorandom_fraction(std::string_view seed, std::size_t k) {
  return fraction_of(cryptorandom_hash(seed, k));
}

std::vector<std::int64_t> cryptorandom_integers(std::string_view seed, std::int64_t low,
                                                std::int64_t high, std::size_t size) {
  std::vector<std::int64_t> numbers;
  for (std::size_t k = 0; k < size; ++k) {
    numbers.push_back(low + remainder_of(cryptorandom_hash(seed, k), high - low));
  }
  return numbers;
}

std::vector<Draw> draw_shangrla(std::string_view seed, std::size_t cards, std::size_t size) {
  std::vector<Sha256Digest> numbers;
  numbers.reserve(cards);
  Sha256 hash;  // of one zero more each time
  hash.add(std::string(seed) + ",");
  for (std::size_t k = 0; k < cards; ++k) {
    numbers.push_back(hash.digest());
    hash.add(std::string_view("\0", 1));
  }
  std::vector<Draw> draws;
  for (const std::size_t index : first_by_digest(numbers, size)) {
    draws.push_back({index, 1, to_decimal(numbers[index])});
  }
  return draws;
}

}  // namespace scrutineer
