"""Clients that hold what they can: unread answers, idle connections, polls that never sign in. Others do not notice."""

import json
import pathlib
import resource
import socket
import time

import pytest

from shipped.server import Server

# A test's text is shown up to 64 KiB: a problem with many public tests is a large answer.
LARGE = [{"input": "x" * 60_000, "output": "1", "visibility": "public"}] * 66
PROBLEM_BYTES = 66 * 60_000
FLOOD = 300
REQUESTS_A_USER = 64  # that are served at the same time
PATIENCE_S = 60


@pytest.fixture(scope="module", autouse=True)
def many_descriptors():
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


def limited_server(*arguments, **variables):
    return Server(arguments=["--no-worker", *arguments], **{"AUTOGRADER_RATE_LIMITS": "on", **variables})


def resident_mb(server):
    text = pathlib.Path(f"/proc/{server.process.pid}/status").read_text()
    return int(text.split("VmRSS:")[1].split()[0]) / 1024


def connect(port, buffer=None):
    """A small `buffer` takes little of what is sent, though nobody reads it."""
    client = socket.socket()
    if buffer:
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer)
    client.settimeout(PATIENCE_S)
    client.connect(("127.0.0.1", port))
    return client


def head(path, token=None):
    bearer = f"Authorization: Bearer {token}\r\n" if token else ""
    return f"GET {path} HTTP/1.1\r\nHost: localhost\r\n{bearer}\r\n".encode()


def post(path, token, length):
    return (f"POST {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {length}\r\n\r\n").encode()


def answer_now(client):
    """What came up to now."""
    client.setblocking(False)
    try:
        return client.recv(4096)
    except OSError:
        return b""


def status_of(client):
    """Of the next answer; 0 when the connection ends instead."""
    first = client.recv(12)
    return int(first[9:12]) if first else 0


def wait_until(server, true, what):
    deadline = time.monotonic() + PATIENCE_S
    while not true():
        assert time.monotonic() < deadline, what()
        server.client().call("GET", "/version")


def new_session(server):
    """The path of a new Socket.IO session's polls."""
    opened = server.client().raw("GET", "/socket.io/?EIO=4&transport=polling")
    assert opened.status == 200, opened
    return "/socket.io/?EIO=4&transport=polling&sid=" + opened.body.split('"sid":"')[1].split('"')[0]


def flood(server, paths, *tokens):
    """Asks for each path on its own connection, each token in turn, and reads nothing but the status."""
    clients = [connect(server.port, buffer=4096) for _ in paths]
    for i, (client, path) in enumerate(zip(clients, paths)):
        client.sendall(head(path, tokens[i % len(tokens)]))
    return clients, [status_of(client) for client in clients]


