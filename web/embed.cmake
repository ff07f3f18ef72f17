# Writes a C++ file with the bytes of files, so that the program needs nothing beside itself.
# Called as: cmake -DOUTPUT=… -DNAMESPACE=… "-DFILES=name=path|name=path" -P embed.cmake
string(REPLACE "|" ";" entries "${FILES}")
set(arrays "")
set(rows "")
set(number 0)
foreach(entry IN LISTS entries)
  string(REGEX MATCH "^([^=]+)=(.*)$" matched "${entry}")
  set(name "${CMAKE_MATCH_1}")
  file(READ "${CMAKE_MATCH_2}" hexadecimal HEX)
  string(LENGTH "${hexadecimal}" digits)
  math(EXPR size "${digits} / 2")
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${hexadecimal}")
  string(APPEND arrays "const unsigned char bytes_${number}[] = {${bytes}0};\n")
  string(APPEND rows "    {\"${name}\", std::string_view(reinterpret_cast<const char*>(bytes_${number}), ${size})},\n")
  math(EXPR number "${number} + 1")
endforeach()
file(WRITE "${OUTPUT}.new" "// Written by web/embed.cmake.
#include <array>
#include <span>
#include <string_view>
#include <utility>

namespace {
${arrays}}  // namespace

namespace scrutineer::${NAMESPACE} {
std::span<const std::pair<std::string_view, std::string_view>> files();
std::span<const std::pair<std::string_view, std::string_view>> files() {
  static const std::array<std::pair<std::string_view, std::string_view>, ${number}> all = {{
${rows}  }};
  return all;
}
}  // namespace scrutineer::${NAMESPACE}
")
file(COPY_FILE "${OUTPUT}.new" "${OUTPUT}" ONLY_IF_DIFFERENT)
