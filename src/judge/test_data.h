// Bodies of tests, by hash: fetched from the blob store in pieces, checked against their hash, kept as sealed memfds up
// to a bound, oldest out first.
#pragma once

#include <memory>

#include "domain/problem.h"
#include "foundation/metrics.h"
#include "foundation/result.h"
#include "foundation/unique_fd.h"
#include "storage/blob_store.h"

namespace autograder {

class TestData {
 public:
  virtual ~TestData() = default;
  // A sealed memfd with the bytes; shared, alive while the pointer is held. Any thread.
  virtual Result<std::shared_ptr<const UniqueFd>> fetch(const Sha256& hash, Bytes size) = 0;
  virtual const CacheCounts& counts() const = 0;
};

std::unique_ptr<TestData> make_test_data(BlobStore& blobs, Bytes cache_max);

}  // namespace autograder
