// What the checks and comparisons of count/ find of the errors that were planted, by kind, and what
// they say of honest forms. For the test beside it and for bench/detection.cpp.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdlib>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/text.hpp"
#include "count/check.hpp"
#include "count/compare.hpp"
#include "count/consolidate.hpp"
#include "count/plausibility.hpp"
#include "simulate/simulate.hpp"

namespace scrutineer {

struct DetectedKind {
  std::size_t planted = 0;
  std::size_t by_form = 0;        // a form check calls it an error, or identical
  std::size_t by_neighbours = 0;  // plausibility.hpp, under the kind's own code
  std::size_t by_source = 0;      // any error or warning, from the forms of its source alone
  std::size_t by_copies = 0;  // compare_copies() with the commission's, under the kind's own name
  std::size_t in_all = 0;     // any of these, or the copies differ, or it is missing
};

// Errors that break no sum, by how many votes they give to a party or take from it: an exchange of
// 174 and 222 looks like any other form, whoever looks.
struct DetectedSize {
  Votes least = 0;
  std::size_t planted = 0, by_source = 0;
};
using DetectedSizes = std::array<DetectedSize, 5>;

struct Detection {
  std::array<DetectedKind, kErrorKinds> kinds;
  DetectedSizes exchanges{{{0}, {10}, {20}, {40}, {80}}};
  DetectedSizes tenfold_counts = exchanges;  // totals follow
  DetectedSize tenfold_exchanges;            // one of the two counts is ten times the other
  std::size_t honest_forms = 0;
  std::map<std::string, std::size_t> honest_errors, honest_warnings;  // by code

  std::size_t warnings_of_honest_forms() const {
    std::size_t sum = 0;
    for (const auto& [code, count] : honest_warnings) sum += count;
    return sum;
  }
};

inline void add(DetectedSize& sum, const DetectedSize& other) {
  sum.planted += other.planted;
  sum.by_source += other.by_source;
}

inline void add(Detection& sum, const Detection& other) {
  for (std::size_t k = 0; k < kErrorKinds; ++k) {
    DetectedKind& kind = sum.kinds[k];
    const DetectedKind& more = other.kinds[k];
    kind.planted += more.planted;
    kind.by_form += more.by_form;
    kind.by_neighbours += more.by_neighbours;
    kind.by_source += more.by_source;
    kind.by_copies += more.by_copies;
    kind.in_all += more.in_all;
  }
  for (std::size_t i = 0; i < sum.exchanges.size(); ++i) {
    add(sum.exchanges[i], other.exchanges[i]);
    add(sum.tenfold_counts[i], other.tenfold_counts[i]);
  }
  add(sum.tenfold_exchanges, other.tenfold_exchanges);
  sum.honest_forms += other.honest_forms;
  for (const auto& [code, count] : other.honest_errors) sum.honest_errors[code] += count;
  for (const auto& [code, count] : other.honest_warnings) sum.honest_warnings[code] += count;
}

class Detector {
 public:
  Detector(const Simulation& simulation, const std::vector<CheckRule>& rules)
      : simulation_(simulation), election_(simulation.election) {
    take(check_returns(election_, rules).violations);
    take(find_implausible(election_));
    SourceIndex commission;
    for (std::uint32_t s = 0; s < election_.sources.size(); ++s) {
      if (election_.sources[s].role == Role::commission) commission = {s};
    }
    for (const Difference& difference : compare_copies(election_, commission).differences) {
      const std::string& unit = election_.units[difference.unit.value].id;
      differences_[{difference.copy, unit}] = difference.kind;
    }
    for (const ReturnTable& table : election_.returns) {
      for (const UnitIndex unit : consolidate(election_, table).missing) {
        missing_.insert({table.source, election_.units[unit.value].id});
      }
    }
  }

  Detection run() const {
    Detection detection;
    std::set<Form> dishonest;
    for (const PlantedError& error : simulation_.planted) {
      if (error.kind == ErrorKind::unknown_station) continue;
      count(error, detection.kinds[static_cast<std::size_t>(error.kind)]);
      count_size(error, detection);
      dishonest.insert({error.source, error.unit});
      if (!error.copy_of.empty()) dishonest.insert({error.source, error.copy_of});
    }
    for (const ReturnTable& table : election_.returns) {
      std::set<UnitIndex> units(table.unit.begin(), table.unit.end());
      for (const UnitIndex unit : units) {
        const Form form{table.source, election_.units[unit.value].id};
        if (!dishonest.contains(form)) ++detection.honest_forms;
      }
    }
    for (const auto& [form, codes] : codes_) {
      if (dishonest.contains(form)) continue;
      for (const auto& [code, severity] : codes) {
        auto& counts =
            severity == Severity::error ? detection.honest_errors : detection.honest_warnings;
        ++counts[code];
      }
    }
    return detection;
  }

