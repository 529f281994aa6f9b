// Takes as many of the kernel's epoll watches as there are: each a number of a file in a set, kept after the number is closed.
// It says how many, and goes on holding them.
#include <errno.h>
#include <stdio.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

enum { kProcesses = 50, kEach = 40, kNumbers = 120, kHoldS = 15 };
struct Taken {
  long watches;
  int error;
};

static struct Taken take(void) {
  struct Taken taken = {0, 0};
  int sets[kEach], files[kEach];
  for (int i = 0; i < kEach; ++i) {
    sets[i] = epoll_create1(0);
    files[i] = eventfd(0, 0);
  }
  for (int file = 0; file < kEach; ++file) {
    int number = 0, first = -1;
    while ((number = dup(files[file])) >= 0 && number < kNumbers) {
      if (first < 0) first = number;
      for (int set = 0; set < kEach; ++set) {
        struct epoll_event event = {0};
        if (epoll_ctl(sets[set], EPOLL_CTL_ADD, number, &event) == 0) {
          ++taken.watches;
        } else if (errno == ENOSPC) {
          taken.error = errno;
          return taken;
        }
      }
    }
    for (; number >= first; --number) close(number);
  }
  return taken;
}

int main(void) {
  int ends[2];
  if (pipe(ends) != 0) return 1;
  for (int i = 0; i < kProcesses; ++i) {
    if (fork() != 0) continue;
    const struct Taken taken = take();
    (void)!write(ends[1], &taken, sizeof taken);
    pause();
  }
  struct Taken taken = {0, 0};
  long watches = 0;
  for (int i = 0; i < kProcesses && taken.error == 0; ++i) {
    if (read(ends[0], &taken, sizeof taken) != sizeof taken) return 1;
    watches += taken.watches;
  }
  printf("%ld watches, %s\n", watches, taken.error != 0 ? "all there are" : "and more are left");
  fflush(stdout);
  sleep(kHoldS);
}
