// Reads `talk` or `listen`. Both walk over what a box can name and go through the same phases of one clock: in every
// second phase the one that talks leaves whatever mark it can, and in each phase the one that listens asks for every mark.
// It prints each question that was not answered alike in all phases: something may have arrived.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/inotify.h>
#include <sys/ipc.h>
#include <sys/mman.h>
#include <sys/shm.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/sysinfo.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <sys/xattr.h>
#include <time.h>
#include <unistd.h>

#define PHASES 12
#define PHASE_MS 150
#define QUESTIONS_MAX 400
#define LIKELY_COLD "/usr/lib/x86_64-linux-gnu/libc.a"
#define OPENED_BY_TALKER "/usr/bin/yes"  // nothing else here opens it

static const char* const kFiles[] = {
    "/dev/null",       "/dev/zero",          "/dev/full",         "/dev/random",           "/dev/urandom",
    "/proc/self/fd/0", "/proc/self/fd/1",    "/proc/self/fd/2",   "/code/input.txt",       "/usr/bin/env",
    "/usr/bin",        "/etc/ld.so.cache",   "/etc/alternatives", "/proc/self/ns/time",    "/proc/self/ns/user",
    "/proc/self/exe",  "/proc/self/status",  "/usr/lib",          "/lib64/ld-linux-x86-64.so.2", "/dev", "/"};
#define FILES (sizeof kFiles / sizeof *kFiles)

static long now_ms(void) {
  struct timespec at;
  clock_gettime(CLOCK_MONOTONIC, &at);
  return at.tv_sec * 1000 + at.tv_nsec / 1000000;
}
static void sleep_until(long when) {
  while (now_ms() < when) {
    struct timespec pause = {0, 2000000};
    nanosleep(&pause, NULL);
  }
}

static int open_somehow(const char* path) {
  const int both = open(path, O_RDWR | O_NONBLOCK);
  return both >= 0 ? both : open(path, O_RDONLY | O_NONBLOCK);
}
static struct flock whole(short type) {
  struct flock lock;
  memset(&lock, 0, sizeof lock);
  lock.l_type = type;
  lock.l_whence = SEEK_SET;
  lock.l_len = 1;
  return lock;
}

// ---- marks

static int sockets_held[64], inside = -1, named = -1;
static const struct sockaddr_un kName = {.sun_family = AF_UNIX, .sun_path = "\0mark"};
#define NAME_SIZE (sizeof(sa_family_t) + 5)
static unsigned long contexts[4];

static void mark_file(const char* path, int on) {
  static int held[FILES];
  static int is_open[FILES];
  unsigned at = 0;
  while (kFiles[at] != path) ++at;
  if (on && !is_open[at]) {
    const int fd = held[at] = open_somehow(path);
    if (fd < 0) return;
    is_open[at] = 1;
    struct flock write_lock = whole(F_WRLCK), read_lock = whole(F_RDLCK);
    if (fcntl(fd, F_SETLK, &write_lock) != 0) fcntl(fd, F_SETLK, &read_lock);
    struct flock other = whole(F_WRLCK);
    other.l_start = 8;
    fcntl(fd, F_OFD_SETLK, &other);
    flock(fd, LOCK_EX | LOCK_NB);
    fcntl(fd, F_SETLEASE, F_RDLCK);
    fsetxattr(fd, "user.mark", "1", 1, 0);
    unsigned long long hint = 4;
    fcntl(fd, 1036 /* F_SET_RW_HINT */, &hint);
    futimens(fd, NULL);
    utimensat(AT_FDCWD, path, NULL, 0);
    char byte;
    if (pread(fd, &byte, 1, 0) < 0) (void)!read(fd, &byte, 1);
  }
  if (!on && is_open[at]) {
    fremovexattr(held[at], "user.mark");
    unsigned long long hint = 0;
    fcntl(held[at], 1036, &hint);
    close(held[at]);
    is_open[at] = 0;
  }
}

// Signals that wait: the kernel counts them for the user who made the boxes, too. Taking all takes a while, so few go again.
#define SIGNAL (SIGRTMIN + 1)
static int queue_signals(int wanted) {
  const union sigval value = {0};
  int queued = 0;
  while (queued < wanted && sigqueue(getpid(), SIGNAL, value) == 0) ++queued;
  return queued == wanted;
}
static void take_signals(int wanted) {
  const struct timespec at_once = {0, 0};
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGNAL);
  for (int i = 0; i < wanted && sigtimedwait(&set, NULL, &at_once) == SIGNAL; ++i) {
  }
}

