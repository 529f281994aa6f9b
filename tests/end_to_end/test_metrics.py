"""What /metrics says of the shipped server."""

import re
import shutil
import sqlite3

import pytest

from shipped.client import Client
from shipped.server import Server, make_data_directory

TOKEN = "a token of tests"
HELLO = {"python": "print('hello')", "cpp": '#include <cstdio>\nint main() { std::puts("hello"); }\n'}


def figures(server):
    """Series (name and labels, as they stand there) -> value."""
    text = Client(server.port, TOKEN).call("GET", "/metrics").expect(200)
    return {line.rpartition(" ")[0]: float(line.rpartition(" ")[2]) for line in text.splitlines() if line and line[0] != "#"}


def hello_problem(server):
    return server.admin().create_problem("Hello", [{"input": "", "output": "hello\n"}])


@pytest.fixture
def counted(binary):
    with Server(AUTOGRADER_METRICS_TOKEN=TOKEN) as running:
        running.wait_for_build_caches()  # a program that was compiled without one is compiled again with it
        yield running


def test_judging_is_counted(counted):
    problem, student = hello_problem(counted), counted.client().register("student")
    for language in ("python", "cpp", "cpp"):
        assert student.judge(problem, language, HELLO[language])["status"] == "AC"
    assert student.judge(problem, "python", "print(1)")["status"] == "WA"
    student.call("POST", "/run", {"language": "python", "code": HELLO["python"], "customInput": ""}).expect(200)
    seen = figures(counted)
    assert seen['submissions_total{language="cpp",status="AC"}'] == 2
    assert seen['submissions_total{language="python",status="AC"}'] == 1
    assert seen['submissions_total{language="python",status="WA"}'] == 1
    assert seen['queue_wait_seconds_count{kind="judge"}'] == 4 and seen['queue_wait_seconds_count{kind="run"}'] == 1
    assert seen['cache_lookups_total{cache="compiled",outcome="hit"}'] == 2, "C++ twice, Python's hello in its run"
    assert seen['cache_lookups_total{cache="test_data",outcome="miss"}'] == 2
    assert seen['cache_lookups_total{cache="test_data",outcome="hit"}'] == 6
    for cache in ("tokens", "users", "problems"):
        assert seen[f'cache_lookups_total{{cache="{cache}",outcome="hit"}}'] > 0, cache
    for pool in ("api", "passwords"):
        assert seen[f'pool_tasks_total{{pool="{pool}"}}'] > 0 and seen[f'pool_refused_total{{pool="{pool}"}}'] == 0
        assert f'pool_waiting{{pool="{pool}"}}' in seen
    assert seen["events_dropped_total"] == 0
    buckets = r'execution_duration_seconds_bucket\{language="cpp",le="([0-9.]+)"\}'
    bounds = {float(bound) for bound in re.findall(buckets, "\n".join(seen))}
    assert {0.5, 1, 2, 5} <= bounds
    assert seen["queue_depth"] == seen["queue_leased"] == seen["queue_dead"] == 0
    assert any(name.startswith("autograder_build_info{") for name in seen)
    assert seen['http_requests_total{method="POST",route="/submission/create",status="201"}'] == 4


def test_a_death_by_expired_leases_is_counted(binary):
    """A job whose ninth lease ran out with the server that had it dies when the next one starts."""
    data = make_data_directory()
    try:
        with Server(data=data, arguments=["--no-worker"]) as first:
            submission = first.client().register("student").submit(hello_problem(first), "python", HELLO["python"])
        with sqlite3.connect(data / "autograder.db") as database:
            changed = database.execute("UPDATE jobs SET state = 'leased', expiries = 9, suspect = 1, lease_token = 9, "
                                       "leased_until_ms = 1, leased_by = randomblob(12)").rowcount
        database.close()
        assert changed == 1
        with Server(data=data, AUTOGRADER_METRICS_TOKEN=TOKEN) as second:
            assert second.admin().call("GET", f"/submission/{submission}").expect(200)["status"] == "IE"
            seen = figures(second)
            assert seen['submissions_total{language="python",status="IE"}'] == 1 and seen["queue_dead"] == 1
    finally:
        shutil.rmtree(data, ignore_errors=True)
