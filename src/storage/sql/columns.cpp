#include "storage/sql/columns.h"

namespace autograder::sql {
namespace {

constexpr std::string_view kBetween = ", ";

// Calls `each` with every name of the list.
template <class Each>
void split(std::string_view names, Each&& each) {
  while (!names.empty()) {
    const auto end = names.find(kBetween);
    each(names.substr(0, end));
    names = end == std::string_view::npos ? std::string_view() : names.substr(end + kBetween.size());
  }
}

}  // namespace

std::string each_name(std::string_view names, std::string_view before, std::string_view after) {
  std::string list;
  split(names, [&](std::string_view name) {
    if (!list.empty()) list += kBetween;
    list.append(before).append(name).append(after);
  });
  return list;
}

std::string parameters_of(std::string_view names) {
  std::string list;
  split(names, [&](std::string_view) { list += list.empty() ? "?" : ", ?"; });
  return list;
}

std::string_view rest_of(std::string_view names) {
  const auto end = names.find(kBetween);
  return end == std::string_view::npos ? std::string_view() : names.substr(end + kBetween.size());
}

std::string from_excluded(std::string_view names) {
  std::string list;
  split(names, [&](std::string_view name) {
    if (!list.empty()) list += kBetween;
    list.append(name).append(" = excluded.").append(name);
  });
  return list;
}

}  // namespace autograder::sql
