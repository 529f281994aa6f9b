"""Live updates, heard by clients that others wrote: socket.io-client, ws and eventsource of the npm registry."""

import contextlib
import socket
import uuid

import pytest

from shipped.listener import Listener, install
from shipped.server import Server, free_port, make_data_directory

SOCKET_IO = ["socket.io", "socket.io-polling", "socket.io-websocket"]
KINDS = [*SOCKET_IO, "websocket", "eventsource", "eventsource-header"]
TESTS = [{"input": f"{n}\n", "output": f"{n}\n", "visibility": "public" if n < 2 else "private"} for n in range(1, 7)]
# Half a second of processor time a test, so that there is something to hear before the verdict.
SLOW = "import time\nn = input()\nwhile time.process_time() < 0.5: pass\nprint(n)"
LEAVING = {"socket.io": "io server disconnect", "socket.io-polling": "io server disconnect",
           "socket.io-websocket": "io server disconnect"}


@pytest.fixture(scope="module", autouse=True)
def clients():
    install()


@pytest.fixture(scope="module")
def problem(admin):
    return admin.create_problem("Live " + uuid.uuid4().hex[:8], TESTS)


def new_student(server):
    return server.client().register("live-" + uuid.uuid4().hex[:8])


def submit(student, problem, code=SLOW):
    body = {"problemId": problem, "language": "python", "code": code}
    return student.call("POST", "/submission/create", body).expect(201)["_id"]


def test_every_kind_hears_each_test_and_the_verdict(server, problem):
    student = new_student(server)
    with contextlib.ExitStack() as stack:
        listeners = [stack.enter_context(Listener(kind, student)) for kind in KINDS]
        for listener in listeners:
            listener.hear("connect")
        submission = submit(student, problem)
        for listener in listeners:
            listener.subscribe(submission)
        for listener in listeners:
            statuses = listener.hear_verdict(submission)
            last = statuses[-1]
            assert last["status"] == "AC" and last["score"] == 100, (listener.kind, last)
            assert [test["index"] for test in last["tests"]] == [1, 2, 3, 4, 5, 6]
            lengths = [len(one["tests"]) for one in statuses]
            assert lengths == sorted(lengths) and len(set(lengths)) >= 2, (listener.kind, lengths)
            assert all(one["score"] is None for one in statuses[:-1])
            private = last["tests"][5]
            assert private["visibility"] == "private" and set(private) == {
                "index", "status", "timeMs", "memoryKb", "weight", "visibility"}


def test_the_four_lines_of_the_manual_are_enough(server, problem):
    student = new_student(server)
    submission = submit(student, problem, "print(input())")
    with Listener("snippet", student) as listener:
        listener.subscribe(submission)
        assert listener.hear_verdict(submission)[-1]["status"] == "AC"


def test_socket_io_changes_to_a_websocket(server, problem):
    student = new_student(server)
    with Listener("socket.io", student) as listener:
        assert listener.hear("open")["transport"] == "polling"
        assert listener.hear("upgrade")["transport"] == "websocket"
        submission = submit(student, problem, "print(input())")
        listener.subscribe(submission)
        assert listener.hear("answer")["answer"] == {"ok": True}
        assert listener.hear_verdict(submission)[-1]["status"] == "AC"


@pytest.mark.parametrize("kind", [*SOCKET_IO, "websocket"])
def test_nobody_hears_of_what_rest_would_not_show(server, problem, kind):
    submission = submit(new_student(server), problem, "print(input())")
    with Listener(kind, new_student(server)) as listener:
        listener.hear("connect")
        listener.subscribe(submission)
        refused = listener.hear("error")["error"] if kind == "websocket" else listener.hear("answer")["answer"]
        assert refused["status"] == 404, refused
        assert not any(one["what"] == "status" for one in listener.heard)


