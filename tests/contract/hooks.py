"""Read by Schemathesis itself: who asks, and of what.

The environment names a JSON file with the server's address, the role's credentials and ids of things that are there. A
made-up id that has the right form is mostly replaced by a real one, so that requests get past "there is no such thing".
"""

import json
import os
import pathlib
import re
import zlib

import jsonschema
import requests
import schemathesis
import yaml

WORLD = json.loads(pathlib.Path(os.environ["AUTOGRADER_CONTRACT_WORLD"]).read_text("utf-8"))
ID = re.compile("^[0-9a-f]{24}$")

# Bytes as they are: archives that hold anything are end_to_end's matter (test_packages.py).
schemathesis.serializer.alias("application/zip", "application/octet-stream")


DOCUMENT = yaml.safe_load((pathlib.Path(__file__).resolve().parents[2] / "docs" / "http_api.yaml").read_text("utf-8"))


@schemathesis.check
def answers_without_fields_are_whole(ctx, response, case):
    """Of the two schemas of an answer that `fields` may cut, the second would let one through that lacks a member."""
    if response.status_code != 200 or "fields" in (case.query or {}):
        return
    answer = DOCUMENT["paths"][case.operation.path].get(case.method.lower(), {}).get("responses", {}).get("200", {})
    choices = answer.get("content", {}).get("application/json", {}).get("schema", {}).get("anyOf")
    if choices is None:
        return
    whole = {**choices[0], "components": DOCUMENT["components"]}
    fault = jsonschema.exceptions.best_match(jsonschema.Draft202012Validator(whole).iter_errors(response.json()))
    assert fault is None, f"an answer without `fields` is not whole: {fault.json_path}: {fault.message}"


def kind_of(path):
    """What an {id} in the path names."""
    return {"problems": "problems", "testcases": "tests", "submission": "submissions", "users": "users", "queue": "submissions"}[path.split("/")[1]]


def real(kind, made_up, deletes=False):
    """One of that kind for three in four; what is deleted must not be what the others ask for."""
    number = zlib.crc32(str(made_up).encode())
    # Read from an answer: changing that user would lock us out, and what is kept is there for all roles and seeds.
    if made_up in WORLD["protected"] or (deletes and made_up in WORLD["kept"][kind]):
        number |= 1
    ids = (WORLD["spare"].get(kind) if deletes else None) or WORLD["kept"][kind]
    return ids[number // 4 % len(ids)] if number % 4 else made_up


@schemathesis.hook
def before_call(context, case, kwargs):
    path = case.operation.path
    parameters = case.path_parameters
    if parameters and isinstance(parameters.get("id"), str) and ID.match(parameters["id"]):
        deletes_it = case.method.upper() == "DELETE" and "/solutions/" not in path
        parameters["id"] = real(kind_of(path), parameters["id"], deletes_it)
    if parameters and "/drafts/" in path:
        parameters["name"] = real("languages", parameters["name"])
    if parameters and "/solutions/" in path and zlib.crc32(str(parameters["name"]).encode()) % 4:
        parameters["name"] = "solution.py"  # one, so that it is there when it is deleted
    # A real ticket, read from an earlier answer, signs in whatever the header says (end_to_end/test_live.py has them).
    if case.query and "ticket" in case.query:
        case.query["ticket"] = "a ticket that nobody gave"
    # A made-up version of a problem is nearly always another one than it is at: 409.
    if case.query and "version" in case.query and zlib.crc32(str(case.query["version"]).encode()) % 4:
        del case.query["version"]
    # Held answers are right, but each answer here has ten seconds; larger numbers than the largest one stay what they are.
    if case.query and str(case.query.get("wait", "")).isdecimal() and 4 < int(case.query["wait"]) <= 60:
        case.query["wait"] = 4
    body = case.body
    if not isinstance(body, dict):
        return
    if isinstance(body.get("problemId"), str) and ID.match(body["problemId"]):
        body["problemId"] = real("problems", body["problemId"])
    if isinstance(body.get("ids"), list) and parameters.get("id") in WORLD["kept"]["problems"]:
        body["ids"] = [WORLD["kept"]["tests"][2 * WORLD["kept"]["problems"].index(parameters["id"])]]
    if isinstance(body.get("language"), str) and "code" in body:
        body["language"] = real("languages", body["language"])


if WORLD["credentials"]:

    @schemathesis.auth(refresh_interval=None)
    class Token:
        """Asked before each request: signing out and new passwords are among them, and end all tokens."""

        token = None

        def get(self, case, context):
            if Token.token is None or requests.get(WORLD["url"] + "/auth/user/me", headers=self.header()).status_code == 401:
                answer = requests.post(WORLD["url"] + "/auth/login", json=WORLD["credentials"])
                answer.raise_for_status()
                Token.token = answer.json()["token"]
            return Token.token

        def set(self, case, data, context):
            case.headers["Authorization"] = "Bearer " + data

        @staticmethod
        def header():
            return {"Authorization": f"Bearer {Token.token}"}
