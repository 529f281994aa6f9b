"""A virtual machine: boots, runs commands, ends. Whatever happens, it does not outlive its time or its maker."""

import dataclasses
import json
import pathlib
import secrets
import shlex
import shutil
import socket
import struct
import subprocess
import tempfile
import threading
import time

from hosts.kernel import CACHE, find_kernel
from shipped.server import free_port

FILES = pathlib.Path(__file__).resolve().parent
USER = "ordinary"
BOOT_TIMEOUT_S = 300
LIFE_MAX_S = 900
MEMORY_MB = 3072
AGENT_PORT = 1  # as agent.py has it
SERVER_PORT = 5000  # of the server inside


@dataclasses.dataclass(frozen=True)
class Kind:
    """What kind of host a machine is, and as whom commands run there."""
    cgroups: str
    init: str = "start"
    user: str | None = None  # None: root
    delegated: bool = False

    def parameters(self):
        return ["cgroup_no_v1=all"] if self.cgroups == "v2" else []


KINDS = {
    "v1": Kind("v1"),
    "v2-root": Kind("v2"),
    "v2-rootless": Kind("v2", user=USER, delegated=True),
    "v2-undelegated": Kind("v2", user=USER),
    "v2-systemd": Kind("v2", init="systemd"),
    "v2-systemd-user": Kind("v2", init="systemd", user=USER),
}


class MachineError(Exception):
    """The machine could not be made or reached, with its last words."""


@dataclasses.dataclass(frozen=True)
class Done:
    """How a command ended: its exit status, or the signal below zero."""
    status: int
    output: str
    errors: str


class Running:
    """A command inside. It ends when this is closed, if not before."""

    def __init__(self, connection):
        self.connection = connection
        self.status = None
        self.pid = None  # inside

    def frames(self, timeout):
        """(kind, bytes) until it has ended. TimeoutError after so many seconds from now."""
        deadline = time.monotonic() + timeout
        while self.status is None:
            kind, length = struct.unpack(">cI", self.receive(5, deadline))
            data = self.receive(length, deadline)
            if kind == b"!":
                raise MachineError(f"it could not be started: {data.decode(errors='replace')}")
            if kind == b"x":
                self.status, = struct.unpack(">i", data)
            elif kind == b"p":
                self.pid = int(data)
            else:
                yield kind.decode(), data

    def receive(self, length, deadline):
        data = b""
        while len(data) < length:
            self.connection.settimeout(max(0.01, deadline - time.monotonic()))
            part = self.connection.recv(length - len(data))
            if not part:
                raise MachineError("the machine ended the connection")
            data += part
        return data

    def finish(self, timeout):
        texts = {"o": b"", "e": b""}
        try:
            for kind, data in self.frames(timeout):
                texts[kind] += data
        except TimeoutError:
            words = (texts["o"] + texts["e"]).decode(errors="replace")
            raise TimeoutError(f"not ended after {timeout} s; it had printed: {words[-4000:]}") from None
        finally:
            self.close()
        return Done(self.status, texts["o"].decode(errors="replace"), texts["e"].decode(errors="replace"))

    def close(self):
        self.connection.close()


