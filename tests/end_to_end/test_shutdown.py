"""Stopping in good order loses nothing and leaves nothing."""

from shipped.client import OPEN
from shipped.server import Server, make_data_directory

SPIN = "while True: pass"


def test_sigterm_gives_the_lease_back_and_the_next_server_judges(binary):
    data = make_data_directory()
    first = Server(data=data)
    first.own_data = True
    try:
        first.start()
        problem = first.admin().create_problem("Spin", [{"input": "", "output": ""}], timeLimitMs=2000)
        student = first.client().register("student")
        waiting = [student.submit(problem, "python", SPIN), student.submit(problem, "python", "pass")]
        assert student.call("GET", f"/submission/{waiting[0]}?wait=1").expect(200)["status"] in OPEN
        assert first.stop() == 0, first.log_text()

        second = Server(data=data)
        with second:
            student.port = second.port
            assert [student.verdict(submission)["status"] for submission in waiting] == ["TLE", "AC"]
    finally:
        first.close()
