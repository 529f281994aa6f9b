# Run by autograder_embed at build time: NAME, DIRECTORY, FILES.
set(entries "")
set(arrays "")
set(index 0)
foreach(file IN LISTS FILES)
  file(READ ${file} hex HEX)
  get_filename_component(base ${file} NAME)
  string(LENGTH "${hex}" length)
  math(EXPR length "${length} / 2")
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${hex}")
  string(APPEND arrays "const unsigned char file_${index}[] = {${bytes}0};\n")
  string(APPEND entries "    {\"${base}\", std::string_view(reinterpret_cast<const char*>(file_${index}), ${length})},\n")
  math(EXPR index "${index} + 1")
endforeach()
file(WRITE ${DIRECTORY}/embedded_${NAME}.h "#pragma once

#include <span>
#include <string_view>

namespace autograder::embedded {

struct File {
  std::string_view name;
  std::string_view bytes;
};
std::span<const File> ${NAME}();

}  // namespace autograder::embedded
")
file(WRITE ${DIRECTORY}/embedded_${NAME}.cpp "#include \"embedded_${NAME}.h\"

namespace autograder::embedded {
namespace {
${arrays}
const File files[] = {
${entries}};
}  // namespace
std::span<const File> ${NAME}() { return files; }
}  // namespace autograder::embedded
")
