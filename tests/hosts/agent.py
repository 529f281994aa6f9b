#!/usr/bin/python3
"""Inside a machine: runs commands for clients that know the token. One connection is one command.

Asked with one line of JSON: {token, argv, environment, directory, user, groups, delegated, withheld, input}. Answered with
frames, a letter and a length and that many bytes: `p` is the command's process id, `o` and `e` are what it printed, `x` is
its status (the signal below zero), `!` why it could not be started. {token, look, arguments} is answered with what inside.py
finds, as JSON in an `o`. The command's process group is killed when the connection ends first.
"""

import json
import os
import pathlib
import pwd
import selectors
import signal
import socket
import struct
import subprocess
import sys

import inside

PORT = 1
REQUEST_MAX = 8 << 20
CHUNK = 1 << 16


class Refused(Exception):
    """The request was not in the form."""


def read_request(connection):
    text = b""
    while not text.endswith(b"\n"):
        part = connection.recv(CHUNK)
        if not part or len(text) > REQUEST_MAX:
            raise Refused("no whole request")
        text += part
    return json.loads(text)


def delegate(owner, number, withheld):
    """A subtree with the controllers that there are, given to an ordinary user as an init system would."""
    sessions = pathlib.Path("/sys/fs/cgroup/sessions")
    above, group = sessions / str(number), sessions / str(number) / "own"
    group.mkdir(parents=True)
    for place in (sessions, above):
        for controller in (place / "cgroup.controllers").read_text(encoding="ascii").split():
            if place == sessions or controller not in withheld:
                (place / "cgroup.subtree_control").write_text("+" + controller, encoding="ascii")
    for path in [group, *(group / name for name in ("cgroup.procs", "cgroup.subtree_control", "cgroup.threads"))]:
        os.chown(path, owner.pw_uid, owner.pw_gid)
    return group


def move_to(group):
    (group / "cgroup.procs").write_text("0", encoding="ascii")


def start(request):
    entry = pwd.getpwnam(request["user"]) if request.get("user") else None
    more = {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": request.get("groups", [])} if entry else {}
    if request.get("delegated"):
        move_to(delegate(entry, os.getpid(), request.get("withheld", [])))  # the command is born there, and has it for itself
    process = subprocess.Popen(request["argv"], env=request["environment"], cwd=request["directory"], stdin=subprocess.PIPE,
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True, **more)
    if request.get("delegated"):
        move_to(pathlib.Path("/sys/fs/cgroup"))
    return process


def send(connection, kind, data):
    connection.sendall(kind + struct.pack(">I", len(data)) + data)


def relay(connection, process, text):
    """Until both outputs are closed and the process has ended, or nobody listens any more."""
    with selectors.DefaultSelector() as selector:
        selector.register(process.stdout, selectors.EVENT_READ, b"o")
        selector.register(process.stderr, selectors.EVENT_READ, b"e")
        selector.register(connection, selectors.EVENT_READ, None)
        handle = os.pidfd_open(process.pid)
        selector.register(handle, selectors.EVENT_READ, b"x")
        if text:
            selector.register(process.stdin, selectors.EVENT_WRITE, b"i")
        else:
            process.stdin.close()
        try:
            ended = False
            while True:
                # After the end, whatever is still in the pipes is read; a daemon that keeps them open is not waited for.
                ready = selector.select(0.2 if ended else None)
                if ended and not ready:
                    break
                for key, _ in ready:
                    if key.data is None:
                        if not connection.recv(CHUNK):
                            return
                    elif key.data == b"x":
                        selector.unregister(handle)
                        ended = True
                    elif key.data == b"i":
                        try:
                            text = text[os.write(key.fd, text[:4096]):]
                        except BrokenPipeError:
                            text = b""
                        if not text:
                            selector.unregister(process.stdin)
                            process.stdin.close()
                    elif data := os.read(key.fd, CHUNK):
                        send(connection, key.data, data)
                    else:
                        selector.unregister(key.fileobj)
                if ended and not any(key.data in (b"o", b"e") for key in selector.get_map().values()):
                    break
        finally:
            os.close(handle)
    send(connection, b"x", struct.pack(">i", process.wait()))


def serve(connection, token):
    with connection:
        try:
            request = read_request(connection)
            if request.get("token") != token:
                raise Refused("wrong token")
            if "look" in request:
                send(connection, b"o", json.dumps(inside.LOOKS[request["look"]](**request["arguments"])).encode())
                send(connection, b"x", bytes(4))
                return
            process = start(request)
            send(connection, b"p", str(process.pid).encode())
        except (Refused, ValueError, KeyError, OSError, TypeError, subprocess.SubprocessError) as error:
            send(connection, b"!", f"{type(error).__name__}: {error}".encode())
            return
        try:
            relay(connection, process, request.get("input", "").encode("utf-8", "surrogateescape"))
        except OSError:
            pass  # the asker has gone
        finally:
            # What a command that ended by itself leaves has its own way of ending, and tests look at that.
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            for group in ("/own/autograder-server", "/own", ""):
                try:
                    os.rmdir(f"/sys/fs/cgroup/sessions/{os.getpid()}{group}")
                except OSError:
                    pass  # there was none, or the command left groups in it


def main():
    with open(sys.argv[1], encoding="ascii") as file:
        token = file.read().strip()
    with socket.create_server(("0.0.0.0", PORT), backlog=64) as listener:
        with open("/dev/ttyS0", "w", encoding="ascii") as console:
            console.write("hosts: ready\n")
        while True:
            connection, _ = listener.accept()
            # A process each: so that a command is started from a process with one thread.
            if os.fork() == 0:
                listener.close()
                if os.fork() == 0:
                    serve(connection, token)
                os._exit(0)
            os.wait()
            connection.close()


main()
