// The real sandbox on this host: real namespaces, cgroups and seccomp, on each kind of host that there is.
//
// sandbox_test [--time-factor N] [--without-clone3] [--allow-degraded]
// For an emulated machine, where everything takes N times as long; for hosts that filter clone3; for hosts that give an
// ordinary user no cgroup.
#include "sandbox/linux/linux_sandbox.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <sstream>
#include <thread>

#include "sandbox/testing/real_boxes.h"

namespace autograder {
namespace {

TEST(LinuxSandbox, TellsExitCodesSignalsAndOutput) {
  const auto outcome = run(shell("echo out; echo err >&2; exit 7"));
  EXPECT_EQ(exit_code(outcome), 7);
  EXPECT_EQ(outcome.stdout_text, "out\n");
  EXPECT_EQ(outcome.stderr_text, "err\n");
  EXPECT_GT(outcome.wall_time, Duration::zero());
  const auto killed = run(shell("kill -SEGV $$"));
  ASSERT_TRUE(ended_as<Signalled>(killed));
  EXPECT_EQ(std::get<Signalled>(killed.ending).signal, SIGSEGV);
  EXPECT_EQ(exit_code(run(shell("exit 137"))), 137);
}

TEST(LinuxSandbox, GivesStdinEachTimeFromItsStartByEveryName) {
  const auto input = memfd("one\ntwo\n");
  auto box = open_box();
  for (const char* script : {"cat", "cat /dev/stdin", "cat /proc/self/fd/0", "read a; read b; echo $a; echo $b"}) {
    Command command = shell(script);
    command.stdin_from = FdStream{input.get()};
    EXPECT_EQ(run(*box, command).stdout_text, "one\ntwo\n") << script;
  }
}

TEST(LinuxSandbox, WritesToItsPipesByName) {
  const auto outcome = run(shell("echo a > /dev/stdout; echo b > /dev/stderr"));
  EXPECT_EQ(outcome.stdout_text, "a\n");
  EXPECT_EQ(outcome.stderr_text, "b\n");
}

TEST(LinuxSandbox, PutsFilesInAndBringsFilesOut) {
  Command command = shell(
      "cat input.txt; ./tool; echo result > made; ln -s /etc/ld.so.cache link; mkfifo pipe; mkdir dir; head -c 5000 "
      "/dev/zero > big; chmod 000 made");
  command.files = {{"input.txt", std::string("hello\n"), false}, {"tool", std::string("#!/bin/sh\necho tool\n"), true}};
  command.collect = {{"made", kib(1)}, {"link", kib(1)}, {"pipe", kib(1)},
                     {"dir", kib(1)},  {"big", kib(1)},  {"none", kib(1)}};
  const auto outcome = run(command);
  EXPECT_EQ(outcome.stdout_text, "hello\ntool\n") << outcome.stderr_text;
  ASSERT_EQ(outcome.collected.size(), 6u);
  char text[16] = {};
  ASSERT_TRUE(outcome.collected[0].content) << outcome.collected[0].problem;
  EXPECT_EQ(::pread(outcome.collected[0].content.get(), text, sizeof text, 0), 7);
  EXPECT_STREQ(text, "result\n");
  EXPECT_EQ(outcome.collected[1].problem, "not a regular file");
  EXPECT_EQ(outcome.collected[2].problem, "not a regular file");
  EXPECT_EQ(outcome.collected[3].problem, "not a regular file");
  EXPECT_EQ(outcome.collected[4].problem, "larger than 1 KiB");
  EXPECT_EQ(outcome.collected[5].problem, "absent");
}

TEST(LinuxSandbox, NothingPassesFromOneRunToTheNext) {
  auto box = open_box();
  // What stands there, our pid, how many processes there are (by the shell's own means); then leave something of each.
  const char* script =
      "ls -A /code /tmp /dev/shm | grep -v : | tr -d '\\n'; echo $$; set -- /proc/[0-9]*; echo $#;"
      "echo x > /code/a; echo x > /tmp/b; echo x > /dev/shm/c; (sleep 100 &)";
  const auto first = run(*box, shell(script));
  const auto second = run(*box, shell(script));
  EXPECT_EQ(first.stdout_text, "2\n1\n") << first.stderr_text;
  EXPECT_EQ(second.stdout_text, "2\n1\n") << second.stderr_text;
}

TEST(LinuxSandbox, KillEndsARunFromAnotherThread) {
  auto box = open_box();
  auto running = box->start(shell("sleep 100"));
  ASSERT_TRUE(running);
  std::thread killer([&] { (*running)->kill(); });
  auto outcome = (*running)->wait();
  killer.join();
  ASSERT_TRUE(outcome) << outcome.error().message;
  EXPECT_TRUE(ended_as<Killed>(*outcome));
  EXPECT_EQ(run(*box, shell("echo again")).stdout_text, "again\n");
}

TEST(LinuxSandbox, ShowsNothingOfTheHost) {
  const auto outcome =
      run(shell("id -u; id -G; ls / ; ls /etc; cut -d : -f 1 /etc/passwd | tr '\\n' ' '; "
                "whoami; echo ~student; cat /etc/shadow 2>&1; ls -d /proc/[0-9]* | wc -l; cat "
                "/proc/1/cmdline 2>&1; ls /sys /root /home "
                "2>&1; cat /proc/self/cgroup | head -3; ls -l /proc/self/fd | wc -l; cat /proc/self/status | grep -E "
                "'CapEff|CapBnd|NoNewPrivs|Seccomp:'; hostname; cat /proc/net/dev | wc -l"));
  EXPECT_EQ(exit_code(outcome), 0);
  EXPECT_NE(outcome.stdout_text.find("1000\n1000\n"), std::string::npos) << outcome.stdout_text;
  EXPECT_NE(outcome.stdout_text.find("\nroot student nobody student\n/tmp\n"), std::string::npos)
      << outcome.stdout_text;
  EXPECT_NE(outcome.stdout_text.find("/etc/shadow: No such file"), std::string::npos);
  EXPECT_NE(outcome.stdout_text.find("/proc/1/cmdline: No such file"), std::string::npos);
  EXPECT_NE(outcome.stdout_text.find("CapEff:\t0000000000000000"), std::string::npos);
  EXPECT_NE(outcome.stdout_text.find("NoNewPrivs:\t1"), std::string::npos);
  EXPECT_NE(outcome.stdout_text.find("Seccomp:\t2"), std::string::npos);
}

// Whatever the host's: a right program must not depend on where the server stands.
TEST(LinuxSandbox, TheTimeZoneIsUtc) {
  const auto outcome = run(shell("readlink /etc/localtime; date +%Z%z"));
  EXPECT_EQ(outcome.stdout_text, "/usr/share/zoneinfo/Etc/UTC\nUTC+0000\n") << outcome.stderr_text;
}

TEST(LinuxSandbox, RefusesWhatChangesTheKernel) {
  // Each line: what was tried, and the errno it must meet.
  const auto outcome = run(python(R"(
import ctypes, errno, os, socket
libc = ctypes.CDLL(None, use_errno=True)
def call(name, number, *arguments):
    ctypes.set_errno(0)
    result = libc.syscall(number, *arguments)
    print(name, errno.errorcode.get(ctypes.get_errno(), 'OK') if result < 0 else 'OK')
call('unshare', 272, 0x10000000)
call('mount', 165, 0, b'/tmp', b'tmpfs', 0, 0)
call('ptrace', 101, 0, 0, 0, 0)
call('bpf', 321, 0, 0, 0)
call('io_uring_setup', 425, 1, 0)
call('clone3', 435, 0, 0)
call('keyctl', 250, 0, 0)
call('clone_newuser', 56, 0x10000011, 0, 0, 0, 0)
call('sched_setaffinity', 203, 0, 8, b'\xff' * 8)
call('newest', 470, 0, 0)
call('userfaultfd', 323, 0)
call('pidfd_getfd', 438, 1, 0, 0)
try:
    socket.socket(socket.AF_UNIX)
    print('unix OK')
except OSError as error:
    print('unix', errno.errorcode[error.errno])
try:
    socket.create_connection(('127.0.0.1', 80))
except OSError as error:
    print('inet', errno.errorcode[error.errno])
try:
    open('/proc/self/oom_score_adj', 'w').write('-1000')
except OSError as error:
    print('oom_score_adj', errno.errorcode[error.errno])
try:
    open('/usr/x', 'w')
except OSError as error:
    print('write /usr', errno.errorcode[error.errno])
try:
    os.kill(1, 9)
except OSError as error:
    assert error.errno == errno.EPERM, error
call('prlimit of pid 1', 302, 1, 7, b'\x00' * 16, 0)
call('prlimit of self', 302, 0, 7, b'\x10' + b'\x00' * 7 + b'\x10' + b'\x00' * 7, 0)
call('renice pid 1', 141, 0, 1, 19)
call('renice the user', 141, 2, 0, 19)
call('nice', 141, 0, 0, 19)
call('mmap of huge pages', 9, 0, 1 << 21, 3, 0x40022, -1, 0)
call('memfd of huge pages', 319, b'x', 4)
call('shm of huge pages', 29, 0, 1 << 21, 0o4600)
print('fds', sorted(os.listdir('/proc/self/fd')))
)"));
  EXPECT_EQ(outcome.stdout_text,
            "unshare EPERM\nmount EPERM\nptrace EPERM\nbpf EPERM\nio_uring_setup ENOSYS\nclone3 ENOSYS\nkeyctl ENOSYS\n"
            "clone_newuser EPERM\nsched_setaffinity OK\nnewest ENOSYS\nuserfaultfd EPERM\npidfd_getfd EPERM\nunix OK\n"
            "inet ENETUNREACH\noom_score_adj EROFS\nwrite /usr EROFS\nprlimit of pid 1 EPERM\nprlimit of self OK\n"
            "renice pid 1 EPERM\nrenice the user EPERM\nnice OK\nmmap of huge pages EPERM\n"
            "memfd of huge pages EPERM\nshm of huge pages EPERM\nfds ['0', '1', '2', '3']\n")
      << outcome.stderr_text;
}

TEST(LinuxSandbox, BindsHostDirectoriesReadOnly) {
  char path[] = "/var/tmp/autograder-mount-XXXXXX";
  ASSERT_NE(::mkdtemp(path), nullptr);
  std::ofstream(std::string(path) + "/data") << "data\n";
  ::chmod(path, 0755);
  Command command = shell("cat /opt/cache/inner/data; echo x > /opt/cache/inner/data; echo $?");
  command.mounts = {{path, "/opt/cache/inner"}};
  const auto outcome = run(command);
  EXPECT_EQ(outcome.stdout_text.substr(0, 5), "data\n") << outcome.stderr_text;
  EXPECT_NE(outcome.stderr_text.find("Read-only"), std::string::npos);
  const std::string link = std::string(path) + "/link";
  ASSERT_EQ(::symlink("/etc", link.c_str()), 0);
  command.mounts = {{link, "/opt/cache"}};
  auto box = open_box();
  auto running = box->start(command);
  ASSERT_TRUE(running);
  EXPECT_FALSE((*running)->wait());
  EXPECT_EQ(run(*box, shell("echo usable")).stdout_text, "usable\n");
  ::unlink(link.c_str());
  ::unlink((std::string(path) + "/data").c_str());
  ::rmdir(path);
}

TEST(LinuxSandbox, BindsNothingThatIsNotOnItsList) {
  char inside[] = "/var/tmp/autograder-mount-XXXXXX";
  ASSERT_NE(::mkdtemp(inside), nullptr);
  const std::string link = std::string(inside) + "/link";
  ASSERT_EQ(::symlink("/etc", link.c_str()), 0);
  auto box = open_box();
  for (const std::string& path : {std::string("/etc"), std::string("/root"), std::string("/var/tmp"),
                                  std::string("/var/tmp/../../etc"), link, link + "/ssl", std::string("/var/tmpx")}) {
    Command command = shell("ls /opt/cache");
    command.mounts = {{path, "/opt/cache"}};
    auto running = box->start(command);
    if (!running) continue;  // not even a path
    const auto outcome = (*running)->wait();
    ASSERT_FALSE(outcome) << path << ": " << outcome->stdout_text;
    EXPECT_NE(outcome.error().message.find("binding " + path), std::string::npos) << outcome.error().message;
  }
  EXPECT_EQ(run(*box, shell("echo usable")).stdout_text, "usable\n");
  ::unlink(link.c_str());
  ::rmdir(inside);
}

TEST(LinuxSandbox, ARunReadsAFileOfItsOwn) {
  // The input's own file is everybody's to read and write here, and nothing of a run reaches it.
  const auto input = memfd("one\n");
  struct stat before{}, after{};
  ASSERT_EQ(::fstat(input.get(), &before), 0);
  for (const bool as_file : {false, true}) {
    Command command =
        shell("cat; readlink /proc/self/fd/0; stat -L -c '%a %i' /dev/stdin; touch /dev/stdin; (: > /dev/stdin)");
    command.stdin_from = FdStream{input.get()};
    if (as_file) command.files = {{"input.txt", input.get(), false}};
    const auto outcome = run(command);
    EXPECT_EQ(outcome.stdout_text.substr(0, 4), "one\n");
    EXPECT_NE(outcome.stdout_text.find(as_file ? "/code/input.txt" : "stdin (deleted)"), std::string::npos)
        << outcome.stdout_text;
    EXPECT_NE(outcome.stdout_text.find("\n444 "), std::string::npos) << outcome.stdout_text;
    EXPECT_EQ(outcome.stdout_text.find(" " + std::to_string(before.st_ino) + "\n"), std::string::npos);
  }
  ASSERT_EQ(::fstat(input.get(), &after), 0);
  EXPECT_EQ(after.st_mtim.tv_nsec, before.st_mtim.tv_nsec);
  EXPECT_EQ(after.st_ctim.tv_nsec, before.st_ctim.tv_nsec);
}

TEST(LinuxSandbox, DevicesTakeBytesAndNoTimes) {
  struct stat before{}, after{};
  ASSERT_EQ(::stat("/dev/null", &before), 0);
  const auto outcome = run(shell(
      "echo x > /dev/null && echo written; echo x > /dev/full || echo full; head -c 3 /dev/zero | wc -c; head -c 3 "
      "/dev/urandom | wc -c; for d in null zero full random urandom; do touch /dev/$d || echo $d refused; done"));
  EXPECT_EQ(outcome.stdout_text,
            "written\nfull\n3\n3\nnull refused\nzero refused\nfull refused\nrandom refused\nurandom refused\n");
  EXPECT_NE(outcome.stderr_text.find("Read-only file system"), std::string::npos) << outcome.stderr_text;
  ASSERT_EQ(::stat("/dev/null", &after), 0);
  EXPECT_EQ(after.st_mtim.tv_nsec, before.st_mtim.tv_nsec);
}

TEST(LinuxSandbox, ProcShowsProcessesAlone) {
  const auto outcome = run(shell("ls /proc; cat /proc/cpuinfo; cat /proc/self/comm; ls /proc/sys"));
  EXPECT_EQ(outcome.stdout_text, "2\n3\nself\nthread-self\ncat\n") << outcome.stderr_text;
}

TEST(LinuxSandbox, EachBoxHasNamespacesOfItsOwn) {
  const Command command = shell(
      "for n in cgroup ipc mnt net pid time user uts; do [ -e /proc/self/ns/$n ] && readlink /proc/self/ns/$n; done");
  auto first = open_box(), second = open_box();
  std::istringstream ours(run(*first, command).stdout_text), theirs(run(*second, command).stdout_text);
  int count = 0;
  for (std::string a, b; std::getline(ours, a) && std::getline(theirs, b); ++count) {
    std::array<char, 64> host{};
    EXPECT_GT(::readlink(("/proc/self/ns/" + a.substr(0, a.find(':'))).c_str(), host.data(), host.size() - 1), 0);
    EXPECT_NE(a, b);
    EXPECT_NE(a, host.data());
  }
  EXPECT_GE(count, 7);  // a kernel may have been built without that of time
}

TEST(LinuxSandbox, RefusesCommandsOverTheirBounds) {
  auto box = open_box();
  Command command = shell("true");
  command.argv = {"relative"};
  EXPECT_FALSE(box->start(command));
  command = shell(std::string(200'000, 'x'));
  EXPECT_FALSE(box->start(command));
  command = shell("true");
  command.files = {{"../x", std::string("x"), false}};
  EXPECT_FALSE(box->start(command));
  command = shell("true");
  command.argv.push_back(std::string("a\0b", 3));
  EXPECT_FALSE(box->start(command));
  EXPECT_EQ(exit_code(run(*box, shell("true"))), 0);
}

TEST(LinuxSandbox, AMissingProgramIsOurErrorAndTheBoxLives) {
  auto box = open_box();
  Command command = shell("true");
  command.argv = {"/usr/bin/no-such-program"};
  auto running = box->start(command);
  ASSERT_TRUE(running);
  const auto outcome = (*running)->wait();
  ASSERT_FALSE(outcome);
  EXPECT_NE(outcome.error().message.find("exec /usr/bin/no-such-program: ENOENT"), std::string::npos)
      << outcome.error().message;
  EXPECT_EQ(exit_code(run(*box, shell("true"))), 0);
}

TEST(LinuxSandbox, ManyBoxesAtOnce) {
  std::vector<std::thread> threads;
  std::atomic<int> right = 0;
  for (int i = 0; i < 6; ++i) {
    threads.emplace_back([&, i] {
      for (int round = 0; round < 10; ++round) {
        const auto word = std::to_string(i * 100 + round);
        right += run(shell("echo " + word)).stdout_text == word + "\n" ? 1 : 0;
      }
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(right, 60);
}

}  // namespace
}  // namespace autograder

namespace {

// As container runtimes have it: clone3 answers ENOSYS, so that its callers fall back.
bool withhold_clone3() {
  sock_filter filter[] = {
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr)), BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 435, 0, 1),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | ENOSYS), BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW)};
  const sock_fprog program{4, filter};
  return ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && ::prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0;
}

}  // namespace

int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  for (int i = 1; i < argc; ++i) {
    const std::string_view word = argv[i];
    if (word == "--without-clone3" && !withhold_clone3()) return 1;
    if (word == "--time-factor" && i + 1 < argc) autograder::time_factor = std::atoi(argv[++i]);
  }
  autograder::LinuxSandboxOptions options;
  options.mount_roots = {"/var/tmp"};
  for (int i = 1; i < argc; ++i)
    options.allow_degraded = options.allow_degraded || argv[i] == std::string_view("--allow-degraded");
  for (const auto& layer : autograder::inspect_host(options.allow_degraded, ::geteuid())) {
    if (layer.name == "cgroups") autograder::degraded = !layer.present && !layer.required;
    if (layer.present || !layer.required || ::geteuid() == 0) continue;
    std::cerr << "SKIPPED: an ordinary user cannot make boxes here: " << layer.detail << "\n";
    return 0;
  }
  auto launcher = autograder::fork_launcher(0, nullptr);
  if (!launcher) return 1;
  auto sandbox = autograder::connect_sandbox(std::move(*launcher), options);
  if (!sandbox) {
    std::cerr << "no sandbox on this host: " << sandbox.error().message << "\n";
    return 1;
  }
  autograder::sandbox = sandbox->get();
  return RUN_ALL_TESTS();
}
