// All roles over one relational database.
#pragma once

#include <memory>

#include "storage/sql/database.h"
#include "storage/storage.h"

namespace autograder::sql {

std::unique_ptr<Storage> make_storage(std::unique_ptr<Database> database);

}  // namespace autograder::sql
