// Leaves whatever the kernel keeps at something that outlives a process: attributes, locks, asynchronous contexts, sockets,
// keys, segments, queues, nameless files. It says of each how often it succeeded.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/inotify.h>
#include <sys/ipc.h>
#include <sys/mman.h>
#include <sys/msg.h>
#include <sys/resource.h>
#include <sys/shm.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/xattr.h>
#include <unistd.h>

static const char* const kFiles[] = {"/dev/null",       "/dev/zero",     "/dev/full",    "/dev/random", "/dev/urandom",
                                     "/proc/self/fd/0", "/usr/bin/env",  "/usr",         "/code",       "/tmp",
                                     "/dev/shm",        "/code/input.txt", "/proc/self/ns/time"};
static char value[60000];

int main(void) {
  const struct rlimit many = {128, 128};
  setrlimit(RLIMIT_NOFILE, &many);
  int attributes = 0, shared = 0, locks = 0, contexts = 0, sockets = 0, keys = 0, segments = 0, watches = 0, in_flight = 0;
  for (unsigned i = 0; i < sizeof kFiles / sizeof *kFiles; ++i) {
    int fd = open(kFiles[i], O_RDWR | O_NONBLOCK);
    if (fd < 0) fd = open(kFiles[i], O_RDONLY | O_NONBLOCK);
    if (fd < 0) continue;
    for (int number = 0; number < 3000; ++number) {
      char name[32];
      snprintf(name, sizeof name, "user.%d", number);
      if (fsetxattr(fd, name, value, sizeof value, 0) != 0) break;
      ++attributes;
    }
    if (fsetxattr(fd, "security.mark", value, 100, 0) == 0 || fsetxattr(fd, "trusted.mark", value, 100, 0) == 0) ++shared;
    for (int number = 0; number < 1000; ++number) {
      struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = number * 2L, .l_len = 1};
      if (fcntl(fd, F_OFD_SETLK, &lock) == 0) ++locks;
    }
    flock(fd, LOCK_EX | LOCK_NB);
    if (i % 2) close(fd);
  }
  for (int i = 0; i < 100; ++i) {
    unsigned long context = 0;
    if (syscall(SYS_io_setup, 600, &context) == 0) ++contexts;
    char name[32];
    snprintf(name, sizeof name, "mark%d-%d", getpid(), i);
    if (syscall(SYS_add_key, "user", name, value, 2000, -4) >= 0) ++keys;
    if (shmget(IPC_PRIVATE, 1 << 16, IPC_CREAT | 0666) >= 0) ++segments;
    const int queue = msgget(IPC_PRIVATE, IPC_CREAT | 0666);
    if (queue >= 0) ++segments;
  }
  for (int i = 0; i < 60; ++i) {
    if (socket(AF_INET6, SOCK_STREAM, 0) >= 0) ++sockets;
  }
  // Each listens, has callers that nobody takes, and lies in its own queue: only the kernel's collector finds it.
  for (int i = 0; i < 60; ++i) {
    int pair[2];
    if (socketpair(AF_UNIX, SOCK_DGRAM, 0, pair) != 0) break;
    const int listener = socket(AF_UNIX, SOCK_STREAM, 0), caller = socket(AF_UNIX, SOCK_STREAM, 0);
    struct sockaddr_un name = {.sun_family = AF_UNIX};
    snprintf(name.sun_path + 1, sizeof name.sun_path - 1, "left%d", i);
    if (bind(listener, (const void*)&name, sizeof name) == 0 && listen(listener, 8) == 0) {
      (void)!connect(caller, (const void*)&name, sizeof name);
    }
    union {
      struct cmsghdr header;
      char room[CMSG_SPACE(3 * sizeof(int))];
    } control = {.header = {.cmsg_len = CMSG_LEN(3 * sizeof(int)), .cmsg_level = SOL_SOCKET, .cmsg_type = SCM_RIGHTS}};
    const int sent[3] = {pair[0], pair[1], listener};
    memcpy(CMSG_DATA(&control.header), sent, sizeof sent);
    struct iovec byte = {value, 1};
    const struct msghdr message = {.msg_iov = &byte, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = sizeof control};
    if (sendmsg(pair[0], &message, 0) == 1) ++in_flight;
    close(pair[0]);
    close(pair[1]);
    close(listener);
    close(caller);
  }
  const int inside = inotify_init();
  if (inside >= 0 && inotify_add_watch(inside, "/usr/bin/env", IN_OPEN) >= 0) ++watches;
  const int nameless = memfd_create("left", 0);
  for (int i = 0; i < 200; ++i) (void)!write(nameless, value, sizeof value);
  printf("tried: %d attributes, %d others, %d locks, %d contexts, %d keys, %d segments, %d sockets, %d watches, %d in flight\n", attributes,
         shared, locks, contexts, keys, segments, sockets, watches, in_flight);
}
