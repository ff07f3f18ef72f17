#include "count/expression.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "count/expression_node.hpp"

namespace scrutineer {

namespace {

using Node = Expression::Node;
using Kind = Node::Kind;
using Pointer = std::unique_ptr<Node>;

constexpr Wide kLargest = Wide{1} << 126;
constexpr std::size_t kLongestText = 1'000;
constexpr int kDeepest = 50;

// Binary operators by how tightly they bind.
struct Operator {
  std::string_view word;
  Kind kind;
  int strength;
};
constexpr std::array<Operator, 11> kOperators = {{{"or", Kind::either, 1},
                                                  {"and", Kind::both, 2},
                                                  {"!=", Kind::different, 3},
                                                  {"<=", Kind::at_most, 3},
                                                  {">=", Kind::at_least, 3},
                                                  {"=", Kind::equal, 3},
                                                  {"<", Kind::less, 3},
                                                  {">", Kind::more, 3},
                                                  {"+", Kind::add, 4},
                                                  {"-", Kind::subtract, 4},
                                                  {"*", Kind::multiply, 5}}};

bool takes_conditions(Kind kind) { return kind == Kind::both || kind == Kind::either; }

class Parser {
 public:
  Parser(std::string_view text, const Expression::Slots& slots) : text_(text), slots_(slots) {}

  Result<Pointer> run() {
    if (text_.size() > kLongestText) return fault("a shorter formula (at most 1000 bytes)");
    Result<Pointer> root = binary(1);
    if (!root) return root;
    if (at_ < text_.size()) return fault("the end of the formula, or an operator");
    if (!(*root)->is_condition()) {
      at_ = 0;
      return fault("a condition, such as valid + invalid = cast");
    }
    return root;
  }

  std::vector<std::size_t> used;

 private:
  tl::unexpected<Errors> fault(const std::string& expected) {
    const std::string found(text_.substr(std::min(at_, text_.size()), 20));
    return fail("The formula \"" + std::string(text_.substr(0, 200)) + "\" has, at position " +
                std::to_string(at_ + 1) + ", " + (found.empty() ? "its end" : "\"" + found + "\"") +
                "; expected " + expected + ".");
  }

  void skip_spaces() {
    while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\t')) ++at_;
  }

  static bool is_name_char(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '.' || c == '/';
  }

  // Letters, digits, _ . / and inner hyphens: identifiers of parties and fields.
  std::string_view peek_name() const {
    std::size_t end = at_;
    while (end < text_.size() &&
           (is_name_char(text_[end]) || (text_[end] == '-' && end > at_ && end + 1 < text_.size() &&
                                         is_name_char(text_[end + 1])))) {
      ++end;
    }
    return text_.substr(at_, end - at_);
  }

  bool accept(std::string_view symbol) {
    skip_spaces();
    if (text_.substr(at_, symbol.size()) != symbol) return false;
    at_ += symbol.size();
    return true;
  }

  const Operator* peek_operator() {
    skip_spaces();
    for (const Operator& op : kOperators) {
      const bool word = is_name_char(op.word.front());
      if (word ? peek_name() == op.word : text_.substr(at_, op.word.size()) == op.word) return &op;
    }
    return nullptr;
  }

  Result<Pointer> binary(int strength) {
    if (++depth_ > kDeepest) return fault("a flatter formula");
    Result<Pointer> left = unary();
    if (!left) return left;
    for (const Operator* op = peek_operator(); op != nullptr && op->strength >= strength;
         op = peek_operator()) {
      const std::size_t start = at_;
      at_ += op->word.size();
      Result<Pointer> right = binary(op->strength + 1);
      if (!right) return right;
      const bool conditions = takes_conditions(op->kind);
      if ((*left)->is_condition() != conditions || (*right)->is_condition() != conditions) {
        at_ = start;
        return fault(conditions ? "conditions on both sides" : "numbers on both sides");
      }
      left = join(op->kind, std::move(*left), std::move(*right), start);
      if (!left) return left;
    }
    --depth_;
    return left;
  }

  Result<Pointer> join(Kind kind, Pointer left, Pointer right, std::size_t start) {
    auto node = std::make_unique<Node>();
    node->kind = kind;
    const Wide a = left->number;
    const Wide b = right ? right->number : 0;
    node->number = kind == Kind::multiply ? 0 : std::max(a, b);
    if (kind == Kind::add || kind == Kind::subtract) node->number = a + b;
    const bool too_large = kind == Kind::multiply && a != 0 && b > kLargest / a;
    if (too_large || node->number > kLargest) {
      at_ = start;
      return fault("smaller numbers: this could leave 126 bits");
    }
    if (kind == Kind::multiply) node->number = a * b;
    node->left = std::move(left);
    node->right = std::move(right);
    return node;
  }

  Result<Pointer> unary() {
    skip_spaces();
    if (accept("(")) {
      Result<Pointer> inner = binary(1);
      if (inner && !accept(")")) return fault("a closing parenthesis");
      return inner;
    }
    const std::string_view name = peek_name();
    if (name.empty()) return fault("a number, the name of a count, or a parenthesis");
    if (name.find_first_not_of("0123456789") == std::string_view::npos) return number(name);
    const std::size_t start = at_;
    at_ += name.size();
    if (name == "not") {
      Result<Pointer> inner = binary(3);
      if (!inner) return inner;
      if (!(*inner)->is_condition()) return fault("a condition after \"not\"");
      return join(Kind::no, std::move(*inner), nullptr, start);
    }
    if (accept("(")) return call(name, start);
    return slot(name, start, Kind::slot);
  }

