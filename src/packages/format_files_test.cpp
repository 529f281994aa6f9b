// Every file that the format has, in both of its versions: what becomes of each.
#include <gtest/gtest.h>

#include <algorithm>

#include "packages/testing/documented_words.h"
#include "packages/testing/whole_format.h"

namespace autograder {
namespace {

constexpr auto kept = Fate::kept;
constexpr auto refused = Fate::refused;

struct FileRow {
  bool legacy;
  std::string path;
  Fate fate;
  std::string said = "";  // kept: the note about it; refused: a part of the sentence
};
const std::vector<FileRow> kFiles{
    {false, "attachments/tool.py", kept},
    {false, "solution/solution.en.md", kept},
    {false, "statement/figure.png", kept},
    {false, "generators/make.py", kept},
    {false, "input_validators/check.py", kept},
    {false, "input_visualizer/draw.py", kept},
    {false, "output_visualizer/draw.py", kept},
    {false, "README.md", kept},
    {false, "data/invalid_input/1.in", kept},
    {false, "data/invalid_output/test_group.yaml", kept},
    {false, "data/valid_output/1.out", kept},
    {false, "data/README.md", kept, "belongs to no test and is ignored"},
    {false, "data/secret/README.md", kept, "belongs to no test and is ignored"},
    {false, "data/secret/1.png", kept},
    {false, "data/secret/1.jpeg", kept},
    {false, "data/sample/1.svg", kept},
    {false, "data/secret/1.desc", kept},
    {false, "data/secret/1.out", kept},
    {false, "data/secret/1.in.download", kept},
    {false, "include/default/a.h", refused, "added to every submission"},
    {false, "output_validator/check.py", refused, "custom output validators"},
    {false, "output_validators/check.py", refused, "custom output validators"},
    {false, "static_validator/look.py", refused, "static validators"},
    {false, "graders/grade.py", refused, "custom graders"},
    {false, "data/sample/1.out", refused, "samples are always shown as the program reads them"},
    {false, "data/sample/1.in.statement", refused, "samples are always shown as the program reads them"},
    {false, "data/sample/1.ans.statement", refused, "samples are always shown as the program reads them"},
    {false, "data/sample/1.in.download", refused, "samples are always shown as the program reads them"},
    {false, "data/sample/1.ans.download", refused, "samples are always shown as the program reads them"},
    {false, "data/sample/1.interaction", refused, "interactive problems"},
    {false, "data/secret/1.hint", refused, "hints"},
    {false, "data/secret/1.args", refused, "without arguments"},
    {false, "data/secret/1.gz", refused, "is not a file of a test"},
    {false, "data/secret/2.yaml", refused, "has no input file"},
    {false, "data/secret/2.png", refused, "has no input file"},
    {false, "data/extra/1.in", refused, "must be in data/sample or data/secret"},
    {false, "data/1.in", refused, "must be in data/sample or data/secret"},
    {false, "data/test_group.yaml", refused, "applies to no tests"},
    {false, "data/testdata.yaml", refused, "applies to no tests"},
    {false, "data/secret/testdata.yaml", refused, "is called test_group.yaml"},
    {false, "data/sample/a/test_group.yaml", refused, "no groups within groups"},
    {false, "data/secret/a/b/test_group.yaml", refused, "no groups within groups"},
    {false, "submissions/add.py", refused, "programs must be in a directory"},
    {true, "attachments/tool.py", kept},
    {true, "problem_statement/figure.png", kept},
    {true, "input_validators/check.py", kept},
    {true, "input_format_validators/check.ctd", kept},
    {true, "data/secret/1.desc", kept},
    {true, "data/secret/1.jpg", kept},
    {true, "data/secret/a/testdata.yaml", kept},
    {true, "output_validators/check.py", kept, "is not used"},
    {true, "include/cpp/a.h", refused, "added to every submission"},
    {true, "graders/grade.py", refused, "custom graders"},
    {true, "data/sample/1.interaction", refused, "interactive problems"},
    {true, "data/secret/1.hint", refused, "hints"},
    {true, "data/secret/1.yaml", refused, "is not a file of a test"},
    {true, "data/secret/test_group.yaml", refused, "is called testdata.yaml"},
    {true, "data/more/1.in", refused, "must be in data/sample or data/secret"},
};

TEST(FormatFiles, EveryFileIsKeptOrRefusedByName) {
  for (const auto& row : kFiles) {
    SCOPED_TRACE(row.path);
    const auto base = row.legacy ? base_legacy() : base_2025();
    auto texts = base;
    texts[row.path] = "";
    const auto with = read_texts(texts);
    if (row.fate == Fate::refused) {
      ASSERT_FALSE(with);
      EXPECT_TRUE(with.error().message.starts_with(row.path + ": ")) << with.error().message;
      EXPECT_TRUE(with.error().message.contains(row.said)) << with.error().message;
      testing::expect_documented(with.error().message);
      continue;
    }
    ASSERT_TRUE(with) << with.error().message;
    EXPECT_EQ(judged(*with), judged(*read_texts(base)));
    for (const auto& note : with->notes) testing::expect_documented(note);
    EXPECT_EQ(with->notes.size(), row.said.empty() ? 0u : 1u);
    if (!row.said.empty()) {
      EXPECT_TRUE(with->notes.front().contains(row.said)) << with->notes.front();
    }
    EXPECT_TRUE(std::ranges::count(with->files, row.path, &PackageFile::path) == 1) << "it is given back";
  }
}

// Settings in a place without tests count all the same.
TEST(FormatFiles, SettingsOfEmptyPlacesAreRead) {
  auto texts = base_2025();
  texts.erase("data/sample/1.in");
  texts.erase("data/sample/1.ans");
  texts["data/sample/test_group.yaml"] = "args: [a]\n";
  auto read = read_texts(texts);
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().message, "data/sample/test_group.yaml: line 1: args: programs are run without arguments here");
  texts = base_legacy();
  texts["data/secret/empty/testdata.yaml"] = "grading: custom\n";
  read = read_texts(texts);
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().message,
            "data/secret/empty/testdata.yaml: line 1: grading: custom graders cannot be run here yet (graders/)");
}

}  // namespace
}  // namespace autograder
