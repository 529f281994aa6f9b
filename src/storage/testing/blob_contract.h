// The contract of every BlobStore.
#pragma once

#include <thread>
#include <vector>

#include "storage/testing/contract_fixture.h"

namespace autograder {

class BlobContract : public StorageContract {
 protected:
  static std::string bytes(std::size_t size) {
    std::string text(size, '\0');
    std::uint32_t state = 1;
    for (char& byte : text) byte = static_cast<char>((state = state * 1664525U + 1013904223U) >> 24U);
    return text;
  }
};

TEST_P(BlobContract, BytesComeBackFromAnyPlace) {
  for (const std::size_t size : {0UL, 1UL, 256UL * 1024 - 1, 256UL * 1024, 256UL * 1024 + 1, 5UL * 1024 * 1024 + 7}) {
    const std::string body = bytes(size);
    const Sha256 hash = must(storage_->blobs().put(body));
    EXPECT_EQ(hash, sha256(body));
    EXPECT_EQ(must(storage_->blobs().size(hash)).count, static_cast<std::int64_t>(size));
    EXPECT_TRUE(must(storage_->blobs().read(hash, 0, std::int64_t{1} << 62)) == body) << size;
    for (const std::size_t offset : {0UL, 1UL, 256UL * 1024 - 1, 256UL * 1024, 300UL * 1024, size}) {
      for (const std::size_t count : {0UL, 1UL, 256UL * 1024, 600UL * 1024}) {
        const std::string part =
            must(storage_->blobs().read(hash, static_cast<std::int64_t>(offset), static_cast<std::int64_t>(count)));
        EXPECT_TRUE(part == (offset < size ? body.substr(offset, count) : "")) << size << " " << offset << " " << count;
      }
    }
  }
}

TEST_P(BlobContract, TwiceIsNoError) {
  EXPECT_EQ(must(storage_->blobs().put("same")), must(storage_->blobs().put("same")));
}

TEST_P(BlobContract, BytesMayComeInPieces) {
  for (const std::size_t size : {0UL, 1UL, 256UL * 1024 + 1, 4UL * 1024 * 1024, 9UL * 1024 * 1024 + 7}) {
    const std::string body = bytes(size);
    const BlobSource source{static_cast<std::int64_t>(size),
                            [&](std::int64_t offset, std::int64_t count) -> Result<std::string> {
                              return body.substr(static_cast<std::size_t>(offset), static_cast<std::size_t>(count));
                            }};
    const Sha256 hash = must(storage_->blobs().put_from(source));
    EXPECT_EQ(hash, sha256(body));
    EXPECT_TRUE(must(storage_->blobs().read(hash, 0, kBlobMax.count)) == body) << size;
    EXPECT_EQ(must(storage_->blobs().put_from(source)), hash) << "twice is no error";
  }
}

TEST_P(BlobContract, ASourceThatFailsLeavesNoBlob) {
  std::string body = bytes(9UL * 1024 * 1024);
  int reads = 0;
  int fails_at = 0;
  const BlobSource source{static_cast<std::int64_t>(body.size()),
                          [&](std::int64_t offset, std::int64_t count) -> Result<std::string> {
                            if (++reads == fails_at) return fail(ErrorCode::failed, "reading failed");
                            return body.substr(static_cast<std::size_t>(offset), static_cast<std::size_t>(count));
                          }};
  must(storage_->blobs().put_from(source));
  fails_at = reads;  // the last one
  reads = 0;
  body[0] ^= 1;
  expect_error(storage_->blobs().put_from(source), ErrorCode::failed);
  expect_error(storage_->blobs().size(sha256(body)), ErrorCode::not_found);
  EXPECT_EQ(must(storage_->blobs().put(body)), sha256(body));
}

TEST_P(BlobContract, BadQuestionsAreRefused) {
  const Sha256 absent = sha256("absent");
  expect_error(storage_->blobs().read(absent, 0, 1), ErrorCode::not_found);
  expect_error(storage_->blobs().size(absent), ErrorCode::not_found);
  const Sha256 hash = must(storage_->blobs().put("x"));
  expect_error(storage_->blobs().read(hash, -1, 1), ErrorCode::invalid);
  expect_error(storage_->blobs().read(hash, 0, -1), ErrorCode::invalid);
  const std::string too_much(static_cast<std::size_t>(kBlobMax.count) + 1, 'x');
  expect_error(storage_->blobs().put(too_much), ErrorCode::invalid);
  const BlobSource source{kBlobMax.count + 1,
                          [&](std::int64_t, std::int64_t) { return Result<std::string>(too_much); }};
  expect_error(storage_->blobs().put_from(source), ErrorCode::invalid);
}

TEST_P(BlobContract, ManyMayPutTheSameAtOnce) {
  const std::string body = bytes(9UL * 1024 * 1024);
  std::vector<std::thread> threads;
  for (int i = 0; i < 3; ++i) threads.emplace_back([&] { must(storage_->blobs().put(body)); });
  for (auto& thread : threads) thread.join();
  EXPECT_TRUE(must(storage_->blobs().read(sha256(body), 0, kBlobMax.count)) == body);
}

}  // namespace autograder
