// Counts that the kernel keeps for a whole host or user, and that programs together can use up, the server's share among them.
//
// No filter can count them, and a bound for each program that is safe for all together would stop honest programs. So `check-host`
// and `/health` say where the host's settings let it happen, with the remedy: with it, memory limits end before the count does.
#pragma once

#include <string>

namespace autograder {

// The number that a file of /proc begins with, or `otherwise`.
long long number_in(const char* path, long long otherwise);

// The kernel counts epoll watches a user. Why programs could take all of an ordinary user's, the server's among them, with the
// remedy, where so many are allowed; empty when their memory limits end before.
std::string why_watches_may_run_out(long long allowed);
long long watches_allowed();

// The kernel counts open files of the host, and refuses everybody but root beyond `allowed`. Why programs on so many cores could
// take all of them, with the remedy; empty when they cannot.
std::string why_open_files_may_run_out(long long allowed, unsigned cores);
long long open_files_allowed();

}  // namespace autograder
