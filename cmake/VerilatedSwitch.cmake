# SPDX-License-Identifier: Apache-2.0
# SystemVerilog tops as C++ libraries.
#
#   linkwright_verilate(<target> TOP <module> PREFIX <class> SOURCES <files, packages first>...
#                       [TRACE] [ASSERT] [COVERAGE] [DEFINES <NAME[=value]>...] [OPTIMIZE -O2]
#                       [ONE_UNIT] [ARGUMENTS <more verilator arguments>...])
#
# makes <target>, a static library to link with, whose include directory holds <class>.h. The model
# is made at build time: verilator writes C++, its own makefile compiles it (the list of files is
# not known when CMake runs), and unchanged sources make nothing again. One top may be verilated
# several times under different prefixes. SOURCES are relative to the calling folder or absolute;
# every file the model is made of must be listed, or its changes go unseen. Files that others
# include (.svh) are listed, too; their folders become include folders.
#   TRACE   FST waveforms (class VerilatedFstC)
#   ASSERT  assertions are checked, and registers without reset start with random bits
#           (VerilatedContext::randReset), so that reading one shows
#   COVERAGE  lines, branches and toggles are counted (systemc_models/verilated/coverage_book.h)
#   ONE_UNIT  the model is compiled as one file: less work, but on one core; several such models
#           are compiled at the same time
# Optimisation does not depend on CMAKE_BUILD_TYPE: an unoptimised large switch is useless.
# Models go into shared libraries and export nothing.
# No -march=native: the same commit gives the same numbers on every machine.

include(ProcessorCount)
ProcessorCount(LINKWRIGHT_PROCESSORS)
if(LINKWRIGHT_PROCESSORS EQUAL 0)
  set(LINKWRIGHT_PROCESSORS 1)
endif()
# One model at a time: its own make already fills the machine.
set_property(GLOBAL APPEND PROPERTY JOB_POOLS verilate=1)

set(LINKWRIGHT_MODEL_FLAGS "-fPIC -fvisibility=hidden")

# What every model needs, compiled once: scheduler, threads, FST writer.
add_library(verilated_runtime STATIC ${VERILATOR_ROOT}/include/verilated.cpp
                                     ${VERILATOR_ROOT}/include/verilated_threads.cpp
                                     ${VERILATOR_ROOT}/include/verilated_fst_c.cpp)
target_include_directories(verilated_runtime SYSTEM PUBLIC ${VERILATOR_ROOT}/include
                                                           ${VERILATOR_ROOT}/include/vltstd)
# Not ours to sanitize: its FST writer stores misaligned on purpose.
target_compile_options(verilated_runtime PRIVATE -O2 -w -fPIC -fvisibility=hidden -fno-sanitize=all)
target_link_libraries(verilated_runtime PUBLIC Threads::Threads ZLIB::ZLIB atomic)

# Beside it for models that count coverage.
add_library(verilated_coverage STATIC EXCLUDE_FROM_ALL ${VERILATOR_ROOT}/include/verilated_cov.cpp)
target_compile_options(verilated_coverage PRIVATE -O2 -w -fPIC -fvisibility=hidden)
target_compile_definitions(verilated_coverage INTERFACE VM_COVERAGE=1)
target_link_libraries(verilated_coverage PUBLIC verilated_runtime)

