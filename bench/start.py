#!/usr/bin/python3
"""How soon the server answers, and what it holds while nothing happens.

Usage: start.py [ROUNDS]     (bench/run start)

From exec to the first 200 of /health, with worker and sandbox, on a data directory that is not new. Memory is of the server,
its launcher and the prepared boxes together, once the build caches are made. The reference is a fork and exec of Node.js that listens.
"""

import pathlib
import statistics
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "tests"))
from shipped.client import FAILURES, Client  # noqa: E402
from shipped.server import Server, free_port, make_data_directory  # noqa: E402 (the same server as the tests start)

ROUNDS = 9
NODE = "require('http').createServer((q, r) => r.end('ok')).listen(%d, '127.0.0.1', () => console.log('listening'))"


def held_mb(process):
    """Resident, with a page that several processes share counted once in all."""
    for line in pathlib.Path(f"/proc/{process}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / 1024
    return 0.0


def family(process):
    """The process and its children."""
    children = pathlib.Path(f"/proc/{process}/task/{process}/children").read_text().split()
    return [process] + [one for child in children for one in family(int(child))]


def start_ms(server):
    started = time.perf_counter()
    server.launch()
    while True:
        assert server.process.poll() is None, server.log_text()
        try:
            if Client(server.port).call("GET", "/health").status == 200:
                return (time.perf_counter() - started) * 1000
        except FAILURES:
            time.sleep(0.001)


def node_ms():
    started = time.perf_counter()
    with subprocess.Popen(["node", "-e", NODE % free_port()], stdout=subprocess.PIPE, text=True) as node:
        assert node.stdout.readline() == "listening\n"
        elapsed = (time.perf_counter() - started) * 1000
        node.kill()
    return elapsed


def main(rounds):
    data = make_data_directory()
    ours, reference = [], []
    with Server(data=data) as server:
        server.wait_for_build_caches()
        held = [held_mb(one) for one in family(server.process.pid)]
    for _ in range(rounds):
        server = Server(data=data)
        try:
            ours.append(start_ms(server))
            server.stop()
        finally:
            server.close()
        reference.append(node_ms())
    print(f"exec to /health 200: median {statistics.median(ours):.0f} ms, most {max(ours):.0f} (goal < 150); Node.js listens after "
          f"{statistics.median(reference):.0f} ms: {statistics.median(ours) / statistics.median(reference):.2f} x")
    print(f"idle: {sum(held):.1f} MB, of it {held[0]:.1f} the server and the rest launcher and {len(held) - 2} boxes prepared ahead (goal < 40)")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS)
