// Small random elections as folders in memory, for the tests.
#pragma once

#include <cstdint>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "folder/folder.hpp"

namespace scrutineer::testing {

using Rows = std::vector<std::vector<std::string>>;  // the header first

struct RandomFolder {
  std::string toml;
  std::map<std::string, Rows> tables;  // by path
};

// A folder with every file of the format, whose tables refer to each other as they must.
RandomFolder random_folder(std::mt19937_64& engine);

// How the same folder may be written by another hand.
struct Style {
  char separator = ',';
  const char* line_end = "\n";
  bool mark = false;          // a byte-order mark
  bool shuffled = false;      // rows and columns
  bool khmer_digits = false;  // in cells that hold nothing but a count
  bool spaced = false;        // spaces around cells
};

FileContents written(const RandomFolder& folder, const Style& style, std::mt19937_64& engine);

}  // namespace scrutineer::testing
