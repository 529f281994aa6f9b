#!/usr/bin/python3
"""Checks the rules of the house that no compiler knows: floors, rooms, cards, names, sizes.

Usage: tidy.py [ROOT]      prints one line a violation, `file:line: what and why`; exit status 1 when there is one.

A rule is a function that takes a Tree and yields violations; RULES at the end lists them. tools/tidy_test.py shows each
of them fire. docs/architecture.md says what the floors are for.
"""

import dataclasses
import functools
import os
import pathlib
import re
import subprocess
import sys

LINES_MAX = 500

# Room -> rooms it may include. What a room is, and why, stands in docs/architecture.md.
FLOORS = {
    "foundation": {"foundation"},
    "domain": {"domain", "foundation"},
    "http": {"http", "foundation"},
    "packages": {"packages", "domain", "foundation"},
    "storage": {"storage", "domain", "foundation"},
    "live": {"live", "domain", "foundation"},
    "sandbox": {"sandbox", "foundation"},  # and SINGLE_FILES
    "judge": {"judge", "storage", "live", "sandbox", "domain", "foundation"},
    "catalog": {"catalog", "storage", "live", "packages", "domain", "foundation"},
    "insight": {"insight", "storage", "live", "domain", "foundation"},
    "api": {"api", "http", "catalog", "packages", "storage", "live", "domain", "foundation"},
    "app": {"app", "api", "judge", "insight", "catalog", "packages", "storage", "live", "sandbox", "domain", "foundation"},
}
SINGLE_FILES = {"sandbox": {"domain/limits.h"}}
# (Who includes, of which room): only these of its files.
FRONT_DOORS = {("app", "api"): {"api/api.h"}}
# Concrete backends: named by app, by themselves and by tests, never by one another.
BACKENDS = ("storage/sqlite", "storage/postgres", "storage/mongo", "live/memory", "live/redis",
            "sandbox/linux", "sandbox/docker")

# Outside library (how its includes begin) -> where it may be included.
LIBRARIES = {
    "boost/asio": ("src/http/",),
    "boost/beast": ("src/http/",),
    "boost/system": ("src/http/",),
    "boost/describe": ("src/domain/stored_form.h",),
    "boost/json": ("src/api/wire/", "src/domain/report_codec.cpp", "src/domain/stored_form.h", "src/storage/sql/codec.cpp"),
    "boost/mp11": ("src/domain/stored_form.h",),
    "SQLiteCpp/": ("src/storage/sqlite/",),
    "sqlite3.h": ("src/storage/sqlite/",),
    "libpq-fe.h": ("src/storage/postgres/",),
    "spdlog/": ("src/foundation/log.cpp",),
    "openssl/": ("src/foundation/crypto.cpp",),
    "crypt.h": ("src/foundation/crypto.cpp",),
    "prometheus/": ("src/foundation/metrics.cpp",),
    "seccomp.h": ("src/sandbox/linux/",),
    "toml++/": ("src/judge/language", "src/app/config"),
    "CLI/": ("src/app/",),
    "yaml-cpp/": ("src/packages/yaml.cpp",),
    "archive.h": ("src/packages/zip.cpp",),
    "archive_entry.h": ("src/packages/zip.cpp",),
    "fmt/": ("src/", "bench/", "tests/"),
    "gtest/": ("src/", "tests/"),
    "gmock/": ("src/", "tests/"),
}
# Tests of the API read its answers.
TEST_LIBRARIES = {"boost/json": ("src/api/",)}
SYSTEM_FOLDERS = ("sys/", "linux/", "net/", "netinet/", "arpa/", "asm/", "sanitizer/")

FORBIDDEN_NAMES = {"manager", "helper", "helpers", "util", "utils", "common", "base"}
CLOCK_ROOMS = ("src/foundation/clock.", "src/app/", "src/sandbox/linux/", "bench/")
SOURCE = (".cpp", ".h")
SKIPPED_FOLDERS = {"build", "var", ".git", "node_modules", "dist", "__pycache__"}
WEB = (".ts", ".tsx", ".mjs", ".css")
TEXT = SOURCE + WEB + (".py", ".sh", ".md", ".toml", ".cmake", ".txt", ".yaml", ".json", ".html", ".sql", "")
NOT_SHIPPED = {"src/sandbox/linux/layers.cpp"}  # parts of programs of tests alone
# The rules and their tests spell out what they forbid.
OWN_FILES = {"tools/tidy.py", "tools/tidy_test.py"}

