#include "folder/raire.hpp"

#include <algorithm>
#include <charconv>
#include <map>
#include <unordered_map>
#include <unordered_set>

#include <fmt/core.h>

#include "base/text.hpp"
#include "folder/problems.hpp"

namespace scrutineer {

namespace {

constexpr std::size_t kMostBytes = std::size_t{512} << 20U;
constexpr std::size_t kMostContests = 10'000;
constexpr std::size_t kMostCandidates = 10'000;

// The next cell of a line, which is cut off it.
std::string_view next_cell(std::string_view& line) {
  const std::size_t comma = std::min(line.find(','), line.size());
  const std::string_view cell = trimmed(line.substr(0, comma));
  line.remove_prefix(std::min(comma + 1, line.size()));
  return cell;
}

std::optional<std::size_t> number_in(std::string_view cell, std::size_t most) {
  std::size_t value = 0;
  const auto [end, error] = std::from_chars(cell.data(), cell.data() + cell.size(), value);
  if (error != std::errc() || end != cell.data() + cell.size() || value > most) return {};
  return value;
}

// One contest while its ballots are read. Views are of the file.
struct Reading {
  std::unordered_map<std::string_view, std::uint16_t> candidates;
  std::unordered_set<std::string_view> ballots;
  // Preferences as they are written, most ballots being alike.
  std::unordered_map<std::string_view, std::size_t> known;
  struct Preferences {
    std::vector<std::uint16_t> choices;
    Votes count = 0;
    bool repeats = false;
  };
  std::vector<Preferences> preferences;
};

class RaireReader {
 public:
  RaireReader(std::string_view name, std::string_view bytes) : name_(name), rest_(bytes) {}

  Result<RaireFile> read() {
    if (const std::size_t at = find_invalid_utf8(rest_); at != std::string_view::npos) {
      const auto row =
          1 + std::count(rest_.begin(), rest_.begin() + static_cast<std::ptrdiff_t>(at), '\n');
      problems_.describe(name_, row, "", "bytes that are not UTF-8", "UTF-8 text");
      return tl::unexpected(problems_.take());
    }
    if (rest_.starts_with("\xef\xbb\xbf")) rest_.remove_prefix(3);
    read_contests();
    // What follows a wrong header is not read: every ballot would be wrong.
    const bool header_is_right = problems_.empty();
    while (header_is_right && !at_end() && !problems_.is_full(name_)) read_ballot(next_line());
    if (!problems_.empty()) return tl::unexpected(problems_.take());
    return finished();
  }

 private:
  bool at_end() const { return rest_.empty(); }

  std::string_view next_line() {
    const std::size_t end = std::min(rest_.find('\n'), rest_.size());
    std::string_view line = rest_.substr(0, end);
    rest_.remove_prefix(std::min(end + 1, rest_.size()));
    ++row_;
    if (line.ends_with('\r')) line.remove_suffix(1);
    return line;
  }

  void wrong(std::string_view column, std::string_view found, std::string expected) {
    problems_.quote(name_, row_, column, found, std::move(expected));
  }

  void read_contests() {
    const std::string_view first = trimmed(next_line());
    const auto count = number_in(first, kMostContests);
    if (!count || *count == 0) {
      return wrong("contests", first,
                   fmt::format("a number of contests from 1 to {}", kMostContests));
    }
    for (std::size_t i = 0; i < *count; ++i) {
      if (at_end()) {
        ++row_;
        return problems_.describe(name_, row_, "contest", "the end of the file",
                                  fmt::format("{} lines of contests", *count));
      }
      read_contest(next_line());
    }
  }

  void read_contest(std::string_view line) {
    RankedContest contest;
    Reading reading;
    if (const auto word = next_cell(line); word != "Contest") {
      return wrong("contest", word, "the word Contest");
    }
    const std::string_view id = next_cell(line);
    if (id.empty() || numbers_.contains(id)) return wrong("contest", id, "an id of its own");
    const std::string_view size = next_cell(line);
    const auto candidates = number_in(size, kMostCandidates);
    if (!candidates || *candidates == 0) {
      return wrong("candidates", size, fmt::format("a number from 1 to {}", kMostCandidates));
    }
    for (std::size_t c = 0; c < *candidates; ++c) {
      const std::string_view candidate = next_cell(line);
      const auto number = static_cast<std::uint16_t>(c);
      if (candidate.empty() || !reading.candidates.emplace(candidate, number).second) {
        return wrong("candidates", candidate, fmt::format("{} different ids", *candidates));
      }
      contest.candidates.emplace_back(candidate);
    }
    if (!line.empty()) {
      const std::string_view word = next_cell(line);
      const std::string_view winner = next_cell(line);
      const auto known = reading.candidates.find(winner);
      if (word != "winner") return wrong("winner", word, "the word winner, or nothing");
      if (known == reading.candidates.end())
        return wrong("winner", winner, "one of the candidates");
      contest.winner = known->second;
      if (!line.empty()) return wrong("winner", line, "nothing after the winner");
    }
    contest.id = std::string(id);
    numbers_.emplace(id, file_.contests.size());
    file_.contests.push_back(std::move(contest));
    readings_.push_back(std::move(reading));
  }

