# SPDX-License-Identifier: Apache-2.0
# cmake -DTOP=<module> -DSOURCES=<a;b> -DINCLUDE=<folder> -DIVERILOG=<program> -DWORK=<folder> -P read.cmake
# Icarus Verilog elaborates a module. Version 11 knows no parameter of type "int unsigned" or "bit": as 32 bits without a
# sign they mean the same here.
file(MAKE_DIRECTORY ${WORK})
set(files)
file(GLOB headers ${INCLUDE}/*.svh)
foreach(source ${headers} ${SOURCES})
  file(READ ${source} text)
  string(REPLACE ";" "\\;" text "${text}")
  string(REGEX REPLACE "(parameter|localparam) +(int unsigned|bit) " "\\1 [31:0] " text "${text}")
  string(REGEX REPLACE "for \\(int unsigned " "for (int " text "${text}")
  string(REPLACE "int unsigned" "logic [31:0]" text "${text}")
  string(REPLACE "\\;" ";" text "${text}")
  get_filename_component(name ${source} NAME)
  file(WRITE ${WORK}/${name} "${text}")
  if(NOT source MATCHES "\\.svh$")
    list(APPEND files ${WORK}/${name})
  endif()
endforeach()
execute_process(COMMAND ${IVERILOG} -g2012 -t null -I${WORK} -s ${TOP} ${files}
                RESULT_VARIABLE result OUTPUT_VARIABLE output ERROR_VARIABLE output)
message("${output}")
if(NOT result EQUAL 0 OR output MATCHES "error|warning")
  message(FATAL_ERROR "Icarus Verilog does not read ${TOP}")
endif()
