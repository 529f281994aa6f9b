// Problem packages over HTTP: in, out, and the images of statements.
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <array>
#include <filesystem>
#include <memory>
#include <mutex>

#include "api/context.h"
#include "api/wire/list_query.h"
#include "api/wire/problem_wire.h"
#include "api/wire/verification_wire.h"
#include "catalog/package_import.h"
#include "catalog/package_verification.h"
#include "domain/text.h"
#include "foundation/json_writer.h"
#include "foundation/log.h"
#include "foundation/nameless_file.h"
#include "http/client_address.h"
#include "packages/package_names.h"

namespace autograder::api {
namespace {

using http::Reply;
using http::Request;
using http::Response;

constexpr std::string_view kNotImported = "The package was not imported";
constexpr std::size_t kArchiveMax = 256 * 1024 * 1024;
constexpr std::int64_t kExportMax = 256LL * 1024 * 1024;  // larger ones are for the command line
constexpr std::int64_t kShownFileMax = 16LL * 1024 * 1024;

// Below the data directory, gone with the request.
class ImportDirectory final {
 public:
  static Result<ImportDirectory> make(const std::string& parent) {
    std::string name = parent + "/import-XXXXXX";
    if (::mkdtemp(name.data()) == nullptr) return fail_errno("making a directory for the import");
    ImportDirectory made;
    made.path_ = name;
    return made;
  }
  ImportDirectory() = default;
  ImportDirectory(ImportDirectory&& other) noexcept : path_(std::exchange(other.path_, {})) {}
  ImportDirectory& operator=(ImportDirectory&&) = delete;
  ~ImportDirectory() {
    std::error_code ignored;
    if (!path_.empty()) std::filesystem::remove_all(path_, ignored);
  }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

// The archive as a file that can be sought in.
Result<UniqueFd> archive_of(const Request& request, const std::string& directory) {
  AG_ASSIGN(UniqueFd file, open_nameless(directory));
  const auto write = [&](std::string_view bytes) -> Result<> {
    while (!bytes.empty()) {
      const ssize_t wrote = ::write(file.get(), bytes.data(), bytes.size());
      if (wrote < 0 && errno == EINTR) continue;
      if (wrote <= 0) return fail_errno("writing the archive");
      bytes.remove_prefix(static_cast<std::size_t>(wrote));
    }
    return {};
  };
  if (!request.body_file) {
    AG_TRY(write(request.body));
    return file;
  }
  for (std::int64_t offset = 0; offset < request.body_file->size();) {
    AG_ASSIGN(const auto piece, request.body_file->read(offset, mib(1).count));
    if (piece.empty()) break;
    AG_TRY(write(piece));
    offset += static_cast<std::int64_t>(piece.size());
  }
  return file;
}

std::string imported_json(const Imported& imported, const std::vector<BundledSeen>& submissions) {
  std::string out;
  JsonObject object(out);
  object.text("_id", imported.problem.id.hex());
  object.text("title", imported.problem.title);
  object.text("uuid", imported.problem.uuid);
  object.boolean("created", imported.created);
  object.integer("version", imported.problem.version);
  object.integer("testCaseCount", imported.problem.test_count);
  object.texts("notes", imported.notes);
  if (object.key("submissions")) write_bundled(out, submissions);
  object.end();
  return out;
}

// `?verify=false`: the submissions of the package are not judged.
Parsed<VerifyWish> parse_wish(const Request& request) {
  AG_ASSIGN(const auto verify, parse_text_parameter(request, "verify", 5));
  if (verify.empty() || verify == "true") return VerifyWish::judge;
  if (verify == "false") return VerifyWish::leave;
  return std::unexpected(Refusal{422, "verify: must be true or false", {}});
}

// `?lineEnds=keep`: CRLF and byte order marks of tests stay.
Parsed<LineEnds> parse_line_ends(const Request& request) {
  AG_ASSIGN(const auto given, parse_text_parameter(request, "lineEnds", 7));
  if (given.empty() || given == "convert") return LineEnds::convert;
  if (given == "keep") return LineEnds::keep;
  return std::unexpected(Refusal{422, "lineEnds: must be convert or keep", {}});
}

bool is_zip_type(const Request& request) {
  const auto* type = request.header("Content-Type");
  if (type == nullptr) return false;
  const auto name = std::string_view(*type).substr(0, type->find(';'));
  return http::equal_ignoring_case(name, "application/zip") ||
         http::equal_ignoring_case(name, "application/x-zip-compressed") ||
         http::equal_ignoring_case(name, "application/octet-stream");
}

std::optional<Response> admit_archives(Context& context, const Request& request) {
  if (auto refusal = admit_who_may(context, Action::teach)(request)) return refusal;
  if (is_zip_type(request)) return std::nullopt;
  return refused(kNotImported, {415, "Content-Type must be application/zip", {}});
}

// As stored(), for what reads or writes a package: its own faults are the caller's to mend.
template <class T>
Parsed<T> packaged(std::string_view doing, const Request& request, Result<T> result) {
  if (!result && result.error().code == ErrorCode::invalid) return refuse(422, result.error().message);
  return stored(doing, request.request_id, std::move(result));
}

Parsed<Response> import_problem(Context& context, std::mutex& one_at_a_time, const Request& request) {
  constexpr std::string_view kDoing = "importing the package";
  AG_ASSIGN(const auto viewer, caller_who_may(context, request, Action::teach));
  AG_ASSIGN(const auto wish, parse_wish(request));
  AG_ASSIGN(const auto line_ends, parse_line_ends(request));
  // Unpacking takes a core and room on the disk: one at a time.
  const std::unique_lock alone(one_at_a_time, std::try_to_lock);
  if (!alone) return std::unexpected(Refusal{503, "another package is being imported", std::chrono::seconds(2)});
  AG_ASSIGN(const auto directory, packaged(kDoing, request, ImportDirectory::make(context.options.file_directory)));
  {
    AG_ASSIGN(const auto archive, packaged(kDoing, request, archive_of(request, context.options.file_directory)));
    AG_TRY(packaged(kDoing, request, unpack_zip(archive.get(), directory.path())));
  }
  AG_ASSIGN(const auto files, packaged(kDoing, request, PackageDirectory::open(directory.path())));
  AG_ASSIGN(const auto package, packaged(kDoing, request, read_package(files, "Imported problem")));
  const Time now = context.clock.now();
  AG_ASSIGN(auto imported,
            packaged(kDoing, request,
                     import_package(context.storage, context.ids, now, viewer.user, files, package, line_ends)));
  context.bus.publish({Event::Kind::problems_changed, {}, {}});
  log::info("problem imported", {{"request", request.request_id},
                                 {"problem", imported.problem.id.hex()},
                                 {"version", imported.problem.version},
                                 {"tests", imported.problem.test_count}});
  AG_TRY(packaged(kDoing, request,
                  queue_verification(context.storage, context.ids, context.clock.now(), viewer.user, imported.problem,
                                     package, wish, imported.notes)));
  context.bus.publish({Event::Kind::queued, imported.problem.id, {}});
  AG_ASSIGN(const auto table, packaged(kDoing, request, read_verification(context.storage, imported.problem)));
  auto response = json_response(imported.created ? 201 : 200,
                                imported_json(imported, table ? table->submissions : std::vector<BundledSeen>{}));
  response.headers.push_back({"Location", "/problems/" + imported.problem.id.hex()});
  return response;
}

// The table as it is now. `over`: it is shown whether it is done or not. Until then a waiting request only counts: the table
// has all reports and what the package expects.
Parsed<std::optional<Response>> look_at_table(Context& context, ProblemId id, const std::string& request_id,
                                              bool over) {
  AG_ASSIGN(const auto problem, read_problem(context, id, request_id));
  if (!over) {
    AG_ASSIGN(const auto unjudged,
              stored("counting the reports", request_id, context.storage.verifications().count_unjudged(id)));
    if (unjudged > 0) return std::nullopt;
  }
  AG_ASSIGN(const auto table, stored("reading the reports", request_id, read_verification(context.storage, *problem)));
  if (!table) return std::unexpected(not_found("no package was imported for this problem"));
  if (!over && !table->done) return std::nullopt;
  return json_response(200, verification_json(*table));
}

constexpr std::string_view kNotVerified = "Reading the verification failed";

Parsed<void> get_verification(Context& context, Request& request, Reply& reply) {
  constexpr int kWaitMax = 60;  // seconds
  AG_ASSIGN(const auto viewer, caller_who_may(context, request, Action::teach));
  AG_ASSIGN(const auto wait, parse_number(request, "wait", 0, kWaitMax));
  const auto id = request.id<ProblemId>();
  AG_ASSIGN(auto now, look_at_table(context, id, request.request_id, wait.value_or(0) == 0));
  if (now) {
    reply(std::move(*now));
    return {};
  }
  Waits::Waiter waiter;
  waiter.address = http::subscriber_of(request.client_address);
  waiter.subject = id;
  waiter.user = viewer.user;
  waiter.time_left = std::chrono::seconds(*wait);
  waiter.client_gone = request.client_gone;
  waiter.look = [&context, id, request_id = request.request_id](bool over) {
    return response_of(kNotVerified, look_at_table(context, id, request_id, over));
  };
  return unless(context.waits.add(std::move(waiter), reply));
}

Parsed<Response> export_problem(Context& context, const Request& request) {
  AG_TRY(caller_who_may(context, request, Action::teach));
  AG_ASSIGN(const auto problem, stored("reading the problem", request.request_id,
                                       context.storage.problems().find(request.id<ProblemId>())));
  if (!problem) return std::unexpected(no_problem());
  std::string archive;
  const auto take = [&](std::string_view piece) -> Result<> {
    if (static_cast<std::int64_t>(archive.size() + piece.size()) > kExportMax) {
      return fail(ErrorCode::invalid, "the archive is over " + std::to_string(kExportMax >> 20) +
                                          " MiB: autograder problem export writes it to a file");
    }
    archive += piece;
    return {};
  };
  AG_TRY(packaged("writing the package", request, export_package(context.storage, *problem, take)));
  Response response{.body = std::move(archive), .content_type = "application/zip"};
  response.headers.push_back({"Content-Disposition", "attachment; filename=\"problem-" + problem->id.hex() + ".zip\""});
  response.headers.push_back({"X-Content-Type-Options", "nosniff"});
  return response;
}

struct FileKind {
  std::string_view ending;
  const char* type;
};
constexpr std::array<FileKind, 7> kShownKinds{{{".png", "image/png"},
                                               {".jpg", "image/jpeg"},
                                               {".jpeg", "image/jpeg"},
                                               {".gif", "image/gif"},
                                               {".webp", "image/webp"},
                                               {".svg", "image/svg+xml"},
                                               {".pdf", "application/pdf"}}};

const char* shown_type(std::string_view name) {
  for (const auto& [ending, type] : kShownKinds) {
    if (name.size() > ending.size() && http::equal_ignoring_case(name.substr(name.size() - ending.size()), ending)) {
      return type;
    }
  }
  return nullptr;
}

// Beside a statement, except the statements themselves, and what the author gives along.
Result<std::optional<ProblemFile>> find_public_file(ProblemStore& problems, ProblemId id, const std::string& name) {
  std::optional<ProblemFile> none;
  if (!good_segment(name)) return none;
  const bool statement = name.starts_with("problem.") && (name.ends_with(".md") || name.ends_with(".tex"));
  for (const char* place : {"statement/", "problem_statement/", "attachments/"}) {
    if (statement && std::string_view(place) != "attachments/") continue;
    AG_ASSIGN(auto found, problems.find_file(id, place + name));
    if (found) return found;
  }
  return none;
}

Parsed<Response> get_file(Context& context, const Request& request) {
  AG_ASSIGN(const auto viewer, caller(context, request));
  const auto id = request.id<ProblemId>();
  AG_ASSIGN(const auto problem, read_problem_seen_by(context, viewer, id, request.request_id));
  const std::string name = request.path.substr(request.path.rfind('/') + 1);
  AG_ASSIGN(const auto file,
            stored("looking for the file", request.request_id, find_public_file(context.storage.problems(), id, name)));
  if (!file || file->size.count > kShownFileMax) {
    return std::unexpected(not_found("file not found"));
  }
  AG_ASSIGN(auto bytes, stored("reading the file", request.request_id,
                               context.storage.blobs().read(file->hash, 0, file->size.count)));
  const char* type = shown_type(name);
  Response response{.body = std::move(bytes), .content_type = type != nullptr ? type : "application/octet-stream"};
  // Whatever it is, no browser runs anything of it, alone or in a page.
  response.headers.push_back({"X-Content-Type-Options", "nosniff"});
  response.headers.push_back({"Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; sandbox"});
  response.headers.push_back({"Cache-Control", "private, max-age=300"});
  if (type == nullptr) response.headers.push_back({"Content-Disposition", "attachment; filename=\"" + name + "\""});
  return response;
}

}  // namespace

void add_package_routes(Context& context, http::Router& router) {
  using http::Method;
  router.add({.method = Method::post,
              .path = "/problems/import",
              .body_max = kArchiveMax,
              .body_to_file = true,
              .admit = [&context](const Request& request) { return admit_archives(context, request); },
              .handle =
                  [&context, gate = std::make_shared<std::mutex>()](const Request& request, Reply reply) {
                    reply(response_of(kNotImported, import_problem(context, *gate, request)));
                  }});
  router.add({.method = Method::get,
              .path = "/problems/:id/verification",
              .held = true,
              .admit = admit_who_may(context, Action::teach),
              .handle = answering_later(context, kNotVerified, get_verification)});
  router.add({.method = Method::get,
              .path = "/problems/:id/export",
              .admit = admit_who_may(context, Action::teach),
              .handle = answering(context, "The problem was not exported", export_problem)});
  router.add({.method = Method::get,
              .path = "/problems/:id/files/:name",
              .admit = admit_anyone_signed_in(context),
              .handle = answering(context, "Reading the file failed", get_file)});
}

}  // namespace autograder::api
