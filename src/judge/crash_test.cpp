// Traces as the runtimes print them (Python 3.11, Node.js 20, OpenJDK 17, Go 1.26, g++ 12), by the
// shipped language files.
#include "judge/crash.h"

#include <gtest/gtest.h>

#include "judge/languages.h"

namespace autograder {
namespace {

CrashWords words_of(const std::string& id) {
  for (const auto& language : builtin_languages()) {
    if (language.id == id) return language.crash;
  }
  ADD_FAILURE() << id;
  return {};
}

// A source of 50 lines in which the names stand.
std::string source_with(const std::string& names) {
  std::string source = names + "\n";
  for (int i = 1; i < 50; ++i) source += "x\n";
  return source;
}

struct CrashCase {
  std::string language;
  std::string errors;
  std::string words;
  std::string name;
  int line;
};

const std::string kPythonHead =
    "Traceback (most recent call last):\n  File \"/code/main.py\", line 21, in <module>\n    f()\n";
const std::string kNodeTail =
    "\n    at Module._compile (node:internal/modules/cjs/loader:1521:14)\n\nNode.js v20.20.2\n";

TEST(Crash, SaysWhyInOneLineAndWhere) {
  const CrashCase cases[] = {
      {"python",
       "debug\n" + kPythonHead +
           "  File \"/code/main.py\", line 4, in f\n    if n == 1: return 1 / 0\n                      ~~^~~\n"
           "ZeroDivisionError: division by zero\n",
       "ZeroDivisionError: division by zero", "ZeroDivisionError", 4},
      {"python", kPythonHead + "__main__.Own: a\nb: c\n", "__main__.Own: a", "Own", 21},
      {"python", kPythonHead + "AssertionError\n", "AssertionError", "AssertionError", 21},
      // The message begins with a new line.
      {"python", kPythonHead + "ValueError: \nThe list is empty: 0\n", "ValueError: The list is empty: 0", "ValueError",
       21},
      {"java",
       "Exception in thread \"main\" java.awt.HeadlessException: \nNo X11 DISPLAY variable was set.\n"
       "\tat java.desktop/java.awt.Window.<init>(Window.java:553)\n\tat Main.main(Main.java:2)\n",
       "java.awt.HeadlessException: No X11 DISPLAY variable was set.", "", 2},
      {"python",
       kPythonHead + "  File \"/usr/lib/python3.11/json/decoder.py\", line 353, in raw_decode\n"
                     "json.decoder.JSONDecodeError: Expecting value: line 1 column 2 (char 1)\n",
       "json.decoder.JSONDecodeError: Expecting value: line 1 column 2 (char 1)", "JSONDecodeError", 21},
      {"python",
       "Traceback (most recent call last):\n  File \"/code/main.py\", line 8, in f\nZeroDivisionError: division by "
       "zero\n\n"
       "The above exception was the direct cause of the following exception:\n\n" +
           kPythonHead + "  File \"/code/main.py\", line 9, in f\nValueError: second\n",
       "ValueError: second", "ValueError", 9},
      {"python",
       "  + Exception Group Traceback (most recent call last):\n  |   File \"/code/main.py\", line 21, in <module>\n"
       "  | ExceptionGroup: g (1 sub-exception)\n  +-+---------------- 1 ----------------\n    | ValueError: 1\n",
       "ExceptionGroup: g (1 sub-exception)", "ExceptionGroup", 21},
      {"javascript",
       "/code/main.js:1\nconst f = x => { throw new TypeError(\"of my own\"); };\n                 ^\n\n"
       "TypeError: of my own\n    at f (/code/main.js:1:24)\n    at Object.<anonymous> (/code/main.js:2:1)" +
           kNodeTail,
       "TypeError: of my own", "TypeError", 1},
      {"javascript",
       "\n/code/main.js:7\nthrow \"text\";\n^\ntext\n(Use `node --trace-uncaught ...` to show)\n\nNode.js v20.20.2\n",
       "text", "", 7},
      {"javascript",
       "debug: yes\nnode:assert:90\n  throw new AssertionError(obj);\n  ^\n\n"
       "AssertionError [ERR_ASSERTION]: Expected values to be strictly equal:\n\n1 !== 2\n\n"
       "    at Object.<anonymous> (/code/main.js:3:8)" +
           kNodeTail,
       "AssertionError: Expected values to be strictly equal:", "AssertionError", 3},
      {"javascript",
       "/code/main.js:2\nasync function g() { throw new MyError(\"x\\ny\"); }\n                           ^\n\nOwn: "
       "x\ny\n"
       "    at g (file:///code/main.js:2:28)" +
           kNodeTail,
       "Own: x", "Own", 2},
      {"java",
       "Exception in thread \"main\" java.util.InputMismatchException\n"
       "\tat java.base/java.util.Scanner.throwFor(Scanner.java:939)\n\tat Main.main(Main.java:9)\n",
       "java.util.InputMismatchException", "InputMismatchException", 9},
      {"java",
       "Exception in thread \"main\" java.lang.IllegalStateException: wrapped\n\tat Main.f(Main.java:4)\n"
       "\tat Main.main(Main.java:10)\n"
       "Caused by: java.lang.ArrayIndexOutOfBoundsException: Index 7 out of bounds for length 1\n\t... 2 more\n",
       "java.lang.ArrayIndexOutOfBoundsException: Index 7 out of bounds for length 1", "ArrayIndexOutOfBoundsException",
       4},
      {"java",
       "Exception in thread \"main\" java.lang.RuntimeException: a\n\tat Main.main(Main.java:10)\n"
       "Caused by: java.lang.Exception: b\n\tat Main.g(Main.java:5)\n"
       "Caused by: Main$Own: c\n\tat Main.h(Main.java:6)\n\t... 2 more\n",
       "Main$Own: c", "Own", 6},
      {"go",
       "panic: runtime error: index out of range [1] with length 0\n\ngoroutine 1 [running]:\nmain.f(0x1?)\n"
       "\t./main.go:15 +0x69\nmain.main()\n\t./main.go:39 +0x1a\n",
       "panic: runtime error: index out of range [1] with length 0", "runtime error: index out of range", 15},
      {"go",
       "fatal error: all goroutines are asleep - deadlock!\n\ngoroutine 1 [chan receive]:\nmain.f(0x1?)\n"
       "\t./main.go:25 +0x52\n",
       "fatal error: all goroutines are asleep - deadlock!", "all goroutines are asleep - deadlock!", 25},
      {"go",
       "panic: mine\n\ngoroutine 1 [running]:\nruntime.x()\n\truntime/panic.go:860 +0x13a\nmain.main()\n"
       "\t./main.go:8 +0xa\n",
       "panic: mine", "", 8},
      {"cpp",
       "terminate called after throwing an instance of 'std::out_of_range'\n"
       "  what():  vector::_M_range_check: __n (which is 5) >= this->size() (which is 3)\n",
       "std::out_of_range: vector::_M_range_check: __n (which is 5) >= this->size() (which is 3)", "std::out_of_range",
       0},
      {"cpp", "terminate called after throwing an instance of 'Own'\n", "Own", "Own", 0},
      {"cpp", "terminate called without an active exception\n", "terminate called without an active exception",
       "terminate called without an active exception", 0},
      {"cpp", "main: main.cpp:14: int main(int, char**): Assertion `argc == 1' failed.\n",
       "main: main.cpp:14: int main(int, char**): Assertion `argc == 1' failed.", "Assertion", 14},
      {"c", "*** stack smashing detected ***: terminated\n", "*** stack smashing detected ***: terminated",
       "*** stack smashing detected ***", 0},
      {"c", "free(): double free detected in tcache 2\n", "free(): double free detected in tcache 2",
       "free(): double free detected", 0},
  };
  for (const auto& c : cases) {
    const auto crash = read_crash(words_of(c.language), source_with("class Own extends Error {}"), c.errors);
    EXPECT_TRUE(crash.recognised) << c.errors;
    EXPECT_EQ(crash.words, c.words);
    EXPECT_EQ(crash.name, c.name) << c.errors;
    EXPECT_EQ(crash.line, c.line) << c.errors;
  }
}

TEST(Crash, KnowsAThreadThatEndedAlone) {
  const std::string python =
      "Exception in thread Thread-1 (main):\nTraceback (most recent call last):\n"
      "  File \"/usr/lib/python3.11/threading.py\", line 1038, in _bootstrap_inner\n    self.run()\n"
      "  File \"/code/main.py\", line 4, in main\n    print(words[3])\n          ~~~~~^^^\n"
      "IndexError: list index out of range\n";
  const std::string java =
      "Exception in thread \"main\" java.lang.NumberFormatException: For input string: \"x\"\n"
      "\tat java.base/java.lang.Integer.parseInt(Integer.java:668)\n\tat Main.run(Main.java:4)\n"
      "\tat java.base/java.lang.Thread.run(Thread.java:840)\n";
  EXPECT_TRUE(ended_a_thread(words_of("python"), python));
  EXPECT_TRUE(ended_a_thread(words_of("java"), java));
  EXPECT_FALSE(ended_a_thread(words_of("python"), kPythonHead + "ValueError: it was caught and printed\n"));
  EXPECT_FALSE(ended_a_thread(words_of("c"), python));
  const auto python_crash = read_crash(words_of("python"), source_with(""), python);
  EXPECT_EQ(python_crash.words, "IndexError: list index out of range");
  EXPECT_EQ(python_crash.line, 4);
  const auto java_crash = read_crash(words_of("java"), source_with(""), java);
  EXPECT_EQ(java_crash.words, "java.lang.NumberFormatException: For input string: \"x\"");
  EXPECT_EQ(java_crash.name, "NumberFormatException");
  EXPECT_EQ(java_crash.line, 4);
}

TEST(Crash, TakesTheLastLineOfWordsThatAreNoTrace) {
  const struct {
    std::string errors;
    std::string words;
  } cases[] = {
      {"", ""},
      {"\n  \n", ""},
      {"one\ntwo\n\n", "two"},
      {"ValueError: mine\nmore\n", "ValueError: mine"},
      {"a\x1b[31m\n", "a\\x1b[31m"},
  };
  for (const auto& c : cases) {
    const auto crash = read_crash(words_of("python"), source_with(""), c.errors);
    EXPECT_FALSE(crash.recognised);
    EXPECT_EQ(crash.words, c.words);
    EXPECT_EQ(crash.line, 0);
  }
}

// A program on a private test that spells out its input wherever it can: none of it may get into the name or the line.
TEST(Crash, TellsNoNameAndNoLineThatTheSourceDoesNotHave) {
  const CrashCase cases[] = {
      {"python", kPythonHead + "SECRET42: x\n", "SECRET42: x", "", 21},
      {"python", kPythonHead + "__main__.SECRET: x\n", "__main__.SECRET: x", "", 21},
      {"python", kPythonHead + "SECRET.Own: x\n", "SECRET.Own: x", "Own", 21},
      {"python", kPythonHead + "Ow: x\n", "Ow: x", "", 21},
      {"python", kPythonHead + "4711: x\n", "4711: x", "", 21},
      {"python", "Traceback (most recent call last):\n  File \"/code/main.py\", line 4711, in f\nValueError: 7\n",
       "ValueError: 7", "ValueError", 0},
      {"python", "Traceback (most recent call last):\n  File \"/code/main.py\", line 51, in f\nValueError: 7\n",
       "ValueError: 7", "ValueError", 0},
      {"java", "Exception in thread \"SECRET\" SECRET: x\n\tat SECRET.SECRET(SECRET.java:4711)\n", "SECRET: x", "", 0},
      {"go", "panic: SECRET\n\n\t./main.go:4711 +0xa\n", "panic: SECRET", "", 0},
      {"go", "panic: runtime error: index out of rangeSECRET\n", "panic: runtime error: index out of rangeSECRET", "",
       0},
      {"cpp", "terminate called after throwing an instance of 'std::SECRET'\n", "std::SECRET", "", 0},
      {"cpp", "SECRET: main.cpp:4711: SECRET: Assertion SECRET\n", "SECRET: main.cpp:4711: SECRET: Assertion SECRET",
       "Assertion", 0},
      {"javascript", "^\n" + std::string(300, 'S') + ": x\n", std::string(200, 'S') + "...", "", 0},
  };
  for (const auto& c : cases) {
    const auto crash = read_crash(words_of(c.language), source_with("class Own { SECRETS 4711 }"), c.errors);
    EXPECT_EQ(crash.words, c.words);
    EXPECT_EQ(crash.name, c.name) << c.errors;
    EXPECT_EQ(crash.line, c.line) << c.errors;
  }
}

TEST(Crash, TracesTheLinesOfTheProgram) {
  const auto python = kPythonHead + "  File \"/usr/lib/x.py\", line 3, in g\n  File \"/code/main.py\", line 4, in f\n";
  EXPECT_EQ(trace_of(words_of("python"), source_with(""), python), (std::vector<TraceLine>{{2, 21}, {5, 4}}));
  EXPECT_EQ(trace_of(words_of("python"), "one line", python), std::vector<TraceLine>{});
  std::string much;
  for (int i = 0; i < 1000; ++i) much += "\tat Main.main(Main.java:7)\n";
  EXPECT_EQ(trace_of(words_of("java"), source_with(""), much).size(), kTraceMax);
}

}  // namespace
}  // namespace autograder
