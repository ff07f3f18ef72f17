#include "cli/roll_plan.hpp"

#include <bit>
#include <cstring>

#include <fmt/core.h>

#include "base/digest.hpp"
#include "base/threads.hpp"

namespace scrutineer::cli {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view kValues = "scrutineer roll values 1\n";
constexpr std::string_view kRecords = "scrutineer roll records 1\n";

// Numbers are written as this machine has them; every machine that this program is built for has
// the least byte first.
static_assert(std::endian::native == std::endian::little);

// A file that gets its digest for a name once it is written.
class DigestNamed {
 public:
  DigestNamed(NewFolder& folder, const std::string& name) : folder_(folder) {
    file_.name = name;
    file_.open(folder);
  }

  void add(std::string_view bytes) {
    if (written_) written_ = file_.add(bytes);
  }
  template <typename T>
  void add_numbers(const std::vector<T>& numbers) {
    add({reinterpret_cast<const char*>(numbers.data()), numbers.size() * sizeof(T)});
  }
  void add_number(std::uint64_t number) { add_numbers(std::vector<std::uint64_t>{number}); }

  Result<PlanFile> close(const std::string& suffix) {
    if (written_) written_ = file_.close();
    if (!written_) return tl::unexpected(written_.error());
    PlanFile done;
    done.sha256 = to_hex(file_.digest.digest());
    done.name = done.sha256 + suffix;
    done.bytes = file_.bytes;
    std::error_code error;
    fs::rename(folder_.path(file_.name), folder_.path(done.name), error);
    if (error) return fail(done.name + " cannot be put in place.");
    return done;
  }

 private:
  NewFolder& folder_;
  NewFile file_;
  Result<void> written_;
};

Result<PlanPart> write_part(NewFolder& folder, const roll::PlannedParts& planned,
                            std::size_t part) {
  constexpr std::size_t kBuffer = std::size_t{1} << 20U;
  DigestNamed file(folder, fmt::format("part-{}", part + 1));
  PlanPart done;
  std::string text;
  planned.visit_part(part,
                     [&](roll::RunKey key, std::uint32_t row, std::span<const roll::ValueId> values,
                         std::span<const std::uint32_t> earlier) {
                       append_record_line(text, key, row, values, earlier);
                       ++done.records;
                       if (text.size() < kBuffer) return;
                       file.add(text);
                       text.clear();
                     });
  file.add(text);
  auto closed = file.close(".part");
  if (!closed) return tl::unexpected(closed.error());
  done.file = std::move(*closed);
  return done;
}

// Numbers and texts of a file; what is beyond its end is 0 and empty, and is_whole() then false.
class BytesReader {
 public:
  explicit BytesReader(std::string_view bytes) : rest_(bytes) {}

  bool is_whole() const { return is_whole_ && rest_.empty(); }
  std::string_view take(std::uint64_t bytes) {
    is_whole_ = is_whole_ && bytes <= rest_.size();
    if (!is_whole_) return {};
    const std::string_view taken = rest_.substr(0, bytes);
    rest_.remove_prefix(bytes);
    return taken;
  }
  template <typename T>
  std::vector<T> numbers(std::uint64_t count) {
    // Also for counts whose product with the size would not fit.
    is_whole_ = is_whole_ && count <= rest_.size();
    const std::string_view bytes = take(is_whole_ ? count * sizeof(T) : 0);
    std::vector<T> numbers(bytes.size() / sizeof(T));
    if (!numbers.empty()) std::memcpy(numbers.data(), bytes.data(), bytes.size());
    return numbers;
  }
  std::uint64_t number() {
    const auto one = numbers<std::uint64_t>(1);
    return one.empty() ? 0 : one[0];
  }

 private:
  std::string_view rest_;
  bool is_whole_ = true;
};

tl::unexpected<Errors> not_the_plans(const fs::path& path) {
  return fail(path.string() + " does not hold what the plan says; make the plan again.");
}

}  // namespace

Result<PlanFile> write_values(NewFolder& folder, const roll::Rolls& rolls) {
  DigestNamed file(folder, "values");
  file.add(kValues);
  for (std::size_t f = 0; f < rolls.schema.size(); ++f) {
    const roll::Dictionary& values = rolls.values[f];
    std::vector<std::uint32_t> lengths;
    std::string texts;
    for (roll::ValueId value = 0; value < values.size(); ++value) {
      lengths.push_back(static_cast<std::uint32_t>(values.text(value).size()));
      texts += values.text(value);
    }
    file.add_number(lengths.size());
    file.add_numbers(lengths);
    file.add(texts);
    for (const roll::Snapshot& snapshot : rolls.snapshots) {
      file.add_numbers(roll::count_values(snapshot, f, values.size()));
    }
  }
  return file.close(".values");
}

