"""What a start finds out of its languages' tools and makes with them."""

import shutil
import subprocess
import tomllib

from shipped.server import BINARY, ROOT, Server, borrow_build_caches, environment, make_data_directory


def test_every_build_cache_becomes_ready(server):
    """Compiling does without one in silence: the log alone tells whether it came to be."""
    server.wait_for_build_caches()
    cached = {file.stem for file in (ROOT / "languages").glob("*.toml") if "cache" in tomllib.loads(file.read_text())}
    assert cached >= {"cpp", "go"}
    log = server.log_text()
    ready = {language for language in cached if f"the build cache of a language is ready  language={language}\n" in log}
    assert ready == cached, log


def test_a_start_asks_no_tool_for_its_version_again(server):
    data = make_data_directory()
    borrow_build_caches(data / "cache", server)
    variables = {"AUTOGRADER_LOG_LEVEL": "debug"}

    def versions():
        with Server(data=data, **variables) as started:
            started.wait_for_build_caches()
            for _ in range(100):  # what the API knows of workers is a moment old
                rows = started.client().call("GET", "/languages").expect(200)
                found = {row["id"]: row["version"] for row in rows}
                if all(found.values()):
                    return found
                with started.news:
                    started.news.wait(0.1)
            raise AssertionError(f"not every language has a version: {found}\n{started.log_text()}")
    try:
        first = versions()
        assert len(first) == 6 and all(any(c.isdigit() for c in version) for version in first.values()), first
        kept = sorted((data / "cache").glob("version-*"))
        assert len(kept) == 6
        # What the next start tells is what was kept: it asked nobody.
        python = data / "cache" / "version-python"
        identity, version = python.read_text().splitlines()
        assert version == first["python"]
        python.write_text(f"{identity}\nkept 1.0\n")
        assert versions() == {**first, "python": "kept 1.0"}
        # Said by other tools: asked again.
        python.write_text(f"{'0' * 64}\nkept 1.0\n")
        assert versions() == first
    finally:
        shutil.rmtree(data, ignore_errors=True)


def test_check_host_looks_for_the_languages_that_are_set(binary):
    folder = make_data_directory()
    try:
        folder.chmod(0o755)
        shutil.copy(ROOT / "languages" / "c.toml", folder / "our-c.toml")

        def check(**variables):
            return subprocess.run([BINARY, "check-host"], capture_output=True, text=True, timeout=60,
                                  env=environment(AUTOGRADER_LANGUAGES=str(folder), **variables))
        host = check()
        assert host.returncode == 0, host.stdout + host.stderr
        assert "our-c" in host.stdout and "python" not in host.stdout
        (folder / "our-c.toml").write_text("name = 3\n")
        refused = check()
        assert refused.returncode != 0 and "our-c.toml, line 1: key name" in refused.stdout + refused.stderr
    finally:
        shutil.rmtree(folder)
