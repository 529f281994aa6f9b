#include "insight/similarity/program.h"

#include <gtest/gtest.h>

#include <array>
#include <ctime>
#include <string>

#include "insight/similarity/testing/programs.h"

namespace autograder::similarity {
namespace {

constexpr std::array kLanguages{SourceLanguage::c,    SourceLanguage::cpp,        SourceLanguage::go,
                                SourceLanguage::java, SourceLanguage::javascript, SourceLanguage::python};

std::string repeat(std::string_view text, std::size_t times) {
  std::string result;
  for (std::size_t i = 0; i < times; ++i) result += text;
  return result;
}

NotCompared why(SourceLanguage language, std::string_view source) {
  const auto program = read_program(language, source);
  EXPECT_FALSE(program);
  return program ? NotCompared::too_short : program.error();
}

TEST(Program, RefusesALargeSource) {
  for (const auto language : kLanguages) {
    EXPECT_EQ(why(language, std::string(1024 * 1024, 'a')), NotCompared::too_large);
    EXPECT_EQ(why(language, std::string(kSourceBytesMax + 1, ' ')), NotCompared::too_large);
  }
}

TEST(Program, RefusesWhatIsNestedTooDeep) {
  for (const auto language : kLanguages) {
    for (const auto* bracket : {"(", "[", "{"})
      EXPECT_EQ(why(language, repeat(bracket, 100'000)), NotCompared::too_deep);
  }
  EXPECT_EQ(why(SourceLanguage::c, "int main() {" + repeat("if (a) ", 8000) + ";}"), NotCompared::too_deep);
  EXPECT_EQ(why(SourceLanguage::c, "int main() {" + repeat("do ", 10'000) + ";}"), NotCompared::too_deep);
  std::string indents;
  for (std::size_t i = 0; i < 300; ++i) indents += std::string(i, ' ') + "if a:\n";
  EXPECT_EQ(why(SourceLanguage::python, indents), NotCompared::too_deep);
}

TEST(Program, ReadsALongChainOfBranches) {
  const auto source =
      "int main() { int a = f(); if (a == 0) g();" + repeat(" else if (a == 1) g();", 2000) + " h(a); }";
  EXPECT_TRUE(read_program(SourceLanguage::c, source));
}

double seconds_to_read(const std::string& source) {
  const auto begin = std::clock();
  EXPECT_TRUE(read_program(SourceLanguage::python, source));
  return static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
}

// Each line is used by the one before it. It took 50 times as long when all lines were looked at again for each.
TEST(Program, ReadsAChainOfVariablesAsFastAsOtherLines) {
  std::string chain = "print(x0)\n", lines = chain;
  for (int i = 6000; i-- > 0;) {
    chain += "x" + std::to_string(i) + " = x" + std::to_string(i + 1) + "\n";
    lines += "x0 = y" + std::to_string(i) + "\n";
  }
  const auto usual = seconds_to_read(lines);
  EXPECT_LT(seconds_to_read(chain), 10 * usual + 0.05);
}

TEST(Program, RefusesBytesThatAreNoText) {
  for (const auto language : kLanguages) {
    EXPECT_EQ(why(language, std::string_view("\x7f\x45LF\x02\x01\0\0", 8)), NotCompared::binary);
    EXPECT_EQ(why(language, "print('\xff\xfe')"), NotCompared::not_utf8);
    EXPECT_EQ(why(language, "print('\xc3"), NotCompared::not_utf8);
  }
}

TEST(Program, RefusesManyTokens) {
  EXPECT_EQ(why(SourceLanguage::python, repeat("a=f(b)\n", 30'000)), NotCompared::too_many_tokens);
  EXPECT_EQ(why(SourceLanguage::c, "int main() {" + repeat("f(a[b[c]]);", 3500) + "}"), NotCompared::too_many_tokens);
}

TEST(Program, RefusesShortPrograms) {
  EXPECT_EQ(why(SourceLanguage::python, ""), NotCompared::too_short);
  EXPECT_EQ(why(SourceLanguage::python, "print(input())"), NotCompared::too_short);
}

constexpr std::array<const char*, 6> kSamples{
    "#include <stdio.h>\nint main(void) {\n  int n, i;\n  scanf(\"%d\", &n);\n  for (i = 0; i < n; i++) {\n    "
    "printf(\"%d\\n\", i * i);\n  }\n  return 0;\n}\n",
    "#include <iostream>\nint main() {\n  int n;\n  std::cin >> n;\n  for (int i = 0; i < n; i++) {\n    std::cout << "
    "i * i << std::endl;\n  }\n  return 0;\n}\n",
    "package main\nimport \"fmt\"\nfunc main() {\n\tvar n int\n\tfmt.Scan(&n)\n\tfor i := 0; i < n; i++ "
    "{\n\t\tfmt.Println(i * i)\n\t}\n}\n",
    "import java.util.*;\npublic class Main {\n  public static void main(String[] a) {\n    int n = new "
    "Scanner(System.in).nextInt();\n    for (int i = 0; i < n; i++) {\n      System.out.println(i * i);\n    }\n  "
    "}\n}\n",
    "const n = Number(require('fs').readFileSync(0, 'utf8'));\nfor (let i = 0; i < n; i++) {\n  console.log(i * "
    "i);\n}\nfunction f(a) {\n  return a + 1;\n}\n",
    "n = int(input())\nfor i in range(n):\n    print(i * i)\n\n\ndef f(a):\n    if a > 1:\n        return a * f(a - "
    "1)\n    return 1\n"};

TEST(Program, RefusesAnotherLanguageThanSaid) {
  for (std::size_t said = 0; said < kLanguages.size(); ++said) {
    for (std::size_t written = 0; written < kSamples.size(); ++written) {
      const auto program = read_template(kLanguages[said], kSamples[written]);
      const bool c_family = said < 2 && written < 2;  // C is mostly C++
      if (said == written || c_family)
        EXPECT_TRUE(program) << name_of(kLanguages[said]) << " " << written;
      else
        EXPECT_FALSE(program) << name_of(kLanguages[said]) << " said, " << name_of(kLanguages[written]) << " written";
    }
  }
}

TEST(Program, RefusesProse) {
  EXPECT_EQ(why(SourceLanguage::python,
                "this is not a program but a sentence that somebody wrote into the form by mistake\n"),
            NotCompared::another_language);
}

TEST(Program, TakesItsOwnBoundsAsText) {
  EXPECT_EQ(reason_of(NotCompared::too_large, SourceLanguage::c),
            "not compared because the source is larger than 256 KiB");
  EXPECT_EQ(reason_of(NotCompared::another_language, SourceLanguage::cpp),
            "not compared because the program does not look like C++");
}

TEST(Program, IsTheSameOnEachRun) {
  const auto source = long_python_program("a");
  const auto one = program_of(SourceLanguage::python, source), two = program_of(SourceLanguage::python, source);
  EXPECT_EQ(one.fingerprints, two.fingerprints);
}

}  // namespace
}  // namespace autograder::similarity
