#include "audit/plan_designs.hpp"

namespace scrutineer {

namespace {

DesignForecast forecast_one(const Election& election, AuditDesign design, const Manifest& manifest,
                            const Cards* records, Evidence evidence, const PlanOptions& options) {
  DesignForecast forecast{evidence, "", {}, {}};
  if (evidence != design.evidence) {
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
  forecast.plan = plan_audit(*agenda, options);
  return forecast;
}

}  // namespace

std::vector<DesignForecast> forecast_designs(const Election& election, const AuditDesign& asked,
                                             const Manifest& manifest, const Cards* records,
                                             const PlanOptions& options) {
  std::vector<DesignForecast> forecasts;
  for (const Evidence evidence : {Evidence::comparison, Evidence::pools, Evidence::polling}) {
    forecasts.push_back(forecast_one(election, asked, manifest, records, evidence, options));
  }
  return forecasts;
}

}  // namespace scrutineer
