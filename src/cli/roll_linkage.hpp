// The folder of `roll diff` as the verbs behind it read it.
#pragma once

#include <string>
#include <vector>

#include "cli/command.hpp"
#include "folder/linkage_files.hpp"

namespace scrutineer::cli {

// A file among the inputs.
Result<NamedBytes> named_input(const std::string& path, std::vector<InputFile>& inputs);

// pairs.csv, removed.csv, added.csv, units.csv and snapshots.csv of the folder.
Result<LinkageFolder> read_linkage(const std::string& folder, std::vector<InputFile>& inputs);

// Where the draw of a clerical form stands: form.csv, form.draw.csv.
std::string draw_path(const std::string& form);

}  // namespace scrutineer::cli
