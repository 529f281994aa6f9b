"""Builds the programs of cases outside a machine, with the commands of the shipped language files.

Only programs that are hostile when they run. What is hostile to its compiler is compiled inside, in a box.
"""

import base64
import hashlib
import os
import pathlib
import subprocess
import tempfile
import tomllib

from hosts.kernel import CACHE
from shipped.server import ROOT

LANGUAGES = ("c", "cpp")
BUILD_TIMEOUT_S = 180


def hostile_to_compilers(case):
    """Of group E, or expected not to compile, or about compilers by name."""
    return case.verdict == "CE" or any(name.startswith("E") for name in case.ids) or case.name.startswith(("compile", "include", "incbin"))


def build(language, code):
    """The program, in base64; kept by its source and command."""
    settings = tomllib.loads((ROOT / f"languages/{language}.toml").read_text())
    tools = {"{%s}" % name: next(filter(os.path.exists, paths)) for name, paths in settings["tools"].items()}
    argv = [tools.get(word, word) for word in settings["compile"]["argv"]] + ["-s"]
    folder = CACHE / "programs"
    folder.mkdir(parents=True, exist_ok=True)
    kept = folder / hashlib.sha256("\0".join([*argv, code]).encode()).hexdigest()
    if not kept.exists():
        with tempfile.TemporaryDirectory(dir=folder) as work:
            pathlib.Path(work, settings["source_file"]).write_text(code)
            done = subprocess.run(argv, cwd=work, capture_output=True, text=True, timeout=BUILD_TIMEOUT_S, check=False)
            assert done.returncode == 0, f"it does not compile: {done.stderr[-2000:]}"
            pathlib.Path(work, settings["compile"]["compiled_file"]).rename(kept)
    return base64.b64encode(kept.read_bytes()).decode()
