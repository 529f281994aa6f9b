"""A server that cannot start says why in one plain sentence, and ends."""

import os
import pathlib
import socket
import subprocess

import pytest

from shipped.server import BINARY, ROOT, Server, environment, make_data_directory

START_TIMEOUT_S = 30


@pytest.fixture
def data():
    server = Server()
    yield server.data
    server.process = None
    server.close()


def refusal(data, *words, arguments=(), **variables):
    """Starts a server that must end by itself, and returns what it said."""
    server = Server(data=data, arguments=arguments, **variables).launch()
    try:
        status = server.wait(START_TIMEOUT_S)
    finally:
        server.kill()
    text = server.log_text()
    assert 0 < status < 128, f"exit status {status}: {text}"
    for word in words:
        assert word.lower() in text.lower(), f"'{word}' is not said: {text}"
    for noise in ("terminate called", "what():", "backtrace", "SQLITE_"):
        assert noise not in text, text
    return text


def used_data(data):
    """A data directory as a server leaves it."""
    server = Server(data=data).start()
    assert server.stop() == 0, server.log_text()
    return data


def database(data):
    found = [path for path in data.iterdir() if path.is_file() and path.read_bytes()[:15] == b"SQLite format 3"]
    assert len(found) == 1, sorted(data.iterdir())
    return found[0]


def test_port_in_use(binary, data):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        server = Server(data=data, port=port).launch()
        assert 0 < server.wait(START_TIMEOUT_S) < 128
    assert str(port) in server.log_text() and "another program" in server.log_text()


def test_data_directory_locked_by_a_second_server(binary, data):
    with Server(data=data) as first:
        refusal(data, str(data), "another")
        assert first.client().call("GET", "/health").status == 200


def test_data_directory_of_someone_else(binary, data):
    (data / "file").write_text("theirs")
    os.chown(data, 12345, 12345)
    refusal(data, str(data), "12345")
    assert (data / "file").read_text() == "theirs" and data.stat().st_uid == 12345


def test_database_that_is_none(binary, data):
    file = database(used_data(data))
    content = bytearray(file.read_bytes())
    content[:4096] = b"not a database. " * 256
    file.write_bytes(content)
    refusal(data, file.name)
    assert file.read_bytes() == bytes(content), "a file that is not ours to understand is left alone"


def test_read_only_data_directory(binary, data):
    used_data(data)
    subprocess.run(["mount", "--bind", data, data], check=True)
    try:
        subprocess.run(["mount", "-o", "remount,bind,ro", data], check=True)
        refusal(data, str(data), "read-only")
    finally:
        subprocess.run(["umount", data], check=True)


def test_full_disk(binary, data):
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k,mode=0700", "tmpfs", data], check=True)
    try:
        refusal(data, str(data))
    finally:
        subprocess.run(["umount", data], check=True)


def test_unknown_key_in_the_configuration(binary, data):
    file = make_data_directory() / "autograder.toml"
    try:
        file.write_text("[server]\ncolour = 'red'\n")
        file.parent.chmod(0o755)
        refusal(data, "colour", arguments=["--config", str(file)])
        file.write_text("[server\n")
        refusal(data, "autograder.toml", arguments=["--config", str(file)])
        file.unlink()
        refusal(data, "autograder.toml", arguments=["--config", str(file)])
    finally:
        file.unlink(missing_ok=True)
        file.parent.rmdir()


def test_value_out_of_bounds(binary, data):
    refusal(data, "AUTOGRADER_QUEUE_MAX", AUTOGRADER_QUEUE_MAX="-1")
    refusal(data, "AUTOGRADER_QUEUE_MAXIMUM", AUTOGRADER_QUEUE_MAXIMUM="5")


