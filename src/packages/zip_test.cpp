#include "packages/zip.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <set>

#include "packages/testing/made_package.h"
#include "packages/testing/made_zip.h"

namespace autograder {
namespace {

namespace fs = std::filesystem;

std::string refusal(const UniqueFd& file, const ZipBounds& bounds = {}) {
  const MadeDirectory target;
  const auto unpacked = unpack_zip(file.get(), target.path(), bounds);
  if (unpacked) return "";
  EXPECT_EQ(unpacked.error().code, ErrorCode::invalid) << unpacked.error().message;
  return unpacked.error().message;
}
std::string refusal(const MadeZip& zip, const ZipBounds& bounds = {}) {
  return refusal(zip.file(), bounds);
}

// Names and bytes of all regular files; a test fails on anything else.
std::map<std::string, std::string> contents(const std::string& directory) {
  std::map<std::string, std::string> found;
  for (const auto& entry : fs::recursive_directory_iterator(directory)) {
    if (entry.is_directory() && !entry.is_symlink()) continue;
    EXPECT_TRUE(entry.is_regular_file() && !entry.is_symlink()) << entry.path();
    std::ifstream file(entry.path(), std::ios::binary);
    found[entry.path().string().substr(directory.size() + 1)] = {std::istreambuf_iterator<char>(file), {}};
  }
  return found;
}

std::string pack(const std::map<std::string, std::string>& files) {
  std::string out;
  ZipWriter writer([&](std::string_view piece) -> Result<> {
    out += piece;
    return {};
  });
  for (const auto& [name, bytes] : files) {
    EXPECT_TRUE(writer.begin(name, static_cast<std::int64_t>(bytes.size())));
    const auto half = bytes.size() / 2;
    EXPECT_TRUE(writer.data(std::string_view(bytes).substr(0, half)));
    EXPECT_TRUE(writer.data(std::string_view(bytes).substr(half)));
  }
  EXPECT_TRUE(writer.finish());
  return out;
}

TEST(Zip, ComesBackAsItWent) {
  std::map<std::string, std::string> files{
      {"problem.yaml", "name: x\n"}, {"data/secret/1.in", std::string(300'000, '7')}, {"data/secret/1.ans", ""}};
  for (int i = 0; i < 200; ++i) files["data/secret/a" + std::to_string(i) + ".in"] = std::to_string(i);
  const auto packed = pack(files);
  EXPECT_LT(packed.size(), 100'000u);
  const auto file = MadeZip::file_of(packed);
  EXPECT_TRUE(looks_like_zip(file.get()));
  const MadeDirectory target;
  const auto unpacked = unpack_zip(file.get(), target.path());
  ASSERT_TRUE(unpacked) << unpacked.error().message;
  EXPECT_EQ(contents(target.path()), files);
  EXPECT_EQ(pack(files), packed) << "equal files make equal archives";
}

TEST(Zip, TakesADirectoryThatHoldsAllAway) {
  const MadeDirectory target;
  MadeZip zip;
  zip.add({"small/", "", "", 040755}).add({"small/problem.yaml", "x"}).add({"small/data/secret/1.in", "1"});
  zip.add({"__MACOSX/._small", "junk"}).add({"small/.git/config", "junk"}).add({"small/-x", "junk"});
  zip.add({"sm\xC3\xA4ll", "junk"});
  // Ignored files do not matter.
  ASSERT_TRUE(unpack_zip(zip.file().get(), target.path()));
  EXPECT_EQ(contents(target.path()),
            (std::map<std::string, std::string>{{"problem.yaml", "x"}, {"data/secret/1.in", "1"}}));
  const MadeDirectory alone;
  ASSERT_TRUE(unpack_zip(
      MadeZip().add({"small/problem.yaml", "x"}).add({".DS_Store", "junk"}).add({"small/a/b", "1"}).file().get(),
      alone.path()));
  EXPECT_EQ(contents(alone.path()), (std::map<std::string, std::string>{{"problem.yaml", "x"}, {"a/b", "1"}}));
}

// The names of zip slip.
TEST(Zip, RefusesNamesThatLead) {
  for (const char* name : {"../out", "a/../../out", "/etc/out", "a//b", "a/./b", "..", "a\\b", "..\\out", "C:\\out",
                           "a\nb", "a/..", "./a", ""}) {
    const auto said = refusal(MadeZip().add({"problem.yaml", "x"}).add({name, "out"}));
    EXPECT_NE(said.find("has no name that a package may have"), std::string::npos) << name << ": " << said;
  }
  std::string deep;
  for (int i = 0; i < 17; ++i) deep += "a/";
  EXPECT_NE(refusal(MadeZip().add({deep + "b", "x"})), "");
  EXPECT_NE(refusal(MadeZip().add({std::string(256, 'a'), "x"})), "");
  EXPECT_NE(refusal(MadeZip().add({std::string("a\0b", 3), "x"})), "");
}

TEST(Zip, RefusesWhatIsNoFile) {
  EXPECT_EQ(refusal(MadeZip().add({"a", "/etc/passwd", "", 0120777})),
            "the archive's entry \"a\" is a link; put the file itself in its place");
  for (const std::uint32_t mode : {0060644u, 0020644u, 0010644u, 0140644u}) {
    EXPECT_EQ(refusal(MadeZip().add({"a", "", "", mode})),
              "the archive's entry \"a\" is neither a file nor a directory");
  }
}

TEST(Zip, RefusesTwoStories) {
  EXPECT_EQ(refusal(MadeZip().add({"a", "x", "b"})),
            "the archive's entry \"a\" has another name in its local header: \"b\"");
  EXPECT_EQ(refusal(MadeZip().add({"a", "x", "../b"})),
            "the archive's entry \"a\" has another name in its local header: \"../b\"");
  EXPECT_EQ(refusal(MadeZip().add({"a", "x"}).add({"a", "y"})), "the archive's entry \"a\" is a duplicate");
  EXPECT_EQ(refusal(MadeZip().add({"a/", "", "", 040755}).add({"a", "y"})), "the archive's entry \"a\" is a duplicate");
  EXPECT_EQ(refusal(MadeZip().add({"a", "x"}).add({"b", "y", "", 0100644, 0, -1, false})),
            "the archive has entries that its directory does not list");
  MadeZip overlap;
  overlap.add({"a", "x"}).add({"a", "y", "", 0100644, 0, 0});
  EXPECT_EQ(refusal(overlap), "the archive's entry \"a\" is a duplicate");
  // Two entries over the same bytes, as quoted bombs do.
  EXPECT_NE(refusal(MadeZip().add({"a", std::string(100, 'x')}).add({"b", "y", "", 0100644, 0, 0})), "");
  EXPECT_EQ(refusal(MadeZip().add({"a", "x"}).add({"a/b", "y"})), "the archive's entry \"a/b\" is below a file");
  EXPECT_EQ(refusal(MadeZip().add({"a", "x", "", 0100644, 1})), "the archive's entry \"a\" is encrypted");
}

TEST(Zip, RefusesWhatIsNoArchive) {
  EXPECT_EQ(refusal(MadeZip::file_of("")), "the archive is not a zip archive");
  EXPECT_EQ(refusal(MadeZip::file_of(std::string(100'000, 'x'))), "the archive is not a zip archive");
  const auto whole = MadeZip().add({"a", "hello"}).bytes();
  for (std::size_t cut = 1; cut < whole.size(); ++cut) {
    EXPECT_NE(refusal(MadeZip::file_of(whole.substr(0, whole.size() - cut))), "") << cut;
  }
  EXPECT_NE(refusal(MadeZip::file_of(whole + "x")), "");
  EXPECT_NE(refusal(MadeZip::file_of("x" + whole)), "");
}

TEST(Zip, HasBounds) {
  const auto said = [](const MadeZip& zip, const ZipBounds& bounds) { return refusal(zip, bounds); };
  MadeZip many;
  for (int i = 0; i < 11; ++i) many.add({"a" + std::to_string(i), "x"});
  EXPECT_EQ(said(many, {.entries = 10}), "the archive has more than 10 entries");
  EXPECT_EQ(said(MadeZip().add({"a", std::string(3 << 20, 'x')}), {.archive = mib(2)}),
            "the archive is larger than 2 MiB");
  EXPECT_EQ(said(MadeZip().add({"a", std::string(3 << 20, 'x')}), {.file = mib(2)}),
            "the archive's entry \"a\" is larger than 2 MiB");
  EXPECT_EQ(
      said(MadeZip().add({"a", std::string(3 << 20, 'x')}).add({"b", std::string(3 << 20, 'x')}), {.total = mib(4)}),
      "the archive's entry \"b\" makes the package larger than 4 MiB");
}

// A bomb of nothing but zeros, about 1:1000, is stopped while it unpacks, wherever its entries would go.
TEST(Zip, StopsBombs) {
  std::map<std::string, std::string> zeros;
  for (int i = 0; i < 4; ++i) zeros["z" + std::to_string(i)] = std::string(20 << 20, '\0');
  const auto bomb = pack(zeros);
  ASSERT_LT(bomb.size(), 200'000u);
  const MadeDirectory target;
  const auto unpacked = unpack_zip(MadeZip::file_of(bomb).get(), target.path());
  ASSERT_FALSE(unpacked);
  EXPECT_EQ(unpacked.error().message, "the archive's entry \"z1\" unpacks to more than 200 times the archive");
  std::uintmax_t written = 0;
  for (const auto& [name, bytes] : contents(target.path())) written += bytes.size();
  EXPECT_LE(written, 33u << 20);
  // The same where the names are passed over.
  std::map<std::string, std::string> hidden;
  for (const auto& [name, bytes] : zeros) hidden["." + name] = bytes;
  EXPECT_EQ(refusal(MadeZip::file_of(pack(hidden))),
            "the archive's entry \".z1\" unpacks to more than 200 times the archive");
}

// An archive in an archive is a file like any other.
TEST(Zip, OpensNoArchiveWithin) {
  const auto inner = MadeZip().add({"../out", "x"}).bytes();
  const MadeDirectory target;
  ASSERT_TRUE(unpack_zip(MadeZip().add({"inner.zip", inner}).file().get(), target.path()));
  EXPECT_EQ(contents(target.path()), (std::map<std::string, std::string>{{"inner.zip", inner}}));
}

// Many archives with a few wrong bytes: each is unpacked below its directory, as files, or refused.
TEST(Zip, BearsMutatedArchives) {
  const auto packed =
      pack({{"problem.yaml", "name: x\n"}, {"data/1.in", std::string(200, '7')}, {"data/1.ans", "1\n"}});
  const auto stored = MadeZip().add({"a/b", "hello"}).add({"a/c", "world"}).bytes();
  std::uint64_t seed = 7;
  const auto next = [&seed](std::size_t below) {
    seed = seed * 6364136223846793005ULL + 1442695040888963407ULL;
    return static_cast<std::size_t>(seed >> 33) % below;
  };
  const MadeDirectory outer;
  fs::create_directory(outer.path() + "/target");
  const std::string target = outer.path() + "/target";
  int unpacked = 0;
  for (int round = 0; round < 1500; ++round) {
    std::string bytes = round % 2 == 0 ? packed : stored;
    for (auto changes = 1 + next(3); changes > 0; --changes) {
      const auto at = next(bytes.size());
      if (next(8) == 0) {
        bytes.erase(at, 1 + next(4));
      } else {
        bytes[at] = static_cast<char>(next(3) == 0 ? "./\\\0\xFF"[next(5)] : next(256));
      }
      if (bytes.empty()) bytes = "x";
    }
    const auto result = unpack_zip(MadeZip::file_of(bytes).get(), target, {.total = mib(1), .file = mib(1)});
    unpacked += result.has_value();
    for (const auto& [name, content] : contents(target)) ASSERT_LE(content.size(), 1u << 20) << name;
    fs::remove_all(target);
    fs::create_directory(target);
    ASSERT_EQ(std::distance(fs::directory_iterator(outer.path()), fs::directory_iterator()), 1);
  }
  EXPECT_GT(unpacked, 5);
  EXPECT_LT(unpacked, 1400);
}

}  // namespace
}  // namespace autograder
