# autograder_embed(TARGET NAME FILE...) puts files into the binary: `embedded::NAME()` of embedded_NAME.h lists them by
# file name. They are read again at build time whenever they change.
function(autograder_embed target name)
  set(files ${ARGN})
  list(TRANSFORM files PREPEND ${CMAKE_CURRENT_SOURCE_DIR}/)
  set(directory ${CMAKE_CURRENT_BINARY_DIR}/embedded)
  add_custom_command(
    OUTPUT ${directory}/embedded_${name}.cpp ${directory}/embedded_${name}.h
    COMMAND ${CMAKE_COMMAND} -DNAME=${name} -DDIRECTORY=${directory} "-DFILES=${files}"
            -P ${PROJECT_SOURCE_DIR}/cmake/embed_files.cmake
    DEPENDS ${files} ${PROJECT_SOURCE_DIR}/cmake/embed_files.cmake
    VERBATIM)
  target_sources(${target} PRIVATE ${directory}/embedded_${name}.cpp ${directory}/embedded_${name}.h)
  target_include_directories(${target} PRIVATE ${directory})
endfunction()

# autograder_embed_site(TARGET NAME DIRECTORY) puts a directory of web files into the binary, those that shrink also
# compressed ahead: it defines `built_in_NAME()` of api/site.h. An absent directory makes an empty list.
function(autograder_embed_site target name site)
  file(GLOB_RECURSE files CONFIGURE_DEPENDS ${site}/*)
  string(MD5 listing "${files}")  # part of the command: a file that went away makes nothing newer
  set(output ${CMAKE_CURRENT_BINARY_DIR}/embedded/built_in_${name}.cpp)
  add_custom_command(
    OUTPUT ${output}
    COMMAND ${CMAKE_COMMAND} -DNAME=${name} -DSITE=${site} -DOUTPUT=${output} -DLISTING=${listing}
            -P ${PROJECT_SOURCE_DIR}/cmake/embed_site.cmake
    DEPENDS ${files} ${PROJECT_SOURCE_DIR}/cmake/embed_site.cmake
    VERBATIM)
  target_sources(${target} PRIVATE ${output})
endfunction()
