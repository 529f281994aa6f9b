"""Starts and stops a PostgreSQL server of its own, on a port of loopback."""

import os
import pathlib
import pwd
import shutil
import subprocess
import tempfile

from shipped.server import free_port

START_TIMEOUT_S = 60
PASSWORD = "pass/word of tests"


def programs():
    """The directory of initdb, of the newest version that the distribution installed."""
    found = sorted(pathlib.Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    assert found, "PostgreSQL is not installed: ./test installs it"
    return found[-1].parent


class Postgres:
    """A running server, with the user `anna`, who has a password."""

    def __init__(self, fsync=False):
        self.fsync = "on" if fsync else "off"
        self.programs = programs()
        self.port = free_port()
        self.directory = pathlib.Path(tempfile.mkdtemp(prefix="autograder-postgres-", dir="/tmp"))
        # It refuses to run as root.
        self.user = "postgres" if os.geteuid() == 0 else None
        if self.user:
            shutil.chown(self.directory, self.user)

    def run(self, program, *arguments):
        """One of its programs; what it printed."""
        ids = {"user": self.user, "group": pwd.getpwnam(self.user).pw_gid, "extra_groups": []} if self.user else {}
        done = subprocess.run([str(self.programs / program), *arguments], capture_output=True, text=True, timeout=START_TIMEOUT_S,
                              cwd="/", **ids)
        assert done.returncode == 0, f"{program}: {done.stdout}{done.stderr}"
        return done.stdout

    def __enter__(self):
        self.run("initdb", "-D", f"{self.directory}/data", "-U", "postgres", "--auth-local=trust", "--auth-host=scram-sha-256", "-N",
                 "-E", "UTF8", "--locale=C.UTF-8")
        self.start()
        self.sql(f"CREATE ROLE anna LOGIN PASSWORD '{PASSWORD}'")
        return self

    def start(self):
        self.run("pg_ctl", "-D", f"{self.directory}/data", "-w", "-l", f"{self.directory}/log", "-o",
                 f"-c listen_addresses=127.0.0.1 -c port={self.port} -c unix_socket_directories={self.directory} -c fsync={self.fsync}", "start")

    def stop(self):
        self.run("pg_ctl", "-D", f"{self.directory}/data", "-w", "-m", "immediate", "stop")

    def __exit__(self, *_):
        try:
            self.stop()
        finally:
            shutil.rmtree(self.directory, ignore_errors=True)

    def sql(self, text, database="postgres"):
        """What psql prints."""
        return self.run("psql", "-h", str(self.directory), "-p", str(self.port), "-U", "postgres", "-AtXc", text, database)

    def make_database(self, name):
        """Its URL, for the user anna."""
        self.sql(f"CREATE DATABASE {name} OWNER anna")
        return self.url(name)

    def url(self, name, password=PASSWORD.replace("/", "%2F").replace(" ", "%20")):
        return f"postgres://anna:{password}@127.0.0.1:{self.port}/{name}"
