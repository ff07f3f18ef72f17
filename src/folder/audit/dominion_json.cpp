// Dominion's CvrExport.json: sessions of a tabulator's batch, each with the original record and,
// where it was adjudicated, a modified one; one of them is current. Its sheets are `Cards` from
// version 5.10 on; before, the contests stand in the record itself. A mark that is no vote
// (IsVote: false) was read and is not counted; an overvoted contest has none that is.
#include <algorithm>

#include <fmt/core.h>

#include "base/text.hpp"
#include "folder/audit/cards_builder.hpp"
#include "folder/exchange/element.hpp"

namespace scrutineer::records {

namespace {

using exchange::Element;

// "…/00001_00002_000013*.*" is record 13, "…/00001_00002_000013_*.*" too.
std::optional<std::int64_t> record_in_mask(std::string_view mask) {
  mask = mask.substr(0, mask.find('*'));
  if (mask.ends_with('_')) mask.remove_suffix(1);
  const std::size_t line = mask.rfind('_');
  return line == std::string_view::npos ? std::nullopt : position_in(mask.substr(line + 1));
}

class DominionJsonReader {
 public:
  explicit DominionJsonReader(CardsBuilder& cards) : cards_(cards) {}

  void read(const Part& file) {
    file_ = file.name;
    const auto root = exchange::read_json(file.name, file.bytes);
    if (!root) return cards_.problems().add_all(root.error());
    if (root->find("Sessions") == nullptr) {
      return cards_.describe({file_, 0, ""}, "JSON without Sessions", std::string(kKnownFormats));
    }
    for (const Element* session : root->all("Sessions")) {
      if (cards_.is_full(file_)) return;
      read_session(*session);
    }
  }

  // Now that it is known which contests are ranked.
  void finish() {
    for (Card& card : read_) {
      const Where where{card.file, card.line, "Sessions"};
      if (!cards_.start_card(where, card.id, card.place)) continue;
      for (ContestVotes& votes : card.contests) {
        cards_.add_choices(where, votes.contest, std::move(votes.marks));
      }
    }
  }

 private:
  struct ContestVotes {
    std::size_t contest = 0;
    std::vector<CardsBuilder::Ranked> marks;
  };
  struct Card {
    std::string_view file;
    std::int64_t line = 0;
    std::string id;
    CardPlace place;
    std::vector<ContestVotes> contests;
  };

  std::string_view required(const Element& in, std::string_view name) {
    const std::string_view text = in.value(name);
    if (text.empty()) cards_.describe({file_, in.line, name}, fmt::format("no {}", name), "it");
    return text;
  }

  const Element* current_record(const Element& session) {
    const Element* current = nullptr;
    std::size_t records = 0;
    for (const std::string_view name : {"Original", "Modified"}) {
      for (const Element* record : session.all(name)) {
        if (record->value("IsCurrent") != "true") continue;
        current = record;
        ++records;
      }
    }
    if (records == 1) return current;
    cards_.describe({file_, session.line, "IsCurrent"}, fmt::format("{} current records", records),
                    "one, Original or Modified");
    return nullptr;
  }

  void read_session(const Element& session) {
    const std::string_view tabulator = required(session, "TabulatorId");
    const std::string_view batch = required(session, "BatchId");
    const std::string_view record = required(session, "RecordId");
    const Element* const current = current_record(session);
    if (tabulator.empty() || batch.empty() || record.empty() || current == nullptr) return;
    const auto container = cards_.container({file_, session.line, "BatchId"}, tabulator, batch);
    if (!container) return;
    auto position = position_in(record);
    if (!position) {
      position = record_in_mask(session.value("ImageMask"));
      if (position) cards_.note("A record's number is withheld: the name of its image gives it");
    }
    const std::string id = position ? fmt::format("{}-{}", *container, *position) : "";
    if (!position) {
      return cards_.wrong({file_, session.line, "RecordId"}, record,
                          "a number, here or in ImageMask");
    }
    const auto sheets = current->all("Cards");
    if (sheets.empty()) return read_card(session, *current, id, {*container, *position});
    if (sheets.size() > 1) {
      cards_.note("A session has several sheets: each is a card, whose place is not known");
    }
    for (std::size_t i = 0; i < sheets.size(); ++i) {
      const bool is_only = sheets.size() == 1;
      read_card(*sheets[i], *sheets[i], is_only ? id : fmt::format("{}-{}", id, i + 1),
                {*container, is_only ? *position : 0});
    }
  }

