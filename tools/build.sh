# Sourced by run and test, after packages.sh, in the root of the tree: configure and build one preset.

# Compilers that run at once: one a core, and not more than the memory holds (the largest file takes 1 GB, under
# AddressSanitizer 2.6).
build_jobs() {
  local cores memory_mb each_mb=1200
  [ "$1" = asan ] && each_mb=2700
  cores=$(nproc)
  memory_mb=$(awk '/^MemAvailable:/ { print int($2 / 1024) }' /proc/meminfo)
  local by_memory=$((memory_mb / each_mb))
  [ "$by_memory" -ge 1 ] || by_memory=1
  printf '%s\n' $((cores < by_memory ? cores : by_memory))
}

# configure PRESET [cmake argument]...
configure() {
  local preset=$1 log="build/$1.configure.log"
  shift
  local version
  version=$(g++ -dumpversion)
  [ "${version%%.*}" -ge 12 ] || die "g++ is $version, and at least 12 is needed: install g++-12 or use a newer system"
  mkdir -p build
  command -v ccache >/dev/null && export AUTOGRADER_COMPILER_LAUNCHER=ccache
  cmake --preset "$preset" "$@" >"$log" 2>&1 ||
    { tail -n 30 "$log" >&2; die "cmake could not configure the $preset preset (all its words: $log)"; }
}

# build PRESET [target]...: quiet when it succeeds.
build() {
  local preset=$1 started=$SECONDS log="build/$1.build.log" jobs
  shift
  jobs=$(build_jobs "$preset")
  if ninja -C "build/$preset" -n "$@" 2>/dev/null | grep -q 'no work to do'; then return; fi
  say "Building the $preset preset with $jobs compilers at once (minutes the first time, then only what changed)"
  ninja -C "build/$preset" -j "$jobs" "$@" >"$log" 2>&1 ||
    { grep -E -A 12 'FAILED|error' "$log" | head -n 60 >&2; die "the build failed (all of it: $log)"; }
  say "  built in $((SECONDS - started)) s"
}
