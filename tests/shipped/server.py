"""Starts and stops build/release/autograder."""

import os
import pathlib
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
import time

from shipped.client import FAILURES, Client

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
BINARY = pathlib.Path(os.environ.get("AUTOGRADER_TEST_BINARY", ROOT / "build" / "release" / "autograder"))
ADMIN = ("admin@localhost", "a password of tests")
START_TIMEOUT_S = 30
SLOW_CACHES = ("cpp@", "go@")
STOP_TIMEOUT_S = 30


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def without_cache(language):
    """The text of a language file whose compiler then makes everything each time, as before its cache is made."""
    before, cache, after = language.partition("\n[cache]\n")
    return before + "\n[run]\n" + after.partition("\n[run]\n")[2] if cache else language


def make_data_directory():
    """Empty, and below nothing that an unprivileged server could not search."""
    return pathlib.Path(tempfile.mkdtemp(prefix="autograder-test-", dir="/tmp"))


def borrow_build_caches(folder, lender):
    """The slow ones of a server that has them, into a directory of caches. As links: caches are only read."""
    folder.mkdir(mode=0o755, exist_ok=True)
    owner = (lender.data / "cache").stat()
    os.chown(folder, owner.st_uid, owner.st_gid)
    for made in (lender.data / "cache").glob("*@*"):
        if made.name.startswith(SLOW_CACHES) and made.suffix != ".new":
            subprocess.run(["cp", "-al", made, folder], check=True)


def environment(**more):
    """Nothing of the caller's own settings reaches the server."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("AUTOGRADER_", "SUDO_"))}
    return {**kept, "AUTOGRADER_RATE_LIMITS": "off", "AUTOGRADER_ADMIN_EMAIL": ADMIN[0],
            "AUTOGRADER_ADMIN_PASSWORD": ADMIN[1], **more}


class Server:
    """A running server. Its log is read by a thread, so that the pipe never fills and waiting wakes at each line."""

    lender = None  # once one has its build caches, those with their own empty directory need not make them again

    def __init__(self, data=None, port=None, arguments=(), binary=BINARY, user=None, **variables):
        self.binary = binary
        self.user = user  # a uid; None: as whom the tests run
        self.own_data = data is None
        self.data = make_data_directory() if data is None else pathlib.Path(data)
        self.port = port or free_port()
        self.arguments = list(arguments)
        self.variables = variables
        self.log = []
        self.news = threading.Condition()
        self.process = None

    def command(self):
        return [str(self.binary), "serve", "--listen", f"127.0.0.1:{self.port}", "--data", str(self.data), *self.arguments]

    def launch(self):
        """Starts it and returns at once."""
        if self.own_data and self.user is None and Server.lender and not (self.data / "cache").exists():
            borrow_build_caches(self.data / "cache", Server.lender)
        ids = {} if self.user is None else {"user": self.user, "group": self.user, "extra_groups": []}
        if self.user is not None:
            os.chown(self.data, self.user, self.user)
        self.process = subprocess.Popen(self.command(), env=environment(**self.variables), cwd="/", stdin=subprocess.DEVNULL,
                                        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, errors="replace", **ids)
        self.reader = threading.Thread(target=self.read_log, args=(self.process.stderr,), daemon=True)
        self.reader.start()
        return self

    def start(self):
        """Starts it and returns when it is healthy."""
        self.launch()
        deadline = time.monotonic() + START_TIMEOUT_S
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                break
            try:
                if Client(self.port).call("GET", "/health").status == 200:
                    return self
            except FAILURES:
                pass
            with self.news:
                self.news.wait(0.05)
        self.kill()
        raise AssertionError("the server did not become healthy:\n" + self.log_text())

    def read_log(self, stream):
        with stream:
            for line in stream:
                with self.news:
                    self.log.append(line)
                    self.news.notify_all()

    def wait_for_lines(self, text, count, timeout):
        """Until so many more lines with the text were logged, or so many seconds have passed."""
        with self.news:
            before = sum(text in line for line in self.log)
            self.news.wait_for(lambda: sum(text in line for line in self.log) >= before + count, timeout)

    def wait_for_build_caches(self, timeout=300):
        """Until nothing of the server's own runs in a box any more."""
        with self.news:
            self.news.wait_for(lambda: any("build caches are ready" in line for line in self.log), timeout)

    def log_text(self):
        with self.news:
            return "".join(self.log)

    def wait(self, timeout=STOP_TIMEOUT_S):
        """Its exit status, with the log read to the end."""
        status = self.process.wait(timeout)
        self.reader.join(STOP_TIMEOUT_S)
        return status

    def stop(self):
        """Asks it to end, as an administrator would. Returns its exit status."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        try:
            return self.wait()
        except subprocess.TimeoutExpired:
            self.kill()
            raise AssertionError("the server did not stop:\n" + self.log_text()) from None

    def kill(self):
        """Without a word, as a power cut would."""
        if self.process and self.process.poll() is None:
            self.process.kill()
        if self.process:
            self.wait()

    def close(self):
        """Ends it and removes what it kept."""
        self.kill()
        if self.own_data:
            shutil.rmtree(self.data, ignore_errors=True)

    def __enter__(self):
        return self.start()

    def __exit__(self, *_):
        try:
            if self.process.poll() is None:
                self.stop()
        finally:
            self.close()

    def client(self):
        return Client(self.port)

    def admin(self):
        return Client(self.port).login(*ADMIN)
