#include "roll/matrix.hpp"

#include <cmath>
#include <utility>

namespace scrutineer::roll {

namespace {

constexpr double kDependent = 1e-10;  // of a column's own square: what is left of it
constexpr int kSweeps = 60;

// One rotation that makes a(p, q) zero; `vectors` turns with it.
void rotate(Matrix& a, Matrix& vectors, std::size_t p, std::size_t q) {
  if (a(p, q) == 0) return;
  const double theta = (a(q, q) - a(p, p)) / (2 * a(p, q));
  const double t = (theta < 0 ? -1 : 1) / (std::abs(theta) + std::sqrt(theta * theta + 1));
  const double c = 1 / std::sqrt(t * t + 1);
  const double s = t * c;
  const std::size_t n = a.rows();
  for (std::size_t k = 0; k < n; ++k) {
    const double kp = a(k, p);
    const double kq = a(k, q);
    a(k, p) = c * kp - s * kq;
    a(k, q) = s * kp + c * kq;
  }
  for (std::size_t k = 0; k < n; ++k) {
    const double pk = a(p, k);
    const double qk = a(q, k);
    a(p, k) = c * pk - s * qk;
    a(q, k) = s * pk + c * qk;
    const double vp = vectors(k, p);
    const double vq = vectors(k, q);
    vectors(k, p) = c * vp - s * vq;
    vectors(k, q) = s * vp + c * vq;
  }
}

double off_diagonal(const Matrix& a) {
  double sum = 0;
  for (std::size_t p = 0; p < a.rows(); ++p) {
    for (std::size_t q = p + 1; q < a.rows(); ++q) sum += a(p, q) * a(p, q);
  }
  return sum;
}

}  // namespace

std::vector<double> Matrix::times(const std::vector<double>& x) const {
  std::vector<double> product(rows_, 0);
  for (std::size_t i = 0; i < rows_; ++i) {
    for (std::size_t j = 0; j < columns_; ++j) product[i] += (*this)(i, j) * x[j];
  }
  return product;
}

std::vector<double> Matrix::transposed_times(const std::vector<double>& x) const {
  std::vector<double> product(columns_, 0);
  for (std::size_t i = 0; i < rows_; ++i) {
    for (std::size_t j = 0; j < columns_; ++j) product[j] += (*this)(i, j) * x[i];
  }
  return product;
}

double dot(const std::vector<double>& a, const std::vector<double>& b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += a[i] * b[i];
  return sum;
}

std::optional<Cholesky> Cholesky::of(const Matrix& a) {
  const std::size_t n = a.rows();
  Matrix lower(n, n);
  for (std::size_t j = 0; j < n; ++j) {
    double left = a(j, j);
    for (std::size_t k = 0; k < j; ++k) left -= lower(j, k) * lower(j, k);
    if (!(left > kDependent * a(j, j))) return std::nullopt;
    lower(j, j) = std::sqrt(left);
    for (std::size_t i = j + 1; i < n; ++i) {
      double sum = a(i, j);
      for (std::size_t k = 0; k < j; ++k) sum -= lower(i, k) * lower(j, k);
      lower(i, j) = sum / lower(j, j);
    }
  }
  return Cholesky(std::move(lower));
}

std::vector<double> Cholesky::forward(std::vector<double> b) const {
  for (std::size_t i = 0; i < b.size(); ++i) {
    for (std::size_t k = 0; k < i; ++k) b[i] -= lower_(i, k) * b[k];
    b[i] /= lower_(i, i);
  }
  return b;
}

std::vector<double> Cholesky::solve(std::vector<double> b) const {
  b = forward(std::move(b));
  for (std::size_t i = b.size(); i-- > 0;) {
    for (std::size_t k = i + 1; k < b.size(); ++k) b[i] -= lower_(k, i) * b[k];
    b[i] /= lower_(i, i);
  }
  return b;
}

Matrix inverse_root(Matrix a, double least) {
  const std::size_t n = a.rows();
  Matrix vectors(n, n);
  for (std::size_t i = 0; i < n; ++i) vectors(i, i) = 1;
  double size = off_diagonal(a);
  for (std::size_t i = 0; i < n; ++i) size += a(i, i) * a(i, i);
  for (int sweep = 0; sweep < kSweeps && off_diagonal(a) > 1e-28 * size; ++sweep) {
    for (std::size_t p = 0; p < n; ++p) {
      for (std::size_t q = p + 1; q < n; ++q) rotate(a, vectors, p, q);
    }
  }
  Matrix root(n, n);
  for (std::size_t k = 0; k < n; ++k) {
    if (a(k, k) < least) continue;
    const double scale = 1 / std::sqrt(a(k, k));
    for (std::size_t i = 0; i < n; ++i) {
      for (std::size_t j = 0; j < n; ++j) root(i, j) += scale * vectors(i, k) * vectors(j, k);
    }
  }
  return root;
}

}  // namespace scrutineer::roll
