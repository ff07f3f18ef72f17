#include "roll/encoding.hpp"

#include <bit>
#include <string>

#include "base/threads.hpp"
#include "roll/dates.hpp"
#include "roll/names.hpp"

namespace scrutineer::roll {

namespace {

// A digest has room for so many bits of two bytes each.
constexpr unsigned kMostBits = 32;

class RowEncoder {
 public:
  RowEncoder(const Rolls& rolls, const KeyedBytes& keyed, const EncodingOptions& options)
      : rolls_(rolls), keyed_(keyed), options_(options) {}

  Encoding encode(const Snapshot& snapshot, std::size_t row) {
    encoding_ = {};
    year_.clear();
    for (std::size_t f = 0; options_.by_year && f < rolls_.schema.size(); ++f) {
      if (rolls_.schema[f].kind == FieldKind::birth_date) {
        year_ = std::string(text(snapshot, f, row).substr(0, 4));
        break;
      }
    }
    for (std::size_t f = 0; f < rolls_.schema.size(); ++f) {
      add_field(rolls_.schema[f].kind, f, text(snapshot, f, row));
    }
    return encoding_;
  }

 private:
  std::string_view text(const Snapshot& snapshot, std::size_t field, std::size_t row) const {
    return rolls_.values[field].text(snapshot.columns[field][row]);
  }

  void add_field(FieldKind kind, std::size_t field, std::string_view value) {
    if (value.empty()) return;
    const unsigned bits = bits_of(kind);
    switch (kind) {
      case FieldKind::family_name:
      case FieldKind::given_name:
      case FieldKind::full_name:
        // One space for all names, whose order is not certain; the sound counts as much as the
        // spelling.
        add_bigrams("name", signs_of(value), bits);
        add_bigrams("sound", skeleton(value), bits);
        break;
      case FieldKind::birth_date:
        add_date(value, bits);
        break;
      case FieldKind::sex:
      case FieldKind::unit:
        add(std::to_string(field), value, bits);
        break;
      case FieldKind::code:
      case FieldKind::text:
        add_bigrams(std::to_string(field), signs_of(value), bits);
        break;
    }
  }

  // Each digit with its place; of a default day the year alone.
  void add_date(std::string_view value, unsigned bits) {
    const BirthDate date = birth_date(value);
    if (date.is_default_day) value = value.substr(0, 4);
    for (std::size_t place = 0; place < value.size(); ++place) {
      if (value[place] == '-') continue;
      add("date", std::to_string(place) + value[place], bits);
    }
  }

  // With a sign for the beginning and the end, which then count as letters do.
  void add_bigrams(std::string_view space, const std::string& signs, unsigned bits) {
    const std::string padded = "\x7f" + signs + "\x7f";
    for (std::size_t at = 0; at + 1 < padded.size(); ++at) {
      add(space, std::string_view(padded).substr(at, 2), bits);
    }
  }

  void add(std::string_view space, std::string_view token, unsigned bits) {
    text_.assign(year_).append("\n").append(space).append("\n").append(token);
    const std::array<std::uint8_t, 64> digest = keyed_(text_);
    for (unsigned b = 0; b < bits && b < kMostBits; ++b) {
      const auto place = static_cast<std::size_t>(digest[2 * b]) << 8U | digest[2 * b + 1];
      encoding_.set(place % kEncodingBits);
    }
  }

  const Rolls& rolls_;
  const KeyedBytes& keyed_;
  const EncodingOptions& options_;
  Encoding encoding_;
  std::string year_, text_;
};

}  // namespace

unsigned Encoding::count() const {
  unsigned count = 0;
  for (const std::uint64_t word : words) count += static_cast<unsigned>(std::popcount(word));
  return count;
}

// By what a field tells of a person, a bigram of it; of our choosing, not fitted to any data.
unsigned bits_of(FieldKind kind) {
  switch (kind) {
    case FieldKind::family_name:
    case FieldKind::given_name:
    case FieldKind::full_name:
      return 8;
    case FieldKind::birth_date:
    case FieldKind::unit:
      return 10;
    case FieldKind::sex:
    case FieldKind::code:
    case FieldKind::text:
      return 5;
  }
  return 0;
}

std::vector<Encoding> encoded(const Rolls& rolls, std::size_t snapshot, const KeyedBytes& keyed,
                              const EncodingOptions& options) {
  const Snapshot& rows = rolls.snapshots[snapshot];
  std::vector<Encoding> encodings(rows.rows());
  const Slices slices{rows.rows(), 1024};
  for_each_piece(slices.count(), [&](std::size_t slice) {
    RowEncoder encoder(rolls, keyed, options);
    for (std::size_t row = slices.begin(slice); row < slices.end(slice); ++row) {
      encodings[row] = encoder.encode(rows, row);
    }
  });
  return encodings;
}

}  // namespace scrutineer::roll
