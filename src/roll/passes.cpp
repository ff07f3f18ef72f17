#include <optional>

#include "roll/blocking.hpp"

namespace scrutineer::roll {

namespace {

using Part = std::optional<KeyPart>;

// The fields by what they are, each the first of its kind.
class PassMaker {
 public:
  explicit PassMaker(const Comparisons& comparisons) : comparisons_(comparisons) {}

  std::vector<Pass> make() {
    const Part family = part(FieldKind::family_name, PartKind::skeleton);
    const Part given = part(FieldKind::given_name, PartKind::skeleton);
    const Part full = part(FieldKind::full_name, PartKind::skeleton);
    const Part day = part(FieldKind::birth_date, PartKind::value);
    const Part year = part(FieldKind::birth_date, PartKind::year);
    const Part month = part(FieldKind::birth_date, PartKind::month);
    const Part unit = part(FieldKind::unit, PartKind::value);
    const Part code = part(FieldKind::code, PartKind::value);
    add("names in any order", {family, given}, true);
    add("full name", {full});
    add("day of birth, beginning of the given name",
        {day, part(FieldKind::given_name, PartKind::beginning1)});
    add("day of birth, family name", {day, family});
    add("day of birth, beginning of the full name",
        {day, part(FieldKind::full_name, PartKind::beginning1)});
    add("family name, unit, year of birth", {family, unit, year});
    add("family name, unit, code", {family, unit, code});
    add("given name, unit", {given, unit});
    add("beginnings of the names, month of birth",
        {part(FieldKind::given_name, PartKind::beginning3),
         part(FieldKind::family_name, PartKind::beginning2), month});
    add("code, unit, year of birth", {code, unit, year});
    add("beginning of the full name, unit, year of birth",
        {part(FieldKind::full_name, PartKind::beginning3), unit, year});
    add_others(given ? given : full, family, year);
    if (passes_.empty()) add_single_fields();
    return std::move(passes_);
  }
  std::vector<std::string> left_out() {
    make();
    return std::move(left_out_);
  }

 private:
  static constexpr std::size_t kMostPasses = 16;

  Part part(FieldKind kind, PartKind what) const {
    for (std::size_t k = 0; k < comparisons_.list.size(); ++k) {
      if (comparisons_.list[k].kind == kind) return KeyPart{k, what};
    }
    return std::nullopt;
  }

  // Texts, and codes beyond the first, with a name or the year. The first code of a roll with units
  // is a house's number: the same in every village, it finds little for many pairs.
  void add_others(const Part& given, const Part& family, const Part& year) {
    for (std::size_t k = 0; k < comparisons_.list.size(); ++k) {
      const FieldKind kind = comparisons_.list[k].kind;
      const Part unit = part(FieldKind::unit, PartKind::value);
      const Part code = part(FieldKind::code, PartKind::value);
      if (kind != FieldKind::text && kind != FieldKind::code) continue;
      if (unit && code && code->comparison == k) continue;
      const Part self = KeyPart{k, PartKind::value};
      add("field " + std::to_string(k + 1) + ", given name", {self, given});
      add("field " + std::to_string(k + 1) + ", family name", {self, family});
      add("field " + std::to_string(k + 1) + ", year of birth", {self, year});
    }
  }

  void add_single_fields() {
    for (std::size_t k = 0; k < comparisons_.list.size(); ++k) {
      add("field " + std::to_string(k + 1), {KeyPart{k, PartKind::value}});
    }
  }

  void add(std::string name, const std::vector<Part>& parts, bool any_order = false) {
    Pass pass;
    pass.name = std::move(name);
    pass.any_order = any_order;
    for (const Part& part : parts) {
      if (!part) return;
      pass.parts.push_back(*part);
    }
    if (passes_.size() == kMostPasses) {
      left_out_.push_back(std::move(pass.name));
      return;
    }
    add_refiners(pass);
    passes_.push_back(std::move(pass));
  }

  // The fields that the key does not hold, coarse parts first; the unit late, for whoever moved is
  // found by a key without it or not at all.
  void add_refiners(Pass& pass) const {
    const auto refine = [&](FieldKind kind, PartKind what) {
      for (std::size_t k = 0; k < comparisons_.list.size(); ++k) {
        if (comparisons_.list[k].kind == kind) pass.refiners.push_back({k, what});
      }
    };
    refine(FieldKind::birth_date, PartKind::year);
    refine(FieldKind::sex, PartKind::value);
    refine(FieldKind::given_name, PartKind::beginning2);
    refine(FieldKind::family_name, PartKind::beginning2);
    refine(FieldKind::full_name, PartKind::beginning3);
    refine(FieldKind::unit, PartKind::value);
    refine(FieldKind::birth_date, PartKind::value);
    refine(FieldKind::code, PartKind::value);
    refine(FieldKind::text, PartKind::value);
  }

  const Comparisons& comparisons_;
  std::vector<Pass> passes_;
  std::vector<std::string> left_out_;
};

}  // namespace

std::vector<Pass> passes_for(const Comparisons& comparisons) {
  return PassMaker(comparisons).make();
}

std::vector<std::string> passes_left_out(const Comparisons& comparisons) {
  return PassMaker(comparisons).left_out();
}

}  // namespace scrutineer::roll
