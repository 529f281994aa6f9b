// Listings from the newest row on.
#pragma once

#include <string>

#include "storage/sql/query.h"

namespace autograder::sql {

// For "id < ?": a page behind this id, or from the newest when it is empty.
template <class IdType>
void bind_before(Query& query, IdType before) {
  static const std::string kAfterEveryId(before.bytes().size() + 1, '\xFF');
  if (before.empty()) {
    query.bind_blob(kAfterEveryId);
  } else {
    query.bind(before);
  }
}

}  // namespace autograder::sql
