// Analyses an election and writes its static site.
#pragma once

#include <filesystem>

#include "cli/command.hpp"
#include "outcome/outcome.hpp"
#include "report/report.hpp"

namespace scrutineer::cli {

// Everything that the report shows, computed. `folder_name` is how its commands call the folder.
Result<ReportInput> analyse(const LoadedFolder& folder, const std::string& folder_name,
                            const OutcomeOptions& options);

// Writes the files beside `out` and moves them into place together. `out` must be new, empty, or an
// earlier report of ours (it holds the marker file), which is replaced; anything else is left
// alone.
Result<std::size_t> write_site(const std::map<std::string, std::string>& files,
                               const std::filesystem::path& out);

}  // namespace scrutineer::cli
