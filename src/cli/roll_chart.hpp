// The model of a linkage as a picture: what each level of agreement says for and against one
// person, in bits. It holds no value of any entry.
#pragma once

#include <string>
#include <vector>

#include "roll/model.hpp"
#include "roll/roll.hpp"

namespace scrutineer::cli {

// SVG, one bar a level of each field.
std::string weight_chart(const roll::Model& model, const std::vector<roll::Field>& schema);

}  // namespace scrutineer::cli
