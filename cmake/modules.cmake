# Flags that every target shares, and the shape of a module: one folder, one static library, one test
# program. Sources are listed by name.

add_library(scrutineer_flags INTERFACE)
target_compile_options(scrutineer_flags INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion
  # The same inputs give the same bytes on any machine: no fused multiply-add.
  -ffp-contract=off)
# g++ 12 sees overlapping copies in std::string that are not there (GCC bug 105651).
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  target_compile_options(scrutineer_flags INTERFACE -Wno-restrict)
endif()
# libstdc++'s std::stable_sort calls what C++17 deprecated, and clang says so wherever it is used.
if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
  target_compile_options(scrutineer_flags INTERFACE -Wno-deprecated-declarations)
endif()
# A source that shares its compilation is no header.
if(SCRUTINEER_UNITY AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  target_compile_options(scrutineer_flags INTERFACE -Wno-subobject-linkage)
endif()
if(SCRUTINEER_WERROR)
  target_compile_options(scrutineer_flags INTERFACE -Werror)
endif()
if(SCRUTINEER_SANITIZE)
  target_compile_options(scrutineer_flags INTERFACE
    -fsanitize=${SCRUTINEER_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  # g++ takes three times as long to compile with a check at every pointer (23.8 s instead of 8.0 for
  # check.cpp). The address sanitizer stops at a null pointer all the same; clang's builds have them.
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND SCRUTINEER_SANITIZE MATCHES "undefined")
    target_compile_options(scrutineer_flags INTERFACE -fno-sanitize=null,alignment,vptr)
  endif()
  target_link_options(scrutineer_flags INTERFACE -fsanitize=${SCRUTINEER_SANITIZE})
endif()
target_include_directories(scrutineer_flags INTERFACE ${CMAKE_SOURCE_DIR}/src)

# scrutineer_module(name SOURCES a.cpp … [TESTS a_test.cpp …] [DEPENDS target …] [PRIVATE target …]
#                   [SHARDS n]         n test runs of a long test program, side by side
#                   [OWN_NAMES name …])  see scrutineer_unity
function(scrutineer_module name)
  cmake_parse_arguments(ARG "" "SHARDS" "SOURCES;TESTS;DEPENDS;PRIVATE;TEST_DEPENDS;OWN_NAMES" ${ARGN})
  add_library(scrutineer_${name} STATIC ${ARG_SOURCES})
  scrutineer_unity(scrutineer_${name} OWN_NAMES ${ARG_OWN_NAMES} SOURCES ${ARG_SOURCES})
  target_link_libraries(scrutineer_${name} PUBLIC scrutineer_flags ${ARG_DEPENDS})
  if(ARG_PRIVATE)
    target_link_libraries(scrutineer_${name} PRIVATE ${ARG_PRIVATE})
  endif()
  if(ARG_TESTS)
    add_executable(${name}_test ${ARG_TESTS})
    scrutineer_unity(${name}_test SOURCES ${ARG_TESTS})
    target_link_libraries(${name}_test PRIVATE scrutineer_${name} GTest::gtest_main GTest::gmock
      rapidcheck ${ARG_TEST_DEPENDS})
    target_compile_definitions(${name}_test PRIVATE
      SCRUTINEER_SOURCE_DIR="${CMAKE_SOURCE_DIR}")
    # Templates of rapidcheck take a quarter less to compile; what is measured or long keeps -O3.
    if(CMAKE_BUILD_TYPE STREQUAL "Release" AND NOT ARG_SHARDS)
      target_compile_options(${name}_test PRIVATE -O1)
    elseif(SCRUTINEER_SANITIZE AND NOT ARG_SHARDS)
      # Optimising what the sanitizers add to templates is a third of compiling it (15.5 s, 10.7 without).
      target_compile_options(${name}_test PRIVATE -O0)
    endif()
    if(ARG_SHARDS)
      math(EXPR last "${ARG_SHARDS} - 1")
      foreach(shard RANGE ${last})
        add_test(NAME ${name}_${shard} COMMAND ${name}_test)
        set_tests_properties(${name}_${shard} PROPERTIES TIMEOUT 2700 COST 1000
          ENVIRONMENT "GTEST_TOTAL_SHARDS=${ARG_SHARDS};GTEST_SHARD_INDEX=${shard}")
      endforeach()
    else()
      add_test(NAME ${name} COMMAND ${name}_test)
      set_tests_properties(${name} PROPERTIES TIMEOUT 2700)
    endif()
  endif()
endfunction()
