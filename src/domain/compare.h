// Is this output right? Pure, linear in time and memory, total on any bytes.
//
//   trim      line by line; white space at line ends and blank lines at both ends of the output do not count
//   lines     line by line, the words of each line; white space between them and blank lines at the end do not count
//   tokens    the words of the whole output, in any place
//   exact     every byte
//   floating  as tokens, but where a number is expected, one within the absolute or the relative tolerance will do.
//             Numbers are decimal ("-1.5e3"): nan, inf, hexadecimal and decimal commas are words like any other
//
// With `ignore_case` ASCII letters are the same in either case. With `space_sensitive` the white space of floating
// counts, byte for byte. White space is space, \t, \n, \r, \v and \f.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "domain/problem.h"

namespace autograder {

struct Comparison {
  bool equal = false;
  // "first difference: line 1, column 3: expected \"0 1\", found \"1 0\"" (texts cut); empty when equal. Line and
  // column (in characters, from 1) are those of `found`. Valid UTF-8 in one line whatever the bytes are.
  std::string message;
  std::int64_t line = 0;
  std::int64_t column = 0;
};

Comparison compare(const Checker& checker, std::string_view expected, std::string_view found);

}  // namespace autograder
