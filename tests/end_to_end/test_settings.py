"""Settings that students feel, against a server that has them."""

import pytest

from shipped.server import Server

MANY_WORDS = "int main() {\n" + "\n".join(f"  unknown_{i} = {i};" for i in range(200)) + "\n}\n"
HEAVY = "#include <bits/stdc++.h>\n#include <regex>\nint main() { std::regex r(\"a+\"); std::map<std::string, std::regex> m; }\n"


@pytest.mark.parametrize("variable,value,code,message", [
    ("AUTOGRADER_COMPILE_CPU_TIME_MS", "100", HEAVY, "compilation: CPU time over the limit of 0.1 s"),
    ("AUTOGRADER_COMPILE_MEMORY_MB", "16", HEAVY, "compilation: memory over the limit of 16 MB"),
    ("AUTOGRADER_COMPILE_OUTPUT_MAX_KB", "1", MANY_WORDS, "compilation: output over the limit of 1 KB"),
])
def test_the_limits_of_compiling_are_settings(binary, variable, value, code, message):
    with Server(**{variable: value}) as server:
        admin = server.admin()
        problem = admin.create_problem("Compile", [{"input": "", "output": ""}])
        submission = admin.judge(problem, "cpp", code)
        assert submission["status"] == "CE" and message in submission["message"], submission
