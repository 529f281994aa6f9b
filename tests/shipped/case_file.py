"""Reads a case: a text file that holds one behaviour, in one or more languages.

    # Words for people, up to the first key.
    verdict: TLE                    the verdict expected
    message: CPU time               text that must stand in what is said of it (as often as wanted)
    never: root:                    text that must stand nowhere in the answer (as often as wanted)
    timeLimitMs: 500                and any other limit of a problem
    tried: ...  stopped by: ...     for the table of hostile programs
    control: text                   must stand in what the deciding test printed: shows that the program really ran
    --- code python
    the source
    --- input
    --- output
    one pair a test; without any, one test with neither
"""

import dataclasses
import json
import pathlib

LIMITS = ("timeLimitMs", "memoryLimitMb", "outputLimitKb")
SINGLE = ("verdict", "tried", "stopped by", "control")
REPEATED = ("message", "never")


@dataclasses.dataclass
class Case:
    """One file."""
    name: str
    keys: dict
    codes: dict
    tests: list

    @property
    def verdict(self):
        return self.keys["verdict"]

    def limits(self):
        return {name: int(self.keys[name]) for name in LIMITS if name in self.keys}


def read_keys(text, name):
    keys = {key: [] for key in REPEATED}
    for line in text.splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        key, colon, value = (part.strip() for part in line.partition(":"))
        if not colon or key not in LIMITS + SINGLE + REPEATED:
            raise ValueError(f"{name}: unknown key in '{line}'")
        if key in REPEATED:
            keys[key].append(value)
        else:
            keys[key] = value
    if "verdict" not in keys:
        raise ValueError(f"{name}: no verdict")
    return keys


def read_case(path):
    """A file that is not in the form is an error, never a case left out."""
    head, *sections = ("\n" + path.read_text("utf-8")).split("\n--- ")
    case = Case(path.stem, read_keys(head, path.name), {}, [])
    for section in sections:
        title, _, body = section.partition("\n")
        body = body + "\n" if body else ""
        kind, _, language = title.strip().partition(" ")
        if kind == "code" and language:
            case.codes[language] = body
        elif kind == "input":
            case.tests.append({"input": body, "output": ""})
        elif kind == "output" and case.tests:
            case.tests[-1]["output"] = body
        else:
            raise ValueError(f"{path.name}: unknown section '{title}'")
    if not case.codes:
        raise ValueError(f"{path.name}: no code")
    case.tests = [{**test, "visibility": "public"} for test in case.tests or [{"input": "", "output": ""}]]
    return case


def read_cases(directory):
    """(case, language) of every file, with ids for pytest."""
    cases = [read_case(path) for path in sorted(pathlib.Path(directory).glob("*.txt"))]
    return [(case, language) for case in cases for language in case.codes], [
        f"{case.name}-{language}" for case in cases for language in case.codes]


def said(submission):
    """All that is said of a verdict."""
    parts = [submission.get("message"), submission.get("output")]
    parts += [test.get("message") for test in submission.get("tests", [])]
    return "\n".join(part for part in parts if part)


def check(case, submission):
    """Asserts that the submission, as its owner reads it, is what the case expects."""
    words = said(submission)
    answer = json.dumps({name: value for name, value in submission.items() if name != "code"}, ensure_ascii=False)
    assert submission["status"] == case.verdict, f"{submission['status']} instead of {case.verdict}: {words[:2000]}"
    for message in case.keys["message"]:
        assert message.lower() in words.lower(), f"'{message}' is not said: {words[:2000]}"
    for text in case.keys["never"]:
        assert text not in answer, f"'{text}' stands in the answer"
    if "control" in case.keys:
        printed = "".join(test.get("output") or "" for test in submission.get("tests", [])) + (submission.get("output") or "")
        assert case.keys["control"] in printed, f"the program did not print '{case.keys['control']}': {printed[:2000]!r}"