  void read_card(const Element& at, const Element& contests, std::string id, CardPlace place) {
    Card card{file_, at.line, std::move(id), std::move(place), {}};
    for (const Element* contest : contests.all("Contests")) {
      const std::string_view name = required(*contest, "Id");
      if (name.empty()) continue;
      const auto position = cards_.contest({file_, contest->line, "Contests/Id"}, name);
      if (position) card.contests.push_back({*position, marks_of(*contest, *position)});
    }
    if (read_.size() < kMostCards) {
      read_.push_back(std::move(card));
    } else if (!cards_.is_full(file_)) {
      cards_.describe({file_, at.line, "Sessions"}, "one more card",
                      fmt::format("at most {}", kMostCards));
    }
  }

  std::vector<CardsBuilder::Ranked> marks_of(const Element& contest, std::size_t position) {
    std::vector<CardsBuilder::Ranked> marks;
    ContestFacts& facts = cards_.facts(position);
    for (const Element* mark : contest.all("Marks")) {
      const std::string_view name = required(*mark, "CandidateId");
      const std::string_view is_vote = mark->value("IsVote");
      const std::string_view rank_text = mark->value("Rank");
      const auto rank = rank_text.empty() ? std::optional<std::int64_t>(1) : position_in(rank_text);
      if (is_vote != "true" && is_vote != "false") {
        cards_.wrong({file_, mark->line, "Marks/IsVote"}, is_vote, "true or false");
      }
      if (!rank || *rank > 1'000) {
        cards_.wrong({file_, mark->line, "Marks/Rank"}, rank_text, "a rank from 1 to 1000");
        continue;
      }
      facts.is_ranked |= *rank > 1;
      if (name.empty()) continue;
      const auto candidate =
          cards_.candidate({file_, mark->line, "Marks/CandidateId"}, position, name);
      if (!candidate) continue;
      if (is_vote == "true") {
        marks.emplace_back(static_cast<std::uint32_t>(*rank), *candidate);
      } else if (is_vote == "false") {
        cards_.note("A mark that the export does not count as a vote is left out");
      }
    }
    const bool is_overvoted = position_in(contest.value("Overvotes")).has_value();
    if (is_overvoted && marks.empty()) ++facts.overvoted;
    return marks;
  }

  CardsBuilder& cards_;
  std::string_view file_;
  std::vector<Card> read_;
};

}  // namespace

void read_dominion_json(const std::vector<Part>& files, CardsBuilder& cards) {
  DominionJsonReader reader(cards);
  for (const Part& file : files) reader.read(file);
  reader.finish();
}

}  // namespace scrutineer::records

namespace scrutineer {

Result<std::vector<NamedCandidate>> read_candidate_names(std::string_view name,
                                                         std::string_view bytes) {
  const auto root = exchange::read_json(name, bytes);
  if (!root) return tl::unexpected(root.error());
  Problems problems;
  const exchange::ElementReader reader(shown(name), problems);
  std::vector<NamedCandidate> names;
  for (const exchange::Element* one : root->all("List")) {
    if (problems.is_full(reader.file())) break;
    names.push_back({reader.text(*one, "ContestId", "the contest's number"),
                     reader.text(*one, "Id", "the candidate's number"),
                     reader.text(*one, "Description", "the candidate's name")});
  }
  if (names.empty()) reader.missing(*root, "List", "the candidates (CandidateManifest.json)");
  if (!problems.empty()) return tl::unexpected(problems.take());
  return names;
}

}  // namespace scrutineer
