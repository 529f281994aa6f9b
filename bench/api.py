#!/usr/bin/python3
"""How many requests a second the API answers, and what a million stored submissions change in it.

Usage: api.py [--rounds N] [--seconds N] [--stored N] [--queued N]     (bench/run api)

Two servers without a worker, one with a small database (a page of submissions a user, so that answers are alike; a handful of
them waiting) and one with --stored submissions, --queued of them waiting; rate
limits and the bound of the queue are off. wrk asks each in turn from one thread over 64 connections as 1,000 users with
tokens of their own, and so does it ask the reference, Node.js alone that answers 1 KB of JSON. Any answer but a 2xx is a
failure. Medians of rounds; fsyncs of the server are counted by perf in a round of its own.
"""

import argparse
import pathlib
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

from stored import CODE, Store

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "tests"))
from shipped.client import Client  # noqa: E402
from shipped.server import Server, free_port, make_data_directory  # noqa: E402 (the same server as the tests start)

USERS = 1000
PROBLEMS = 1000
PAGE = 20
CONNECTIONS = 64
FEW_WAITING = 20
WAITING = "GET of a waiting submission"
AS_THE_PAGE = "the same without code, as the page asks"
ROW_FIELDS = "userId,userName,problemId,problemTitle,language,status,score,executionTimeMs,memoryKb,createdAt,updatedAt"
SETTINGS = {"AUTOGRADER_QUEUE_MAX": "100000000"}

# Requests are made before the time runs; each connection takes the next one.
LUA = """
local requests, next_request = {}, 0
function init()
  for line in io.lines("%s") do
    local token, method, path, body = line:match("^(%%S*) (%%S+) (%%S+) ?(.*)$")
    requests[#requests + 1] = wrk.format(method, path, {["Authorization"] = "Bearer " .. token, ["Content-Type"] = "application/json"},
                                         body ~= "" and body or nil)
  end
end
function request()
  next_request = next_request %% #requests + 1
  return requests[next_request]
end
function done(summary, latency)
  local errors = summary.errors
  print(string.format("FIGURES %%f %%f %%f %%d %%d", summary.requests / summary.duration * 1e6, latency:percentile(50) / 1000,
                      latency:percentile(99) / 1000, errors.status, errors.connect + errors.read + errors.write + errors.timeout))
end
"""

NODE = """
const http = require('http');
http.createServer((request, response) => {
  const body = JSON.stringify({_id: '0123456789abcdef01234567', status: 'AC', code: 'x'.repeat(900), tests: []});
  response.writeHead(200, {'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body)});
  response.end(body);
}).listen(%d, '127.0.0.1', () => console.log('listening'));
"""


class Figures:
    """Of the rounds of one row at one place."""

    def __init__(self):
        self.rates, self.halves, self.nines, self.bad = [], [], [], 0

    def add(self, rate, half, nine, statuses, broken):
        self.rates.append(float(rate))
        self.halves.append(float(half))
        self.nines.append(float(nine))
        self.bad += int(statuses) + int(broken)

    @property
    def rate(self):
        return statistics.median(self.rates)

    @property
    def nine(self):
        return statistics.median(self.nines)


