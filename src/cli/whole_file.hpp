// One file that a verb makes: it is there once everything is in it, and not before.
#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"

namespace scrutineer::cli {

enum class ForWhom { everybody, owner };

// Written beside its place, then renamed. `option` names it in the error. What is for its owner is
// made so before there is anything in it.
Result<void> write_whole_file(const std::string& option, const std::string& path,
                              std::string_view bytes, ForWhom whom = ForWhom::everybody);

}  // namespace scrutineer::cli
