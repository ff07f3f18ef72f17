// An expression over many forms at once: each operator runs over whole columns, so that its cost is
// that of the arithmetic and not of walking the tree.
#include <algorithm>
#include <limits>

#include "count/expression_node.hpp"

namespace scrutineer {

namespace {

using Node = Expression::Node;
using Kind = Node::Kind;

constexpr Wide kLargest = std::numeric_limits<std::int64_t>::max() / 4;

// Values of a number node, or truths of a condition (1 or 0); `known` is 0 where a count that they
// need is not stated.
struct Values {
  explicit Values(std::size_t size) : value(size), known(size) {}
  std::vector<std::int64_t> value;
  std::vector<std::uint8_t> known;
};

// The largest magnitude of a number node; beyond kLargest it is only known to be that.
Wide bound(const Node& node, Wide largest) {
  if (node.kind == Kind::number) return node.number;
  if (node.kind == Kind::slot || node.kind == Kind::stated) return largest;
  const Wide left = bound(*node.left, largest);
  const Wide right = node.right ? bound(*node.right, largest) : 0;
  if (left > kLargest || right > kLargest) return kLargest + 1;
  if (node.kind == Kind::add || node.kind == Kind::subtract) return left + right;
  if (node.kind == Kind::multiply) return left * right;
  return std::max(left, right);
}

// Whether the condition may come out as `truth`; of a number (truth is then of no account), whether
// it may be known.
bool possible(const Node& node, bool truth, const std::function<bool(std::size_t)>& has) {
  if (node.kind == Kind::number) return true;
  if (node.kind == Kind::slot) return has(node.slot);
  if (node.kind == Kind::stated) return !truth || has(node.slot);
  if (node.kind == Kind::no) return possible(*node.left, !truth, has);
  const bool left = possible(*node.left, truth, has);
  const bool right = !node.right || possible(*node.right, truth, has);
  const bool one_decides =
      (node.kind == Kind::either && truth) || (node.kind == Kind::both && !truth);
  return one_decides ? left || right : left && right;
}

template <typename Operation>
void combine(Values& left, const Values& right, Operation operation) {
  for (std::size_t i = 0; i < left.value.size(); ++i) {
    left.value[i] = operation(left.value[i], right.value[i]);
    left.known[i] &= right.known[i];
  }
}

// Kleene: a known side that decides is enough.
void join(Kind kind, Values& left, const Values& right) {
  const std::int64_t decides = kind == Kind::either ? 1 : 0;
  for (std::size_t i = 0; i < left.value.size(); ++i) {
    const bool by_left = left.known[i] != 0 && left.value[i] == decides;
    const bool by_right = right.known[i] != 0 && right.value[i] == decides;
    const bool both = left.known[i] != 0 && right.known[i] != 0;
    left.known[i] = by_left || by_right || both ? 1 : 0;
    left.value[i] = by_left || by_right ? decides : 1 - decides;
  }
}

void apply(Kind kind, Values& left, const Values& right) {
  using V = std::int64_t;
  switch (kind) {
    case Kind::add:
      return combine(left, right, [](V a, V b) { return a + b; });
    case Kind::subtract:
      return combine(left, right, [](V a, V b) { return a - b; });
    case Kind::multiply:
      return combine(left, right, [](V a, V b) { return a * b; });
    case Kind::least:
      return combine(left, right, [](V a, V b) { return a < b ? a : b; });
    case Kind::most:
      return combine(left, right, [](V a, V b) { return a > b ? a : b; });
    case Kind::equal:
      return combine(left, right, [](V a, V b) { return V{a == b}; });
    case Kind::different:
      return combine(left, right, [](V a, V b) { return V{a != b}; });
    case Kind::less:
      return combine(left, right, [](V a, V b) { return V{a < b}; });
    case Kind::at_most:
      return combine(left, right, [](V a, V b) { return V{a <= b}; });
    case Kind::more:
      return combine(left, right, [](V a, V b) { return V{a > b}; });
    case Kind::at_least:
      return combine(left, right, [](V a, V b) { return V{a >= b}; });
    default:
      return join(kind, left, right);
  }
}

Values leaf(const Node& node, const Expression::Columns& columns, std::size_t forms) {
  Values values(forms);
  if (node.kind == Kind::number) {
    std::fill(values.value.begin(), values.value.end(), static_cast<std::int64_t>(node.number));
    std::fill(values.known.begin(), values.known.end(), std::uint8_t{1});
    return values;
  }
  const std::int64_t* column = columns[node.slot];
  const bool asks = node.kind == Kind::stated;
  if (column == nullptr) {  // not stated, which is known
    if (asks) std::fill(values.known.begin(), values.known.end(), std::uint8_t{1});
    return values;
  }
  for (std::size_t i = 0; i < forms; ++i) {
    const bool stated = column[i] >= 0;
    values.value[i] = asks ? std::int64_t{stated} : std::max<std::int64_t>(column[i], 0);
    values.known[i] = asks || stated ? 1 : 0;
  }
  return values;
}

Values evaluate(const Node& node, const Expression::Columns& columns, std::size_t forms) {
  if (!node.left) return leaf(node, columns, forms);
  Values values = evaluate(*node.left, columns, forms);
  if (node.kind == Kind::absolute) {
    for (std::int64_t& value : values.value) value = value < 0 ? -value : value;
  } else if (node.kind == Kind::no) {
    for (std::int64_t& value : values.value) value = 1 - value;
  } else {
    apply(node.kind, values, evaluate(*node.right, columns, forms));
  }
  return values;
}

}  // namespace

void Expression::find_false(const Columns& columns, std::size_t forms,
                            std::uint8_t* is_false) const {
  const Values values = evaluate(*root_, columns, forms);
  for (std::size_t i = 0; i < forms; ++i) {
    is_false[i] = values.known[i] != 0 && values.value[i] == 0 ? 1 : 0;
  }
}

bool Expression::may_be_false(const std::function<bool(std::size_t slot)>& has) const {
  return possible(*root_, false, has);
}

bool Expression::fits_columns(Votes largest) const { return bound(*root_, largest) <= kLargest; }

}  // namespace scrutineer
