#include <algorithm>

#include "storage/memory/roles.h"

namespace autograder::memory {

Result<Sha256> Blobs::put(std::string_view bytes) {
  if (static_cast<std::int64_t>(bytes.size()) > kBlobMax.count) {
    return fail(ErrorCode::invalid, "blob: at most " + std::to_string(kBlobMax.count) + " bytes");
  }
  const Sha256 hash = sha256(bytes);
  MutexLock lock(state_.mutex);
  state_.blobs.try_emplace(hash, bytes);
  return hash;
}

Result<Sha256> Blobs::put_from(const BlobSource& source) {
  AG_ASSIGN(const auto bytes, source.read(0, std::min(source.size, kBlobMax.count + 1)));
  return put(bytes);
}

Result<std::string> Blobs::read(const Sha256& hash, std::int64_t offset, std::int64_t count) {
  if (offset < 0 || count < 0) return fail(ErrorCode::invalid, "offset and count: must not be negative");
  MutexLock lock(state_.mutex);
  const auto found = state_.blobs.find(hash);
  if (found == state_.blobs.end()) return fail(ErrorCode::not_found, "no blob " + to_hex(hash));
  const auto size = static_cast<std::int64_t>(found->second.size());
  if (offset >= size) return std::string();
  return found->second.substr(static_cast<std::size_t>(offset), static_cast<std::size_t>(count));
}

Result<Bytes> Blobs::size(const Sha256& hash) {
  MutexLock lock(state_.mutex);
  const auto found = state_.blobs.find(hash);
  if (found == state_.blobs.end()) return fail(ErrorCode::not_found, "no blob " + to_hex(hash));
  return Bytes{static_cast<std::int64_t>(found->second.size())};
}

Result<> Workers::heartbeat(const WorkerRow& worker) {
  MutexLock lock(state_.mutex);
  state_.workers[worker.id] = worker;
  return {};
}

Result<std::vector<WorkerRow>> Workers::list() {
  MutexLock lock(state_.mutex);
  const Time since = state_.clock.now() - kWorkerRowKept;
  std::erase_if(state_.workers, [&](const auto& row) { return row.second.last_seen < since; });
  std::vector<WorkerRow> rows;
  for (const auto& [id, row] : state_.workers) rows.push_back(row);
  std::ranges::sort(rows, [](const WorkerRow& left, const WorkerRow& right) {
    return std::tie(left.last_seen, left.id) > std::tie(right.last_seen, right.id);
  });
  return rows;
}

Result<> Workers::remove(WorkerId id) {
  MutexLock lock(state_.mutex);
  state_.workers.erase(id);
  return {};
}

}  // namespace autograder::memory