function(linkwright_verilate target)
  cmake_parse_arguments(ARG "TRACE;ASSERT;ONE_UNIT;COVERAGE" "TOP;PREFIX;OPTIMIZE" "SOURCES;DEFINES;ARGUMENTS"
                        ${ARGN})
  foreach(required TOP PREFIX SOURCES)
    if(NOT ARG_${required})
      message(FATAL_ERROR "linkwright_verilate(${target}): ${required} is missing")
    endif()
  endforeach()
  if(ARG_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "linkwright_verilate(${target}): unknown ${ARG_UNPARSED_ARGUMENTS}")
  endif()
  if(NOT ARG_OPTIMIZE)
    set(ARG_OPTIMIZE -O2)
  endif()

  # Functions of megabytes, as a 64-port switch makes them, take the compiler minutes each.
  set(flags --cc -Wall -O3 --x-assign fast --no-timing)
  if(ARG_ONE_UNIT)
    list(APPEND flags --output-split 0)
  else()
    list(APPEND flags --output-split 20000 --output-split-cfuncs 1000)
  endif()
  if(ARG_ASSERT)
    list(APPEND flags --assert --x-initial unique)
  else()
    list(APPEND flags --noassert --x-initial fast)
  endif()
  if(ARG_TRACE)
    list(APPEND flags --trace-fst --trace-structs)
  endif()
  set(runtime verilated_runtime)
  if(ARG_COVERAGE)
    # Signals wider than 64 bits (payload) are left out of toggles.
    list(APPEND flags --coverage --coverage-max-width 64)
    set(runtime verilated_coverage)
  endif()
  foreach(define ${ARG_DEFINES})
    list(APPEND flags -D${define})
  endforeach()

  # Verilator runs in the source tree with relative names, so that messages and compiled-in file
  # names are the same on every machine.
  set(sources)
  set(names)
  set(include_flags)
  foreach(source ${CMAKE_SOURCE_DIR}/rtl/lint/packages.vlt ${ARG_SOURCES})
    get_filename_component(path ${source} ABSOLUTE)
    list(APPEND sources ${path})
    file(RELATIVE_PATH name ${CMAKE_SOURCE_DIR} ${path})
    if(name MATCHES "^\\.\\./")
      set(name ${path})
    endif()
    if(name MATCHES "\\.s?vh$")
      get_filename_component(include_folder ${path} DIRECTORY)
      if(NOT name STREQUAL path)
        get_filename_component(include_folder ./${name} DIRECTORY)
        string(REGEX REPLACE "^\\./" "" include_folder ${include_folder})
      endif()
      list(APPEND include_flags -I${include_folder})
    else()
      list(APPEND names ${name})
    endif()
  endforeach()
  list(REMOVE_DUPLICATES include_flags)

  set(folder ${CMAKE_CURRENT_BINARY_DIR}/${target}.verilated)
  set(makefile ${folder}/${ARG_PREFIX}.mk)
  set(archive ${folder}/${ARG_PREFIX}__ALL.a)
  file(MAKE_DIRECTORY ${folder})

  add_custom_command(
    OUTPUT ${makefile}
    BYPRODUCTS ${folder}/${ARG_PREFIX}.h
    COMMAND ${VERILATOR_PROGRAM} ${flags} ${include_flags} ${ARG_ARGUMENTS} --top-module ${ARG_TOP}
            --prefix ${ARG_PREFIX} --Mdir ${folder} ${names}
    COMMAND ${CMAKE_COMMAND} -E touch ${makefile}
    DEPENDS ${sources}
    WORKING_DIRECTORY ${CMAKE_SOURCE_DIR}
    COMMENT "Verilating ${ARG_TOP} as ${ARG_PREFIX}"
    VERBATIM)

  list(JOIN LINKWRIGHT_CCACHE " " objcache)
  set(make make -s -j${LINKWRIGHT_PROCESSORS})
  if(CMAKE_GENERATOR MATCHES "Makefiles")
    set(make "$(MAKE)" -s)
  endif()
  set(job_pool)
  set(parallel 1)
  if(ARG_ONE_UNIT)
    set(parallel 0)
  endif()
  if(CMAKE_GENERATOR MATCHES "Ninja" AND NOT ARG_ONE_UNIT)
    set(job_pool JOB_POOL verilate)
  endif()
  add_custom_command(
    OUTPUT ${archive}
    COMMAND ${make} -C ${folder} -f ${ARG_PREFIX}.mk ${ARG_PREFIX}__ALL.a VM_PARALLEL_BUILDS=${parallel}
            "CXX=${CMAKE_CXX_COMPILER}" "OBJCACHE=${objcache}" "OPT_FAST=${ARG_OPTIMIZE} ${LINKWRIGHT_MODEL_FLAGS}"
            "OPT_SLOW=-O1 ${LINKWRIGHT_MODEL_FLAGS}" > ${folder}/make.log
    COMMAND ${CMAKE_COMMAND} -E touch ${archive}
    DEPENDS ${makefile}
    COMMENT "Compiling ${ARG_PREFIX}"
    ${job_pool}
    VERBATIM)

  add_custom_target(${target}_model DEPENDS ${archive})
  add_library(${target} STATIC IMPORTED GLOBAL)
  set_target_properties(${target} PROPERTIES
    IMPORTED_LOCATION ${archive}
    INTERFACE_INCLUDE_DIRECTORIES ${folder}
    INTERFACE_SYSTEM_INCLUDE_DIRECTORIES ${folder}
    INTERFACE_LINK_LIBRARIES ${runtime})
  add_dependencies(${target} ${target}_model)
endfunction()
