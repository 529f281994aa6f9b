// Properties of the engine on the programs of bench/corpus, which `bench/run similarity` measures.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <vector>

#include "insight/similarity/index.h"
#include "insight/similarity/testing/programs.h"

namespace autograder::similarity {
namespace {

namespace fs = std::filesystem;

constexpr double kThreshold = 0.8;  // of a setting, by default

struct File {
  std::string group, disguise, stem, path, source;  // disguise: empty for an honest one
  SourceLanguage language;
};

std::vector<File> corpus() {
  std::vector<File> files;
  for (const auto& entry : fs::recursive_directory_iterator("bench/corpus")) {
    if (!entry.is_regular_file()) continue;
    const auto path = fs::relative(entry.path(), "bench/corpus");
    std::vector<std::string> parts;
    for (const auto& part : path) parts.push_back(part.string());
    if (parts.size() < 4) continue;
    std::ifstream stream(entry.path(), std::ios::binary);
    files.push_back({parts[0] + "/" + parts[1], parts[2] == "copies" ? parts[3] : "", entry.path().stem().string(),
                     path.string(), std::string{std::istreambuf_iterator<char>(stream), {}},
                     *source_language(parts[1])});
  }
  std::ranges::sort(files, {}, &File::path);
  return files;
}

const File& source_of(const std::vector<File>& files, const File& copy) {
  return *std::ranges::find_if(files, [&](const File& file) {
    return file.disguise.empty() && file.group == copy.group && file.stem == copy.stem;
  });
}

TEST(Corpus, HasSevenProblemsInSixLanguages) {
  std::map<std::string, int> problems, languages;
  for (const auto& file : corpus()) {
    ++problems[file.group.substr(0, file.group.find('/'))];
    ++languages[std::string(name_of(file.language))];
  }
  EXPECT_EQ(problems.size(), 7U);
  EXPECT_EQ(languages.size(), 6U);
}

TEST(Corpus, IsComparedWhole) {
  for (const auto& file : corpus()) {
    const auto program = read_program(file.language, file.source);
    EXPECT_TRUE(program) << file.path << ": " << (program ? "" : reason_of(program.error(), file.language));
  }
}

TEST(Corpus, RenamingAndReformattingChangeNothing) {
  const auto files = corpus();
  int seen = 0;
  for (const auto& file : files) {
    if (file.disguise != "rename" && file.disguise != "reformat") continue;
    ++seen;
    EXPECT_DOUBLE_EQ(similarity_of(file.language, file.source, source_of(files, file).source), 1.0) << file.path;
  }
  EXPECT_GE(seen, 24);
}

TEST(Corpus, HonestStrangersStayBelowTheThreshold) {
  const auto files = corpus();
  int pairs = 0;
  for (const auto& left : files) {
    for (const auto& right : files) {
      if (!left.disguise.empty() || !right.disguise.empty() || left.group != right.group || left.path >= right.path)
        continue;
      ++pairs;
      EXPECT_LT(similarity_of(left.language, left.source, right.source), kThreshold) << left.path << " " << right.path;
    }
  }
  EXPECT_GE(pairs, 120);
}

// The one that is missed: each expression of a short recursion is written otherwise (grid_path, Python, expressions, joel).
TEST(Corpus, FindsTheSourceOfAllDisguisedCopiesButOneFirst) {
  const auto files = corpus();
  int found = 0, seen = 0;
  std::string missed;
  for (const auto& copy : files) {
    if (copy.disguise.empty() || copy.disguise == "merged") continue;
    Index index(copy.language);
    for (std::size_t i = 0; i < files.size(); ++i) {
      const auto& file = files[i];
      if (file.group == copy.group && file.disguise.empty())
        index.insert(Key{i}, file.stem, program_of(file.language, file.source));
    }
    const auto nearest = index.nearest(program_of(copy.language, copy.source), "copier", 1);
    ++seen;
    if (!nearest.empty() && files[nearest[0].other.value].stem == copy.stem)
      ++found;
    else
      missed += copy.path + "\n";
  }
  EXPECT_GE(found, seen - 1) << missed;
  EXPECT_GE(seen, 89);
}

}  // namespace
}  // namespace autograder::similarity