@pytest.mark.parametrize("kind", SOCKET_IO)
def test_a_bad_token_is_refused_with_its_reason(server, kind):
    stranger = server.client()
    stranger.token = "a.b.c"
    with Listener(kind, stranger) as listener:
        refused = listener.hear("connect_error")
        assert refused["message"] == "You are not signed in" and refused["data"]["status"] == 401, refused


@pytest.mark.parametrize("kind", KINDS)
def test_logging_out_closes_the_connection(binary, kind):
    with Server(arguments=["--no-worker"]) as server:
        student = server.client().register("leaver")
        problem = server.admin().create_problem("P", TESTS)
        with Listener(kind, student) as listener:
            listener.hear("connect")
            listener.subscribe(submit(student, problem))
            listener.hear("status")
            student.call("POST", "/auth/logout").expect(200)
            left = listener.hear("disconnect")
            if kind in LEAVING:
                assert left["reason"] == LEAVING[kind], left
            if kind == "websocket":
                assert left["code"] == 4401, left


@pytest.mark.parametrize("how", ["killed", "stopped"])
def test_a_restart_of_the_server_is_survived(binary, how):
    data, port = make_data_directory(), free_port()
    with contextlib.ExitStack() as stack:
        server = Server(data, port, ["--no-worker"]).start()
        server.own_data = True  # for the one that comes after it, too
        stack.callback(server.close)
        student = server.client().register("patient")
        problem = server.admin().create_problem("P", TESTS)
        submission = submit(student, problem)
        listeners = [stack.enter_context(Listener(kind, student)) for kind in [*SOCKET_IO, "eventsource-header"]]
        for listener in listeners:
            listener.hear("connect")
            listener.subscribe(submission)
            assert listener.hear("status")["status"]["status"] == "QUEUED"
        server.kill() if how == "killed" else server.stop()
        places = {listener: len(listener.heard) for listener in listeners}
        with Server(data, port):
            for listener in listeners:
                assert listener.hear("status", after=places[listener])
                assert listener.hear_verdict(submission)[-1]["status"] == "AC"


def open_web_socket(port):
    """A WebSocket that says nothing, as bytes: its connection and the first line of the answer."""
    connection = socket.create_connection(("127.0.0.1", port), 60)
    connection.sendall(b"GET /ws HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                       b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")
    try:
        return connection, connection.recv(4096).split(b"\r\n")[0].decode()
    except ConnectionError:
        return connection, ""


def wait_for_the_end(connection):
    try:
        while connection.recv(4096):
            pass
    except ConnectionError:
        pass


def test_a_flood_of_sockets_is_refused_and_leaves_nothing(binary):
    with Server(arguments=["--no-worker"], AUTOGRADER_SERVER_CONNECTIONS_MAX="64") as server:
        opened = [open_web_socket(server.port) for _ in range(200)]
        answers = [line for _, line in opened]
        assert 32 <= sum("101" in line for line in answers) <= 64, answers
        assert all("101" in line or "503" in line or not line for line in answers), answers
        # Nobody of them signs in: each is closed, and then there is room again.
        for connection, line in opened:
            with connection:
                if "101" in line:
                    wait_for_the_end(connection)
        assert server.client().register("later").call("GET", "/auth/user/me").status == 200


def test_tokens_and_tickets_do_not_come_into_the_log(binary):
    with Server(AUTOGRADER_LOG_LEVEL="debug") as server:
        student = server.client().register("secretive")
        problem = server.admin().create_problem("P", TESTS)
        submission = submit(student, problem, "print(input())")
        ticket = student.call("POST", "/auth/ticket").expect(200)["ticket"]
        used = student.call("POST", "/auth/ticket").expect(200)["ticket"]
        path = f"/submission/{submission}/events?ticket="
        assert server.client().raw("GET", path + ticket).status == 200
        assert server.client().raw("GET", path + ticket).status == 401
        assert server.client().raw("GET", f"/ws?ticket={used}").status == 426
        server.stop()
        log = server.log_text()
        assert f"/submission/{submission}/events" in log
        for secret in (ticket, used, student.token):
            assert secret not in log
