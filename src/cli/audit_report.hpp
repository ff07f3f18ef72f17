// The audit of a folder, as its files have it, for the report.
#pragma once

#include <filesystem>
#include <optional>

#include "base/result.hpp"
#include "report/report.hpp"

namespace scrutineer::cli {

// Nothing where the folder has no audit/audit.toml. Fails where the files of the audit cannot be
// read or do not belong together.
Result<std::optional<AuditReport>> audit_report_of(const std::filesystem::path& folder);

}  // namespace scrutineer::cli
