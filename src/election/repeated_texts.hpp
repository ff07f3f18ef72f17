// A column of texts most of which repeat one another, such as the times at which forms were stated:
// four bytes a row, each text kept once.
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace scrutineer {

class RepeatedTexts {
 public:
  RepeatedTexts() = default;
  RepeatedTexts(std::initializer_list<std::string_view> texts) {
    for (const std::string_view text : texts) push_back(text);
  }

  std::size_t size() const { return rows_.size(); }
  const std::string& operator[](std::size_t row) const { return texts_[rows_[row]]; }

  void push_back(std::string_view text) { rows_.push_back(number_of(text)); }
  void assign(std::size_t size, std::string_view text);

  // Whether any row has a text that is not empty.
  bool any() const;

 private:
  std::uint32_t number_of(std::string_view text);

  std::vector<std::uint32_t> rows_;
  std::vector<std::string> texts_;  // each once
  std::map<std::string, std::uint32_t, std::less<>> numbers_;
};

}  // namespace scrutineer