# docs/style.md says why. A migration that was released is never changed; the license is not ours.
STYLE = "docs/style.md"
NEVER_RIGHT = {"anew": "again", "hitherto": "until now", "thereof": "of it", "wherein": "where", "whoever": "who it is",
               "whomever": "who it is"}
WORDS_OF_OTHERS = OWN_FILES | {STYLE, "LICENSE"}
MIGRATIONS = "/schema/"
SUBJECT_COLUMNS_MAX = 72
NOT_VERBS = {"a", "all", "an", "another", "any", "both", "each", "every", "how", "it", "many", "most", "no", "nobody",
             "nothing", "of", "one", "only", "our", "some", "that", "the", "these", "they", "two", "what", "when", "where", "who",
             "whom", "whose", "why"}
# Verbs whose imperative ends as other forms of a verb do; "pass" and "need" are told by their endings.
VERBS_ALL_THE_SAME = {"bring", "embed", "focus", "ping", "ring", "shed"}


@dataclasses.dataclass(frozen=True)
class File:
    """A text of the tree. `path` is relative, with slashes."""
    path: str
    text: str

    @functools.cached_property
    def lines(self):
        return self.text.splitlines()

    @functools.cached_property
    def code(self):
        """C++ without comments and text literals, with the same lines: so that words in prose are no code."""
        def blank(match):
            return re.sub(r"[^\n]", " ", match.group()) if match.group()[0] == "/" else '""' + "\n" * match.group().count("\n")
        pattern = r'//[^\n]*|/\*.*?\*/|R"(\w*)\(.*?\)\1"|"(?:\\.|[^"\\\n])*"|(?<![\w])\'(?:\\.|[^\'\\\n])+\''
        return re.sub(pattern, blank, self.text, flags=re.DOTALL)

    @property
    def name(self):
        return self.path.rsplit("/", 1)[-1]

    @property
    def folder(self):
        return self.path.rsplit("/", 1)[0] if "/" in self.path else ""

    @property
    def is_source(self):
        return self.name.endswith(SOURCE)

    @property
    def room(self):
        parts = self.path.split("/")
        return parts[1] if parts[0] == "src" and len(parts) > 2 else None

    @property
    def is_test(self):
        return self.name.endswith("_test.cpp") or "/testing/" in self.path or self.path.startswith("tests/")


class Tree:
    """All texts below a root."""

    def __init__(self, root):
        self.root = pathlib.Path(root)
        self.files = [File(path.relative_to(self.root).as_posix(), path.read_text("utf-8", "replace"))
                      for path in sorted(self.paths()) if self.wanted(path)]

    def paths(self):
        """All files, without a look into folders that are not ours: there may be very many."""
        for folder, folders, names in os.walk(self.root):
            folders[:] = [name for name in folders if name not in SKIPPED_FOLDERS]
            yield from (pathlib.Path(folder) / name for name in names)

    def wanted(self, path):
        parts = path.relative_to(self.root).parts
        return (not SKIPPED_FOLDERS.intersection(parts) and path.suffix in TEXT and not path.name.startswith(".clang")
                and ".gen." not in path.name and path.is_file() and not path.is_symlink())

    def sources(self, beginning=""):
        return [file for file in self.files if file.is_source and file.path.startswith(beginning)]

    def exists(self, path):
        return (self.root / path).exists()


def violation(file, line, text):
    return f"{file.path}:{line}: {text}"


def matches(file, pattern, text, code=True):
    """A violation a line that has the pattern."""
    for number, line in enumerate((file.code if code else file.text).splitlines(), 1):
        if re.search(pattern, line):
            yield violation(file, number, text)


def includes(file):
    """(line, path, True for "...") of each include."""
    for number, line in enumerate(file.lines, 1):
        match = re.match(r'\s*#\s*include\s+(["<])([^">]+)[">]', line)
        if match:
            yield number, match.group(2), match.group(1) == '"'


