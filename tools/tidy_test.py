#!/usr/bin/python3
"""Shows each rule of tidy.py fire on a small tree that breaks it, and stay silent on one that does not."""

import pathlib
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
]

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
        self.assertEqual({rule.__name__ for rule in tidy.RULES}, {name for name, *_ in BROKEN})

    def test_a_sound_tree_is_silent(self):
        for rule in tidy.RULES:
            with self.subTest(rule=rule.__name__):
                self.assertEqual(violations(SOUND, rule), [])


if __name__ == "__main__":
    unittest.main()
