// Is linked to programs of C and C++. Where a signal ends the program, it writes on descriptor 2 which places of the
// program's own code were on their way:
//
//   \x1e crash HINT ADDRESS...     HINT: n a null pointer, s the end of the stack, - neither; addresses as the file has them
//
// The judge takes that line out and asks addr2line for it (src/judge/crash_mark.h). The program still ends by the same
// signal, and one that handles signals itself does so. All names are static: a program may have any of them.
#define _GNU_SOURCE
#include <elf.h>
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <ucontext.h>
#include <unistd.h>
#include <unwind.h>

enum { kOwnMax = 8, kFramesMax = 64, kAddressMax = 17, kNullMax = 4096, kNearStackEnd = 2 << 20 };

extern const char __executable_start[], __etext[];

static const int kSignals[] = {SIGSEGV, SIGABRT, SIGFPE, SIGBUS, SIGILL, SIGTRAP};
static char own_stack[64 * 1024] __attribute__((aligned(16)));  // endless recursion leaves no other
static uintptr_t stack_top;
static volatile sig_atomic_t ends_by;

static struct {
  int frames, own;
  size_t length;
  char text[16 + kOwnMax * kAddressMax];
} mark;

static void add_text(const char* text) {
  while (*text) mark.text[mark.length++] = *text++;
}

// A place of the program's own, as the file has it: where the file was loaded is taken off.
static void add_place(uintptr_t place) {
  const uintptr_t start = (uintptr_t)__executable_start;
  if (place < start || place >= (uintptr_t)__etext || mark.own == kOwnMax) return;
  if (((const Elf64_Ehdr*)__executable_start)->e_type == ET_DYN) place -= start;
  int shift = 60;
  while (shift > 0 && place >> shift == 0) shift -= 4;
  mark.text[mark.length++] = ' ';
  for (; shift >= 0; shift -= 4) mark.text[mark.length++] = "0123456789abcdef"[place >> shift & 15];
  ++mark.own;
}

// A call returns behind itself; what a signal broke off is the place itself.
static _Unwind_Reason_Code add_frame(struct _Unwind_Context* context, void* unused) {
  (void)unused;
  int exact = 0;
  const uintptr_t place = _Unwind_GetIPInfo(context, &exact);
  if (mark.frames++ > 0) add_place(exact ? place : place - 1);  // the first is the handler
  return mark.own == kOwnMax || mark.frames == kFramesMax ? _URC_NORMAL_STOP : _URC_NO_REASON;
}

// Calling a null pointer leaves no place to begin at, only the one that it would have returned to.
static int was_called_into_nothing(const siginfo_t* info, const ucontext_t* context) {
#ifdef __x86_64__
  const uintptr_t at = (uintptr_t)context->uc_mcontext.gregs[REG_RIP];
  if (info->si_signo != SIGSEGV || info->si_code <= 0 || (uintptr_t)info->si_addr != at) return 0;
  add_place(*(const uintptr_t*)context->uc_mcontext.gregs[REG_RSP] - 1);
  return 1;
#else
  (void)info, (void)context;
  return 0;
#endif
}

static const char* hint_of(const siginfo_t* info) {
  if (info->si_signo != SIGSEGV || (info->si_code != SEGV_MAPERR && info->si_code != SEGV_ACCERR)) return "-";
  const uintptr_t address = (uintptr_t)info->si_addr;
  if (address < kNullMax) return "n";
  struct rlimit stack;
  if (syscall(SYS_prlimit64, 0, RLIMIT_STACK, (void*)0, &stack) != 0 || stack.rlim_cur == RLIM_INFINITY) return "-";
  const uintptr_t depth = stack_top - address;
  return address < stack_top && depth + kNearStackEnd > stack.rlim_cur && depth / 2 < stack.rlim_cur ? "s" : "-";
}

static void tell_and_end(void) {
  add_text("\n");
  (void)syscall(SYS_write, 2, mark.text, mark.length);
  struct sigaction otherwise = {.sa_handler = SIG_DFL};
  sigaction(ends_by, &otherwise, (void*)0);
  syscall(SYS_tgkill, syscall(SYS_getpid), syscall(SYS_gettid), ends_by);
}

static void crashed(int number, siginfo_t* info, void* context) {
  // Walking over a broken stack may fail: then what was found is told, and the first signal is the one that counts.
  if (ends_by == 0) {
    ends_by = number;
    add_text("\x1e" "crash ");
    add_text(hint_of(info));
    if (!was_called_into_nothing(info, context)) _Unwind_Backtrace(add_frame, (void*)0);
  }
  tell_and_end();
}

// Before any constructor of the program's own.
__attribute__((constructor(101))) static void watch(void) {
  stack_top = (uintptr_t)__builtin_frame_address(0);
  const stack_t stack = {.ss_sp = own_stack, .ss_size = sizeof own_stack};
  syscall(SYS_sigaltstack, &stack, (void*)0);
  struct sigaction action = {.sa_sigaction = crashed, .sa_flags = SA_SIGINFO | SA_ONSTACK | SA_NODEFER};
  for (size_t i = 0; i < sizeof kSignals / sizeof *kSignals; ++i) sigaction(kSignals[i], &action, (void*)0);
}
