// The files of a zip archive (APPNOTE 6.3: stored or deflated, no encryption, no Zip64), each
// unpacked only when it is asked for and never beyond what it declares. Not for other modules.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace scrutineer::records {

struct ZipEntry {
  std::string_view name;
  std::uint32_t method = 0, crc = 0, packed = 0, size = 0, offset = 0;
};

// Of all entries together, unpacked.
inline constexpr std::size_t kLargestUnpacked = std::size_t{1} << 30U;

// Views are of `bytes`. Folders are left out.
Result<std::vector<ZipEntry>> zip_entries(std::string_view name, std::string_view bytes);
Result<std::string> unpack(std::string_view name, std::string_view bytes, const ZipEntry& entry);

}  // namespace scrutineer::records
