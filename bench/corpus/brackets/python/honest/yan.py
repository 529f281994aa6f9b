# recursive descent: returns the position behind a balanced piece
import sys
sys.setrecursionlimit(100000)

CLOSING = dict(zip("([{", ")]}"))


class Unbalanced(Exception):
    pass


def piece(text, i, expected):
    while i < len(text):
        c = text[i]
        if c == expected:
            return i + 1
        if c in CLOSING.values():
            raise Unbalanced
        if c in CLOSING:
            i = piece(text, i + 1, CLOSING[c])
        else:
            i += 1
    if expected is not None:
        raise Unbalanced
    return i


for row in sys.stdin:
    try:
        piece(row.strip(), 0, None)
        print("balanced")
    except Unbalanced:
        print("unbalanced")
