#include "judge/test_data.h"

#include <list>
#include <map>
#include <optional>

#include "foundation/mutex.h"
#include "judge/memfd.h"

namespace autograder {
namespace {

constexpr std::int64_t kPiece = 1024 * 1024;  // read from the blob store at once
constexpr std::size_t kEntriesMax = 512;      // each holds a descriptor

using Shared = std::shared_ptr<const UniqueFd>;

class CachedTestData final : public TestData {
 public:
  CachedTestData(BlobStore& blobs, Bytes cache_max) : blobs_(blobs), cache_max_(cache_max) {}

  Result<Shared> fetch(const Sha256& hash, Bytes size) override {
    std::shared_ptr<Flight> flight;
    {
      MutexLock lock(mutex_);
      const auto found = entries_.find(hash);
      counts_.count(found != entries_.end());
      if (found != entries_.end()) {
        order_.splice(order_.begin(), order_, found->second.place);
        return found->second.data;
      }
      if (const auto loading = flights_.find(hash); loading != flights_.end()) {
        flight = loading->second;  // someone loads it already: wait for what comes of that
        while (!flight->result) landed_.wait(mutex_);
        return *flight->result;
      }
      flight = flights_[hash] = std::make_shared<Flight>();
    }
    auto result = load(hash, size);
    MutexLock lock(mutex_);
    if (result) keep(hash, *result, size);
    flight->result = result;
    flights_.erase(hash);
    landed_.notify_all();
    return result;
  }

  const CacheCounts& counts() const override { return counts_; }

 private:
  struct Entry {
    Shared data;
    Bytes size;
    std::list<Sha256>::iterator place;
  };
  struct Flight {
    std::optional<Result<Shared>> result;  // guarded by mutex_
  };

  Result<Shared> load(const Sha256& hash, Bytes size) {
    const auto context = [&] { return "fetching test data " + to_hex(hash).substr(0, 12); };
    AG_ASSIGN(auto fd, make_memfd("test-data"));
    Sha256Stream digest;
    std::int64_t offset = 0;
    while (offset < size.count) {
      auto piece = blobs_.read(hash, offset, std::min(kPiece, size.count - offset));
      if (!piece) return in_context(context(), std::move(piece).error());
      if (piece->empty()) break;
      digest.update(*piece);
      AG_TRY(write_all(fd.get(), *piece));
      offset += static_cast<std::int64_t>(piece->size());
    }
    if (offset != size.count || digest.finish() != hash) {
      return fail(ErrorCode::corrupt, context() + ": its bytes are not those of its hash");
    }
    AG_TRY(seal(fd.get()));
    return std::make_shared<const UniqueFd>(std::move(fd));
  }

  void keep(const Sha256& hash, const Shared& data, Bytes size) REQUIRES(mutex_) {
    if (size > cache_max_) return;
    while (!order_.empty() && (kept_ + size > cache_max_ || entries_.size() >= kEntriesMax)) {
      const auto oldest = entries_.find(order_.back());
      kept_.count -= oldest->second.size.count;
      entries_.erase(oldest);
      order_.pop_back();
    }
    order_.push_front(hash);
    kept_ = kept_ + size;
    entries_[hash] = Entry{data, size, order_.begin()};
  }

  BlobStore& blobs_;
  const Bytes cache_max_;
  CacheCounts counts_;
  Mutex mutex_;
  Condition landed_;
  std::map<Sha256, Entry> entries_ GUARDED_BY(mutex_);
  std::list<Sha256> order_ GUARDED_BY(mutex_);  // newest use first
  std::map<Sha256, std::shared_ptr<Flight>> flights_ GUARDED_BY(mutex_);
  Bytes kept_ GUARDED_BY(mutex_);
};

}  // namespace

std::unique_ptr<TestData> make_test_data(BlobStore& blobs, Bytes cache_max) {
  return std::make_unique<CachedTestData>(blobs, cache_max);
}

}  // namespace autograder
