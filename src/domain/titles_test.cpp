#include "domain/titles.h"

#include <gtest/gtest.h>

namespace autograder {
namespace {

const Titles kTitles{{"de", "Summe"}, {"en", ""}, {"pt-BR", "Soma"}, {"zh-Hans", "He"}, {"zh-Hant", ""}};

std::string title_for(ReadersLanguages reader) {
  return title_in(reader, kTitles, "Sum");
}

TEST(Titles, areInTheReadersLanguageWhereThereIsOne) {
  EXPECT_EQ(title_for({"de"}), "Summe");
  EXPECT_EQ(title_for({"de-AT"}), "Summe");
  EXPECT_EQ(title_for({"pt-BR"}), "Soma");
  EXPECT_EQ(title_for({"pt-br"}), "Soma");
  EXPECT_EQ(title_for({"pt"}), "Soma");
  EXPECT_EQ(title_for({"pt-PT"}), "Soma");
}

TEST(Titles, areElseTheProblemsOwn) {
  EXPECT_EQ(title_for({"en"}), "Sum");
  EXPECT_EQ(title_for({"en-GB"}), "Sum");
  EXPECT_EQ(title_for({"fr"}), "Sum");
  EXPECT_EQ(title_for({}), "Sum");
  EXPECT_EQ(title_for({""}), "Sum");
  EXPECT_EQ(title_for({"zh"}), "Sum");
  EXPECT_EQ(title_in({"de"}, {}, "Sum"), "Sum");
}

TEST(Titles, areInTheFirstOfTheReadersLanguagesThatThereIs) {
  EXPECT_EQ(title_for({"fr-CA", "fr", "pt", "de"}), "Soma");
  EXPECT_EQ(title_for({"fr", "en-GB", "de"}), "Sum") << "the problem's own is one of the reader's";
  EXPECT_EQ(title_for({"fr", "it"}), "Sum");
}

TEST(Languages, ofAStatementAreChosenByTheSameRule) {
  const std::vector<std::string> offered{"de", "en", "pt-BR", "pt-PT"};
  EXPECT_EQ(language_for({"pt"}, offered, "en"), "pt-BR");
  EXPECT_EQ(language_for({"pt"}, offered, "pt-PT"), "pt-PT") << "the own one goes first";
  EXPECT_EQ(language_for({"PT-pt"}, offered, "en"), "pt-PT");
  EXPECT_EQ(language_for({"fr"}, offered, "en"), std::nullopt);
  EXPECT_EQ(language_for({"en"}, {}, ""), std::nullopt);
  EXPECT_EQ(language_for({""}, {"de"}, ""), std::nullopt) << "nor is the own one known";
}

}  // namespace
}  // namespace autograder
