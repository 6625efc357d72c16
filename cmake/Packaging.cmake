# SPDX-License-Identifier: Apache-2.0
# `cmake --install build/release` and `cpack --config build/release/CPackConfig.cmake`: the command, those plug-ins that
# were built, and the headers of a plug-in. Parts, algorithms and the rest of our data are inside the command.
set(CMAKE_SKIP_INSTALL_ALL_DEPENDENCY ON)  # what was built is installed; tests are not
install(TARGETS linkwright RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(DIRECTORY ${CMAKE_BINARY_DIR}/plugins/ DESTINATION ${CMAKE_INSTALL_LIBDIR}/linkwright
        FILES_MATCHING PATTERN "*.so")
install(FILES ${CMAKE_SOURCE_DIR}/systemc_models/interfaces/switch_plugin.h
        DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/linkwright/systemc_models/interfaces)
install(DIRECTORY ${CMAKE_SOURCE_DIR}/systemc_models/verilated/
        DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/linkwright/systemc_models/verilated
        FILES_MATCHING PATTERN "*.h" PATTERN "link_model_adapter.h" EXCLUDE)
install(DIRECTORY ${CMAKE_SOURCE_DIR}/workloads/scenarios/ DESTINATION ${CMAKE_INSTALL_DATADIR}/linkwright/scenarios
        FILES_MATCHING PATTERN "*.yaml")
install(FILES ${CMAKE_SOURCE_DIR}/LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR} RENAME copyright)

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME linkwright)
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "co-design emulator for links between AI accelerators")
set(CPACK_PACKAGE_CONTACT "the Linkwright authors <linkwright@invalid>")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION science)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)  # libraries that the command and the plug-ins link, and nothing else
include(CPack)
