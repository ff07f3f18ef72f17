// The draw of a clerical sample as a file, and its form read back (folder/linkage_files.hpp).
#include <map>
#include <utility>

#include <fmt/core.h>

#include "base/digest.hpp"
#include "base/text.hpp"
#include "folder/linkage_files.hpp"
#include "folder/roll/form_sheet.hpp"

namespace scrutineer {

namespace {

using roll::AskedOf;

constexpr std::array kKinds = {AskedOf::links, AskedOf::removals};
constexpr std::array kDraw = {ColumnRule{"figure", Need::required},
                              ColumnRule{"value", Need::required}};
constexpr std::array kForm = {
    ColumnRule{"kind", Need::required}, ColumnRule{"old_id", Need::required},
    ColumnRule{"same_person", Need::required}, ColumnRule{"found_elsewhere", Need::required},
    ColumnRule{"old_entries"}};

// 64 bits of the digest of a text that everybody knows; links and removals are drawn apart.
std::uint64_t seed_of(const std::string& public_seed, AskedOf kind) {
  const std::string text =
      fmt::format("scrutineer roll clerical v1 {}\n{}", name_of(kind), public_seed);
  return std::stoull(sha256_hex(text).substr(0, 16), nullptr, 16);
}

std::optional<roll::Answer> answer_of(std::string_view word) {
  if (word == "yes") return roll::Answer::yes;
  if (word == "no") return roll::Answer::no;
  if (word == "unsure") return roll::Answer::unsure;
  return std::nullopt;
}

roll::Answer read_answer(const Row& row, std::string_view column) {
  const auto answer = answer_of(row.cell(column));
  if (!answer) row.expected(column, "yes, no or unsure");
  return answer.value_or(roll::Answer::unsure);
}

// A row of the form, whose place in the draw is found by its kind and its old entry.
class FormReader {
 public:
  FormReader(const LinkageFolder& folder, const ClericalDraw& draw) {
    for (const AskedOf kind : kKinds) {
      const auto& drawn = draw.of(kind).drawn;
      for (std::size_t h = 0; h < drawn.size(); ++h) {
        for (const std::size_t record : drawn[h]) {
          auto& list = kind == AskedOf::links ? answers_.links : answers_.removals;
          const bool has_candidate = !folder.new_id(kind, record).empty();
          places_.emplace(std::pair(kind, std::string(folder.old_id(kind, record))),
                          Place{list.size(), has_candidate});
          list.push_back({h, roll::Answer::no, roll::Answer::no, 1});
        }
      }
    }
  }

  void read(const Row& row) {
    const std::string_view kind = row.cell("kind");
    if (kind != name_of(AskedOf::links) && kind != name_of(AskedOf::removals)) {
      row.expected("kind", "link or removal");
      return;
    }
    const AskedOf asked = kind == name_of(AskedOf::links) ? AskedOf::links : AskedOf::removals;
    const auto found = places_.find(std::pair(asked, std::string(row.cell("old_id"))));
    if (found == places_.end()) {
      row.expected("old_id", fmt::format("one of the {}s that were drawn", kind));
      return;
    }
    Place& place = found->second;
    if (std::exchange(place.is_read, true)) {
      row.expected("old_id", "each entry that was drawn once");
      return;
    }
    auto& list = asked == AskedOf::links ? answers_.links : answers_.removals;
    read_into(row, place.has_candidate, list[place.at]);
  }

  Result<ClericalAnswers> take(const std::string& name, Problems& problems) {
    std::string first_missing;
    std::size_t missing = 0;
    for (const auto& [key, place] : places_) {
      if (place.is_read || missing++ > 0) continue;
      first_missing = std::string(name_of(key.first)) + " " + shown(key.second);
    }
    if (missing > 0) {
      const std::string others = missing > 1 ? fmt::format(", nor for {} others", missing - 1) : "";
      problems.describe(name, 0, "old_id", "no row for the " + first_missing + others,
                        "a row for each that was drawn");
    }
    if (!problems.empty()) return tl::unexpected<Errors>(problems.take());
    return std::move(answers_);
  }

 private:
  struct Place {
    std::size_t at = 0;
    bool has_candidate = false;
    bool is_read = false;
  };

