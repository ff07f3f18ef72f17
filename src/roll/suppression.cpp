#include "roll/suppression.hpp"

#include <optional>
#include <tuple>

namespace scrutineer::roll {

namespace {

class Suppression {
 public:
  Suppression(const std::vector<std::int64_t>& cells, const std::vector<TiedCells>& equations,
              std::int64_t least)
      : cells_(cells),
        equations_(equations),
        is_hidden_(cells.size(), false),
        hidden_(equations.size(), 0),
        equations_of_(cells.size()) {
    for (std::size_t e = 0; e < equations.size(); ++e) {
      for (const std::size_t cell : equations[e].parts) equations_of_[cell].push_back(e);
      for (const std::size_t cell : equations[e].sums) equations_of_[cell].push_back(e);
    }
    for (std::size_t i = 0; i < cells.size(); ++i) {
      if (cells[i] >= 1 && cells[i] < least) hide(i);
    }
  }

  std::vector<bool> run() {
    for (std::size_t e = 0; e < equations_.size(); ++e) waiting_.push_back(e);
    while (!waiting_.empty()) {
      const std::size_t equation = waiting_.back();
      waiting_.pop_back();
      if (hidden_[equation] != 1) continue;
      auto further = best_of(equations_[equation].parts);
      if (!further) further = best_of(equations_[equation].sums);
      if (further) hide(*further);
    }
    return std::move(is_hidden_);
  }

 private:
  void hide(std::size_t cell) {
    is_hidden_[cell] = true;
    for (const std::size_t equation : equations_of_[cell]) {
      ++hidden_[equation];
      waiting_.push_back(equation);
    }
  }

  // Whether all equations of the cell lose one anyway.
  bool is_cheap(std::size_t cell) const {
    for (const std::size_t equation : equations_of_[cell]) {
      if (hidden_[equation] == 0) return false;
    }
    return true;
  }

  std::optional<std::size_t> best_of(const std::vector<std::size_t>& cells) const {
    std::optional<std::size_t> best;
    const auto key = [&](std::size_t cell) {
      return std::tuple(cells_[cell] == 0, !is_cheap(cell), cells_[cell]);
    };
    for (const std::size_t cell : cells) {
      if (!is_hidden_[cell] && (!best || key(cell) < key(*best))) best = cell;
    }
    return best;
  }

  const std::vector<std::int64_t>& cells_;
  const std::vector<TiedCells>& equations_;
  std::vector<bool> is_hidden_;
  std::vector<std::size_t> hidden_;  // by equation
  std::vector<std::vector<std::size_t>> equations_of_;
  std::vector<std::size_t> waiting_;
};

}  // namespace

std::vector<bool> suppressed_cells(const std::vector<std::int64_t>& cells,
                                   const std::vector<TiedCells>& equations, std::int64_t least) {
  return Suppression(cells, equations, least).run();
}

}  // namespace scrutineer::roll
