#include "cli/whole_file.hpp"

#include <filesystem>
#include <fstream>

#include "base/text.hpp"

namespace scrutineer::cli {

Result<void> write_whole_file(const std::string& option, const std::string& path,
                              std::string_view bytes, ForWhom whom) {
  const std::string temporary = path + ".part";
  std::ofstream file(temporary, std::ios::binary);
  std::error_code error;
  if (whom == ForWhom::owner) {
    using std::filesystem::perms;
    std::filesystem::permissions(temporary, perms::owner_read | perms::owner_write, error);
  }
  if (!error) file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  file.close();
  if (file && !error) std::filesystem::rename(temporary, path, error);
  if (file && !error) return {};
  std::filesystem::remove(temporary, error);
  return fail(option + ": " + shown(path) +
              " cannot be written; is its folder there, and yours, and is there space?");
}

}  // namespace scrutineer::cli
