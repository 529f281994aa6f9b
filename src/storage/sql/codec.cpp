#include "storage/sql/codec.h"

#include <boost/json.hpp>
#include <cstring>
#include <limits>

#include "storage/queue_rules.h"

namespace autograder::sql {

int Fields::small() {
  const std::int64_t value = integer();
  if (value < std::numeric_limits<int>::min() || value > std::numeric_limits<int>::max()) {
    throw CorruptRow{"an integer is out of range: " + std::to_string(value)};
  }
  return static_cast<int>(value);
}

void Fields::bytes(std::uint8_t* into, std::size_t size) {
  const std::string_view found = blob();
  if (found.size() != size) {
    throw CorruptRow{"an id or a hash of " + std::to_string(found.size()) + " bytes"};
  }
  std::memcpy(into, found.data(), size);
}

Verdict Codec<Verdict>::read(Fields& from) {
  const std::string code(from.text());
  const auto verdict = verdict_from(code);
  if (!verdict) throw CorruptRow{"unknown verdict: " + code};
  return *verdict;
}

JobKind Codec<JobKind>::read(Fields& from) {
  const std::string_view name = from.text();
  const auto kind = job_kind_from(name);
  if (!kind) throw CorruptRow{"unknown kind of job: " + std::string(name)};
  return *kind;
}

Subject Codec<Subject>::read(Fields& from) {
  const std::string kind(from.text());
  const auto subject = subject_from(kind, Codec<IdBytes>::read(from));
  if (!subject) throw CorruptRow{"unknown kind of subject: " + kind};
  return *subject;
}

namespace {

boost::json::value parse_json(std::string_view text) {
  boost::system::error_code error;
  boost::json::parse_options options;
  options.allow_invalid_utf8 = true;
  boost::json::value value = boost::json::parse({text.data(), text.size()}, error, {}, options);
  if (error) throw CorruptRow{"JSON is not readable"};
  return value;
}

}  // namespace

void Codec<std::map<std::string, std::string>>::bind(Parameters& into,
                                                     const std::map<std::string, std::string>& value) {
  boost::json::object texts;
  for (const auto& [name, text] : value) texts.emplace(name, text);
  into.text(boost::json::serialize(texts));
}

std::map<std::string, std::string> Codec<std::map<std::string, std::string>>::read(Fields& from) {
  const boost::json::value value = parse_json(from.text());
  if (!value.is_object()) throw CorruptRow{"texts by name are not readable"};
  std::map<std::string, std::string> texts;
  for (const auto& [name, text] : value.get_object()) {
    if (!text.is_string()) throw CorruptRow{"texts by name have something else among them"};
    texts.emplace(name, text.get_string());
  }
  return texts;
}

void Codec<std::vector<std::string>>::bind(Parameters& into, const std::vector<std::string>& value) {
  boost::json::array list;
  for (const std::string& text : value) list.emplace_back(text);
  into.text(boost::json::serialize(list));
}

std::vector<std::string> Codec<std::vector<std::string>>::read(Fields& from) {
  const boost::json::value value = parse_json(from.text());
  if (!value.is_array()) throw CorruptRow{"a list of texts is not readable"};
  std::vector<std::string> texts;
  for (const auto& item : value.get_array()) {
    if (!item.is_string()) throw CorruptRow{"a list of texts has something else in it"};
    texts.emplace_back(item.get_string());
  }
  return texts;
}

}  // namespace autograder::sql