def backend_of(path):
    return next((backend for backend in BACKENDS if path.startswith(backend + "/")), None)


def floors(tree):
    for file in tree.sources("src/"):
        allowed = FLOORS.get(file.room)
        if allowed is None:
            yield violation(file, 1, f"src/{file.room} is no room of the house (docs/architecture.md lists them)")
            continue
        for number, path, quoted in includes(file):
            room = path.split("/")[0]
            if not quoted or room not in FLOORS or path in SINGLE_FILES.get(file.room, ()):
                continue
            if room not in allowed:
                yield violation(file, number, f"{file.room} may not include {path}: it may include "
                                + ", ".join(sorted(allowed)))
            doors = FRONT_DOORS.get((file.room, room))
            if doors is not None and path not in doors:
                yield violation(file, number, f"{file.room} may include of {room} only " + ", ".join(sorted(doors)))
            backend = backend_of(path)
            own = file.path[len("src/"):]
            if backend and not own.startswith(backend + "/") and file.room != "app" and not file.is_test:
                yield violation(file, number, f"{path} is a concrete backend: only app (and tests) may name it")
            if backend and backend_of(own) not in (None, backend) and not file.is_test:
                yield violation(file, number, f"{path}: backends never include one another")
            if "/testing/" in "/" + path and not file.is_test:
                yield violation(file, number, f"{path} is for tests only")


def quoted_includes_exist(tree):
    for file in tree.sources("src/"):
        for number, path, quoted in includes(file):
            if quoted and not path.startswith("embedded_") and not tree.exists("src/" + path):
                yield violation(file, number, f'"{path}" is not below src/: include by the whole path, outside libraries by <>')


def outside_libraries(tree):
    for file in tree.sources():
        for number, path, quoted in includes(file):
            if quoted:
                continue
            beginning = next((library for library in LIBRARIES if path.startswith(library)), None)
            if beginning is None:
                if "/" in path and not path.startswith(SYSTEM_FOLDERS):
                    yield violation(file, number, f"<{path}> is no library of ours: docs/decisions must say what it replaces, "
                                    "and tools/tidy.py who may include it")
            elif file.is_test and file.path.startswith(TEST_LIBRARIES.get(beginning, ("no file",))):
                continue
            elif not file.path.startswith(LIBRARIES[beginning]):
                yield violation(file, number, f"<{path}> may only be included in " + ", ".join(LIBRARIES[beginning]))


def linked_floors(tree):
    for file in tree.files:
        if file.name != "CMakeLists.txt":
            continue
        for match in re.finditer(r"autograder_module\(\s*(\w+)(.*?)\)", file.text, re.DOTALL):
            depends = re.search(r"\bDEPENDS\b(.*?)(?:\bSOURCES\b|\bPRIVATE\b|$)", match.group(2), re.DOTALL)
            for name in depends.group(1).split() if depends else ():
                if name in FLOORS and name not in FLOORS.get(match.group(1), {name}):
                    line = file.text.count("\n", 0, match.start()) + 1
                    yield violation(file, line, f"module {match.group(1)} may not link {name}")


def size(tree):
    for file in tree.files:
        if file.name.endswith(SOURCE + WEB + (".py", ".sh", ".cmake", ".toml", ".sql")) or file.path in ("run", "test"):
            if len(file.lines) > LINES_MAX:
                yield violation(file, len(file.lines), f"more than {LINES_MAX} lines: it has more than one idea")


def cards(tree):
    by_folder = {}
    for file in tree.sources():
        if not file.name.endswith(".h"):
            continue
        if not file.text.startswith("//"):
            yield violation(file, 1, "a header opens with a comment that says what it is for")
        if "#pragma once" not in file.text:
            yield violation(file, 1, "a header has #pragma once")
        opening = re.match(r"(?://[^\n]*\n)*", file.text).group()
        knows, not_knows = opening.find("// Knows:"), opening.find("// Does not know:")
        if (knows < 0) != (not_knows < 0) or knows > not_knows:
            yield violation(file, 1, 'a card has "Knows:", then "Does not know:"')
        if file.room and not file.is_test:
            by_folder.setdefault(file.folder, []).append((file, knows >= 0))
    for folder, headers in by_folder.items():
        if folder.count("/") == 1 and not any(card for _, card in headers):
            yield violation(headers[0][0], 1, f'no header of {folder} opens with a card ("Knows:", "Does not know:")')


