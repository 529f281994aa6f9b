"""The log as a machine reads it: one JSON object a line, and the way of a submission by its ids."""

import json
import shutil
import stat

from shipped.server import Server, make_data_directory

REQUEST = "a-request.of_the-tests"


def only(lines, message, **fields):
    """The one line with this message and these fields."""
    found = [line for line in lines if line["message"] == message and fields.items() <= line.items()]
    assert len(found) == 1, f"{len(found)} lines say '{message}' with {fields}: {lines}"
    return found[0]


def test_a_submission_is_followed_through_a_json_log(binary):
    data = make_data_directory()
    log = data / "log.json"
    variables = {"AUTOGRADER_LOG_FORMAT": "json", "AUTOGRADER_LOG_FILE": str(log), "AUTOGRADER_LOG_LEVEL": "debug"}
    try:
        with Server(data=data, **variables) as server:
            problem = server.admin().create_problem("Logged", [{"input": "1\n", "output": "1\n"}, {"input": "2\n", "output": "1\n"}])
            student = server.client().register("student")
            submission = student.submit(problem, "python", "print(input())", X_Request_Id=REQUEST)
            assert student.verdict(submission)["status"] == "WA"
            run = student.call("POST", "/run", {"language": "python", "code": "print(1)", "customInput": ""}, X_Request_Id="run-1")
            run.expect(200)
        assert server.log == [], "nothing goes to stderr beside the file"
        assert stat.S_IMODE(log.stat().st_mode) == 0o600
        first = log.read_text()
        lines = [json.loads(line) for line in first.splitlines()]
        assert all(line.keys() >= {"time", "level", "message"} for line in lines)

        created = only(lines, "submission created", request=REQUEST)
        assert created["submission"] == submission and created["level"] == "info"
        leased = only(lines, "job leased", submission=submission)
        assert leased["level"] == "info" and leased["kind"] == "judge"
        tests = [line for line in lines if line["message"] == "test judged" and line["submission"] == submission]
        assert [(line["level"], line["test"], line["verdict"]) for line in tests] == [("debug", 1, "AC"), ("debug", 2, "WA")]
        boxes = [line for line in lines if line["message"] == "box done"]
        assert len(boxes) >= 3 and all(line["level"] == "debug" and line["wall_time_us"] > 0 for line in boxes), boxes
        judged = only(lines, "submission judged", submission=submission)
        assert judged["level"] == "info" and judged["verdict"] == "WA"
        assert lines.index(created) < lines.index(leased) < lines.index(tests[0]) < lines.index(judged)
        done = only(lines, "run done", verdict="AC")
        assert only(lines, "run created", request="run-1") and only(lines, "job leased", run=done["run"])["kind"] == "run"

        with Server(data=data, **{**variables, "AUTOGRADER_LOG_LEVEL": "info"}):
            pass
        both = log.read_text()
        assert both.startswith(first) and len(both) > len(first), "a start appends"
        again = [json.loads(line) for line in both[len(first):].splitlines()]
        assert only(again, "Serving") and all(line["level"] != "debug" for line in again)
    finally:
        shutil.rmtree(data, ignore_errors=True)
