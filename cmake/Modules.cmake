# Shapes of targets. A module is one static library with its sources listed by name; its tests are one GoogleTest program.

set(AUTOGRADER_WARNINGS -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual
                        -Wimplicit-fallthrough -Wnull-dereference -Wno-missing-field-initializers)  # designated initialisers leave defaults on purpose
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # Through what is inlined at -O2 and above, g++ sees overlaps in "text" + std::string and null in growing vectors that are
  # not there.
  list(APPEND AUTOGRADER_WARNINGS -Wno-restrict $<$<CONFIG:Release>:-Wno-null-dereference>)
elseif(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
  # libseccomp's macros are compound literals.
  list(APPEND AUTOGRADER_WARNINGS -Wno-c99-extensions)
endif()
option(AUTOGRADER_WERROR "Treat warnings as errors (the presets switch it on)" OFF)

function(autograder_compile_options target)
  target_compile_options(${target} PRIVATE ${AUTOGRADER_WARNINGS})
  if(AUTOGRADER_WERROR)
    target_compile_options(${target} PRIVATE -Werror)
  endif()
  target_include_directories(${target} PUBLIC ${PROJECT_SOURCE_DIR}/src)
endfunction()

# autograder_module(NAME SOURCES a.cpp ... DEPENDS module ... PRIVATE library ...)
# DEPENDS repeats the floors: only modules below. PRIVATE names outside libraries that stay behind a .cpp.
function(autograder_module name)
  cmake_parse_arguments(arg "" "" "SOURCES;DEPENDS;PRIVATE" ${ARGN})
  add_library(${name} STATIC ${arg_SOURCES})
  autograder_compile_options(${name})
  target_link_libraries(${name} PUBLIC ${arg_DEPENDS} PRIVATE ${arg_PRIVATE})
endfunction()

# All programs of tests that are made of C++.
if(BUILD_TESTING)
  add_custom_target(unit_tests)
endif()

# autograder_test(NAME SOURCES x_test.cpp ... DEPENDS module ... PRIVATE library ... LABELS label ...)
function(autograder_test name)
  if(NOT BUILD_TESTING)
    return()
  endif()
  cmake_parse_arguments(arg "" "" "SOURCES;DEPENDS;PRIVATE;LABELS" ${ARGN})
  add_executable(${name} ${arg_SOURCES})
  autograder_compile_options(${name})
  target_link_libraries(${name} PRIVATE ${arg_DEPENDS} ${arg_PRIVATE} GTest::gtest GTest::gmock GTest::gtest_main)
  add_test(NAME ${name} COMMAND ${name} --gtest_brief=1 WORKING_DIRECTORY ${PROJECT_SOURCE_DIR})
  set_tests_properties(${name} PROPERTIES LABELS "unit;${arg_LABELS}" TIMEOUT 300)
  if("root" IN_LIST arg_LABELS)
    # It measures what boxes use: nothing may run beside it.
    set_tests_properties(${name} PROPERTIES RUN_SERIAL TRUE)
  endif()
  add_dependencies(unit_tests ${name})
endfunction()