def names(tree):
    for file in tree.files:
        if not file.path.startswith(("src/", "tests/", "bench/", "tools/", "languages/", "cmake/", "web/src/")):
            continue
        words = set(re.split(r"[/_.\-]", file.path.lower()))
        for word in sorted(words & FORBIDDEN_NAMES):
            yield violation(file, 1, f"'{word}' says nothing about what the file does")
        if file.is_source and not re.fullmatch(r"[a-z0-9_]+\.(h|cpp)", file.name):
            yield violation(file, 1, "source files are named in snake_case")
        if file.is_source:
            for number, line in enumerate(file.code.splitlines(), 1):
                match = re.search(r"\b(?:class|struct|enum(?: class)?|namespace|concept)\s+(?:\w+\(.*?\)\s*)?(\w+)", line)
                for word in re.findall(r"[A-Z]?[a-z0-9]+", match.group(1)) if match else ():
                    if word.lower() in FORBIDDEN_NAMES:
                        yield violation(file, number, f"'{word}' in {match.group(1)} says nothing about what it does")


def environment(tree):
    for file in tree.sources("src/"):
        if file.room != "app" and file.path not in NOT_SHIPPED:
            yield from matches(file, r"\b(?:secure_)?getenv\s*\(|\benviron\b", "only app reads the environment")


def clocks(tree):
    pattern = r"\w*clock::now\s*\(|\bclock_gettime\s*\(|\bgettimeofday\s*\(|\btime\s*\(\s*(?:nullptr|NULL|0|&)"
    for file in tree.sources():
        if not file.path.startswith(CLOCK_ROOMS):
            yield from matches(file, pattern, "the time is handed in (foundation/clock.h): nobody else reads a clock")


def shells(tree):
    for file in tree.sources("src/"):
        yield from matches(file, r"(?<![\w.>:])(?:std::)?(?:system|popen)\s*\(", "no shell: arguments are lists, never a line")


def sleeps(tree):
    pattern = r"\bsleep_(?:for|until)\b|(?<![\w.])(?:nano|u)?sleep\s*\(|\btime\.sleep\b"
    for file in tree.files:
        if (file.is_source and file.is_test) or (file.path.startswith("tests/") and file.name.endswith(".py")):
            yield from matches(file, pattern, "a test waits on a signal, it does not sleep", code=file.is_source)


def skips(tree):
    for file in tree.files:
        if file.is_source:
            yield from matches(file, r"GTEST_SKIP\s*\(\s*\)\s*;", "a skip says why, aloud")
            yield from matches(file, r"\bDISABLED_\w+", "a disabled test is skipped silently")
        elif file.path.startswith("tests/") and file.name.endswith(".py"):
            yield from matches(file, r"pytest\.skip\(\s*\)|mark\.skip(?:if)?\b(?!.*reason)|\bxfail\b", "a skip says why, aloud",
                               code=False)


def postponed(tree):
    for file in tree.files:
        if file.path not in OWN_FILES:
            yield from matches(file, r"\b(?:TODO|FIXME|XXX|HACK)\b", "finish it, or say it in an issue", code=False)


