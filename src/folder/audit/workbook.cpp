#include "folder/audit/workbook.hpp"

#include <algorithm>
#include <charconv>

#include "base/csv.hpp"
#include "base/text.hpp"
#include "folder/audit/zip.hpp"
#include "folder/exchange/element.hpp"

namespace scrutineer::records {

namespace {

using exchange::Element;

constexpr std::size_t kMostRows = 1'048'576;  // of a sheet
constexpr std::size_t kMostColumns = 4'000;

std::optional<std::size_t> number_in(std::string_view text) {
  std::size_t value = 0;
  const char* const end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, value);
  return text.empty() || read.ec != std::errc() || read.ptr != end ? std::nullopt
                                                                   : std::optional(value);
}

// "C12" is in the column 2.
std::optional<std::size_t> column_of(std::string_view cell) {
  std::size_t column = 0;
  std::size_t letters = 0;
  for (; letters < cell.size() && cell[letters] >= 'A' && cell[letters] <= 'Z'; ++letters) {
    column = 26 * column + static_cast<std::size_t>(cell[letters] - 'A' + 1);
    if (column > kMostColumns) return std::nullopt;
  }
  return letters == 0 ? std::nullopt : std::optional(column - 1);
}

// A text may be in runs of one format each.
std::string text_of(const Element& item) {
  std::string text(item.value("t"));
  for (const Element* run : item.all("r")) text += run->value("t");
  return text;
}

class WorkbookReader {
 public:
  WorkbookReader(std::string_view name, std::string_view bytes) : name_(name), bytes_(bytes) {}

  Result<std::string> read() {
    auto entries = zip_entries(name_, bytes_);
    if (!entries) return tl::unexpected(std::move(entries.error()));
    entries_ = std::move(*entries);
    const auto path = path_of_first_sheet();
    if (!path) return tl::unexpected(path.error());
    const auto sheet = part(*path);
    if (!sheet) return tl::unexpected(sheet.error());
    if (find("xl/sharedStrings.xml") != nullptr) {
      const auto strings = part("xl/sharedStrings.xml");
      if (!strings) return tl::unexpected(strings.error());
      for (const Element* item : strings->all("si")) strings_.push_back(text_of(*item));
    }
    return csv_of(*sheet);
  }

 private:
  const ZipEntry* find(std::string_view path) const {
    const auto found = std::find_if(entries_.begin(), entries_.end(),
                                    [&](const ZipEntry& entry) { return entry.name == path; });
    return found == entries_.end() ? nullptr : &*found;
  }

  tl::unexpected<Errors> refuse(std::int64_t row, std::string column, std::string found,
                                std::string expected) const {
    return fail(
        described(shown(name_), row, std::move(column), std::move(found), std::move(expected)));
  }

  Result<Element> part(std::string_view path) const {
    const ZipEntry* const entry = find(path);
    if (entry == nullptr) {
      return refuse(0, "", "a zip archive without " + shown(path), "a workbook (XLSX)");
    }
    const auto text = unpack(name_, bytes_, *entry);
    if (!text) return tl::unexpected(text.error());
    return exchange::read_xml(std::string(name_) + "/" + shown(path), *text);
  }

  Result<std::string> path_of_first_sheet() const {
    const auto workbook = part("xl/workbook.xml");
    if (!workbook) return tl::unexpected(workbook.error());
    const auto links = part("xl/_rels/workbook.xml.rels");
    if (!links) return tl::unexpected(links.error());
    const Element* const sheets = workbook->find("sheets");
    const Element* const first = sheets == nullptr ? nullptr : sheets->find("sheet");
    for (const Element* link : links->all("Relationship")) {
      if (first == nullptr || link->value("Id") != first->value("id")) continue;
      const std::string_view target = link->value("Target");
      return target.starts_with('/') ? std::string(target.substr(1)) : "xl/" + std::string(target);
    }
    return refuse(0, "", "a workbook without a sheet", "one");
  }

  Result<std::string> csv_of(const Element& sheet) const {
    std::string csv;
    std::size_t width = 0;
    std::size_t written = 0;
    const Element* const data = sheet.find("sheetData");
    for (const Element* row : data == nullptr ? std::vector<const Element*>() : data->all("row")) {
      const std::size_t number = number_in(row->value("r")).value_or(written + 1);
      if (number <= written || number > kMostRows) {
        return refuse(0, "", "a row number " + shown(row->value("r")), "ascending rows");
      }
      csv.append(number - written - 1, '\n');
      written = number;
      auto cells = cells_of(*row, static_cast<std::int64_t>(number));
      if (!cells) return tl::unexpected(std::move(cells.error()));
      const bool is_blank = std::all_of(cells->begin(), cells->end(),
                                        [](const std::string& cell) { return cell.empty(); });
      if (is_blank) {
        csv += '\n';
      } else if (width == 0) {
        width = cells->size();
        append_csv_header(csv, *cells);
      } else {
        cells->resize(std::max(width, cells->size()));
        append_csv_row(csv, *cells);
      }
    }
    return csv;
  }

  Result<std::vector<std::string>> cells_of(const Element& row, std::int64_t number) const {
    std::vector<std::string> cells;
    for (const Element* cell : row.all("c")) {
      const std::string_view place = cell->value("r");
      const auto column = place.empty() ? cells.size() : column_of(place).value_or(kMostColumns);
      if (column >= kMostColumns || column < cells.size()) {
        return refuse(number, "", "a cell at " + shown(place), "ascending columns");
      }
      cells.resize(column + 1);
      std::string& text = cells.back();
      const std::string_view kind = cell->value("t");
      if (kind == "s") {
        const auto index = number_in(cell->value("v"));
        if (!index || *index >= strings_.size()) {
          return refuse(number, std::string(place), "a text that is not in the workbook",
                        "one that is");
        }
        text = strings_[*index];
      } else if (const Element* inline_text = cell->find("is")) {
        text = text_of(*inline_text);
      } else {
        text = cell->value("v");
      }
    }
    return cells;
  }

  std::string_view name_, bytes_;
  std::vector<ZipEntry> entries_;
  std::vector<std::string> strings_;
};

}  // namespace

Result<std::string> first_sheet_as_csv(std::string_view name, std::string_view bytes) {
  return WorkbookReader(name, bytes).read();
}

}  // namespace scrutineer::records
