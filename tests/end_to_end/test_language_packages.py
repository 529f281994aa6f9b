"""What languages/README.md tells an administrator who adds packages for programs."""

import os
import shutil
import time

from shipped.server import ROOT, Server, make_data_directory

PROGRAM = """
import school
try:
    open(school.__file__, "a")
except OSError:
    print(school.twice(int(input())))
"""


def libraries_of(server):
    """What the server says of Python's, once its worker has looked."""
    deadline = time.monotonic() + 60
    python = {}
    while "libraries" not in python and time.monotonic() < deadline:
        (python,) = server.client().call("GET", "/languages").expect(200)
    return {library["name"]: library for library in python["libraries"]}


def test_an_administrator_adds_packages():
    folder = make_data_directory()
    folder.chmod(0o755)
    try:
        packages, languages = folder / "packages", folder / "languages"
        (packages / "school").mkdir(parents=True)
        (packages / "school" / "__init__.py").write_text("__version__ = '1.5'\ndef twice(n):\n    return 2 * n\n")
        languages.mkdir()
        text = (ROOT / "languages/python.toml").read_text()
        text = text.replace("\ntemplate =", f'\nmounts = ["{packages}"]\ntemplate =')
        text = text.replace('names = ["numpy",', 'names = ["school", "no_such_package", "numpy",')
        (languages / "python.toml").write_text(text.replace("[run.environment]\n", f'[run.environment]\nPYTHONPATH = "{packages}"\n'))
        with Server(AUTOGRADER_LANGUAGES=str(languages)) as server:
            problem = server.admin().create_problem("Packages", [{"input": "21\n", "output": "42\n"}])
            judged = server.client().register("student").judge(problem, "python", PROGRAM)
            assert judged["status"] == "AC", judged["output"]
            assert libraries_of(server)["school"] == {"name": "school", "available": True, "version": "1.5"}
            assert libraries_of(server)["no_such_package"] == {"name": "no_such_package", "available": False}
            assert os.listdir(packages / "school") == ["__init__.py"]
    finally:
        shutil.rmtree(folder)
