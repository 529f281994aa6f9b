#include "sandbox/linux/seccomp.h"

#include <seccomp.h>
#include <sys/mman.h>
#include <unistd.h>

#include <memory>
#include <string>
#include <string_view>

#include "foundation/unique_fd.h"
#include "sandbox/linux/seccomp_arguments.h"
#include "sandbox/linux/seccomp_calls.h"
#include "sandbox/linux/seccomp_output.h"

namespace autograder {
namespace {

struct Release {
  void operator()(void* context) const { seccomp_release(context); }
};

Result<> check(int error, std::string_view doing) {
  if (error < 0) return fail_errno("building the seccomp filter: " + std::string(doing), -error);
  return {};
}

Result<> add_calls(scmp_filter_ctx filter, std::uint32_t action, const std::vector<std::string>& names) {
  for (const auto& name : names) {
    const int number = seccomp_syscall_resolve_name(name.c_str());
    if (number < 0) continue;  // newer than this libseccomp, or another processor's: ENOSYS then
    AG_TRY(check(seccomp_rule_add(filter, action, number, 0), name));
  }
  return {};
}

}  // namespace

Result<std::vector<sock_filter>> build_seccomp_program() {
  const std::unique_ptr<void, Release> filter(seccomp_init(SCMP_ACT_ERRNO(ENOSYS)));
  if (!filter) return fail(ErrorCode::failed, "making a seccomp filter: out of memory");
  AG_TRY(check(seccomp_attr_set(filter.get(), SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_KILL_PROCESS), "foreign ABIs"));
  AG_TRY(check(seccomp_attr_set(filter.get(), SCMP_FLTATR_CTL_OPTIMIZE, 2), "binary tree"));
  AG_TRY(add_calls(filter.get(), SCMP_ACT_ALLOW, allowed_calls()));
  AG_TRY(add_calls(filter.get(), SCMP_ACT_ERRNO(0), idle_calls()));
  AG_TRY(add_calls(filter.get(), SCMP_ACT_ERRNO(EOPNOTSUPP), unsupported_calls()));
  AG_TRY(add_calls(filter.get(), SCMP_ACT_ERRNO(EPERM), forbidden_calls()));
  AG_TRY(check(add_conditional_calls(filter.get()), "conditions on arguments"));
  AG_TRY(check(add_blocking_output(filter.get()), "blocking output"));

  const UniqueFd file(::memfd_create("seccomp", MFD_CLOEXEC));
  if (!file) return fail_errno("making a memfd for the seccomp filter");
  AG_TRY(check(seccomp_export_bpf(filter.get(), file.get()), "export"));
  const off_t size = ::lseek(file.get(), 0, SEEK_END);
  std::vector<sock_filter> program(static_cast<std::size_t>(size) / sizeof(sock_filter));
  if (::pread(file.get(), program.data(), static_cast<std::size_t>(size), 0) != size)
    return fail_errno("reading the seccomp filter");
  return program;
}

}  // namespace autograder
