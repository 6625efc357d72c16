# SPDX-License-Identifier: Apache-2.0
# cmake -DMUTATION=<file that sets NAME, SOURCE, FIND, REPLACE, OUTPUT> -P apply.cmake
include(${MUTATION})
file(READ ${SOURCE} text)
string(FIND "${text}" "${FIND}" first)
string(FIND "${text}" "${FIND}" last REVERSE)
if(first EQUAL -1)
  message(FATAL_ERROR "mutation ${NAME}: '${FIND}' does not occur in ${SOURCE}; "
                      "adapt the list of mutations")
endif()
if(NOT first EQUAL last)
  message(FATAL_ERROR "mutation ${NAME}: '${FIND}' occurs more than once in ${SOURCE}; "
                      "adapt the list of mutations")
endif()
string(LENGTH "${FIND}" length)
math(EXPR behind "${first} + ${length}")
string(SUBSTRING "${text}" 0 ${first} before)
string(SUBSTRING "${text}" ${behind} -1 after)
file(WRITE ${OUTPUT} "${before}${REPLACE}${after}")
