"""Reads a case: a text file that holds one behaviour, in one or more languages.

    # Words for people, up to the first key.
    case: A1                        of a hostile program: the ids of docs/sandbox.md that it shows, with commas between
    kind: input                     the column of the table that ends the suite
    verdict: TLE                    the verdict expected
    each: TLE                       the verdict expected of every single test, or `AC WA`: of the first, of the second
    message: CPU time               text that must stand in what is said of it (as often as wanted)
    never: root:                    text that must stand nowhere in the answer (as often as wanted)
    output max: 65536               how long the output may be, in characters
    memory kb: 153600 262144        the memory that is shown, from and to
    timeLimitMs: 500                and any other limit of a problem
    needs mb: python 48             the least memory limit with which it can be right in a language, where that is above 16
    line: by cache                  its `message` tells a line, which C and C++ do once their caches are made
    scoring: weighted   checker: float   lineEnds: keep      of the problem, where its defaults will not do
    submissions: 3 in turn          or `2 together`; each has to be what is expected
    cold: /usr/lib/*/large          files of the host that are not in memory when it begins
    overlap: required               the programs print `ran from A to B`, and all of these have to overlap
    tried: ...  stopped by: ...     for the table of hostile programs
    control: text                   must stand in what the program printed (as often as wanted): shows that it really ran
    not with: Python 3.12           versions of runtimes that refuse it by themselves, with commas between: it is skipped there
    refused: 400, 422               in place of a verdict: how the API answers each line of `fields`
    --- code python
    the source
    --- input
    --- output
    one pair a test, visible to students. Words behind `input` and `output` change them: `private`, `unended` (no newline at the
    end), `crlf`, `bom`. Without any, one test with neither
    --- fields
    one JSON object a line: members that replace or join those of a good submission
"""

import dataclasses
import glob
import json
import os
import pathlib
import re

LIMITS = ("timeLimitMs", "memoryLimitMb", "outputLimitKb")
SINGLE = ("kind", "verdict", "tried", "stopped by", "each", "output max", "memory kb", "needs mb", "line", "scoring", "checker", "lineEnds", "submissions", "cold", "overlap", "not with", "refused")
CHANGES = {"unended", "crlf", "bom"}
REPEATED = ("case", "message", "never", "control")


@dataclasses.dataclass
class Case:
    """One file."""
    name: str
    keys: dict
    codes: dict
    tests: list
    fields: list = dataclasses.field(default_factory=list)

    @property
    def verdict(self):
        return self.keys["verdict"]

    @property
    def kind(self):
        return self.keys.get("kind", "verdicts")

    @property
    def ids(self):
        return [word.strip() for line in self.keys["case"] for word in line.split(",")]

    @property
    def submissions(self):
        """How many, and whether all of them are sent before the first is waited for."""
        count, _, way = self.keys.get("submissions", "1 in turn").partition(" ")
        if way not in ("in turn", "together"):
            raise ValueError(f"{self.name}: submissions are `in turn` or `together`")
        return int(count), way == "together"

    def is_refused_by(self, version):
        """Whether a runtime, `Python 3.12.4`, cannot do it whatever the server does."""
        return any(f"{version}.".startswith(f"{name.strip()}.") for name in self.keys.get("not with", "").split(",") if name.strip())

    def limits(self):
        return {name: int(self.keys[name]) for name in LIMITS if name in self.keys}

    def when_cold(self, language):
        """What is expected before caches of compilers are made."""
        tells_no_line = "line" in self.keys and language in ("c", "cpp")
        return dataclasses.replace(self, keys={**self.keys, "message": []}) if tells_no_line else self

    def limits_with(self, memory_mb, language):
        """Limits of a right program that says none of its memory: so much, or what it needs in that language."""
        of, _, needed = self.keys.get("needs mb", "line", "").partition(" ")
        return {"memoryLimitMb": max(memory_mb, int(needed)) if of == language else memory_mb, **self.limits()}

    def problem_fields(self):
        fields = {name: self.keys[name] for name in ("scoring", "lineEnds") if name in self.keys}
        return {**fields, "checker": {"type": self.keys["checker"]}} if "checker" in self.keys else fields

    def chill(self):
        """Drives its cold files out of memory, where whatever installed them may have left them."""
        if "cold" not in self.keys:
            return
        paths = glob.glob(self.keys["cold"])
        assert paths, f"{self.name}: this host has no {self.keys['cold']}"
        for path in paths:
            with open(path, "rb") as file:
                os.fsync(file.fileno())
                os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)

    def shows_that_it_ran(self):
        """Whether a program that never did what it should could not pass: something it printed is asked for, or was said."""
        printed = self.keys["control"] or (self.verdict == "AC" and any(test["output"].strip() for test in self.tests))
        return bool(printed or (self.verdict == "CE" and self.keys["message"]))


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
    if ("verdict" in keys) == ("refused" in keys):
        raise ValueError(f"{name}: either a verdict or a refusal is expected")
    return keys


