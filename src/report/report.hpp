// From findings to a static site: a pure function from what was computed to files. It computes
// nothing itself, reads nothing, and writes nothing; the same input gives the same bytes. The pages
// need no script, no network and no server.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "audit/assess.hpp"
#include "audit/majority_cost.hpp"
#include "audit/plan_designs.hpp"
#include "base/result.hpp"
#include "count/count.hpp"
#include "election/election.hpp"
#include "findings/finding.hpp"
#include "outcome/outcome.hpp"
#include "roll/audit_readings.hpp"
#include "roll/findings.hpp"

namespace scrutineer {

// The audit of the election's ballots, as far as it has gone.
struct AuditReport {
  AuditAgenda agenda;
  std::vector<Assessment> rounds;        // after each round that has been read
  std::vector<DesignForecast> designs;   // before any ballot was drawn
  std::optional<AuditPlan> next;         // from what was read so far
  PlanOptions simulated;                 // how both were forecast
  std::string root;                      // of the commitment; empty: none yet
  std::string dice, beacon_value, seed;  // empty: none yet
};

// How many ballots, drawn by lot, would settle a question about a chamber: audits of supposed
// votes.
struct SettlingReport {
  std::size_t question = 0;  // position in Election::questions
  bool holds = true;         // the reported answer, which they would confirm
  bool from_twins = false;   // tables of votes that agree with what is published; else as reported
  std::size_t draws = 0;     // such tables, or audits
  Rational risk_limit;
  std::uint64_t seed = 0;
  std::vector<std::string> units;   // the constituencies, as in the costs
  std::vector<MajorityCost> costs;  // by design; empty: no sample settles it, or none is planned
};

// What was found about the roll, and how published shares can be read.
struct RollReport {
  roll::Findings findings;
  roll::AuditReadings readings;  // of the same findings
};

struct ReportInput {
  // In a place of its own: `count` reads it for as long as it lives, wherever this moves.
  std::shared_ptr<const Election> election;
  OutcomeReport outcome;
  std::vector<Chamber> chambers;
  std::optional<CountReport> count;
  std::optional<AuditReport> audit;
  std::vector<SettlingReport> settling;
  std::optional<RollReport> roll;
  std::vector<Input> inputs;      // with their digests
  std::vector<Finding> findings;  // findings_of() of the same election, outcome and chambers
  std::string version;            // of the program, "0.1.0"
  std::string folder = "FOLDER";  // how the commands for recomputing name the folder
};

// Relative path → bytes. The first language stands at the root, others in folders ("km/").
// Khmer pages are written where the election has Khmer among its languages.
Result<std::map<std::string, std::string>> render_site(const ReportInput& input);

}  // namespace scrutineer
