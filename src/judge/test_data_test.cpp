#include "judge/test_data.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <latch>
#include <thread>

#include "judge/memfd.h"

namespace autograder {
namespace {

// A blob store that counts, may lie, and may be told to wait.
class OneBlob final : public BlobStore {
 public:
  explicit OneBlob(std::string bytes) : bytes_(std::move(bytes)) {}
  Result<Sha256> put(std::string_view) override { return fail(ErrorCode::failed, "read only"); }
  Result<Sha256> put_from(const BlobSource&) override { return fail(ErrorCode::failed, "read only"); }
  Result<std::string> read(const Sha256&, std::int64_t offset, std::int64_t count) override {
    ++reads;
    largest = std::max(largest.load(), count);
    if (gate) gate->wait();
    if (away) return fail(ErrorCode::unavailable, "away");
    if (offset >= static_cast<std::int64_t>(bytes_.size())) return std::string();
    return bytes_.substr(static_cast<std::size_t>(offset), static_cast<std::size_t>(count));
  }
  Result<Bytes> size(const Sha256&) override { return Bytes{static_cast<std::int64_t>(bytes_.size())}; }

  std::atomic<int> reads{0};
  std::atomic<std::int64_t> largest{0};
  std::latch* gate = nullptr;
  bool away = false;

 private:
  const std::string bytes_;
};

Bytes size_in_bytes(std::string_view text) {
  return Bytes{static_cast<std::int64_t>(text.size())};
}

TEST(TestData, FetchesInPiecesAndSeals) {
  std::string bytes(5 << 19, 'x');  // two and a half pieces
  bytes[1 << 20] = 'y';
  OneBlob blobs(bytes);
  const auto data = make_test_data(blobs, mib(16));
  const auto fetched = data->fetch(sha256(bytes), size_in_bytes(bytes));
  ASSERT_TRUE(fetched) << fetched.error().message;
  EXPECT_EQ(blobs.reads, 3);
  EXPECT_EQ(blobs.largest, 1 << 20);
  const auto mapped = MappedFile::map((*fetched)->get());
  ASSERT_TRUE(mapped);
  EXPECT_TRUE(mapped->text() == bytes);
  EXPECT_EQ(::pwrite((*fetched)->get(), "z", 1, 0), -1);
  EXPECT_EQ(::ftruncate((*fetched)->get(), 0), -1);
  EXPECT_TRUE(data->fetch(sha256(bytes), size_in_bytes(bytes)));
  EXPECT_EQ(blobs.reads, 3);
}

TEST(TestData, TakesNothing) {
  OneBlob blobs("");
  const auto data = make_test_data(blobs, mib(16));
  const auto fetched = data->fetch(sha256(""), Bytes{0});
  ASSERT_TRUE(fetched);
  EXPECT_EQ(MappedFile::map((*fetched)->get())->text(), "");
}

TEST(TestData, RefusesWhatIsNotItsHash) {
  OneBlob blobs("abc");
  const auto data = make_test_data(blobs, mib(16));
  EXPECT_EQ(data->fetch(sha256("abd"), Bytes{3}).error().code, ErrorCode::corrupt);
  EXPECT_EQ(data->fetch(sha256("abc"), Bytes{4}).error().code, ErrorCode::corrupt);
  EXPECT_EQ(data->fetch(sha256("abc"), Bytes{2}).error().code, ErrorCode::corrupt);
  EXPECT_TRUE(data->fetch(sha256("abc"), Bytes{3}));
}

TEST(TestData, ForgetsTheOldestBeyondItsBound) {
  OneBlob blobs("abc");
  const auto data = make_test_data(blobs, Bytes{2});
  EXPECT_TRUE(data->fetch(sha256("abc"), Bytes{3}));
  EXPECT_TRUE(data->fetch(sha256("abc"), Bytes{3}));
  EXPECT_EQ(blobs.reads, 2);  // larger than the bound: not kept
}

TEST(TestData, LoadsOnceForAllWhoAskAtTheSameTime) {
  OneBlob blobs("abc");
  std::latch gate(1);
  blobs.gate = &gate;
  const auto data = make_test_data(blobs, mib(1));
  std::latch started(4);
  std::atomic<int> good{0};
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      started.count_down();
      if (data->fetch(sha256("abc"), Bytes{3})) ++good;
    });
  }
  started.wait();
  gate.count_down();
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(good, 4);
  EXPECT_EQ(blobs.reads, 1);
}

TEST(TestData, AFailureIsNotKept) {
  OneBlob blobs("abc");
  blobs.away = true;
  const auto data = make_test_data(blobs, mib(1));
  EXPECT_EQ(data->fetch(sha256("abc"), Bytes{3}).error().code, ErrorCode::unavailable);
  blobs.away = false;
  EXPECT_TRUE(data->fetch(sha256("abc"), Bytes{3}));
}

}  // namespace
}  // namespace autograder
