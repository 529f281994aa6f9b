"""A server inside a machine, used as shipped.server.Server is."""

import threading
import time

from hosts.machine import SERVER_PORT
from shipped.client import FAILURES, Client
from shipped.server import ADMIN, BINARY, ROOT, without_cache

START_TIMEOUT_S = 180
STOP_TIMEOUT_S = 60
DATA = "/tmp/data"
LANGUAGES = "/tmp/languages"
CLOSED = "/tmp/closed"  # a place of other rights, which a language of tests binds
CONFIGURATION = "/tmp/autograder.toml"


def language_files():
    """Those of tests, and of the shipped ones what compiles C and C++, without the caches that would take minutes here."""
    files = [*(ROOT / "tests/hosts/languages").glob("*.toml"), *(ROOT / "tests/hostile/languages").glob("*.toml"),
             *(ROOT / f"languages/{name}.toml" for name in ("c", "cpp", "python"))]
    for file in files:
        yield file.name, without_cache(file.read_text().replace("{closed}", CLOSED))


class HostedServer:
    """One at a time in a machine. Runs as the machine's kind says."""

    def __init__(self, machine, **variables):
        self.machine = machine
        self.variables = variables
        self.port = machine.server_port
        self.running = None
        self.log = []
        self.news = threading.Condition()
        self.ended = False
        self.groups_before = []

    def start(self):
        self.groups_before = self.machine.look("groups")
        for name, text in language_files():
            self.machine.write(f"{LANGUAGES}/{name}", text)
        self.machine.write(CONFIGURATION, "[limits]\ncode_max_kb = 1024\n")
        environment = {"AUTOGRADER_RATE_LIMITS": "off", "AUTOGRADER_ADMIN_EMAIL": ADMIN[0], "AUTOGRADER_ADMIN_PASSWORD": ADMIN[1],
                       "AUTOGRADER_LANGUAGES": LANGUAGES, **self.variables}
        self.ended = False
        self.running = self.machine.begin([BINARY, "serve", "--config", CONFIGURATION, "--listen", f"0.0.0.0:{SERVER_PORT}",
                                           "--data", DATA], environment=environment)
        threading.Thread(target=self.read_log, args=(self.running,), daemon=True).start()
        deadline = time.monotonic() + START_TIMEOUT_S
        while time.monotonic() < deadline and not self.ended:
            try:
                if Client(self.port).call("GET", "/health").status == 200:
                    return self
            except FAILURES:
                pass
            with self.news:
                self.news.wait(0.2)
        words = self.log_text()
        self.kill()
        raise AssertionError("the server inside did not become healthy:\n" + words)

    def read_log(self, running):
        try:
            for _, data in running.frames(self.machine.life_max_s):
                with self.news:
                    self.log += data.decode(errors="replace").splitlines(keepends=True)
                    self.news.notify_all()
        except Exception:  # noqa: BLE001 (whatever it is, nothing more is read, and the log says what was)
            pass
        with self.news:
            self.ended = self.ended or running is self.running
            self.news.notify_all()

    def log_text(self):
        with self.news:
            return "".join(self.log)

    @property
    def pid(self):
        return self.running.pid

    def stop(self):
        """Asks it to end. Returns its exit status."""
        self.machine.run(["kill", "-TERM", self.pid], user="root")
        with self.news:
            assert self.news.wait_for(lambda: self.ended, STOP_TIMEOUT_S), "the server did not stop:\n" + self.log_text()
        return self.running.status

    def kill(self):
        """Without a word, as a power cut would."""
        if self.running and not self.ended:
            self.machine.run(["kill", "-KILL", self.pid], user="root")
            with self.news:
                assert self.news.wait_for(lambda: self.ended, STOP_TIMEOUT_S), "the server did not end"

    def client(self):
        return Client(self.port)

    def admin(self):
        return Client(self.port).login(*ADMIN)
