import sys


class Wrong(Exception):
    pass


def part(s, at, end):
    while at < len(s):
        symbol = s[at]
        if symbol == end:
            return at + 1
        if symbol in PARTNER.values():
            raise Wrong
        if symbol in PARTNER:
            at = part(s, at + 1, PARTNER[symbol])
        else:
            at += 1
    if end is not None:
        raise Wrong
    return at


PARTNER = dict(zip("([{", ")]}"))
sys.setrecursionlimit(100000)
for s in sys.stdin:
    try:
        part(s.strip(), 0, None)
        print("balanced")
    except Wrong:
        print("unbalanced")
