import sys

PARTNERS = {")": "(", "]": "[", "}": "{"}
VERSION = 2
longest = 0


def length(text):
    n = 0
    for _ in text:
        n += 1
    return n


for row in sys.stdin:
    depth = 0
    opened = []
    fine = True
    for ch in row.rstrip("\n"):
        depth = depth + 1
        if ch in "([{":
            opened.append(ch)
            depth = depth * 2
        elif ch in PARTNERS:
            previous = ch
            if not opened or opened.pop() != PARTNERS[ch]:
                fine = False
                break
        longest = depth
    print("balanced" if fine and not opened else "unbalanced")
