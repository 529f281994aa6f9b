#!/usr/bin/python3
"""What subscribers cost the server: memory an idle one, and how soon all of them hear of a change.

Usage: live.py [SUBSCRIBERS]     (bench/run live)

Each way of listening in its own server without a worker, so that everybody waits. Memory is the server's own (VmRSS) before
and after; the first hundred subscribers come before, so that what is made once does not count.
"""

import base64
import json
import os
import pathlib
import selectors
import socket
import statistics
import sys
import time
import uuid

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "tests"))
from shipped.client import Client  # noqa: E402
from shipped.server import Server  # noqa: E402 (the same server as the tests start)

SUBSCRIBERS = 2000
WARM_UP = 100
A_USER = 25  # under the bound of one user
GOAL_MB = 60
PATIENCE_S = 60
ROUNDS = 5


def resident_mb(process):
    for line in pathlib.Path(f"/proc/{process}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    raise AssertionError("no VmRSS")


def read_until(connection, mark):
    heard = b""
    while mark not in heard:
        more = connection.recv(65536)
        assert more, f"the server closed: {heard!r}"
        heard += more
    return heard


def frame(text):
    """A client's text message (RFC 6455), masked with zeros."""
    size = len(text)
    assert size < 65536
    head = bytes([0x81, 0x80 | size]) if size < 126 else bytes([0x81, 0x80 | 126]) + size.to_bytes(2, "big")
    return head + bytes(4) + text.encode()


def connect(port, head):
    connection = socket.create_connection(("127.0.0.1", port), PATIENCE_S)
    connection.sendall((f"GET {head}\n\n").replace("\n", "\r\n").encode())
    return connection


def web_socket_head(path, more=""):
    key = base64.b64encode(os.urandom(16)).decode()
    return (f"{path} HTTP/1.1\nHost: bench\nConnection: Upgrade\nUpgrade: websocket\nSec-WebSocket-Version: 13\n"
            f"Sec-WebSocket-Key: {key}{more}")


def by_event_stream(port, token, submission):
    connection = connect(port, f"/submission/{submission}/events HTTP/1.1\nHost: bench\nAuthorization: Bearer {token}")
    read_until(connection, b"QUEUED")
    return connection


def by_web_socket(port, token, submission):
    connection = connect(port, web_socket_head("/ws", f"\nAuthorization: Bearer {token}"))
    read_until(connection, b"\r\n\r\n")
    connection.sendall(frame(json.dumps({"type": "subscribe", "submissionId": submission})))
    read_until(connection, b"QUEUED")
    return connection


def by_socket_io(port, token, submission):
    connection = connect(port, web_socket_head("/socket.io/?EIO=4&transport=websocket"))
    read_until(connection, b"maxPayload")
    connection.sendall(frame("40" + json.dumps({"token": token})))
    read_until(connection, b"sid")
    connection.sendall(frame("42" + json.dumps(["subscribe", submission])))
    read_until(connection, b"QUEUED")
    return connection


def time_until_all_heard(connections, mark, cause):
    """Seconds from just before the cause until the mark came on the last connection."""
    heard = {connection: b"" for connection in connections}
    with selectors.DefaultSelector() as selector:
        for connection in connections:
            selector.register(connection, selectors.EVENT_READ)
        started = time.perf_counter()
        cause()
        while selector.get_map():
            ready = selector.select(PATIENCE_S)
            assert ready, f"{len(selector.get_map())} did not hear within {PATIENCE_S} s"
            for key, _ in ready:
                heard[key.fileobj] += key.fileobj.recv(65536)
                if mark in heard[key.fileobj]:
                    selector.unregister(key.fileobj)
        return time.perf_counter() - started


def measure(listen, count):
    with Server(arguments=["--no-worker"]) as server:
        admin = server.admin()
        problem = admin.create_problem("Waits", [{"input": "", "output": ""}])
        listeners = []
        for _ in range(-(-(count + WARM_UP) // A_USER)):
            student = server.client().register("s" + uuid.uuid4().hex[:12])
            listeners += [(student.token, student.submit(problem, "python", "1"))] * A_USER
        connections = [listen(server.port, *one) for one in listeners[:WARM_UP]]
        before = resident_mb(server.process.pid)
        connections += [listen(server.port, *one) for one in listeners[WARM_UP:WARM_UP + count]]
        after = resident_mb(server.process.pid)
        # All 25 of one student hear of their submission's end, while the others stay connected.
        times = []
        for number in range(ROUNDS):
            mine = connections[number * A_USER:(number + 1) * A_USER]
            token, submission = listeners[number * A_USER]
            student = Client(server.port, token)

            def cancel(student=student, submission=submission):
                student.call("POST", f"/submission/{submission}/cancel").expect(202)
            times.append(time_until_all_heard(mine, b"CANCELLED", cancel) * 1000)
        for connection in connections:
            connection.close()
        return after - before, statistics.median(times)


def main(count):
    row = "{:<24} {:>12} {:>14} {:>10} {:>22}"
    print(f"{count} idle subscribers on one server, memory more than before, and from the request to cancel until the last of {A_USER} heard")
    print(row.format("by", "MB more", "KB each", "goal", "last heard, ms"))
    for name, listen in (("server-sent events", by_event_stream), ("WebSocket", by_web_socket), ("Socket.IO", by_socket_io)):
        more, last = measure(listen, count)
        print(row.format(name, f"{more:.1f}", f"{more * 1024 / count:.1f}", f"< {GOAL_MB}", f"{last:.1f}"))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else SUBSCRIBERS)
