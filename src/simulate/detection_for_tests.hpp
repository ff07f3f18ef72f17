// What the checks and comparisons of count/ find of the errors that were planted, by kind, and what
// they say of honest forms. For the test beside it and for bench/detection.cpp.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

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
  std::size_t by_copies = 0;  // compare_copies() with the commission's, under the kind's own name
  std::size_t in_all = 0;     // any of these, or the copies differ, or it is missing
};

struct Detection {
  std::array<DetectedKind, kErrorKinds> kinds;
  std::size_t honest_forms = 0;
  std::map<std::string, std::size_t> honest_errors, honest_warnings;  // by code
};

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
