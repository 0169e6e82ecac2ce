# mailuo_library(NAME SOURCES ... HEADERS ... LINK ... PRIVATE_LINK ...): one room of the house as a static library
# `mailuo::NAME`, with its public headers under NAME/include and nothing else visible to its users.
function(mailuo_library name)
  cmake_parse_arguments(ARG "" "" "SOURCES;HEADERS;LINK;PRIVATE_LINK;PRIVATE_INCLUDE" ${ARGN})
  add_library(mailuo_${name} STATIC ${ARG_SOURCES})
  add_library(mailuo::${name} ALIAS mailuo_${name})
  set_target_properties(mailuo_${name} PROPERTIES EXPORT_NAME ${name} POSITION_INDEPENDENT_CODE ON
                                                  MAILUO_HEADERS "${ARG_HEADERS}")
  target_compile_features(mailuo_${name} PUBLIC cxx_std_20)
  target_include_directories(mailuo_${name}
    PUBLIC $<BUILD_INTERFACE:${CMAKE_CURRENT_SOURCE_DIR}/include> $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>
    PRIVATE ${CMAKE_CURRENT_SOURCE_DIR}/src)
  target_include_directories(mailuo_${name} SYSTEM PRIVATE ${ARG_PRIVATE_INCLUDE})
  target_link_libraries(mailuo_${name} PUBLIC ${ARG_LINK} PRIVATE ${ARG_PRIVATE_LINK})
  mailuo_warnings(mailuo_${name})
endfunction()

# Two warnings are off: g++ 12 raises them falsely on std::string and expected.
function(mailuo_warnings target)
  target_compile_options(${target} PRIVATE -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wno-sign-conversion
                                           -Wnon-virtual-dtor -Wno-restrict -Wno-maybe-uninitialized
                                           $<$<BOOL:${MAILUO_WARNINGS_AS_ERRORS}>:-Werror>)
endfunction()

# Every public header must compile alone: one generated source a header, never linked into anything that ships.
function(mailuo_check_headers name)
  get_target_property(headers mailuo_${name} MAILUO_HEADERS)
  set(sources)
  foreach(header IN LISTS headers)
    string(MAKE_C_IDENTIFIER "${header}" stem)
    set(source ${CMAKE_CURRENT_BINARY_DIR}/header_checks/${stem}.cc)
    file(CONFIGURE OUTPUT ${source} CONTENT "#include \"${header}\"\n")
    list(APPEND sources ${source})
  endforeach()
  add_library(mailuo_${name}_header_checks OBJECT ${sources})
  target_link_libraries(mailuo_${name}_header_checks PRIVATE mailuo::${name})
  mailuo_warnings(mailuo_${name}_header_checks)
endfunction()
