"""Strings that must never reach a student, and a client that looks for them in every answer."""

import dataclasses
import secrets

from shipped.client import Client


def canary(what):
    return f"canary-{what}-{secrets.token_hex(8)}"


@dataclasses.dataclass
class Canaries:
    """One in each place where something secret stands."""
    host_file: str = dataclasses.field(default_factory=lambda: canary("file"))
    environment: str = dataclasses.field(default_factory=lambda: canary("environment"))
    config: str = dataclasses.field(default_factory=lambda: canary("config"))
    metrics_token: str = dataclasses.field(default_factory=lambda: canary("token"))
    admin_password: str = dataclasses.field(default_factory=lambda: canary("password"))
    hidden_input: str = dataclasses.field(default_factory=lambda: canary("input"))
    hidden_output: str = dataclasses.field(default_factory=lambda: canary("expected"))
    source: str = dataclasses.field(default_factory=lambda: canary("source"))

    def found_in(self, text):
        return [name for name, value in dataclasses.asdict(self).items() if value in text]


class Watched(Client):
    """A student: no answer holds a canary, in its body or in its header."""

    def __init__(self, port, token, canaries):
        super().__init__(port, token)
        self.canaries = canaries

    @classmethod
    def of(cls, client, canaries):
        return cls(client.port, client.token, canaries)

    def raw(self, method, path, body=None, headers=None):
        answer = super().raw(method, path, body, headers)
        found = self.canaries.found_in(str(answer.headers) + answer.text)
        assert not found, f"{method} {path} tells a student of {', '.join(found)}"
        return answer
