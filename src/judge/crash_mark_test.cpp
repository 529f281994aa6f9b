#include "judge/crash_mark.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace autograder {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

const std::string kSource = "one\ntwo\nthree\n";

TEST(CrashMark, IsTakenOutOfWhatTheProgramWrote) {
  std::string errors =
      "my words\x1e"
      "crash n 12ab 34\nand more\n";
  const auto mark = take_crash_mark(errors);
  ASSERT_TRUE(mark);
  EXPECT_EQ(mark->hint, ReasonHint::null_pointer);
  EXPECT_THAT(mark->addresses, ElementsAre("12ab", "34"));
  EXPECT_EQ(errors, "my wordsand more\n");
}

TEST(CrashMark, TheLastOneCountsAndNoneIsLeft) {
  std::string errors =
      "\x1e"
      "crash s 1\n\x1e"
      "crash - 2\n";
  const auto mark = take_crash_mark(errors);
  ASSERT_TRUE(mark);
  EXPECT_EQ(mark->hint, ReasonHint::none);
  EXPECT_THAT(mark->addresses, ElementsAre("2"));
  EXPECT_EQ(errors, "");
}

TEST(CrashMark, MayNameNoPlace) {
  std::string errors =
      "\x1e"
      "crash s\n";
  const auto mark = take_crash_mark(errors);
  ASSERT_TRUE(mark);
  EXPECT_EQ(mark->hint, ReasonHint::stack_is_full);
  EXPECT_THAT(mark->addresses, IsEmpty());
}

TEST(CrashMark, IsNothingElse) {
  for (const std::string words : {"crash - 1\n",
                                  "\x1e"
                                  "crash - 1",
                                  "\x1e"
                                  "crash x 1\n",
                                  "\x1e"
                                  "crash - --help\n",
                                  "\x1e"
                                  "crash - 1  2\n",
                                  "\x1e"
                                  "crash - 0x1\n",
                                  "\x1e"
                                  "crash - 12345678901234567\n",
                                  "\x1e"
                                  "crash - 1 2 3 4 5 6 7 8 9\n",
                                  "\x1e"
                                  "crash \n",
                                  "\x1e"
                                  "crash - @/etc/passwd\n"}) {
    std::string errors = words;
    EXPECT_FALSE(take_crash_mark(errors)) << words;
    EXPECT_EQ(errors, words);
  }
}

TEST(CrashPlaces, AreLinesOfTheSourceAlone) {
  EXPECT_THAT(read_places("f(int)\n/code/main.cpp:2 (discriminator 3)\n"
                          "std::sort\n/usr/include/c++/12/bits/stl_algo.h:1\n"
                          "main\n/code/main.cpp:3\n"
                          "_start\n??:?\n",
                          "main.cpp", kSource),
              ElementsAre(CrashPlace{2, "f(int)"}, CrashPlace{3, "main"}));
  for (const char* place : {"/etc/passwd:1", "/code/../etc/main.cpp:1", "/code/main.cpp:4", "/code/main.cpp:0",
                            "/code/main.cpp:-1", "/code/main.cpp:1x", "/code/main.cpp:", "/code/main.cpp",
                            "/code/other/main.cpp:1", "main.cpp.txt:1", "main.cpp:99999999999", ""}) {
    EXPECT_THAT(read_places("f\n" + std::string(place) + "\n", "main.cpp", kSource), IsEmpty()) << place;
  }
  EXPECT_THAT(read_places("f\nmain.cpp:1", "main.cpp", kSource), ElementsAre(CrashPlace{1, "f"}));
  EXPECT_THAT(read_places("", "main.cpp", kSource), IsEmpty());
}

TEST(CrashPlaces, EndlessCallsAreOnePlace) {
  std::string printed;
  for (int i = 0; i < 100; ++i) printed += "deep\n/code/main.c:2\n";
  printed += "main\n/code/main.c:3\n";
  EXPECT_THAT(read_places(printed, "main.c", kSource), ElementsAre(CrashPlace{2, "deep"}, CrashPlace{3, "main"}));
}

TEST(CrashPlaces, AreBoundedAndPrintable) {
  std::string printed;
  for (int i = 0; i < 100; ++i) printed += "f" + std::to_string(i) + "\n/code/main.c:1\n";
  EXPECT_EQ(read_places(printed, "main.c", kSource).size(), kPlacesMax);
  const auto places =
      read_places(std::string(5000, 'x') + "\nmain.c:1\n\x1b[31m\nmain.c:2\n??\nmain.c:3\n", "main.c", kSource);
  ASSERT_EQ(places.size(), 3u);
  EXPECT_LE(places[0].function.size(), 100u);
  EXPECT_EQ(places[1].function, "\\x1b[31m");
  EXPECT_EQ(rows_of({places[1], places[2]}, "main.c"), "  at main.c:2 in \\x1b[31m\n  at main.c:3 in the program\n");
}

}  // namespace
}  // namespace autograder
