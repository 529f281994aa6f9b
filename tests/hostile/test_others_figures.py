"""A victim's CPU time, wall time and memory stay the same beside each program that takes what it can."""

import pathlib

import pytest

from hostile.others_figures import assert_figures_stay
from shipped.case_file import read_cases

HOSTILE = [(case, language) for case, language in read_cases(pathlib.Path(__file__).parent / "cases")[0]
           if any(name[0] in "AB" for name in case.ids) and language == next(iter(case.codes)) and language in ("c", "cpp", "python")]


@pytest.mark.parametrize("case,language", HOSTILE, ids=[case.name for case, _ in HOSTILE])
def test_figures_of_others_stay(case, language, admin, students, benign):
    assert_figures_stay(admin, *students, benign, case, language, case.codes[language])
