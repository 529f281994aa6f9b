#include "judge/compile_cache.h"

#include <gtest/gtest.h>

#include "judge/memfd.h"
#include "judge/testing/small_world.h"

namespace autograder {
namespace {

Compilation compilation_of(std::string_view program) {
  Compilation made;
  made.succeeded = true;
  made.program = make_memfd("program").value();
  EXPECT_TRUE(write_all(made.program.get(), program));
  EXPECT_TRUE(seal(made.program.get()));
  return made;
}

std::string program_of(const std::optional<Compilation>& compilation) {
  return compilation ? read_start(compilation->program.get(), mib(1)).value() : "none";
}

TEST(CompilationKey, ChangesWithAllThatCompilingDependsOn) {
  const auto language = compiled_language();
  const auto key = compilation_key(language, "code", {});
  EXPECT_EQ(compilation_key(language, "code", {}), key);
  EXPECT_NE(compilation_key(language, "code ", {}), key);
  EXPECT_NE(compilation_key(language, "code", UserId(IdBytes{1})), key);
  auto other = language;
  other.identity = "another compiler";
  EXPECT_NE(compilation_key(other, "code", {}), key);
  other = language;
  other.compile_argv.push_back("-O3");
  EXPECT_NE(compilation_key(other, "code", {}), key);
  other = language;
  other.compile_argv = {"/usr/bin/compilermain.src"};
  EXPECT_NE(compilation_key(other, "code", {}), key);
  other = language;
  other.language.compile_environment["STAGE"] = "x";
  EXPECT_NE(compilation_key(other, "code", {}), key);
}

TEST(CompileCache, KeepsWhatSucceededAndNothingElse) {
  CompileCache cache(mib(1));
  const auto key = sha256("a");
  EXPECT_FALSE(cache.find(key));
  auto failed = compilation_of("x");
  failed.succeeded = false;
  cache.keep(key, failed);
  EXPECT_FALSE(cache.find(key));
  cache.keep(key, compilation_of("machine code"));
  EXPECT_EQ(program_of(cache.find(key)), "machine code");
  EXPECT_EQ(program_of(cache.find(key)), "machine code");
  // A language that only looks at the syntax leaves no program.
  Compilation looked;
  looked.succeeded = true;
  cache.keep(sha256("b"), looked);
  const auto found = cache.find(sha256("b"));
  ASSERT_TRUE(found);
  EXPECT_FALSE(found->program);
}

TEST(CompileCache, TheOldestUseGoesFirst) {
  CompileCache cache(kib(7));
  const std::string program(2000, 'x');  // with what an entry costs, two of them and not three
  cache.keep(sha256("a"), compilation_of(program));
  cache.keep(sha256("b"), compilation_of(program));
  EXPECT_TRUE(cache.find(sha256("a")));
  cache.keep(sha256("c"), compilation_of(program));
  EXPECT_TRUE(cache.find(sha256("a")));
  EXPECT_FALSE(cache.find(sha256("b")));
  EXPECT_TRUE(cache.find(sha256("c")));
  cache.keep(sha256("d"), compilation_of(std::string(9000, 'x')));
  EXPECT_FALSE(cache.find(sha256("d")));
  EXPECT_TRUE(cache.find(sha256("c")));
}

// Each holds a descriptor, and bytes alone would allow as many as a host has.
TEST(CompileCache, SmallProgramsAreBoundedInNumber) {
  CompileCache cache(mib(1024));
  Compilation looked;
  looked.succeeded = true;
  for (int number = 0; number <= 1024; ++number) cache.keep(sha256(std::to_string(number)), looked);
  EXPECT_FALSE(cache.find(sha256("0")));
  EXPECT_TRUE(cache.find(sha256("1")));
  EXPECT_TRUE(cache.find(sha256("1024")));
}

TEST(CompileCache, WithoutRoomKeepsNothing) {
  CompileCache cache(Bytes{0});
  cache.keep(sha256("a"), compilation_of(""));
  EXPECT_FALSE(cache.find(sha256("a")));
}

}  // namespace
}  // namespace autograder