static void mark_host(int on) {
  static int is_on;
  if (on == is_on) return;
  is_on = on;
  for (int i = 0; i < 64; ++i) {
    if (on) sockets_held[i] = socket(AF_INET, SOCK_STREAM, 0);
    if (!on && sockets_held[i] >= 0) close(sockets_held[i]);
  }
  for (int i = 0; i < 4; ++i) {
    if (on) contexts[i] = 0, syscall(SYS_io_setup, 1000, &contexts[i]);
    if (!on && contexts[i] != 0) syscall(SYS_io_destroy, contexts[i]);
  }
  if (on) {
    named = socket(AF_UNIX, SOCK_STREAM, 0);
    bind(named, (const void*)&kName, NAME_SIZE);
    listen(named, 5);
  } else if (named >= 0) {
    close(named);
  }
  if (on) queue_signals(1000000);
  if (!on) take_signals(1000);
  if (on) {
    close(open(OPENED_BY_TALKER, O_RDONLY));
    const int page = open(LIKELY_COLD, O_RDONLY);
    static char buffer[1 << 16];
    for (int i = 0; i < 8; ++i) (void)!pread(page, buffer, sizeof buffer, i * (long)sizeof buffer);
    close(page);
    syscall(SYS_add_key, "user", "mark", "1", 1, -4);
    shmget(4715, 4096, IPC_CREAT | 0666);
    close(open("/dev/shm/mark", O_CREAT | O_WRONLY, 0666));
    close(open("/tmp/mark", O_CREAT | O_WRONLY, 0666));
  } else {
    const int page = open(LIKELY_COLD, O_RDONLY);
    posix_fadvise(page, 0, 0, POSIX_FADV_DONTNEED);
    close(page);
    unlink("/dev/shm/mark");
    unlink("/tmp/mark");
  }
}

// ---- questions

static int questions;
static char names[QUESTIONS_MAX][80];
static char answers[QUESTIONS_MAX][PHASES + 1];
static int phase;

static void note(const char* what, const char* path, int answer) {
  char name[80];
  snprintf(name, sizeof name, "%s%s%s", what, *path ? " of " : "", path);
  int at = 0;
  while (at < questions && strcmp(names[at], name) != 0) ++at;
  if (at == QUESTIONS_MAX) exit(3);
  if (at == questions) {
    ++questions;
    strcpy(names[at], name);
    memset(answers[at], '-', PHASES);
  }
  answers[at][phase] = (char)('0' + (answer & 63));
}

static int count_of(const char* path, const char* word) {
  static char text[1 << 16];
  const int fd = open(path, O_RDONLY);
  if (fd < 0) return 0;
  const ssize_t size = read(fd, text, sizeof text - 1);
  close(fd);
  text[size > 0 ? size : 0] = 0;
  const char* at = strstr(text, word);
  return at ? atoi(at + strlen(word)) : 0;
}

static void ask_file(const char* path) {
  const int fd = open_somehow(path);
  if (fd < 0) return;
  struct flock lock = whole(F_WRLCK);
  note("lock", path, fcntl(fd, F_SETLK, &lock) == 0 || errno == EBADF ? 0 : 1);
  lock = whole(F_UNLCK);
  fcntl(fd, F_SETLK, &lock);
  lock = whole(F_WRLCK);
  note("lock seen", path, fcntl(fd, F_GETLK, &lock) == 0 && lock.l_type != F_UNLCK);
  lock = whole(F_WRLCK);
  lock.l_start = 8;
  note("lock of a description", path, fcntl(fd, F_OFD_SETLK, &lock) == 0 || errno == EBADF ? 0 : 1);
  lock.l_type = F_UNLCK;
  fcntl(fd, F_OFD_SETLK, &lock);
  note("lock of a file", path, flock(fd, LOCK_EX | LOCK_NB) != 0);
  flock(fd, LOCK_UN);
  note("lease", path, fcntl(fd, F_SETLEASE, F_WRLCK) == 0 ? 1 : errno == EAGAIN ? 2 : 0);
  fcntl(fd, F_SETLEASE, F_UNLCK);
  char value[8];
  note("attribute", path, fgetxattr(fd, "user.mark", value, sizeof value) == 1);
  unsigned long long hint = 0;
  note("hint", path, fcntl(fd, 1035 /* F_GET_RW_HINT */, &hint) == 0 ? (int)hint + 1 : 0);
  // Its times, as they change from phase to phase. A file of one's own has its own.
  struct stat status;
  static struct stat last[FILES];
  unsigned at = 0;
  while (kFiles[at] != path) ++at;
  if (fstat(fd, &status) == 0) {
    const int same = phase == 0 || (memcmp(&status.st_atim, &last[at].st_atim, sizeof status.st_atim) == 0 &&
                                    memcmp(&status.st_mtim, &last[at].st_mtim, sizeof status.st_mtim) == 0 &&
                                    memcmp(&status.st_ctim, &last[at].st_ctim, sizeof status.st_ctim) == 0);
    if (phase > 0) note("times", path, !same);
    last[at] = status;
  }
  close(fd);
}

