#include "cli/roll_folder.hpp"

#include "base/csv.hpp"

namespace scrutineer::cli {

void Rows::add_header(const std::vector<std::string>& names) { append_csv_header(block_, names); }

void Rows::add(const std::vector<std::string>& cells) {
  constexpr std::size_t kBlock = std::size_t{1} << 20U;
  append_csv_row(block_, cells);
  if (block_.size() >= kBlock) write();
}

Result<void> Rows::end() {
  write();
  return written_;
}

void Rows::write() {
  if (written_) written_ = file_.add(block_);
  block_.clear();
}

void RollFolder::add(const std::string& name, const std::string& text) {
  write(name, [&](NewFile& file) { return file.add(text); });
}

void RollFolder::add_rows(const std::string& name, const std::function<void(Rows&)>& add) {
  write(name, [&](NewFile& file) {
    Rows rows(file);
    add(rows);
    return rows.end();
  });
}

Result<void> RollFolder::close() {
  if (!is_wanted_ || !written_) return written_;
  return folder_.close();
}

Json RollFolder::json() const {
  Json list = Json::array();
  for (const NewFile& file : files_) {
    list.push_back(
        {{"name", file.name}, {"bytes", file.bytes}, {"sha256", to_hex(file.digest.digest())}});
  }
  return list;
}

void RollFolder::write(const std::string& name,
                       const std::function<Result<void>(NewFile&)>& content) {
  if (!is_wanted_ || !written_) return;
  NewFile& file = files_.emplace_back();
  file.name = name;
  file.open(folder_);
  written_ = content(file);
  if (written_) written_ = file.close();
}

}  // namespace scrutineer::cli
