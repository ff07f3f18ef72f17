#include "outcome/margin_steps.hpp"

#include <algorithm>

namespace scrutineer {

void StepProgram::clear() {
  prices_.clear();
  first_.assign(1, 0);
}

Wide StepProgram::solve(Seats needed, bool with_choices) {
  best_.assign(1, 0);
  if (static_cast<Seats>(prices_.size()) < needed) return kNever;
  const auto size = static_cast<std::size_t>(std::max<Seats>(needed, 0)) + 1;
  const std::size_t items = first_.size() - 1;
  best_.resize(size, kNever);
  if (with_choices) choice_.assign(items * size, 0);
  for (std::size_t i = 0; i < items; ++i) {
    const std::size_t steps = first_[i + 1] - first_[i];
    for (std::size_t j = steps == 0 ? 0 : size - 1; j > 0; --j) {
      for (std::size_t step = 1; step <= steps; ++step) {
        const Wide sum = best_[j > step ? j - step : 0] + prices_[first_[i] + step - 1];
        if (sum >= best_[j]) continue;
        best_[j] = sum;
        if (with_choices) choice_[i * size + j] = static_cast<Seats>(step);
        if (step >= j) break;  // further steps of this item only cost more
      }
    }
  }
  return best_[size - 1];
}

std::vector<Seats> StepProgram::choices() const {
  const std::size_t items = first_.size() - 1;
  const std::size_t size = best_.size();
  std::vector<Seats> taken(items, 0);
  std::size_t j = size - 1;
  for (std::size_t i = items; i-- > 0;) {
    taken[i] = choice_[i * size + j];
    j -= std::min(j, static_cast<std::size_t>(taken[i]));
  }
  return taken;
}

}  // namespace scrutineer
