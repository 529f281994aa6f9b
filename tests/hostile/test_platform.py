"""Attacks on the platform around the programs: groups H and I of the list, as far as what they aim at is there."""

import concurrent.futures
import json
import math
import uuid

import pytest

from hostile.canaries import Watched
from shipped.client import OPEN

SIDE_BY_SIDE = 8
LOOP = "while True: pass"
DOUBLE = "print(int(input()) * 2)"


@pytest.fixture
def row(table):
    """Adds a row to the table once the test has passed."""
    rows = []
    yield lambda *parts: rows.append(parts)
    table += rows


def at_once(calls):
    """All of them from threads of their own; their answers in order."""
    with concurrent.futures.ThreadPoolExecutor(SIDE_BY_SIDE) as pool:
        return [future.result() for future in [pool.submit(call) for call in calls]]


# ---- I1

LIMIT_VALUES = [0, -1, 1, 10**9, 2**31, 2**63, -(2**63), 10**400, 0.5, 1e308, -1e308, "500", "", None, True, [], {}]


@pytest.mark.parametrize("limit", ["timeLimitMs", "memoryLimitMb", "outputLimitKb"])
def test_i1_limits_of_problems(limit, admin, row):
    tests = [{"input": "", "output": ""}]
    body = {"title": "Edges", "description": "", "difficulty": "easy", "testCases": tests}
    for value in LIMIT_VALUES:
        answer = admin.call("POST", "/problems/create", {**body, "limits": {limit: value}})
        if limit == "outputLimitKb" and value == 1 and value is not True:
            assert answer.status == 201
        else:
            assert answer.status in (400, 422), f"{limit} {value}: {answer.status} {answer.body}"
            assert limit in answer.body["error"] or "number" in answer.body["error"], answer.body
    row("I1", "limits of a problem: " + limit, "400, 422", "0, negative, huge, fractions, 1e308, text, nothing", "bounds of the field")


def test_i1_what_json_has_no_number_for(admin, row):
    for value in ("NaN", "Infinity", "-Infinity", "1e999", "0x10", "01", "1.", "+1", "1e"):
        body = ('{"title": "Edges", "description": "", "difficulty": "easy", "testCases": [{"input": "", "output": ""}], '
                f'"limits": {{"timeLimitMs": {value}}}}}').encode()
        answer = admin.raw("POST", "/problems/create", body, {
            "Content-Type": "application/json", "Authorization": "Bearer " + admin.token})
        assert answer.status in (400, 422), f"{value}: {answer.status}"
    row("I1", "numbers that JSON does not have", "400", "NaN, Infinity, 1e999, hexadecimal", "a strict reader of JSON")


def test_i1_weights_and_score(admin, student, row):
    """The heaviest tests there may be add up to a score of 100 and not more."""
    for weight in (-1, 1_000_001, 2**31, 2**63, 0.5, "1"):
        tests = [{"input": "", "output": "", "weight": weight}]
        body = {"title": "Edges", "description": "", "difficulty": "easy", "testCases": tests}
        assert admin.call("POST", "/problems/create", body).status in (400, 422), weight
    heavy = [{"input": f"{n}\n", "output": f"{n * 2 if n else 1}\n", "weight": 1_000_000} for n in range(4)]
    problem = admin.create_problem("Heavy", heavy, {"scoring": "weighted"})
    assert student.judge(problem, "python", DOUBLE)["score"] == 75
    nothing = admin.create_problem("Light", [{"input": "1\n", "output": "2\n", "weight": 0}], {"scoring": "weighted"})
    score = student.judge(nothing, "python", DOUBLE)["score"]
    assert math.isfinite(score) and 0 <= score <= 100
    row("I1", "weights of tests", "422", "negative, fractional, huge weights; four of the heaviest; none", "bounds of the field")


@pytest.mark.parametrize("query", ["limit=0", "limit=-1", "limit=101", "limit=1e3", "limit=99999999999999999999", "limit=", "page=0",
                                   "page=501", "page=NaN", "fields=password", "fields=*", "problemId=*", "status=ANY"])
def test_i1_numbers_of_queries(query, student):
    assert student.call("GET", "/submission/getSubmission?" + query).status == 422


