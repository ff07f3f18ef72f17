// Ballots of instant runoffs as cards. folder/raire.hpp reads the file and reports what is wrong;
// it adds like ballots up, and forgets their ids. A ballot that stands in two contests is one card.
#include <algorithm>
#include <unordered_map>

#include "base/text.hpp"
#include "folder/audit/cards_builder.hpp"
#include "folder/raire.hpp"

namespace scrutineer::records {

namespace {

std::string_view next(std::string_view& rest, char end) {
  const std::size_t at = std::min(rest.find(end), rest.size());
  const std::string_view part = trimmed(rest.substr(0, at));
  rest.remove_prefix(std::min(at + 1, rest.size()));
  return part;
}

struct Ballot {
  std::string_view id;
  std::int64_t row = 0;
  std::vector<std::pair<std::size_t, std::vector<Mark>>> contests;
};

// A file that folder/raire.hpp accepts.
std::vector<Ballot> ballots_of(const Part& file, std::size_t headers, CardsBuilder& cards) {
  std::vector<Ballot> ballots;
  std::unordered_map<std::string_view, std::size_t> by_id;
  std::string_view rest = file.bytes;
  std::int64_t row = 0;
  while (!rest.empty()) {
    std::string_view line = next(rest, '\n');
    if (static_cast<std::size_t>(row++) < headers || line.empty()) continue;
    const Where where{file.name, row, "ballot"};
    const auto contest = cards.contest(where, next(line, ','));
    const std::string_view id = next(line, ',');
    if (!contest) continue;
    const auto [at, is_new] = by_id.try_emplace(id, ballots.size());
    if (is_new) ballots.push_back({id, row, {}});
    std::vector<Mark> marks;
    while (!line.empty()) {
      const std::string_view name = next(line, ',');
      if (name.empty()) continue;
      if (const auto candidate = cards.candidate(where, *contest, name))
        marks.push_back({*candidate, 1});
    }
    ballots[at->second].contests.emplace_back(*contest, std::move(marks));
  }
  return ballots;
}

}  // namespace

void read_raire(const Part& file, CardsBuilder& cards) {
  const auto known = parse_raire(file.name, file.bytes);
  if (!known) return cards.problems().add_all(known.error());
  const Where top{file.name, 1, "contest"};
  for (const RankedContest& contest : known->contests) {
    const auto position = cards.contest(top, contest.id);
    if (!position) return;
    cards.facts(*position).is_ranked = true;
    for (const std::string& candidate : contest.candidates) {
      cards.candidate(top, *position, candidate);
    }
  }
  for (const Ballot& ballot : ballots_of(file, 1 + known->contests.size(), cards)) {
    const Where where{file.name, ballot.row, "ballot"};
    if (!cards.start_card(where, ballot.id, {})) continue;
    for (const auto& [contest, marks] : ballot.contests) cards.add_votes(where, contest, marks);
  }
}

}  // namespace scrutineer::records
