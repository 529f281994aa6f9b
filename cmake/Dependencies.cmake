# Outside libraries, all from the distribution. Each stands behind one or a few .cpp files of one module.

find_package(Threads REQUIRED)
find_package(Boost 1.77 REQUIRED COMPONENTS json)
find_package(OpenSSL REQUIRED)
find_package(SQLiteCpp REQUIRED)
find_package(spdlog REQUIRED)
find_package(fmt REQUIRED)
find_package(tomlplusplus REQUIRED)
find_package(PkgConfig REQUIRED)
pkg_check_modules(SECCOMP REQUIRED IMPORTED_TARGET libseccomp)
pkg_check_modules(LIBPQ REQUIRED IMPORTED_TARGET libpq)
pkg_check_modules(CRYPT REQUIRED IMPORTED_TARGET libcrypt)
# By pkg-config: the CMake packages of the two name their targets otherwise from version to version.
pkg_check_modules(LIBARCHIVE REQUIRED IMPORTED_TARGET libarchive)
pkg_check_modules(YAML_CPP REQUIRED IMPORTED_TARGET yaml-cpp)
# The core alone, without the HTTP server that its CMake package asks for.
pkg_check_modules(PROMETHEUS REQUIRED IMPORTED_TARGET prometheus-cpp-core)
find_package(CLI11 REQUIRED)
if(BUILD_TESTING)
  find_package(GTest REQUIRED)
endif()

# Boost.Asio and Boost.Beast are headers only; one interface target carries their settings.
add_library(autograder_beast INTERFACE)
target_link_libraries(autograder_beast INTERFACE Boost::headers Threads::Threads)
target_compile_definitions(autograder_beast INTERFACE BOOST_ASIO_NO_DEPRECATED BOOST_ASIO_DISABLE_VISIBILITY)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_FLAGS MATCHES "fsanitize")
  # What sanitizers put into Boost's coroutines and optionals, g++ takes for reads of nothing and for strange deletes.
  target_compile_options(autograder_beast INTERFACE -Wno-maybe-uninitialized -Wno-mismatched-new-delete)
endif()
