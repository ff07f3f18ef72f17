// Cards by contest: cast-vote records, or what people read on paper. A card lists the contests that
// are on it; of each it holds the choices as they were read, also those beyond what the ballot
// allows (assorter.hpp decides what counts). Columnar, since a county has millions of choices.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "audit/assorter.hpp"
#include "base/numbers.hpp"
#include "base/result.hpp"

namespace scrutineer {

struct CardContest {
  std::string id;
  std::vector<std::string> candidates;  // ids, or names where the file has nothing else
  friend bool operator==(const CardContest&, const CardContest&) = default;
};

// One mark: in the order of preference on ranked ballots; `points` on ballots that score, else 1.
struct Mark {
  std::uint32_t candidate = 0;
  std::uint32_t points = 1;
  friend bool operator==(const Mark&, const Mark&) = default;
};

// Where a card lies.
struct CardPlace {
  std::string container;
  std::int64_t position = 0;  // in the container, from 1; 0: not stated
  friend auto operator<=>(const CardPlace&, const CardPlace&) = default;
};

class Cards {
 public:
  // Contests first; ids are unique. Returns its position.
  std::size_t add_contest(CardContest contest);
  // Candidates that a file names only as it goes on.
  std::size_t add_candidate(std::size_t contest, std::string candidate);

  // A new card; what follows is on it. False, and nothing is added, where the id is known.
  bool add_card(std::string id, const CardPlace& place);
  // It could not be found, or nobody can read it.
  void set_missing();
  // It lists the contest; no marks: no vote. False where it lists it already.
  bool add_votes(std::size_t contest, std::span<const Mark> marks);

  const std::vector<CardContest>& contests() const { return contests_; }
  std::size_t size() const { return ids_.size(); }
  const std::string& id(std::size_t card) const { return ids_[card]; }
  CardPlace place(std::size_t card) const {
    return {containers_[container_[card]], position_[card]};
  }
  bool is_missing(std::size_t card) const { return missing_[card]; }
  std::optional<std::size_t> find(std::string_view id) const;
  std::optional<std::size_t> find_contest(std::string_view id) const;

  bool lists(std::size_t card, std::size_t contest) const;
  std::span<const Mark> marks(std::size_t card, std::size_t contest) const;
  // `scores`: the ballot scores its candidates.
  Interpretation interpretation(std::size_t card, std::size_t contest, bool scores) const;

  // The same contests, and the same cards in the same order; the order in which a card lists its
  // contests says nothing.
  friend bool operator==(const Cards& a, const Cards& b);

 private:
  struct Listed {
    std::uint32_t contest = 0;
    std::uint32_t marks = 0;
    std::size_t first = 0;
  };
  const Listed* listed(std::size_t card, std::size_t contest) const;

  std::vector<CardContest> contests_;
  std::vector<std::string> ids_;
  std::unordered_map<std::string, std::size_t> by_id_;
  std::vector<std::string> containers_;
  std::unordered_map<std::string, std::uint32_t> by_container_;
  std::vector<std::uint32_t> container_;
  std::vector<std::int64_t> position_;
  std::vector<bool> missing_;
  std::vector<std::size_t> first_;  // by card, into listed_
  std::vector<Listed> listed_;
  std::vector<Mark> marks_;
};

// One container of cards: a box, a batch, a sealed bag of a polling station.
struct Container {
  std::string id;
  std::string unit;  // the polling station or other unit whose cards it holds; empty: not stated
  Votes cards = 0;
  std::string place;  // where it is kept, as written
  friend bool operator==(const Container&, const Container&) = default;
};

// All containers; ids are unique, cards are at least 0.
struct Manifest {
  std::vector<Container> containers;
  Votes cards() const;
};

}  // namespace scrutineer
