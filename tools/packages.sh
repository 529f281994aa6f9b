# Sourced by run, test and .ci/run: which of the distribution's packages they need, and how missing ones are installed.
#
# An entry is `package`, `command=package` (a thing that has a command is looked for as a command: a Node.js from elsewhere
# is as good, and Debian's would conflict with it), or alternatives `first|second` (the first that the distribution has).
# Python is always the distribution's own, /usr/bin/python3, never one found by PATH.

build_packages=(
  g++=g++ cmake=cmake ninja=ninja-build ccache=ccache pkg-config=pkg-config
  'libboost1.81-dev|libboost-dev' 'libboost-json1.81-dev|libboost-json-dev'
  libsqlitecpp-dev libsqlite3-dev libpq-dev libseccomp-dev libspdlog-dev libfmt-dev libtomlplusplus-dev libcli11-dev libssl-dev
  libcrypt-dev prometheus-cpp-dev libarchive-dev libyaml-cpp-dev
  npm=npm ca-certificates
)
# What the server needs on its host: the languages it judges, and what loads the examples.
runtime_packages=(/usr/bin/python3=python3 node=nodejs javac=default-jdk-headless go=golang-go tar=tar curl=curl)
# `postgresql` starts a server of its own; tests use its programs alone and start theirs.
test_packages=(libgtest-dev libgmock-dev python3-pytest python3-venv patch=patch postgresql)
# For virtual machines as hosts of other kinds (tests/hosts). Their kernel is downloaded and unpacked, never installed.
host_packages=(qemu-system-x86_64=qemu-system-x86 busybox-static cpio=cpio setpriv=util-linux timeout=coreutils)
# Machines that have nothing yet (tests/fresh).
fresh_packages=(debootstrap=debootstrap unshare=util-linux git=git)
# What bench/run measures beside us, and with.
bench_packages=(bwrap=bubblewrap crun=crun wrk=wrk)
# What drives the web application in tests.
browser_packages=(chromium=chromium)
# Looked at only where the distribution has them.
format_package=clang-format-19
clang_packages=(clang++-19=clang-19 clang-tidy-19=clang-tidy-19 libclang-rt-19-dev)

say() { printf '%s\n' "$*"; }
die() {
  printf '%s: %s\n' "${0##*/}" "$*" >&2
  exit 1
}

installed() {
  local package
  for package in ${1//|/ }; do
    [ "$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null)" = installed ] && return 0
  done
  return 1
}

# Runtimes count only where the language files look for them: not in a home directory.
has_command() {
  case $1 in
    /*) [ -x "$1" ] ;;
    node | javac) [ -x "/usr/bin/$1" ] || [ -x "/usr/local/bin/$1" ] ;;
    go) [ -x /usr/bin/go ] || [ -x /usr/local/go/bin/go ] ;;
    *) command -v "$1" >/dev/null ;;
  esac
}

# Prints the entries that are not there, without their commands.
missing_packages() {
  local entry
  for entry in "$@"; do
    case $entry in
      *=*) has_command "${entry%%=*}" || printf '%s\n' "${entry#*=}" ;;
      *) installed "$entry" || printf '%s\n' "$entry" ;;
    esac
  done
}

# Runs a command as root, or says what a person must do.
as_root() {
  if [ "$(id -u)" = 0 ]; then
    "$@"
  elif command -v sudo >/dev/null; then
    sudo "$@"
  else
    die "this needs root, and there is no sudo. As root, run: $*"
  fi
}

in_distribution() { [ -n "$(apt-cache madison "$1" 2>/dev/null)" ]; }

# Of "first|second", the first that the distribution has.
choose_package() {
  local package
  for package in ${1//|/ }; do
    in_distribution "$package" && { printf '%s\n' "$package"; return; }
  done
  printf '%s\n' "${1%%|*}"
}

# install_missing WHAT-FOR ENTRY...: nothing at all when nothing is missing.
install_missing() {
  local purpose=$1 started=$SECONDS missing chosen=() entry
  shift
  missing=$(missing_packages "$@")
  [ -n "$missing" ] || return 0
  command -v apt-get >/dev/null ||
    die "missing for $purpose: ${missing//$'\n'/ }. Only Debian and Ubuntu are installed for you; install them, then try again."
  if [ "$(id -u)" != 0 ] && ! command -v sudo >/dev/null; then
    # Which of "first|second" it is, only the lists know; minimal systems come without them.
    in_distribution g++ || die "packages are missing, and there is no sudo. As root, run: apt-get update, then $0 again"
    for entry in $missing; do chosen+=("$(choose_package "$entry")"); done
    die "packages are missing, and there is no sudo. As root, run: apt-get install -y --no-install-recommends ${chosen[*]}"
  fi
  entry=${missing//$'\n'/, }
  say "Installing with apt what $purpose needs (some minutes on a new machine): ${entry//|/ or }"
  as_root apt-get update -qq || die "apt-get update failed: look at its words above, and at the network"
  for entry in $missing; do chosen+=("$(choose_package "$entry")"); done
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends \
    -o DPkg::Lock::Timeout=300 -o Dpkg::Use-Pty=0 "${chosen[@]}" >/dev/null ||
    die "apt-get install failed for: ${chosen[*]}. Its words are above."
  say "  installed in $((SECONDS - started)) s"
}
