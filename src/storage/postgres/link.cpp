#include "storage/postgres/link.h"

#include <poll.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <string_view>
#include <utility>

namespace autograder::postgres {
namespace {

// In one line, without the line break that libpq ends its messages with.
std::string in_one_line(const char* message) {
  std::string text(message == nullptr ? "" : message);
  while (!text.empty() && text.back() == '\n') text.pop_back();
  for (char& c : text) {
    if (c == '\n' || c == '\t') c = ' ';
  }
  return text;
}

Failure failure_of(const PGresult* result) {
  const char* state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
  // Not the detail, which repeats values of rows.
  const char* message = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
  return {state == nullptr ? "" : state, in_one_line(message == nullptr ? PQresultErrorMessage(result) : message)};
}

bool is_good(const PGresult* result) {
  const ExecStatusType status = PQresultStatus(result);
  return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK || status == PGRES_EMPTY_QUERY;
}

// The server ended this session: by a stop, a time-out, or at the order of an administrator.
bool ends_session(std::string_view state) {
  return state.starts_with("57P") || state == "25P03" || state.starts_with("08");
}

}  // namespace

int rows_changed_by(PGresult* result) {
  if (std::string_view(PQcmdStatus(result)).starts_with("SELECT")) return 0;
  const std::string_view changed = PQcmdTuples(result);
  int rows = 0;
  std::from_chars(changed.data(), changed.data() + changed.size(), rows);
  return rows;
}

Link::Link(const PostgresOptions& options) : timeout_ms_(static_cast<int>(options.socket_timeout.count())) {
  const std::string connect_timeout = std::to_string(options.connect_timeout.count());
  const std::string unacknowledged = std::to_string(options.socket_timeout.count());
  // The URL comes last: what it says counts.
  constexpr std::size_t kSettings = 9;
  const std::array<const char*, kSettings + 1> names{"application_name", "connect_timeout",
                                                     "keepalives_idle",  "keepalives_interval",
                                                     "keepalives_count", "tcp_user_timeout",
                                                     "client_encoding",  "target_session_attrs",
                                                     "dbname",           nullptr};
  const std::array<const char*, kSettings + 1> values{
      "autograder", connect_timeout.c_str(), "10",   "5", "3", unacknowledged.c_str(), "UTF8",
      "read-write", options.url.c_str(),     nullptr};
  connection_ = PQconnectdbParams(names.data(), values.data(), 1);
  try {
    if (connection_ == nullptr || PQstatus(connection_) != CONNECTION_OK) {
      fail_lost("connecting to " + url_without_password(options.url));
    }
    PQsetnonblocking(connection_, 1);
    PQsetNoticeProcessor(connection_, [](void*, const char*) {}, nullptr);
    set_session(options);
  } catch (...) {
    PQfinish(connection_);
    throw;
  }
}

Link::~Link() {
  PQfinish(connection_);
}

// Not by the connection's parameter `options`: poolers refuse it.
void Link::set_session(const PostgresOptions& options) {
  execute("SET statement_timeout = " + std::to_string(options.statement_timeout.count()) +
          "; SET idle_in_transaction_session_timeout = 10000; SET lock_timeout = 15000; SET jit = off; "
          "SET synchronous_commit = on");
}

void Link::fail_lost(const std::string& why) {
  const std::string said = connection_ == nullptr ? "no memory" : in_one_line(PQerrorMessage(connection_));
  lost_ = true;
  throw Failure{"", said.empty() ? why : why + ": " + said, true};
}

void Link::wait_for(short events) {
  pollfd socket{PQsocket(connection_), events, 0};
  for (;;) {
    const int ready = ::poll(&socket, 1, timeout_ms_);
    if (ready > 0) return;
    if (ready < 0 && errno == EINTR) continue;
    fail_lost("the database did not answer within " + std::to_string(timeout_ms_ / 1000) + " s");
  }
}

void Link::flush() {
  for (;;) {
    const int left = PQflush(connection_);
    if (left < 0) fail_lost("sending a statement");
    if (left == 0) return;
    // The server may wait for us to read before it reads on.
    wait_for(POLLIN | POLLOUT);
    if (PQconsumeInput(connection_) == 0) fail_lost("reading an answer");
  }
}

Answer Link::next_answer() {
  while (PQisBusy(connection_) == 1) {
    wait_for(POLLIN);
    if (PQconsumeInput(connection_) == 0) fail_lost("reading an answer");
  }
  return Answer(PQgetResult(connection_));
}

Answer Link::take_answers(bool queued) {
  if (!queued) fail_lost("sending a statement");
  flush();
  Answer last;
  Answer wrong;  // the first
  while (Answer answer = next_answer()) {
    if (!is_good(answer.get()) && !wrong) {
      wrong = std::move(answer);
    } else {
      last = std::move(answer);
    }
  }
  if (PQstatus(connection_) != CONNECTION_OK) fail_lost("the connection to the database broke");
  if (wrong) {
    Failure failure = failure_of(wrong.get());
    lost_ = failure.lost = ends_session(failure.state);
    throw failure;
  }
  if (!last) fail_lost("the database answered nothing");
  return last;
}

Answer Link::execute(const std::string& sql) {
  settle();
  return take_answers(PQsendQuery(connection_, sql.c_str()) == 1);
}

void Link::prepare(const std::string& name, const std::string& sql) {
  settle();
  take_answers(PQsendPrepare(connection_, name.c_str(), sql.c_str(), 0, nullptr) == 1);
}

bool Link::queue(const std::string& name, const std::vector<Value>& parameters) {
  std::vector<const char*> values;
  std::vector<int> lengths;
  std::vector<int> formats;
  for (const Value& parameter : parameters) {
    values.push_back(parameter.bytes ? parameter.bytes->data() : nullptr);
    lengths.push_back(parameter.bytes ? static_cast<int>(parameter.bytes->size()) : 0);
    formats.push_back(parameter.is_binary ? 1 : 0);
  }
  constexpr int kBinary = 1;
  return PQsendQueryPrepared(connection_, name.c_str(), static_cast<int>(parameters.size()), values.data(),
                             lengths.data(), formats.data(), kBinary) == 1;
}

Answer Link::run(const std::string& name, const std::vector<Value>& parameters) {
  Answer answer;
  if (posted_.empty()) {
    answer = take_answers(queue(name, parameters));
    rows_changed_ += rows_changed_by(answer.get());
  } else {
    post(name, parameters, &answer);
    settle();
  }
  return answer;
}

// Answers wait in the server and in the socket: not without end.
void Link::begin_posting() {
  constexpr std::size_t kPostedMax = 512;
  if (posted_.size() == kPostedMax) settle();
  if (posted_.empty() && PQenterPipelineMode(connection_) == 0) fail_lost("sending a statement");
}

void Link::post(const std::string& name, const std::vector<Value>& parameters, Answer* into) {
  begin_posting();
  if (!queue(name, parameters)) fail_lost("sending a statement");
  posted_.push_back(into);
  if (into == nullptr) ++rows_changed_;
}

void Link::post(const std::string& sql) {
  begin_posting();
  if (PQsendQueryParams(connection_, sql.c_str(), 0, nullptr, nullptr, nullptr, nullptr, 1) == 0) {
    fail_lost("sending a statement");
  }
  posted_.push_back(nullptr);
}

void Link::settle() {
  if (posted_.empty()) return;
  const std::vector<Answer*> posted = std::exchange(posted_, {});
  if (PQpipelineSync(connection_) == 0) fail_lost("sending a statement");
  flush();
  std::optional<Failure> wrong;  // the first: those behind it were not done
  for (Answer* into : posted) {
    Answer answer = next_answer();
    if (!answer) fail_lost("the database answered nothing");
    if (!is_good(answer.get())) {
      if (PQstatus(connection_) != CONNECTION_OK) fail_lost("the connection to the database broke");
      if (!wrong) wrong = failure_of(answer.get());
      lost_ = wrong->lost = ends_session(wrong->state);
      if (lost_) throw *wrong;
    } else if (into != nullptr) {
      rows_changed_ += rows_changed_by(answer.get());
      *into = std::move(answer);
    }
    while (next_answer()) {  // one statement has one answer, and then an end
    }
  }
  const Answer end = next_answer();
  if (PQresultStatus(end.get()) != PGRES_PIPELINE_SYNC || PQexitPipelineMode(connection_) == 0) {
    fail_lost("the connection to the database broke");
  }
  if (wrong) throw *wrong;
}

void Link::send_off() {
  if (!posted_.empty() && PQflush(connection_) < 0) fail_lost("sending a statement");
}

void Link::forget(const Answer* into) noexcept {
  std::ranges::replace(posted_, const_cast<Answer*>(into), static_cast<Answer*>(nullptr));
}

void Link::roll_back() {
  try {
    settle();
  } catch (const Failure& failure) {
    if (failure.lost) throw;
  }
  execute("ROLLBACK");
}

bool Link::in_transaction() const {
  return PQtransactionStatus(connection_) != PQTRANS_IDLE;
}

}  // namespace autograder::postgres