  void read_ballot(std::string_view line) {
    if (trimmed(line).empty()) return;
    const std::string_view id = next_cell(line);
    const auto contest = numbers_.find(id);
    if (contest == numbers_.end()) return wrong("contest", id, "one of the contests above");
    Reading& reading = readings_[contest->second];
    const std::string_view ballot = next_cell(line);
    if (ballot.empty()) return wrong("ballot", ballot, "an id");
    if (!reading.ballots.insert(ballot).second) {
      return wrong("ballot", ballot, "each ballot once in a contest");
    }
    const auto [known, is_new] = reading.known.try_emplace(line, reading.preferences.size());
    if (is_new) {
      auto preferences = preferences_in(reading, line);
      if (!preferences) {
        reading.known.erase(known);
        return;
      }
      reading.preferences.push_back(std::move(*preferences));
    }
    ++reading.preferences[known->second].count;
  }

  std::optional<Reading::Preferences> preferences_in(const Reading& reading,
                                                     std::string_view line) {
    Reading::Preferences preferences;
    while (!line.empty()) {
      const std::string_view cell = next_cell(line);
      if (cell.empty()) continue;
      const auto candidate = reading.candidates.find(cell);
      if (candidate == reading.candidates.end()) {
        wrong("preferences", cell, "a candidate of the contest");
        return {};
      }
      auto& choices = preferences.choices;
      if (std::find(choices.begin(), choices.end(), candidate->second) == choices.end()) {
        choices.push_back(candidate->second);
      } else {
        preferences.repeats = true;
      }
    }
    return preferences;
  }

  RaireFile finished() {
    for (std::size_t i = 0; i < readings_.size(); ++i) {
      std::map<std::vector<std::uint16_t>, Votes> rankings;
      Votes repeats = 0;
      for (auto& one : readings_[i].preferences) {
        rankings[one.choices] += one.count;
        file_.contests[i].cards += one.count;
        repeats += one.repeats ? one.count : 0;
      }
      for (const auto& [choices, count] : rankings) {
        file_.contests[i].rankings.push_back({choices, count});
      }
      file_.with_repetitions.push_back(repeats);
    }
    return std::move(file_);
  }

  std::string_view name_;
  std::string_view rest_;
  std::int64_t row_ = 0;
  Problems problems_;
  RaireFile file_;
  std::vector<Reading> readings_;
  std::unordered_map<std::string_view, std::size_t> numbers_;  // of contests, by id
};

}  // namespace

Result<RaireFile> parse_raire(std::string_view name, std::string_view bytes) {
  if (bytes.size() > kMostBytes) {
    Problems problems;
    problems.describe(name, 0, "", "a file of more than 512 MiB", "a smaller one");
    return tl::unexpected(problems.take());
  }
  return RaireReader(name, bytes).read();
}

std::string write_raire(const RaireFile& file) {
  std::string text = fmt::format("{}\n", file.contests.size());
  for (const RankedContest& contest : file.contests) {
    text += fmt::format("Contest,{},{}", contest.id, contest.candidates.size());
    for (const std::string& candidate : contest.candidates) text += "," + candidate;
    if (contest.winner) text += ",winner," + contest.candidates[*contest.winner];
    text += "\n";
  }
  for (const RankedContest& contest : file.contests) {
    Votes number = 0;
    for (const Ranking& ranking : contest.rankings) {
      for (Votes i = 0; i < ranking.count; ++i) {
        text += fmt::format("{},{},", contest.id, ++number);
        for (std::size_t c = 0; c < ranking.choices.size(); ++c) {
          text += (c > 0 ? "," : "") + contest.candidates[ranking.choices[c]];
        }
        text += "\n";
      }
    }
  }
  return text;
}

}  // namespace scrutineer
