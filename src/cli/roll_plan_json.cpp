// plan.json: written and read back with every number as it was.
#include <algorithm>

#include <fmt/core.h>

#include "base/digest.hpp"
#include "base/text.hpp"
#include "cli/roll_plan.hpp"

namespace scrutineer::cli {

namespace fs = std::filesystem;

namespace {

constexpr const char* kFormat = "scrutineer roll plan 1";

Json file_json(const PlanFile& file) { return {{"sha256", file.sha256}, {"bytes", file.bytes}}; }

Json model_json(const roll::Model& model) {
  Json comparisons = Json::array();
  for (const roll::ComparisonModel& c : model.comparisons) {
    comparisons.push_back({{"m", c.m},
                           {"u", c.u},
                           {"stated_pairs", c.stated_pairs},
                           {"kin", c.kin},
                           {"is_learned", c.is_learned}});
  }
  Json interactions = Json::array();
  for (const roll::Interaction& both : model.interactions) {
    interactions.push_back({{"first", both.first}, {"second", both.second}, {"bits", both.bits}});
  }
  return {{"pairs", model.pairs},
          {"matches", model.matches},
          {"comparisons", std::move(comparisons)},
          {"interactions", std::move(interactions)}};
}

Json readings_json(const std::vector<RollReading>& readings) {
  Json list = Json::array();
  for (const RollReading& reading : readings) {
    Json columns = Json::array();
    for (const RollColumn& column : reading.columns) {
      columns.push_back({{"header", column.header},
                         {"stated", column.stated},
                         {"unreadable", column.unreadable},
                         {"values", column.values}});
    }
    list.push_back({{"rows", reading.rows}, {"columns", std::move(columns)}});
  }
  return list;
}

Json plan_json(const LinkPlan& plan) {
  Json inputs = Json::array(), fields = Json::array(), passes = Json::array();
  for (const InputFile& input : plan.inputs) {
    inputs.push_back({{"path", input.path}, {"sha256", input.sha256}});
  }
  for (const RollField& field : plan.schema.fields) {
    fields.push_back({{"field", field.name}, {"kind", name_of(field.kind)}});
  }
  for (const roll::PlannedPass& pass : plan.passes) {
    passes.push_back({{"name", pass.report.name},
                      {"records", pass.records},
                      {"pairs", pass.report.pairs},
                      {"divided_blocks", pass.report.divided_runs},
                      {"windowed_blocks", pass.report.windowed_runs},
                      {"pairs_left_out", pass.report.pairs_left_out}});
  }
  Json parts = Json::array();
  for (const PlanPart& part : plan.parts) {
    parts.push_back(file_json(part.file));
    parts.back()["records"] = part.records;
  }
  const roll::PartBasis& basis = plan.basis;
  return {{"format", kFormat},
          {"inputs", std::move(inputs)},
          {"fields", std::move(fields)},
          {"readings", readings_json(plan.readings)},
          {"all_pairs", basis.learned.is_exhaustive},
          {"least", basis.learned.least},
          {"neighbours", basis.limits.neighbours},
          {"model", model_json(basis.learned.model)},
          {"passes", std::move(passes)},
          {"values", file_json(plan.values)},
          {"records", file_json(plan.records)},
          {"parts", std::move(parts)}};
}

// Members of an object as what they should be; is_good() is false once one was not.
class Members {
 public:
  bool is_good() const { return is_good_; }
  void refuse() { is_good_ = false; }

