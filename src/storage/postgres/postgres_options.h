// How a PostgreSQL database is reached.
#pragma once

#include <chrono>
#include <string>

#include "foundation/result.h"

namespace autograder {

struct PostgresOptions {
  // postgres://user:password@host:port/database?sslmode=require, as libpq reads it. It may hold a password: a log gets what
  // url_without_password() leaves.
  std::string url;

  // Connections of this process: one writes, the others read. Some are kept open, the rest is opened when needed.
  int connections_max = 10;
  int connections_min = 2;
  // A server that says nothing for so long is lost; also how long a read waits for a free connection.
  std::chrono::milliseconds socket_timeout{45'000};
  std::chrono::seconds connect_timeout{5};
  // The server itself ends a statement after so long.
  std::chrono::milliseconds statement_timeout{30'000};
  // A read or a group of writes is tried again so often, at once, when its connection is lost. Then it is `unavailable`, and
  // for a while nobody tries to connect: for the first of these times, then twice as long, up to the second.
  int retries_max = 5;
  std::chrono::milliseconds back_off_min{100};
  std::chrono::milliseconds back_off_max{5'000};

  // For tests that move the time: the clock that the storage was given is the database's.
  bool time_of_the_clock = false;
};

// Whether it names a PostgreSQL database at all.
bool is_postgres_url(const std::string& url);
// `invalid` says what is wrong with its form.
Result<> check_postgres_url(const std::string& url);
// "postgres://user@host:5432/database": for logs and for people. A URL that cannot be read is left out.
std::string url_without_password(const std::string& url);

}  // namespace autograder