def test_unread_answers_take_no_memory_and_nobody_waits():
    with limited_server() as server:
        admin = server.admin()
        problem = admin.create_problem("Large", LARGE)
        greedy = [server.client().register(f"greedy{i}") for i in range(1 + FLOOD // REQUESTS_A_USER)]
        other = server.client().register("other")
        assert len(other.call("GET", f"/problems/{problem}").text) > PROBLEM_BYTES
        before = resident_mb(server)
        clients, statuses = flood(server, [f"/problems/{problem}"] * FLOOD, *[one.token for one in greedy])
        assert statuses == [200] * FLOOD
        begin = time.monotonic()
        other.call("GET", "/problems").expect(200)
        waited = time.monotonic() - begin
        during = resident_mb(server)
        for client in clients:
            client.close()
        wait_until(server, lambda: resident_mb(server) < before + 16, lambda: f"{resident_mb(server)} MB stay of {during}, {before} before")
        print(f"resident {before:.0f} MB before, {during:.0f} during, {resident_mb(server):.0f} after; another user waited {waited:.3f} s")
        assert during < before + 48
        assert waited < 5


def test_connections_of_a_user_that_reads_nothing_are_bounded():
    """Else one account holds every connection that the server takes."""
    with limited_server() as server:
        problem = server.admin().create_problem("Large", LARGE)
        greedy, other = server.client().register("greedy"), server.client().register("other")
        greedy.call("GET", f"/problems/{problem}").expect(200)  # made once, so that each answer is there at once
        clients, statuses = flood(server, [f"/problems/{problem}"] * 100, greedy.token)
        assert sorted(statuses) == [200] * REQUESTS_A_USER + [429] * (100 - REQUESTS_A_USER)
        other.call("GET", f"/problems/{problem}").expect(200)
        for client in clients:
            client.close()
        wait_until(server, lambda: greedy.call("GET", "/problems").status == 200, lambda: "the requests are still counted")


def test_bodies_that_never_end_keep_nobody_out():
    """All but the last byte of many: they would be all that the server holds of bodies."""
    with limited_server() as server:
        problem = server.admin().create_problem("Add", [{"input": "1", "output": "1"}])
        greedy, other = server.client().register("greedy"), server.client().register("other")
        before = resident_mb(server)
        part = b'{"code": "' + b"x" * 1_000_000
        clients = []
        for _ in range(REQUESTS_A_USER + 40):
            client = connect(server.port)
            client.sendall(post("/run", greedy.token, 6_000_000))
            clients.append(client)
            try:
                for _ in range(5):
                    client.sendall(part)
            except OSError:
                pass  # refused on its way
        body = json.dumps({"problemId": problem, "language": "python", "code": "print(1)"}).encode()
        slow = connect(server.port)
        slow.sendall(post("/submission/create", other.token, len(body)))
        slow.sendall(body[:10])
        other.call("GET", "/problems").expect(200)  # so that it comes in two parts
        held = resident_mb(server) - before
        slow.sendall(body[10:])
        assert status_of(slow) == 201
        assert held < 64, f"{held:.0f} MB of one user's bodies"
        # Those that it has no room for are told so.
        refused = [answer for answer in map(answer_now, clients) if answer]
        assert len(refused) >= 90 and all(b" 429 " in answer[:16] for answer in refused), refused[:3]
        assert any(b"bytes of bodies of one user" in answer for answer in refused)
        for client in clients:
            client.close()
        wait_until(server, lambda: greedy.call("GET", "/problems").status == 200, lambda: "the bodies are still counted")


def test_answers_that_differ_are_bounded_for_a_user():
    with limited_server(AUTOGRADER_LIMITS_ANSWERS_MAX_MB="64") as server:
        admin = server.admin()
        problem = admin.create_problem("Large", LARGE)
        greedy, other = server.client().register("greedy"), server.client().register("other")
        paths = [f"/problems/{problem}?fields=testCases"] * 20
        clients, statuses = flood(server, paths, greedy.token)
        assert sorted(set(statuses)) == [200, 429], statuses
        assert statuses.count(200) * PROBLEM_BYTES <= 16 * 1024 * 1024
        refused = clients[statuses.index(429)].recv(4096).decode()
        assert "Retry-After: 5" in refused and "of one user wait to be read" in refused, refused
        other.call("GET", paths[0]).expect(200)
        for client in clients:
            client.close()
        wait_until(server, lambda: greedy.call("GET", paths[0]).status == 200, lambda: "the bytes are still counted")


def test_idle_connections_of_one_address_keep_nobody_out():
    with limited_server(AUTOGRADER_SERVER_CONNECTIONS_MAX="64") as server:
        kept = connect(server.port)
        student = server.client().register("student")
        kept.sendall(head("/auth/user/me", student.token))
        assert status_of(kept) == 200
        idle = [connect(server.port) for _ in range(200)]
        for _ in range(5):
            student.call("GET", "/problems").expect(200)
        kept.recv(4096)
        kept.sendall(head("/auth/user/me", student.token))
        assert status_of(kept) == 200, "a client that is known lost its connection to newcomers"
        for client in idle:
            client.close()
        lines = [line for line in server.log_text().splitlines() if "make room" in line or "too many are open" in line]
        assert 1 <= len(lines) <= 10, lines


def test_polls_that_never_sign_in_do_not_block_live_updates():
    with limited_server() as server:
        student = server.client().register("student")
        polls = []
        for _ in range(1100):
            poll = connect(server.port)
            poll.sendall(head(new_session(server)))
            polls.append(poll)
        session = new_session(server)
        sign_in = f'40{{"token":"{student.token}"}}'.encode()
        assert student.raw("POST", session, sign_in, {"Content-Type": "text/plain"}).body == "ok"
        told = student.raw("GET", session)
        assert told.status == 200 and told.body.startswith('40{"sid":'), told
        for poll in polls:
            poll.close()


def test_secrets_are_not_in_the_environment_of_a_running_server():
    password, token = "a password of the first admin", "a token for the metrics"
    with Server(AUTOGRADER_ADMIN_PASSWORD=password, AUTOGRADER_METRICS_TOKEN=token) as server:
        server.client().login("admin@localhost", password)
        pids = {server.process.pid}
        pids |= {int(pid) for pid in pathlib.Path(f"/proc/{server.process.pid}/task/{server.process.pid}/children").read_text().split()}
        assert len(pids) >= 2, "the launcher is one of them"
        for pid in pids:
            environ = pathlib.Path(f"/proc/{pid}/environ").read_bytes()
            assert password.encode() not in environ and token.encode() not in environ, pid
