// Every DraftStore does this.
#pragma once

#include <string>
#include <vector>

#include "storage/testing/contract_fixture.h"

namespace autograder {

class DraftContract : public StorageContract {
 protected:
  DraftStore& drafts() { return storage_->drafts(); }
  DraftSave draft(std::string code, std::optional<int> base = std::nullopt) {
    return {kKey, std::move(code), base, false, {}, clock_.now()};
  }
  // Each save begins a version.
  void save_later(const DraftKey& key, std::string code) {
    clock_.advance(kDraftVersionSpan);
    must(drafts().save({key, std::move(code), std::nullopt, false, "template", clock_.now()}));
  }
  std::vector<std::string> codes() {
    std::vector<std::string> found;
    for (const auto& one : must(drafts().versions(kKey))) found.push_back(one.code);
    return found;
  }
  std::int64_t bytes_of(const DraftKey& key) {
    std::int64_t bytes = 0;
    for (const auto& one : must(drafts().versions(key))) bytes += std::ssize(one.code);
    return bytes;
  }

  const DraftKey kKey{UserId(IdBytes{1}), ProblemId(IdBytes{2}), "cpp"};
};

TEST_P(DraftContract, ASavedDraftIsFound) {
  EXPECT_TRUE(must(drafts().newest(kKey.user, kKey.problem)).empty());
  EXPECT_TRUE(must(drafts().versions(kKey)).empty());
  const Draft saved = must(drafts().save(draft("int main() {} // \xC3\xAB \"; DROP TABLE drafts; --")));
  EXPECT_EQ(saved.version, 1);
  EXPECT_EQ(saved.language, "cpp");
  EXPECT_EQ(saved.saved_at, clock_.now());
  EXPECT_EQ(must(drafts().newest(kKey.user, kKey.problem)), std::vector{saved});
  EXPECT_EQ(must(drafts().versions(kKey)), std::vector{saved});
}

TEST_P(DraftContract, BelongsToOneUserProblemAndLanguage) {
  must(drafts().save(draft("mine")));
  DraftSave other = draft("python's");
  other.key.language = "python";
  must(drafts().save(other));
  other = draft("another problem's");
  other.key.problem = ProblemId(IdBytes{3});
  must(drafts().save(other));
  other = draft("another user's");
  other.key.user = UserId(IdBytes{7});
  must(drafts().save(other));
  const auto newest = must(drafts().newest(kKey.user, kKey.problem));
  ASSERT_EQ(newest.size(), 2U);
  EXPECT_EQ(newest[0].code, "mine");
  EXPECT_EQ(newest[1].code, "python's");
  EXPECT_EQ(codes(), std::vector<std::string>{"mine"});
}

TEST_P(DraftContract, AVersionTakesUpWhatIsTypedForAWhile) {
  must(drafts().save(draft("a")));
  clock_.advance(kDraftVersionSpan / 2);
  EXPECT_EQ(must(drafts().save(draft("ab"))).version, 2);
  EXPECT_EQ(codes(), std::vector<std::string>{"ab"});
  clock_.advance(kDraftVersionSpan / 2);
  EXPECT_EQ(must(drafts().save(draft("abc"))).version, 3);
  EXPECT_EQ(codes(), (std::vector<std::string>{"abc", "ab"}));
  DraftSave replaced = draft("something else");
  replaced.new_version = true;
  EXPECT_EQ(must(drafts().save(replaced)).version, 4);
  EXPECT_EQ(codes(), (std::vector<std::string>{"something else", "abc", "ab"}));
}

TEST_P(DraftContract, ATextThatIsNearlyAllReplacedStaysAsAVersion) {
  const std::string program = "for line in open(0):\n    print(int(line) * 2)\n";
  must(drafts().save(draft(program)));
  must(drafts().save(draft("# doubles\n" + program + "# end\n")));
  EXPECT_EQ(codes().size(), 1U) << "a longer one takes its place";
  must(drafts().save(draft("x")));
  must(drafts().save(draft("xy")));
  EXPECT_EQ(codes(), (std::vector<std::string>{"xy", "# doubles\n" + program + "# end\n"}));
  must(drafts().save(draft(program)));
  const std::string other = "import sys\nwords = sys.stdin.read().split()\nsys.exit(len(words))\n";
  must(drafts().save(draft(other)));
  EXPECT_EQ(codes()[0], other);
  EXPECT_EQ(codes()[1], program);
}

TEST_P(DraftContract, ASavedDraftIsNotSavedAgain) {
  const Draft first = must(drafts().save(draft("same")));
  clock_.advance(kDraftVersionSpan);
  EXPECT_EQ(must(drafts().save(draft("same"))), first);
  // A second sending after a lost answer is no conflict either.
  EXPECT_EQ(must(drafts().save(draft("same", 0))), first);
  EXPECT_EQ(codes().size(), 1U);
}

TEST_P(DraftContract, AnotherWritersVersionIsNotOverwritten) {
  EXPECT_EQ(must(drafts().save(draft("one", 0))).version, 1);
  expect_error(drafts().save(draft("two", 0)), ErrorCode::conflict);
  expect_error(drafts().save(draft("two", 7)), ErrorCode::conflict);
  EXPECT_EQ(codes(), std::vector<std::string>{"one"});
  EXPECT_EQ(must(drafts().save(draft("two", 1))).version, 2);
  EXPECT_EQ(must(drafts().save(draft("three"))).version, 3);
}

TEST_P(DraftContract, KeepsTenVersions) {
  for (int i = 1; i <= kDraftVersionsMax + 3; ++i) save_later(kKey, std::to_string(i));
  const auto found = codes();
  ASSERT_EQ(std::ssize(found), kDraftVersionsMax);
  EXPECT_EQ(found.front(), "13");
  EXPECT_EQ(found.back(), "4");
}

TEST_P(DraftContract, ATextThatNobodyMissesTakesNoPlace) {
  for (int i = 1; i <= kDraftVersionsMax; ++i) save_later(kKey, std::to_string(i));
  // Reset, and an earlier version that is looked at again and again.
  for (const auto* code : {"template", "3", "", "template", "7"}) save_later(kKey, code);
  EXPECT_EQ(codes(), (std::vector<std::string>{"7", "10", "9", "8", "7", "6", "5", "4", "3", "2", "1"}));
  save_later(kKey, "11");
  EXPECT_EQ(codes(), (std::vector<std::string>{"11", "10", "9", "8", "7", "6", "5", "4", "3", "2"}));
  // One that began in its place is a version of its own.
  clock_.advance(kDraftVersionSpan / 2);
  must(drafts().save(draft("11 and more")));
  EXPECT_EQ(codes().front(), "11 and more");
  EXPECT_EQ(codes()[1], "10");
}

TEST_P(DraftContract, TheOldestMakeRoomForAUsersNewest) {
  DraftKey first = kKey;
  first.language = "c";
  save_later(first, std::string(kCodeMax, 'a'));
  DraftKey foreign = kKey;
  foreign.user = UserId(IdBytes{7});
  save_later(foreign, std::string(kCodeMax, 'a'));
  const int fit = static_cast<int>(kDraftBytesAUserMax / static_cast<std::int64_t>(kCodeMax));
  for (int i = 0; i < fit; ++i) save_later(kKey, std::string(kCodeMax, static_cast<char>('b' + i)));
  EXPECT_TRUE(must(drafts().versions(first)).empty());
  EXPECT_EQ(bytes_of(kKey), kDraftBytesAUserMax);
  EXPECT_EQ(std::ssize(must(drafts().versions(foreign))), 1);
  save_later(kKey, "short");
  EXPECT_EQ(codes().front(), "short");
  EXPECT_EQ(std::ssize(codes()), fit);
}

TEST_P(DraftContract, AUserHasSoManyVersionsAtMost) {
  DraftKey key = kKey;
  for (int i = 0; i <= kDraftVersionsAUserMax; ++i) {
    key.language = "l" + std::to_string(i);
    save_later(key, "x");
  }
  EXPECT_EQ(std::ssize(must(drafts().newest(kKey.user, kKey.problem))), kDraftVersionsAUserMax);
  key.language = "l0";
  EXPECT_TRUE(must(drafts().versions(key)).empty());
}

TEST_P(DraftContract, CodeHasABound) {
  must(drafts().save(draft("")));
  expect_error(drafts().save(draft(std::string(kCodeMax + 1, 'x'))), ErrorCode::invalid);
}

}  // namespace autograder
