"""Every file in cases/ through the real API on the real sandbox."""

import collections
import pathlib

import pytest

from shipped.case_file import check, read_cases

CASES, IDS = read_cases(pathlib.Path(__file__).parent / "cases")
LANGUAGES = ("c", "cpp", "go", "java", "javascript", "python")


@pytest.fixture(scope="module")
def matrix(request):
    """How many programs of a kind were judged rightly, a language; the table that ends the suite."""
    counts = collections.defaultdict(lambda: [0, 0])
    yield counts
    kinds = sorted({kind for kind, _ in counts})
    width = max(map(len, kinds))
    table = [" " * width + "".join(f"{language:>12}" for language in LANGUAGES)]
    for kind in kinds:
        cells = ("/".join(map(str, counts[kind, language])) if (kind, language) in counts else "-" for language in LANGUAGES)
        table.append(f"{kind:<{width}}" + "".join(f"{cell:>12}" for cell in cells))
    reporter = request.config.pluginmanager.get_plugin("terminalreporter")
    reporter.write_line("\n\nright of judged, a language and kind of program:\n" + "\n".join(table))


@pytest.mark.parametrize("case,language", CASES, ids=IDS)
def test_case(case, language, admin, student, matrix):
    """A verdict that could flip is judged as often as its case says, on a server whose caches are made."""
    cell = matrix[case.kind, language]
    cell[1] += 1
    problem = admin.create_problem(case.name, case.tests, case.problem_fields(), **case.limits())
    count, together = case.submissions
    if together:
        ids = [student.submit(problem, language, case.codes[language]) for _ in range(count)]
        submissions = [student.verdict(submission_id) for submission_id in ids]
    else:
        submissions = [student.judge(problem, language, case.codes[language]) for _ in range(count)]
    for submission in submissions:
        check(case, submission)
    cell[0] += 1


def test_every_verdict_is_met_in_every_language():
    met = {(case.verdict, language) for case, language in CASES}
    wanted = {(verdict, language) for verdict in ("AC", "WA", "TLE", "MLE", "OLE", "RE", "CE") for language in LANGUAGES}
    assert not wanted - met
