#include "simulate/whole_numbers.hpp"

#include <algorithm>

namespace scrutineer {
namespace {

constexpr int kMostRepairs = 2'000;
constexpr Wide kWeight = 1'000'000;

class Repair {
 public:
  Repair(const std::vector<FactRow>& rows, const std::vector<double>& point,
         const std::vector<std::size_t>& groups)
      : rows_(rows), groups_(groups), rows_of_(point.size()), activity_(rows.size(), 0) {
    for (const double value : point) values_.push_back(static_cast<Votes>(value + 0.5));
    for (std::size_t r = 0; r < rows.size(); ++r) {
      for (const Term& term : rows[r].terms) {
        rows_of_[term.variable].push_back({r, term.coefficient});
        activity_[r] += static_cast<Wide>(term.coefficient) * values_[term.variable];
      }
    }
  }

  std::optional<std::vector<Votes>> run() {
    for (int repair = 0; repair < kMostRepairs; ++repair) {
      const auto worst = worst_row();
      if (!worst) return std::move(values_);
      if (!improve(*worst)) return std::nullopt;
    }
    return std::nullopt;
  }

 private:
  struct Entry {
    std::size_t row;
    std::int64_t coefficient;
  };
  struct Move {
    std::size_t variable = 0;
    std::optional<std::size_t> against;
    Votes votes = 0;
  };

  // Rows of few terms weigh more: a total that is the sum of totals follows once these are right.
  static Wide weight(const FactRow& row) {
    return kWeight / static_cast<Wide>(std::max<std::size_t>(1, row.terms.size()));
  }

  // How far a row's value lies outside; negative: below.
  static Wide outside(const FactRow& row, Wide value) {
    if (row.lower && value < *row.lower) return value - *row.lower;
    if (row.upper && value > *row.upper) return value - *row.upper;
    return 0;
  }
  static Wide size(Wide value) { return value < 0 ? -value : value; }

  std::optional<std::size_t> worst_row() const {
    std::optional<std::size_t> worst;
    Wide most = 0;
    for (std::size_t r = 0; r < rows_.size(); ++r) {
      const Wide by = weight(rows_[r]) * size(outside(rows_[r], activity_[r]));
      if (by > most) {
        most = by;
        worst = r;
      }
    }
    return worst;
  }

  // What a change of one variable adds to the sum of all that is outside.
  Wide change(std::size_t variable, Votes votes) {
    Wide sum = 0;
    for (const Entry& entry : rows_of_[variable]) {
      const Wide moved = activity_[entry.row] + static_cast<Wide>(entry.coefficient) * votes;
      sum += weight(rows_[entry.row]) * (size(outside(rows_[entry.row], moved)) -
                                         size(outside(rows_[entry.row], activity_[entry.row])));
    }
    return sum;
  }

  void apply(std::size_t variable, Votes votes) {
    values_[variable] += votes;
    for (const Entry& entry : rows_of_[variable]) {
      activity_[entry.row] += static_cast<Wide>(entry.coefficient) * votes;
    }
  }

  void consider(std::size_t variable, Votes votes, Wide& best, std::optional<Move>& chosen) {
    if (votes == 0 || values_[variable] + votes < 0) return;
    const Wide alone = change(variable, votes);
    if (alone < best) {
      best = alone;
      chosen = Move{variable, std::nullopt, votes};
    }
    apply(variable, votes);
    for (std::size_t other = 0; other < groups_.size(); ++other) {
      if (other == variable || groups_[other] != groups_[variable]) continue;
      if (values_[other] < votes) continue;
      const Wide both = alone + change(other, -votes);
      if (both < best) {
        best = both;
        chosen = Move{variable, other, votes};
      }
    }
    apply(variable, -votes);
  }

  bool improve(std::size_t row) {
    Wide best = 0;
    std::optional<Move> chosen;
    const Wide lack = -outside(rows_[row], activity_[row]);
    for (const Term& term : rows_[row].terms) {
      const Wide size_of = size(term.coefficient);
      const Wide sign = (lack > 0) == (term.coefficient > 0) ? 1 : -1;
      for (const Wide votes :
           {ceil_divide(size(lack), size_of), floor_divide(size(lack), size_of)}) {
        consider(term.variable, static_cast<Votes>(sign * votes), best, chosen);
      }
    }
    if (!chosen) return false;
    apply(chosen->variable, chosen->votes);
    if (chosen->against) apply(*chosen->against, -chosen->votes);
    return true;
  }

  const std::vector<FactRow>& rows_;
  const std::vector<std::size_t>& groups_;
  std::vector<std::vector<Entry>> rows_of_;
  std::vector<Wide> activity_;
  std::vector<Votes> values_;
};

}  // namespace

std::optional<std::vector<Votes>> whole_numbers(const std::vector<FactRow>& rows,
                                                const std::vector<double>& point,
                                                const std::vector<std::size_t>& groups) {
  return Repair(rows, point, groups).run();
}

}  // namespace scrutineer
