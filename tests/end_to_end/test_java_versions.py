"""Where a Java program starts, with each JDK that is installed: from 25 on a `main` may do without much of its line."""

import pathlib
import re
import shutil

import pytest

from shipped.case_file import said
from shipped.server import ROOT, Server, make_data_directory

JDKS = {path.parent.parent.resolve() for path in pathlib.Path("/usr/lib/jvm").glob("*/bin/javac")}
SHORT_FROM = 25
AS_EVER = {
    "beside an instance": "class Other {\n  void main() { System.out.println(1); }\n}\n"
                          "class Start {\n  public static void main(String[] args) { System.out.println(42); }\n}\n",
}
SHORT = {
    "alone": "void main() {\n  System.out.println(42);\n}\n",
    "instance": "class Help {\n  int domain = 1;\n}\nclass Start {\n  void main() { System.out.println(42); }\n}\n",
    "static": "class Start {\n  static void main() { System.out.println(42); }\n}\n",
    "public class": "public class Solution {\n  protected void main() { System.out.println(42); }\n}\n",
    "of several the first": "class Start {\n  void main() { System.out.println(42); }\n}\nclass Alpha {\n  void main() { System.out.println(1); }\n}\n",
}


@pytest.fixture(scope="module")
def versions():
    """A server on which each JDK is a language, and the ids of those with their versions."""
    assert JDKS, "no JDK is below /usr/lib/jvm"
    folder = make_data_directory()
    folder.chmod(0o755)
    try:
        for number, jdk in enumerate(sorted(JDKS)):
            text = (ROOT / "languages/java.toml").read_text()
            for tool in ("java", "javac"):
                text = re.sub(rf"^{tool} = \[", f'{tool} = ["{jdk}/bin/{tool}", ', text, flags=re.MULTILINE)
            (folder / f"java{number}.toml").write_text(text)
        with Server(AUTOGRADER_LANGUAGES=str(folder)) as server:
            server.wait_for_build_caches()
            rows = server.client().call("GET", "/languages").expect(200)
            yield server, {row["id"]: int(re.search(r"\d+", row["version"]).group()) for row in rows}
    finally:
        shutil.rmtree(folder)


def test_programs_start_where_their_jdk_starts_them(versions):
    server, found = versions
    admin = server.admin()
    problem = admin.create_problem("Start", [{"input": "", "output": "42\n"}])
    sent = [(version, name, admin.submit(problem, language, code)) for language, version in found.items()
            for name, code in [*AS_EVER.items(), *SHORT.items()]]
    for version, name, submission in sent:
        judged = admin.verdict(submission)
        wanted = "AC" if name in AS_EVER or version >= SHORT_FROM else "CE"
        assert judged["status"] == wanted, f"JDK {version}, {name}: {said(judged)}"
        if wanted == "CE" and name != "alone":
            assert 'no class has a method "public static void main(String[] args)"' in said(judged), f"JDK {version}, {name}"
