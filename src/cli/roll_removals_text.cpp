// What `roll removals` answers, for a person.
#include <cmath>

#include <fmt/core.h>

#include "cli/roll_removals.hpp"
#include "cli/survey_shares.hpp"
#include "cli/table.hpp"
#include "folder/removal_files.hpp"

namespace scrutineer::cli {

namespace {

std::string count_text(std::int64_t count) { return grouped(count); }
std::string rounded(double value) { return grouped(std::llround(value)); }

// Outward, as in the files.
std::string interval_text(const roll::Interval& interval) {
  return fmt::format("{} – {}", grouped(static_cast<std::int64_t>(std::floor(interval.low))),
                     grouped(static_cast<std::int64_t>(std::ceil(interval.high))));
}
std::string share_interval(const roll::Interval& interval) {
  return fmt::format("{} – {}", percent(interval.low), percent(interval.high));
}

std::string figures_table(const RemovalsAnswer& answer) {
  Table table({"", "", "interval"}, {false, true, true});
  const auto add = [&](const char* what, const roll::Estimate& estimate) {
    table.add({what, rounded(estimate.value), interval_text(estimate.interval)});
  };
  table.add(
      {"apparent removals: entries without a link", count_text(answer.folder.apparent()), ""});
  if (answer.clerical) {
    const roll::Removals& removals = answer.clerical->removals;
    table.add({"  of them still on the new roll", percent(removals.missed_share.value),
               share_interval(removals.missed_share.interval)});
    table.add({"  links whose person has no record in it", percent(removals.false_share.value),
               share_interval(removals.false_share.interval)});
    add("removed: persons without any record in the new roll", removals.removed);
  }
  if (answer.wrongful.audit) {
    add("wrongly removed, by the field audit", answer.wrongful.audit->wrongly_removed);
  }
  if (answer.wrongful.accounting) {
    add("removed without a known cause", answer.wrongful.accounting->unexplained);
  }
  if (answer.wrongful.by_name) {
    table.add(
        {"wrongly removed, known by name (at least)", count_text(*answer.wrongful.by_name), ""});
  }
  if (answer.duplicates) {
    table.add({"second entries of persons", "", interval_text(*answer.duplicates)});
  }
  return table.text();
}

std::string explained(const RemovalsRequest& request, const RemovalsAnswer& answer) {
  if (!answer.clerical) {
    return "\nOnly apparent removals are known. How many of them are persons who are gone from the "
           "roll, and how many removals a false link hides, is not: so no share of them, and no "
           "share of the roll, may be called removed, and nothing is known of wrongful removals. A "
           "judged sample says it: scrutineer roll clerical.\n";
  }
  std::string text = fmt::format(
      "\n{} records were judged, {} of them unsure{}.\n", count_text(answer.clerical->judged),
      count_text(answer.clerical->unsure),
      answer.clerical->unsure > 0 ? ": each is half an event in the value, and counted both "
                                    "ways in the interval"
                                  : "");
  if (answer.field) {
    const FieldPart& field = *answer.field;
    text += fmt::format(
        "Field audit: of {} names drawn from {} removals {} have an answer; {} wrongly removed "
        "({}; "
        "design effect {:.2f}). Whatever the others would have said: {} wrongly removed persons.\n",
        count_text(static_cast<std::int64_t>(field.names)), request.drawn_from,
        count_text(static_cast<std::int64_t>(field.share.answered)),
        percent(field.share.estimate.value), share_interval(field.share.estimate.interval),
        field.share.design_effect, interval_text(field.wrongly_removed_whatever));
    if (request.drawn_from == "apparent") {
      text +=
          request.behind_links == "like-removed"
              ? "Removed persons behind false links are taken to be wrongly removed as often as "
                "the others: an assumption.\n"
              : "Removed persons behind false links were not asked: the interval holds for none "
                "of them and for all (--behind-links).\n";
    }
  }
  if (answer.wrongful.accounting) {
    text += "Without a known cause is not wrongly removed: causes may be missing. Taken off:";
    for (const roll::KnownCause& cause : answer.wrongful.accounting->causes) {
      text += fmt::format(" {} {} ({});", cause.cause, rounded(cause.persons.value),
                          interval_text(cause.persons.interval));
    }
    text.back() = '.';
    text += '\n';
  }
  for (const std::string& sentence : answer.wrongful.contradictions) text += sentence + "\n";
  return text;
}

std::string calibration_text(const ClericalPart& clerical, double confidence) {
  Table table({"judged", "probability", "records", "judged", "unsure", "by the model", "found",
               fmt::format("{:g} %", 100 * confidence)},
              {false, false, true, true, true, true, true, true});
  const auto add = [&](const char* what, const std::vector<roll::Calibration>& rows) {
    for (std::size_t h = 0; h < rows.size(); ++h) {
      const roll::Calibration& row = rows[h];
      const bool is_known = row.judged > row.unsure;
      table.add({h == 0 ? what : "", fmt::format("{:.4f} – {:.4f}", row.from, row.to),
                 count_text(row.records), count_text(row.judged), count_text(row.unsure),
                 percent(row.believed), is_known ? percent(row.found) : "",
                 share_interval(row.interval)});
    }
  };
  add("links that are false", clerical.of_links);
  add("apparent removals on the new roll", clerical.of_removals);
  return "\nThe linkage beside what was found\n" + table.text();
}

std::string tipping_text(const std::optional<double>& point) {
  return point ? percent(*point) : "more than 50 %";
}

std::string disparity_text(const DisparityPart& part, std::uint64_t seed) {
  const roll::DisparityModel& model = part.model;
  std::string text =
      fmt::format("\nApparent removals and {} of {} areas in {} districts: {}\n", part.share,
                  model.areas, model.blocks, sentence_of(part.verdict.word));
  Table table({"test", "", "p"}, {false, false, true});
  const auto p = [](double value) { return fmt::format("{:.4f}", value); };
  table.add({"rate ratio for ten points more",
             fmt::format("{:.3f} ({:.3f} – {:.3f})", model.rate_ratio,
                         model.rate_ratio_interval.low, model.rate_ratio_interval.high),
             p(model.p)});
  table.add({"shares exchanged among comparable areas",
             fmt::format("{} of {} as large", part.areas.as_large, part.areas.draws),
             p(part.areas.p)});
  table.add({"districts exchanged as a whole",
             fmt::format("{} of {} as large", part.blocks.as_large, part.blocks.draws),
             p(part.blocks.p)});
  if (part.additions) {
    table.add({"difference from additions (placebo)",
               fmt::format("{:.3f} of log odds", part.additions->difference),
               p(part.additions->p)});
  }
  if (part.before) {
    table.add({"difference from other removals (placebo)",
               fmt::format("{:.3f} of log odds", part.before->difference), p(part.before->p)});
  }
  text += table.text();
  text += fmt::format(
      "Removals above the median share beyond those at it: {} ({}). Links missed more often on "
      "that "
      "side would explain it from an extra {} on; its interval holds no effect from {} on. An "
      "unmeasured cause would need a strength of {:.2f} (interval: {:.2f}). Seed {}.\n",
      rounded(model.excess_above_median.value), interval_text(model.excess_above_median.interval),
      tipping_text(part.tipping.of_estimate), tipping_text(part.tipping.of_interval), model.e_value,
      model.e_value_of_interval, seed);
  return text;
}

std::string disparities_text(const RemovalsRequest& request, const DisparityAnswer& disparity) {
  std::string text;
  for (const DisparityPart& part : disparity.parts) {
    text += disparity_text(part, request.options.seed);
  }
  if (disparity.parts.size() > 1) {
    text += "Adjusted for the number of shares:";
    for (const DisparityPart& part : disparity.parts) {
      text += fmt::format(" {} {:.4f};", part.share, part.p_adjusted);
    }
    text.back() = '.';
    text += '\n';
  }
  for (const std::string& sentence : disparity.not_made) text += sentence + "\n";
  if (!disparity.units_without_area.empty()) {
    text += fmt::format("{} units of the rolls are not in {} and were left out.\n",
                        disparity.units_without_area.size(), request.areas);
  }
  return text + "The share of an area is not the vote of whoever was removed there.\n";
}

std::string timing_text(const TimingPart& timing) {
  std::string text;
  if (timing.days) {
    text += fmt::format("\n{} apparent removals have a date, on {} days.",
                        count_text(static_cast<std::int64_t>(timing.dated)), timing.days->days);
    text += !timing.days->is_decided       ? " With fewer than eight days nothing is unusual.\n"
            : timing.days->flagged.empty() ? " No day has unusually many.\n"
                                           : " Days with unusually many:\n";
    for (const roll::DayOfRemovals& day : timing.days->flagged) {
      text += fmt::format("  {}: {}\n", day_text(day.day), count_text(day.removals));
    }
  }
  if (timing.runs && timing.runs->length == 0) {
    text += "\nNo run of removed entries would be surprising.\n";
  } else if (timing.runs) {
    text += fmt::format(
        "\n{} runs of {} or more entries that follow each other in the old roll are all apparent "
        "removals ({:.2g} to be expected by chance). A street or a family that left makes such a "
        "run too.\n",
        timing.runs->runs.size(), timing.runs->length, timing.runs->expected);
  }
  return text;
}

}  // namespace

std::string removals_text(const RemovalsRequest& request, const RemovalsAnswer& answer) {
  const LinkageFolder& folder = answer.folder;
  std::string text =
      fmt::format("{} entries in the old roll, {} of them linked; intervals of {}.\n\n",
                  count_text(folder.links() + folder.apparent()), count_text(folder.links()),
                  percent(answer.confidence));
  text += figures_table(answer) + explained(request, answer);
  if (answer.clerical) text += calibration_text(*answer.clerical, answer.confidence);
  if (answer.disparity) text += disparities_text(request, *answer.disparity);
  text += timing_text(answer.timing);
  if (!request.output.empty()) {
    text += fmt::format(
        "\nWritten into {}: counts alone, those of 1 to {} left out. It may stand in an election "
        "folder as roll/.\n",
        request.output, request.least_cell - 1);
  }
  return text;
}

}  // namespace scrutineer::cli
