import sys


def balanced(s):
    s = "".join(ch for ch in s if ch in "()[]{}")
    while True:
        shorter = s.replace("()", "").replace("[]", "").replace("{}", "")
        if shorter == s:
            return s == ""
        s = shorter


for s in sys.stdin.read().splitlines():
    if balanced(s):
        print("balanced")
    else:
        print("unbalanced")
