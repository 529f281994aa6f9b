// Reads what a runtime left on stderr when it ended a program: the one line that says why, and where in the program.
// The verdict was made before, and none of it comes from here.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "domain/language.h"
#include "domain/report.h"

namespace autograder {

struct Crash {
  bool recognised = false;  // in the form of the language's runtime
  std::string words;        // one printable line; empty when there was nothing
  // May be told of a private test: a name that the language file knows or that is an identifier of `source`. A program
  // chooses its words, and so could spell out its input; from here it can choose among its own words alone.
  std::string name;
  int line = 0;  // one that `source` has; 0: not known
};

Crash read_crash(const CrashWords& language, std::string_view source, std::string_view errors);

// The lines of a text, the last one with or without its end.
int count_lines(std::string_view source);

// Whether the runtime says that an exception ended a thread.
bool ended_a_thread(const CrashWords& language, std::string_view errors);

// The lines of `errors`, from 1, that name a line of the source: at most kTraceMax.
std::vector<TraceLine> trace_of(const CrashWords& language, std::string_view source, std::string_view errors);

}  // namespace autograder
