"""Settings that students feel, against a server that has them."""

import http.client

import pytest

from shipped.server import Server

MANY_WORDS = "int main() {\n" + "\n".join(f"  unknown_{i} = {i};" for i in range(200)) + "\n}\n"
HEAVY = "#include <bits/stdc++.h>\n#include <regex>\nint main() { std::regex r(\"a+\"); std::map<std::string, std::regex> m; }\n"


def test_the_words_of_a_compiler_are_cut_at_a_setting(binary):
    with Server(AUTOGRADER_COMPILE_OUTPUT_MAX_KB="1") as server:
        admin = server.admin()
        problem = admin.create_problem("Compile", [{"input": "", "output": ""}])
        submission = admin.judge(problem, "cpp", MANY_WORDS)
        assert submission["status"] == "CE" and "unknown_0" in submission["output"], submission
        assert "unknown_100" not in submission["output"] and len(submission["output"]) < 2 * 1024, submission


@pytest.mark.parametrize("variable,value,code,message", [
    ("AUTOGRADER_COMPILE_CPU_TIME_MS", "100", HEAVY, "compilation: CPU time over the limit of 0.1 s"),
    ("AUTOGRADER_COMPILE_MEMORY_MB", "16", HEAVY, "compilation: memory over the limit of 16 MB"),
])
def test_the_limits_of_compiling_are_settings(binary, variable, value, code, message):
    with Server(**{variable: value}) as server:
        admin = server.admin()
        problem = admin.create_problem("Compile", [{"input": "", "output": ""}])
        submission = admin.judge(problem, "cpp", code)
        assert submission["status"] == "CE" and message in submission["message"], submission


@pytest.mark.parametrize("variable,status,reason", [
    ("AUTOGRADER_LIVE_STREAMS_A_USER_MAX", 429, "at most 1 for one user"),
    ("AUTOGRADER_LIVE_STREAMS_MAX", 503, "too many live connections already"),
])
def test_the_number_of_live_connections_is_a_setting(binary, variable, status, reason):
    with Server(arguments=["--no-worker"], **{variable: "1"}) as server:
        problem = server.admin().create_problem("Waits", [{"input": "", "output": ""}])
        student = server.client().register("ada")
        path = f"/submission/{student.submit(problem, 'python', '1')}/events"
        headers = {"Authorization": "Bearer " + student.token}
        first = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
        first.request("GET", path, headers=headers)
        answer = first.getresponse()
        assert answer.status == 200
        assert any(b"QUEUED" in line for line in iter(answer.readline, b""))
        assert reason in student.call("GET", path).expect(status)["error"]
        first.close()


def refused_for_now(answer):
    assert answer.status == 503 and int(answer.headers["retry-after"]) >= 1 and "no room" in answer.body["error"], answer


def test_less_room_on_the_disk_than_wanted_refuses_what_is_new(binary):
    with Server(arguments=["--no-worker"], AUTOGRADER_FREE_MIN_MB="1000000000") as server:
        problem = server.admin().create_problem("Full", [{"input": "", "output": ""}])
        student = server.client().register("ada")
        program = {"language": "python", "code": "print(1)"}
        refused_for_now(student.call("POST", "/submission/create", {"problemId": problem, **program}))
        refused_for_now(student.call("POST", "/run", {"customInput": "", **program}))
        assert student.call("GET", "/submission/getSubmission").expect(200) == []
        assert server.stop() == 0
        assert server.log_text().count("the disk of the database is nearly full") == 2, server.log_text()


def test_the_length_of_the_queue_is_a_setting(binary):
    with Server(arguments=["--no-worker"], AUTOGRADER_QUEUE_MAX="1") as server:
        problem = server.admin().create_problem("Waits", [{"input": "", "output": ""}])
        first, second = server.client().register("ada"), server.client().register("bob")
        waits = first.submit(problem, "python", "1")
        body = {"problemId": problem, "language": "python", "code": "1"}
        refused_for_now(second.call("POST", "/submission/create", body))
        first.call("POST", f"/submission/{waits}/cancel").expect(202)
        second.submit(problem, "python", "1")
        assert server.stop() == 0
        assert server.log_text().count("the queue is full: 1 submissions wait") == 1, server.log_text()


@pytest.mark.parametrize("setting,statuses", [
    ("open", {"ada@example.org": 201, "ada@example.com": 201}),
    ("closed", {"ada@example.org": 403, "ada@example.com": 403}),
    ("example.org", {"ada@example.org": 201, "Bob@EXAMPLE.org": 201, "ada@example.com": 403, "ada@sub.example.org": 403}),
])
def test_registration_is_a_setting(binary, setting, statuses):
    with Server(arguments=["--no-worker"], AUTOGRADER_REGISTRATION=setting) as server:
        visitor = server.client()
        for email, status in statuses.items():
            credentials = {"email": email, "password": "correct horse"}
            visitor.call("POST", "/auth/register", {"name": "Ada", **credentials}).expect(status)
            visitor.call("POST", "/auth/login", credentials).expect(200 if status == 201 else 401)