 private:
  using Form = std::pair<SourceIndex, std::string>;

  void take(const std::vector<Violation>& violations) {
    for (const Violation& v : violations) {
      codes_[{v.source, election_.units[v.unit.value].id}][v.code] = v.severity;
    }
  }

  bool has(const PlantedError& error, const std::string& code) const {
    for (const std::string& unit : {error.unit, error.copy_of}) {
      const auto found = codes_.find({error.source, unit});
      if (found != codes_.end() && found->second.contains(code)) return true;
    }
    return false;
  }

  bool has_error(const PlantedError& error) const {
    const auto found = codes_.find({error.source, error.unit});
    return found != codes_.end() &&
           std::any_of(found->second.begin(), found->second.end(),
                       [](const auto& code) { return code.second == Severity::error; });
  }

  bool is_told(const PlantedError& error) const {
    return codes_.contains({error.source, error.unit}) ||
           (!error.copy_of.empty() && codes_.contains({error.source, error.copy_of}));
  }

  static Votes last_count(const std::string& counts) {
    return *parse_count(std::string_view(counts).substr(counts.rfind(';') + 1));
  }

  // Of both kinds the party's count stands last; exchanged counts have the same difference.
  void count_size(const PlantedError& error, Detection& detection) const {
    const bool is_exchange = error.kind == ErrorKind::swapped_parties;
    if (!is_exchange && error.kind != ErrorKind::tenfold_in_total) return;
    const Votes before = last_count(error.before), after = last_count(error.after);
    const DetectedSize one{0, 1, is_told(error) ? std::size_t{1} : 0};
    DetectedSizes& sizes = is_exchange ? detection.exchanges : detection.tenfold_counts;
    const auto size = std::find_if(sizes.rbegin(), sizes.rend(), [&](const DetectedSize& s) {
      return std::abs(before - after) >= s.least;
    });
    add(*size, one);
    if (is_exchange && std::max(before, after) >= 10 * std::min(before, after)) {
      add(detection.tenfold_exchanges, one);
    }
  }

  // The code under which the neighbours show a kind, and the name that the comparison gives it.
  static std::string code_for(ErrorKind kind) {
    switch (kind) {
      case ErrorKind::swapped_parties:
        return "exchanged-parties";
      case ErrorKind::tenfold:
      case ErrorKind::tenfold_in_total:
        return "tenfold-count";
      case ErrorKind::identical_form:
      case ErrorKind::near_copy:
        return "near-copy";
      case ErrorKind::repeated_return:
        return "repeated-return";
      case ErrorKind::decrease:
        return "decrease-without-correction";
      default:
        return "";
    }
  }
  bool is_named_by_copies(const PlantedError& error) const {
    const auto found = differences_.find({error.source, error.unit});
    if (found == differences_.end()) return false;
    switch (error.kind) {
      case ErrorKind::swapped_parties:
        return found->second == DifferenceKind::swapped_parties;
      case ErrorKind::shifted:
        return found->second == DifferenceKind::shifted;
      case ErrorKind::transposed_digits:
        return found->second == DifferenceKind::transposed_digits;
      case ErrorKind::tenfold:
      case ErrorKind::tenfold_in_total:
        return found->second == DifferenceKind::tenfold;
      case ErrorKind::one_digit:
        return found->second == DifferenceKind::one_digit;
      default:
        return true;  // the copies differ
    }
  }

  void count(const PlantedError& error, DetectedKind& kind) const {
    const std::string code = code_for(error.kind);
    const bool form = has_error(error) ||
                      (error.kind == ErrorKind::identical_form && has(error, "identical-form"));
    const bool neighbours = !code.empty() && has(error, code);
    const bool copies = is_named_by_copies(error);
    const bool missing =
        error.kind == ErrorKind::missing_station && missing_.contains({error.source, error.unit});
    ++kind.planted;
    kind.by_form += form ? 1 : 0;
    kind.by_neighbours += neighbours ? 1 : 0;
    kind.by_source += missing || is_told(error) ? 1 : 0;
    kind.by_copies += copies ? 1 : 0;
    const bool differs = differences_.contains({error.source, error.unit});
    kind.in_all += form || neighbours || differs || missing ? 1 : 0;
  }

  const Simulation& simulation_;
  const Election& election_;
  std::map<Form, std::map<std::string, Severity>> codes_;
  std::map<Form, DifferenceKind> differences_;
  std::set<Form> missing_;
};

}  // namespace scrutineer
