#include "count/unlikely.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>
#include <string>
#include <utility>

#include <boost/math/special_functions/gamma.hpp>

#include "count/forms.hpp"
#include "count/neighbours.hpp"

namespace scrutineer {
namespace {

// No polling station comes near.
constexpr Votes kMostVotes = 100'000'000;
// Of two exchanged counts the larger is a tenth of the form's votes or more: among the smallest
// parties counts lie across each other on many honest forms, and nothing hangs on it.
constexpr double kLeastPart = 10;
constexpr double kNought = 0.55, kOtherDigit = 0.05;
constexpr double kNegligible = 1e-12;

// Double arithmetic alone: the wider types that Boost would use differ between machines.
double log_gamma(double x) {
  using Policy = boost::math::policies::policy<boost::math::policies::promote_double<false>>;
  return boost::math::lgamma(x, Policy());
}

double number(Votes votes) { return static_cast<double>(votes); }

std::string rounded(double votes) { return std::to_string(std::llround(votes)); }

// Rows of units below which another row stands are stated totals, not forms.
std::vector<bool> has_rows_below(const Election& election, const Forms& forms) {
  std::vector<bool> above(election.units.size(), false);
  for (const std::size_t row : forms.rows()) {
    auto at = election.units[forms.unit(row).value].parent;
    for (; at && !above[at->value]; at = election.units[at->value].parent) above[at->value] = true;
  }
  return above;
}

// The forms with all parties' votes, as `counts_of` (row, votes of all parties) has them; without
// those for which it gives none.
template <typename CountsOf>
std::vector<FormCounts> form_counts(const Election& election, const Forms& forms,
                                    CountsOf counts_of) {
  const FormSlots slots;
  const std::vector<bool> is_total = has_rows_below(election, forms);
  std::vector<FormCounts> all;
  for (const std::size_t row : forms.rows()) {
    const Count parties = forms.count(row, slots.parties);
    if (!parties || *parties > kMostVotes || is_total[forms.unit(row).value]) continue;
    FormCounts form;
    form.unit = forms.unit(row);
    form.counts = counts_of(row, *parties);
    if (form.counts.empty()) continue;
    form.total = std::accumulate(form.counts.begin(), form.counts.end(), Votes{0});
    const Count valid = forms.count(row, static_cast<std::size_t>(Field::valid));
    form.stands = !valid || *valid == *parties;
    all.push_back(std::move(form));
  }
  return all;
}

// What may have happened to a form, and how many times as likely that makes it, as a logarithm.
struct Explanation {
  double log_odds = 0;
  std::size_t party = 0;
  std::optional<std::size_t> other;  // exchanged with this one; else tenfold
};

// One form's counts beside the law that its neighbours make likely.
class Explainer {
 public:
  Explainer(const FormCounts& form, const std::vector<double>& weights)
      : counts_(form.counts),
        total_(number(form.total)),
        weights_(weights),
        weight_(std::accumulate(weights.begin(), weights.end(), 0.0)) {}

  std::optional<Explanation> best() {
    for (std::size_t p = 0; p < counts_.size(); ++p) {
      for (std::size_t q = p + 1; q < counts_.size(); ++q) exchange(p, q);
      tenfold(p);
    }
    return best_;
  }

 private:
  void take(const Explanation& found) {
    const double least = best_ ? best_->log_odds : std::log(kLeastOdds);
    if (found.log_odds > least) best_ = found;
  }

  void exchange(std::size_t p, std::size_t q) {
    const double a = number(counts_[p]), b = number(counts_[q]);
    const double v = weights_[p], w = weights_[q];
    // As the weights have it, the larger count already stands where it belongs.
    if ((a - b) * (v - w) >= 0 || kLeastPart * std::max(a, b) < total_) return;
    take({log_gamma(v + b) + log_gamma(w + a) - log_gamma(v + a) - log_gamma(w + b), p, q});
  }

  // The logarithm of the probability that a party has `count` votes where the others have
  // `others`, but for a constant.
  double log_likelihood(double count, double others, double weight) const {
    return log_gamma(others + count + 1) - log_gamma(count + 1) + log_gamma(weight + count) -
           log_gamma(weight_ + others + count);
  }

  void tenfold(std::size_t p) {
    const double count = number(counts_[p]), others = total_ - count, weight = weights_[p];
    const double mean = others * weight / (weight_ - weight);
    const auto is_nearer = [&](double other) {
      return std::abs(other - mean) < std::abs(count - mean);
    };
    const double shorter = std::floor(count / 10), longer = 10 * count;
    if (count >= 10 && is_nearer(shorter)) {
      const double digit = counts_[p] % 10 == 0 ? kNought : kOtherDigit;
      take({log_likelihood(shorter, others, weight) - log_likelihood(count, others, weight) +
                std::log(digit),
            p,
            {}});
    }
    if (count >= 1 && is_nearer(longer)) {
      double term = 1, sum = 1;  // of the ten counts that begin so
      for (double y = longer; y < longer + 9; ++y) {
        term *= (others + y + 1) * (weight + y) / ((y + 1) * (weight_ + others + y));
        sum += term;
      }
      take({log_likelihood(longer, others, weight) - log_likelihood(count, others, weight) +
                std::log(sum),
            p,
            {}});
    }
  }

