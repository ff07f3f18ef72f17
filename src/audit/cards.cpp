#include "audit/cards.hpp"

#include <algorithm>

namespace scrutineer {

std::size_t Cards::add_contest(CardContest contest) {
  contests_.push_back(std::move(contest));
  return contests_.size() - 1;
}

std::size_t Cards::add_candidate(std::size_t contest, std::string candidate) {
  auto& candidates = contests_[contest].candidates;
  candidates.push_back(std::move(candidate));
  return candidates.size() - 1;
}

bool Cards::add_card(std::string id, const CardPlace& place) {
  if (!by_id_.emplace(id, ids_.size()).second) return false;
  const auto container =
      by_container_.emplace(place.container, static_cast<std::uint32_t>(containers_.size()));
  if (container.second) containers_.push_back(place.container);
  ids_.push_back(std::move(id));
  container_.push_back(container.first->second);
  position_.push_back(place.position);
  missing_.push_back(false);
  first_.push_back(listed_.size());
  return true;
}

void Cards::set_missing() { missing_.back() = true; }

bool Cards::add_votes(std::size_t contest, std::span<const Mark> marks) {
  if (listed(size() - 1, contest) != nullptr) return false;
  listed_.push_back({static_cast<std::uint32_t>(contest), static_cast<std::uint32_t>(marks.size()),
                     marks_.size()});
  marks_.insert(marks_.end(), marks.begin(), marks.end());
  return true;
}

std::optional<std::size_t> Cards::find(std::string_view id) const {
  const auto found = by_id_.find(std::string(id));
  return found == by_id_.end() ? std::nullopt : std::optional(found->second);
}

std::optional<std::size_t> Cards::find_contest(std::string_view id) const {
  for (std::size_t i = 0; i < contests_.size(); ++i) {
    if (contests_[i].id == id) return i;
  }
  return std::nullopt;
}

const Cards::Listed* Cards::listed(std::size_t card, std::size_t contest) const {
  const std::size_t end = card + 1 < first_.size() ? first_[card + 1] : listed_.size();
  for (std::size_t i = first_[card]; i < end; ++i) {
    if (listed_[i].contest == contest) return &listed_[i];
  }
  return nullptr;
}

bool Cards::lists(std::size_t card, std::size_t contest) const {
  return listed(card, contest) != nullptr;
}

std::span<const Mark> Cards::marks(std::size_t card, std::size_t contest) const {
  const Listed* const found = listed(card, contest);
  return found == nullptr ? std::span<const Mark>()
                          : std::span(marks_).subspan(found->first, found->marks);
}

Interpretation Cards::interpretation(std::size_t card, std::size_t contest, bool scores) const {
  Interpretation read;
  if (is_missing(card)) {
    read.card = Interpretation::Card::missing;
    return read;
  }
  const Listed* const found = listed(card, contest);
  if (found == nullptr) {
    read.card = Interpretation::Card::without_contest;
    return read;
  }
  const auto of_card = std::span(marks_).subspan(found->first, found->marks);
  if (!scores) {
    for (const Mark& mark : of_card) read.choices.push_back(mark.candidate);
  } else if (!of_card.empty()) {
    read.scores.resize(contests_[contest].candidates.size());
    for (const Mark& mark : of_card) read.scores[mark.candidate] = mark.points;
  }
  return read;
}

bool operator==(const Cards& a, const Cards& b) {
  if (a.contests_ != b.contests_ || a.ids_ != b.ids_ || a.missing_ != b.missing_) return false;
  for (std::size_t card = 0; card < a.size(); ++card) {
    if (a.place(card) != b.place(card)) return false;
    for (std::size_t contest = 0; contest < a.contests_.size(); ++contest) {
      if (a.lists(card, contest) != b.lists(card, contest)) return false;
      const auto of_a = a.marks(card, contest);
      const auto of_b = b.marks(card, contest);
      if (!std::equal(of_a.begin(), of_a.end(), of_b.begin(), of_b.end())) return false;
    }
  }
  return true;
}

Votes Manifest::cards() const {
  Votes sum = 0;
  for (const Container& container : containers) sum += container.cards;
  return sum;
}

}  // namespace scrutineer