  static void read_into(const Row& row, bool has_candidate, roll::ClericalAnswer& answer) {
    const std::string_view same = row.cell("same_person");
    if (has_candidate) {
      answer.same_person = read_answer(row, "same_person");
    } else if (!same.empty() && same != "no") {
      row.expected("same_person", "nothing, as there is no entry beside it");
    }
    if (answer.same_person == roll::Answer::yes) return;  // who is found need not be searched for
    answer.elsewhere = read_answer(row, "found_elsewhere");
    if (row.cell("old_entries").empty()) return;
    answer.entries = row.count("old_entries", 1'000).value_or(1);
    if (answer.entries < 1) row.expected("old_entries", "at least 1, the entry itself");
  }

  std::map<std::pair<AskedOf, std::string>, Place> places_;
  ClericalAnswers answers_;
};

}  // namespace

std::string_view name_of(AskedOf kind) { return kind == AskedOf::links ? "link" : "removal"; }

Result<ClericalDraw> draw_clerical_form(const LinkageFolder& folder, const std::string& public_seed,
                                        std::int64_t links, std::int64_t removals) {
  ClericalDraw draw{public_seed, links, removals, {}, {}};
  for (const AskedOf kind : kKinds) {
    const bool is_links = kind == AskedOf::links;
    auto sample = roll::draw_clerical_sample(
        asked_probabilities(folder, kind), is_links ? links : removals, seed_of(public_seed, kind));
    if (!sample) return tl::unexpected<Errors>(sample.error());
    (is_links ? draw.of_links : draw.of_removals) = std::move(*sample);
  }
  return draw;
}

std::string clerical_draw_csv(const LinkageFolder& folder, const ClericalDraw& draw) {
  std::string csv;
  append_csv_header(csv, {"figure", "value"});
  append_csv_row(csv, {"public_seed", draw.public_seed});
  append_csv_row(csv, {"links", std::to_string(draw.links)});
  append_csv_row(csv, {"removals", std::to_string(draw.removals)});
  append_csv_row(csv, {"pairs.csv sha256", folder.pairs_sha256});
  append_csv_row(csv, {"removed.csv sha256", folder.removed_sha256});
  for (const AskedOf kind : kKinds) {
    const roll::ClericalSample& sample = draw.of(kind);
    for (std::size_t h = 0; h < sample.sizes.size(); ++h) {
      const std::string stratum = fmt::format("{} stratum {}", name_of(kind), h + 1);
      append_csv_row(
          csv, {stratum + " probability from", fmt::format("{:.4f}", sample.strata.bounds[h])});
      append_csv_row(csv, {stratum + " records", std::to_string(sample.strata.records[h])});
      append_csv_row(csv, {stratum + " drawn", std::to_string(sample.sizes[h])});
    }
  }
  return csv;
}

Result<ClericalDraw> read_clerical_draw(const NamedBytes& file, const LinkageFolder& folder) {
  Problems problems;
  std::map<std::string, std::string, std::less<>> figures;
  std::int64_t links = 0, removals = 0;
  if (const auto sheet = roll_files::open_form(file.name, file.bytes, kDraw, problems)) {
    sheet->for_each_row(problems, [&](const Row& row) {
      const std::string figure = row.text("figure", Need::required);
      if (figure == "links") links = row.count("value").value_or(0);
      if (figure == "removals") removals = row.count("value").value_or(0);
      const bool is_pairs = figure == "pairs.csv sha256";
      if (is_pairs || figure == "removed.csv sha256") {
        const std::string& digest = is_pairs ? folder.pairs_sha256 : folder.removed_sha256;
        if (row.cell("value") != digest) {
          row.expected("value", digest + ", the digest of the file in the folder of the rolls");
        }
      }
      if (!figures.emplace(figure, row.text("value")).second) {
        row.expected("figure", "each figure once");
      }
    });
  }
  if (!problems.empty()) return tl::unexpected<Errors>(problems.take());
  auto draw = draw_clerical_form(folder, figures["public_seed"], links, removals);
  if (!draw) return draw;
  if (clerical_draw_csv(folder, *draw) != file.bytes) {
    return fail(described(file.name, 0, "", "another draw than its seed and sizes give",
                          "the file as `roll clerical` wrote it"));
  }
  return draw;
}

Result<ClericalAnswers> read_clerical_form(const NamedBytes& file, const LinkageFolder& folder,
                                           const ClericalDraw& draw) {
  Problems problems;
  const auto sheet = roll_files::open_form(file.name, file.bytes, kForm, problems);
  if (!sheet) return tl::unexpected<Errors>(problems.take());
  FormReader reader(folder, draw);
  sheet->for_each_row(problems, [&](const Row& row) { reader.read(row); });
  return reader.take(file.name, problems);
}

}  // namespace scrutineer
