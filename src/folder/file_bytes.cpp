#include "folder/file_bytes.hpp"

#include <fstream>
#include <system_error>

#include "base/text.hpp"

namespace scrutineer {

namespace {

constexpr std::uintmax_t kLargestFile = std::uintmax_t{512} << 20U;

}  // namespace

tl::unexpected<Errors> unreadable(const std::string& name, const std::string& why) {
  return fail(
      described(name, 0, "", "a file that cannot be read" + why, "a file that this user may read"));
}

Result<std::size_t> size_of(const std::filesystem::path& path, const std::string& name) {
  std::error_code error;
  const std::uintmax_t size = std::filesystem::file_size(path, error);
  if (error) return unreadable(name, " (" + error.message() + ")");
  if (size > kLargestFile) {
    return fail(described(name, 0, "", std::to_string(size) + " bytes",
                          "a file of at most " + std::to_string(kLargestFile) + " bytes"));
  }
  return static_cast<std::size_t>(size);
}

Result<std::string> read_bytes(const std::filesystem::path& path, const std::string& name) {
  const Result<std::size_t> size = size_of(path, name);
  if (!size) return tl::unexpected<Errors>(size.error());
  std::ifstream stream(path, std::ios::binary);
  std::string bytes(*size, '\0');
  if (stream) stream.read(bytes.data(), static_cast<std::streamsize>(*size));
  if (!stream || static_cast<std::size_t>(stream.gcount()) != *size) return unreadable(name, "");
  return bytes;
}

Result<void> write_bytes(const std::filesystem::path& path, const std::string& bytes) {
  std::ofstream stream(path, std::ios::binary | std::ios::trunc);
  stream.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  stream.close();
  if (!stream) {
    return fail(described(shown(path.string()), 0, "", "a file that cannot be written",
                          "a folder that this user may write to, with space left"));
  }
  return {};
}

}  // namespace scrutineer
