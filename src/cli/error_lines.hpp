// Errors as they are printed for a person.
#pragma once

#include <string>
#include <vector>

#include "base/result.hpp"

namespace scrutineer::cli {

// One sentence an error, in their order. Where more than five are alike but for the row (a form
// that nobody has filled in), the first three stand for all, and a line says how many there are
// besides.
std::vector<std::string> error_lines(const Errors& errors);

}  // namespace scrutineer::cli
