// Copies of a database: made while it is in use, checked, and put back.
//
// Knows:          files of SQLite, whether one is ours and whole.
// Does not know:  the data directory's lock (a restore wants it; its caller has it), schedules.
#pragma once

#include <string>

#include "domain/limits.h"
#include "foundation/result.h"

namespace autograder {

struct BackupInfo {
  int schema = 0;  // the version of its schema
  Bytes size;
};

// Copies the database at `path`, of this moment, into a new file `target`, which only its owner may read. Other users of
// the database, in this process or another, read and write on; its write-ahead log grows in the meantime. The copy
// is durable when this returns, is one file, and has been checked like check_backup does. When it fails there is no
// target. `not_found`: no database there. `conflict`: the target exists. `invalid`: another program's database.
// `exhausted`: no room.
Result<BackupInfo> back_up_database(const std::string& path, const std::string& target);

// Whether a file is a database of ours that this program can open (an older schema too) and is whole: reads all of it.
// Changes nothing. `not_found`, `corrupt`, `invalid` (another program's, or of a newer version).
Result<BackupInfo> check_backup(const std::string& path);

// Checks the backup and copies it to `path`, where no database and nothing of one may be (`conflict`): the caller moves
// the old one away first. When it fails there is no new file. The server is not running.
Result<BackupInfo> restore_database(const std::string& backup, const std::string& path);

}  // namespace autograder
