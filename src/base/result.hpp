// Expected failures are values. A reader collects every error of its input and returns them all, so
// that a person can repair a file in one go; nothing of that input is then used.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <tl/expected.hpp>

namespace scrutineer {

// One thing that is wrong with an input. `row` and `column` are 0 and "" where they do not apply;
// rows count lines of the file from 1, the header included, as a spreadsheet shows them.
struct Error {
  std::string file;
  std::int64_t row = 0;
  std::string column;
  std::string found;
  std::string expected;
  std::string message;  // the sentence; made from the parts above where it is empty
};

using Errors = std::vector<Error>;

template <typename T>
using Result = tl::expected<T, Errors>;

// "returns/nec.csv, row 7, column cpp: found \"1.5\", expected a whole number of votes."
std::string to_sentence(const Error& error);

tl::unexpected<Errors> fail(Error error);
tl::unexpected<Errors> fail(std::string message);

}  // namespace scrutineer
