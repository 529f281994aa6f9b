// The contract of every WorkerRegistry.
#pragma once

#include "storage/testing/contract_fixture.h"

namespace autograder {

class WorkerContract : public StorageContract {
 protected:
  WorkerRow row(int number) {
    WorkerRow row;
    row.id = WorkerId(IdBytes{static_cast<std::uint8_t>(number)});
    row.host = "host \"" + std::to_string(number) + "\"";
    row.version = "0.1.0";
    row.slots = 2;
    row.last_seen = clock_.now();
    return row;
  }
};

TEST_P(WorkerContract, AHeartbeatComesBackWhole) {
  WorkerRow written = row(1);
  written.missing_layers = {"cgroup: mount it", "seccomp, \"quoted\""};
  LanguageStatus cpp;
  cpp.id = "cpp";
  cpp.name = "C++";
  cpp.version = "g++ 12.2.0";
  cpp.available = true;
  cpp.compile_command = "g++ -O2";
  cpp.run_command = "./main";
  cpp.time_factor = 1.5;
  cpp.memory_factor = 0.25;
  cpp.template_source = "int main() {\n}\n";
  cpp.libraries = {{"boost", "1.74, \"quoted\""}, {"eigen", ""}};
  LanguageStatus go;
  go.id = "go";
  go.reason = "no candidate runs: install golang-go";
  written.languages = {go, cpp};
  must(storage_->workers().heartbeat(written));
  const auto workers = must(storage_->workers().list());
  ASSERT_EQ(workers.size(), 1U);
  EXPECT_EQ(workers[0].id, written.id);
  EXPECT_EQ(workers[0].host, written.host);
  EXPECT_EQ(workers[0].version, written.version);
  EXPECT_EQ(workers[0].slots, 2);
  EXPECT_EQ(workers[0].missing_layers, written.missing_layers);
  EXPECT_EQ(workers[0].last_seen, written.last_seen);
  ASSERT_EQ(workers[0].languages.size(), 2U);
  EXPECT_EQ(workers[0].languages[0].id, "go");
  EXPECT_EQ(workers[0].languages[0].reason, go.reason);
  EXPECT_FALSE(workers[0].languages[0].available);
  const LanguageStatus& found = workers[0].languages[1];
  EXPECT_EQ(found.id, cpp.id);
  EXPECT_EQ(found.name, cpp.name);
  EXPECT_EQ(found.version, cpp.version);
  EXPECT_TRUE(found.available);
  EXPECT_EQ(found.compile_command, cpp.compile_command);
  EXPECT_EQ(found.run_command, cpp.run_command);
  EXPECT_EQ(found.time_factor, cpp.time_factor);
  EXPECT_EQ(found.memory_factor, cpp.memory_factor);
  EXPECT_EQ(found.template_source, cpp.template_source);
  EXPECT_EQ(found.libraries, cpp.libraries);
  EXPECT_TRUE(workers[0].languages[0].libraries.empty());
}

TEST_P(WorkerContract, TheLastHeartbeatCountsNewestFirst) {
  must(storage_->workers().heartbeat(row(1)));
  clock_.advance(std::chrono::seconds(1));
  must(storage_->workers().heartbeat(row(2)));
  clock_.advance(std::chrono::seconds(1));
  WorkerRow again = row(1);
  again.slots = 8;
  must(storage_->workers().heartbeat(again));
  const auto workers = must(storage_->workers().list());
  ASSERT_EQ(workers.size(), 2U);
  EXPECT_EQ(workers[0].id, again.id);
  EXPECT_EQ(workers[0].slots, 8);
}

TEST_P(WorkerContract, TheGoneAreForgotten) {
  must(storage_->workers().heartbeat(row(1)));
  must(storage_->workers().heartbeat(row(2)));
  must(storage_->workers().remove(row(2).id));
  must(storage_->workers().remove(row(3).id));
  EXPECT_EQ(must(storage_->workers().list()).size(), 1U);
  clock_.advance(kWorkerRowKept + std::chrono::milliseconds(1));
  EXPECT_TRUE(must(storage_->workers().list()).empty());
}

}  // namespace autograder
