"""Every file in cases/ through the real API on the real sandbox."""

import pathlib

import pytest

from shipped.case_file import check, read_cases

CASES, IDS = read_cases(pathlib.Path(__file__).parent / "cases")


@pytest.mark.parametrize("case,language", CASES, ids=IDS)
def test_case(case, language, admin, student):
    problem = admin.create_problem(case.name, case.tests, case.problem_fields(), **case.limits())
    check(case, student.judge(problem, language, case.codes[language]))


def test_every_verdict_is_met_in_every_language():
    met = {(case.verdict, language) for case, language in CASES}
    wanted = {(verdict, language) for verdict in ("AC", "WA", "TLE", "MLE", "OLE", "RE", "CE")
              for language in ("c", "cpp", "go", "java", "javascript", "python")}
    assert not wanted - met
