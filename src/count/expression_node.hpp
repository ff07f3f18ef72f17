// The parsed tree of an expression, shared by the evaluation of one form and that of many.
#pragma once

#include <cstddef>
#include <memory>

#include "count/expression.hpp"

namespace scrutineer {

struct Expression::Node {
  enum class Kind {
    number,
    slot,
    stated,
    add,
    subtract,
    multiply,
    absolute,
    least,
    most,
    equal,
    different,
    less,
    at_most,
    more,
    at_least,
    both,
    either,
    no
  };
  Kind kind = Kind::number;
  Wide number = 0;  // of a number; of any other node: no value of it is larger, up to its sign
  std::size_t slot = 0;
  std::unique_ptr<Node> left, right;

  bool is_condition() const { return kind == Kind::stated || kind >= Kind::equal; }
};

}  // namespace scrutineer
