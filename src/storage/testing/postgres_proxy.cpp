#include "storage/testing/postgres_proxy.h"

#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>

#include <cstring>

#include "foundation/check.h"

namespace autograder {
namespace {

sockaddr_un address_in(const std::string& directory) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  const std::string path = directory + "/.s.PGSQL.5432";
  CHECK(path.size() < sizeof address.sun_path);
  std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
  return address;
}

UniqueFd connect_to(const std::string& directory) {
  UniqueFd socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  const sockaddr_un address = address_in(directory);
  if (::connect(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) return UniqueFd();
  return socket;
}

// Empty: the other end is gone.
std::string read_some(int socket) {
  std::string bytes(65536, '\0');
  const ssize_t size = ::recv(socket, bytes.data(), bytes.size(), 0);
  bytes.resize(size > 0 ? static_cast<std::size_t>(size) : 0);
  return bytes;
}

bool write_all(int socket, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t size = ::send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (size <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(size));
  }
  return true;
}

}  // namespace

PostgresProxy::PostgresProxy(std::string server) : server_(std::move(server)) {
  listening_ = UniqueFd(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  const sockaddr_un address = address_in(directory_.path());
  CHECK(::bind(listening_.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0);
  CHECK(::listen(listening_.get(), 64) == 0);
  acceptor_ = std::thread([this] { accept_all(); });
}

PostgresProxy::~PostgresProxy() {
  ::shutdown(listening_.get(), SHUT_RDWR);
  acceptor_.join();
  std::vector<std::thread> threads;
  {
    const MutexLock lock(mutex_);
    for (const int client : clients_) ::shutdown(client, SHUT_RDWR);
    threads.swap(threads_);
  }
  for (std::thread& thread : threads) thread.join();
}

std::string PostgresProxy::url(const std::string& database) const {
  return "postgres://postgres@/" + database + "?host=" + directory_.path();
}

void PostgresProxy::accept_all() {
  for (;;) {
    UniqueFd client(::accept4(listening_.get(), nullptr, nullptr, SOCK_CLOEXEC));
    if (!client) return;
    const MutexLock lock(mutex_);
    clients_.push_back(client.get());
    threads_.emplace_back([this, served = std::move(client)]() mutable { serve(std::move(served)); });
  }
}

void PostgresProxy::serve(UniqueFd client) {
  UniqueFd server = connect_to(server_);
  while (server) {
    pollfd ends[2] = {{client.get(), POLLIN, 0}, {server.get(), POLLIN, 0}};
    if (::poll(ends, 2, -1) < 0) break;
    if (ends[0].revents != 0) {
      const std::string bytes = read_some(client.get());
      if (bytes.empty() || !from_client(bytes, server)) break;
    } else {
      const std::string bytes = read_some(server.get());
      if (bytes.empty() || !write_all(client.get(), bytes)) break;
    }
  }
  // The number stays taken until nobody shuts it down any more.
  const MutexLock lock(mutex_);
  std::erase(clients_, client.get());
  client.reset();
}

bool PostgresProxy::from_client(const std::string& bytes, UniqueFd& server) {
  // Those of writes are parsed and then run, by messages of their own; a read's is a query of one message.
  constexpr std::string_view kParsed("\0COMMIT\0", 8);
  if (bytes.find(kParsed) != std::string::npos) {
    switch (fault_.exchange(CommitFault::none)) {
      case CommitFault::none:
        break;
      case CommitFault::lost:
        return false;
      case CommitFault::unanswered:
        write_all(server.get(), bytes);
        read_some(server.get());
        return false;
      case CommitFault::late: {
        const MutexLock lock(mutex_);
        late_server_ = std::move(server);
        late_bytes_ = bytes;
        return false;
      }
    }
  }
  if (bytes.find("BEGIN ISOLATION LEVEL REPEATABLE READ") != std::string::npos &&
      bytes.find("READ ONLY") == std::string::npos) {
    UniqueFd late;
    std::string late_bytes;
    {
      const MutexLock lock(mutex_);
      late = std::move(late_server_);
      late_bytes = std::move(late_bytes_);
    }
    if (late) {
      write_all(late.get(), late_bytes);
      read_some(late.get());  // the answer, for nobody
    }
  }
  return write_all(server.get(), bytes);
}

}  // namespace autograder
