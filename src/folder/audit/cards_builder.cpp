#include "folder/audit/cards_builder.hpp"

#include <algorithm>
#include <limits>

#include <fmt/core.h>

#include "base/text.hpp"

namespace scrutineer::records {

std::optional<std::string> refuse_name(std::string_view text) {
  if (text.empty()) return "a name";
  if (text.size() > kLongestName) return fmt::format("a name of at most {} bytes", kLongestName);
  const bool has_control = std::any_of(text.begin(), text.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x20 || byte == 0x7F;
  });
  if (has_control || find_invalid_utf8(text) != std::string_view::npos)
    return "a name of one line, in UTF-8";
  return std::nullopt;
}

std::optional<std::string> ContainerNames::join(std::string_view tabulator,
                                                std::string_view batch) {
  std::string name(tabulator);
  if (!tabulator.empty() && !batch.empty()) name += '-';
  name += batch;
  const std::pair<std::string, std::string> pair(tabulator, batch);
  const auto [at, is_new] = pairs_.emplace(name, pair);
  if (!is_new && at->second != pair) return std::nullopt;
  return name;
}

std::optional<CsvTable> table_of(const Part& file, CardsBuilder& cards) {
  CsvLimits limits;
  limits.columns = 20'000;
  limits.errors = 999;  // and a line that counts the rest
  auto table = read_csv_rows(file.name, file.bytes, limits);
  if (table) return std::move(*table);
  cards.problems().add_all(table.error());
  return std::nullopt;
}

std::optional<std::int64_t> position_in(std::string_view text) {
  const auto number = parse_count(trimmed(text));
  if (!number || *number < 1) return std::nullopt;
  return *number;
}

void CardsBuilder::wrong(const Where& where, std::string_view found, std::string expected) {
  problems_.quote(where.file, where.row, where.column, found, std::move(expected));
}

void CardsBuilder::describe(const Where& where, std::string found, std::string expected) {
  problems_.describe(where.file, where.row, where.column, std::move(found), std::move(expected));
}

std::optional<std::size_t> CardsBuilder::contest(const Where& where, std::string_view name) {
  const auto found = contests_.find(trimmed(name));
  return found == contests_.end() ? new_contest(where, name) : std::optional(found->second);
}

std::optional<std::size_t> CardsBuilder::new_contest(const Where& where, std::string_view name) {
  name = trimmed(name);
  if (auto expected = refuse_name(name)) {
    wrong(where, name, std::move(*expected) + ": the contest's");
    return std::nullopt;
  }
  if (contests_.size() == kMostContests) {
    describe(where, "one more contest", fmt::format("at most {}", kMostContests));
    return std::nullopt;
  }
  std::string own(name);
  for (int n = 2; contests_.contains(own); ++n) own = fmt::format("{} #{}", name, n);
  const std::size_t position = export_.cards.add_contest({own, {}});
  contests_.emplace(own, position);
  candidates_.emplace_back();
  export_.facts.emplace_back();
  return position;
}

std::optional<std::uint32_t> CardsBuilder::candidate(const Where& where, std::size_t contest,
                                                     std::string_view name) {
  const auto& known = candidates_[contest];
  const auto found = known.find(trimmed(name));
  return found == known.end() ? new_candidate(where, contest, name) : std::optional(found->second);
}

std::optional<std::uint32_t> CardsBuilder::new_candidate(const Where& where, std::size_t contest,
                                                         std::string_view name) {
  name = trimmed(name);
  if (auto expected = refuse_name(name)) {
    wrong(where, name, std::move(*expected) + ": a candidate's");
    return std::nullopt;
  }
  auto& known = candidates_[contest];
  if (known.size() == kMostCandidates) {
    describe(where, "one more candidate", fmt::format("at most {} of a contest", kMostCandidates));
    return std::nullopt;
  }
  std::string own(name);
  for (int n = 2; known.contains(own); ++n) own = fmt::format("{} #{}", name, n);
  const auto position = static_cast<std::uint32_t>(export_.cards.add_candidate(contest, own));
  known.emplace(std::move(own), position);
  return position;
}

std::optional<std::string> CardsBuilder::container(const Where& where, std::string_view tabulator,
                                                   std::string_view batch) {
  auto name = containers_.join(trimmed(tabulator), trimmed(batch));
  if (!name) {
    wrong(where, fmt::format("{}-{}", tabulator, batch),
          "another name: a different tabulator and batch give the same one");
  }
  return name;
}

bool CardsBuilder::start_card(const Where& where, std::string_view id, const CardPlace& place) {
  id = trimmed(id);
  if (auto expected = refuse_name(id)) {
    wrong(where, id, std::move(*expected) + ": the card's");
    return false;
  }
  if (!place.container.empty()) {
    if (auto expected = refuse_name(place.container)) {
      wrong(where, place.container, std::move(*expected) + ": the container's");
      return false;
    }
  }
  if (export_.cards.size() == kMostCards) {
    if (!is_full(where.file))
      describe(where, "one more card", fmt::format("at most {}", kMostCards));
    return false;
  }
  if (!export_.cards.add_card(std::string(id), place)) {
    wrong(where, id, "each card once");
    return false;
  }
  return true;
}

void CardsBuilder::add_votes(const Where& where, std::size_t contest, std::span<const Mark> marks) {
  if (!export_.cards.add_votes(contest, marks)) {
    wrong(where, export_.cards.contests()[contest].id, "each contest once on a card");
  }
}

void CardsBuilder::add_choices(const Where& where, std::size_t contest, std::vector<Ranked> marks) {
  if (facts(contest).is_ranked) return add_votes(where, contest, in_order(std::move(marks)));
  std::vector<Mark> all;
  for (const Ranked& mark : marks) all.push_back({mark.second, 1});
  add_votes(where, contest, all);
}

std::vector<Mark> CardsBuilder::in_order(std::vector<Ranked> ranked) {
  std::sort(ranked.begin(), ranked.end());
  std::vector<Mark> marks;
  for (std::size_t i = 0; i < ranked.size(); ++i) {
    if (i + 1 < ranked.size() && ranked[i + 1].first == ranked[i].first &&
        ranked[i + 1].second != ranked[i].second) {
      note("Two candidates share a rank: what is ranked before them is taken");
      break;
    }
    marks.push_back({ranked[i].second, 1});
  }
  return marks;
}

Result<CardsExport> CardsBuilder::finish() {
  if (!problems_.empty()) {
    Errors errors = problems_.take();
    // What speaks of a whole file, such as how many more errors it has, comes last.
    std::stable_partition(errors.begin(), errors.end(),
                          [](const Error& error) { return error.row > 0; });
    return tl::unexpected(std::move(errors));
  }
  for (const auto& [sentence, times] : notes_) {
    export_.notes.push_back(times == 1 ? sentence + "."
                                       : fmt::format("{} ({} times).", sentence, times));
  }
  return std::move(export_);
}

}  // namespace scrutineer::records