def cited_files(tree):
    """What prose and code name is there."""
    pattern = r"(?<![\w/.])((?:docs/(?:\w+/)*[\w-]+\.(?:md|yaml))|(?:languages/\w+\.toml)|(?:examples/problems/[\w-]+)|(?:tools/\w+\.\w+))"
    for file in tree.files:
        if file.path in OWN_FILES:
            continue
        for number, line in enumerate(file.lines, 1):
            for path in re.findall(pattern, line):
                if not tree.exists(path):
                    yield violation(file, number, f"{path} does not exist")
            if file.name.endswith(".md"):
                for target in re.findall(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", line):
                    if not (tree.root / file.folder / target).exists():
                        yield violation(file, number, f"the link to {target} leads nowhere")


def listed_sources(tree):
    lists = {file.folder: file.text for file in tree.files if file.name == "CMakeLists.txt"}
    for file in tree.sources():
        if not file.name.endswith(".cpp") or file.path.startswith(("examples/", "bench/corpus/")):
            continue
        folder, found = file.folder, False
        while folder and not found:
            relative = file.path[len(folder) + 1:]
            found = re.search(rf"(?<![\w/]){re.escape(relative)}(?![\w])", lists.get(folder, "")) is not None
            folder = folder.rpartition("/")[0]
        if not found:
            yield violation(file, 1, "no CMakeLists.txt beside or above lists it")


def machine_paths(tree):
    for file in tree.files:
        if file.path not in OWN_FILES:
            yield from matches(file, r"(?<![\w.])/(?:home|Users)/\w", "a path of one machine", code=False)


def stumps(tree):
    """A comment that goes on with a line of one word: a formatter cut it off."""
    for file in tree.files:
        if not file.name.endswith(SOURCE + (".ts", ".tsx")):
            continue
        before = ""
        for number, line in enumerate(file.lines, 1):
            if re.fullmatch(r"\s*//\s*\S*[A-Za-z]\S*", line) and re.match(r"\s*//\s*\S+\s+\S", before):
                yield violation(file, number, "a comment line with one word: wrap the comment again")
            before = line


def words(tree):
    for file in tree.files:
        if file.path not in WORDS_OF_OTHERS and MIGRATIONS not in file.path:
            for number, line in enumerate(file.lines, 1):
                for word in re.findall(r"\b(?:" + "|".join(NEVER_RIGHT) + r")\b", line, re.IGNORECASE):
                    yield violation(file, number, f"'{word}': say '{NEVER_RIGHT[word.lower()]}', or another plain word ({STYLE})")


def git(root, *arguments, question=""):
    """The lines of git's answer about the checkout at `root`; none where that is no checkout, or git is missing."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    try:
        done = subprocess.run(["git", "-c", f"safe.directory={root}", "-C", str(root), *arguments], env=environment, input=question,
                              capture_output=True, text=True, errors="replace", timeout=30, check=False)
    except OSError:
        return []
    return done.stdout.splitlines() if done.returncode == 0 else []


def is_imperative(word):
    """As far as a look at one word tells: "keeps" and "the" are refused, "kept" is not noticed."""
    if word in NOT_VERBS or not re.fullmatch(r"[a-z][a-z-]*", word):
        return False
    return word in VERBS_ALL_THE_SAME or word.endswith(("ss", "eed")) or not word.endswith(("s", "ed", "ing"))


def commit_subjects(tree):
    """Of the commits whose parent has docs/style.md. A shallow clone has fewer of them, an unpacked archive none."""
    root = tree.root.resolve()
    if not (root / ".git").exists():
        return
    commits = [line.partition(" ") for line in git(root, "log", "--no-merges", "--format=%h %s")]
    pages = git(root, "cat-file", "--batch-check", question="".join(f"{commit}^:{STYLE}\n" for commit, _, _ in commits))
    for (commit, _, subject), page in zip(commits, pages):
        if page.endswith(" missing"):
            continue
        area = re.match(r"[a-z][a-z0-9_]*(?:, [a-z][a-z0-9_]*)*: ", subject)
        if len(subject) > SUBJECT_COLUMNS_MAX:
            yield f"{commit}: {len(subject)} columns, at most {SUBJECT_COLUMNS_MAX}: {subject}"
        if not area or not is_imperative(subject[area.end():].split(" ")[0].rstrip(",;:")):
            yield f'{commit}: a subject is "area: imperative ...", as "web: keep unsent work": {subject}'


RULES = [floors, quoted_includes_exist, outside_libraries, linked_floors, size, cards, names, environment, clocks, shells,
         sleeps, skips, postponed, cited_files, listed_sources, machine_paths, stumps, words, commit_subjects]


def check(root):
    """All violations below a root, sorted by rule and file."""
    tree = Tree(root)
    return [found for rule in RULES for found in rule(tree)]


def main(arguments):
    root = arguments[0] if arguments else pathlib.Path(__file__).resolve().parent.parent
    found = check(root)
    print("\n".join(found + [f"tidy: {len(RULES)} rules, {len(found)} violations"]))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
