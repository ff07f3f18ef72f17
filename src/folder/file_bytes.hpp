// One file of a folder, read or written as a whole. Not for other modules.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>

#include "base/result.hpp"

namespace scrutineer {

// `name` is what messages call the file.
Result<std::string> read_bytes(const std::filesystem::path& path, const std::string& name);
Result<void> write_bytes(const std::filesystem::path& path, const std::string& bytes);

// At most 512 MiB.
Result<std::size_t> size_of(const std::filesystem::path& path, const std::string& name);
tl::unexpected<Errors> unreadable(const std::string& name, const std::string& why);

}  // namespace scrutineer