  const std::vector<Votes>& counts_;
  double total_;
  const std::vector<double>& weights_;
  double weight_;
  std::optional<Explanation> best_;
};

// Whether so many of all ballots, or more extreme numbers, come in fewer than one of kRareIn forms.
bool is_rare(double count, double all, double weight, double other_weight) {
  const double sum = weight + other_weight;
  const double log_here = log_gamma(all + 1) - log_gamma(count + 1) - log_gamma(all - count + 1) +
                          log_gamma(weight + count) + log_gamma(other_weight + all - count) -
                          log_gamma(sum + all) - log_gamma(weight) - log_gamma(other_weight) +
                          log_gamma(sum);
  const bool many = count * sum > all * weight;
  const auto next = [&](double y) {  // probability of y + 1 over that of y
    return (all - y) * (weight + y) / ((y + 1) * (other_weight + all - y - 1));
  };
  double term = std::exp(log_here), tail = term;
  for (double y = count; many ? y < all : y > 0; y += many ? 1 : -1) {
    term = many ? term * next(y) : term / next(y - 1);
    tail += term;
    if (tail * kRareIn >= 1 || term <= tail * kNegligible) break;
  }
  return tail * kRareIn < 1;
}

// `field` among the form's ballots: those of the parties, and these.
void find_unusual(const Election& election, const ReturnTable& table, Field field,
                  std::vector<Violation>& all) {
  const Forms rows(election, table);
  const auto forms = form_counts(election, rows, [&](std::size_t row, Votes parties) {
    const Count count = rows.count(row, static_cast<std::size_t>(field));
    if (!count || *count > kMostVotes) return std::vector<Votes>{};
    return std::vector<Votes>{*count, parties};
  });
  const Neighbours neighbours(election, forms);
  const std::string name(name_of(field));
  for (std::size_t f = 0; f < forms.size(); ++f) {
    const std::vector<double> weights = neighbours.expected(f);
    if (weights.empty()) continue;
    const double total = number(forms[f].total);
    if (!is_rare(number(forms[f].counts[0]), total, weights[0], weights[1])) continue;
    Violation found = violation_of(table, forms[f].unit, "unusual-" + name, Severity::warning);
    found.fields = {name};
    found.found = std::to_string(forms[f].counts[0]);
    found.expected = "about " + rounded(total * weights[0] / (weights[0] + weights[1])) +
                     ", as the neighbours have it";
    all.push_back(std::move(found));
  }
}

}  // namespace

std::vector<Violation> find_unlikely_counts(const Election& election, const ReturnTable& table) {
  const Forms rows(election, table);
  const FormSlots slots;
  const std::vector<std::size_t>& parties = rows.parties();
  const auto forms = form_counts(election, rows, [&](std::size_t row, Votes) {
    std::vector<Votes> votes;
    for (const std::size_t party : parties) {
      votes.push_back(rows.count(row, slots.first_party + party).value_or(0));
    }
    return votes;
  });
  const Neighbours neighbours(election, forms);
  std::vector<Violation> all;
  for (std::size_t f = 0; f < forms.size(); ++f) {
    const std::vector<double> weights = neighbours.expected(f);
    if (weights.size() < 2) continue;
    const auto found = Explainer(forms[f], weights).best();
    if (!found) continue;
    const double sum = std::accumulate(weights.begin(), weights.end(), 0.0);
    Violation violation =
        violation_of(table, forms[f].unit, found->other ? "exchanged-parties" : "tenfold-count",
                     Severity::warning);
    const auto add = [&](std::size_t p, double mean) {
      violation.fields.push_back(election.parties[parties[p]].id);
      const char* separator = violation.found.empty() ? "" : " and ";
      violation.found += separator + std::to_string(forms[f].counts[p]);
      violation.expected += (*separator == 0 ? "about " : separator) + rounded(mean);
    };
    if (found->other) {
      for (const std::size_t p : {found->party, *found->other}) {
        add(p, number(forms[f].total) * weights[p] / sum);
      }
    } else {  // from the votes of the others, so that the count itself does not count
      const std::size_t p = found->party;
      add(p, number(forms[f].total - forms[f].counts[p]) * weights[p] / (sum - weights[p]));
    }
    violation.expected += ", as the neighbours have it";
    all.push_back(std::move(violation));
  }
  return all;
}

std::vector<Violation> find_unusual_ballots(const Election& election, const ReturnTable& table) {
  std::vector<Violation> all;
  for (const Field field : {Field::invalid, Field::blank})
    find_unusual(election, table, field, all);
  return all;
}

}  // namespace scrutineer
