#include "packages/validator_flags.h"

#include <gtest/gtest.h>

#include "domain/compare.h"

namespace autograder {
namespace {

Checker checker(const std::string& flags) {
  const auto made = checker_of_flags(split_words(flags), "problem.yaml");
  EXPECT_TRUE(made) << flags << ": " << made.error().message;
  return made.value_or(Checker{});
}
bool accepts(const std::string& flags, const std::string& answer, const std::string& output) {
  return compare(checker(flags), answer, output).equal;
}
std::string refusal(const std::string& flags) {
  const auto made = checker_of_flags(split_words(flags), "problem.yaml");
  return made ? "" : made.error().message;
}

// The format's own sentences, one by one.
TEST(ValidatorFlags, WithoutAnyComparesWordsInAnyCase) {
  EXPECT_TRUE(accepts("", "Yes 12\n", "  yes\t\n\v\f\r12"));
  EXPECT_TRUE(accepts("", "aZ", "Az"));
  EXPECT_FALSE(accepts("", "a", "b"));
  EXPECT_FALSE(accepts("", "1 2", "12"));
  EXPECT_FALSE(accepts("", "1 2", "1"));
  EXPECT_FALSE(accepts("", "1", "1 2"));
  EXPECT_FALSE(accepts("", "1.0", "1"));              // numbers are words where no tolerance is set
  EXPECT_FALSE(accepts("", "@[`{", "`{@["));          // neighbours of letters are no letters
  EXPECT_FALSE(accepts("", "\xC3\x84", "\xC3\xA4"));  // ASCII alone has case
  EXPECT_TRUE(accepts("", "", " \n"));
}

TEST(ValidatorFlags, CaseSensitive) {
  EXPECT_FALSE(accepts("case_sensitive", "Yes", "yes"));
  EXPECT_TRUE(accepts("case_sensitive", "Yes", " Yes "));
}

TEST(ValidatorFlags, SpaceChangeSensitive) {
  EXPECT_TRUE(accepts("space_change_sensitive", "Yes 1\n", "yes 1\n"));
  for (const char* output : {"Yes  1\n", "Yes 1", "Yes\t1\n", " Yes 1\n", "Yes 1\n\n", "Yes 1\r\n", "Yes1\n"}) {
    EXPECT_FALSE(accepts("space_change_sensitive", "Yes 1\n", output)) << output;
  }
  EXPECT_FALSE(accepts("space_change_sensitive case_sensitive", "Yes 1\n", "yes 1\n"));
  EXPECT_TRUE(accepts("space_change_sensitive float_tolerance 0.1", "x 1.0\n", "X 1.05\n"));
  EXPECT_FALSE(accepts("space_change_sensitive float_tolerance 0.1", "x 1.0\n", "x 1.05"));
  EXPECT_FALSE(accepts("space_change_sensitive float_tolerance 0.1", "x 1.0\n", "x  1.05\n"));
  EXPECT_FALSE(accepts("space_change_sensitive float_tolerance 0.1", "1 2", "12"));
  EXPECT_FALSE(accepts("space_change_sensitive case_sensitive float_tolerance 0.1", "x 1.0\n", "X 1.0\n"));
}

TEST(ValidatorFlags, Tolerances) {
  EXPECT_TRUE(accepts("float_absolute_tolerance 0.5", "10", "10.5"));
  EXPECT_FALSE(accepts("float_absolute_tolerance 0.5", "10", "10.51"));
  EXPECT_TRUE(accepts("float_relative_tolerance 0.25", "100", "125"));
  EXPECT_FALSE(accepts("float_relative_tolerance 0.25", "100", "126"));
  EXPECT_TRUE(accepts("float_relative_tolerance 0.25", "-4", "-5"));
  // Within either of the two.
  const std::string both = "float_absolute_tolerance 0.5 float_relative_tolerance 0.25";
  EXPECT_TRUE(accepts(both, "1", "1.5"));
  EXPECT_TRUE(accepts(both, "100", "125"));
  EXPECT_FALSE(accepts(both, "1", "1.6"));
  EXPECT_TRUE(accepts("float_tolerance 1e-6", "1e9", "1000000999"));
  EXPECT_TRUE(accepts("float_tolerance 1e-6", "0", "1e-6"));
  EXPECT_FALSE(accepts("float_tolerance 1e-6", "0", "1.1e-6"));
  // Whole numbers are numbers too, words stay words, and a word is no number.
  EXPECT_TRUE(accepts("float_tolerance 1e-6", "3 Yes", "3.0 yes"));
  EXPECT_FALSE(accepts("float_tolerance 1e-6", "3", "three"));
  EXPECT_FALSE(accepts("float_tolerance 1e-6", "three", "3"));
  EXPECT_FALSE(accepts("float_tolerance 1e-6 case_sensitive", "3 Yes", "3 yes"));
  for (const char* form : {"0.0314", "3.14e-2", "+.0314", "31.4E-3", "0.03140000000000000000000000000000000001"}) {
    EXPECT_TRUE(accepts("float_tolerance 1e-9", "0.0314", form)) << form;
  }
  for (const char* form : {"nan", "inf", "0x1p-5", "0,0314", "3.14e", "."}) {
    EXPECT_FALSE(accepts("float_tolerance 1e9", "0.0314", form)) << form;
  }
}

TEST(ValidatorFlags, RefusesWhatTheFormatRefuses) {
  EXPECT_EQ(refusal("case-sensitive"), "problem.yaml: case-sensitive is not a flag of the default output validator");
  EXPECT_EQ(refusal("float_tolerance"), "problem.yaml: float_tolerance must be followed by a number");
  for (const char* number : {"x", "-1", "nan", "inf", "1e", "1e999"}) {
    EXPECT_EQ(refusal(std::string("float_tolerance ") + number),
              std::string("problem.yaml: float_tolerance ") + number + ": must be a number from 0 up");
  }
  EXPECT_EQ(refusal("float_tolerance 1 float_tolerance 1"), "problem.yaml: float_tolerance is given twice");
  EXPECT_EQ(refusal("float_tolerance 1 float_absolute_tolerance 1"),
            "problem.yaml: float_tolerance cannot be combined with another tolerance");
}

TEST(ValidatorFlags, GoThereAndBack) {
  for (const char* flags : {"", "case_sensitive", "space_change_sensitive", "case_sensitive space_change_sensitive",
                            "float_tolerance 1e-06", "case_sensitive float_absolute_tolerance 0.1",
                            "space_change_sensitive float_relative_tolerance 0.1"}) {
    const auto made = checker(flags);
    const auto again = checker_of_flags(flags_of_checker(made), "x");
    ASSERT_TRUE(again) << flags;
    EXPECT_EQ(*again, made) << flags;
  }
  EXPECT_FALSE(has_flags({CheckerKind::trim}));
  EXPECT_FALSE(has_flags({CheckerKind::lines}));
}

}  // namespace
}  // namespace autograder
