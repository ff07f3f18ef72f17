// What an audit is asked, and how it answers: the contents of audit.toml
// (docs/formats/audit-folder.md). Written before anything is drawn, and committed to.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/numbers.hpp"

namespace scrutineer {

enum class Evidence {
  polling,     // cards alone
  comparison,  // each card against its record
  pools        // each card against the tally of its pool (ONEAudit)
};
inline std::string_view name_of(Evidence evidence) {
  switch (evidence) {
    case Evidence::polling:
      return "polling";
    case Evidence::comparison:
      return "comparison";
    case Evidence::pools:
      break;
  }
  return "pools";
}
inline std::optional<Evidence> evidence_of(std::string_view name) {
  for (const Evidence one : {Evidence::polling, Evidence::comparison, Evidence::pools}) {
    if (name_of(one) == name) return one;
  }
  return std::nullopt;
}

// Every seat and every winner of a contest, or one question of election.toml.
struct AuditTarget {
  std::string contest, question;  // one of both
};

// No more cards of the unit can hold the contest; from outside the count.
struct CardsBound {
  std::string contest, unit;
  Votes cards = 0;
};

struct AuditDesign {
  Rational risk_limit = {1, 20};
  std::string basis;  // the source of the reported result; empty: the commission
  Evidence evidence = Evidence::polling;
  bool styles = false;  // a contest's cards are those whose records list it
  std::int64_t dice_digits = 20;
  std::string beacon;  // named in advance, in words; empty: none
  std::string method;  // empty: by the evidence
  std::map<std::string, double> parameters;
  std::vector<AuditTarget> targets;
  std::vector<CardsBound> bounds;
};

}  // namespace scrutineer
