#include "sandbox/linux/seccomp_calls.h"

#include <string_view>

namespace autograder {
namespace {

constexpr std::string_view kAllowed =
    // Processes, threads and their own standing.
    "arch_prctl capget capset execve execveat exit exit_group fork futex futex_requeue futex_wait futex_waitv "
    "futex_wake get_robust_list getcpu getegid geteuid getgid getgroups getpgid getpgrp getpid getppid "
    "getpriority getresgid getresuid getrlimit getrusage getsid gettid getuid ioprio_get "
    "restart_syscall rseq sched_get_priority_max sched_get_priority_min sched_getaffinity sched_getattr "
    "sched_getparam sched_getscheduler sched_rr_get_interval sched_yield set_robust_list set_tid_address "
    "setfsgid setfsuid setgid setgroups setpgid setregid setresgid setresuid setreuid setsid setuid sysinfo "
    "times umask uname vfork wait4 waitid "
    // Memory.
    "brk map_shadow_stack mlock mlock2 mlockall mprotect mremap mseal munlock munlockall munmap pkey_alloc "
    "pkey_free pkey_mprotect remap_file_pages "
    // Files and descriptors.
    "access chdir chmod chown close close_range copy_file_range creat dup dup2 dup3 faccessat faccessat2 "
    "fallocate fchdir fchmod fchmodat fchmodat2 fchown fchownat fstat fstatfs ftruncate futimesat getcwd "
    "getdents getdents64 lchown link linkat lseek lstat mkdir mkdirat mknod mknodat newfstatat open openat "
    "pipe pipe2 pread64 preadv pwrite64 pwritev read readlink readlinkat readv rename renameat renameat2 "
    "rmdir sendfile splice stat statfs statx symlink symlinkat tee truncate unlink unlinkat utime utimensat "
    "utimes write writev "
    // Waiting, signals and time.
    "alarm clock_getres clock_gettime clock_nanosleep epoll_create epoll_create1 epoll_ctl epoll_pwait "
    "epoll_pwait2 epoll_wait eventfd eventfd2 getitimer gettimeofday kill nanosleep pause "
    "poll ppoll pselect6 rt_sigaction rt_sigpending rt_sigprocmask rt_sigqueueinfo rt_sigreturn rt_sigsuspend "
    "rt_sigtimedwait rt_tgsigqueueinfo select setitimer sigaltstack signalfd signalfd4 tgkill time "
    "timer_create timer_delete timer_getoverrun timer_gettime timer_settime timerfd_create timerfd_gettime "
    "timerfd_settime tkill "
    // Between the processes of one run: its ipc namespace is its own, and sockets are of AF_UNIX.
    "accept accept4 bind connect getpeername getsockname listen mq_getsetattr mq_notify mq_open "
    "mq_timedreceive mq_timedsend mq_unlink msgctl msgget msgrcv msgsnd recvfrom recvmmsg recvmsg semctl "
    "semget semop semtimedop sendmmsg sendmsg sendto shmat shmctl shmdt shutdown "
    // Others.
    "getrandom ";

constexpr std::string_view kConditional =
    "clone fcntl getsockopt ioctl madvise membarrier memfd_create mmap msync personality prctl preadv2 "
    "prlimit64 pwritev2 setpriority setrlimit setsockopt shmget socket socketpair ";

constexpr std::string_view kIdle =
    "fadvise64 fdatasync flock fsync readahead sched_setaffinity sync sync_file_range syncfs ";

constexpr std::string_view kUnsupported =
    "fgetxattr flistxattr fremovexattr fsetxattr getxattr getxattrat lgetxattr listxattr listxattrat "
    "llistxattr lremovexattr lsetxattr removexattr removexattrat setxattr setxattrat ";

constexpr std::string_view kForbidden =
    "acct adjtimex bpf chroot clock_adjtime clock_settime delete_module fanotify_init fanotify_mark "
    "finit_module fsconfig fsmount fsopen fspick get_kernel_syms init_module ioperm iopl ioprio_set kcmp "
    "kexec_file_load kexec_load lookup_dcookie mbind migrate_pages mount mount_setattr move_mount move_pages "
    "name_to_handle_at nfsservctl open_by_handle_at open_tree perf_event_open pidfd_getfd pivot_root "
    "process_madvise process_mrelease process_vm_readv process_vm_writev ptrace query_module quotactl "
    "quotactl_fd reboot sched_setattr sched_setparam sched_setscheduler set_mempolicy "
    "set_mempolicy_home_node setdomainname sethostname setns settimeofday swapoff swapon syslog umount2 "
    "unshare userfaultfd vhangup ";

constexpr std::string_view kAbsent =
    // They hide their flags in memory, where no filter can read them: openat2 can ask whether others looked a name up.
    "clone3 openat2 "
    // They tell of pages, files, keys and queues that the host's programs share.
    "add_key cachestat get_mempolicy inotify_add_watch inotify_init inotify_init1 inotify_rm_watch io_cancel "
    "io_destroy io_getevents io_pgetevents io_setup io_submit io_uring_enter io_uring_register io_uring_setup "
    "keyctl memfd_secret mincore request_key "
    // The number of a process's descriptor counts every process that the host ever made. Runtimes do without.
    "pidfd_open pidfd_send_signal "
    // No program that is judged needs them.
    "_sysctl afs_syscall create_module epoll_ctl_old epoll_wait_old get_thread_area getpmsg landlock_add_rule "
    "landlock_create_ruleset landlock_restrict_self modify_ldt putpmsg seccomp security set_thread_area sysfs "
    "tuxcall uselib ustat vmsplice vserver ";

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  for (std::size_t at = 0, end = 0; (end = text.find(' ', at)) != std::string_view::npos; at = end + 1) {
    words.emplace_back(text.substr(at, end - at));
  }
  return words;
}

}  // namespace

std::vector<std::string> allowed_calls() {
  return words_of(kAllowed);
}
std::vector<std::string> conditional_calls() {
  return words_of(kConditional);
}
std::vector<std::string> idle_calls() {
  return words_of(kIdle);
}
std::vector<std::string> unsupported_calls() {
  return words_of(kUnsupported);
}
std::vector<std::string> forbidden_calls() {
  return words_of(kForbidden);
}
std::vector<std::string> absent_calls() {
  return words_of(kAbsent);
}

}  // namespace autograder
