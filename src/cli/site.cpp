#include "cli/site.hpp"

#include <fstream>
#include <memory>

#include "cli/answers.hpp"
#include "findings/findings.hpp"

namespace scrutineer::cli {

namespace fs = std::filesystem;

namespace {

// Marks a folder as a report of ours, which may be replaced by a newer one.
constexpr const char* kMarker = ".scrutineer-report";

Result<void> write_files(const std::map<std::string, std::string>& files, const fs::path& folder) {
  std::error_code error;
  for (const auto& [name, bytes] : files) {
    const fs::path path = folder / name;
    fs::create_directories(path.parent_path(), error);
    std::ofstream file(path, std::ios::binary);
    file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    file.close();
    if (error || !file)
      return fail(path.string() + " cannot be written; is there space, and leave?");
  }
  std::ofstream marker(folder / kMarker);
  marker << "A report written by scrutineer; it may be replaced by a newer one.\n";
  return {};
}

Result<void> check_target(const fs::path& out) {
  std::error_code error;
  if (!fs::exists(out, error)) return {};
  if (!fs::is_directory(out, error))
    return fail(out.string() + " is a file; expected a folder to write.");
  if (fs::is_empty(out, error) || fs::exists(out / kMarker, error)) return {};
  return fail(out.string() +
              " holds files that are not an earlier report; name a new or empty folder.");
}

}  // namespace

Result<ReportInput> analyse(const LoadedFolder& folder, const std::string& folder_name,
                            const OutcomeOptions& options) {
  ReportInput input;
  auto taken = std::make_shared<Election>(folder.election);
  take_doubts_of_count(*taken);
  input.election = taken;
  const Election& election = *taken;
  Result<OutcomeReport> outcome = analyse_outcome(election, options);
  if (!outcome) return tl::unexpected(outcome.error());
  Result<std::vector<Chamber>> seats = all_chambers(election);
  if (!seats) return tl::unexpected(seats.error());
  input.outcome = std::move(*outcome);
  input.chambers = std::move(*seats);
  for (const InputFile& file : folder.inputs) {
    input.inputs.push_back({file.path, file.sha256, file.canonical_sha256});
  }
  input.findings = findings_of(election, input.outcome, input.chambers);
  Result<CountReport> count = analyse_count(election);
  if (!count) return tl::unexpected(count.error());
  for (Finding& finding : count_findings(election, *count)) {
    input.findings.push_back(std::move(finding));
  }
  input.count = std::move(*count);
  input.roll = RollReport{folder.roll, roll::read_audits(election, folder.roll)};
  input.version = SCRUTINEER_VERSION;
  input.folder = folder_name;
  return input;
}

Result<std::size_t> write_site(const std::map<std::string, std::string>& files,
                               const fs::path& out) {
  const Result<void> target = check_target(out);
  if (!target) return tl::unexpected(target.error());
  std::error_code error;
  const fs::path clean = (fs::absolute(out, error) / "").parent_path();
  fs::path part = clean;
  part += ".part";
  fs::path old = clean;
  old += ".old";
  fs::remove_all(part, error);
  fs::create_directories(part, error);
  if (error) return fail(part.string() + " cannot be made; is its parent folder writable?");
  const Result<void> written = write_files(files, part);
  if (!written) {
    fs::remove_all(part, error);
    return tl::unexpected(written.error());
  }
  // The earlier report stays whole until the new one is.
  fs::remove_all(old, error);
  if (fs::exists(clean, error)) fs::rename(clean, old, error);
  fs::rename(part, clean, error);
  if (error)
    return fail(clean.string() + " cannot be replaced; the new report is in " + part.string());
  fs::remove_all(old, error);
  return files.size();
}

}  // namespace scrutineer::cli