class Load:
    """One kind of request for wrk: a file of lines `token method path body`."""

    def __init__(self, folder, name, lines):
        self.script = folder / f"{name}.lua"
        requests = folder / f"{name}.txt"
        requests.write_text("".join(line + "\n" for line in lines))
        self.script.write_text(LUA % requests)

    def run(self, port, seconds, before=()):
        command = [*before, "wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "--timeout", "10s", "-s", self.script, f"http://127.0.0.1:{port}"]
        done = subprocess.run(command, capture_output=True, text=True, timeout=seconds + 60)
        found = re.search(r"FIGURES (\S+) (\S+) (\S+) (\S+) (\S+)", done.stdout)
        assert done.returncode == 0 and found, done.stdout + done.stderr
        return found.groups(), done.stderr


def prepare(data):
    """A data directory with an admin, problems, a student, and one judged submission."""
    with Server(data=data) as server:
        admin = server.admin()
        for number in range(PROBLEMS):
            problem = admin.create_problem(f"Problem {number}", [{"input": "1 2\n", "output": "3\n"}] * 3)
        judged = server.client().register("student").judge(problem, "python", CODE)
        assert judged["status"] == "AC", judged


def loads(folder, place, store, users, sample, waiting):
    """The kinds of requests, each by all users."""
    tokens = {user: store.token(user) for user in users}
    problems = [problem.hex() for problem in store.problem_ids()]
    code = CODE.replace("\n", "\\n")
    body = '{{"problemId": "{}", "language": "python", "code": "' + code + '"}}'
    return {
        WAITING: Load(folder, place + "-waiting", (f"{tokens[user]} GET /submission/{submission.hex()}" for user, submission in waiting)),
        "GET /submission/:id": Load(folder, place + "-submission", (f"{tokens[user]} GET /submission/{submission.hex()}" for user, submission in sample)),
        "GET /problems?limit=20": Load(folder, place + "-problems", (f"{tokens[user]} GET /problems?limit=20" for user in users)),
        "GET /submission/getSubmission": Load(folder, place + "-own", (f"{tokens[user]} GET /submission/getSubmission?limit=20" for user in users)),
        AS_THE_PAGE: Load(folder, place + "-page", (f"{tokens[user]} GET /submission/getSubmission?limit=20&fields={ROW_FIELDS}" for user in users)),
        "POST /submission/create": Load(folder, place + "-create", (f"{tokens[user]} POST /submission/create " + body.format(problems[number % len(problems)])
                                                                    for number, user in enumerate(users))),
    }


# Row -> goal: requests a second, p99 in ms. The first is asked in rounds before all others: what these create waits too.
GOALS = {WAITING: (None, None), "GET /submission/:id": (60_000, 5), "GET /problems?limit=20": (50_000, None), "GET /submission/getSubmission": (None, None),
         AS_THE_PAGE: (None, None),
         "POST /submission/create": (15_000, 10)}


def count_fsyncs(server, load, seconds):
    """Of the server in one run of a load, and the requests it answered."""
    events = "syscalls:sys_enter_fsync,syscalls:sys_enter_fdatasync"
    try:
        figures, errors = load.run(server.port, seconds, ["perf", "stat", "-x", ",", "-e", events, "-p", str(server.process.pid), "--"])
    except (OSError, AssertionError) as problem:
        return f"fsyncs are not counted: perf {str(problem).strip().splitlines()[0]}"
    counts = re.findall(r"^(\d+),,syscalls", errors, re.MULTILINE)
    if len(counts) != 2:
        return f"fsyncs are not counted: {errors.strip().splitlines()[-1]}"
    answered = float(figures[0]) * seconds
    fsyncs = sum(map(int, counts))
    return f"{fsyncs / seconds:.0f} fsyncs a second, {answered / max(1, fsyncs):.1f} submissions each"


def resident_mb(process):
    text = pathlib.Path(f"/proc/{process}/status").read_text()
    return int(re.search(r"VmRSS:\s+(\d+)", text).group(1)) / 1024


class Reference:
    """Node.js alone."""

    def __enter__(self):
        self.port = free_port()
        self.process = subprocess.Popen(["node", "-e", NODE % self.port], stdout=subprocess.PIPE, text=True)
        assert self.process.stdout.readline() == "listening\n"
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()


def fill(data, folder, place, judged, queued):
    with Store(data) as store:
        users = store.add_users(USERS)
        return loads(folder, place, store, users, *store.add_submissions(users, store.problem_ids(), judged, queued))


def turns(rounds):
    """(round, row) in order of measuring."""
    others = [row for row in GOALS if row != WAITING]
    return [(number, WAITING) for number in range(-1, rounds)] + [(number, row) for number in range(-1, rounds) for row in others]


def measure(options, folder, small, grown):
    places = {"small": (fill(small, folder, "small", USERS * PAGE, FEW_WAITING), small)}
    started = time.monotonic()
    places["grown"] = (fill(grown, folder, "grown", options.stored - options.queued, options.queued), grown)
    size = (grown / "autograder.db").stat().st_size / 1e9
    print(f"{options.stored} submissions stored, {options.queued} of them waiting: {size:.1f} GB, written in {time.monotonic() - started:.0f} s")
    results = {row: {place: Figures() for place in ("small", "grown", "node")} for row in GOALS}
    servers = {place: Server(data=data, arguments=("--no-worker",), AUTOGRADER_LOG_FILE=str(data / "log"), **SETTINGS)
               for place, (_, data) in places.items()}
    with servers["small"], servers["grown"], Reference() as node:
        idle = {place: resident_mb(server.process.pid) for place, server in servers.items()}
        alone = Load(folder, "node", ["none GET /"])
        for number, row in turns(options.rounds):
            runs = {place: places[place][0][row].run(servers[place].port, options.seconds)[0] for place in servers}
            runs["node"] = alone.run(node.port, options.seconds)[0]
            if number >= 0:  # the first round fills caches
                for place, run in runs.items():
                    results[row][place].add(*run)
        fsyncs = {place: count_fsyncs(server, places[place][0]["POST /submission/create"], options.seconds) for place, server in servers.items()}
        loaded = {place: resident_mb(server.process.pid) for place, server in servers.items()}
    return results, fsyncs, idle, loaded


def report(options, results, fsyncs, idle, loaded):
    row = "{:<44} {:>9} {:>8} {:>8} {:>9} {:>8} {:>8} {:>9} {:>9}  {}"
    print(f"Requests a second and p99 in ms, {CONNECTIONS} connections, median of {options.rounds} interleaved runs of {options.seconds} s")
    print(row.format("", "small", "p50", "p99", "grown", "p99", "p99 x", "node", "x node", "goal"))
    for name, places in results.items():
        small, grown, node = places["small"], places["grown"], places["node"]
        rate, nine = GOALS[name]
        goal = ", ".join(([f">= {rate}"] if rate else []) + ([f"p99 < {nine}"] if nine else []) + ["p99 x <= 2"])
        label = f"{name}, {options.queued:,} waiting" if name == WAITING else name
        print(row.format(label, f"{small.rate:.0f}", f"{statistics.median(small.halves):.2f}", f"{small.nine:.2f}", f"{grown.rate:.0f}",
                         f"{grown.nine:.2f}", f"{grown.nine / small.nine:.2f}", f"{node.rate:.0f}", f"{small.rate / node.rate:.2f}", goal))
    for name, places in results.items():
        for place, figures in places.items():
            if figures.bad:
                print(f"FAILURES: {name}, {place}: {figures.bad} answers were not 2xx or did not come")
    for place in fsyncs:
        print(f"create, {place}: {fsyncs[place]}; resident {idle[place]:.0f} MB idle, {loaded[place]:.0f} MB after")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, default in (("rounds", 3), ("seconds", 5), ("stored", 1_000_000), ("queued", 100_000)):
        parser.add_argument("--" + name, type=int, default=default)
    options = parser.parse_args()
    if not 0 < options.queued < options.stored:
        parser.error("--queued must be at least 1 and less than --stored")
    data = make_data_directory()
    try:
        with tempfile.TemporaryDirectory() as folder:
            data.chmod(0o755)  # the server runs as somebody else
            prepare(data / "small")
            subprocess.run(["cp", "-a", data / "small", data / "grown"], check=True)
            report(options, *measure(options, pathlib.Path(folder), data / "small", data / "grown"))
    finally:
        shutil.rmtree(data)


if __name__ == "__main__":
    main()
