"""The ways through the API that its users take, against the shipped binary."""

import json
import re
import uuid

import pytest

from shipped.client import Client

HELLO = {"python": "print('hello')", "javascript": "console.log('hello')",
         "cpp": '#include <cstdio>\nint main() { std::puts("hello"); }\n'}
TESTS = [{"input": "", "output": "hello\n"}, {"input": "secret words\n", "output": "hello\n"}]
LANGUAGES = ("c", "cpp", "go", "java", "javascript", "python")
# Echoes its input, takes about 64 MiB, and works for more than the hundredth of a second that is shown.
ECHO = "import sys\nroom = b'x' * (64 << 20)\nsum(range(3_000_000))\nprint(sys.stdin.read(), end='')\n"
WORDS = "4 8\n  Gr\u00fc\u00dfe, \U0001f4a5 \"and\" \\n\n"


@pytest.fixture(scope="module")
def hello(admin):
    return admin.create_problem("Say hello", TESTS)


def new_student(server):
    return server.client().register("s" + uuid.uuid4().hex[:12])


def test_from_register_to_verdict(server, admin):
    problem = admin.create_problem("Double", [{"input": "4\n", "output": "8\n"}, {"input": "5\n", "output": "10\n"}])
    visitor = server.client()
    credentials = {"email": "Grace@Example.org", "password": "a good password"}
    assert visitor.call("POST", "/auth/register", {"name": "Grace", **credentials}).expect(201) == {"message": "User registered"}
    student = visitor.login("grace@example.org", credentials["password"])
    me = student.call("GET", "/auth/user/me").expect(200)
    assert (me["name"], me["email"], me["role"]) == ("Grace", credentials["email"], "student")
    assert problem in [row["_id"] for row in student.call("GET", "/problems").expect(200)]
    submission = student.judge(problem, "python", "print(2 * int(input()))")
    assert (submission["status"], submission["score"], len(submission["tests"])) == ("AC", 100, 2)
    assert all(test["status"] == "AC" and test["memoryKb"] > 0 for test in submission["tests"])
    listed = student.call("GET", f"/submission/getSubmission?problemId={problem}").expect(200)
    assert [row["_id"] for row in listed] == [submission["_id"]] and "tests" not in listed[0]


def test_a_hidden_test_shows_its_owner_a_verdict_and_no_words(server, admin):
    problem = admin.create_problem("Hidden", [{"input": "1", "output": "1"}, {"input": "hidden input", "output": "hidden output"}])
    student = new_student(server)
    submission = student.judge(problem, "python", "print(input())")
    assert submission["status"] == "WA"
    text = json.dumps(submission)
    assert "hidden input" not in text and "hidden output" not in text
    whole = json.dumps(admin.call("GET", f"/submission/{submission['_id']}").expect(200))
    assert "hidden output" in whole


def test_nobody_hears_of_what_is_not_theirs(server, hello):
    owner, other = new_student(server), new_student(server)
    submission = owner.judge(hello, "python", HELLO["python"])["_id"]
    assert other.call("GET", f"/submission/{submission}").status == 404
    assert server.client().call("GET", f"/submission/{submission}").status == 401
    assert other.call("GET", "/submissions").status == 403
    assert other.call("GET", "/submission/getSubmission").expect(200) == []


def test_students_make_no_problems(server):
    body = {"title": "Mine", "description": "", "difficulty": "easy", "testCases": TESTS}
    assert new_student(server).call("POST", "/problems/create", body).status == 403


def test_idempotency_key(server, hello):
    student, key = new_student(server), uuid.uuid4().hex
    first = student.submit(hello, "python", HELLO["python"], Idempotency_Key=key)
    assert student.submit(hello, "python", HELLO["python"], Idempotency_Key=key) == first
    other = {"problemId": hello, "language": "python", "code": "print('other')"}
    assert student.call("POST", "/submission/create", other, Idempotency_Key=key).status == 409
    student.verdict(first)
    assert len(student.call("GET", "/submission/getSubmission").expect(200)) == 1


def test_a_deleted_problem_is_gone_but_its_submissions_stay(server, admin):
    problem, student = admin.create_problem("Short-lived", TESTS), new_student(server)
    submission = student.judge(problem, "python", HELLO["python"])["_id"]
    admin.call("DELETE", f"/problems/{problem}").expect(200)
    assert student.call("GET", f"/problems/{problem}").status == 404
    assert student.call("GET", f"/submission/{submission}").expect(200)["status"] == "AC"
    body = {"problemId": problem, "language": "python", "code": "1"}
    assert student.call("POST", "/submission/create", body).status == 404


def test_health_version_and_the_first_page(server):
    visitor = server.client()
    health = visitor.call("GET", "/health").expect(200)
    assert health["database"] == health["sandbox"] == health["queue"] == "healthy"
    # The server is another user than its launcher, which is root: nothing is missing that root gives.
    assert not [reason for reason in health["reasons"] if ": watches: " in reason or ": groups: " in reason], health
    assert visitor.call("GET", "/version").status == 200
    page = visitor.call("GET", "/")
    if page.status == 302:
        page = visitor.call("GET", page.headers["location"])
    assert page.status == 200 and "text/html" in page.headers["content-type"]


