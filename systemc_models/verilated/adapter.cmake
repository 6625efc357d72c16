# SPDX-License-Identifier: Apache-2.0
# linkwright_verilated_switch(<library> MODEL <name> TOP <module> PORTS <n> [RTL <root>] [TRACE] [OPTIMIZE <flag>] [ARGUMENTS ...])
#
# Verilates one top of the scale-up switch as class V<name> and makes <library>, which defines
# linkwright::verilated::Make_<name>(options). RTL is the folder that holds packages/, primitives/,
# scaleup_switch/ and top/; a mutant passes its own copy. Lint is a test of its own (tests/rtl), not part of building a model.

function(linkwright_verilated_switch library)
  cmake_parse_arguments(ARG "TRACE" "MODEL;TOP;PORTS;RTL;OPTIMIZE" "ARGUMENTS" ${ARGN})
  if(NOT ARG_RTL)
    set(ARG_RTL ${CMAKE_SOURCE_DIR}/rtl)
  endif()
  file(GLOB packages CONFIGURE_DEPENDS ${ARG_RTL}/packages/*.sv ${ARG_RTL}/primitives/*_pkg.sv
       ${ARG_RTL}/scaleup_switch/*_pkg.sv)
  file(GLOB modules CONFIGURE_DEPENDS ${ARG_RTL}/primitives/*.sv ${ARG_RTL}/scaleup_switch/*.sv)
  list(REMOVE_ITEM modules ${packages} "")
  file(GLOB waivers CONFIGURE_DEPENDS ${ARG_RTL}/lint/scaleup_switch*.vlt)
  file(GLOB headers CONFIGURE_DEPENDS ${ARG_RTL}/primitives/*.svh ${ARG_RTL}/scaleup_switch/*.svh)
  set(options)
  if(ARG_TRACE)
    list(APPEND options TRACE)
  endif()
  if(ARG_OPTIMIZE)
    list(APPEND options OPTIMIZE ${ARG_OPTIMIZE})
  endif()
  linkwright_verilate(${library}_rtl TOP ${ARG_TOP} PREFIX V${ARG_MODEL} ASSERT ${options}
    SOURCES ${waivers} ${headers} ${packages} ${modules} ${ARG_RTL}/top/${ARG_TOP}.sv
    ARGUMENTS -Wno-lint -Wno-style -Wno-fatal -I${ARG_RTL}/primitives -I${ARG_RTL}/scaleup_switch ${ARG_ARGUMENTS})

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
  target_link_libraries(${library} PUBLIC ${library}_rtl linkwright_interfaces linkwright_spec linkwright_diagnostics)
  add_dependencies(${library} ${library}_rtl_model)
endfunction()
