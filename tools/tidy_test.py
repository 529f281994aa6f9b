#!/usr/bin/python3
"""Shows each rule of tidy.py fire on a small tree that breaks it, and stay silent on one that does not."""

import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import tidy  # noqa: E402 (found beside this file)

CARD = "// What it is.\n//\n// Knows:          a.\n// Does not know:  b.\n#pragma once\n"
HEADER = "// What it is.\n#pragma once\n"

# Rule, what it must say, the file that breaks it: (path, text).
BROKEN = [
    ("floors", "domain may not include storage/storage.h", "src/domain/a.h", HEADER + '#include "storage/storage.h"\n'),
    ("floors", "api may not include judge/worker.h", "src/api/a.cpp", '#include "judge/worker.h"\n'),
    ("floors", "api may not include sandbox/sandbox.h", "src/api/a_test.cpp", '#include "sandbox/sandbox.h"\n'),
    ("floors", "judge may not include api/", "src/judge/a.cpp", '#include "api/session.h"\n'),
    ("floors", "judge may not include packages/", "src/judge/a.cpp", '#include "packages/package.h"\n'),
    ("floors", "sandbox may not include domain/problem.h", "src/sandbox/a.cpp", '#include "domain/problem.h"\n'),
    ("floors", "storage may not include live/", "src/storage/a.cpp", '#include "live/event_bus.h"\n'),
    ("floors", "http may not include domain/", "src/http/a.cpp", '#include "domain/user.h"\n'),
    ("floors", "catalog may not include http/", "src/catalog/a.cpp", '#include "http/message.h"\n'),
    ("floors", "app may include of api only api/api.h", "src/app/a.cpp", '#include "api/session.h"\n'),
    ("floors", "only app (and tests) may name it", "src/judge/a.cpp", '#include "storage/sqlite/sqlite_storage.h"\n'),
    ("floors", "backends never include one another", "src/storage/sqlite/a.cpp", '#include "storage/postgres/p.h"\n'),
    ("floors", "for tests only", "src/judge/a.cpp", '#include "sandbox/testing/fake_sandbox.h"\n'),
    ("floors", "no room of the house", "src/misc/a.cpp", "int a;\n"),
    ("quoted_includes_exist", "not below src/", "src/domain/a.cpp", '#include "elsewhere.h"\n'),
    ("outside_libraries", "<boost/beast/http.hpp> may only", "src/api/a.cpp", "#include <boost/beast/http.hpp>\n"),
    ("outside_libraries", "<boost/json.hpp> may only", "src/judge/a.cpp", "#include <boost/json.hpp>\n"),
    ("outside_libraries", "<sqlite3.h> may only", "src/storage/a.cpp", "#include <sqlite3.h>\n"),
    ("outside_libraries", "no library of ours", "src/judge/a.cpp", "#include <left/pad.h>\n"),
    ("linked_floors", "judge may not link api", "src/judge/CMakeLists.txt", "autograder_module(judge SOURCES a.cpp DEPENDS api)"),
    ("size", "more than 500 lines", "src/domain/a.cpp", "int a;\n" * 501),
    ("size", "more than 500 lines", "web/src/lib/a.ts", "let a;\n" * 501),
    ("names", "'utils'", "web/src/lib/utils.ts", "let a;\n"),
    ("postponed", "finish it", "web/src/lib/a.tsx", "// TODO: the rest\n"),
    ("cards", "opens with a comment", "src/domain/a.h", "#pragma once\n"),
    ("cards", "#pragma once", "src/domain/a.h", "// What it is.\n"),
    ("cards", "no header of src/live", "src/live/a.h", HEADER),
    ("cards", 'then "Does not know:"', "src/live/a.h", "// A.\n// Knows: b.\n#pragma once\n"),
    ("names", "'manager'", "src/judge/job_manager.cpp", "int a;\n"),
    ("names", "'utils'", "src/domain/string_utils.h", HEADER),
    ("names", "'Helper' in TestHelper", "src/judge/a.cpp", "class TestHelper {};\n"),
    ("names", "snake_case", "src/judge/Worker.cpp", "int a;\n"),
    ("environment", "only app reads", "src/judge/a.cpp", 'auto home = std::getenv("HOME");\n'),
    ("clocks", "nobody else reads a clock", "src/api/a.cpp", "auto t = std::chrono::steady_clock::now();\n"),
    ("clocks", "nobody else reads a clock", "src/api/a.cpp", "auto t = time(nullptr);\n"),
    ("shells", "no shell", "src/judge/a.cpp", 'int r = system("g++");\n'),
    ("sleeps", "does not sleep", "src/judge/a_test.cpp", "std::this_thread::sleep_for(1s);\n"),
    ("sleeps", "does not sleep", "tests/end_to_end/test_a.py", "time.sleep(1)\n"),
    ("skips", "aloud", "src/judge/a_test.cpp", "GTEST_SKIP();\n"),
    ("skips", "silently", "src/judge/a_test.cpp", "TEST(Worker, DISABLED_Works) {}\n"),
    ("skips", "aloud", "tests/end_to_end/test_a.py", "pytest.skip()\n"),
    ("postponed", "finish it", "src/judge/a.cpp", "// TODO: the rest\n"),
    ("cited_files", "docs/nowhere.md does not exist", "src/judge/a.cpp", "// See docs/nowhere.md.\n"),
    ("cited_files", "languages/cobol.toml does not exist", "README.md", "Look at languages/cobol.toml.\n"),
    ("cited_files", "leads nowhere", "README.md", "[the docs](documents/a.md)\n"),
    ("listed_sources", "no CMakeLists.txt", "src/judge/forgotten.cpp", "int a;\n"),
    ("machine_paths", "a path of one machine", "src/judge/a.cpp", "// built in /home/ada/autograder\n"),
    ("stumps", "wrap the comment again", "src/judge/a.cpp", "// A comment that was cut, and its last\n// word.\n"),
    ("stumps", "wrap the comment again", "src/judge/a.cpp", "// A comment that was cut (and its last\n// word).\n"),
    ("stumps", "wrap the comment again", "src/judge/a.h", "struct A {\n  // A list of\n  // the\n  // rest.\n};\n"),
    ("stumps", "wrap the comment again", "web/src/lib/a.ts", "// A comment that was cut, and its last\n// word.\n"),
    ("words", "'whoever'", "src/judge/a.cpp", "// Handed to whoever asks.\n"),
    ("words", "'Whoever'", "docs/queue.md", "Whoever asks is told.\n"),
    ("words", "'anew': say 'again'", "web/src/lib/a.ts", 'const hint = "Load it anew";\n'),
]
# Rules about what is not in a file, shown below.
SHOWN_APART = {"commit_subjects"}

