# Sources that share a compilation (option SCRUTINEER_UNITY: the presets of sanitizers and fuzzers, and a release build
# that ./run starts from nothing). The headers of gtest, rapidcheck, CLI11 and JSON, and what their templates become,
# are then compiled a hundred times instead of four hundred. ./run tidy, and a build with SCRUTINEER_UNITY=OFF, compile
# every source by itself, so a missing include is seen there.

# scrutineer_unity(target [OWN_NAMES name …] SOURCES a.cpp …)
# OWN_NAMES: types that many sources of the target declare for themselves; each keeps its own.
function(scrutineer_unity target)
  if(NOT SCRUTINEER_UNITY)
    return()
  endif()
  cmake_parse_arguments(ARG "" "" "OWN_NAMES;SOURCES" ${ARGN})
  # What has options of its own, set before the module is declared, is compiled by itself.
  set(sources "")
  foreach(source ${ARG_SOURCES})
    get_source_file_property(options ${source} COMPILE_OPTIONS)
    if(NOT options)
      list(APPEND sources ${source})
    endif()
  endforeach()
  list(JOIN ARG_OWN_NAMES "," own_names)
  execute_process(
    COMMAND ${Python3_EXECUTABLE} -B ${CMAKE_SOURCE_DIR}/cmake/unity_groups.py ${CMAKE_SOURCE_DIR}/src
      ${CMAKE_CURRENT_SOURCE_DIR} ${CMAKE_CURRENT_BINARY_DIR}/together_${target} "${own_names}" ${sources}
    OUTPUT_VARIABLE groups COMMAND_ERROR_IS_FATAL ANY)
  string(REPLACE "\n" ";" groups "${groups}")
  set(files ${groups})
  list(FILTER files INCLUDE REGEX "/together_${target}_[0-9]+\\.cpp$")
  list(REMOVE_ITEM groups "" ${files})
  target_sources(${target} PRIVATE ${files})
  set_source_files_properties(${groups} PROPERTIES HEADER_FILE_ONLY ON)
endfunction()
