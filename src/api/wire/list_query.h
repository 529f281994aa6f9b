// The query parameters of lists, and the header fields that lists answer with.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/wire/refusal.h"
#include "domain/problem.h"
#include "domain/submission.h"
#include "domain/titles.h"
#include "foundation/json_writer.h"
#include "http/message.h"

namespace autograder::api {

constexpr int kPageSize = 20;
constexpr int kPageSizeMax = 100;
constexpr int kPageMax = 500;
constexpr int kOffsetMax = 10'000;

struct Page {
  int limit = kPageSize;
  std::optional<int> page;  // from 1
  IdBytes before{};         // all zero: from the newest
  int offset() const { return page ? (*page - 1) * limit : 0; }
};
Parsed<Page> parse_page(const http::Request& request);

// `?fields=a,b`; 422 for a name that is not in `known`.
Parsed<Projection> parse_projection(const http::Request& request, const std::vector<std::string>& known);

// A whole number in a query parameter; 422 outside min..max. Absent when not given.
Parsed<std::optional<int>> parse_number(const http::Request& request, std::string_view name, int min, int max);

template <class IdType>
Parsed<std::optional<IdType>> parse_id_parameter(const http::Request& request, std::string_view name) {
  const auto* text = request.parameter(name);
  if (text == nullptr) return std::optional<IdType>{};
  const auto id = IdType::parse(*text);
  if (!id) return refuse(422, std::string(name) + ": must be 24 lower-case hexadecimal characters");
  return id;
}

Parsed<std::optional<Difficulty>> parse_difficulty(const http::Request& request);
Parsed<std::optional<SubmissionState>> parse_status(const http::Request& request);
// A text parameter of at most `bytes_max` bytes of UTF-8 without NUL; empty when not given.
Parsed<std::string> parse_text_parameter(const http::Request& request, std::string_view name, std::size_t bytes_max);
constexpr std::size_t kLanguageTagMax = 20;      // bytes
constexpr std::size_t kReadersLanguagesMax = 8;  // tags
// `lang=fr-CA,fr,de`: the languages of who reads, best first; empty: none is preferred.
Parsed<ReadersLanguages> parse_readers_languages(const http::Request& request);

// The header field Link to the page that follows: the same query, with `cursor` (a parameter's name) at `value`.
http::NameValue next_link(const http::Request& request, std::string_view cursor, std::string_view value);

// Adds X-Total-Count, X-Total-Count-Capped, and Link when there is more. `last` is the id that the list ended with.
void add_list_headers(http::Response& response, const http::Request& request, const Page& page, int total, bool capped,
                      bool more, const IdBytes& last);

}  // namespace autograder::api