SOUND = {
    "src/live/CMakeLists.txt": "autograder_module(live SOURCES bus.cpp DEPENDS domain)\nautograder_test(live_test SOURCES bus_test.cpp)",
    "src/live/bus.h": CARD + '#include "foundation/clock.h"\nnamespace autograder {\nclass Bus {};\n}\n',
    "src/live/bus.cpp": '#include "live/bus.h"\n// system() and getenv() are words here.\nauto text = "sleep_for(1) time(nullptr)";\n'
                        "auto due = clock.now(); auto late = clock_.steady_now();\n",
    "src/live/bus_test.cpp": '#include "live/memory/bus.h"\n#include <gtest/gtest.h>\nvoid f() { GTEST_SKIP() << "needs root"; }\n',
    "src/live/memory/bus.h": HEADER,
    "src/foundation/CMakeLists.txt": "autograder_module(foundation SOURCES clock.cpp)",
    "src/foundation/clock.h": CARD,
    "src/foundation/clock.cpp": "auto t = std::chrono::system_clock::now();\n",
    "src/api/CMakeLists.txt": "autograder_test(api_test SOURCES api_test.cpp)",
    "src/api/api_test.cpp": "#include <boost/json/value.hpp>\n",
    "examples/problems/sum/submissions/accepted/sum.cpp": "#include <iostream>\n",
    "docs/queue.md": "# Queue\n",
    "docs/style.md": "Not whoever.\n",
    "src/storage/sqlite/schema/0001_first.sql": "-- Released with the word anew.\n",
    "web/src/lib/a.ts": "// Clock\n// -----\nlet a;\n\n// One.\n// Two.\nlet b;\n// Renewed, and two words\n// at last.\n",
    "README.md": "[the queue](docs/queue.md)\n",
}


def violations(files, rule):
    with tempfile.TemporaryDirectory() as root:
        for path, text in files.items():
            file = pathlib.Path(root, path)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, "utf-8")
        return list(rule(tidy.Tree(root)))


class Rules(unittest.TestCase):
    def test_each_broken_file_is_found(self):
        for name, message, path, text in BROKEN:
            with self.subTest(rule=name, path=path, message=message):
                found = violations({path: text}, getattr(tidy, name))
                self.assertTrue(any(message in line for line in found), f"{name} said {found}")
                self.assertTrue(all(line.startswith(path + ":") for line in found), found)

    def test_every_rule_is_seen_to_fire(self):
        self.assertEqual({rule.__name__ for rule in tidy.RULES}, {name for name, *_ in BROKEN} | SHOWN_APART)

    def test_a_sound_tree_is_silent(self):
        for rule in tidy.RULES:
            with self.subTest(rule=rule.__name__):
                self.assertEqual(violations(SOUND, rule), [])


