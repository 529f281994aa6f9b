"""The shipped server against its own description: docs/http_api.yaml drives it as nobody, as a student and as an admin.

No answer may be a 5xx or one that the description does not know (status, content type, header, schema), and what the
description forbids must be refused. Two seeds: one that is always the same, and one of its own each time, which is printed.
AUTOGRADER_CONTRACT_SEED=N asks with that seed again, AUTOGRADER_CONTRACT_EXAMPLES=N asks longer.
"""

import json
import os
import pathlib
import random
import re
import subprocess
import time
import uuid

import pytest

from shipped.client import Client
from shipped.server import ROOT, Server, environment

TOOLS = ROOT / "build" / "contract_environment" / "bin"
HERE = pathlib.Path(__file__).resolve().parent
DOCUMENT = ROOT / "docs" / "http_api.yaml"
FIXED_SEED = 20
OWN_SEED = int(os.environ.get("AUTOGRADER_CONTRACT_SEED") or random.SystemRandom().randrange(2**32))
EXAMPLES = {"fixed": 8, "own": int(os.environ.get("AUTOGRADER_CONTRACT_EXAMPLES") or 8)}
TIMEOUT_S = 600
PASSWORD = "a password of tests"
HELLO = 'print("hello")'
METRICS_TOKEN = "a token of tests"
# A submission is judged before it can be cancelled; a WebSocket and a Socket.IO session need more than one request; an
# archive, and so a problem with files and bundled submissions, is nothing that chance makes, nor is an image
# (end_to_end/test_packages.py and src/api/teaching_test.cpp have them);
# a job dies only after workers died of it (src/api/queue_routes_test.cpp has those).
SELDOM = {("POST", "/submission/:id/cancel"), ("GET", "/ws"), ("GET", "/socket.io/"), ("POST", "/socket.io/"),
          ("POST", "/problems/import"), ("GET", "/problems/:id/files/:name"), ("GET", "/problems/:id/verification"),
          ("POST", "/problems/:id/files"),
          ("POST", "/queue/dead/:id/retry"), ("DELETE", "/queue/dead/:id")}
driven = set()  # roles and seeds that ran through


@pytest.fixture(scope="module", autouse=True)
def installed():
    subprocess.run([ROOT / "tools" / "contract_environment.sh"], check=True)


@pytest.fixture(scope="module")
def server(binary):
    with Server(AUTOGRADER_METRICS_TOKEN=METRICS_TOKEN) as running:
        yield running


@pytest.fixture(scope="module")
def things(server):
    """Things of every kind that the requests may name: kept ones, and spare ones that may be deleted."""
    admin = server.admin()
    world = {pool: {kind: [] for kind in ("problems", "tests", "submissions", "users")} for pool in ("kept", "spare")}
    for pool, count in (("kept", 3), ("spare", 5)):
        for _ in range(count):
            tests = [{"input": "", "output": "hello\n"}, {"input": "1\n", "output": "hello\n"}]
            problem = admin.create_problem("Driven", tests)
            world[pool]["problems"].append(problem)
            rows = admin.call("GET", f"/problems/{problem}/testcases").expect(200)
            world[pool]["tests"] += [row["_id"] for row in rows]
    victim = server.client().register("v" + uuid.uuid4().hex[:12])
    world["kept"]["users"].append(victim.call("GET", "/auth/user/me").expect(200)["_id"])
    world["kept"]["languages"] = ["python", "python", "javascript", "cpp"]
    return world


def credentials(server, role):
    if role == "nobody":
        return None
    if role == "student":
        email = f"{uuid.uuid4().hex[:12]}@example.org"
        body = {"name": "Driven", "email": email, "password": PASSWORD}
        server.client().call("POST", "/auth/register", body).expect(201)
        return {"email": email, "password": PASSWORD}
    # One more admin, whom the requests cannot name.
    answer = credentials(server, "student")
    user = server.client().login(**answer).call("GET", "/auth/user/me").expect(200)["_id"]
    server.admin().call("PUT", f"/users/{user}", {"role": "admin"}).expect(200)
    return answer


@pytest.mark.parametrize("seed", ["fixed", "own"])
@pytest.mark.parametrize("role", ["nobody", "student", "admin"])
def test_every_answer_is_a_documented_one(server, things, tmp_path, role, seed):
    signed_in = credentials(server, role)
    client = server.client().login(**signed_in) if signed_in else server.admin()
    submissions = [client.submit(things["kept"]["problems"][0], "python", HELLO) for _ in range(3)]
    world = {**things, "url": f"http://127.0.0.1:{server.port}", "credentials": signed_in}
    world["kept"] = {**things["kept"], "submissions": submissions}
    askers = [client, server.admin()]
    world["protected"] = [asker.call("GET", "/auth/user/me").expect(200)["_id"] for asker in askers]
    (tmp_path / "world.json").write_text(json.dumps(world))
    number = FIXED_SEED if seed == "fixed" else OWN_SEED
    command = [TOOLS / "schemathesis", "--config-file", HERE / "schemathesis.toml", "run", DOCUMENT, "--url", world["url"],
               "--seed", str(number), "--max-examples", str(EXAMPLES[seed]), "--checks", "all", "--no-shrink",
               "--suppress-health-check", "too_slow",  # on a busy host: of the tool, not of the server
               "--exclude-checks", "positive_data_acceptance",  # what is refused beyond the schema: bytes, addresses, ...
               "--request-timeout", "90", "--workers", "1", "--warnings", "off"]
    started = time.monotonic()
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=TIMEOUT_S,
                          env=environment(SCHEMATHESIS_HOOKS=str(HERE / "hooks.py"), COLUMNS="200",
                                          AUTOGRADER_CONTRACT_WORLD=str(tmp_path / "world.json")))
    print(f"{role}, seed {number}: {time.monotonic() - started:.0f} s")
    assert done.returncode == 0, f"seed {number}\n{done.stdout[-30_000:]}\n{done.stderr[-4_000:]}"
    assert server.client().call("GET", "/health").status == 200
    driven.add((role, seed))


def operations():
    """(method, route) of the document; it has paths at two spaces and methods at four."""
    path, in_paths = None, False
    for line in DOCUMENT.read_text("utf-8").splitlines():
        if line and line[0] != " ":
            in_paths = line == "paths:"
        if in_paths and (found := re.fullmatch(r"  (/\S*):", line)):
            path = found[1].replace("{id}", ":id").replace("{name}", ":name")
        elif in_paths and (found := re.fullmatch(r"    (get|post|put|delete):", line)):
            yield found[1].upper(), path


def test_the_requests_got_through(server):
    """What was only ever refused was not tried."""
    if len(driven) < 6:
        pytest.skip("needs the answers to all of the requests")
    text = Client(server.port, METRICS_TOKEN).call("GET", "/metrics").expect(200)
    done = set(re.findall(r'^http_requests_total\{method="(\w+)",route="([^"]+)",status="[23]\d\d"\}', text, re.MULTILINE))
    assert len(list(operations())) > 30
    assert set(operations()) - done - SELDOM == set()


def test_the_document_is_openapi():
    done = subprocess.run([TOOLS / "openapi-spec-validator", "--schema", "3.1", DOCUMENT], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
