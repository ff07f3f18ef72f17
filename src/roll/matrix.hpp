// Small dense matrices for regressions with at most some dozens of columns: a Cholesky factor and
// the eigenvalues of a symmetric matrix. Plain loops in a fixed order, so that the digits are the
// same on every machine.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

namespace scrutineer::roll {

class Matrix {
 public:
  Matrix() = default;
  Matrix(std::size_t rows, std::size_t columns)
      : columns_(columns), rows_(rows), values_(rows * columns) {}
  double& operator()(std::size_t row, std::size_t column) {
    return values_[row * columns_ + column];
  }
  double operator()(std::size_t row, std::size_t column) const {
    return values_[row * columns_ + column];
  }
  std::size_t rows() const { return rows_; }
  std::size_t columns() const { return columns_; }
  std::vector<double> times(const std::vector<double>& x) const;             // A x
  std::vector<double> transposed_times(const std::vector<double>& x) const;  // Aᵀ x

 private:
  std::size_t columns_ = 0, rows_ = 0;
  std::vector<double> values_;
};

double dot(const std::vector<double>& a, const std::vector<double>& b);

// L with A = L Lᵀ.
class Cholesky {
 public:
  // Nothing where a column of A depends on the others, to about ten digits: no solution would be
  // one.
  static std::optional<Cholesky> of(const Matrix& a);
  std::vector<double> forward(std::vector<double> b) const;  // L⁻¹ b
  std::vector<double> solve(std::vector<double> b) const;    // A⁻¹ b

 private:
  explicit Cholesky(Matrix lower) : lower_(std::move(lower)) {}
  Matrix lower_;
};

// A to the power −1/2 for a symmetric A, where eigenvalues below `least` count as none (their part
// of the result is 0), by Jacobi's rotations.
Matrix inverse_root(Matrix a, double least);

}  // namespace scrutineer::roll
