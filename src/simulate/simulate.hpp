// The front door of simulate: countries that do not exist, with the truth beside them. Everything
// comes from a seed, by whole-number arithmetic or IEEE doubles without a library's logarithm: the
// same seed gives the same bytes anywhere. Everything made here says in its texts that it is
// synthetic.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "election/election.hpp"
#include "outcome/published.hpp"
#include "simulate/tables.hpp"

namespace scrutineer {

// Errors that are planted in the sources' forms.
enum class ErrorKind {
  broken_sum,         // the stated valid total is not what the parties add up to
  swapped_parties,    // two parties' votes stand for each other; totals as before
  shifted,            // a run of parties' votes one row up or down; totals as before
  transposed_digits,  // one count, two neighbouring digits; totals stay, so the sum breaks
  tenfold,            // one count, a digit too many or too few; totals stay, so the sum breaks
  tenfold_in_total,   // the same, and all totals follow: no sum breaks
  one_digit,          // one count, one digit; totals stay, so the sum breaks
  identical_form,     // the counts of another station of the commune
  near_copy,          // the same but for one vote or two; the sums hold
  above_registered,   // more votes cast than names; the sums hold
  repeated_return,    // the same return again as a later revision
  decrease,           // a later revision has fewer votes of a party, nobody says why
  missing_station,    // no return
  unknown_station,    // a return for a station that is not in units.csv: in a file of its own
};
inline constexpr std::size_t kErrorKinds = 14;
std::string_view name_of(ErrorKind kind);

struct PlantedError {
  ErrorKind kind = ErrorKind::broken_sum;
  SourceIndex source;
  std::string unit;
  std::string copy_of;                // identical-form, near-copy: the other station
  std::string fields, before, after;  // names and counts, separated by ';'
};

struct Simulation {
  Election election;
  ReturnTable truth;                           // of every station
  std::vector<PlantedError> planted;           // by source, unit, kind
  std::map<std::string, std::string> unknown;  // raw returns/SOURCE.csv with unknown stations
  std::vector<std::string> constituencies;     // ids, as `facts` counts them
  std::vector<MetFact> facts;                  // of a twin
  std::vector<std::string> assumptions;        // of a twin: what is supposed and not published
};

struct CountryOptions {
  std::uint64_t seed = 0;
  std::size_t stations = 2'000, provinces = 8, parties = 5;
  Seats seats = 100;
  std::size_t errors = 5;  // of each kind in each source
};
inline constexpr std::size_t kMostStations = 200'000, kMostProvinces = 1'000, kMostParties = 40;

// A whole country. Errors: numbers out of range, or more provinces than stations or seats.
Result<Simulation> simulate_country(const CountryOptions& options);

struct TwinOptions {
  std::uint64_t seed = 0;
  std::optional<std::size_t> stations;  // empty: as claimed (polling-stations), else 500 names each
  std::size_t errors = 5;
  bool errors_of_commission = false;  // else its current returns are the truth
  TableAssumption assumption;
};

// A twin of the first contest of an election whose votes are not published by constituency: a table
// drawn from everything published (tables.hpp), split down to stations. Errors: as TableSampler, or
// if nobody's count is published.
Result<Simulation> simulate_twin(const Election& original, const TwinOptions& options);

// A family: tables drawn one after the other, as returns by constituency, without planted errors.
// What holds for all of them holds whatever was not published, as far as the draws can show.
Result<std::vector<Simulation>> simulate_family(const Election& original, std::size_t draws,
                                                const TwinOptions& options);

// The truth as files: returns.csv, planted.csv; of a twin facts.csv; unknown/SOURCE.csv.
std::map<std::string, std::string> truth_files(const Simulation& simulation);

}  // namespace scrutineer
