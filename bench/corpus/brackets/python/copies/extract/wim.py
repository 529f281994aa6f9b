import sys

PAIRS_OF = {")": "(", "]": "[", "}": "{"}


def fits(stack, c):
    return stack and stack.pop() == PAIRS_OF[c]


def answer(ok, stack):
    return "balanced" if ok and not stack else "unbalanced"


def scan(line, stack):
    for c in line:
        if c in "([{":
            stack.append(c)
        elif c in PAIRS_OF:
            if not fits(stack, c):
                return False
    return True


for text in sys.stdin:
    seen = []
    result = scan(text.rstrip("\n"), seen)
    print(answer(result, seen))