def test_i1_seconds_to_wait(student, benign, row):
    submission = student.judge(benign, "python", DOUBLE)["_id"]
    for wait in ("-1", "61", "1e9", "0x1", "99999999999999999999", "NaN", ""):
        assert student.call("GET", f"/submission/{submission}?wait={wait}").status == 422, wait
    row("I1", "numbers in queries", "422", "negative, huge, fractional pages and waits", "bounds of the parameter")


# ---- I2

def test_i2_ids_of_others(students, victim, row):
    """A sample over the wire; the whole matrix of roles, objects and routes is src/api/authorisation_test.cpp."""
    student, neighbour = students
    theirs = victim["submission"]
    for path in ("", "?fields=code", "?fields=tests,output", "?history=1", "?wait=1"):
        assert student.call("GET", f"/submission/{theirs}{path}").status == 404
    for verb, body in (("rerun", {"customInput": ""}), ("cancel", None), ("rejudge", None)):
        assert student.call("POST", f"/submission/{theirs}/{verb}", body).status in (403, 404)
    problem = student.call("GET", f"/problems/{victim['problem']}").expect(200)
    assert problem["testCases"] == [] and problem["privateTestCaseCount"] == 1
    for query in ("?fields=testCases", "?show_diff=true", "?fields=testCases&role=admin"):
        student.call("GET", f"/problems/{victim['problem']}{query}")  # whatever it says, the client looks for canaries
    assert student.call("GET", f"/problems/{victim['problem']}/testcases").status == 403
    me = neighbour.call("GET", "/auth/user/me").expect(200)["_id"]
    assert student.call("GET", f"/submission/getSubmission?userId={me}").status in (200, 422)
    assert student.call("PUT", f"/users/{me}", {"role": "admin"}).status == 403
    assert student.call("PUT", "/auth/user/me", {"role": "admin"}).status == 400
    row("I2", "ids of others", "403, 404", "another's submission by every route; tests, roles", "one function of what a viewer may see")


# ---- I5

def test_i5_one_key_many_times(admin, student, benign, row):
    key = uuid.uuid4().hex
    body = {"problemId": benign, "language": "python", "code": DOUBLE + f"  # {key}"}
    answers = at_once([lambda: student.call("POST", "/submission/create", body, Idempotency_Key=key)] * 24)
    assert {answer.status for answer in answers} == {201}
    assert len({answer.body["_id"] for answer in answers}) == 1
    only = student.verdict(answers[0].body["_id"])
    assert only["status"] == "AC" and len(reports_of(admin, only["_id"])) == 1
    row("I5", "one submission sent 24 times at once", "AC", "a double click, a client that repeats itself", "Idempotency-Key")


def reports_of(admin, submission):
    return admin.call("GET", f"/submission/{submission}?history=1").expect(200)["judgings"]


def test_i5_rejudge_while_judging(admin, student, benign, row):
    """Sixteen calls against one submission on its way: each that was taken is one judging, each judging one report."""
    slow = "import time\nt = time.process_time()\nwhile time.process_time() < t + 0.3: pass\n" + DOUBLE
    submission = student.submit(benign, "python", slow)
    answers = at_once([lambda: admin.call("POST", f"/submission/{submission}/rejudge")] * 16)
    assert {answer.status for answer in answers} <= {202, 409}
    assert student.verdict(submission)["status"] == "AC"
    taken = sum(answer.status == 202 for answer in answers)
    assert len(reports_of(admin, submission)) == 1 + taken
    assert admin.call("POST", f"/submission/{submission}/rejudge").status == 202
    assert student.verdict(submission)["status"] == "AC" and len(reports_of(admin, submission)) == 2 + taken
    row("I5", "rejudge while judging", "AC", "sixteen rejudges of a submission on its way", "one job a submission, one report a judging")


