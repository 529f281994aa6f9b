"""Settings that students feel, against a server that has them."""

import http.client

import pytest

from shipped.server import Server

MANY_WORDS = "int main() {\n" + "\n".join(f"  unknown_{i} = {i};" for i in range(200)) + "\n}\n"
HEAVY = "#include <bits/stdc++.h>\n#include <regex>\nint main() { std::regex r(\"a+\"); std::map<std::string, std::regex> m; }\n"


@pytest.mark.parametrize("variable,value,code,message", [
    ("AUTOGRADER_COMPILE_CPU_TIME_MS", "100", HEAVY, "compilation: CPU time over the limit of 0.1 s"),
    ("AUTOGRADER_COMPILE_MEMORY_MB", "16", HEAVY, "compilation: memory over the limit of 16 MB"),
    ("AUTOGRADER_COMPILE_OUTPUT_MAX_KB", "1", MANY_WORDS, "compilation: output over the limit of 1 KB"),
])
def test_the_limits_of_compiling_are_settings(binary, variable, value, code, message):
    with Server(**{variable: value}) as server:
        admin = server.admin()
        problem = admin.create_problem("Compile", [{"input": "", "output": ""}])
        submission = admin.judge(problem, "cpp", code)
        assert submission["status"] == "CE" and message in submission["message"], submission


@pytest.mark.parametrize("variable,status,reason", [
    ("AUTOGRADER_LIVE_STREAMS_A_USER_MAX", 429, "at most 1 connections of one user listen"),
    ("AUTOGRADER_LIVE_STREAMS_MAX", 503, "too many connections listen already"),
])
def test_how_many_may_listen_is_a_setting(binary, variable, status, reason):
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
