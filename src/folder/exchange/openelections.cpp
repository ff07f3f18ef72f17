#include "folder/exchange/openelections.hpp"

namespace scrutineer::exchange {

std::string folded(std::string_view text) {
  std::string result;
  for (const char c : text) {
    if (c == ' ' || c == '-' || c == '_' || c == '.') continue;
    result += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return result;
}

bool is_total_name(std::string_view text) {
  const std::string name = folded(text);
  for (const std::string_view known :
       {"total", "totals", "grandtotal", "grandtotals", "countytotal", "countytotals", "alltotal",
        "precincttotal", "precincttotals", "statetotal", "statewidetotal"}) {
    if (name == known) return true;
  }
  return false;
}

}  // namespace scrutineer::exchange
