import sys
from collections import deque


def matches(a, b):
    return a + b in ("()", "[]", "{}")


def verdict(line):
    waiting = deque()
    for char in line:
        if char in "([{":
            waiting.appendleft(char)
            continue
        if char not in ")]}":
            continue
        if len(waiting) == 0 or not matches(waiting.popleft(), char):
            return "unbalanced"
    return "unbalanced" if waiting else "balanced"


print(*map(verdict, sys.stdin.read().split("\n")[:-1]), sep="\n")