static void ask_host(void) {
  const int end = socket(AF_UNIX, SOCK_STREAM, 0);
  note("name taken", "", bind(end, (const void*)&kName, NAME_SIZE) != 0);
  close(end);
  const int caller = socket(AF_UNIX, SOCK_STREAM, 0);
  note("name answers", "", connect(caller, (const void*)&kName, NAME_SIZE) == 0);
  close(caller);
  note("sockets in use", "", count_of("/proc/self/net/sockstat", "sockets: used "));
  note("sockets", "", count_of("/proc/self/net/sockstat", " alloc ") / 32);
  note("asynchronous contexts", "", count_of("/proc/sys/fs/aio-nr", "") / 2000);
  note("signals wait", "", queue_signals(200));
  take_signals(200);
  note("keys", "", syscall(SYS_request_key, "user", "mark", NULL, 0) >= 0);
  note("segment", "", shmget(4715, 4096, 0666) >= 0);
  note("file in memory", "", access("/dev/shm/mark", F_OK) == 0);
  note("file", "", access("/tmp/mark", F_OK) == 0);
  note("locks listed", "", count_of("/proc/locks", "1: ") != 0);
  // Pages that are in memory, asked without reading them in.
  static char buffer[4096];
  struct iovec to = {buffer, sizeof buffer};
  const int page = open(LIKELY_COLD, O_RDONLY);
  note("page there", "", preadv2(page, &to, 1, 1 << 18, 8 /* RWF_NOWAIT */) == (ssize_t)sizeof buffer);
  unsigned char there = 0;
  void* map = mmap(NULL, 4096, PROT_READ, MAP_SHARED, page, 1 << 18);
  note("page in core", "", mincore(map, 4096, &there) == 0 && (there & 1));
  munmap(map, 4096);
  close(page);
  note("notice", "", inside >= 0 && read(inside, buffer, sizeof buffer) > 0);
}

// A phase in which a question could not be asked is a '-'.
static int changed(const char* all) {
  char first = 0;
  for (; *all; ++all) {
    if (*all == '-') continue;
    if (first && *all != first) return 1;
    first = *all;
  }
  return 0;
}

int main(void) {
  char role[16] = "";
  if (scanf("%15s", role) != 1) return 1;
  const int talks = strcmp(role, "talk") == 0;
  signal(SIGIO, SIG_IGN);
  sigset_t queued;
  sigemptyset(&queued);
  sigaddset(&queued, SIGNAL);
  sigprocmask(SIG_BLOCK, &queued, NULL);
  inside = talks ? -1 : inotify_init1(IN_NONBLOCK);
  if (inside >= 0) inotify_add_watch(inside, OPENED_BY_TALKER, IN_OPEN);
  // The first phase begins at a time that both know without meeting: a multiple of two seconds.
  const long start = (now_ms() / 2000 + 1) * 2000;
  for (phase = 0; phase < PHASES; ++phase) {
    sleep_until(start + phase * PHASE_MS);
    if (talks) {
      for (unsigned i = 0; i < FILES; ++i) mark_file(kFiles[i], phase % 2);
      mark_host(phase % 2);
    } else {
      sleep_until(start + phase * PHASE_MS + PHASE_MS / 2);
      for (unsigned i = 0; i < FILES; ++i) ask_file(kFiles[i]);
      ask_host();
    }
  }
  sleep_until(start + PHASES * PHASE_MS);
  printf("%s from %ld to %ld, %d questions\n", talks ? "talked" : "listened", start, now_ms(), questions);
  for (int i = 0; i < questions; ++i) {
    if (changed(answers[i])) printf("heard by %s: %s\n", names[i], answers[i]);
  }
}
