// What programs on several machines, and parties who do not trust each other, hand to each other.
#include "base/csv.hpp"
#include "base/digest.hpp"
#include "base/text.hpp"
#include "checks.hpp"
#include "cli/encoded_file.hpp"
#include "cli/lookup_directory.hpp"
#include "cli/roll_plan.hpp"
#include "privacy/masked_file.hpp"
#include "roll/part_lines.hpp"

namespace scrutineer::fuzz {

namespace {

// An error says which file it is of, in words that can be shown.
std::string fault_of(const Errors& errors) {
  if (errors.empty()) return "neither read nor refused";
  for (const Error& error : errors) {
    const std::string sentence = to_sentence(error);
    if (sentence.find("a.file") == std::string::npos) return "an error without a file: " + sentence;
    if (find_invalid_utf8(sentence) != std::string::npos) return "an error that is not UTF-8";
  }
  return "";
}

const roll::RecordLimits& limits() {
  static const roll::RecordLimits kLimits{{4, 3, 300}, 3, 5, 6, false};
  return kLimits;
}

std::string written(const roll::PartRecords& records) {
  const std::size_t fields = limits().values.size(), passes = limits().passes;
  std::string text;
  for (std::size_t i = 0; i < records.size(); ++i) {
    append_record_line(text, records.keys[i], records.rows[i],
                       std::span(records.values).subspan(i * fields, fields),
                       std::span(records.earlier).subspan(i * passes, records.keys[i].pass));
  }
  return text;
}

std::string check_record_lines(std::string_view bytes) {
  const auto records = roll::parse_record_lines("a.file", bytes, limits());
  if (!records) return fault_of(records.error());
  const std::string text = written(*records);
  const auto again = roll::parse_record_lines("a.file", text, limits());
  if (!again) return "records are refused as they are written: " + to_sentence(again.error()[0]);
  return written(*again) == text ? "" : "records are read otherwise than they are written";
}

// The digest at its end is ours: nobody invents one.
std::string check_result(std::string_view bytes) {
  const std::string whole = std::string(bytes) + "sha256 " + sha256_hex(bytes) + "\n";
  const auto result = roll::parse_result("a.file", whole, limits());
  if (!result) return fault_of(result.error());
  const std::string text = roll::result_text(result->of, result->result);
  const auto again = roll::parse_result("a.file", text, limits());
  if (!again) return "a result is refused as it is written: " + to_sentence(again.error()[0]);
  const bool is_same = again->of == result->of && again->result.passes == result->result.passes &&
                       again->result.patterns == result->result.patterns &&
                       again->result.edges == result->result.edges;
  return is_same ? "" : "a result is read otherwise than it is written";
}

std::string check_plan(std::string_view bytes) {
  if (const auto plan = cli::parse_plan("a.file", bytes); !plan) {
    if (std::string fault = fault_of(plan.error()); !fault.empty()) return fault;
  }
  cli::Json json = cli::parsed_json(bytes);
  if (!json.is_object()) return "";
  json.erase("sha256");
  json["sha256"] = sha256_hex(json.dump());
  auto plan = cli::parse_plan("a.file", json.dump());
  if (!plan) return fault_of(plan.error());
  const std::string text = cli::plan_text(*plan);
  auto again = cli::parse_plan("a.file", text);
  if (!again) return "a plan is refused as it is written: " + to_sentence(again.error()[0]);
  return cli::plan_text(*again) == text ? "" : "a plan is read otherwise than it is written";
}

std::string check_masked(std::string_view bytes, privacy::MaskedRound round) {
  const auto file = privacy::read_masked("a.file", bytes, round);
  if (!file) return fault_of(file.error());
  return privacy::masked_bytes(*file) == bytes ? "" : "a masked file is written otherwise";
}

std::string check_lookup(std::string_view bytes) {
  const auto directory = cli::parse_lookup("a.file", bytes);
  if (!directory) return fault_of(directory.error());
  const std::string text = cli::lookup_json(*directory).dump();
  const auto again = cli::parse_lookup("a.file", text);
  if (!again) return "lookup.json is refused as it is written";
  return cli::lookup_json(*again).dump() == text ? "" : "lookup.json is read otherwise";
}

std::string check_request(std::string_view bytes, bool is_answer) {
  const auto written_of = [&](const cli::LookupRequest& read) {
    return is_answer ? cli::answer_json(read.public_key, read.points).dump()
                     : cli::request_json(read.public_key, read.points.points).dump();
  };
  const auto request = cli::parse_request("a.file", bytes, is_answer);
  if (!request) return fault_of(request.error());
  const std::string text = written_of(*request);
  const auto again = cli::parse_request("a.file", text, is_answer);
  if (!again) return "a request is refused as it is written";
  return written_of(*again) == text ? "" : "a request is read otherwise than it is written";
}

std::string check_encoded(std::string_view bytes) {
  const auto file = cli::parse_encoded("a.file", bytes);
  if (!file) return fault_of(file.error());
  std::string text;
  append_csv_header(text, {std::string(cli::kEntryColumn), file->header});
  for (std::size_t i = 0; i < file->entries.size(); ++i) {
    const std::string filter = cli::bytes_of(file->encodings[i]);
    append_csv_row(text, {file->entries[i], privacy::to_hexadecimal(filter)});
  }
  const auto again = cli::parse_encoded("a.file", text);
  if (!again) return "filters are refused as they are written: " + to_sentence(again.error()[0]);
  const bool is_same = again->entries == file->entries && again->encodings == file->encodings;
  return is_same ? "" : "filters are read otherwise than they are written";
}

std::string first_of(std::initializer_list<std::string> faults) {
  for (const std::string& fault : faults) {
    if (!fault.empty()) return fault;
  }
  return "";
}

}  // namespace

std::string check_roll_parts(std::string_view bytes) {
  return first_of({check_record_lines(bytes), check_result(bytes), check_plan(bytes)});
}

std::string check_roll_parties(std::string_view bytes) {
  const Sha256Digest digest = sha256(bytes);
  const std::string whole = std::string(bytes) + std::string(digest.begin(), digest.end());
  using privacy::MaskedRound;
  return first_of({check_lookup(bytes), check_request(bytes, false), check_request(bytes, true),
                   check_encoded(bytes), check_masked(bytes, MaskedRound::blinded),
                   check_masked(whole, MaskedRound::blinded),
                   check_masked(whole, MaskedRound::answered)});
}

}  // namespace scrutineer::fuzz
