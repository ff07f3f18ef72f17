// What cast-vote records say, and whether they agree with the manifest of the containers. Pure; the
// readers are in folder/records.hpp.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "audit/cards.hpp"

namespace scrutineer {

// The records of one contest, added up.
struct RecordTally {
  struct Candidate {
    Votes cards = 0;   // that choose them, among those that hold a countable vote
    Votes first = 0;   // that name them before any other
    Votes points = 0;  // of ballots that score; else as `cards`
  };
  Votes cards = 0;      // that list the contest
  Votes blanks = 0;     // of these, without a mark
  Votes overvotes = 0;  // of these, with more choices than the ballot allows; they count for nobody
  std::vector<Candidate> candidates;
};

// `most_choices`: how many a ballot may choose; nothing where that is not known. A candidate who is
// named again counts once.
RecordTally tally_of(const Cards& cards, std::size_t contest,
                     std::optional<Votes> most_choices = std::nullopt);

enum class RecordFindingKind {
  container_not_stated,  // cards that do not say where they lie
  container_unknown,     // cards in a container that the manifest does not have
  container_twice,       // the manifest lists a container again
  too_many_records,      // more records than the container has cards
  too_few_records,       // fewer: an audit takes the rest for cards without a record
  no_records,            // cards, and no record of any
  position_beyond,       // a place after the container's last card
  position_twice         // two records of one place
};
std::string_view name_of(RecordFindingKind kind);
// Whether the two cannot both be right. Otherwise records are only missing.
bool is_contradiction(RecordFindingKind kind);

// One for each container and kind, and for position_beyond and position_twice one for each place.
struct RecordFinding {
  RecordFindingKind kind = RecordFindingKind::container_unknown;
  std::string container;
  std::string card;           // the first that shows it; empty where there is none
  std::int64_t position = 0;  // of position_beyond and position_twice
  Votes records = 0;  // of the container; of position_beyond and position_twice, of the place
  Votes cards = 0;    // of the container, as the manifest says
  friend bool operator==(const RecordFinding&, const RecordFinding&) = default;
};
// One sentence.
std::string to_sentence(const RecordFinding& finding);

// Every finding, by container in the order of the manifest, then those of the records. Two records
// of one id cannot be: readers refuse them.
std::vector<RecordFinding> check_records(const Cards& cards, const Manifest& manifest);

}  // namespace scrutineer
