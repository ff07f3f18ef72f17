// Khmer script to Latin letters as names are usually written. Not for other modules.
#pragma once

#include <string>
#include <string_view>

namespace scrutineer::roll {

// Takes the Khmer word at the start of `text` away and appends its romanisation. `text` is in
// canonical form and begins with a Khmer letter or sign.
void append_romanised(std::string& latin, std::u32string_view& text);

}  // namespace scrutineer::roll
