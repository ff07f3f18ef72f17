// What the readers of all formats share: cards that are put together mark by mark, with every name
// checked, and what is wrong reported with its place. Not for other modules.
#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/csv.hpp"
#include "folder/problems.hpp"
#include "folder/records.hpp"

namespace scrutineer::records {

// Limits on what a file may hold, besides those of its syntax.
inline constexpr std::size_t kMostContests = 10'000;
inline constexpr std::size_t kMostCandidates = 10'000;  // of a contest
inline constexpr std::size_t kMostCards = 20'000'000;
inline constexpr std::size_t kLongestName = 1'000;  // bytes; a question on a ballot is long
inline constexpr std::size_t kMostFiles = 100'000;

// What is expected where a file has no known structure.
inline constexpr std::string_view kKnownFormats =
    "our CSV (card,container,position,…), Dominion (CSV, or CvrExport JSON), Hart (Cvr XML, or a "
    "zip "
    "of it), ES&S (CSV), ClearBallot (CSV) or RAIRE";

// What is expected instead, where the text is no name: empty, too long, with control characters.
std::optional<std::string> refuse_name(std::string_view text);

// One file of an export.
struct Part {
  std::string_view name;  // for messages
  std::string_view bytes;
};

struct Where {
  std::string_view file;
  std::int64_t row = 0;
  std::string_view column;
};

// A container of two names: "Tabulator 3" and "12" give "Tabulator 3-12". Different pairs have
// different names: where two would share one, it is refused.
class ContainerNames {
 public:
  std::optional<std::string> join(std::string_view tabulator, std::string_view batch);

 private:
  std::map<std::string, std::pair<std::string, std::string>, std::less<>> pairs_;
};

class CardsBuilder {
 public:
  explicit CardsBuilder(CardsFormat format) { export_.format = format; }

  Problems& problems() { return problems_; }
  bool is_full(std::string_view file) const { return problems_.is_full(file); }
  void wrong(const Where& where, std::string_view found, std::string expected);
  void describe(const Where& where, std::string found, std::string expected);

  // Known by its name, or made.
  std::optional<std::size_t> contest(const Where& where, std::string_view name);
  // Made, also where another has that name: "name #2".
  std::optional<std::size_t> new_contest(const Where& where, std::string_view name);
  std::optional<std::uint32_t> candidate(const Where& where, std::size_t contest,
                                         std::string_view name);
  std::optional<std::uint32_t> new_candidate(const Where& where, std::size_t contest,
                                             std::string_view name);
  ContestFacts& facts(std::size_t contest) { return export_.facts[contest]; }
  const Cards& cards() const { return export_.cards; }

  // "TABULATOR-BATCH", or nothing and a problem.
  std::optional<std::string> container(const Where& where, std::string_view tabulator,
                                       std::string_view batch);
  // False, and a problem, where the card is known or its id is none.
  bool start_card(const Where& where, std::string_view id, const CardPlace& place);
  void set_missing() { export_.cards.set_missing(); }
  void add_votes(const Where& where, std::size_t contest, std::span<const Mark> marks);

  // Counted; said once at the end, with how often.
  void note(const std::string& sentence) { ++notes_[sentence]; }

  // Marks as they stand or, where the contest is ranked, by their ranks. Where two candidates share
  // a rank nobody can tell whom it prefers: what is before it stands.
  using Ranked = std::pair<std::uint32_t, std::uint32_t>;  // rank, candidate
  void add_choices(const Where& where, std::size_t contest, std::vector<Ranked> marks);

  Result<CardsExport> finish();

 private:
  std::vector<Mark> in_order(std::vector<Ranked> ranked);

  CardsExport export_;
  Problems problems_;
  std::map<std::string, std::size_t, std::less<>> contests_;
  std::vector<std::map<std::string, std::uint32_t, std::less<>>> candidates_;  // by contest
  ContainerNames containers_;
  std::map<std::string, std::size_t> notes_;
};

// All rows of a CSV export, its header lines too; nothing, and its problems, where it is none.
std::optional<CsvTable> table_of(const Part& file, CardsBuilder& cards);

// A whole number from 1 to kMaximumCount, or nothing.
std::optional<std::int64_t> position_in(std::string_view text);

// Each reads one file; records.cpp finds which.
void read_dominion_csv(const Part& file, CardsBuilder& cards);
void read_hart(const Part& file, CardsBuilder& cards);
void read_ess(const Part& file, CardsBuilder& cards);
void read_clear_ballot(const Part& file, CardsBuilder& cards);
void read_raire(const Part& file, CardsBuilder& cards);
void read_ours(const Part& file, const std::vector<CardContest>* known, CardsBuilder& cards);
// All files at once: whether a contest is ranked shows in any of them.
void read_dominion_json(const std::vector<Part>& files, CardsBuilder& cards);

}  // namespace scrutineer::records