class Machine:
    """One machine of a kind. `parameters` are more words for its kernel; `withheld` are controllers not given down."""

    def __init__(self, kind, parameters=(), withheld=(), memory_mb=MEMORY_MB, life_max_s=LIFE_MAX_S):
        self.kind = KINDS[kind]
        self.more_parameters = list(parameters)
        self.withheld = ",".join(withheld)
        self.memory_mb = memory_mb
        self.life_max_s = life_max_s
        self.agent_port, self.server_port = free_port(), free_port()
        self.token = secrets.token_hex(16)
        self.folder = None
        self.process = None
        self.console = []
        self.news = threading.Condition()

    def words(self):
        values = {"files": FILES, "token": self.folder / "token", "cgroups": self.kind.cgroups, "init": self.kind.init,
                  "user": USER, "withheld": self.withheld}
        return " ".join(["console=ttyS0", "quiet", "panic=-1", "no_timer_check", "mitigations=off", "net.ifnames=0", *self.kind.parameters(), *self.more_parameters,
                         *(f"hosts.{name}={value}" for name, value in values.items() if value)])

    def command(self, kernel):
        forwards = "".join(f",hostfwd=tcp:127.0.0.1:{outside}-:{inside}" for outside, inside in
                           ((self.agent_port, AGENT_PORT), (self.server_port, SERVER_PORT)))
        # Killed with its maker, and at the end of its time even if its maker sleeps.
        return ["setpriv", "--pdeathsig", "TERM", "timeout", "-k", "5", str(self.life_max_s), "setpriv", "--pdeathsig", "KILL",
                "qemu-system-x86_64", "-accel", "tcg,thread=multi", "-cpu", "max", "-smp", "2", "-m", str(self.memory_mb),
                "-nodefaults", "-no-user-config", "-no-reboot", "-display", "none", "-serial", "stdio", "-rtc", "base=utc",
                "-kernel", str(kernel.image), "-initrd", str(self.folder / "initramfs"), "-append", self.words(),
                "-fsdev", "local,id=root,path=/,security_model=none,readonly=on,multidevs=remap",
                "-device", "virtio-9p-pci,fsdev=root,mount_tag=root",
                "-netdev", "user,id=net,restrict=on,ipv6=off" + forwards, "-device", "virtio-net-pci,netdev=net,romfile="]

    def make_initramfs(self, kernel):
        tree = self.folder / "tree"
        (tree / "modules").mkdir(parents=True)
        (tree / "bin").mkdir()
        shutil.copy("/bin/busybox", tree / "bin/busybox")
        shutil.copy(FILES / "initramfs.sh", tree / "init")
        for module in kernel.modules:
            shutil.copy(module, tree / "modules" / module.name)
        (tree / "modules/order").write_text("".join(module.name + "\n" for module in kernel.modules))
        names = "\0".join(sorted(str(path.relative_to(tree)) for path in tree.rglob("*")))
        with open(self.folder / "initramfs", "wb") as file:
            # As it is: unpacking would cost the emulated machine more than reading.
            subprocess.run(["cpio", "--quiet", "-0", "-o", "-H", "newc", "-R", "0:0"], cwd=tree, input=names.encode(),
                           stdout=file, check=True, timeout=60)

    def start(self):
        kernel = find_kernel()
        CACHE.mkdir(parents=True, exist_ok=True)
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="machine-", dir=CACHE))
        (self.folder / "token").write_text(self.token)
        self.make_initramfs(kernel)
        self.process = subprocess.Popen(self.command(kernel), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                        stderr=subprocess.STDOUT, text=True, errors="replace")
        threading.Thread(target=self.read_console, daemon=True).start()
        with self.news:
            ready = self.news.wait_for(lambda: self.process is None or self.ended or self.is_ready(), BOOT_TIMEOUT_S)
        if not ready or self.ended:
            words = self.console_text()
            self.close()
            raise MachineError(f"the machine did not start; its console said:\n{words[-4000:]}")
        return self

    ended = False

    def is_ready(self):
        return any("hosts: ready" in line for line in self.console)

    def read_console(self):
        with self.process.stdout as stream:
            for line in stream:
                with self.news:
                    self.console.append(line)
                    self.news.notify_all()
        with self.news:
            self.ended = True
            self.news.notify_all()

    def console_text(self):
        with self.news:
            return "".join(self.console)

    def begin(self, argv, directory="/", environment=None, text="", user="", delegated=None, withheld=(), groups=()):
        """Starts a command, as the kind says or as another user ("root" is one)."""
        user = user or self.kind.user or "root"
        ordinary = user != "root"
        environment = {"PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "LANG": "C.UTF-8",
                       "HOME": f"/home/{user}" if ordinary else "/root", "USER": user, "TERM": "dumb", **(environment or {})}
        argv = [str(word) for word in argv]
        request = {"argv": argv, "environment": environment, "directory": str(directory), "input": text,
                   "groups": list(groups)}
        if self.kind.init == "systemd" and ordinary:
            # Through the system's own login, so that it has a session, as a person would.
            settings = [f"{name}={value}" for name, value in environment.items()]
            line = f"cd {shlex.quote(str(directory))} && exec env {shlex.join(settings)} {shlex.join(argv)}"
            request["argv"] = ["runuser", "-l", user, "-c", line]
        elif ordinary:
            request.update(user=user, delegated=self.kind.delegated if delegated is None else delegated,
                           withheld=list(withheld))
        return self.ask(request)

    def ask(self, request):
        connection = socket.create_connection(("127.0.0.1", self.agent_port), timeout=30)
        connection.sendall(json.dumps({"token": self.token, **request}).encode() + b"\n")
        return Running(connection)

    def look(self, name, answer_timeout_s=60, **arguments):
        """One of the looks of inside.py."""
        return json.loads(self.ask({"look": name, "arguments": arguments}).finish(answer_timeout_s).output)

    def write(self, path, text):
        """A file for everybody to read."""
        done = self.run(["sh", "-c", 'mkdir -p "${0%/*}" && cat >"$0"', path], user="root", text=text)
        assert done.status == 0, done.errors

    def run(self, argv, timeout=120, **how):
        """Runs a command to its end."""
        return self.begin(argv, **how).finish(timeout)

    def close(self):
        if self.process:
            self.process.terminate()
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        if self.folder:
            shutil.rmtree(self.folder, ignore_errors=True)

    def __enter__(self):
        return self.start()

    def __exit__(self, *_):
        self.close()