  const Json& member(const Json& object, const char* key) {
    static const Json kNone;
    const auto at = object.is_object() ? object.find(key) : object.end();
    if (!object.is_object() || at == object.end()) {
      is_good_ = false;
      return kNone;
    }
    return *at;
  }
  const Json& list(const Json& object, const char* key) {
    static const Json kEmpty = Json::array();
    const Json& found = member(object, key);
    if (found.is_array()) return found;
    is_good_ = false;
    return kEmpty;
  }
  std::string text(const Json& object, const char* key) {
    const Json& found = member(object, key);
    if (found.is_string()) return found.get<std::string>();
    is_good_ = false;
    return "";
  }
  std::uint64_t count(const Json& object, const char* key) {
    const Json& found = member(object, key);
    if (found.is_number_unsigned()) return found.get<std::uint64_t>();
    is_good_ = false;
    return 0;
  }
  double number(const Json& found) {
    if (found.is_number()) return found.get<double>();
    is_good_ = false;
    return 0;
  }
  roll::Weight weight(const Json& object, const char* key) {
    const Json& found = member(object, key);
    const auto value = found.is_number_integer() ? found.get<std::int64_t>() : 0;
    const auto weight = static_cast<roll::Weight>(value);
    if (!found.is_number_integer() || weight != value) is_good_ = false;
    return weight;
  }
  bool truth(const Json& object, const char* key) {
    const Json& found = member(object, key);
    if (found.is_boolean()) return found.get<bool>();
    is_good_ = false;
    return false;
  }
  roll::LevelShares shares(const Json& object, const char* key) {
    return shares(list(object, key));
  }
  roll::LevelShares shares(const Json& found) {
    roll::LevelShares shares{};
    if (!found.is_array() || found.size() != shares.size()) is_good_ = false;
    for (std::size_t i = 0; i < std::min(shares.size(), found.size()); ++i) {
      shares[i] = number(found[i]);
    }
    return shares;
  }
  PlanFile file(const Json& object, const std::string& suffix) {
    PlanFile file;
    file.sha256 = text(object, "sha256");
    file.bytes = count(object, "bytes");
    // It becomes a name of a file: nothing but a digest will do.
    const auto is_digit = [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); };
    if (file.sha256.size() != 64 ||
        !std::all_of(file.sha256.begin(), file.sha256.end(), is_digit)) {
      is_good_ = false;
    }
    file.name = file.sha256 + suffix;
    return file;
  }

 private:
  bool is_good_ = true;
};

roll::Model model_of(const Json& json, Members& members) {
  roll::Model model;
  model.pairs = members.number(members.member(json, "pairs"));
  model.matches = members.number(members.member(json, "matches"));
  for (const Json& one : members.list(json, "comparisons")) {
    roll::ComparisonModel c;
    c.m = members.shares(one, "m");
    c.u = members.shares(one, "u");
    c.stated_pairs = members.number(members.member(one, "stated_pairs"));
    c.kin = static_cast<std::uint32_t>(members.count(one, "kin"));
    c.is_learned = members.truth(one, "is_learned");
    model.comparisons.push_back(c);
  }
  for (const Json& one : members.list(json, "interactions")) {
    roll::Interaction& both = model.interactions.emplace_back();
    both.first = members.count(one, "first");
    both.second = members.count(one, "second");
    const Json& bits = members.list(one, "bits");
    if (bits.size() != both.bits.size() || both.first >= both.second ||
        both.second >= model.comparisons.size()) {
      members.refuse();
      break;
    }
    for (std::size_t level = 0; level < bits.size(); ++level) {
      both.bits[level] = members.shares(bits[level]);
    }
  }
  return model;
}

void take_inputs(const Json& json, Members& members, LinkPlan& plan) {
  for (const Json& input : members.list(json, "inputs")) {
    const std::string digest = members.text(input, "sha256");
    plan.inputs.push_back({members.text(input, "path"), digest, digest});
  }
  for (const Json& field : members.list(json, "fields")) {
    const auto kind = from_name<roll::FieldKind>(members.text(field, "kind"));
    if (!kind) members.refuse();
    plan.schema.fields.push_back(
        {members.text(field, "field"), kind.value_or(roll::FieldKind::text), {}, {}});
  }
  for (const Json& one : members.list(json, "readings")) {
    RollReading& reading = plan.readings.emplace_back();
    reading.rows = members.count(one, "rows");
    for (const Json& column : members.list(one, "columns")) {
      RollColumn& taken = reading.columns.emplace_back();
      taken.header = members.text(column, "header");
      taken.stated = members.count(column, "stated");
      taken.unreadable = members.count(column, "unreadable");
      taken.values = members.count(column, "values");
    }
    if (reading.columns.size() != plan.schema.fields.size()) members.refuse();
  }
  if (plan.inputs.size() != 2 || plan.readings.size() != 2) members.refuse();
}

void take_passes(const Json& json, Members& members, LinkPlan& plan) {
  for (const Json& one : members.list(json, "passes")) {
    roll::PlannedPass& pass = plan.passes.emplace_back();
    pass.report.name = members.text(one, "name");
    pass.records = members.count(one, "records");
    pass.report.pairs = members.count(one, "pairs");
    pass.report.divided_runs = members.count(one, "divided_blocks");
    pass.report.windowed_runs = members.count(one, "windowed_blocks");
    pass.report.pairs_left_out = members.count(one, "pairs_left_out");
  }
}

LinkPlan plan_of(const Json& json, Members& members) {
  LinkPlan plan;
  take_inputs(json, members, plan);
  take_passes(json, members, plan);
  roll::PartBasis& basis = plan.basis;
  basis.passes = plan.passes.size();
  if (plan.readings.size() == 2) {
    basis.left_rows = plan.readings[0].rows;
    basis.right_rows = plan.readings[1].rows;
  }
  basis.learned.is_exhaustive = members.truth(json, "all_pairs");
  basis.learned.least = members.weight(json, "least");
  basis.limits.neighbours = members.count(json, "neighbours");
  basis.learned.model = model_of(members.member(json, "model"), members);
  // Of rolls without rows nothing was learned.
  const bool has_pairs = basis.left_rows > 0 && basis.right_rows > 0;
  if (basis.learned.model.comparisons.size() != (has_pairs ? plan.schema.fields.size() : 0) ||
      (basis.learned.is_exhaustive && basis.passes != 1)) {
    members.refuse();
  }
  plan.values = members.file(members.member(json, "values"), ".values");
  plan.records = members.file(members.member(json, "records"), ".records");
  for (const Json& part : members.list(json, "parts")) {
    plan.parts.push_back({members.file(part, ".part"), members.count(part, "records")});
  }
  return plan;
}

}  // namespace

