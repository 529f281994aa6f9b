"""The header that everybody includes is read and understood once, and really taken from there: by the compiler's own word (-H).

Nothing else would tell. A program is as right where the header is read each time, and only takes five times as long to compile.
"""

import re
import shutil

import pytest

from shipped.case_file import said
from shipped.server import ROOT, Server, make_data_directory

FLAG = '"-fdiagnostics-color=never"'
WRONG = "#include <bits/stdc++.h>\nint main() { return wrong; }\n"  # the compiler's words are shown of what it refuses
BY_OPTIONS = {
    "": "plain",
    "// A comment.\n": "plain",
    '#pragma comment(linker, "/STACK:1000000")\n': "plain",
    '#pragma GCC optimize("O3,unroll-loops")\n': "plain loops",  # g++ 12, and newer
    '#pragma GCC optimize("unroll-loops")\n#pragma GCC target("avx2,popcnt")\n': "avx2 avx2_loops",
    '#pragma GCC optimize("Ofast", "no-stack-protector")\n#pragma GCC optimize(2)\n': "plain",
    '#pragma GCC optimize("O3")\n#pragma GCC target("avx2,bmi,bmi2,lzcnt,popcnt")\n': "avx2",
    '#pragma GCC target("sse,sse2,sse3,ssse3,sse4,popcnt,abm,mmx,avx,avx2,fma,tune=native")\n': "avx2",
}
AS_SENT = [
    '#pragma GCC target("popcnt")\n',  # no header for this: nobody says that this processor has more
    '#pragma GCC optimize("fast-math") // double\n',
    "#define N 100\n",
]


@pytest.fixture(scope="module")
def words_of(binary):
    folder = make_data_directory()
    folder.chmod(0o755)
    file = (ROOT / "languages/cpp.toml").read_text()
    assert file.count(FLAG) == 1
    (folder / "cpp.toml").write_text(file.replace(FLAG, FLAG + ', "-H"'))
    try:
        with Server(AUTOGRADER_LANGUAGES=str(folder)) as server:
            server.wait_for_build_caches()
            admin = server.admin()
            problem = admin.create_problem("Wrong", [{"input": "", "output": ""}])

            def judge(start):
                submission = admin.judge(problem, "cpp", start + WRONG)
                assert submission["status"] == "CE", submission
                words = said(submission)
                assert f"main.cpp:{start.count(chr(10)) + 2}:" in words, words[:2000]
                return words
            yield judge
    finally:
        shutil.rmtree(folder)


@pytest.mark.parametrize("start", BY_OPTIONS, ids=range(len(BY_OPTIONS)))
def test_it_is_taken(start, words_of):
    words = words_of(start)
    taken = re.findall(r"^! /cache/bits/stdc\+\+\.h\.gch/(\w+)$", words, re.MULTILINE)
    assert taken and taken[0] in BY_OPTIONS[start].split(), words[:2000]


@pytest.mark.parametrize("start", AS_SENT, ids=range(len(AS_SENT)))
def test_other_programs_are_compiled_as_they_are(start, words_of):
    assert "! /cache" not in words_of(start)


def test_a_target_is_an_option_before_there_is_a_cache(binary):
    """g++ 13 and newer refuse their own headers behind the pragma: the program was CE until the cache was made."""
    folder = make_data_directory()
    folder.chmod(0o755)
    # Another language file has another cache, which is not there yet.
    (folder / "cpp.toml").write_text((ROOT / "languages/cpp.toml").read_text().replace(FLAG, FLAG + ', "-DANOTHER"'))
    # Of what remains when the program takes its pragmas back, only options can be the cause.
    program = ('#pragma GCC target("avx2,popcnt")\n#include <{header}>\n#pragma GCC reset_options\n'
               "#ifndef __AVX2__\n#error no option\n#endif\nint main() {{}}\n")
    try:
        with Server(AUTOGRADER_LANGUAGES=str(folder)) as server:
            admin = server.admin()
            problem = admin.create_problem("Nothing", [{"input": "", "output": ""}])
            for header in ("vector", "bits/stdc++.h"):
                submission = admin.judge(problem, "cpp", program.format(header=header))
                assert submission["status"] == "AC", said(submission)
    finally:
        shutil.rmtree(folder)
