# SPDX-License-Identifier: Apache-2.0
# linkwright_verilated_switch(<library> MODEL <name> TOP <module> PORTS <n> [RTL <folder>] [TRACE]
#                             [OPTIMIZE <flag>] [ARGUMENTS <for verilator>...])
# verilates one top of a switch as class V<name> and makes <library>, which defines
# linkwright::verilated::Make_<name>(options). RTL is the folder that holds packages/, primitives/,
# scaleup_switch/ and top/; ours unless given.
#
# linkwright_switch_model(<target> MODEL <name> TOP <module> [RTL <folder>]
#                         [SWAP <source> <other>] [TRACE] [ONE_UNIT] [OPTIMIZE ...] [ARGUMENTS ...])
# is its first half, the model alone; SWAP takes another file in place of one source: a mutant.
#
# Lint is a test of its own (tests/rtl), not part of building a model.

function(linkwright_switch_model target)
  cmake_parse_arguments(ARG "TRACE;ONE_UNIT" "MODEL;TOP;PORTS;RTL;OPTIMIZE" "ARGUMENTS;SWAP" ${ARGN})
  set(rtl ${CMAKE_SOURCE_DIR}/rtl)
  if(ARG_RTL)
    set(rtl ${ARG_RTL})
  endif()
  file(GLOB packages CONFIGURE_DEPENDS ${rtl}/packages/*.sv ${rtl}/primitives/*_pkg.sv
       ${rtl}/scaleup_switch/*_pkg.sv)
  file(GLOB modules CONFIGURE_DEPENDS ${rtl}/primitives/*.sv ${rtl}/scaleup_switch/*.sv)
  list(REMOVE_ITEM modules ${packages} "")
  file(GLOB waivers CONFIGURE_DEPENDS ${rtl}/lint/scaleup_switch*.vlt)
  file(GLOB headers CONFIGURE_DEPENDS ${rtl}/primitives/*.svh ${rtl}/scaleup_switch/*.svh)
  set(sources ${waivers} ${headers} ${packages} ${modules} ${rtl}/top/${ARG_TOP}.sv)
  if(ARG_SWAP)
    list(GET ARG_SWAP 0 original)
    list(GET ARG_SWAP 1 other)
    list(TRANSFORM sources REPLACE "^${original}$" "${other}")
  endif()
  set(options)
  if(ARG_TRACE)
    list(APPEND options TRACE)
  endif()
  if(ARG_ONE_UNIT)
    list(APPEND options ONE_UNIT)
  endif()
  if(ARG_OPTIMIZE)
    list(APPEND options OPTIMIZE ${ARG_OPTIMIZE})
  endif()
  linkwright_verilate(${target} TOP ${ARG_TOP} PREFIX V${ARG_MODEL} ASSERT ${options}
    SOURCES ${sources}
    # Loops over ports stay loops: less code to compile, and faster.
    ARGUMENTS --unroll-count 5 -Wno-lint -Wno-style -Wno-fatal -I${rtl}/primitives
              -I${rtl}/scaleup_switch ${ARG_ARGUMENTS})
endfunction()

function(linkwright_verilated_switch library)
  cmake_parse_arguments(ARG "TRACE" "MODEL;TOP;PORTS;RTL;OPTIMIZE" "ARGUMENTS" ${ARGN})
  linkwright_switch_model(${library}_rtl ${ARGN})
  set(LINKWRIGHT_MODEL ${ARG_MODEL})
  set(LINKWRIGHT_PORTS ${ARG_PORTS})
  set(LINKWRIGHT_TRACED 0)
  if(ARG_TRACE)
    set(LINKWRIGHT_TRACED 1)
  endif()
  set(source ${CMAKE_CURRENT_BINARY_DIR}/${library}.cpp)
  configure_file(${CMAKE_SOURCE_DIR}/systemc_models/verilated/variant.cpp.in ${source} @ONLY)
  add_library(${library} STATIC ${source})
  target_include_directories(${library} PUBLIC ${CMAKE_SOURCE_DIR})
  target_link_libraries(${library} PUBLIC ${library}_rtl linkwright_interfaces linkwright_spec
                                          linkwright_diagnostics)
  add_dependencies(${library} ${library}_rtl_model)
endfunction()
