#include <algorithm>
#include <optional>

#include "storage/queue_rules.h"
#include "storage/sql/roles.h"

namespace autograder::sql {
namespace {

constexpr std::int64_t kChunk = 256 * 1024;   // as the schema's CHECK has it
constexpr std::int64_t kWrite = 16 * kChunk;  // in one write, so that others need not wait for a whole large blob

struct BlobRow {
  std::int64_t number = 0;
  std::int64_t size = 0;
};

}  // namespace

template <>
struct Columns<BlobRow> {
  static constexpr auto list = std::tuple(column("number", &BlobRow::number), column("size", &BlobRow::size));
};

namespace {

const std::string kComplete = "SELECT " + columns_of<BlobRow>() + " FROM blobs WHERE hash = ? AND complete = 1";

std::optional<BlobRow> find_complete(Connection& db, const Sha256& hash) {
  return db.query(kComplete).bind(hash).one<BlobRow>();
}

// `bytes` are those of the chunks from `first` on, of a blob of `size`. Two who put the same blob at once write the
// same rows.
void put_chunks(Connection& db, const Sha256& hash, std::int64_t size, std::string_view bytes, std::int64_t first) {
  db.query("INSERT INTO blobs (hash, size, complete) VALUES (?, ?, 0) ON CONFLICT (hash) DO NOTHING")
      .bind(hash, size)
      .run();
  const auto number = db.query("SELECT number FROM blobs WHERE hash = ?").bind(hash).one<std::int64_t>().value();
  for (std::int64_t position = first; !bytes.empty(); ++position) {
    const auto chunk = bytes.substr(0, static_cast<std::size_t>(kChunk));
    db.query("INSERT INTO blob_chunks (blob, position, bytes) VALUES (?, ?, ?) ON CONFLICT DO NOTHING")
        .bind(number, position)
        .bind_blob(chunk)
        .run();
    bytes.remove_prefix(chunk.size());
  }
}

std::unexpected<Error> over_bound() {
  return fail(ErrorCode::invalid, "blob: at most " + std::to_string(kBlobMax.count) + " bytes");
}

Result<Sha256> hash_of(const BlobSource& source) {
  Sha256Stream digest;
  for (std::int64_t offset = 0; offset < source.size; offset += kWrite) {
    AG_ASSIGN(const auto piece, source.read(offset, std::min(kWrite, source.size - offset)));
    digest.update(piece);
  }
  return digest.finish();
}

}  // namespace

Result<Sha256> Blobs::put(std::string_view bytes) {
  const auto size = static_cast<std::int64_t>(bytes.size());
  if (size > kBlobMax.count) return over_bound();
  return put_hashed(
      {size,
       [bytes](std::int64_t offset, std::int64_t count) -> Result<std::string> {
         return std::string(bytes.substr(static_cast<std::size_t>(offset), static_cast<std::size_t>(count)));
       }},
      sha256(bytes));
}

Result<Sha256> Blobs::put_from(const BlobSource& source) {
  if (source.size > kBlobMax.count) return over_bound();
  AG_ASSIGN(const auto hash, hash_of(source));
  return put_hashed(source, hash);
}

Result<Sha256> Blobs::put_hashed(const BlobSource& source, const Sha256& hash) {
  const auto known = database_.read(
      "looking for a blob", [&](Connection& db) -> Result<bool> { return find_complete(db, hash).has_value(); });
  if (!known) return std::unexpected(known.error());
  if (*known) return hash;
  std::int64_t offset = 0;
  do {
    AG_ASSIGN(const auto piece, source.read(offset, std::min(kWrite, source.size - offset)));
    const auto end = offset + static_cast<std::int64_t>(piece.size());
    if (end < source.size && piece.size() != kWrite) return fail(ErrorCode::failed, "writing a blob: a short piece");
    AG_TRY(database_.write("writing a blob", [&](Connection& db) -> Result<> {
      put_chunks(db, hash, source.size, piece, offset / kChunk);
      if (end == source.size) db.query("UPDATE blobs SET complete = 1 WHERE hash = ?").bind(hash).run();
      return {};
    }));
    offset = end;
  } while (offset < source.size);
  return hash;
}

Result<std::string> Blobs::read(const Sha256& hash, std::int64_t offset, std::int64_t count) {
  if (offset < 0 || count < 0) return fail(ErrorCode::invalid, "offset and count: must not be negative");
  return database_.read("reading a blob", [&](Connection& db) -> Result<std::string> {
    const auto blob = find_complete(db, hash);
    if (!blob) return fail(ErrorCode::not_found, "no blob " + to_hex(hash));
    std::string bytes;
    if (offset >= blob->size || count == 0) return bytes;
    const std::int64_t end = offset + std::min(count, blob->size - offset);
    bytes.reserve(static_cast<std::size_t>(end - offset));
    Query row = db.query(
        "SELECT position, bytes FROM blob_chunks WHERE blob = ? AND position BETWEEN ? AND ? "
        "ORDER BY position");
    row.bind(blob->number, offset / kChunk, (end - 1) / kChunk);
    std::int64_t at = offset;
    while (row.next()) {
      const auto [position, blob_chunk] = row.read<std::int64_t, Blob>();
      const std::int64_t start = position * kChunk;
      const std::string& chunk = blob_chunk.bytes;
      if (start != at / kChunk * kChunk ||
          static_cast<std::int64_t>(chunk.size()) != std::min(kChunk, blob->size - start)) {
        throw CorruptRow{"blob " + to_hex(hash) + " has a hole"};
      }
      const std::int64_t stop = std::min(end, start + static_cast<std::int64_t>(chunk.size()));
      bytes.append(chunk, static_cast<std::size_t>(at - start), static_cast<std::size_t>(stop - at));
      at = stop;
    }
    if (at != end) throw CorruptRow{"blob " + to_hex(hash) + " has a hole"};
    return bytes;
  });
}

Result<Bytes> Blobs::size(const Sha256& hash) {
  return database_.read("looking for a blob", [&](Connection& db) -> Result<Bytes> {
    const auto blob = find_complete(db, hash);
    if (!blob) return fail(ErrorCode::not_found, "no blob " + to_hex(hash));
    return Bytes{blob->size};
  });
}

}  // namespace autograder::sql
