"""docs/operating/configure.md says what the program has: every setting, its variables, its default, its bounds."""

import re
import subprocess
import tomllib

import pytest

from shipped.server import ROOT

PAGE = ROOT / "docs" / "operating" / "configure.md"
TIMEOUT_S = 30


def printed(binary, **variables):
    """What `config print` answers in an environment of these variables alone."""
    return subprocess.run([binary, "config", "print"], capture_output=True, text=True, timeout=TIMEOUT_S, env=variables, cwd="/")


def as_text(value):
    """A value of TOML as the environment has it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return ",".join(value) if isinstance(value, list) else str(value)


@pytest.fixture(scope="module")
def settings(binary):
    """Key -> default."""
    done = printed(binary)
    assert done.returncode == 0, done.stderr
    return {f"{table}.{key}": as_text(value) for table, keys in tomllib.loads(done.stdout).items() for key, value in keys.items()}


@pytest.fixture(scope="module")
def rows():
    """Key -> (short variable or "", default, meaning)."""
    found = {}
    for line in PAGE.read_text("utf-8").splitlines():
        cells = [cell.strip() for cell in line.split("|")]
        if len(cells) == 6 and re.fullmatch(r"`\w+\.\w+`", cells[1]):
            key, variable, default = (cell.strip("`") for cell in cells[1:4])
            assert key not in found, f"{key} has two rows"
            found[key] = (variable, default, cells[4])
    return found


def long_variable(key):
    return "AUTOGRADER_" + key.replace(".", "_").upper()


def test_every_setting_has_a_row_with_its_default(settings, rows):
    assert settings and {key: row[1] for key, row in rows.items()} == settings


def test_variables_set_what_the_page_says(binary, rows):
    """Each with a value that nothing accepts or that shows: a name that means nothing would be an error of another kind."""
    shorts = {variable: key for key, (variable, _, _) in rows.items() if variable}
    longs = {long_variable(key): key for key in rows}
    assert len(shorts) >= 10
    for variable, key in (shorts | longs).items():
        other = {"server.data": "elsewhere", "server.user": "somebody", "server.trusted_proxies": "192.0.2.1", "cors.origins": "https://example.org",
                 "worker.languages": "elsewhere", "log.file": "elsewhere"}.get(key)
        done = printed(binary, **{variable: other or "not-a-value"})
        if other:
            table, name = key.split(".")
            assert done.returncode == 0 and as_text(tomllib.loads(done.stdout)[table][name]) == other, (variable, done.stderr)
        else:
            assert done.returncode == 2 and done.stderr.startswith(f"autograder: {variable}: {key} "), (variable, done.stderr)


def test_bounds_of_numbers_are_on_the_page(binary, settings, rows):
    numbers = [key for key, default in settings.items() if default.isdigit()]
    assert len(numbers) >= 10
    for key in numbers:
        refused = printed(binary, **{long_variable(key): "x"}).stderr
        bounds = re.search(r"must be (?:0 or )?a whole number from (\d+ to \d+)$", refused)
        assert bounds, refused
        assert bounds.group(1) in rows[key][2], f"{key}: the page does not say {bounds.group(1)}"


def test_variables_outside_the_file_are_on_the_page(binary):
    text = PAGE.read_text("utf-8")
    for variable in ("AUTOGRADER_CONFIG", "AUTOGRADER_ADMIN_EMAIL", "AUTOGRADER_ADMIN_PASSWORD", "AUTOGRADER_METRICS_TOKEN"):
        assert f"`{variable}`" in text
    assert printed(binary, AUTOGRADER_NO_SUCH_SETTING="1").returncode == 2
