// What the tests of martingales share.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "audit/martingale.hpp"

namespace scrutineer {

inline Martingale made(const std::string& method, const Martingale::Parameters& parameters,
                       const MeanClaim& claim = {}) {
  auto martingale = Martingale::make(method, parameters, claim);
  EXPECT_TRUE(martingale.has_value()) << to_sentence(martingale.error()[0]);
  return *martingale;
}

inline std::vector<double> polling(int count) {
  std::vector<double> values;
  for (int i = 1; i <= count; ++i) {
    const std::int64_t draw = (std::int64_t{7919} * i + 13) % 1000;
    values.push_back(draw < 510 ? 1 : draw < 960 ? 0 : 0.5);
  }
  return values;
}

inline std::vector<double> repeated(std::size_t count, double value) {
  return std::vector<double>(count, value);
}

inline double p_after(const std::string& method, const Martingale::Parameters& parameters,
                      const std::vector<double>& values, const MeanClaim& claim = {}) {
  Martingale martingale = made(method, parameters, claim);
  martingale.feed(values);
  return martingale.p_value();
}

inline MeanClaim of(double u, std::optional<std::int64_t> cards = {}, double t = 0.5) {
  return {t, u, cards, false};
}

}  // namespace scrutineer