def test_every_language_is_there_and_its_template_runs(server):
    student = new_student(server)
    languages = {row["id"]: row for row in student.call("GET", "/languages").expect(200)}
    assert set(LANGUAGES) <= set(languages)
    for name in LANGUAGES:
        row = languages[name]
        assert row["available"] is True and re.search("[0-9]", row["version"]), row
        assert row["runCommand"] and row["compileCommand"], row
        for given in ("", "a line\nanother\n"):
            answer = student.call("POST", "/run", {"language": name, "code": row["template"], "customInput": given}).expect(200)
            assert (answer["status"], answer["output"]) == ("AC", "Hello, world!\n"), (name, given, answer)


def check_echo(answer):
    assert (answer["status"], answer["output"], answer["message"]) == ("AC", WORDS, ""), answer
    assert re.fullmatch("[0-9]+[.][0-9]{2}s", answer["executionTime"]) and re.fullmatch("[0-9]+MB", answer["memoryUsed"]), answer
    assert 0 < float(answer["executionTime"][:-1]) < 5 and 64 <= int(answer["memoryUsed"][:-2]) <= 256, answer


def test_a_rerun_and_a_run_answer_with_what_the_program_did(server, hello):
    student = new_student(server)
    submission = student.judge(hello, "python", ECHO)["_id"]
    check_echo(student.call("POST", f"/submission/{submission}/rerun", {"customInput": WORDS}).expect(200))
    check_echo(student.call("POST", "/run", {"language": "python", "code": ECHO, "customInput": WORDS}).expect(200))
    assert [row["_id"] for row in student.call("GET", "/submission/getSubmission").expect(200)] == [submission]
    for language, code, status, words in (("python", "print(1 / int(input()))", "RE", "exit code 1"),
                                          ("c", "int main(void) {\n  return *(volatile int *)8;\n}\n", "RE", "line 2, in main: killed by SIGSEGV"),
                                          ("cpp", "int main() { return nothing; }", "CE", "nothing")):
        answer = student.call("POST", "/run", {"language": language, "code": code, "customInput": "0\n"}).expect(200)
        assert answer["status"] == status and words in answer["message"] + answer["output"], answer


def test_a_report_names_the_versions_it_judged_and_a_rejudge_takes_the_newest(server, admin):
    problem = admin.create_problem("Versions", [{"input": str(number), "output": "one\n"} for number in range(2)])
    student = new_student(server)
    submission = student.judge(problem, "python", "print('one')")["_id"]
    first, second = (test["_id"] for test in admin.call("GET", f"/problems/{problem}/testcases").expect(200))

    def judged():
        seen = admin.verdict(submission)
        return seen["status"], [(test["testCaseId"], test["testCaseVersion"]) for test in seen["tests"]]
    assert judged() == ("AC", [(first, 1), (second, 1)])
    assert admin.call("PUT", f"/testcases/{second}", {"output": "two\n"}).expect(200)["version"] == 2
    assert judged() == ("AC", [(first, 1), (second, 1)])
    admin.call("POST", f"/submission/{submission}/rejudge").expect(202)
    assert judged() == ("WA", [(first, 1), (second, 2)])
    assert "testCaseVersion" not in json.dumps(student.verdict(submission))


@pytest.mark.parametrize("field,value,status", [
    ("code", "", 422), ("code", "a\0b", 422), ("code", "x" * (64 * 1024 + 1), 422), ("code", 7, 400),
    ("language", "cobol", 422), ("problemId", "0" * 24, 404), ("problemId", "xyz", 422), ("color", "red", 400)])
def test_a_bad_field_is_named(server, hello, field, value, status):
    body = {"problemId": hello, "language": "python", "code": "print(1)", field: value}
    answer = new_student(server).call("POST", "/submission/create", body)
    assert answer.status == status, answer.body
    if status != 404:
        assert field in answer.body["error"], answer.body


@pytest.mark.parametrize("body,status", [
    (b"{", 400), (b"[" * 10_000, 400), (b'{"code": "a", "code": "b"}', 400), (b'{"code": "\\ud800"}', 400),
    (b"\xff\xfe", 400), (b"x" * (2 << 20), 413), (b"", 400)])
def test_a_body_that_is_no_json_is_refused(server, body, status):
    token = new_student(server).token
    headers = {"Content-Type": "application/json", "Authorization": "Bearer " + token}
    answer = server.client().raw("POST", "/submission/create", body, headers)
    assert answer.status == status and set(answer.body) == {"message", "error"}


def test_a_body_of_another_type_is_refused(server):
    headers = {"Content-Type": "text/plain", "Authorization": "Bearer " + new_student(server).token}
    assert server.client().raw("POST", "/submission/create", b"{}", headers).status == 415


@pytest.mark.parametrize("token", ["", "x", "a.b.c", "eyJhbGciOiJub25lIn0.eyJpZCI6IjEiLCJyb2xlIjoiYWRtaW4ifQ."])
def test_a_bad_token_is_refused(server, token):
    assert Client(server.port, token or None).call("GET", "/auth/user/me").status == 401


def test_a_token_for_another_algorithm_is_refused(server):
    header, payload, signature = new_student(server).token.split(".")
    none = "eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0"
    for token in (f"{none}.{payload}.", f"{none}.{payload}.{signature}", f"{header}.{payload}.{signature[:-2]}AA"):
        assert Client(server.port, token).call("GET", "/auth/user/me").status == 401


def test_wrong_method_names_the_right_one(server):
    answer = server.client().call("PATCH", "/auth/login", {})
    assert answer.status == 405 and "POST" in answer.headers["allow"]