def test_a_socket_of_the_host_is_shown_to_no_program(binary, data):
    """A listener in a directory that a language names could be spoken to through a read-only mount."""
    tools, languages = data / "tools", data / "languages"
    (tools / "run").mkdir(parents=True)
    languages.mkdir()
    text = (ROOT / "languages/python.toml").read_text()
    (languages / "python.toml").write_text(text.replace("\ntemplate =", f'\nmounts = ["{tools}"]\ntemplate ='))
    for path in (data, tools, tools / "run"):
        path.chmod(0o755)
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(tools / "run/service"))
        (tools / "run/service").chmod(0o777)
        listener.listen()
        refusal(data, f"{tools}/run/service is a socket or a named pipe", "move it", AUTOGRADER_LANGUAGES=str(languages))
        host = subprocess.run([BINARY, "check-host"], capture_output=True, text=True, timeout=START_TIMEOUT_S,
                              env=environment(AUTOGRADER_LANGUAGES=str(languages)))
        assert host.returncode == 1 and "MISSING  box" in host.stdout and "service is a socket" in host.stdout, host.stdout


def test_version_and_check_host(binary):
    version = subprocess.run([BINARY, "version"], capture_output=True, text=True, timeout=START_TIMEOUT_S, env=environment())
    assert version.returncode == 0 and "0." in version.stdout
    host = subprocess.run([BINARY, "check-host"], capture_output=True, text=True, timeout=START_TIMEOUT_S, env=environment())
    assert host.returncode == 0, host.stdout + host.stderr
    for layer in ("seccomp", "cgroup", "namespaces", "groups", "files", "box", "python"):
        assert layer in host.stdout
    alone = subprocess.run([BINARY, "check-host", "--sandbox"], capture_output=True, text=True, timeout=START_TIMEOUT_S,
                           env=environment())
    assert alone.returncode == 0 and "This host can judge." in alone.stdout, alone.stdout + alone.stderr
    assert "box" in alone.stdout and "python" not in alone.stdout


def test_check_host_tells_an_ordinary_user_what_to_do(binary):
    """Here the machine's own kind of cgroup decides; tests/hosts looks at each kind."""
    host = subprocess.run([BINARY, "check-host", "--sandbox"], capture_output=True, text=True, timeout=START_TIMEOUT_S,
                          env=environment(), user=65534, group=65534, extra_groups=[65533])
    lines = {line.split()[1]: line for line in host.stdout.splitlines() if line and not line.startswith("This")}
    assert lines["rights"].startswith("ok") and "uid 65534" in lines["rights"]
    assert lines["groups"].startswith("absent") and "65533" in lines["groups"]
    if lines["cgroups"].startswith("MISSING"):
        assert host.returncode == 1 and "root" in lines["cgroups"] and "cannot judge" in host.stdout
    else:
        assert host.returncode == 0 and "v2" in lines["cgroups"]


def test_check_host_reads_what_the_administrator_allows(binary):
    host = subprocess.run([BINARY, "check-host", "--sandbox"], capture_output=True, text=True, timeout=START_TIMEOUT_S,
                          env=environment(AUTOGRADER_SANDBOX_ALLOW_DEGRADED="perhaps"))
    assert host.returncode != 0 and "sandbox.allow_degraded" in host.stdout + host.stderr


def test_unknown_command(binary):
    answer = subprocess.run([BINARY, "dance"], capture_output=True, text=True, timeout=START_TIMEOUT_S, env=environment())
    assert answer.returncode == 2 and "unknown command dance" in answer.stderr and "--help" in answer.stderr


def test_the_server_runs_unprivileged(server):
    """Of all processes of the server only the launcher keeps root."""
    def status(pid):
        lines = pathlib.Path(f"/proc/{pid}/status").read_text().splitlines()
        return dict(line.split(":\t", 1) for line in lines if ":\t" in line)
    main = status(server.process.pid)
    assert set(main["Uid"].split()) == {"64000"} and main["CapEff"].strip("0") == "" and main["NoNewPrivs"] == "1", main
    assert main["Groups"].strip() in ("", "64000")
