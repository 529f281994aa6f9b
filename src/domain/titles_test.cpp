#include "domain/titles.h"

#include <gtest/gtest.h>

namespace autograder {
namespace {

const Titles kTitles{{"de", "Summe"}, {"en", ""}, {"pt-BR", "Soma"}, {"zh-Hans", "He"}, {"zh-Hant", ""}};

TEST(Titles, areInTheReadersLanguageWhereThereIsOne) {
  EXPECT_EQ(title_in("de", kTitles, "Sum"), "Summe");
  EXPECT_EQ(title_in("de-AT", kTitles, "Sum"), "Summe");
  EXPECT_EQ(title_in("pt-BR", kTitles, "Sum"), "Soma");
  EXPECT_EQ(title_in("pt", kTitles, "Sum"), "Soma");
  EXPECT_EQ(title_in("pt-PT", kTitles, "Sum"), "Soma");
}

TEST(Titles, areElseTheProblemsOwn) {
  EXPECT_EQ(title_in("en", kTitles, "Sum"), "Sum");
  EXPECT_EQ(title_in("en-GB", kTitles, "Sum"), "Sum");
  EXPECT_EQ(title_in("fr", kTitles, "Sum"), "Sum");
  EXPECT_EQ(title_in("", kTitles, "Sum"), "Sum");
  EXPECT_EQ(title_in("zh", kTitles, "Sum"), "Sum");
  EXPECT_EQ(title_in("de", {}, "Sum"), "Sum");
}

}  // namespace
}  // namespace autograder
