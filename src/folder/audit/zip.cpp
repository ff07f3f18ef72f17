#include "folder/audit/zip.hpp"

#include <algorithm>

#include <zlib.h>

#include "base/text.hpp"

namespace scrutineer::records {

namespace {

// Little-endian, 0 beyond the end.
std::uint32_t number_at(std::string_view bytes, std::size_t at, std::size_t width) {
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < width && at + i < bytes.size(); ++i) {
    value |= static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[at + i])) << (8 * i);
  }
  return value;
}

tl::unexpected<Errors> damaged(std::string_view name, std::string found) {
  return fail(described(shown(name), 0, "", std::move(found),
                        "a complete zip archive without a password; or unpack it first"));
}

}  // namespace

Result<std::vector<ZipEntry>> zip_entries(std::string_view name, std::string_view bytes) {
  constexpr std::size_t kEnd = 22;     // bytes of the record at the end, before its comment
  constexpr std::size_t kHeader = 46;  // bytes of an entry in the directory, before its name
  const std::size_t end = bytes.rfind("PK\x05\x06");
  if (end == std::string_view::npos || bytes.size() - end < kEnd) {
    return damaged(name, "an archive without its directory");
  }
  const std::uint32_t count = number_at(bytes, end + 10, 2);
  std::size_t at = number_at(bytes, end + 16, 4);
  if (count == 0xFFFF || at == 0xFFFFFFFF) return damaged(name, "an archive of the kind Zip64");
  std::vector<ZipEntry> entries;
  std::size_t unpacked = 0;
  for (std::uint32_t i = 0; i < count; ++i) {
    const std::size_t length = number_at(bytes, at + 28, 2);
    if (at > end || !bytes.substr(at).starts_with("PK\x01\x02") || end - at < kHeader + length) {
      return damaged(name, "a damaged directory");
    }
    ZipEntry entry{bytes.substr(at + kHeader, length), number_at(bytes, at + 10, 2),
                   number_at(bytes, at + 16, 4),       number_at(bytes, at + 20, 4),
                   number_at(bytes, at + 24, 4),       number_at(bytes, at + 42, 4)};
    if ((number_at(bytes, at + 8, 2) & 1U) != 0) return damaged(name, "an archive with a password");
    at += kHeader + length + number_at(bytes, at + 30, 2) + number_at(bytes, at + 32, 2);
    unpacked += entry.size;
    if (unpacked > kLargestUnpacked) {
      return damaged(name, "more than " + std::to_string(kLargestUnpacked) + " bytes, unpacked");
    }
    if (!entry.name.ends_with('/')) entries.push_back(entry);
  }
  return entries;
}

Result<std::string> unpack(std::string_view name, std::string_view bytes, const ZipEntry& entry) {
  constexpr std::size_t kHeader = 30;
  const std::string what = "\"" + shown(entry.name) + "\"";
  if (entry.offset > bytes.size() || !bytes.substr(entry.offset).starts_with("PK\x03\x04")) {
    return damaged(name, what + ", which is not where the directory says");
  }
  const std::size_t start = entry.offset + kHeader + number_at(bytes, entry.offset + 26, 2) +
                            number_at(bytes, entry.offset + 28, 2);
  if (start > bytes.size() || bytes.size() - start < entry.packed) {
    return damaged(name, what + ", which is cut off");
  }
  // Deflate never shrinks to less than a 1032nd: what declares more is no archive, but a trap.
  if (entry.size > std::size_t{1'032} * (std::size_t{entry.packed} + 1)) {
    return damaged(name, what + ", whose size is not possible");
  }
  const std::string_view packed = bytes.substr(start, entry.packed);
  std::string text;
  if (entry.method == 0) {
    text = packed;
  } else if (entry.method == 8) {
    z_stream stream{};
    if (inflateInit2(&stream, -MAX_WBITS) != Z_OK)
      return damaged(name, what + ", which is damaged");
    text.resize(entry.size);
    // zlib's interface is older than const.
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
    stream.avail_in = static_cast<uInt>(packed.size());
    stream.next_out = reinterpret_cast<Bytef*>(text.data());
    stream.avail_out = static_cast<uInt>(text.size());
    const int status = inflate(&stream, Z_FINISH);
    inflateEnd(&stream);
    if (status != Z_STREAM_END) return damaged(name, what + ", which is damaged");
    text.resize(stream.total_out);
  } else {
    return damaged(name, what + ", which is packed in a way that is not read");
  }
  const auto crc =
      crc32(0, reinterpret_cast<const Bytef*>(text.data()), static_cast<uInt>(text.size()));
  if (text.size() != entry.size || crc != entry.crc) {
    return damaged(name, what + ", whose bytes are not what they were");
  }
  return text;
}

}  // namespace scrutineer::records
