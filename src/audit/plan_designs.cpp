#include "audit/plan_designs.hpp"

#include "audit/plan_batches.hpp"

namespace scrutineer {

namespace {

Evidence evidence_of(AuditedBy design) {
  switch (design) {
    case AuditedBy::comparison:
      return Evidence::comparison;
    case AuditedBy::pools:
    case AuditedBy::batches:
      return Evidence::pools;
    case AuditedBy::polling:
      break;
  }
  return Evidence::polling;
}

DesignForecast forecast_one(const Election& election, AuditDesign design, const Manifest& manifest,
                            const Cards* records, AuditedBy by, const PlanOptions& options) {
  DesignForecast forecast{by, "", {}, {}};
  if (const Evidence evidence = evidence_of(by); evidence != design.evidence) {
    design.evidence = evidence;
    design.styles = false;
    design.method.clear();
    design.parameters.clear();
  }
  const auto agenda = make_agenda(election, design, manifest, records);
  if (!agenda) {
    forecast.reason = to_sentence(agenda.error().front());
    return forecast;
  }
  for (const AgendaTarget& target : agenda->targets) forecast.targets.push_back(target.id);
  forecast.plan =
      by == AuditedBy::batches ? plan_batches(*agenda, options) : plan_audit(*agenda, options);
  return forecast;
}

}  // namespace

std::string_view name_of(AuditedBy design) {
  return design == AuditedBy::batches ? "batches" : name_of(evidence_of(design));
}

std::vector<DesignForecast> forecast_designs(const Election& election, const AuditDesign& asked,
                                             const Manifest& manifest, const Cards* records,
                                             const PlanOptions& options) {
  std::vector<DesignForecast> forecasts;
  for (const AuditedBy by :
       {AuditedBy::comparison, AuditedBy::pools, AuditedBy::batches, AuditedBy::polling}) {
    forecasts.push_back(forecast_one(election, asked, manifest, records, by, options));
  }
  return forecasts;
}

}  // namespace scrutineer
