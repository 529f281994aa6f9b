#include "sandbox/linux/seccomp.h"

#include <linux/seccomp.h>
#include <seccomp.h>

#include <cerrno>
#include <string>
#include <vector>

#include "sandbox/linux/seccomp_arguments.h"
#include "sandbox/linux/seccomp_calls.h"
#include "sandbox/linux/seccomp_output.h"

namespace autograder {
namespace {

void add_calls(SeccompTable& table, std::uint32_t answer, const std::vector<std::string>& names) {
  // A number below 0: newer than this libseccomp, or another processor's. ENOSYS then, as for all that is not named.
  for (const auto& name : names) table.add(answer, seccomp_syscall_resolve_name(name.c_str()));
}

}  // namespace

SeccompTable seccomp_table() {
  SeccompTable table(SECCOMP_RET_ERRNO | ENOSYS);
  add_calls(table, SECCOMP_RET_ALLOW, allowed_calls());
  add_calls(table, SECCOMP_RET_ERRNO | 0, idle_calls());
  add_calls(table, SECCOMP_RET_ERRNO | EOPNOTSUPP, unsupported_calls());
  add_calls(table, SECCOMP_RET_ERRNO | EPERM, forbidden_calls());
  add_conditional_calls(table);
  add_blocking_output(table);
  return table;
}

}  // namespace autograder
