#include "base/result.hpp"

#include <utility>

namespace scrutineer {

std::string to_sentence(const Error& error) {
  std::string where = error.file;
  if (error.row > 0) where += (where.empty() ? "row " : ", row ") + std::to_string(error.row);
  if (!error.column.empty()) where += (where.empty() ? "column " : ", column ") + error.column;
  std::string what = error.message;
  if (what.empty()) {
    what = "found " + (error.found.empty() ? std::string("nothing") : '"' + error.found + '"') +
           ", expected " + error.expected + ".";
  }
  return where.empty() ? what : where + ": " + what;
}

tl::unexpected<Errors> fail(Error error) {
  Errors errors;
  errors.push_back(std::move(error));
  return tl::unexpected<Errors>(std::move(errors));
}

tl::unexpected<Errors> fail(std::string message) {
  Error error;
  error.message = std::move(message);
  return fail(std::move(error));
}

}  // namespace scrutineer