  Result<Pointer> number(std::string_view digits) {
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (error != std::errc() || value > kMaximumCount) return fault("a number up to 10^15");
    at_ += digits.size();
    auto node = std::make_unique<Node>();
    node->number = value;
    return node;
  }

  Result<Pointer> slot(std::string_view name, std::size_t start, Kind kind) {
    const auto slot = slots_(name);
    if (!slot) {
      at_ = start;
      return fault("the name of a count: a field of the form, a party, or parties (their sum)");
    }
    used.push_back(*slot);
    auto node = std::make_unique<Node>();
    node->kind = kind;
    node->slot = *slot;
    node->number = kMaximumCount;
    return node;
  }

  Result<Pointer> call(std::string_view name, std::size_t start) {
    if (name == "stated") {
      skip_spaces();
      const std::size_t inner = at_;
      const std::string_view argument = peek_name();
      at_ += argument.size();
      Result<Pointer> node = slot(argument, inner, Kind::stated);
      if (node && !accept(")")) return fault("a closing parenthesis");
      return node;
    }
    const Kind kind = name == "abs" ? Kind::absolute : name == "min" ? Kind::least : Kind::most;
    if (kind == Kind::most && name != "max") {
      at_ = start;
      return fault("abs(…), min(…, …), max(…, …) or stated(…)");
    }
    Result<Pointer> first = binary(4);
    if (!first) return first;
    Pointer second;
    if (kind != Kind::absolute) {
      if (!accept(",")) return fault("a comma and a second number");
      Result<Pointer> other = binary(4);
      if (!other) return other;
      second = std::move(*other);
    }
    if (!accept(")")) return fault("a closing parenthesis");
    if ((*first)->is_condition() || (second && second->is_condition())) return fault("numbers");
    return join(kind, std::move(*first), std::move(second), start);
  }

  std::string_view text_;
  const Expression::Slots& slots_;
  std::size_t at_ = 0;
  int depth_ = 0;
};

std::optional<Wide> value_of(const Node& node, const Expression::Form& form) {
  if (node.kind == Kind::number) return node.number;
  if (node.kind == Kind::slot) {
    const Count count = form(node.slot);
    return count ? std::optional<Wide>(*count) : std::nullopt;
  }
  const auto left = value_of(*node.left, form);
  if (!left) return std::nullopt;
  if (node.kind == Kind::absolute) return *left < 0 ? -*left : *left;
  const auto right = value_of(*node.right, form);
  if (!right) return std::nullopt;
  switch (node.kind) {
    case Kind::add:
      return *left + *right;
    case Kind::subtract:
      return *left - *right;
    case Kind::multiply:
      return *left * *right;
    case Kind::least:
      return std::min(*left, *right);
    default:
      return std::max(*left, *right);
  }
}

bool compare(Kind kind, Wide left, Wide right) {
  switch (kind) {
    case Kind::equal:
      return left == right;
    case Kind::different:
      return left != right;
    case Kind::less:
      return left < right;
    case Kind::at_most:
      return left <= right;
    case Kind::more:
      return left > right;
    default:
      return left >= right;
  }
}

std::optional<bool> truth_of(const Node& node, const Expression::Form& form) {
  if (node.kind == Kind::stated) return form(node.slot).has_value();
  if (node.kind == Kind::no) {
    const auto inner = truth_of(*node.left, form);
    return inner ? std::optional<bool>(!*inner) : std::nullopt;
  }
  if (takes_conditions(node.kind)) {
    // Kleene: one side that decides is enough.
    const bool decides = node.kind == Kind::either;
    const auto left = truth_of(*node.left, form);
    if (left && *left == decides) return decides;
    const auto right = truth_of(*node.right, form);
    if (right && *right == decides) return decides;
    return left && right ? std::optional<bool>(!decides) : std::nullopt;
  }
  const auto left = value_of(*node.left, form);
  const auto right = value_of(*node.right, form);
  if (!left || !right) return std::nullopt;
  return compare(node.kind, *left, *right);
}

}  // namespace

Result<Expression> Expression::parse(std::string_view text, const Slots& slots) {
  Parser parser(text, slots);
  Result<Pointer> root = parser.run();
  if (!root) return tl::unexpected(root.error());
  Expression expression;
  expression.text_ = text;
  expression.root_ = std::move(*root);
  expression.slots_ = std::move(parser.used);
  std::sort(expression.slots_.begin(), expression.slots_.end());
  const auto end = std::unique(expression.slots_.begin(), expression.slots_.end());
  expression.slots_.erase(end, expression.slots_.end());
  return expression;
}

std::optional<bool> Expression::holds(const Form& form) const { return truth_of(*root_, form); }

std::optional<Expression::Sides> Expression::sides(const Form& form) const {
  const bool compares = root_->kind >= Kind::equal && root_->kind <= Kind::at_least;
  if (!compares) return std::nullopt;
  const auto left = value_of(*root_->left, form);
  const auto right = value_of(*root_->right, form);
  if (!left || !right) return std::nullopt;
  Sides sides{*left, *right, ""};
  for (const Operator& op : kOperators) {
    if (op.kind == root_->kind) sides.relation = op.word;
  }
  return sides;
}

}  // namespace scrutineer