std::string plan_text(LinkPlan& plan) {
  Json json = plan_json(plan);
  plan.digest = sha256_hex(json.dump());
  json["sha256"] = plan.digest;
  return json.dump(1) + "\n";
}

Result<void> write_plan(NewFolder& folder, LinkPlan& plan) {
  return folder.add("plan.json", plan_text(plan));
}

Result<LinkPlan> read_plan(const fs::path& folder) {
  const std::string name = (folder / "plan.json").string();
  std::error_code error;
  if (!fs::is_regular_file(name, error)) {
    return fail(described(name, 0, "", "no such file",
                          "the plan of a folder that scrutineer roll plan made"));
  }
  const auto file = RollFile::open(name, name);
  if (!file) return tl::unexpected(file.error());
  return parse_plan(name, file->bytes());
}

Result<LinkPlan> parse_plan(const std::string& name, std::string_view bytes) {
  Json json = parsed_json(bytes);
  if (json.is_discarded() || !json.is_object()) {
    return fail(
        described(name, 0, "", "no JSON object", "a complete plan; it may be cut off or damaged"));
  }
  Members members;
  const std::string digest = members.text(json, "sha256");
  if (members.text(json, "format") != kFormat) {
    return fail(described(name, 0, "format", "another format", fmt::format("\"{}\"", kFormat)));
  }
  json.erase("sha256");
  if (sha256_hex(json.dump(-1, ' ', false, Json::error_handler_t::replace)) != digest) {
    return fail(described(name, 0, "", "another text than its digest is of",
                          "the plan as it was written; make the plan again"));
  }
  LinkPlan plan = plan_of(json, members);
  if (!members.is_good()) {
    return fail(described(name, 0, "", "members that are missing or of another kind",
                          "the plan as scrutineer roll plan writes it"));
  }
  plan.digest = digest;
  return plan;
}

}  // namespace scrutineer::cli
