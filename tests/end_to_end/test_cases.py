"""Every file in cases/ through the real API on the real sandbox."""

import collections
import os
import pathlib

import pytest

from shipped.case_file import check, read_cases

CASES, IDS = read_cases(pathlib.Path(__file__).parent / "cases")
LANGUAGES = ("c", "cpp", "go", "java", "javascript", "python")
ROUNDS = int(os.environ.get("AUTOGRADER_TEST_ROUNDS", "1"))  # how often each case is judged; `./test --all` asks for 20
# Right programs with this memory limit, where their case says none: to see once what a small one leaves possible.
MEMORY_MB = os.environ.get("AUTOGRADER_TEST_MEMORY_MB")
COLD = os.environ.get("AUTOGRADER_TEST_COLD") == "1"  # see tests/conftest.py
AHEAD = 6  # cases that are judged while one is waited for, so that no slot of the server is idle


class Sender:
    """Sends the cases in the order of the tests, some of them before their test begins."""

    def __init__(self, to_come, admin, student):
        self.to_come, self.admin, self.student = to_come, admin, student
        self.sent = {}

    def send(self, case, language):
        limits = case.limits_with(int(MEMORY_MB), language) if MEMORY_MB and case.verdict == "AC" else case.limits()
        problem = self.admin.create_problem(case.name, case.tests, case.problem_fields(), **limits)
        count, together = case.submissions
        at_once = count * ROUNDS if together or count == 1 else 1
        return problem, [self.student.submit(problem, language, case.codes[language]) for _ in range(at_once)]

    def judged(self, case, language):
        """All submissions of a case, once they have their verdicts."""
        while self.to_come and len(self.sent) <= AHEAD:
            next_case, next_language = self.to_come.pop(0)
            self.sent[next_case.name, next_language] = self.send(next_case, next_language)
        problem, ids = self.sent.pop((case.name, language))
        judged = [self.student.verdict(submission_id) for submission_id in ids]
        while len(judged) < case.submissions[0] * ROUNDS:
            judged.append(self.student.judge(problem, language, case.codes[language]))
        return judged


@pytest.fixture(scope="module")
def versions(admin):
    """`Python 3.11.2` of each language."""
    return {row["id"]: row["version"] for row in admin.call("GET", "/languages").expect(200)}


@pytest.fixture(scope="module")
def sender(request, admin, student, versions):
    selected = [item.callspec.params for item in request.session.items if getattr(item, "originalname", "") == "test_case"
                and item.module is request.module]
    return Sender([(parameters["case"], parameters["language"]) for parameters in selected
                   if not parameters["case"].is_refused_by(versions[parameters["language"]])], admin, student)


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
    plugins = request.config.pluginmanager
    with plugins.get_plugin("capturemanager").global_and_fixture_disabled():  # else it is shown of a failed test alone
        plugins.get_plugin("terminalreporter").write_line("\n\nright of judged, a language and kind of program:\n" + "\n".join(table))


@pytest.mark.parametrize("case,language", CASES, ids=IDS)
def test_case(case, language, sender, versions, matrix):
    """A verdict that could flip is judged as often as its case says, on a server whose caches are made."""
    if case.is_refused_by(versions[language]):
        pytest.skip(f"{versions[language]} refuses it by itself")
    cell = matrix[case.kind, language]
    cell[1] += 1
    submissions = sender.judged(case, language)
    verdicts = collections.Counter(submission["status"] for submission in submissions)
    assert len(verdicts) == 1, f"the verdict changes: {dict(verdicts)}"
    for submission in submissions:
        check(case.when_cold(language) if COLD else case, submission)
    cell[0] += 1


def test_every_verdict_is_met_in_every_language():
    met = {(case.verdict, language) for case, language in CASES}
    wanted = {(verdict, language) for verdict in ("AC", "WA", "TLE", "MLE", "OLE", "RE", "CE") for language in LANGUAGES}
    assert not wanted - met
