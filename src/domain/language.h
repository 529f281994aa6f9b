// A language as data: how its programs are compiled and run. Read from languages/*.toml by judge; no code per language.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "domain/limits.h"

namespace autograder {

// A cache that makes a language's compilations faster: made once by its own tools in a box, read by all of its compilations.
struct LanguageCache {
  std::vector<std::string> argv;                   // makes `file`; empty: the language has no cache
  std::string file;                                // a tar of directories and regular files
  Bytes size_max;                                  // of the tar
  std::string mount;                               // where compile boxes have its content, read-only
  std::vector<std::string> arguments;              // behind the first of compile_argv, while the cache is there
  std::map<std::string, std::string> environment;  // over compile_environment, while the cache is there
  RunLimits limits;
};

// How the language's runtime says on stderr that it ended a program. The patterns are those of judge/line_pattern.h.
struct CrashWords {
  std::vector<std::string> begins;    // only the text behind the last such line is read; empty: all
  std::vector<std::string> causes;    // the line that says why: the last of these, else
  std::vector<std::string> why;       // the first of these, the patterns in their order
  std::vector<std::string> details;   // where to find a message that is not in that line
  std::vector<std::string> own_line;  // names a line of the program
  bool innermost_last = false;        // the trace has the innermost call in its last line
  std::vector<std::string> thread;    // that it ended a thread alone: the program's exit code may be 0
  std::vector<std::string> known;     // classes and phrases of the runtime: no program chose them
  std::vector<std::string> locate;  // prints the lines of addresses; programs are linked to crash_mark.c, and tell them
};

// Beyond the library of the language: what people ask for, and whether a host has it.
struct Library {
  std::string name;
  std::string version;  // empty: absent
  bool operator==(const Library&) const = default;
};

struct Language {
  std::string id;                                         // "cpp": what submissions name
  std::string name;                                       // "C++"
  std::string source_file;                                // in the working directory: "main.cpp"
  std::map<std::string, std::vector<std::string>> tools;  // tool -> absolute candidates, first that exists wins
  std::vector<std::string> version_argv;                  // "{compiler}" stands for a tool's path
  std::string version_prefix;                             // "g++ ": put in front of what version_argv prints
  std::vector<std::string> compile_argv;                  // compiles, or only looks at the syntax; empty: neither
  std::string compiled_file;  // what compile leaves behind and run needs; empty: the source itself
  std::vector<std::string> run_argv;
  std::map<std::string, std::string> compile_environment;  // the whole of it: made from nothing
  std::map<std::string, std::string> run_environment;
  std::map<std::string, std::string> run_files;  // name -> text: beside the program, what its runtime is told to read
  std::vector<std::string> warm;    // files below its tools' home that its programs read, as glob(7) patterns
  std::vector<std::string> mounts;  // host directories outside /usr that its tools need, read-only
  double time_factor = 1;
  double memory_factor = 1;
  Bytes memory_overhead;                // on top of the limit, where the runtime bounds itself
  std::vector<int> memory_exit_codes;   // exit codes by which the runtime says "out of memory"
  std::vector<int> memory_signals;      // signals by which the runtime ends itself when it is out of memory
  bool main_returns_exit_code = false;  // an exit code is mostly what main returned
  CrashWords crash;
  int processes = 256;   // and threads of a run
  int open_files = 256;  // of each of its processes
  RunLimits compile_limits;
  LanguageCache cache;
  std::vector<std::string> library_argv;   // prints "name version" for each of its arguments that a program can use
  std::vector<std::string> library_names;  // those it is asked for
  std::string template_source;             // what an editor begins with
  std::string fingerprint;                 // of the whole file: another one, another language
};

// The status of a language on the host of a worker.
struct LanguageStatus {
  std::string id;
  std::string name;
  std::string version;  // "g++ 12.2.0"; empty while not known
  bool available = false;
  std::string reason;           // when absent: why, and the remedy
  std::string compile_command;  // for people
  std::string run_command;
  double time_factor = 1;
  double memory_factor = 1;
  std::string template_source;
  std::vector<Library> libraries;
};

}  // namespace autograder
