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
# Both take COMPONENT ethernet_switch for a switch of frames instead of flits (scaleup_switch).
#
# linkwright_component_tops(<variable> <component> <wanted variants or "all">) lists the tops of a
# component in the order of its specification, as the compiler numbered them, as <variant>:<path>.
#
# Lint is a test of its own (tests/rtl), not part of building a model.

# Components with a specification. The package of one is no source of another.
set(LINKWRIGHT_COMPONENTS scaleup_switch ethernet_switch)

function(linkwright_component_tops result component wanted)
  file(GLOB tops CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/rtl/top/${component}_*.sv)
  set(numbered)
  foreach(top ${tops})
    file(STRINGS ${top} index REGEX "\\.VariantIndex\\([0-9]+\\)")
    string(REGEX REPLACE "[^0-9]" "" index "${index}")
    string(LENGTH "${index}" digits)
    if(digits EQUAL 1)
      set(index 0${index})
    endif()
    list(APPEND numbered "${index}:${top}")
  endforeach()
  list(SORT numbered)
  set(chosen)
  foreach(entry ${numbered})
    string(REGEX REPLACE "^[0-9]+:" "" top ${entry})
    get_filename_component(variant ${top} NAME_WE)
    string(REPLACE "${component}_" "" variant ${variant})
    if(wanted STREQUAL "all" OR variant IN_LIST wanted)
      list(APPEND chosen "${variant}:${top}")
    endif()
  endforeach()
  set(${result} ${chosen} PARENT_SCOPE)
endfunction()

function(linkwright_switch_model target)
  cmake_parse_arguments(ARG "TRACE;ONE_UNIT" "MODEL;TOP;PORTS;RTL;OPTIMIZE;COMPONENT"
                        "ARGUMENTS;SWAP" ${ARGN})
  if(NOT ARG_COMPONENT)
    set(ARG_COMPONENT scaleup_switch)
  endif()
  set(rtl ${CMAKE_SOURCE_DIR}/rtl)
  if(ARG_RTL)
    set(rtl ${ARG_RTL})
  endif()
  file(GLOB packages CONFIGURE_DEPENDS ${rtl}/packages/*.sv ${rtl}/primitives/*_pkg.sv
       ${rtl}/${ARG_COMPONENT}/*_pkg.sv)
  foreach(other ${LINKWRIGHT_COMPONENTS})
    if(NOT other STREQUAL ARG_COMPONENT)
      list(REMOVE_ITEM packages ${rtl}/packages/${other}_pkg.sv)
    endif()
  endforeach()
  file(GLOB modules CONFIGURE_DEPENDS ${rtl}/primitives/*.sv ${rtl}/${ARG_COMPONENT}/*.sv
       ${rtl}/${ARG_COMPONENT}/*/*.sv)
  list(REMOVE_ITEM modules ${packages} "")
  file(GLOB waivers CONFIGURE_DEPENDS ${rtl}/lint/${ARG_COMPONENT}*.vlt)
  file(GLOB headers CONFIGURE_DEPENDS ${rtl}/primitives/*.svh ${rtl}/${ARG_COMPONENT}/*.svh)
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
              -I${rtl}/${ARG_COMPONENT} ${ARG_ARGUMENTS})
endfunction()

function(linkwright_verilated_switch library)
  cmake_parse_arguments(ARG "TRACE" "MODEL;TOP;PORTS;RTL;OPTIMIZE;COMPONENT" "ARGUMENTS" ${ARGN})
  set(template variant.cpp.in)
  if(ARG_COMPONENT STREQUAL "ethernet_switch")
    set(template frame_variant.cpp.in)
  endif()
  linkwright_switch_model(${library}_rtl ${ARGN})
  set(LINKWRIGHT_MODEL ${ARG_MODEL})
  set(LINKWRIGHT_PORTS ${ARG_PORTS})
  set(LINKWRIGHT_TRACED 0)
  if(ARG_TRACE)
    set(LINKWRIGHT_TRACED 1)
  endif()
  set(source ${CMAKE_CURRENT_BINARY_DIR}/${library}.cpp)
  configure_file(${CMAKE_SOURCE_DIR}/systemc_models/verilated/${template} ${source} @ONLY)
  add_library(${library} STATIC ${source})
  target_include_directories(${library} PUBLIC ${CMAKE_SOURCE_DIR})
  target_link_libraries(${library} PUBLIC ${library}_rtl linkwright_interfaces linkwright_spec
                                          linkwright_diagnostics)
  add_dependencies(${library} ${library}_rtl_model)
endfunction()