@unittest.skipUnless(shutil.which("git"), "git is not installed: the rule of commit subjects is not tried")
class CommitSubjects(unittest.TestCase):
    """In repositories made here: the rule sees the subjects since docs/style.md was added, and needs no repository."""

    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.root = pathlib.Path(self.folder.name, "origin")
        self.git(None, "init", "--quiet", str(self.root))

    def git(self, root, *arguments):
        environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
        identity = ["-c", "user.name=Ada", "-c", "user.email=ada@example.org", "-c", "commit.gpgsign=false"]
        subprocess.run(["git", *identity, *(["-C", str(root)] if root else []), *arguments], check=True, capture_output=True,
                       env={**environment, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"})

    def commit(self, subject, path="a.txt"):
        file = self.root / path
        file.parent.mkdir(exist_ok=True)
        file.write_text(subject, "utf-8")
        self.git(self.root, "add", path)
        self.git(self.root, "commit", "--quiet", "-m", subject)

    def clone(self, *arguments):
        copy = pathlib.Path(self.folder.name, "copy")
        self.git(None, "clone", "--quiet", *arguments, self.root.as_uri(), str(copy))
        return copy

    def found(self, root=None):
        return list(tidy.commit_subjects(tidy.Tree(root or self.root)))

    def test_subjects_before_the_page_are_as_they_were(self):
        self.commit("Long ago")
        self.commit("docs: the page of words", "docs/style.md")
        self.assertEqual(self.found(), [])

    def test_without_the_page_nothing_is_asked(self):
        self.commit("Long ago")
        self.assertEqual(self.found(), [])

    def test_good_subjects_are_silent(self):
        self.commit("docs: add the page", "docs/style.md")
        for subject in ("web: keep unsent work", "api, storage: pass the key once", "web: ring a bell",
                        "judge: need no cache", "tests: " + "expect it ".ljust(65, "x")):
            self.commit(subject)
        self.assertEqual(self.found(), [])

    def test_each_bad_subject_is_found(self):
        self.commit("docs: add the page", "docs/style.md")
        subjects = ["Keep unsent work", "web: keeps unsent work", "web: cached pages are dropped",
                    "web: keeping unsent work", "web: what is unsent is kept", "web: Keep unsent work", "web:keep unsent work",
                    "tests: hosts: keep a log", "web: the editor waits"]
        for subject in subjects:
            self.commit(subject)
        found = self.found()
        self.assertEqual(len(found), len(subjects))
        for subject in subjects:
            with self.subTest(subject=subject):
                self.assertTrue(any(line.endswith(": " + subject) for line in found), found)

    def test_a_long_subject_is_found(self):
        self.commit("docs: add the page", "docs/style.md")
        self.commit("tests: " + "expect it ".ljust(66, "x"))
        self.assertIn("73 columns, at most 72", "".join(self.found()))

    def test_merges_are_ignored(self):
        self.commit("docs: add the page", "docs/style.md")
        self.git(self.root, "checkout", "--quiet", "-b", "side")
        self.commit("web: keep unsent work", "b.txt")
        self.git(self.root, "checkout", "--quiet", "-")
        self.commit("web: keep sent work")
        self.git(self.root, "merge", "--quiet", "--no-ff", "-m", "Merge branch 'side'", "side")
        self.assertEqual(self.found(), [])

    def test_a_branch_from_before_the_page_is_not_judged(self):
        self.commit("Long ago")
        self.git(self.root, "checkout", "--quiet", "-b", "side")
        self.commit("What was wrong", "b.txt")
        self.git(self.root, "checkout", "--quiet", "-")
        self.commit("docs: add the page", "docs/style.md")
        self.git(self.root, "merge", "--quiet", "--no-ff", "-m", "Merge branch 'side'", "side")
        self.assertEqual(self.found(), [])
        self.commit("Wrong again")
        self.assertEqual(len(self.found()), 1)

    def test_a_fresh_clone_says_the_same(self):
        self.commit("docs: add the page", "docs/style.md")
        self.commit("What was wrong")
        self.assertEqual(self.found(self.clone()), self.found())
        self.assertEqual(len(self.found()), 1)

    def test_a_shallow_clone_judges_what_it_has(self):
        self.commit("docs: add the page", "docs/style.md")
        self.commit("What was wrong")
        self.commit("web: keep unsent work")
        self.commit("Wrong again")
        found = self.found(self.clone("--depth", "2"))
        self.assertEqual(len(found), 1, found)
        self.assertIn("Wrong again", found[0])

    def test_an_unpacked_archive_has_no_subjects(self):
        self.commit("docs: add the page", "docs/style.md")
        self.commit("What was wrong")
        inside = self.root / "unpacked"  # below somebody else's repository, too
        (inside / "docs").mkdir(parents=True)
        (inside / "docs/style.md").write_text("Not whoever.\n", "utf-8")
        self.assertEqual(self.found(inside), [])


if __name__ == "__main__":
    unittest.main()