def test_i5_delete_the_problem_while_judging(admin, student, row):
    problem = admin.create_problem("Passing", [{"input": "3\n", "output": "6\n"}])
    submissions = [student.submit(problem, "python", DOUBLE + f"  # {number}") for number in range(6)]
    admin.call("DELETE", f"/problems/{problem}").expect(200)
    for submission in submissions:
        assert student.verdict(submission)["status"] == "AC" and len(reports_of(admin, submission)) == 1
    row("I5", "delete the problem while judging", "AC", "a problem that goes under its submissions", "a problem is deleted softly")


def test_i5_cancel_races_the_worker(admin, student, benign, row):
    submissions = [student.submit(benign, "python", DOUBLE + f"  # {uuid.uuid4()}") for _ in range(SIDE_BY_SIDE * 2)]
    calls = [lambda id=submission: student.call("POST", f"/submission/{id}/cancel") for submission in submissions for _ in range(2)]
    statuses = [answer.status for answer in at_once(calls)]
    assert set(statuses) <= {202, 409}
    for number, submission in enumerate(submissions):
        taken = statuses[2 * number:2 * number + 2].count(202)
        verdict = student.verdict(submission)["status"]
        assert (verdict, taken) in (("CANCELLED", 1), ("AC", 0)), f"{verdict} after {taken} cancels were taken"
        assert len(reports_of(admin, submission)) == 1
    row("I5", "cancel while judging", "AC", "cancel twice what a worker may just be taking", "one transaction ends a judging")


# ---- I8

STEAL = {
    "stdout": ("WA", "print(open(0).read())"),
    "stderr": ("WA", "import sys; print(open(0).read(), file=sys.stderr)"),
    "traceback": ("RE", "raise SystemExit(open(0).read())"),
    "exception": ("RE", "raise ValueError(open('input.txt').read())"),
    "exit code": ("RE", "import sys; sys.exit(ord(open(0).read()[0]))"),
    "signal": ("RE", "import os; print(open(0).read(), flush=True); os.kill(os.getpid(), 6)"),
    "output limit": ("OLE", "text = open(0).read()\nwhile True: print(text)"),
    "time limit": ("TLE", "print(open(0).read(), flush=True)\nwhile True: pass"),
    "idle": ("TLE", "import signal; print(open(0).read(), flush=True); signal.pause()"),
    "memory limit": ("MLE", "print(open(0).read(), flush=True)\nhoard = []\nwhile True: hoard.append(bytearray(b'x' * (1 << 20)))"),
}

# All that the student reads of it: sentences of reasons, of which the program chose nothing but a line and a name of its own source.
TOLD = {
    "stdout": "the output differs from the expected output",
    "stderr": "the program printed nothing",
    "traceback": "the exit code was not 0",
    "exception": "line 1: ValueError",
    "exit code": "the exit code was not 0",
    "signal": "killed by SIGABRT (aborted)",
    "output limit": "standard output over the limit of 64 KB",
    "time limit": "CPU time over the limit of 0.2 s",
    "idle": "idle too long: still there after",
    "memory limit": "memory over the limit of 64 MB",
}


@pytest.mark.parametrize("way", STEAL)
@pytest.mark.parametrize("scoring", ["all", "weighted"])
def test_i8_steal_a_private_test(way, scoring, admin, student, canaries, row):
    """The student's client finds the canary in whatever it is answered; that the program got at it, the admin sees."""
    verdict, code = STEAL[way]
    problem = admin.create_problem("Private " + way, [
        {"input": canaries.hidden_input, "output": canaries.hidden_output, "visibility": "private"},
        {"input": "seen", "output": "seen", "visibility": "private"}], {"scoring": scoring},
        timeLimitMs=200, memoryLimitMb=64, outputLimitKb=64)
    submission = student.judge(problem, "python", code)
    assert submission["status"] == verdict
    assert (submission.get("output") or "") == "", submission
    assert submission["message"].startswith("test 1 (private): " + TOLD[way]), submission["message"]
    for test in submission["tests"]:
        assert not {"input", "expected", "output", "errors", "trace"} & {name for name, value in test.items() if value}, test
        assert test["message"].startswith(TOLD[way]) or test["index"] == 2, test
        assert "number" not in test.get("reason", {}), test
    whole = admin.call("GET", f"/submission/{submission['_id']}").expect(200)
    assert canaries.hidden_input in json.dumps(whole["tests"][0]), "the control: the program did meet the private test"
    for path in ("?history=1", "?fields=tests,output,message"):
        student.call("GET", f"/submission/{submission['_id']}{path}").expect(200)
    for path in ("/submission/getSubmission", f"/problems/{problem}", "/problems", "/auth/user/me/progress"):
        student.call("GET", path).expect(200)
    again = student.call("POST", f"/submission/{submission['_id']}/rerun", {"customInput": "mine"}).expect(200)
    assert "seen" not in again["output"]
    if scoring == "all":
        row("I8", "steal a private test: " + way, verdict, "say the input by " + way, "a report is shown by who looks at it")


