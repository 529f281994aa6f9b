#!/bin/bash
# What a new user does with a checkout in their home directory. Run inside by tests/fresh/machine.sh; prints times and sizes,
# and ends with not zero at the first thing that is not as it should be.
set -euo pipefail
log=/tmp/run.log
wrong() {
  printf 'WRONG: %s\n' "$*"
  [ ! -s $log ] || { echo "-- what ./run said last"; tail -n 40 $log; }
  [ ! -s build/server.log ] || { echo "-- what the server said last"; tail -n 20 build/server.log; }
  exit 1
}
# timed WORDS COMMAND...
timed() {
  local words=$1 started=$SECONDS status=0
  shift
  "$@" || status=$?
  printf '%s: %s s\n' "$words" $((SECONDS - started))
  return $status
}
megabytes() { du -sxm "$@" 2>/dev/null | awk '{ sum += $1 } END { print sum + 0 }'; }
# Free below 20000, where no connection of this host begins.
free_port() {
  local port
  for _ in $(seq 50); do
    port=$((10000 + RANDOM % 10000))
    (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || { echo $port; return; }
  done
  return 1
}

. /etc/os-release
echo "$PRETTY_NAME, $(nproc) cores, $(awk '/^MemTotal/ { print int($2 / 1024) }' /proc/meminfo) MB"
for command in sudo git locale-gen g++ node npm curl python3; do
  ! command -v $command >/dev/null || echo "  (it has $command already)"
done

# Somebody who may not install anything is told what to do, and it is right.
cp -r "$HOME/autograder" /tmp/of_nobody && chown -R nobody /tmp/of_nobody
refused() {
  local status=0
  (cd /tmp/of_nobody && setpriv --reuid 65534 --regid 65534 --clear-groups ./run --build-only) >$log 2>&1 </dev/null || status=$?
  [ $status -eq 1 ] && [ "$(wc -l <$log)" = 1 ] && grep -q "there is no sudo. As root, run: $1" $log ||
    wrong "nobody was not told to run $1 (status $status)"
}
rm -rf /var/lib/apt/lists/*
refused 'apt-get update, then ./run again$'
apt-get update -qq
refused 'apt-get install'
apt-get install -s -qq $(sed 's/.*As root, run: apt-get install//' $log) >/dev/null || wrong "that command is wrong"
rm -rf /tmp/of_nobody /var/lib/apt/lists/*

cd "$HOME/autograder"
before=$(megabytes /usr /var/lib)
timed "First ./run --build-only" ./run --build-only </dev/null 2>&1 | tee $log || wrong "./run --build-only failed"
[ -x build/release/autograder ] || wrong "there is no build/release/autograder"
echo "Packages: $(($(megabytes /usr /var/lib) - before)) MB; apt's archives: $(megabytes /var/cache/apt) MB"
echo "Checkout: $(megabytes .) MB, of it build/ $(megabytes build), web/node_modules $(megabytes web/node_modules); npm's cache $(megabytes ~/.npm) MB; ccache $(megabytes ~/.cache/ccache) MB"
echo "Program: $(stat -c %s build/release/autograder) bytes"
g++ --version | sed -n 1p
cmake --version | sed -n 1p
echo "Boost $(sed -n 's/^#define BOOST_LIB_VERSION "\(.*\)"/\1/p' /usr/include/boost/version.hpp), node $(node --version)$(
  [ ! -x build/node/node_modules/node/bin/node ] || echo " (for the web application: $(build/node/node_modules/node/bin/node --version))")"
timed "Second ./run --build-only" ./run --build-only </dev/null >$log 2>&1 || wrong "the second ./run --build-only failed"

build/release/autograder check-host </dev/null 2>&1 || wrong "check-host finds something missing"

port=$(free_port) || wrong "there is no free port"
started=$SECONDS
mkfifo /tmp/run.words
./run --listen "127.0.0.1:$port" </dev/null >/tmp/run.words 2>&1 &
server=$!
exec 3</tmp/run.words
: >$log
loaded=no
while [ $loaded = no ] && IFS= read -r -t 600 -u 3 line; do
  sed 's/password: .*/password: .../' <<<"$line" | tee -a $log
  case $line in
    '  done in'* | 'done in'*) loaded=yes ;;
    *'were not all judged'*) wrong "not all examples were accepted" ;;
  esac
done
[ $loaded = yes ] || wrong "./run ended, or said nothing for 600 s"
rows=$(grep -cE ' (javascript|python|java|cpp|go|c) +AC ' $log) || true
[ "$rows" -ge 40 ] || wrong "$rows solutions of the examples were accepted, and there are more than 40"
echo "Examples: $rows accepted, all of it $((SECONDS - started)) s after ./run"

page=$(curl -sL --max-time 10 "http://127.0.0.1:$port/") || wrong "there is no first page"
grep -q '<script type="module"' <<<"$page" || wrong "the first page is not the web application's"
# The session of README.md, as a person pastes it.
sed -n '/^```bash$/,/^```$/p' README.md | sed '/^```/d' | sed "s/127\.0\.0\.1:5000/127.0.0.1:$port/g" >/tmp/session.sh
grep -q submission/create /tmp/session.sh || wrong "README.md has no session to paste"
verdict=$(timeout 120 bash </tmp/session.sh | grep -o '"status":"[A-Z]*"' | tail -n 1) || true
[ "$verdict" = '"status":"AC"' ] || wrong "the session of README.md ended with ${verdict:-nothing}"
echo "The session of README.md: $verdict"
for process in /proc/[0-9]*; do
  [ "$(cat "$process/comm" 2>/dev/null)" != autograder ] || sed -n 's/^VmRSS:[[:space:]]*/A process of the server holds /p' "$process/status"
done
kill -TERM $server
wait $server || wrong "./run did not end well"
read -r -t 10 -u 3 line && [ "$line" = "Stopped." ] || wrong "./run did not say that it stopped"
echo "Stopped."

# What students send, with the compilers and runtimes of this system (run --programs).
if [ "${PROGRAMS:-no}" = yes ]; then
  apt-get install -y -qq python3-pytest >/dev/null
  java -version 2>&1 | sed -n 1p
  python3 --version
  go version
  PYTHONDONTWRITEBYTECODE=1 timed "Programs of students" python3 -m pytest -p no:cacheprovider -ra --tb=short tests/end_to_end/test_{cases,library,precompiled_header}.py ||
    wrong "not every program got its expected verdict"
fi