Result<PlanFile> write_records(NewFolder& folder, const roll::Rolls& rolls) {
  DigestNamed file(folder, "records");
  file.add(kRecords);
  for (const roll::Snapshot& snapshot : rolls.snapshots) {
    file.add_number(snapshot.rows());
    file.add_number(snapshot.identifiers.size());
    file.add(snapshot.identifiers);
    file.add_numbers(snapshot.identifier_ends);
    for (const auto& column : snapshot.columns) file.add_numbers(column);
  }
  return file.close(".records");
}

Result<std::vector<PlanPart>> write_parts(NewFolder& folder, const roll::PlannedParts& planned) {
  std::vector<Result<PlanPart>> written(planned.parts());
  for_each_piece(planned.parts(),
                 [&](std::size_t part) { written[part] = write_part(folder, planned, part); });
  std::vector<PlanPart> parts;
  for (Result<PlanPart>& part : written) {
    if (!part) return tl::unexpected(part.error());
    parts.push_back(std::move(*part));
  }
  return parts;
}

Result<RollFile> open_planned(const fs::path& folder, const PlanFile& planned) {
  const fs::path path = folder / planned.name;
  auto file = RollFile::open(path.string(), path.string());
  if (!file) return file;
  if (file->bytes().size() != planned.bytes) {
    return fail(fmt::format("{}: found {} bytes, expected the {} of the plan; make the plan again.",
                            path.string(), file->bytes().size(), planned.bytes));
  }
  const std::string found = sha256_hex(file->bytes());
  if (found != planned.sha256) {
    return fail(
        fmt::format("{}: found the digest {}, expected that of its name; it was altered: "
                    "make the plan again.",
                    path.string(), found));
  }
  return file;
}

Result<PlanValues> read_values(const fs::path& folder, LinkPlan& plan) {
  auto file = open_planned(folder, plan.values);
  if (!file) return tl::unexpected(file.error());
  const fs::path path = folder / plan.values.name;
  PlanValues result;
  BytesReader reader(file->bytes());
  if (reader.take(kValues.size()) != kValues) return not_the_plans(path);
  std::vector<std::array<roll::ValueCounts, 2>> counts;
  for (const RollField& field : plan.schema.fields) {
    result.rolls.schema.push_back({field.name, field.kind});
    roll::Dictionary& values = result.rolls.values.emplace_back();
    const auto lengths = reader.numbers<std::uint32_t>(reader.number());
    for (std::size_t value = 1; value < lengths.size(); ++value) {
      if (values.intern(reader.take(lengths[value])) != value) return not_the_plans(path);
    }
    if (lengths.size() != values.size()) return not_the_plans(path);
    auto& both = counts.emplace_back();
    for (auto& side : both) side = reader.numbers<std::uint32_t>(values.size());
  }
  if (!reader.is_whole()) return not_the_plans(path);
  auto comparisons = roll::Comparisons::of(result.rolls);
  if (!comparisons) return tl::unexpected(comparisons.error());
  result.comparisons = std::move(*comparisons);
  for (std::size_t k = 0; k < counts.size(); ++k) {
    plan.basis.learned.frequencies.push_back(
        {roll::frequencies_of(result.comparisons, k, counts[k][0]),
         roll::frequencies_of(result.comparisons, k, counts[k][1])});
    result.limits.values.push_back(result.comparisons.space(k).size());
  }
  result.limits.passes = plan.basis.passes;
  result.limits.left_rows = plan.basis.left_rows;
  result.limits.right_rows = plan.basis.right_rows;
  result.limits.is_exhaustive = plan.basis.learned.is_exhaustive;
  return result;
}

Result<void> read_records(const fs::path& folder, const LinkPlan& plan, roll::Rolls& rolls) {
  auto file = open_planned(folder, plan.records);
  if (!file) return tl::unexpected(file.error());
  const fs::path path = folder / plan.records.name;
  BytesReader reader(file->bytes());
  if (reader.take(kRecords.size()) != kRecords) return not_the_plans(path);
  for (const std::uint64_t rows : {plan.basis.left_rows, plan.basis.right_rows}) {
    roll::Snapshot& snapshot = rolls.snapshots.emplace_back();
    if (reader.number() != rows) return not_the_plans(path);
    snapshot.identifiers = reader.take(reader.number());
    snapshot.identifier_ends = reader.numbers<std::uint64_t>(rows);
    std::uint64_t before = 0;
    for (const std::uint64_t end : snapshot.identifier_ends) {
      if (end < before || end > snapshot.identifiers.size()) return not_the_plans(path);
      before = end;
    }
    for (const roll::Dictionary& values : rolls.values) {
      auto& column = snapshot.columns.emplace_back(reader.numbers<roll::ValueId>(rows));
      for (const roll::ValueId value : column) {
        if (value >= values.size()) return not_the_plans(path);
      }
    }
  }
  return reader.is_whole() ? Result<void>{} : not_the_plans(path);
}

}  // namespace scrutineer::cli
