"""A victim's CPU time, wall time and memory stay the same beside each program that takes what it can: A and B are those that take
time and memory. AUTOGRADER_TEST_WHOLE=1 (`./test --all`) looks beside every other hostile program, too.
"""

import os
import pathlib

import pytest

from hostile.others_figures import assert_figures_stay
from shipped.case_file import read_cases

GROUPS = "ABCDEFGHI" if os.environ.get("AUTOGRADER_TEST_WHOLE") == "1" else "AB"
HOSTILE = [(case, language) for case, language in read_cases(pathlib.Path(__file__).parent / "cases")[0]
           if any(name[0] in GROUPS for name in case.ids) and language == next(iter(case.codes)) and language in ("c", "cpp", "python")]


@pytest.mark.parametrize("case,language", HOSTILE, ids=[case.name for case, _ in HOSTILE])
def test_figures_of_others_stay(case, language, admin, students, benign):
    assert_figures_stay(admin, *students, benign, case, language, case.codes[language])
