#include "cli/audit_report.hpp"

#include "cli/audit_workspace.hpp"

namespace scrutineer::cli {

namespace {

constexpr PlanOptions kOptions = {100, 1};

// The rounds that people have read, each assessed as if it were the last.
Result<void> take_rounds(const Workspace& audit, const SeedCeremony& ceremony,
                         AuditReport& report) {
  const auto drawn = drawn_rounds(audit, ceremony.seed);
  if (!drawn) return tl::unexpected(drawn.error());
  std::size_t readable = 0;
  while (readable < drawn->sizes.size() &&
         audit.has(round_path(readable + 1, "interpretations.csv"))) {
    ++readable;
  }
  const auto read = read_rounds(audit, *drawn, readable);
  if (!read) return tl::unexpected(read.error());
  const Cards* const records = audit.records_or_none();
  for (std::size_t round = 1; round <= readable; ++round) {
    const auto end = static_cast<std::ptrdiff_t>(round);
    report.rounds.push_back(assess(audit.agenda, drawn->order,
                                   {drawn->cards.begin(), drawn->cards.begin() + end},
                                   {read->rounds.begin(), read->rounds.begin() + end}, records));
  }
  if (readable == 0) return {};
  report.next =
      plan_audit(audit.agenda,
                 martingales_after(audit.agenda, drawn->order, drawn->cards, read->rounds, records),
                 report.rounds.back().prefix, kOptions);
  return {};
}

}  // namespace

Result<std::optional<AuditReport>> audit_report_of(const std::filesystem::path& folder) {
  std::error_code error;
  if (!std::filesystem::exists(folder / "audit/audit.toml", error)) return std::nullopt;
  const auto audit = open_audit(folder.string());
  if (!audit) return tl::unexpected(audit.error());
  AuditReport report;
  report.simulated = kOptions;
  report.agenda = audit->agenda;
  report.designs = forecast_designs(audit->folder.election, audit->agenda.design, audit->manifest,
                                    audit->records_or_none(), kOptions);
  report.next = plan_audit(audit->agenda, kOptions);
  if (!audit->has("audit/commitment.json")) return report;
  const auto commitment = commitment_of(*audit);
  if (!commitment) return tl::unexpected(commitment.error());
  report.root = commitment->root;
  if (!audit->has("audit/seed.json")) return report;
  const auto ceremony = seed_of(*audit, *commitment);
  if (!ceremony) return tl::unexpected(ceremony.error());
  report.dice = ceremony->dice;
  report.beacon_value = ceremony->beacon_value;
  report.seed = ceremony->seed;
  if (auto taken = take_rounds(*audit, *ceremony, report); !taken) {
    return tl::unexpected(taken.error());
  }
  return report;
}

}  // namespace scrutineer::cli
