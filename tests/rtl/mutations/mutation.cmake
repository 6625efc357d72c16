# SPDX-License-Identifier: Apache-2.0
# linkwright_mutation_test(<test> COMPONENT <component> LIST <file> SOURCE <test sources>...
#                          DEPENDS <conformance library>...)
# builds every mutation of a list as a switch of its own (a small variant, hardly optimised) and the
# test that must notice them; the test finds the list in mutations.inc.
#
# linkwright_mutation(NAME <name> [VARIANT p4] [FAMILY <name>] [CYCLES <n>] FILE <below rtl/>
#                     FIND <once in it> REPLACE <text> BREAKS <which promise> [HARMLESS])
# is an entry of such a list. HARMLESS: nothing may be noticed. FAMILY, CYCLES: it takes this stimulus
# to notice, for so long; otherwise it is hunted with all in turn.

function(linkwright_mutation)
  cmake_parse_arguments(PARSE_ARGV 0 ARG "HARMLESS" "NAME;VARIANT;FAMILY;CYCLES;FILE;FIND;REPLACE;BREAKS" "")
  if(NOT ARG_CYCLES)
    set(ARG_CYCLES 0)
  endif()
  if(NOT ARG_VARIANT)
    set(ARG_VARIANT p4)
  endif()
  set(folder ${mutation_folder}/${ARG_NAME})
  set(source ${CMAKE_SOURCE_DIR}/rtl/${ARG_FILE})
  get_filename_component(file ${ARG_FILE} NAME)
  set(mutant ${folder}/${file})
  file(CONFIGURE OUTPUT ${folder}/mutation.cmake @ONLY CONTENT
"set(NAME @ARG_NAME@)
set(SOURCE @source@)
set(OUTPUT @mutant@)
set(FIND [====[@ARG_FIND@]====])
set(REPLACE [====[@ARG_REPLACE@]====])
")
  add_custom_command(OUTPUT ${mutant}
    COMMAND ${CMAKE_COMMAND} -DMUTATION=${folder}/mutation.cmake -P ${CMAKE_CURRENT_SOURCE_DIR}/apply.cmake
    DEPENDS ${source} ${folder}/mutation.cmake ${CMAKE_CURRENT_SOURCE_DIR}/apply.cmake
    COMMENT "Mutating ${ARG_FILE}: ${ARG_NAME}" VERBATIM)
  linkwright_switch_model(mutant_${ARG_NAME} MODEL mutant_${ARG_NAME}
                          TOP ${mutation_component}_${ARG_VARIANT} COMPONENT ${mutation_component}
                          SWAP ${source} ${mutant} ONE_UNIT OPTIMIZE -O0)
  set(LINKWRIGHT_MODEL mutant_${ARG_NAME})
  string(REGEX MATCH "[0-9]+" LINKWRIGHT_PORTS ${ARG_VARIANT})
  set(LINKWRIGHT_VARIANT ${ARG_VARIANT})
  set(LINKWRIGHT_TRACED 0)
  set(LINKWRIGHT_SHARED 0)
  string(CONFIGURE "${adapter}" instance @ONLY)
  set(instances "${instances}${instance}\n" PARENT_SCOPE)
  set(mutants ${mutants} mutant_${ARG_NAME} PARENT_SCOPE)
  set(caught true)
  if(ARG_HARMLESS)
    set(caught false)
  endif()
  string(APPEND mutation_lines "LINKWRIGHT_MUTATION(${ARG_NAME}, \"${ARG_VARIANT}\", "
                               "\"${ARG_FILE}\", \"${ARG_BREAKS}\", ${caught}, "
                               "\"${ARG_FAMILY}\", ${ARG_CYCLES})\n")
  set(mutation_lines "${mutation_lines}" PARENT_SCOPE)
endfunction()

function(linkwright_mutation_test test)
  cmake_parse_arguments(ARG "" "COMPONENT;LIST" "SOURCE;DEPENDS" ${ARGN})
  set(mutation_component ${ARG_COMPONENT})
  set(mutation_folder ${CMAKE_CURRENT_BINARY_DIR}/${test})
  set(mutants)
  set(mutation_lines "")
  set(instances "")
  file(READ ${CMAKE_SOURCE_DIR}/systemc_models/verilated/switch_model.cpp.in adapter)
  include(${ARG_LIST})
  file(CONFIGURE OUTPUT ${mutation_folder}/mutations.inc CONTENT "${mutation_lines}" @ONLY)
  # All adapters in one file, because their headers cost more than they do.
  file(CONFIGURE OUTPUT ${mutation_folder}/mutants.cpp CONTENT "${instances}" @ONLY)
  linkwright_test(${test} SOURCES ${ARG_SOURCE} mutation_hunt.cpp ${mutation_folder}/mutants.cpp
                  DEPENDS ${ARG_DEPENDS} ${mutants} LABELS conformance)
  target_include_directories(${test} PRIVATE ${mutation_folder})
endfunction()
