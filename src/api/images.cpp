// Images that a teacher pastes or drops into a statement: files beside it, named by what is in them.
#include <algorithm>
#include <array>

#include "api/teaching_routes.h"
#include "catalog/solutions.h"
#include "catalog/translations.h"
#include "foundation/json_writer.h"
#include "foundation/log.h"

namespace autograder::api {
namespace {

using http::Request;
using http::Response;

constexpr std::size_t kImageMax = 4 * 1024 * 1024;
constexpr std::ptrdiff_t kImagesMax = 100;  // of one problem
const std::string kTooMany = "a problem has at most 100 images";
constexpr std::string_view kImagePrefix = "image-";
constexpr std::size_t kNameDigits = 16;

struct ImageKind {
  std::string_view type;
  std::string_view ending;
  std::string_view begins;
};
// No SVG: it is a document that may load and run things.
constexpr std::array<ImageKind, 4> kKinds{{{"image/png", ".png", "\x89PNG\r\n\x1A\n"},
                                           {"image/jpeg", ".jpg", "\xFF\xD8\xFF"},
                                           {"image/gif", ".gif", "GIF8"},
                                           {"image/webp", ".webp", "RIFF"}}};

const ImageKind* kind_of(const Request& request) {
  const auto* type = request.header("Content-Type");
  if (type == nullptr) return nullptr;
  const auto kind =
      std::ranges::find_if(kKinds, [&](const auto& one) { return http::equal_ignoring_case(*type, one.type); });
  return kind == kKinds.end() ? nullptr : &*kind;
}

bool is_image(const ProblemFile& file) {
  return file.path.find("/" + std::string(kImagePrefix)) != std::string::npos;
}

Parsed<Response> add_image(Context& context, const Request& request) {
  AG_TRY(caller_who_may(context, request, Action::teach));
  const auto id = request.id<ProblemId>();
  AG_TRY(read_problem(context, id, request.request_id));
  const auto* kind = kind_of(request);
  if (kind == nullptr) {
    return refuse(415, "Content-Type must be image/png, image/jpeg, image/gif or image/webp");
  }
  if (!request.body.starts_with(kind->begins)) {
    return refuse(422, "the content is not an image of this Content-Type");
  }
  AG_ASSIGN(const auto hash,
            stored("storing the image", request.request_id, context.storage.blobs().put(request.body)));
  const auto name = std::string(kImagePrefix) + to_hex(hash).substr(0, kNameDigits) + std::string(kind->ending);
  const Bytes size{static_cast<std::int64_t>(request.body.size())};
  const auto put = change_files(context.storage.problems(), id, context.clock.now(),
                                [&](std::vector<ProblemFile>& files) -> Result<> {
                                  const auto path = std::string(statement_place(files)) + name;
                                  std::erase_if(files, [&](const auto& file) { return file.path == path; });
                                  if (std::ranges::count_if(files, is_image) >= kImagesMax) {
                                    return fail(ErrorCode::invalid, kTooMany);
                                  }
                                  files.push_back({path, hash, size});
                                  return {};
                                });
  if (!put && put.error().code == ErrorCode::invalid) return refuse(422, put.error().message);
  if (!put) return std::unexpected(storage_refusal("storing the image", put.error(), request.request_id));
  context.bus.publish({Event::Kind::problems_changed, {}, {}});
  log::info("image stored", {{"request", request.request_id}, {"problem", id.hex()}, {"name", name}});
  std::string text;
  JsonObject object(text);
  object.text("name", name);
  object.integer("bytes", size.count);
  object.end();
  auto response = json_response(201, std::move(text));
  response.headers.push_back({"Location", "/problems/" + id.hex() + "/files/" + name});
  return with_version(std::move(response), *put);
}

}  // namespace

void add_image_routes(Context& context, http::Router& router) {
  router.add({.method = http::Method::post,
              .path = "/problems/:id/files",
              .body_max = kImageMax,
              .admit = admit_who_may(context, Action::teach),
              .handle = answering(context, "The image was not stored", add_image)});
}

}  // namespace autograder::api
