# SPDX-License-Identifier: Apache-2.0
# linkwright_switch_plugin(<target> MODEL <name> TOP <module> PORTS <n> VARIANT <name> [RTL <folder>] [TRACE] [COVERAGE]
#                          [OPTIMIZE <flag>] [ARGUMENTS <for verilator>...])
# verilates one top of a switch as class V<name> and makes the plug-in <build>/plugins/<target>.so of it. RTL is the folder
# that holds packages/, primitives/, scaleup_switch/ and top/; ours unless given.
#
# linkwright_verilated_switch(<library> ...), for tests, makes a library to link with instead, which defines
# linkwright::verilated::Table_<name>(): the same functions as the plug-in's.
#
# linkwright_switch_model(<target> MODEL <name> TOP <module> [RTL <folder>]
#                         [SWAP <source> <other>] [TRACE] [ONE_UNIT] [OPTIMIZE ...] [ARGUMENTS ...])
# is the first half of both, the model alone; SWAP takes another file in place of one source: a mutant.
#
# All take COMPONENT ethernet_switch for a switch of frames instead of flits (scaleup_switch).
#
# linkwright_component_tops(<variable> <component>) lists the tops of a component in the order of its specification, as
# the compiler numbered them, as <variant>:<path>.
#
# Lint is a test of its own (tests/rtl), not part of building a model.

# Components with a specification. The package of one is no source of another.
set(LINKWRIGHT_COMPONENTS scaleup_switch ethernet_switch)

function(linkwright_component_tops result component)
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
    list(APPEND chosen "${variant}:${top}")
  endforeach()
  set(${result} ${chosen} PARENT_SCOPE)
endfunction()

function(linkwright_switch_model target)
  cmake_parse_arguments(ARG "TRACE;ONE_UNIT;COVERAGE" "MODEL;TOP;PORTS;VARIANT;RTL;OPTIMIZE;COMPONENT"
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
  set(unroll 5)
  if(ARG_COVERAGE)
    set(unroll 1)
  endif()
  if(ARG_TRACE)
    list(APPEND options TRACE)
  endif()
  if(ARG_ONE_UNIT)
    list(APPEND options ONE_UNIT)
  endif()
  if(ARG_COVERAGE)  # with what is to be seen beside the lines
    list(APPEND options COVERAGE)
    file(GLOB watched CONFIGURE_DEPENDS ${rtl}/coverage/${ARG_COMPONENT}*.sv)
    list(APPEND sources ${watched})
  endif()
  if(ARG_OPTIMIZE)
    list(APPEND options OPTIMIZE ${ARG_OPTIMIZE})
  endif()
  linkwright_verilate(${target} TOP ${ARG_TOP} PREFIX V${ARG_MODEL} ASSERT ${options}
    SOURCES ${sources}
    # Loops over ports stay loops: less code to compile, and faster. What is unrolled is not counted by coverage.
    ARGUMENTS --unroll-count ${unroll} -Wno-lint -Wno-style -Wno-fatal -Werror-USERFATAL -I${rtl}/primitives
              -I${rtl}/${ARG_COMPONENT} ${ARG_ARGUMENTS})
endfunction()

# linkwright_plugin(<target> <verilated model> <sources>...): a shared library that linkwright loads, with the model and
# Verilator's runtime inside and one function outside.
function(linkwright_plugin target model)
  add_library(${target} MODULE EXCLUDE_FROM_ALL ${ARGN})
  set_target_properties(${target} PROPERTIES PREFIX "" LIBRARY_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/plugins
                                             CXX_VISIBILITY_PRESET hidden VISIBILITY_INLINES_HIDDEN ON)
  target_include_directories(${target} PRIVATE ${CMAKE_SOURCE_DIR})
  target_compile_options(${target} PRIVATE ${LINKWRIGHT_WARNINGS})
  target_link_libraries(${target} PRIVATE ${model})
  target_link_options(${target} PRIVATE -Wl,--exclude-libs,ALL -Wl,-Bsymbolic)
  if(NOT LINKWRIGHT_SANITIZE AND NOT LINKWRIGHT_SANITIZE_THREADS)  # its runtime is the program's
    target_link_options(${target} PRIVATE -Wl,--no-undefined)
  endif()
  add_dependencies(${target} ${model}_model)
endfunction()

# The source that puts a model behind the functions of a plug-in.
function(linkwright_switch_source output shared traced model ports variant)
  set(LINKWRIGHT_SHARED ${shared})
  set(LINKWRIGHT_TRACED 0)
  if(traced)
    set(LINKWRIGHT_TRACED 1)
  endif()
  set(LINKWRIGHT_MODEL ${model})
  set(LINKWRIGHT_PORTS ${ports})
  set(LINKWRIGHT_VARIANT "${variant}")
  configure_file(${CMAKE_SOURCE_DIR}/systemc_models/verilated/switch_model.cpp.in ${output} @ONLY)
endfunction()

function(linkwright_switch_plugin target)
  cmake_parse_arguments(ARG "TRACE;COVERAGE" "MODEL;TOP;PORTS;VARIANT;RTL;OPTIMIZE;COMPONENT" "ARGUMENTS" ${ARGN})
  linkwright_switch_model(${target}_rtl ${ARGN})
  set(source ${CMAKE_CURRENT_BINARY_DIR}/${target}.cpp)
  linkwright_switch_source(${source} 1 "${ARG_TRACE}" ${ARG_MODEL} ${ARG_PORTS} ${ARG_VARIANT})
  linkwright_plugin(${target} ${target}_rtl ${source})
endfunction()

function(linkwright_verilated_switch library)
  cmake_parse_arguments(ARG "TRACE" "MODEL;TOP;PORTS;VARIANT;RTL;OPTIMIZE;COMPONENT" "ARGUMENTS" ${ARGN})
  if(NOT ARG_VARIANT)
    set(ARG_VARIANT ${ARG_MODEL})
  endif()
  linkwright_switch_model(${library}_rtl ${ARGN})
  set(source ${CMAKE_CURRENT_BINARY_DIR}/${library}.cpp)
  linkwright_switch_source(${source} 0 "${ARG_TRACE}" ${ARG_MODEL} ${ARG_PORTS} ${ARG_VARIANT})
  add_library(${library} STATIC ${source})
  target_include_directories(${library} PUBLIC ${CMAKE_SOURCE_DIR})
  target_link_libraries(${library} PUBLIC ${library}_rtl linkwright_plugins)
  add_dependencies(${library} ${library}_rtl_model)
endfunction()
