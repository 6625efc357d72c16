# SPDX-License-Identifier: Apache-2.0
# One helper per kind of target. A folder is a library is a namespace: linkwright_library(units)
# called in foundation/units/ makes target linkwright_units out of that folder's sources.

set(LINKWRIGHT_WARNINGS -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Wno-missing-field-initializers)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  # GCC 12 sees an overlap in std::string's `"text" + string` that is not there (GCC bug 105651).
  # It also takes members of strings in temporaries, and <regex> under a sanitizer, for uninitialised (bugs 105562, 109561).
  list(APPEND LINKWRIGHT_WARNINGS -Wno-restrict -Wno-maybe-uninitialized)
endif()
if(LINKWRIGHT_WERROR)
  list(APPEND LINKWRIGHT_WARNINGS -Werror)
endif()
if(LINKWRIGHT_SANITIZE)
  add_compile_options(-fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer)
  add_link_options(-fsanitize=address,undefined)
endif()
if(LINKWRIGHT_COVERAGE)
  add_compile_options(--coverage)
  add_link_options(--coverage)
endif()

function(linkwright_library name)
  cmake_parse_arguments(ARG "" "" "DEPENDS;EXCLUDE" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS *.cpp)
  foreach(excluded ${ARG_EXCLUDE})
    list(FILTER sources EXCLUDE REGEX "/${excluded}$")
  endforeach()
  if(sources)
    add_library(linkwright_${name} STATIC ${sources})
    target_include_directories(linkwright_${name} PUBLIC ${CMAKE_SOURCE_DIR})
    target_compile_options(linkwright_${name} PRIVATE ${LINKWRIGHT_WARNINGS})
    target_link_libraries(linkwright_${name} PUBLIC ${ARG_DEPENDS})
  else()
    add_library(linkwright_${name} INTERFACE)
    target_include_directories(linkwright_${name} INTERFACE ${CMAKE_SOURCE_DIR})
    target_link_libraries(linkwright_${name} INTERFACE ${ARG_DEPENDS})
  endif()
endfunction()

# linkwright_test(NAME SOURCES... [DEPENDS ...] [LABELS ...] [TIMEOUT s]): one GoogleTest binary; every TEST is run by
# ctest in a process of its own, which gives each SystemC test a fresh kernel.
function(linkwright_test name)
  cmake_parse_arguments(ARG "" "TIMEOUT" "SOURCES;DEPENDS;LABELS" ${ARGN})
  if(NOT ARG_TIMEOUT)
    set(ARG_TIMEOUT 600)
  endif()
  add_executable(${name} ${ARG_SOURCES})
  target_compile_options(${name} PRIVATE ${LINKWRIGHT_WARNINGS})
  target_include_directories(${name} PRIVATE ${CMAKE_SOURCE_DIR})
  target_link_libraries(${name} PRIVATE ${ARG_DEPENDS} GTest::gtest GTest::gmock GTest::gtest_main)
  target_compile_definitions(${name} PRIVATE LINKWRIGHT_SOURCE_DIR="${CMAKE_SOURCE_DIR}"
                                             LINKWRIGHT_BINARY_DIR="${CMAKE_BINARY_DIR}")
  include(GoogleTest)
  gtest_discover_tests(${name} DISCOVERY_TIMEOUT 120
                       PROPERTIES TIMEOUT ${ARG_TIMEOUT} LABELS "${ARG_LABELS}")
endfunction()

# Adds the rooms below this folder.
function(linkwright_rooms)
  foreach(room ${ARGN})
    add_subdirectory(${room})
  endforeach()
endfunction()
