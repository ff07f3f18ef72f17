#include "audit_battery.hpp"

#include <algorithm>
#include <numeric>
#include <stdexcept>

#include <boost/math/special_functions/beta.hpp>

namespace scrutineer::battery {

namespace {

// Indices in drawing order: every card once, or weighted with replacement.
std::vector<std::size_t> order_of(const Population& population, Random& random) {
  std::vector<std::size_t> order;
  if (population.weights.empty()) {
    order.resize(population.assertions[0].values.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    random.shuffle(order);
    return order;
  }
  std::vector<std::int64_t> ends(population.weights.size());
  std::partial_sum(population.weights.begin(), population.weights.end(), ends.begin());
  for (std::size_t i = 0; i < population.most_draws; ++i) {
    const auto number =
        static_cast<std::int64_t>(random.below(static_cast<std::uint64_t>(ends.back())));
    order.push_back(static_cast<std::size_t>(std::upper_bound(ends.begin(), ends.end(), number) -
                                             ends.begin()));
  }
  return order;
}

// When one assertion meets both limits.
Finish finish_of(Martingale martingale, const std::vector<double>& values) {
  Finish finish;
  const std::size_t used = martingale.feed_until(.05, values);
  if (martingale.p_value() > .05) return finish;
  finish.at_5 = used;
  const std::size_t more = martingale.feed_until(.01, std::span(values).subspan(used));
  if (martingale.p_value() <= .01) finish.at_1 = used + more;
  return finish;
}

}  // namespace

Audit audit_of(const Population& population, const Method& method) {
  return audit_of(population, std::vector<Method>(population.assertions.size(), method));
}

Audit audit_of(const Population& population, const std::vector<Method>& methods) {
  std::vector<Martingale> martingales;
  for (std::size_t a = 0; a < methods.size(); ++a) {
    auto made =
        Martingale::make(methods[a].name, methods[a].parameters, population.assertions[a].claim);
    if (!made) throw std::logic_error(to_sentence(made.error()[0]));
    martingales.push_back(std::move(*made));
  }
  return [population, martingales](Random& random) {
    const auto order = order_of(population, random);
    Finish all;
    std::vector<double> values(order.size());
    for (std::size_t a = 0; a < martingales.size(); ++a) {
      for (std::size_t i = 0; i < order.size(); ++i) {
        values[i] = population.assertions[a].values[order[i]];
      }
      const Finish one = finish_of(martingales[a], values);
      // The last assertion to be confirmed decides; one that never is, decides for never.
      const auto last = [a](std::size_t so_far, std::size_t now) {
        return now == 0 || (a > 0 && so_far == 0) ? std::size_t{0} : std::max(so_far, now);
      };
      all = {last(all.at_5, one.at_5), last(all.at_1, one.at_1)};
      if (all.at_5 == 0) break;
    }
    return all;
  };
}

Rates wrong_confirmations(const Audit& audit, std::int64_t runs, std::uint64_t seed) {
  const Random source(seed);
  Rates rates;
  for (std::int64_t run = 0; run < runs; ++run) {
    Random random = source.fork(static_cast<std::uint64_t>(run));
    const Finish finish = audit(random);
    ++rates.runs;
    rates.at_5 += finish.at_5 > 0 ? 1 : 0;
    rates.at_1 += finish.at_1 > 0 ? 1 : 0;
  }
  return rates;
}

double mean_draws(const Audit& audit, std::int64_t runs, std::uint64_t seed, double never) {
  const Random source(seed);
  double sum = 0;
  for (std::int64_t run = 0; run < runs; ++run) {
    Random random = source.fork(static_cast<std::uint64_t>(run));
    const Finish finish = audit(random);
    sum += finish.at_5 > 0 ? static_cast<double>(finish.at_5) : never;
  }
  return sum / static_cast<double>(runs);
}

std::int64_t too_many(std::int64_t runs, double alpha) {
  std::int64_t count = static_cast<std::int64_t>(static_cast<double>(runs) * alpha);
  // P(X >= count) for a binomial X is the regularised incomplete beta function.
  while (count < runs && boost::math::ibeta(static_cast<double>(std::max<std::int64_t>(count, 1)),
                                            static_cast<double>(runs - count + 1), alpha) > 1e-6) {
    ++count;
  }
  return std::max<std::int64_t>(count, 1);
}

}  // namespace scrutineer::battery
