#include "api/wire/list_query.h"

#include <algorithm>
#include <charconv>
#include <ranges>

#include "domain/text.h"
#include "http/target.h"

namespace autograder::api {

Parsed<std::optional<int>> parse_number(const http::Request& request, std::string_view name, int min, int max) {
  const auto* text = request.parameter(name);
  if (text == nullptr) return std::optional<int>{};
  int number = 0;
  const char* end = text->data() + text->size();
  const auto [stop, error] = std::from_chars(text->data(), end, number);
  if (error != std::errc{} || stop != end || number < min || number > max) {
    return refuse(
        422, std::string(name) + ": must be a whole number of " + std::to_string(min) + " to " + std::to_string(max));
  }
  return std::optional<int>(number);
}

Parsed<Page> parse_page(const http::Request& request) {
  Page page;
  const auto limit = parse_number(request, "limit", 1, kPageSizeMax);
  if (!limit) return std::unexpected(limit.error());
  page.limit = limit->value_or(kPageSize);
  const auto number = parse_number(request, "page", 1, kPageMax);
  if (!number) return std::unexpected(number.error());
  page.page = *number;
  if (page.offset() > kOffsetMax) {
    return refuse(422, "page: page numbers reach the first 10,000 entries; follow Link for more");
  }
  const auto before = parse_id_parameter<SubmissionId>(request, "before");
  if (!before) return std::unexpected(before.error());
  if (*before && page.page) return refuse(422, "before: cannot be given together with page");
  if (*before) page.before = (*before)->bytes();
  return page;
}

Parsed<Projection> parse_projection(const http::Request& request, const std::vector<std::string>& known) {
  Projection projection;
  const auto* text = request.parameter("fields");
  if (text == nullptr) return projection;
  projection.names = {"_id"};
  std::string_view rest = *text;
  while (!rest.empty()) {
    const auto name = rest.substr(0, rest.find(','));
    rest.remove_prefix(std::min(rest.size(), name.size() + 1));
    if (std::ranges::find(known, name) == known.end()) {
      return refuse(422, "fields: \"" + std::string(name.substr(0, 100)) + "\" is not a field of this response");
    }
    projection.names->emplace_back(name);
  }
  return projection;
}

Parsed<std::string> parse_text_parameter(const http::Request& request, std::string_view name, std::size_t bytes_max) {
  const auto* text = request.parameter(name);
  if (text == nullptr) return std::string{};
  if (text->size() > bytes_max) {
    return refuse(422, std::string(name) + ": over " + std::to_string(bytes_max) + " bytes");
  }
  for (std::string_view rest = *text; !rest.empty();) {
    std::size_t skip = 0;
    const auto length = utf8_length(rest, &skip);
    if (length == 0 || rest[0] == '\0') return refuse(422, std::string(name) + ": must be UTF-8 without NUL");
    rest.remove_prefix(length);
  }
  return *text;
}

Parsed<ReadersLanguages> parse_readers_languages(const http::Request& request) {
  ReadersLanguages languages;
  constexpr auto kBytesMax = kReadersLanguagesMax * (kLanguageTagMax + 1);
  AG_ASSIGN(const auto text, parse_text_parameter(request, "lang", kBytesMax));
  for (const auto part : std::views::split(std::string_view(text), ',')) {
    const std::string_view tag(part);
    if (tag.size() > kLanguageTagMax) {
      return refuse(422, "lang: over " + std::to_string(kLanguageTagMax) + " bytes");
    }
    if (!tag.empty()) languages.emplace_back(tag);
  }
  if (languages.size() <= kReadersLanguagesMax) return languages;
  return refuse(422, "lang: over " + std::to_string(kReadersLanguagesMax) + " entries");
}

Parsed<std::optional<Difficulty>> parse_difficulty(const http::Request& request) {
  const auto* text = request.parameter("difficulty");
  if (text == nullptr) return std::optional<Difficulty>{};
  if (*text == "easy") return std::optional(Difficulty::easy);
  if (*text == "medium") return std::optional(Difficulty::medium);
  if (*text == "hard") return std::optional(Difficulty::hard);
  return refuse(422, "difficulty: must be one of easy, medium, hard");
}

Parsed<std::optional<SubmissionState>> parse_status(const http::Request& request) {
  const auto* text = request.parameter("status");
  if (text == nullptr) return std::optional<SubmissionState>{};
  const auto state = state_from(*text);
  if (!state) {
    return refuse(422, "status: must be one of QUEUED, RUNNING, AC, WA, TLE, MLE, OLE, RE, CE, IE, CANCELLED");
  }
  return state;
}

http::NameValue next_link(const http::Request& request, std::string_view cursor, std::string_view value) {
  std::string link = "<" + request.path + "?";
  for (const auto& [name, given] : request.query) {
    if (name == "page" || name == "before" || name == "ticket" || name == cursor) continue;
    link += http::percent_encode(name) + "=" + http::percent_encode(given) + "&";
  }
  return {"Link", link + std::string(cursor) + "=" + http::percent_encode(value) + ">; rel=\"next\""};
}

void add_list_headers(http::Response& response, const http::Request& request, const Page& page, int total, bool capped,
                      bool more, const IdBytes& last) {
  response.headers.push_back({"X-Total-Count", std::to_string(total)});
  if (capped) response.headers.push_back({"X-Total-Count-Capped", "true"});
  if (!more) return;
  const bool by_number = page.page && *page.page < kPageMax && page.offset() + page.limit <= kOffsetMax;
  response.headers.push_back(by_number ? next_link(request, "page", std::to_string(*page.page + 1))
                                       : next_link(request, "before", id_hex(last)));
}

}  // namespace autograder::api