def test_i8_a_public_test_before_a_private_one(admin, student, canaries, row):
    """What is said of the public test must not be what the private one made of it."""
    problem = admin.create_problem("Mixed", [
        {"input": "open\n", "output": "open\n", "visibility": "public"},
        {"input": canaries.hidden_input, "output": canaries.hidden_output, "visibility": "private"}], {"scoring": "weighted"})
    submission = student.judge(problem, "python", "print(input())")
    assert submission["status"] == "WA" and submission["tests"][0]["output"] == "open\n"
    assert not submission.get("output") and not submission["tests"][1].get("output")
    row("I8", "a private test behind a public one", "WA", "the output of the whole submission", "it is that of the deciding test")


def test_i8_a_custom_run_meets_no_test(student, canaries, row):
    look = "import os\nfor top in ('/code', '/tmp'):\n  print(top, sorted(os.listdir(top)))\nprint(open(0).read())"
    answer = student.call("POST", "/run", {"language": "python", "code": look, "customInput": "mine"}).expect(200)
    assert answer["output"] == "/code ['input.txt', 'main.py']\n/tmp []\nmine\n"
    row("I8", "a run with a custom input", "AC", "find a test beside the custom input", "a box holds the program and its input alone")


# ---- I10

def test_i10_metrics_are_closed(server, student, admin, row):
    visitor = server.client()
    assert visitor.call("GET", "/metrics").status == 401
    assert student.call("GET", "/metrics").status == 403
    for header in ("Bearer ", "Bearer x", "Basic eDp4", "Bearer null"):
        assert visitor.raw("GET", "/metrics", None, {"Authorization": header}).status == 401, header
    assert visitor.call("GET", "/metrics?token=x").status == 401
    assert admin.call("GET", "/metrics").status == 200
    for path in ("/metrics/", "/metrics/..", "//metrics", "/%6detrics", "/debug", "/admin", "/packages", "/.git/config", "/autograder.db"):
        assert visitor.call("GET", path).status in (401, 404), path
    row("I10", "metrics", "401, 403", "figures without a token, by a student, by other spellings", "an admin's or the metrics token")


def test_i10_health_names_nothing_to_strangers(server, row):
    health = server.client().call("GET", "/health").expect(200)
    assert set(health) <= {"uptime", "timestamp", "database", "sandbox", "queue", "redis", "docker", "reasons"}
    assert {health[name] for name in ("database", "sandbox", "queue")} == {"healthy"}
    row("I10", "health", "200", "versions, paths and hosts in the answer", "fixed words; reasons for loopback and admins alone")


# ---- H

STRINGS = ["<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "javascript:alert(1)", "</script><!--", "{{7*7}}${7*7}#{7*7}",
           "'; DROP TABLE users; --", "%s%n%x", "$(id)`id`;id|id", "../../etc/passwd", "\u202egnp.exe", "\ufeffa\u200bb", "\r\nSet-Cookie: a=b",
           "\x1b[2J\x07", "\u2028\u2029", "\U0001f469\u200d\U0001f4bb", "\ud7ff\ue000\uffff", "a" * 90, "=cmd|' /C calc'!A1", "\\u0000\\", "\x7f\x80\x9f"]


