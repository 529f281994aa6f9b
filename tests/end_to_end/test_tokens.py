"""Tokens that somebody made or kept, against the shipped server: what it did not sign, or signed for another time, is 401."""

import base64
import hashlib
import hmac
import json
import time
import uuid

import pytest

from shipped.client import Client

HEADER = {"alg": "HS256", "typ": "JWT"}


def encode(value):
    data = value if isinstance(value, bytes) else json.dumps(value, separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def decode(part):
    return json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))


def sign(header, payload, key, digest="sha256"):
    text = f"{encode(header)}.{encode(payload)}"
    return f"{text}.{encode(hmac.new(key, text.encode(), digest).digest())}"


@pytest.fixture(scope="module")
def secret(server):
    """The key that signs; only root and the server itself can read it."""
    return (server.data / "token_secret").read_bytes()


@pytest.fixture(scope="module")
def claims(student):
    return decode(student.token.split(".")[1])


def me(server, token):
    return Client(server.port, token).call("GET", "/auth/user/me").status


def test_the_key_makes_good_tokens(server, secret, claims):
    """The control: what follows is refused for its own reason, not for a wrong key."""
    assert me(server, sign(HEADER, claims, secret)) == 200


@pytest.mark.parametrize("header,key,digest", [
    ({"alg": "none", "typ": "JWT"}, "", "sha256"),
    ({"alg": "None"}, "", "sha256"),
    ({"alg": "nOnE", "typ": "JWT"}, "secret", "sha256"),
    ({"alg": "HS512", "typ": "JWT"}, "secret", "sha512"),
    ({"alg": "HS384", "typ": "JWT"}, "secret", "sha384"),
    ({"alg": "RS256", "typ": "JWT"}, "secret", "sha256"),  # a key of one algorithm used for another
    ({"alg": "ES256", "typ": "JWT"}, "secret", "sha256"),
    ({"alg": "HS256", "typ": "JWT", "kid": "../../../../dev/null"}, "", "sha256"),
    ({"alg": "HS256", "typ": "JWT", "kid": "../../../../dev/null"}, "secret", "sha256"),
    ({"alg": "HS256", "typ": "JWT", "kid": "' UNION SELECT 'x"}, "x", "sha256"),
    ({"alg": "HS256", "typ": "JWT", "jwk": {"kty": "oct", "k": ""}}, "", "sha256"),
    ({"alg": "HS256", "typ": "JWT", "crit": ["exp"]}, "secret", "sha256"),
    ({"alg": "HS256", "typ": "JWT"}, "", "sha256"),
    ({"alg": "HS256", "typ": "JWT"}, "changeme", "sha256"),
])
def test_a_token_of_another_make_is_refused(server, secret, claims, header, key, digest):
    token = sign(header, claims, secret if key == "secret" else key.encode(), digest)
    assert me(server, token) == 401
    assert me(server, token.rpartition(".")[0] + ".") == 401, "and without a signature"


@pytest.mark.parametrize("change", [
    {"exp": 1}, {"exp": -1}, {"exp": "never"}, {"exp": None}, {"exp": 1e300}, {"ver": 0}, {"ver": 2**31}, {"ver": "1"},
    {"role": "root"}, {"role": None}, {"id": "0" * 24}, {"id": "x"}, {"id": None}, {"admin": True}])
def test_a_payload_that_is_none_of_ours_is_refused(server, secret, claims, change):
    payload = {**claims, **change}
    assert me(server, sign(HEADER, payload, secret)) == 401
    missing = {name: value for name, value in claims.items() if name not in change}
    if missing != claims:
        assert me(server, sign(HEADER, missing, secret)) == 401


def test_an_expired_token_is_refused(server, secret, claims):
    now = int(time.time())
    assert me(server, sign(HEADER, {**claims, "iat": now - 100, "exp": now - 1}, secret)) == 401


def test_a_tampered_payload_is_refused(server, student, claims):
    header, _, signature = student.token.split(".")
    assert me(server, f"{header}.{encode({**claims, 'role': 'admin'})}.{signature}") == 401


def test_the_role_in_a_token_gives_no_right(server, secret, claims):
    """Even rightly signed: the user's row decides."""
    token = sign(HEADER, {**claims, "role": "admin"}, secret)
    assert Client(server.port, token).call("GET", "/users").status == 403


def new_student(server):
    return server.client().register("t" + uuid.uuid4().hex[:12])


def test_a_new_password_ends_older_tokens(server):
    student = new_student(server)
    body = {"password": "another password", "currentPassword": "correct horse"}
    student.call("PUT", "/auth/user/me", body).expect(200)
    assert me(server, student.token) == 401


def test_signing_out_ends_all_tokens(server):
    student = new_student(server)
    other = sign(*[decode(part) for part in student.token.split(".")[:2]], (server.data / "token_secret").read_bytes())
    student.call("POST", "/auth/logout").expect(200)
    assert me(server, student.token) == 401 and me(server, other) == 401


def test_an_admins_order_ends_tokens(server, admin):
    for order in ({"disabled": True}, {"password": "a fresh password"}, {"role": "admin"}):
        student = new_student(server)
        user = student.call("GET", "/auth/user/me").expect(200)["_id"]
        admin.call("PUT", f"/users/{user}", order).expect(200)
        assert me(server, student.token) == 401, order
