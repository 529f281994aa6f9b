#!/usr/bin/python3
"""Shows that tally.py counts what runners wrote, and never takes silence for success."""

import pathlib
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import tally  # noqa: E402 (found beside this file)

CTEST = """<testsuite><testcase name="one_test" status="run"/><testcase name="tidy" status="run"/>
<testcase name="crashed_test" status="fail"><failure message=""/></testcase></testsuite>"""
GOOGLETEST = """<testsuites><testsuite><testcase name="a" status="run"/><testcase name="b" status="run">
<skipped message="needs root"/></testcase><testcase name="DISABLED_c" status="notrun"/></testsuite></testsuites>"""
PYTEST = """<testsuites><testsuite><testcase classname="t" name="a"/><testcase classname="t" name="b">
<failure message="no">x</failure></testcase><testcase classname="t" name="c"><error message="no">x</error></testcase>
</testsuite></testsuites>"""


class Tally(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def write(self, name, text):
        path = self.folder / name
        path.write_text(text, "utf-8")
        return str(path)

    def test_ctest_counts_tests_of_programs_and_crashes(self):
        self.write("one_test.xml", GOOGLETEST)
        count = tally.count_layer(self.write("ctest.xml", CTEST) + "," + str(self.folder))
        self.assertEqual((count.passed, count.failed, len(count.skipped)), (2, 1, 2))
        self.assertIn("needs root", count.skipped[0])

    def test_a_program_that_crashed_after_its_tests_passed_has_failed(self):
        self.write("crashed_test.xml", GOOGLETEST)
        count = tally.count_layer(self.write("ctest.xml", CTEST) + "," + str(self.folder))
        self.assertEqual((count.passed, count.failed), (3, 1))

    def test_pytest(self):
        count = tally.count_layer(self.write("pytest.xml", PYTEST))
        self.assertEqual((count.passed, count.failed), (1, 2))

    def test_several_files_are_one_layer(self):
        one = self.write("one.xml", PYTEST)
        count = tally.count_layer(one + "+" + self.write("two.xml", PYTEST))
        self.assertEqual((count.passed, count.failed), (2, 4))
        self.assertEqual(tally.count_layer(one + "+" + str(self.folder / "absent.xml")).failed, 3)

    def test_silence_is_a_failure(self):
        for source in (str(self.folder / "absent.xml"), self.write("empty.xml", "<testsuites/>"), self.write("cut.xml", "<te")):
            self.assertEqual(tally.count_layer(source).failed, 1, source)
        self.assertEqual(tally.main([]), 1)


if __name__ == "__main__":
    unittest.main()
