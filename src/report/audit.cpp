// The audit's page: what is asked of the ballots, the evidence against the line that ends the
// audit, where the next ballots come from and why, and how many would settle it.
#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "audit/decimal.hpp"
#include "findings/phrases.hpp"
#include "report/count_index.hpp"
#include "report/figures.hpp"
#include "report/parts.hpp"
#include "report/sections.hpp"

namespace scrutineer {

namespace {

constexpr std::size_t kMostDifferences = 200;

const AuditReport& audit_of(const View& view) { return *view.input.audit; }

LocalizedText limit_of(const View& view) {
  return everywhere(exact_share(audit_of(view).agenda.design.risk_limit));
}

// Four places, rounded up: a p-value is never shown smaller than it is.
std::string p_text(double p) {
  constexpr double kPlaces = 10'000;
  return fmt::format("{:.4f}",
                     std::min(1.0, std::ceil(rounded_up_to_digits(p) * kPlaces) / kPlaces));
}

// "Every seat: National Assembly", or the name of the question.
std::string target_name(const View& view, const AgendaTarget& target) {
  const Election& election = view.election();
  for (const Question& question : election.questions) {
    if (!target.question.empty() && question.id == target.question) {
      return view.pick(sentence(name_of(election, question)));
    }
  }
  for (const Contest& contest : election.contests) {
    if (contest.id != target.contest) continue;
    const std::string name = text_in(contest.name, view.language, election.languages, contest.id);
    const char* const words = contest.ballot == Ballot::list ? "audit.every-seat" : "audit.winner";
    return view.say(words, {{"contest", everywhere(name)}});
  }
  return target.id;
}

std::string unit_name(const View& view, const std::string& id) {
  return id == "*" ? view.say("audit.whole") : view.unit_called(id);
}

std::string contest_name(const View& view, const std::string& id) {
  for (const Contest& contest : view.election().contests) {
    if (contest.id == id)
      return text_in(contest.name, view.language, view.election().languages, id);
  }
  return id;
}

std::string_view state_words(Decision decision) {
  switch (decision) {
    case Decision::confirmed:
      return "audit.confirmed";
    case Decision::more_cards:
      return "audit.continues";
    case Decision::full_count:
      break;
  }
  return "audit.full-count";
}

Markup asked_section(const View& view) {
  const AuditReport& audit = audit_of(view);
  Table rows{view.words("audit.asked-caption", {{"limit", limit_of(view)}}),
             {{view.say("audit.target")},
              {view.say("audit.cards-read"), true},
              {view.say("audit.p-value"), true},
              {view.say("audit.state")}},
             {}};
  for (std::size_t t = 0; t < audit.agenda.targets.size(); ++t) {
    const AgendaTarget& target = audit.agenda.targets[t];
    if (audit.rounds.empty()) {
      if (!target.is_targeted) continue;
      rows.rows.push_back(
          {"",
           {text(target_name(view, target)), text("0"), text("–"), view.words("audit.not-begun")}});
      continue;
    }
    const TargetState& state = audit.rounds.back().targets[t];
    if (state.sample_size == 0 && !target.is_targeted) continue;
    const std::string words = view.say(state_words(state.decision));
    rows.rows.push_back(
        {"",
         {text(target_name(view, target)), figure(state.sample_size), text(p_text(state.p_value)),
          target.is_targeted ? element("strong", {}, text(words))
                             : view.words("audit.opportunistic", {{"state", everywhere(words)}})}});
  }
  return section("asked", view.words("audit.asked"), table(rows));
}

// Where the evidence stands, as part of ln(1/α).
std::vector<EvidenceLine> evidence_lines(const View& view) {
  const AuditReport& audit = audit_of(view);
  const Rational& limit = audit.agenda.design.risk_limit;
  const double needed =
      std::log(static_cast<double>(limit.denominator) / static_cast<double>(limit.numerator));
  std::vector<EvidenceLine> lines;
  for (std::size_t t = 0; t < audit.agenda.targets.size(); ++t) {
    if (!audit.agenda.targets[t].is_targeted) continue;
    EvidenceLine line{target_name(view, audit.agenda.targets[t]), {}};
    for (const Assessment& round : audit.rounds) {
      const TargetState& state = round.targets[t];
      line.points.emplace_back(static_cast<double>(state.sample_size), state.log_e / needed);
    }
    lines.push_back(std::move(line));
  }
  return lines;
}

Markup rounds_table(const View& view) {
  const AuditReport& audit = audit_of(view);
  Table rows{view.words("audit.rounds-caption"), {{view.say("audit.round")}}, {}};
  for (const AgendaTarget& target : audit.agenda.targets) {
    if (target.is_targeted) rows.columns.push_back({target_name(view, target), true});
  }
  for (std::size_t r = 0; r < audit.rounds.size(); ++r) {
    Table::Row row{"", {figure(r + 1)}};
    for (std::size_t t = 0; t < audit.agenda.targets.size(); ++t) {
      const TargetState& state = audit.rounds[r].targets[t];
      if (audit.agenda.targets[t].is_targeted) row.cells.push_back(text(p_text(state.p_value)));
    }
    rows.rows.push_back(std::move(row));
  }
  return table(rows);
}

Markup evidence_section(const View& view) {
  if (audit_of(view).rounds.empty()) return {};
  const std::string caption = view.say("audit.evidence-caption");
  const Markup chart = evidence_chart(
      evidence_lines(view), {view.say("audit.evidence"), caption, view.say("audit.chart-needed"),
                             view.say("audit.chart-axis")});
  return section(
      "evidence", view.words("audit.evidence"),
      element("figure", {}, chart + element("figcaption", {}, text(caption))) + rounds_table(view));
}

Markup weakest_points(const View& view) {
  const AuditReport& audit = audit_of(view);
  std::vector<Markup> points;
  if (audit.rounds.empty()) return {};
  for (const TargetState& state : audit.rounds.back().targets) {
    if (state.decision == Decision::confirmed) continue;
    for (const WeakestPlace& place : state.weakest) {
      points.push_back(view.words(
          "audit.weakest",
          {{"count", number(place.deficit)}, {"unit", everywhere(unit_name(view, place.unit))}}));
    }
  }
  return bullets(points);
}

Markup next_section(const View& view) {
  const AuditReport& audit = audit_of(view);
  const bool is_settled =
      !audit.rounds.empty() && audit.rounds.back().decision != Decision::more_cards;
  if (is_settled || !audit.next) {
    return section("next", view.words("audit.next"), paragraph(view.words("audit.settled")));
  }
  Table rows{view.words("audit.next-caption"),
             {{view.say("audit.place")},
              {view.say("audit.contest")},
              {view.say("audit.cards"), true},
              {view.say("audit.cards-read"), true},
              {view.say("audit.next-size"), true}},
             {}};
  for (std::size_t s = 0; s < audit.agenda.streams.size(); ++s) {
    const AuditStream& stream = audit.agenda.streams[s];
    const std::size_t read = audit.rounds.empty() ? 0 : audit.rounds.back().prefix[s];
    const std::size_t next = std::max(audit.next->next_round.sizes[s], read);
    if (next == 0) continue;
    rows.rows.push_back({"",
                         {text(unit_name(view, stream.unit)),
                          text(contest_name(view, audit.agenda.contests[stream.contest].id)),
                          figure(stream.cards.size()), figure(read), figure(next)}});
  }
  return section("next", view.words("audit.next"), weakest_points(view) + table(rows));
}

std::string_view design_words(AuditedBy design) {
  switch (design) {
    case AuditedBy::comparison:
      return "audit.by-comparison";
    case AuditedBy::pools:
      return "audit.by-pools";
    case AuditedBy::batches:
      return "audit.by-batches";
    case AuditedBy::polling:
      break;
  }
  return "audit.by-polling";
}

Markup plan_section(const View& view) {
  const PlanOptions& simulated = audit_of(view).simulated;
  Table rows{view.words("audit.plan-caption",
                        {{"runs", number(simulated.runs)},
                         {"seed", number(static_cast<std::int64_t>(simulated.seed))}}),
             {{view.say("audit.design")},
              {view.say("audit.target")},
              {view.say("audit.median"), true},
              {view.say("audit.high"), true}},
             {}};
  for (const DesignForecast& design : audit_of(view).designs) {
    const Markup words = view.words(design_words(design.by));
    if (!design.reason.empty()) {
      rows.rows.push_back({"", {words, view.words("audit.not-possible"), text("–"), text("–")}});
      continue;
    }
    for (const TargetForecast& one : design.plan.targets) {
      const auto& targets = audit_of(view).agenda.targets;
      const auto target = std::find_if(targets.begin(), targets.end(), [&](const auto& each) {
        return each.id == design.targets[one.target];
      });
      const std::string name =
          target == targets.end() ? design.targets[one.target] : target_name(view, *target);
      rows.rows.push_back(
          {"", {words, text(name), text(grouped(one.size.median)), text(grouped(one.size.high))}});
    }
  }
  return rows.rows.empty() ? Markup() : section("plan", view.words("audit.plan"), table(rows));
}

Markup differences_section(const View& view) {
  const AuditReport& audit = audit_of(view);
  if (audit.rounds.empty() || audit.rounds.back().discrepancies.empty()) return {};
  const std::vector<Discrepancy>& all = audit.rounds.back().discrepancies;
  Table rows{view.words("audit.differences-caption"),
             {{view.say("audit.card")},
              {view.say("audit.round"), true},
              {view.say("audit.contest")},
              {view.say("audit.overstatement"), true}},
             {}};
  for (std::size_t i = 0; i < std::min(all.size(), kMostDifferences); ++i) {
    rows.rows.push_back(
        {"",
         {element("code", {}, text(audit.agenda.cards.id(all[i].card))), figure(all[i].round),
          text(contest_name(view, audit.agenda.contests[all[i].contest].id)),
          text(fmt::format("{:.3g}", to_double(all[i].overstatement)))}});
  }
  Markup more;
  if (all.size() > kMostDifferences) {
    more = paragraph(
        view.words("forms.and-more", {{"count", whole(all.size() - kMostDifferences)}}), "note");
  }
  return section("differences", view.words("audit.differences"), table(rows) + more);
}

Markup ceremony_section(const View& view) {
  const AuditReport& audit = audit_of(view);
  const auto code = [](const std::string& words) {
    return words.empty() ? Markup() : element("code", {{"class", "digest"}}, text(words));
  };
  const Markup content =
      audit.root.empty() ? paragraph(view.words("audit.not-committed"))
                         : paragraph(view.words("audit.ceremony-text")) +
                               descriptions({{view.words("audit.root"), code(audit.root)},
                                             {view.words("audit.dice"), code(audit.dice)},
                                             {view.words("audit.beacon"), code(audit.beacon_value)},
                                             {view.words("audit.seed"), code(audit.seed)}});
  const Markup command =
      element("pre", {{"tabindex", "0"}},
              element("code", {}, text("scrutineer audit verify " + view.input.folder)));
  return section("ceremony", view.words("audit.ceremony"),
                 content + paragraph(view.words("audit.verify")) + command);
}

Markup limits_section(const View& view) {
  return section("limits", view.words("audit.limits"),
                 bullets({view.words("audit.limit-custody"), view.words("audit.limit-roll")}));
}

}  // namespace

// Where no ballot is audited, the page says what ballots could show.
std::string audit_title(const View& view) {
  return view.say(view.input.audit ? "audit.title" : "settle.page");
}

Markup audit_page(const View& view) {
  if (!view.input.audit) {
    return heading(1, text(audit_title(view))) + settle_section(view) + limits_section(view);
  }
  return heading(1, text(audit_title(view))) +
         paragraph(view.words("audit.intro", {{"limit", limit_of(view)}})) + asked_section(view) +
         evidence_section(view) + next_section(view) + plan_section(view) + settle_section(view) +
         differences_section(view) + ceremony_section(view) + limits_section(view);
}

}  // namespace scrutineer
