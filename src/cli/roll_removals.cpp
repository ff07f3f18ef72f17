#include "cli/roll_removals.hpp"

#include "base/numbers.hpp"
#include "base/text.hpp"
#include "cli/roll_duplicates.hpp"
#include "folder/removal_files.hpp"
#include "folder/survey_files.hpp"

namespace scrutineer::cli {

namespace {

// Options that say something only together with others.
Errors missing_options(const RemovalsRequest& request) {
  Errors errors;
  const auto refuse = [&](bool is_wrong, const char* sentence) {
    if (is_wrong) errors.push_back({"", 0, "", "", "", sentence});
  };
  const bool needs_removed =
      !request.field.empty() || !request.causes.empty() || !request.deaths.empty();
  refuse(
      needs_removed && request.clerical.empty(),
      "--field, --causes and --deaths need --clerical: without a judged sample nobody knows how "
      "many of the apparent removals are removed persons, so there is nothing that a share could "
      "multiply or a cause be taken from.");
  refuse(request.areas.empty() && (!request.before.empty() || !request.extra_missed.empty()),
         "--before and --extra-missed need --areas.");
  return errors;
}

Result<ClericalPart> clerical_part(const RemovalsRequest& request, RemovalsAnswer& answer) {
  const auto draw_file = named_input(draw_path(request.clerical), answer.inputs.inputs);
  if (!draw_file) return tl::unexpected<Errors>(draw_file.error());
  const auto form = named_input(request.clerical, answer.inputs.inputs);
  if (!form) return tl::unexpected<Errors>(form.error());
  const auto draw = read_clerical_draw(*draw_file, answer.folder);
  if (!draw) return tl::unexpected<Errors>(draw.error());
  const auto answers = read_clerical_form(*form, answer.folder, *draw);
  if (!answers) return tl::unexpected<Errors>(answers.error());
  const auto links = roll::judge(draw->of_links, answers->links);
  if (!links) return tl::unexpected<Errors>(links.error());
  const auto unlinked = roll::judge(draw->of_removals, answers->removals);
  if (!unlinked) return tl::unexpected<Errors>(unlinked.error());
  const LinkageFolder& folder = answer.folder;
  const auto removals = roll::removals_with_unsure(
      {folder.links() + folder.apparent(), folder.links()}, *unlinked, *links, answer.confidence);
  if (!removals) return tl::unexpected<Errors>(removals.error());
  ClericalPart part;
  part.removals = *removals;
  part.judged = static_cast<std::int64_t>(answers->links.size() + answers->removals.size());
  part.unsure = links->unsure + unlinked->unsure;
  part.of_links =
      roll::calibration(roll::AskedOf::links, draw->of_links, answers->links, answer.confidence);
  part.of_removals = roll::calibration(roll::AskedOf::removals, draw->of_removals,
                                       answers->removals, answer.confidence);
  return part;
}

// Whether each visited name is of somebody wrongly removed: found where the old roll has her, and,
// among apparent removals, not on the new roll. Who is on it is not, whatever the visit ended with.
Result<std::vector<roll::Asked>> wrongly_removed(const ReadVisits& read, const std::string& file,
                                                 bool is_confirmed) {
  std::vector<roll::Asked> people = roll::asked_whether(
      read.visits, {roll::Outcome::found_correct, roll::Outcome::found_with_error});
  if (!read.on_new_roll) {
    if (is_confirmed) return people;
    return fail(described(file, 0, "on_new_roll", "no such column",
                          "yes or no for each visit: of apparent removals some are still on the "
                          "new roll, and are not removed (or --drawn-from confirmed)"));
  }
  for (std::size_t i = 0; i < people.size(); ++i) {
    const std::optional<bool> on_roll = (*read.on_new_roll)[i];
    if (on_roll == true) {
      if (is_confirmed) {
        return fail(described(file, 0, "on_new_roll", "yes for a visit",
                              "no, as --drawn-from confirmed says"));
      }
      people[i].yes = false;
    } else if (!on_roll && !is_confirmed && people[i].yes == true) {
      people[i].yes = std::nullopt;  // found, but nobody looked whether she is on the new roll
    }
  }
  return people;
}

Result<FieldPart> field_part(const RemovalsRequest& request, RemovalsAnswer& answer) {
  const auto file = named_input(request.field, answer.inputs.inputs);
  if (!file) return tl::unexpected<Errors>(file.error());
  auto read = read_survey_visits(file->name, file->bytes);
  if (!read) return tl::unexpected<Errors>(read.error());
  read->design.confidence = answer.confidence;
  const bool is_confirmed = request.drawn_from == "confirmed";
  const auto people = wrongly_removed(*read, file->name, is_confirmed);
  if (!people) return tl::unexpected<Errors>(people.error());
  const auto share = roll::survey_share(read->design, *people);
  if (!share) return tl::unexpected<Errors>(share.error());
  const auto bounds = roll::response_bounds(read->design, *people);
  if (!bounds) return tl::unexpected<Errors>(bounds.error());
  roll::FieldShare field;
  field.drawn_from =
      is_confirmed ? roll::DrawnFrom::confirmed_removals : roll::DrawnFrom::apparent_removals;
  field.taken_for_links = request.behind_links == "like-removed" ? roll::BehindLinks::like_removed
                                                                 : roll::BehindLinks::not_known;
  field.wrongful = share->estimate;
  FieldPart part;
  part.share = *share;
  part.bounds = *bounds;
  part.names = read->visits.size();
  part.route = roll::wrongful_by_audit(answer.clerical->removals, field);
  field.wrongful.interval = bounds->interval;
  part.wrongly_removed_whatever =
      roll::wrongful_by_audit(answer.clerical->removals, field).wrongly_removed.interval;
  return part;
}

Result<std::optional<roll::AccountingRoute>> accounting(const RemovalsRequest& request,
                                                        RemovalsAnswer& answer) {
  if (request.causes.empty() && request.deaths.empty()) return std::nullopt;
  std::vector<roll::KnownCause> causes;
  if (!request.deaths.empty()) {
    const auto file = named_input(request.deaths, answer.inputs.inputs);
    if (!file) return tl::unexpected<Errors>(file.error());
    const auto cells = read_deaths(*file);
    if (!cells) return tl::unexpected<Errors>(cells.error());
    const auto years = parse_rational(request.years);
    if (!years || *years <= Rational{0, 1} || *years > Rational{100, 1}) {
      return fail("--years: expected a number of years above 0, such as 1 or 1.5.");
    }
    const auto error = share_option("--table-error", request.table_error);
    if (!error) return tl::unexpected<Errors>(error.error());
    const auto deaths = roll::expected_deaths(*cells, as_double(*years), *error, answer.confidence);
    if (!deaths) return tl::unexpected<Errors>(deaths.error());
    answer.deaths = *deaths;
    causes.push_back({"expected deaths", *deaths});
  }
  if (!request.causes.empty()) {
    const auto file = named_input(request.causes, answer.inputs.inputs);
    if (!file) return tl::unexpected<Errors>(file.error());
    const auto known = read_causes(*file, answer.confidence);
    if (!known) return tl::unexpected<Errors>(known.error());
    causes.insert(causes.end(), known->begin(), known->end());
  }
  return roll::unexplained_removals(answer.clerical->removals, std::move(causes));
}

Result<void> add_wrongful(const RemovalsRequest& request, RemovalsAnswer& answer) {
  if (!answer.clerical) {
    answer.wrongful.by_name = request.by_name;
    return {};
  }
  std::optional<roll::AuditRoute> audit;
  if (!request.field.empty()) {
    auto part = field_part(request, answer);
    if (!part) return tl::unexpected<Errors>(part.error());
    audit = part->route;
    answer.field = std::move(*part);
  }
  auto route = accounting(request, answer);
  if (!route) return tl::unexpected<Errors>(route.error());
  answer.wrongful =
      roll::side_by_side(answer.clerical->removals, audit, std::move(*route), request.by_name);
  return {};
}

}  // namespace

Result<RemovalsAnswer> answer_removals(const RemovalsRequest& request) {
  if (Errors errors = missing_options(request); !errors.empty()) {
    return tl::unexpected(std::move(errors));
  }
  RemovalsAnswer answer;
  const auto confidence = share_option("--confidence", request.confidence);
  if (!confidence) return tl::unexpected<Errors>(confidence.error());
  answer.confidence = *confidence;
  auto folder = read_linkage(request.folder, answer.inputs.inputs);
  if (!folder) return tl::unexpected<Errors>(folder.error());
  answer.folder = std::move(*folder);
  if (!request.clerical.empty()) {
    auto part = clerical_part(request, answer);
    if (!part) return tl::unexpected<Errors>(part.error());
    answer.clerical = std::move(*part);
  }
  if (const auto added = add_wrongful(request, answer); !added) {
    return tl::unexpected<Errors>(added.error());
  }
  if (!request.areas.empty()) {
    auto disparity = answer_disparity(request, answer);
    if (!disparity) return tl::unexpected<Errors>(disparity.error());
    answer.disparity = std::move(*disparity);
  }
  if (!request.duplicates.empty()) {
    const auto bounds = read_duplicates(request.duplicates, answer.inputs.inputs);
    if (!bounds) return tl::unexpected<Errors>(bounds.error());
    answer.duplicates = *bounds;
  }
  auto timing = answer_timing(request, answer);
  if (!timing) return tl::unexpected<Errors>(timing.error());
  answer.timing = std::move(*timing);
  return answer;
}

}  // namespace scrutineer::cli