def changed(body, words):
    """A text of a test as the words behind its title say."""
    if "unended" in words:
        body = body.removesuffix("\n")
    if "crlf" in words:
        body = body.replace("\n", "\r\n")
    return "\ufeff" + body if "bom" in words else body


def read_case(path):
    """A file that is not in the form is an error, never a case left out."""
    head, *sections = ("\n" + path.read_text("utf-8")).split("\n--- ")
    case = Case(path.stem, read_keys(head, path.name), {}, [])
    for section in sections:
        title, _, body = section.partition("\n")
        body = body + "\n" if body else ""
        kind, _, detail = title.strip().partition(" ")
        words = set(detail.split())
        if kind == "code" and detail:
            case.codes[detail] = body
        elif kind == "input" and words <= {"private", *CHANGES}:
            case.tests.append({"input": changed(body, words), "output": "", "visibility": "private" if "private" in words else "public"})
        elif kind == "output" and case.tests and words <= CHANGES:
            case.tests[-1]["output"] = changed(body, words)
        elif kind == "fields":
            case.fields = [json.loads(line) for line in body.splitlines() if line]
        else:
            raise ValueError(f"{path.name}: unknown section '{title}'")
    if bool(case.codes) == ("refused" in case.keys) or bool(case.fields) != ("refused" in case.keys):
        raise ValueError(f"{path.name}: a verdict needs code, a refusal needs fields")
    case.tests = case.tests or [{"input": "", "output": "", "visibility": "public"}]
    return case


def all_cases(directory):
    return [read_case(path) for path in sorted(pathlib.Path(directory).glob("*.txt"))]


def read_cases(directory):
    """(case, language) of every file with programs, with ids for pytest."""
    cases = all_cases(directory)
    return [(case, language) for case in cases for language in case.codes], [
        f"{case.name}-{language}" for case in cases for language in case.codes]


def said(submission):
    """All that is said of a verdict."""
    parts = [submission.get("message"), submission.get("output")]
    parts += [test.get("message") for test in submission.get("tests", [])]
    return "\n".join(part for part in parts if part)


def printed(submission):
    """All that the program printed, as far as it is shown."""
    return "".join(test.get("output") or "" for test in submission.get("tests", [])) + (submission.get("output") or "")


def check(case, submission):
    """Asserts that the submission, as its owner reads it, is what the case expects."""
    words, output = said(submission), printed(submission)
    answer = json.dumps({name: value for name, value in submission.items() if name != "code"}, ensure_ascii=False)
    assert submission["status"] == case.verdict, (
        f"{submission['status']} instead of {case.verdict}: {words[:2000]}\nprinted: {output[:2000]}")
    for message in case.keys["message"]:
        assert message.lower() in words.lower(), f"'{message}' is not said: {words[:2000]}"
    for text in case.keys["never"]:
        assert text not in answer, f"'{text}' stands in the answer"
    for text in case.keys["control"]:
        assert text in output, f"the program did not print '{text}': {output[:2000]!r}"
    if "memory kb" in case.keys:
        least, most = map(int, case.keys["memory kb"].split())
        assert least <= submission["memoryKb"] <= most, f"{submission['memoryKb']} KB are shown, not {least} to {most}"
    if "each" in case.keys:
        verdicts = [test["status"] for test in submission["tests"]]
        wanted = case.keys["each"].split()
        assert verdicts == (wanted * len(case.tests) if len(wanted) == 1 else wanted), f"{verdicts}: {words[:2000]}"
    assert len(submission.get("output") or "") <= int(case.keys.get("output max", 1 << 20))


def check_overlap(submissions):
    """That the programs ran at the same time, by what they printed of one clock."""
    spans = [tuple(map(int, re.search(r"ran from (\d+) to (\d+)", printed(submission)).groups())) for submission in submissions]
    assert max(start for start, _ in spans) < min(end for _, end in spans), f"they did not run at the same time: {spans}"
