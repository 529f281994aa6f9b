import sys
import re

INNERMOST = re.compile(r"\(\)|\[\]|\{\}")


def reduce(text):
    text, n = INNERMOST.subn("", text)
    return reduce(text) if n else text


answers = []
for raw in sys.stdin.readlines():
    rest = reduce(re.sub(r"[^()\[\]{}]", "", raw))
    answers.append(["balanced", "unbalanced"][bool(rest)])
sys.stdout.write("\n".join(answers) + "\n")
