// Texts from outside: UTF-8, identifiers, dates, language tags, and counts as people and
// spreadsheets write them. Checks are pure functions; nothing here depends on the locale.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "base/numbers.hpp"
#include "base/result.hpp"

namespace scrutineer {

// The position of the first byte that is not part of well-formed UTF-8 (RFC 3629), or npos.
std::size_t find_invalid_utf8(std::string_view text);

// Without spaces, tabs, line ends and no-break spaces at both ends.
std::string_view trimmed(std::string_view text);

// As an error message may quote it: at most 80 bytes, control characters and bytes that are not
// UTF-8 written as \xNN. Always valid UTF-8.
std::string shown(std::string_view text);

// An error whose `found` is a description ("an empty file"), not a quotation.
Error described(std::string file, std::int64_t row, std::string column, std::string found,
                std::string expected);

// Khmer digits (U+17E0 to U+17E9) replaced by ASCII digits.
std::string with_ascii_digits(std::string_view text);

// A whole number from 0 to kMaximumCount, in ASCII or Khmer digits. Otherwise what was expected, as
// a phrase that completes "found "1,234", expected …".
tl::expected<Votes, std::string> parse_count(std::string_view text);

// Lower-case ASCII letters, digits, '-', '_' and '.', at most 64, a letter or digit first.
bool is_identifier(std::string_view text);
// An identifier from a name: "United States Senator" gives "united-states-senator", of 50 bytes at
// most; "x" where the name has no letter or digit of ASCII.
std::string slug(std::string_view name);
// A polling station may keep its commission's own code: also upper-case letters and '/'.
bool is_unit_code(std::string_view text);

// ISO 8601 calendar dates as in EDTF (ISO 8601-2) level 0 and 1: 2013, 2013-07, 2013-07-28, an
// interval of two of them, a trailing '?', '~' or '%', X for a digit that is not known.
bool is_date(std::string_view text);
// A date, or a date and time with its offset: 2013-07-28T15:00+07:00.
bool is_date_or_time(std::string_view text);
// One day: 2013-07-28.
bool is_calendar_day(std::string_view text);

// A language tag in the shape of BCP 47 (RFC 5646, langtag without grandfathered ones).
bool is_language_tag(std::string_view text);

// The candidate that differs least from `name`, where it differs by so little that it may be meant;
// nothing for names of more than 128 bytes.
std::optional<std::string> nearest(std::string_view name,
                                   const std::vector<std::string>& candidates);

}  // namespace scrutineer
