# install() and the package config: another project writes find_package(Mailuo) and links mailuo::graph or mailuo::extractors.
include(CMakePackageConfigHelpers)

install(TARGETS mailuo_schemas mailuo_extractors mailuo_graph EXPORT MailuoTargets
        ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
install(TARGETS mailuo RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
foreach(room schemas extractors graph)
  install(DIRECTORY ${room}/include/ DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
endforeach()
install(DIRECTORY schemas/ontologies extractors/packs DESTINATION ${CMAKE_INSTALL_DATADIR}/mailuo)
install(EXPORT MailuoTargets NAMESPACE mailuo:: DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/Mailuo)

configure_package_config_file(cmake/MailuoConfig.cmake.in ${CMAKE_CURRENT_BINARY_DIR}/MailuoConfig.cmake
                              INSTALL_DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/Mailuo)
write_basic_package_version_file(${CMAKE_CURRENT_BINARY_DIR}/MailuoConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/MailuoConfig.cmake ${CMAKE_CURRENT_BINARY_DIR}/MailuoConfigVersion.cmake
        DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/Mailuo)
