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
#include <sys/xattr.h>
#include <unistd.h>

static const char* const kFiles[] = {"/dev/null",       "/dev/zero",     "/dev/full",    "/dev/random", "/dev/urandom",
                                     "/proc/self/fd/0", "/usr/bin/env",  "/usr",         "/code",       "/tmp",
                                     "/dev/shm",        "/code/input.txt", "/proc/self/ns/time"};
static char value[60000];

int main(void) {
  const struct rlimit many = {128, 128};
  setrlimit(RLIMIT_NOFILE, &many);
  int attributes = 0, shared = 0, locks = 0, contexts = 0, sockets = 0, keys = 0, segments = 0, watches = 0;
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
  const int inside = inotify_init();
  if (inside >= 0 && inotify_add_watch(inside, "/usr/bin/env", IN_OPEN) >= 0) ++watches;
  const int nameless = memfd_create("left", 0);
  for (int i = 0; i < 200; ++i) (void)!write(nameless, value, sizeof value);
  printf("tried: %d attributes, %d others, %d locks, %d contexts, %d keys, %d segments, %d sockets, %d watches\n", attributes,
         shared, locks, contexts, keys, segments, sockets, watches);
}
