// The contract of every UserStore.
#pragma once

#include <thread>
#include <vector>

#include "storage/testing/contract_fixture.h"

namespace autograder {

class UserContract : public StorageContract {
 protected:
  User user(const std::string& email) {
    User user;
    user.id = ids_.next<UserId>();
    user.name = "Zo\xC3\xAB \"; DROP TABLE users; --";
    user.email = email;
    user.password_hash = "$2b$10$abc";
    user.created_at = clock_.now();
    user.updated_at = clock_.now();
    return user;
  }
};

TEST_P(UserContract, AUserIsFoundWhole) {
  User created = user("Ada@Example.org");
  created.role = Role::admin;
  created.generation = 3;
  created.disabled = true;
  must(users().create(created));
  for (const auto& found : {must(users().find(created.id)), must(users().find_by_email("aDA@example.ORG"))}) {
    ASSERT_TRUE(found);
    EXPECT_EQ(found->id, created.id);
    EXPECT_EQ(found->name, created.name);
    EXPECT_EQ(found->email, "Ada@Example.org");
    EXPECT_EQ(found->password_hash, created.password_hash);
    EXPECT_EQ(found->role, Role::admin);
    EXPECT_EQ(found->generation, 3);
    EXPECT_TRUE(found->disabled);
    EXPECT_EQ(found->created_at, created.created_at);
    EXPECT_EQ(found->updated_at, created.updated_at);
  }
  EXPECT_FALSE(must(users().find(ids_.next<UserId>())));
  EXPECT_FALSE(must(users().find_by_email("bob@example.org")));
  EXPECT_FALSE(must(users().find_by_email("")));
}

TEST_P(UserContract, AnIdentityLeadsToOneUser) {
  User ada = user("ada@example.org");
  ada.password_hash.clear();
  const User bob = user("bob@example.org");
  must(users().create(ada));
  must(users().create(bob));
  const Identity elsewhere{"https://sso.example.org", "ada-7"};
  EXPECT_FALSE(must(users().find_by_identity(elsewhere)));
  must(users().add_identity(elsewhere, ada.id));
  must(users().add_identity(elsewhere, ada.id));
  expect_error(users().add_identity(elsewhere, bob.id), ErrorCode::conflict);
  must(users().add_identity({"https://lms.example.org", "ada-7"}, bob.id));
  const auto found = must(users().find_by_identity(elsewhere));
  ASSERT_TRUE(found);
  EXPECT_EQ(found->id, ada.id);
  EXPECT_EQ(found->password_hash, "");
  EXPECT_EQ(must(users().find_by_identity({"https://lms.example.org", "ada-7"}))->id, bob.id);
  EXPECT_FALSE(must(users().find_by_identity({"https://sso.example.org", "ADA-7"})))
      << "names are compared byte by byte";
}

TEST_P(UserContract, AnIdentityHasBoundsAndAUser) {
  const User ada = user("ada@example.org");
  must(users().create(ada));
  must(users().add_identity({std::string(kIssuerMax, 'i'), std::string(kSubjectMax, 's')}, ada.id));
  expect_error(users().add_identity({std::string(kIssuerMax + 1, 'i'), "s"}, ada.id), ErrorCode::invalid);
  expect_error(users().add_identity({"i", std::string(kSubjectMax + 1, 's')}, ada.id), ErrorCode::invalid);
  expect_error(users().add_identity({"", "s"}, ada.id), ErrorCode::invalid);
  expect_error(users().add_identity({"i", ""}, ada.id), ErrorCode::invalid);
  expect_error(users().add_identity({"i", "s"}, ids_.next<UserId>()), ErrorCode::not_found);
}

TEST_P(UserContract, AnEmailBelongsToOne) {
  must(users().create(user("ada@example.org")));
  expect_error(users().create(user("ADA@example.org")), ErrorCode::conflict);
  const User bob = user("bob@example.org");
  must(users().create(bob));
  User renamed = bob;
  renamed.email = "Ada@example.org";
  expect_error(users().update(renamed), ErrorCode::conflict);
  EXPECT_EQ(must(users().find(bob.id))->email, "bob@example.org");
  renamed.email = "BOB@example.org";
  must(users().update(renamed));
  expect_error(users().create(bob), ErrorCode::conflict);
}

TEST_P(UserContract, UpdateReplacesAllButIdAndCreation) {
  User ada = user("ada@example.org");
  must(users().create(ada));
  const Time created_at = ada.created_at;
  ada.name = "Ada";
  ada.role = Role::admin;
  ada.generation = 2;
  ada.disabled = true;
  ada.password_hash = "$2b$10$def";
  ada.created_at = from_ms(1);
  ada.updated_at = from_ms(2);
  must(users().update(ada));
  const auto found = must(users().find(ada.id));
  EXPECT_EQ(found->name, "Ada");
  EXPECT_EQ(found->role, Role::admin);
  EXPECT_EQ(found->generation, 2);
  EXPECT_TRUE(found->disabled);
  EXPECT_EQ(found->password_hash, "$2b$10$def");
  EXPECT_EQ(found->created_at, created_at);
  EXPECT_EQ(found->updated_at, from_ms(2));
  expect_error(users().update(user("new@example.org")), ErrorCode::not_found);
}

TEST_P(UserContract, ListsInOrderAfterACursor) {
  std::vector<UserId> created;
  for (int i = 0; i < 5; ++i) {
    const User one = user(std::to_string(i) + "@example.org");
    must(users().create(one));
    created.push_back(one.id);
  }
  const auto first = must(users().list({}, 3));
  ASSERT_EQ(first.size(), 3U);
  const auto rest = must(users().list(first.back().id, 3));
  ASSERT_EQ(rest.size(), 2U);
  for (std::size_t i = 0; i < 5; ++i) EXPECT_EQ(i < 3 ? first[i].id : rest[i - 3].id, created[i]);
  expect_error(users().list({}, 0), ErrorCode::invalid);
  expect_error(users().list({}, kPageMax + 1), ErrorCode::invalid);
}

TEST_P(UserContract, PeopleAreFoundByTheirWords) {
  User ada = user("a.king@uni.example.org");
  ada.name = "Ada L\xC3\x96WE";
  must(users().create(ada));
  User bob = user("bob@uni.example.org");
  bob.name = "Bob King";
  must(users().create(bob));
  const auto found = [&](const std::string& search) {
    std::vector<UserId> ids;
    const UserList list = must(users().search({.search = search, .limit = 10}));
    for (const User& one : list.users) ids.push_back(one.id);
    EXPECT_EQ(list.total, static_cast<int>(ids.size())) << search;
    EXPECT_FALSE(list.more);
    return ids;
  };
  EXPECT_EQ(found(""), (std::vector{ada.id, bob.id}));
  EXPECT_EQ(found("KING"), (std::vector{ada.id, bob.id}));
  EXPECT_EQ(found("uni exam"), (std::vector{ada.id, bob.id}));
  EXPECT_EQ(found("king ada"), std::vector{ada.id});
  EXPECT_EQ(found("l\xC3\xB6w"), std::vector{ada.id});
  EXPECT_EQ(found("lowe"), std::vector{ada.id}) << "without the marks of its letters";
  EXPECT_TRUE(found("ing").empty()) << "the middle of a word";
  EXPECT_TRUE(found("bob ada").empty());
  EXPECT_TRUE(found(" , ").empty());
  EXPECT_TRUE(found("'; DROP TABLE users; --").empty());
  bob.name = "Robert King";
  bob.email = "robert@uni.example.org";
  must(users().update(bob));
  EXPECT_TRUE(found("bob").empty());
  EXPECT_EQ(found("rob"), std::vector{bob.id});
  EXPECT_EQ(must(users().names({ada.id, bob.id, ids_.next<UserId>()})),
            (std::map<UserId, std::string>{{ada.id, ada.name}, {bob.id, "Robert King"}}));
}

TEST_P(UserContract, ASearchHasPagesAndATotal) {
  std::vector<UserId> created;
  for (int i = 0; i < 7; ++i) {
    User one = user("p" + std::to_string(i) + "@example.org");
    one.name = "Person";
    must(users().create(one));
    created.push_back(one.id);
  }
  for (const std::string search : {"", "person"}) {
    UserList list = must(users().search({.search = search, .limit = 3}));
    EXPECT_EQ(list.total, 7);
    EXPECT_TRUE(list.more);
    ASSERT_EQ(list.users.size(), 3U);
    list = must(users().search({.search = search, .after = list.users.back().id, .limit = 3}));
    EXPECT_TRUE(list.more);
    EXPECT_EQ(list.users.front().id, created[3]);
    list = must(users().search({.search = search, .offset = 6, .limit = 3}));
    EXPECT_FALSE(list.more);
    EXPECT_EQ(list.total, 7);
    ASSERT_EQ(list.users.size(), 1U);
    EXPECT_EQ(list.users[0].id, created[6]);
  }
  expect_error(users().search({.limit = 0}), ErrorCode::invalid);
  expect_error(users().search({.offset = kOffsetMax + 1}), ErrorCode::invalid);
}

TEST_P(UserContract, EveryChangeMovesTheCounter) {
  const auto before = must(storage_->change_counter());
  User ada = user("ada@example.org");
  must(users().create(ada));
  const auto created = must(storage_->change_counter());
  EXPECT_GT(created, before);
  must(users().update(ada));
  const auto updated = must(storage_->change_counter());
  EXPECT_GT(updated, created);
  expect_error(users().create(user("ada@example.org")), ErrorCode::conflict);
  EXPECT_EQ(must(storage_->change_counter()), updated);
  must(storage_->ping());
}

TEST_P(UserContract, OneOfManyGetsAnEmail) {
  std::atomic<int> created = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      for (int j = 0; j < 10; ++j) created += users().create(user("same@example.org")) ? 1 : 0;
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(created, 1);
}

}  // namespace autograder
