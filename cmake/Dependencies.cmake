# SPDX-License-Identifier: Apache-2.0
# Every outside package is found here and nowhere else.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR})

find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM)
  # Clones of one commit share what they compile: the cache knows files by their place in the clone.
  set(LINKWRIGHT_CCACHE env CCACHE_BASEDIR=${CMAKE_SOURCE_DIR} CCACHE_NOHASHDIR=1 ${CCACHE_PROGRAM})
  set(CMAKE_CXX_COMPILER_LAUNCHER ${LINKWRIGHT_CCACHE})
endif()

find_program(LINKWRIGHT_PYTHON python3 PATHS /usr/bin NO_DEFAULT_PATH)  # not a shim that starts shells
find_program(LINKWRIGHT_PYTHON python3 REQUIRED)
find_package(Threads REQUIRED)
find_package(yaml-cpp REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(CLI11 REQUIRED)
find_package(fmt REQUIRED)
find_package(spdlog REQUIRED)
find_package(EXPAT REQUIRED)  # tells XML from what pugixml forgives
find_package(pugixml REQUIRED)
find_package(Boost 1.74 REQUIRED)
find_package(Eigen3 3.4 REQUIRED)
find_package(GTest REQUIRED)
find_package(ZLIB REQUIRED)  # waveforms of verilated models, CRC-32 of RoCE frames

find_program(VERILATOR_PROGRAM verilator REQUIRED)
execute_process(COMMAND ${VERILATOR_PROGRAM} --getenv VERILATOR_ROOT OUTPUT_VARIABLE VERILATOR_ROOT
                OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)

# libsystemc on Debian 12 is built as C++17. C++20 code links only with SC_CPLUSPLUS pinned, and the
# 2.3.4 headers have no branch above C++17, so layouts agree (docs/decisions).
find_path(SYSTEMC_INCLUDE_DIR systemc REQUIRED)
find_library(SYSTEMC_LIBRARY systemc REQUIRED)
add_library(SystemC::systemc UNKNOWN IMPORTED)
set_target_properties(SystemC::systemc PROPERTIES
  IMPORTED_LOCATION ${SYSTEMC_LIBRARY}
  INTERFACE_INCLUDE_DIRECTORIES ${SYSTEMC_INCLUDE_DIR}
  INTERFACE_COMPILE_DEFINITIONS SC_CPLUSPLUS=201703L)

execute_process(COMMAND ${VERILATOR_PROGRAM} --version OUTPUT_VARIABLE verilator_says OUTPUT_STRIP_TRAILING_WHITESPACE)
string(REGEX MATCH "[0-9]+\\.[0-9]+" LINKWRIGHT_VERILATOR_VERSION "${verilator_says}")
file(STRINGS ${SYSTEMC_INCLUDE_DIR}/sysc/kernel/sc_ver.h systemc_lines REGEX "#define SC_VERSION_(MAJOR|MINOR|PATCH) ")
string(REGEX REPLACE "[^0-9;]" "" systemc_numbers "${systemc_lines}")
list(JOIN systemc_numbers "." LINKWRIGHT_SYSTEMC_VERSION)
