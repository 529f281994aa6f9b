# Run by autograder_embed_site at build time: NAME, SITE, OUTPUT (and LISTING, which only says when). The assembler reads the files themselves (.incbin):
# megabytes spelled out as numbers would take the compiler minutes.
get_filename_component(directory ${OUTPUT} DIRECTORY)
set(packed ${directory}/${NAME}_packed)
file(REMOVE_RECURSE ${packed})
file(MAKE_DIRECTORY ${packed})
find_program(gzip gzip REQUIRED)

set(blocks "")
set(declarations "")
set(entries "")
set(count 0)
function(add_block symbol file)
  string(APPEND blocks "    \".global ${symbol}\\n${symbol}:\\n.incbin \\\"${file}\\\"\\n.global ${symbol}_end\\n${symbol}_end:\\n.byte 0\\n\"\n")
  string(APPEND declarations "extern const char ${symbol}[];\nextern const char ${symbol}_end[];\n")
  set(blocks "${blocks}" PARENT_SCOPE)
  set(declarations "${declarations}" PARENT_SCOPE)
endfunction()

file(GLOB_RECURSE files RELATIVE ${SITE} ${SITE}/*)
list(SORT files)
foreach(path IN LISTS files)
  set(symbol autograder_${NAME}_${count})
  file(SHA256 ${SITE}/${path} tag)
  string(SUBSTRING ${tag} 0 32 tag)
  add_block(${symbol} ${SITE}/${path})
  set(gzip_text "{}")
  if(path MATCHES "\\.(html|js|mjs|css|svg|json|webmanifest|txt|map|ttf|wasm)$")
    execute_process(COMMAND ${gzip} -9 -n -c ${SITE}/${path} OUTPUT_FILE ${packed}/${count}.gz COMMAND_ERROR_IS_FATAL ANY)
    file(SIZE ${SITE}/${path} plain_size)
    file(SIZE ${packed}/${count}.gz packed_size)
    if(packed_size LESS plain_size)
      add_block(${symbol}_gz ${packed}/${count}.gz)
      set(gzip_text "between(${symbol}_gz, ${symbol}_gz_end)")
    endif()
  endif()
  string(APPEND entries "    {\"${path}\", between(${symbol}, ${symbol}_end), ${gzip_text}, \"${tag}\"},\n")
  math(EXPR count "${count} + 1")
endforeach()

if(count GREATER 0)
  set(body "__asm__(
    \".pushsection .rodata\\n\"
${blocks}    \".popsection\\n\");
extern \"C\" {
${declarations}}

namespace autograder {
namespace {
std::string_view between(const char* begin, const char* end) {
  return {begin, static_cast<std::size_t>(end - begin)};
}
}  // namespace
std::span<const SiteFile> built_in_${NAME}() {
  static const SiteFile files[] = {
${entries}  };
  return files;
}
}  // namespace autograder
")
else()
  set(body "namespace autograder {
std::span<const SiteFile> built_in_${NAME}() {
  return {};
}
}  // namespace autograder
")
endif()
file(WRITE ${OUTPUT} "#include \"api/site.h\"\n\n${body}")
