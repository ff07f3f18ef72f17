// Forms that repeat another's votes.
#pragma once

#include <cstddef>
#include <vector>

#include "count/forms.hpp"

namespace scrutineer {

struct IdenticalForm {
  std::size_t row = 0;    // of the later one
  std::size_t first = 0;  // the first row with these votes
};

// Rows whose parties all have the votes that an earlier row below the same parent has: at least
// kLeastIdentical in all (check.hpp), three parties or more with some. In the order of the rows.
std::vector<IdenticalForm> identical_forms(const Election& election, const Forms& forms);

}  // namespace scrutineer
