#include "election/repeated_texts.hpp"

#include <algorithm>

namespace scrutineer {

std::uint32_t RepeatedTexts::number_of(std::string_view text) {
  if (const auto known = numbers_.find(text); known != numbers_.end()) return known->second;
  const auto number = static_cast<std::uint32_t>(texts_.size());
  texts_.emplace_back(text);
  numbers_.emplace(text, number);
  return number;
}

void RepeatedTexts::assign(std::size_t size, std::string_view text) {
  texts_.clear();
  numbers_.clear();
  rows_.assign(size, number_of(text));
}

bool RepeatedTexts::any() const {
  return !rows_.empty() && std::any_of(texts_.begin(), texts_.end(),
                                       [](const std::string& text) { return !text.empty(); });
}

}  // namespace scrutineer