@pytest.mark.parametrize("text", STRINGS, ids=range(len(STRINGS)))
def test_h6_strings_come_back_unharmed(text, server, admin, canaries):
    """Whatever a field may hold comes back as it was, as JSON, and is nowhere HTML. Tests are kept with bare line ends."""
    kept = text.removeprefix("\ufeff").replace("\r\n", "\n")
    fields = {"title": text, "description": text, "tags": [text[:40]]}
    tests = [{"input": text, "output": text, "visibility": "public", "group": text[:40], "tags": [text[:40]]}]
    problem = {**fields, "difficulty": "easy", "testCases": tests}
    created = admin.call("POST", "/problems/create", problem)
    if created.status == 422:  # unseen characters in what lists show
        assert created.body["error"].startswith("title: "), created.body
        refused = admin.call("POST", "/problems/create", {**problem, "title": "Strings"}).expect(422)
        assert refused["error"].startswith("tags: "), refused
        fields = {**fields, "title": "Strings", "tags": ["strings"]}
        created = admin.call("POST", "/problems/create", {**problem, **fields})
    created = created.expect(201)
    answer = admin.call("GET", f"/problems/{created['_id']}")
    body = answer.expect(200)
    assert answer.headers["content-type"].startswith("application/json")
    assert answer.headers.get("x-content-type-options") == "nosniff"
    assert {name: body[name] for name in fields} == fields
    assert (body["testCases"][0]["input"], body["testCases"][0]["output"]) == (kept, kept)
    email = f"h6-{uuid.uuid4().hex}@example.org"
    name = text if text.isprintable() else "Grace"
    register = {"email": email, "password": "correct horse"}
    if name != text:
        refusal = server.client().call("POST", "/auth/register", {"name": text, **register})
        assert refusal.status in (201, 422) and (refusal.status == 201 or "name" in refusal.body["error"])
        register["email"] = "2-" + email
    server.client().call("POST", "/auth/register", {"name": name, **register}).expect(201)
    someone = Watched.of(server.client().login(register["email"], "correct horse"), canaries)
    assert someone.call("GET", "/auth/user/me").expect(200)["name"] == name
    code = "import sys\nprint(sys.stdin.read(), end='')\nprint(" + ascii(text) + ", file=sys.stderr)\nsys.exit(3)"
    submission = someone.judge(created["_id"], "python", code + "\n# " + text.replace("\r", "").replace("\n", ""))
    assert submission["status"] == "RE" and submission["tests"][0]["input"] == kept


def test_h6_row(row):
    row("H6", f"{len(STRINGS)} hostile strings", "201", "HTML, scripts, formats, controls, queries in every field", "JSON alone, nosniff, bound queries")


@pytest.mark.parametrize("size,chunked", [(100 << 20, False), (100 << 20, True), (2 << 20, False)])
def test_h7_a_source_of_any_size(size, chunked, student, row):
    """Refused by its announced size, or once it has passed the bound."""
    head = b'{"problemId": "' + b"0" * 24 + b'", "language": "python", "code": "'
    headers = {"Content-Type": "application/json", "Authorization": "Bearer " + student.token}
    chunk = b"x" * 65536
    pieces = [head] + [chunk] * (size // len(chunk)) + [b'"}']
    if not chunked:
        headers["Content-Length"] = str(sum(map(len, pieces)))
    try:
        answer = student.raw("POST", "/submission/create", iter(pieces), headers)
    except (BrokenPipeError, ConnectionResetError):
        answer = None  # it hung up in the middle: what it said before is lost when the client goes on sending
    assert answer is None or answer.status == 413, answer
    announced = student.raw("POST", "/submission/create", b"", {**headers, "Content-Length": str(size)})
    assert announced.status == 413, announced
    row("H7", f"a source of {size >> 20} MB{', in chunks' if chunked else ''}", "413", "fill the server's memory", "a bound of the route's body")


def test_h7_lines_and_brackets(student, benign, row):
    """As large as a source may be: a line a byte, or nested as deep as it goes."""
    for code in ("\n" * 65000, "(" * 30000 + ")" * 30000, "[" * 65000, "#" + "\u00e9" * 30000):
        submission = student.judge(benign, "python", code)
        assert submission["status"] in ("CE", "RE", "WA") and submission["status"] not in OPEN
    row("H7", "65,000 lines, 30,000 brackets", "CE, RE", "exhaust whatever reads the source", "the compile box")
