// Which cards are drawn. Everything follows from a seed that nobody could know before the inputs
// were committed to, and can be redone by hand with a calculator of SHA-256.
//
// Ours, without replacement: the ticket of a card is SHA-256("scrutineer|v1|" seed "|" domain "|"
// id) in lower-case hexadecimal; cards are drawn by ascending ticket. A larger sample is a longer
// prefix of the same order, and the cards of one contest, in that order, are a sample of that
// contest. With replacement the i-th draw, i = 1, 2, …, is the number SHA-256("scrutineer|v1|" seed
// "|" domain
// "|" i) mod N, in the order of the ids or of the batches' bounds: independent draws, which tickets
// numbered by card and time would not be. The bias of mod N is at most N / 2^256.
//
// The other schemes draw what published audits drew.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/digest.hpp"
#include "base/result.hpp"

namespace scrutineer {

// One draw: which of the ids, for the how manieth time (1: the first), and its ticket: a digest, a
// number or a fraction, as the scheme has it.
struct Draw {
  std::size_t index = 0;
  std::int64_t time = 1;
  std::string ticket;
};

struct DrawSeed {
  std::string seed;    // as published, byte by byte
  std::string domain;  // what is drawn: "ballots", "containers"; no '|'
};

// Tickets of ids, in the order of the ids.
std::vector<Sha256Digest> tickets_of(const DrawSeed& seed, std::span<const std::string> ids);

// The first `size` of the order; all of them where size >= ids. An error where an id comes twice or
// is empty, or the seed is empty.
Result<std::vector<Draw>> draw_by_ticket(const DrawSeed& seed, std::span<const std::string> ids,
                                         std::size_t size);

// With replacement, with chances in proportion to whole-number weights (all 1: equal chances). An
// error where a weight is negative or their sum is 0 or beyond 2^62.
Result<std::vector<Draw>> draw_by_number(const DrawSeed& seed,
                                         std::span<const std::int64_t> weights, std::size_t size);

// ColoradoRLA: n_i = 1 + SHA-256(seed "," i) mod cards, i = 1, 2, …; without replacement, numbers
// that came before are passed over.
std::vector<Draw> draw_colorado(std::string_view seed, std::int64_t cards, std::size_t size,
                                bool with_replacement);

// cryptorandom (Ottoboni & Stark): the k-th hash is SHA-256(seed "," then k bytes of zero), k = 0,
// 1, …
Sha256Digest cryptorandom_hash(std::string_view seed, std::size_t k);
// The hash × 2^-256, to the nearest double.
double cryptorandom_fraction(std::string_view seed, std::size_t k);
// low + hash mod (high − low): numbers of low, …, high − 1 with replacement (randint_trunc).
std::vector<std::int64_t> cryptorandom_integers(std::string_view seed, std::int64_t low,
                                                std::int64_t high, std::size_t size);
// SHANGRLA: the k-th card of the list gets the k-th hash, and cards are drawn by ascending number;
// tickets are in decimal, as there.
std::vector<Draw> draw_shangrla(std::string_view seed, std::size_t cards, std::size_t size);

// Rivest's consistent sampler (2018), exactly, on decimal strings "0.…": a uniform fraction of a
// text, the first fraction of an id, and the next one, uniform between the last and 1.
std::string rivest_uniform(std::string_view text);
std::string rivest_first_fraction(std::string_view id, std::string_view seed);
std::string rivest_next_fraction(std::string_view fraction);
// By ascending fraction; with replacement an id that was drawn stays in with its next fraction.
std::vector<Draw> draw_rivest(std::string_view seed, std::span<const std::string> ids,
                              std::size_t size, bool with_replacement);

// The id that Arlo hashes: Python's text of the tuple (batch, number). Letters beyond ASCII are
// taken as they are, as Python does with those it can print.
std::string arlo_id(std::string_view batch, std::int64_t number);

}  // namespace scrutineer
