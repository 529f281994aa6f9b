// The real sandbox of this host, for the sources of sandbox_test; its main sets it up before any test.
#pragma once

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/mman.h>
#include <unistd.h>

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include "sandbox/sandbox.h"

namespace autograder {

inline Sandbox* sandbox = nullptr;

inline bool degraded = false;  // no cgroups here, and that is allowed

inline int time_factor = 1;
template <class T>
Duration scaled(T duration) {
  return duration * time_factor;
}

inline Command shell(std::string script) {
  Command command;
  command.limits.cpu_time *= time_factor;
  command.limits.wall_time *= time_factor;
  command.argv = {"/bin/sh", "-c", std::move(script)};
  command.environment = {{"PATH", "/usr/bin:/bin"}};
  command.stdout_to = Capture{mib(1)};
  command.stderr_to = Capture{mib(1)};
  return command;
}

inline Command python(std::string script) {
  Command command = shell("");
  command.argv = {"/usr/bin/python3", "-I", "-S", "-c", std::move(script)};
  return command;
}

inline std::unique_ptr<Box> open_box() {
  auto boxes = sandbox->open(1);
  EXPECT_TRUE(boxes) << boxes.error().message;
  return std::move(boxes->front());
}

inline Outcome run(Box& box, const Command& command) {
  auto running = box.start(command);
  EXPECT_TRUE(running) << running.error().message;
  if (!running) return {};
  auto outcome = (*running)->wait();
  EXPECT_TRUE(outcome) << outcome.error().message;
  return outcome ? std::move(*outcome) : Outcome{};
}

inline Outcome run(const Command& command) {
  return run(*open_box(), command);
}

template <class Kind>
bool ended_as(const Outcome& outcome) {
  return std::holds_alternative<Kind>(outcome.ending);
}
inline int exit_code(const Outcome& outcome) {
  const auto* exited = std::get_if<Exited>(&outcome.ending);
  return exited != nullptr ? exited->code : -1;
}

inline UniqueFd memfd(std::string_view text) {
  UniqueFd file(::memfd_create("test", MFD_CLOEXEC | MFD_ALLOW_SEALING));
  EXPECT_EQ(::write(file.get(), text.data(), text.size()), static_cast<ssize_t>(text.size()));
  ::fcntl(file.get(), F_ADD_SEALS, F_SEAL_WRITE | F_SEAL_GROW | F_SEAL_SHRINK | F_SEAL_SEAL);
  return file;
}

}  // namespace autograder
